/* Verifying beside a writer. Between any two slices things are said and erased, before the place where it
 * stands, behind it and at the end, and what is sound stays so. The linker puts the writer where the verifier
 * renews its snapshot (--wrap=txn_renew). It does not know what else a verification finds. */
#include "tests/unit/support/town.h"

enum { BULLETINS = 9000, FILES_EACH = 100, FIRST = 2, NOTICES_EACH = 7 };

static struct town *writer;      /* who writes meanwhile; NULL: nobody */
static unsigned turns, erasures; /* of the writer */
static char said[128];           /* what it said last */

/* A file whose bytes nobody else has. */
static void say_with_file(struct town *town, unsigned serial)
{
    char content[32], hash[TOWN_HEX];
    snprintf(content, sizeof content, "file %u", serial);
    town_upload(town, &town->lin, bytes_of_text(content), hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=h%u attach=f.txt:%zu:%s", serial,
         strlen(content), hash);
}

static void say(struct town *town, unsigned serial)
{
    if (serial % FILES_EACH == 0)
        say_with_file(town, serial);
    else
        ACTS(town, &town->lin, "publish", "channel=programme headline=h%u%s", serial,
             serial % NOTICES_EACH == 0 ? " to=labour receipt=yes due=2007-12-10T00:00:00Z" : "");
}

static void erase(struct town *town, const char *id)
{
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", id,
         town_head_of(town, "read", town_line("id=%s", id), head));
    erasures++;
}

/* Of those that were there before. */
static void erase_old(struct town *town, unsigned which)
{
    char id[32];
    snprintf(id, sizeof id, "programme/%u", FIRST + which);
    erase(town, id);
}

enum error __real_txn_renew(struct txn *txn);
enum error __wrap_txn_renew(struct txn *txn);

/* What stands before the verifier, what it has not come to, and what came after it began. */
enum error __wrap_txn_renew(struct txn *txn)
{
    if (writer == NULL)
        return __real_txn_renew(txn);
    writer->txn = txn_write(writer->scratch.store);
    writer->now_ms += 1000;
    erase_old(writer, turns);
    erase_old(writer, BULLETINS / 2 + turns);
    erase_old(writer, BULLETINS - 1 - turns);
    if (turns % 2 == 1)
        erase(writer, said);
    say(writer, BULLETINS + turns * 7);
    snprintf(said, sizeof said, "%s", writer->id);
    if (turns % 3 == 0)
        domain_index(writer->txn, 4000);
    ledger_seal(writer->txn, &writer->house);
    assert_int_equal(txn_commit(writer->txn), OK);
    writer->txn = NULL;
    turns++;
    return __real_txn_renew(txn);
}

static void what_is_written_between_slices_is_sound(void **state)
{
    struct town *town = *state;
    struct ledger_report report = {0};
    struct refusal why = {0};
    struct store *scratch;
    for (unsigned i = 0; i < BULLETINS; i++)
        say(town, i);
    ledger_seal(town->txn, &town->house);
    assert_int_equal(txn_commit(town->txn), OK);
    town->txn = NULL;
    assert_int_equal(store_open_scratch("/tmp", SCRATCH_MAP_BYTES, &scratch, &why), OK);
    struct txn *live = txn_read(town->scratch.store);
    const uint64_t before = ledger_last(live);
    writer = town;
    enum error error = domain_verify(live, true, scratch, &report, &why);
    writer = NULL;
    if (error != OK)
        fail_msg("after %u turns: %.*s", turns, (int)why.name.size, (const char *)why.name.at);
    print_message("%u slices, %llu facts before and %llu after, %u erasures\n", turns,
                  (unsigned long long)before, (unsigned long long)report.facts, erasures);
    /* A slice for every 512 facts and for every table, and two for what was erased. */
    assert_true(turns > BULLETINS / 512 + 10);
    assert_true(report.facts > before + 4 * turns);
    assert_int_equal(report.erased, erasures); /* those that it had met, and those that it came to */
    assert_int_equal(report.acts, txn_count(live, TABLE_ACTS));
    assert_true(report.facts == ledger_last(live));
    txn_end(live);
    store_close(scratch);
    town->txn = txn_write(town->scratch.store);
    town_is_sound(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_between_slices_is_sound, town_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
