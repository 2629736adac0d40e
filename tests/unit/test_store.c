/* Tests of the store: locks, transactions, walks, a full map and what survives a reopening.
 * It does not know what the tables are for. */
#include <fcntl.h>
#include <lmdb.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/support/scratch.h"

static struct bytes text(const char *words)
{
    return bytes_of_text(words);
}

static void put_text(struct txn *txn, enum table table, const char *key, const char *value)
{
    txn_put(txn, table, text(key), text(value));
}

static bool has_text(struct txn *txn, enum table table, const char *key, const char *value)
{
    struct bytes found;
    return txn_get(txn, table, text(key), &found) && bytes_equal_text(found, value);
}

static void assert_refused(const char *folder, enum store_mode mode, enum error expected)
{
    struct store *store = NULL;
    struct refusal why = {0};
    assert_int_equal(store_open(folder, mode, SCRATCH_MAP_BYTES, &store, &why), expected);
    assert_int_equal(why.code, expected);
    assert_true(bytes_equal_text(why.name, expected == ERR_STORE_DAMAGED ? "data.mdb is no store" : folder));
    assert_null(store);
}

static void one_writer_a_folder(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    assert_refused(scratch.folder, STORE_SERVE, ERR_STORE_LOCKED);
    assert_refused(scratch.folder, STORE_REPAIR, ERR_STORE_LOCKED);
    store_close(scratch.store);
    struct refusal why;
    assert_int_equal(store_open(scratch.folder, STORE_REPAIR, SCRATCH_MAP_BYTES, &scratch.store, &why), OK);
    assert_refused(scratch.folder, STORE_SERVE, ERR_STORE_LOCKED);
    scratch_close(&scratch);
}

/* A child process, since one process may not open a store twice. */
static bool child_sees(const char *folder, const char *key, const char *value)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct store *store;
        struct refusal why;
        if (store_open(folder, STORE_LOOK, SCRATCH_MAP_BYTES, &store, &why) != OK)
            _exit(2);
        struct txn *txn = txn_read(store);
        bool seen = txn != NULL && has_text(txn, TABLE_META, key, value);
        txn_end(txn);
        store_close(store);
        _exit(seen ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void looking_beside_a_writer(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    put_text(txn, TABLE_META, "house", "主页");
    assert_int_equal(txn_commit(txn), OK);
    assert_true(child_sees(scratch.folder, "house", "主页"));
    assert_false(child_sees(scratch.folder, "house", "another"));
    scratch_close(&scratch);
}

static void folders_that_will_not_do(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_folder(&scratch);
    char inner[64], deep[80];
    snprintf(inner, sizeof inner, "%s/inner", scratch.folder);
    snprintf(deep, sizeof deep, "%s/deep", inner);
    assert_refused(inner, STORE_LOOK, ERR_STORE_MISSING);
    assert_refused(inner, STORE_REPAIR, ERR_STORE_MISSING);
    assert_refused(deep, STORE_SERVE, ERR_STORE_UNWRITABLE);
    assert_refused(scratch.folder, STORE_LOOK, ERR_STORE_MISSING);
    assert_refused(scratch.folder, STORE_REPAIR, ERR_STORE_MISSING);
    assert_refused("/proc/bulletin", STORE_SERVE, ERR_STORE_UNWRITABLE);
    assert_refused("/proc/self", STORE_SERVE, ERR_STORE_UNWRITABLE);
    assert_refused("/proc/self/status", STORE_SERVE, ERR_STORE_UNWRITABLE);
    scratch_close(&scratch);
}

static void a_file_that_is_no_store(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_folder(&scratch);
    char path[64];
    snprintf(path, sizeof path, "%s/data.mdb", scratch.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 16384; i++)
        fputc('x', file);
    fclose(file);
    assert_refused(scratch.folder, STORE_SERVE, ERR_STORE_DAMAGED);
    assert_refused(scratch.folder, STORE_LOOK, ERR_STORE_DAMAGED);
    scratch_close(&scratch);
}

static void a_new_folder_is_private(void **state)
{
    (void)state;
    struct scratch scratch;
    struct stat folder, data;
    char path[64];
    mode_t before = umask(0);
    scratch_folder(&scratch);
    assert_int_equal(rmdir(scratch.folder), 0);
    scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    umask(before);
    snprintf(path, sizeof path, "%s/data.mdb", scratch.folder);
    assert_int_equal(stat(scratch.folder, &folder), 0);
    assert_int_equal(stat(path, &data), 0);
    assert_int_equal(folder.st_mode & 0777, 0700);
    assert_int_equal(data.st_mode & 0777, 0600);
    scratch_close(&scratch);
}

/* What an older version made lacks the tables it did not know. */
static void a_missing_table_reads_as_empty(void **state)
{
    (void)state;
    struct scratch scratch;
    struct refusal why;
    scratch_folder(&scratch);
    MDB_env *older;
    MDB_txn *making;
    MDB_dbi table;
    assert_int_equal(mdb_env_create(&older), 0);
    mdb_env_set_maxdbs(older, 1);
    assert_int_equal(mdb_env_open(older, scratch.folder, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(older, NULL, 0, &making), 0);
    assert_int_equal(mdb_dbi_open(making, "ledger.meta", MDB_CREATE, &table), 0);
    assert_int_equal(mdb_txn_commit(making), 0);
    mdb_env_close(older);

    assert_int_equal(store_open(scratch.folder, STORE_LOOK, SCRATCH_MAP_BYTES, &scratch.store, &why), OK);
    struct txn *txn = txn_read(scratch.store);
    struct walk walk;
    struct bytes value;
    walk_up(&walk, txn, TABLE_HEADS, text(""));
    assert_false(walk_next(&walk));
    walk_end(&walk);
    assert_false(txn_get(txn, TABLE_HEADS, text("key"), &value));
    assert_int_equal(txn_count(txn, TABLE_HEADS), 0);
    assert_int_equal(txn_error(txn), OK);
    txn_end(txn);
    scratch_close(&scratch);
}

static void what_is_committed_stays(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    put_text(txn, TABLE_META, "kept", "一");
    put_text(txn, TABLE_META, "empty", "");
    put_text(txn, TABLE_META, "gone", "二");
    txn_delete(txn, TABLE_META, text("gone"));
    txn_delete(txn, TABLE_META, text("never there"));
    assert_int_equal(txn_commit(txn), OK);
    txn = txn_write(scratch.store);
    put_text(txn, TABLE_META, "kept", "changed");
    put_text(txn, TABLE_META, "dropped", "三");
    txn_end(txn);
    store_close(scratch.store);
    scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    txn = txn_read(scratch.store);
    struct bytes value;
    assert_true(has_text(txn, TABLE_META, "kept", "一"));
    assert_true(has_text(txn, TABLE_META, "empty", ""));
    assert_false(txn_get(txn, TABLE_META, text("gone"), &value));
    assert_false(txn_get(txn, TABLE_META, text("dropped"), &value));
    assert_int_equal(txn_count(txn, TABLE_META), 2);
    assert_int_equal(txn_error(txn), OK);
    txn_end(txn);
    scratch_close(&scratch);
}

static void a_reader_sees_one_moment(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *reader = txn_read(scratch.store);
    struct txn *writer = txn_write(scratch.store);
    put_text(writer, TABLE_META, "key", "new");
    assert_int_equal(txn_commit(writer), OK);
    struct bytes value;
    assert_false(txn_get(reader, TABLE_META, text("key"), &value));
    assert_int_equal(txn_renew(reader), OK);
    assert_true(has_text(reader, TABLE_META, "key", "new"));
    txn_rest(reader);
    txn_rest(reader);
    assert_int_equal(txn_renew(reader), OK);
    txn_fail(reader, ERR_LEDGER_BROKEN);
    assert_false(txn_get(reader, TABLE_META, text("key"), &value));
    assert_int_equal(txn_renew(reader), OK);
    assert_true(has_text(reader, TABLE_META, "key", "new"));
    txn_end(reader);
    scratch_close(&scratch);
}

static void the_first_error_sticks(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    struct bytes value;
    struct walk walk;
    put_text(txn, TABLE_META, "key", "value");
    txn_fail(txn, ERR_LEDGER_BROKEN);
    txn_fail(txn, ERR_INTERNAL);
    assert_false(txn_get(txn, TABLE_META, text("key"), &value));
    walk_up(&walk, txn, TABLE_META, text(""));
    assert_false(walk_next(&walk));
    walk_end(&walk);
    assert_int_equal(txn_error(txn), ERR_LEDGER_BROKEN);
    assert_int_equal(txn_commit(txn), ERR_LEDGER_BROKEN);
    txn = txn_write(scratch.store);
    assert_false(txn_get(txn, TABLE_META, text("key"), &value));
    txn_append(txn, TABLE_META, text("b"), text(""));
    assert_int_equal(txn_error(txn), OK);
    txn_append(txn, TABLE_META, text("a"), text(""));
    assert_int_equal(txn_commit(txn), ERR_INTERNAL);
    scratch_close(&scratch);
}

static void a_full_map_refuses_and_goes_on(void **state)
{
    (void)state;
    static const uint8_t large[20000] = {1};
    struct scratch scratch;
    struct bytes value;
    scratch_folder(&scratch);
    scratch_serve(&scratch, 128 << 10);
    struct txn *txn = txn_write(scratch.store);
    put_text(txn, TABLE_META, "before", "一");
    assert_int_equal(txn_commit(txn), OK);

    txn = txn_write(scratch.store);
    for (uint64_t i = 0; i < 20; i++) {
        struct store_key key = key_empty();
        key_number(&key, i);
        txn_append(txn, TABLE_HEADS, key_of(&key), bytes_of(large, sizeof large));
    }
    assert_int_equal(txn_error(txn), ERR_STORE_FULL);
    assert_false(txn_get(txn, TABLE_META, text("before"), &value));
    assert_int_equal(txn_commit(txn), ERR_STORE_FULL);

    txn = txn_read(scratch.store);
    assert_true(has_text(txn, TABLE_META, "before", "一"));
    assert_int_equal(txn_count(txn, TABLE_HEADS), 0);
    txn_end(txn);
    txn = txn_write(scratch.store);
    put_text(txn, TABLE_META, "after", "二");
    assert_int_equal(txn_commit(txn), OK);
    store_close(scratch.store);
    scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    txn = txn_read(scratch.store);
    assert_true(has_text(txn, TABLE_META, "after", "二"));
    txn_end(txn);
    scratch_close(&scratch);
}

/* Walks a table from `from` and joins the keys it meets. */
static void walked(struct txn *txn, bool up, const char *from, char joined[64])
{
    struct walk walk;
    joined[0] = '\0';
    (up ? walk_up : walk_down)(&walk, txn, TABLE_META, text(from));
    while (walk_next(&walk)) {
        assert_true(bytes_equal(walk.key, walk.value));
        strncat(joined, (const char *)walk.key.at, walk.key.size);
        strcat(joined, " ");
    }
    assert_false(walk_next(&walk));
    walk_end(&walk);
}

static void walking_up_and_down(void **state)
{
    (void)state;
    static const char *const keys[] = {"b", "ba", "bb", "d"};
    struct scratch scratch;
    char joined[64];
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    walked(txn, true, "", joined);
    assert_string_equal(joined, "");
    walked(txn, false, "z", joined);
    assert_string_equal(joined, "");
    for (size_t i = 0; i < 4; i++)
        put_text(txn, TABLE_META, keys[i], keys[i]);
    static const struct {
        bool up;
        const char *from, *expected;
    } walks[] = {
        {true, "", "b ba bb d "},   {true, "b", "b ba bb d "}, {true, "baa", "bb d "},
        {true, "d", "d "},          {true, "e", ""},           {false, "", ""},
        {false, "a", ""},           {false, "b", "b "},        {false, "bab", "ba b "},
        {false, "bb", "bb ba b "},  {false, "c", "bb ba b "},  {false, "d", "d bb ba b "},
        {false, "z", "d bb ba b "},
    };
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        walked(txn, walks[i].up, walks[i].from, joined);
        assert_string_equal(joined, walks[i].expected);
    }
    assert_int_equal(txn_commit(txn), OK);
    scratch_close(&scratch);
}

struct prefixed {
    bool up;
    const char *from; /* the first `prefix` bytes are the prefix */
    size_t prefix;
    const char *expected; /* what the keys have behind it */
};

static void assert_prefixed(struct txn *txn, const struct prefixed *wanted)
{
    char joined[64] = "";
    struct walk walk;
    (wanted->up ? walk_prefix_up : walk_prefix_down)(&walk, txn, TABLE_META, text(wanted->from),
                                                     wanted->prefix);
    while (walk_next(&walk)) {
        struct bytes rest = walk_rest(&walk);
        if (rest.size > 0)
            strncat(joined, (const char *)rest.at, rest.size);
        strcat(joined, ".");
    }
    walk_end(&walk);
    assert_string_equal(joined, wanted->expected);
}

static void a_walk_keeps_to_its_prefix(void **state)
{
    (void)state;
    static const char *const keys[] = {"a", "b", "ba", "bb", "bba", "c"};
    static const struct prefixed walks[] = {
        {.up = true, .from = "b", .prefix = 1, .expected = ".a.b.ba."},
        {.up = true, .from = "bb", .prefix = 2, .expected = ".a."},
        {.up = true, .from = "bb", .prefix = 1, .expected = "b.ba."},
        {.up = true, .from = "bc", .prefix = 1, .expected = ""},
        {.up = true, .from = "bc", .prefix = 2, .expected = ""},
        {.up = true, .from = "d", .prefix = 1, .expected = ""},
        {.up = true, .from = "b", .prefix = 0, .expected = "b.ba.bb.bba.c."},
        {.up = false, .from = "bz", .prefix = 1, .expected = "ba.b.a.."},
        {.up = false, .from = "bb", .prefix = 1, .expected = "b.a.."},
        {.up = false, .from = "bz", .prefix = 2, .expected = ""},
        {.up = false, .from = "b", .prefix = 1, .expected = "."},
    };
    struct scratch scratch;
    struct walk walk;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        put_text(txn, TABLE_META, keys[i], keys[i]);
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++)
        assert_prefixed(txn, &walks[i]);
    walk_prefix(&walk, txn, TABLE_META, text("bb"));
    assert_true(walk_next(&walk) && bytes_equal_text(walk.key, "bb"));
    assert_true(walk_next(&walk) && bytes_equal_text(walk.key, "bba"));
    assert_false(walk_next(&walk) || walk_next(&walk));
    assert_int_equal(txn_commit(txn), OK);
    scratch_close(&scratch);
}

/* The numbers below a name, from one on, as digits. */
static void assert_numbers(struct txn *txn, bool up, const char *name, uint64_t from, const char *expected)
{
    char joined[64] = "";
    struct store_key prefix = key_below(text(name));
    struct walk walk;
    uint64_t number;
    (up ? walk_numbers_up : walk_numbers_down)(&walk, txn, TABLE_PLACES, key_of(&prefix), from);
    while (walk_number(&walk, &number))
        strncat(joined, &"0123456789"[number], 1);
    walk_end(&walk);
    assert_string_equal(joined, expected);
}

static void numbers_below_a_name(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    for (uint64_t number = 2; number < 10; number += 2) {
        struct store_key own = key_place(text("news"), number), other = key_place(text("newsletter"), number);
        txn_put(txn, TABLE_PLACES, key_of(&own), text(""));
        txn_put(txn, TABLE_PLACES, key_of(&other), text(""));
    }
    assert_numbers(txn, true, "news", 0, "2468");
    assert_numbers(txn, true, "news", 5, "68");
    assert_numbers(txn, true, "news", 9, "");
    assert_numbers(txn, true, "new", 0, "");
    assert_numbers(txn, false, "news", UINT64_MAX, "8642");
    assert_numbers(txn, false, "news", 6, "642");
    assert_numbers(txn, false, "news", 1, "");
    assert_int_equal(txn_error(txn), OK);
    struct store_key damaged = key_pair(text("news"), text("no number"));
    txn_put(txn, TABLE_PLACES, key_of(&damaged), text(""));
    assert_numbers(txn, true, "news", 0, "2468");
    assert_int_equal(txn_commit(txn), ERR_INTERNAL);
    scratch_close(&scratch);
}

static void keys_keep_order(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 1, 255, 256, UINT64_C(1) << 32, UINT64_MAX};
    uint8_t before[8] = {0}, at[8];
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        number_write(at, numbers[i]);
        assert_true(i == 0 || memcmp(before, at, sizeof at) < 0);
        assert_int_equal(number_at(at), numbers[i]);
        memcpy(before, at, sizeof at);
    }
    struct store_key key = key_empty();
    key_name(&key, text("dept"));
    key_number(&key, 258);
    key_bytes(&key, text("劳"));
    assert_true(bytes_equal(key_of(&key), bytes_of("dept\0\0\0\0\0\0\0\1\2\xe5\x8a\xb3", 16)));
}

static void digests(struct txn *txn, uint8_t all[SHELF_NOTES + 1][LIMIT_HASH_BYTES])
{
    for (int shelf = SHELF_LEDGER; shelf <= SHELF_NOTES; shelf++)
        assert_int_equal(store_digest(txn, (enum shelf)shelf, all[shelf]), OK);
}

static void equal_shelves_equal_digests(void **state)
{
    (void)state;
    struct scratch scratch, other;
    uint8_t first[SHELF_NOTES + 1][LIMIT_HASH_BYTES], second[SHELF_NOTES + 1][LIMIT_HASH_BYTES];
    scratch_open(&scratch);
    scratch_open(&other);
    struct txn *txn = txn_write(scratch.store), *same = txn_write(other.store);
    put_text(txn, TABLE_ACCOUNTS, "lin", "1");
    put_text(txn, TABLE_ACCOUNTS, "wang", "2");
    put_text(same, TABLE_ACCOUNTS, "wang", "2");
    put_text(same, TABLE_ACCOUNTS, "lin", "1");
    digests(txn, first);
    digests(same, second);
    assert_memory_equal(first, second, sizeof first);

    /* The same bytes with another border between key and value, and in another table. */
    txn_delete(same, TABLE_ACCOUNTS, text("lin"));
    put_text(same, TABLE_ACCOUNTS, "li", "n1");
    digests(same, second);
    assert_memory_not_equal(first[SHELF_VIEWS], second[SHELF_VIEWS], LIMIT_HASH_BYTES);
    assert_memory_equal(first[SHELF_LEDGER], second[SHELF_LEDGER], LIMIT_HASH_BYTES);
    txn_delete(same, TABLE_ACCOUNTS, text("li"));
    put_text(same, TABLE_CHANNELS, "lin", "1");
    digests(same, second);
    assert_memory_not_equal(first[SHELF_VIEWS], second[SHELF_VIEWS], LIMIT_HASH_BYTES);

    put_text(same, TABLE_META, "kept", "1");
    txn_drop_shelf(txn, SHELF_VIEWS);
    txn_drop_shelf(same, SHELF_VIEWS);
    assert_int_equal(txn_count(same, TABLE_ACCOUNTS), 0);
    assert_true(has_text(same, TABLE_META, "kept", "1"));
    digests(txn, first);
    digests(same, second);
    assert_memory_equal(first[SHELF_VIEWS], second[SHELF_VIEWS], LIMIT_HASH_BYTES);
    assert_memory_not_equal(first[SHELF_LEDGER], second[SHELF_LEDGER], LIMIT_HASH_BYTES);
    txn_fail(same, ERR_LEDGER_BROKEN);
    assert_int_equal(store_digest(same, SHELF_VIEWS, second[0]), ERR_LEDGER_BROKEN);
    txn_end(txn);
    txn_end(same);
    scratch_close(&scratch);
    scratch_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_writer_a_folder),         cmocka_unit_test(looking_beside_a_writer),
        cmocka_unit_test(folders_that_will_not_do),    cmocka_unit_test(a_file_that_is_no_store),
        cmocka_unit_test(a_new_folder_is_private),     cmocka_unit_test(a_missing_table_reads_as_empty),
        cmocka_unit_test(what_is_committed_stays),     cmocka_unit_test(a_reader_sees_one_moment),
        cmocka_unit_test(the_first_error_sticks),      cmocka_unit_test(a_full_map_refuses_and_goes_on),
        cmocka_unit_test(walking_up_and_down),         cmocka_unit_test(keys_keep_order),
        cmocka_unit_test(a_walk_keeps_to_its_prefix),  cmocka_unit_test(numbers_below_a_name),
        cmocka_unit_test(equal_shelves_equal_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
