/* Tests that the views are nothing but the ledger folded: dropped and folded again they are the same bytes,
 * also where acts were erased. It does not look at single rows. */
#include "tests/unit/support/town.h"

static const char *head_of(struct town *town, const char *id)
{
    return town_head(town, "read", town_line("id=%s", id));
}

/* A notice to two departments through the ladder, one more by the schedule, and one that is erased. */
static void rich_notices(struct town *town)
{
    char notice[128], erased[128], hash[TOWN_HEX], head[TOWN_HEX];
    struct bytes file = bytes_of_text("a list of names");
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=notice to=all roster=open receipt=yes due=2006-12-10T00:00:00Z "
         "effective=2006-12-02T00:00:00Z expires=2006-12-20T00:00:00Z priority=urgent");
    strcpy(notice, town->id);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 1);
    town_hash_said(town, "revision_head", head);
    ACTS(town, &town->wang, "deliver", "id=%s revision_head=%s", notice, head);
    ACTS(town, &town->wang, "open", "id=%s revision_head=%s", notice, head);
    ACTS(town, &town->wang, "sign", "id=%s revision_head=%s comment=seen", notice, head);
    ACTS(town, &town->lin, "revise",
         "id=%s seen=%s headline=again due=2006-12-11T00:00:00Z related=programme/3 "
         "effective=2006-12-02T00:00:00Z expires=2006-12-20T00:00:00Z",
         notice, head_of(town, notice));
    ACTS(town, &town->clerk, "department.create", "department=water title=水务局");

    town_upload(town, &town->lin, file, hash);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=list.txt:%d:%s to=labour at=2006-12-03T00:00:00Z",
         (int)file.size, hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=never at=2007-12-03T00:00:00Z");
    town_upload(town, &town->lin, file, hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=gone attach=list.txt:%d:%s to=finance",
         (int)file.size, hash);
    strcpy(erased, town->id);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", erased, head_of(town, erased));
    town->now_ms += 12 * INT64_C(86400000);
    assert_true(town_run(town) >= 3); /* in force, published, reminded */
}

static void rich_history(struct town *town)
{
    char head[TOWN_HEX], code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    struct identity second = made_identity(6);
    static uint8_t text[LIMIT_BLOB_CHUNK_BYTES + 5];
    memset(text, 'a', sizeof text);

    town->now_ms += 1000;
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    ACTS(town, &town->clerk, "department.change", "department=finance seen=%s title=Finance",
         town_head_of(town, "department.list", "department=finance", head));
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s read=everyone,dept:labour",
         town_head_of(town, "channels", "channel=programme", head));
    town_enrol_further(town, &second, 9, "wang");
    town_code(10, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert title=陈 code_hash=%s", hash);
    for (int i = 0; i < 20; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=h%d text=x", i);
    town_upload(town, &town->lin, bytes_of(text, sizeof text), hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=long text_hash=%s", hash);
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=wrong", town->id, town->head);
    ACTS(town, &town->house, "import",
         "channel=programme headline=old dated=2004 source=a department=labour");
    rich_notices(town);
    town->now_ms -= 5000; /* a clock that was set back */
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s title=林 department=labour signs=yes",
         town_head_of(town, "account.list", "account=lin", head));
    town_hex(second.public_key, hash);
    ACTS(town, &town->wang, "key.revoke", "key=%s seen=%s", hash,
         town_head_of(town, "key.list", town_line("key=%s", hash), head));
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s",
         town_head_of(town, "account.list", "account=wang", head));
}

static void count_progress(void *context, uint64_t done, uint64_t all)
{
    uint64_t *calls = context;
    assert_int_equal(done, ++*calls);
    assert_in_range(done, 1, all);
}

static void rebuilt_views_are_the_live_ones(void **state)
{
    struct town *town = *state;
    uint8_t live[3 * LIMIT_HASH_BYTES], rebuilt[3 * LIMIT_HASH_BYTES];
    uint64_t calls = 0;
    rich_history(town);
    town_is_sound(town);
    town_digest(town, live);
    assert_int_equal(domain_rebuild(town->txn, count_progress, &calls), OK);
    assert_int_equal(calls, ledger_last(town->txn));
    town_digest(town, rebuilt);
    assert_memory_equal(live, rebuilt, sizeof live);
}

/* What acts name is known only while they are there. */
static void forget_names(struct town *town, enum table table)
{
    struct walk walk;
    struct store_key key;
    bool found = true;
    while (found) {
        walk_up(&walk, town->txn, table, (struct bytes){0});
        found = walk_next(&walk);
        if (found) {
            key = key_empty();
            key_bytes(&key, walk.key);
        }
        walk_end(&walk);
        if (found)
            txn_delete(town->txn, table, key_of(&key));
    }
}

static void rebuilt_views_need_no_erasable_act(void **state)
{
    struct town *town = *state;
    uint8_t live[LIMIT_HASH_BYTES], rebuilt[LIMIT_HASH_BYTES];
    struct fact fact;
    size_t erased = 0;
    rich_history(town);
    forget_names(town, TABLE_BLOB_NAMES);
    forget_names(town, TABLE_BLOB_USES);
    assert_int_equal(store_digest(town->txn, SHELF_VIEWS, live), OK);
    for (uint64_t seq = 1; seq <= ledger_last(town->txn); seq++) {
        assert_true(ledger_read_bare(town->txn, seq, &fact)); /* an earlier one took its act */
        if (fact_kind_find(fact.head.kind)->eraser_count == 0)
            continue;
        struct store_key key = key_empty();
        key_number(&key, seq);
        txn_delete(town->txn, TABLE_ACTS, key_of(&key));
        erased++;
    }
    assert_true(erased > 30);
    assert_int_equal(domain_rebuild(town->txn, NULL, NULL), OK);
    assert_int_equal(store_digest(town->txn, SHELF_VIEWS, rebuilt), OK);
    assert_memory_equal(live, rebuilt, sizeof live);
}

/* Views that another version made are known, and a rebuild makes them ours. */
static void views_of_another_layout_do_not_fit(void **state)
{
    struct town *town = *state;
    uint8_t older[8];
    assert_true(domain_views_fit(town->txn));
    number_write(older, VIEWS_LAYOUT - 1);
    txn_put(town->txn, TABLE_HOUSE, bytes_of_text("layout"), bytes_of(older, sizeof older));
    assert_false(domain_views_fit(town->txn));
    txn_delete(town->txn, TABLE_HOUSE, bytes_of_text("layout"));
    assert_false(domain_views_fit(town->txn));
    assert_int_equal(domain_rebuild(town->txn, NULL, NULL), OK);
    assert_true(domain_views_fit(town->txn));
}

static void a_hole_in_the_ledger_stops_the_rebuild(void **state)
{
    struct town *town = *state;
    struct store_key key = key_empty();
    key_number(&key, 3);
    txn_delete(town->txn, TABLE_HEADS, key_of(&key));
    assert_int_equal(domain_rebuild(town->txn, NULL, NULL), ERR_LEDGER_BROKEN);
    assert_int_equal(txn_error(town->txn), ERR_LEDGER_BROKEN);
}

static void a_broken_view_fails_the_transaction(void **state)
{
    static const uint8_t broken[] = {0x81, 0xdd, 0xff, 0xff, 0xff, 0xff};
    struct town *town = *state;
    struct actor actor;
    struct refusal why;
    struct rows rows = {0};
    struct args_channels args = {.has.channel = true, .channel = bytes_of_text("programme")};
    struct record_count ok;
    txn_put(town->txn, TABLE_CHANNELS, args.channel, bytes_of(broken, sizeof broken));
    town_actor(town, NULL, &actor);
    assert_int_equal(
        domain_ask(town->txn, &verbs[VERB_channels], &actor, town->now_ms, &args, &rows, &ok, &why),
        ERR_INTERNAL);
    assert_int_equal(txn_error(town->txn), ERR_INTERNAL);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(rebuilt_views_are_the_live_ones),     SETTLED(rebuilt_views_need_no_erasable_act),
        SETTLED(views_of_another_layout_do_not_fit),  SETTLED(a_hole_in_the_ledger_stops_the_rebuild),
        SETTLED(a_broken_view_fails_the_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
