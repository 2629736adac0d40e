/* The writer of a full store: it refuses, reading goes on, and what a law demands to be gone still goes. */
#include "protocol/wire/text.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/desk.h"

static void a_full_store_refuses_and_reading_goes_on(void **state)
{
    struct desk *desk = *state;
    char text[4000], line[4200];
    memset(text, 'x', sizeof text);
    desk_house_acts(desk, 0, "channel.create", "channel=programme title=Programme");
    desk_wait(desk, 1);
    unsigned sent = 1;
    while (sent < JOBS) {
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%u text=%.4000s", sent,
                 text);
        desk_house_acts(desk, sent, "import", line);
        desk_wait(desk, ++sent);
        if (strcmp(desk->answers[sent - 1], "store-full") == 0)
            break;
    }
    assert_in_range(sent, 3, JOBS - 1);
    assert_string_equal(desk->answers[sent - 1], "store-full");
    assert_false(desk->not_on_disk);
    struct txn *txn = txn_read(desk->scratch.store);
    struct fact fact;
    assert_true(
        ledger_read_at(txn, bytes_of_text("programme"), sent - 1, &fact)); /* the last that was taken */
    assert_false(ledger_read_at(txn, bytes_of_text("programme"), sent, &fact));
    txn_end(txn);
}

/* Says things until nothing fits: with long texts first, then with what still fits where they do not. */
static unsigned fill_up(struct desk *desk, unsigned sent)
{
    char line[8000], text[4001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (unsigned texts = 4000, stops = 0; stops < 2 && sent < JOBS - 1;) {
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%u text=x%.*s", sent,
                 (int)texts, text);
        desk_house_acts(desk, sent, "import", line);
        desk_wait(desk, ++sent);
        if (strcmp(desk->answers[sent - 1], "store-full") == 0) {
            texts = 0;
            stops++;
        }
    }
    assert_string_equal(desk->answers[sent - 1], "store-full");
    return sent;
}

/* Whatever is full, what a law demands to be gone goes: a reserve is kept for it. */
static void a_full_store_still_erases(void **state)
{
    enum { DEPARTMENTS = 30 };
    struct desk *desk = *state;
    char line[512], head[2 * LIMIT_HASH_BYTES + 1];
    desk_house_acts(desk, 0, "channel.create",
                    "channel=programme title=Programme publish=operator moderate=operator");
    unsigned sent = 1;
    while (sent <= DEPARTMENTS) {
        snprintf(line, sizeof line, "department=d%u title=D", sent);
        desk_house_acts(desk, sent++, "department.create", line);
    }
    desk_house_acts(desk, sent++, "publish", "channel=programme headline=h to=all");
    desk_wait(desk, sent);
    assert_string_equal(desk->answers[sent - 1], "programme/2");
    sent = fill_up(desk, sent);
    struct txn *txn = txn_read(desk->scratch.store);
    struct fact fact;
    assert_true(ledger_read_at(txn, bytes_of_text("programme"), 2, &fact));
    struct buffer hex = buffer_over(head, sizeof head);
    text_from_hex(bytes_of(fact.hash, LIMIT_HASH_BYTES), &hex);
    txn_end(txn);
    snprintf(line, sizeof line, "id=programme/2 seen=%.*s reason=\"order 7\"", (int)hex.size, head);
    desk_house_acts(desk, sent, "erase", line);
    desk_wait(desk, sent + 1);
    assert_string_not_equal(desk->answers[sent], "store-full");
    txn = txn_read(desk->scratch.store);
    assert_true(ledger_read_at(txn, bytes_of_text("programme"), 2, &fact) && fact.erased);
    txn_end(txn);
}

/* Invites somebody and joins as them; gives how many jobs were sent by then. */
static unsigned enrol(struct desk *desk, unsigned sent, const struct identity *who, const char *fields)
{
    char line[512], code[LIMIT_CODE_BYTES + 1], hex_room[2 * LIMIT_HASH_BYTES];
    uint8_t random[10] = {(uint8_t)sent}, hash[LIMIT_HASH_BYTES];
    struct buffer hex = buffer_over(hex_room, sizeof hex_room);
    code_from_random(random, code);
    hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
    text_from_hex(bytes_of(hash, sizeof hash), &hex);
    snprintf(line, sizeof line, "%s code_hash=%.*s", fields, (int)hex.size, hex_room);
    desk_house_acts(desk, sent, "account.invite", line);
    snprintf(line, sizeof line, "code=%s", code);
    desk_submit(desk, desk_job(desk, who, sent + 1, "join", line));
    desk_wait(desk, sent + 2);
    return sent + 2;
}

/* That somebody leaves, as often as it takes; gives how many jobs were sent by then. */
static unsigned leave(struct desk *desk, unsigned sent, const struct identity *who, const char *account,
                      unsigned times)
{
    struct record_account row;
    for (unsigned i = 0; i < times; i++) {
        desk_submit(desk, desk_job(desk, who, sent, "account.leave", "texts=yes"));
        desk_wait(desk, ++sent);
        assert_string_not_equal(desk->answers[sent - 1], "store-full");
    }
    struct txn *txn = txn_read(desk->scratch.store);
    assert_true(view_account(txn, bytes_of_text(account), &row));
    assert_true(row.has.revoked);
    txn_end(txn);
    return sent;
}

/* Leaving goes on in acts of its own, and ends with one that erases nothing. */
static void a_full_store_still_lets_people_leave(void **state)
{
    struct desk *desk = *state;
    const struct identity named = made_identity(21), nameless = made_identity(22);
    desk_house_acts(desk, 0, "channel.create",
                    "channel=programme title=Programme publish=operator moderate=operator");
    unsigned sent = enrol(desk, 1, &named, "account=li role=committee title=Li");
    sent = enrol(desk, sent, &nameless, "account=lin role=committee");
    sent = fill_up(desk, sent);
    sent = leave(desk, sent, &nameless, "lin", 1);
    sent = leave(desk, sent, &named, "li", 1);
    desk_house_acts(desk, sent, "department.create", "department=d title=D");
    desk_wait(desk, sent + 1);
    assert_string_equal(desk->answers[sent], "store-full"); /* it was full all the time */
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_store_refuses_and_reading_goes_on, desk_open_small,
                                        desk_close),
        cmocka_unit_test_setup_teardown(a_full_store_still_erases, desk_open_small_still, desk_close),
        cmocka_unit_test_setup_teardown(a_full_store_still_lets_people_leave, desk_open_small_still,
                                        desk_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
