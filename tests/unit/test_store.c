/* Tests of the store: locks, transactions, a full map and what survives a reopening. It does not know what
 * the tables are for. */
#include <fcntl.h>
#include <lmdb.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/support/scratch.h"

static void assert_refused(const char *folder, enum store_mode mode, enum error expected)
{
    struct store *store = NULL;
    struct refusal why = {0};
    assert_int_equal(store_open(folder, mode, SCRATCH_MAP_BYTES, &store, &why), expected);
    assert_int_equal(why.code, expected);
    assert_true(
        bytes_equal_text(why.name, expected == ERR_STORE_DAMAGED ? "data.mdb is not a store" : folder));
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
        bool seen = txn != NULL && scratch_has(txn, TABLE_META, key, value);
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
    scratch_put(txn, TABLE_META, "house", "主页");
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
    walk_up(&walk, txn, TABLE_HEADS, bytes_of_text(""));
    assert_false(walk_next(&walk));
    walk_end(&walk);
    assert_false(txn_get(txn, TABLE_HEADS, bytes_of_text("key"), &value));
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
    scratch_put(txn, TABLE_META, "kept", "一");
    scratch_put(txn, TABLE_META, "empty", "");
    scratch_put(txn, TABLE_META, "gone", "二");
    txn_delete(txn, TABLE_META, bytes_of_text("gone"));
    txn_delete(txn, TABLE_META, bytes_of_text("never there"));
    assert_int_equal(txn_commit(txn), OK);
    txn = txn_write(scratch.store);
    scratch_put(txn, TABLE_META, "kept", "changed");
    scratch_put(txn, TABLE_META, "dropped", "三");
    txn_end(txn);
    store_close(scratch.store);
    scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    txn = txn_read(scratch.store);
    struct bytes value;
    assert_true(scratch_has(txn, TABLE_META, "kept", "一"));
    assert_true(scratch_has(txn, TABLE_META, "empty", ""));
    assert_false(txn_get(txn, TABLE_META, bytes_of_text("gone"), &value));
    assert_false(txn_get(txn, TABLE_META, bytes_of_text("dropped"), &value));
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
    scratch_put(writer, TABLE_META, "key", "new");
    assert_int_equal(txn_commit(writer), OK);
    struct bytes value;
    assert_false(txn_get(reader, TABLE_META, bytes_of_text("key"), &value));
    assert_int_equal(txn_renew(reader), OK);
    assert_true(scratch_has(reader, TABLE_META, "key", "new"));
    txn_rest(reader);
    txn_rest(reader);
    assert_int_equal(txn_renew(reader), OK);
    txn_fail(reader, ERR_LEDGER_BROKEN);
    assert_false(txn_get(reader, TABLE_META, bytes_of_text("key"), &value));
    assert_int_equal(txn_renew(reader), OK);
    assert_true(scratch_has(reader, TABLE_META, "key", "new"));
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
    scratch_put(txn, TABLE_META, "key", "value");
    txn_fail(txn, ERR_LEDGER_BROKEN);
    txn_fail(txn, ERR_INTERNAL);
    assert_false(txn_get(txn, TABLE_META, bytes_of_text("key"), &value));
    walk_up(&walk, txn, TABLE_META, bytes_of_text(""));
    assert_false(walk_next(&walk));
    walk_end(&walk);
    assert_int_equal(txn_error(txn), ERR_LEDGER_BROKEN);
    assert_int_equal(txn_commit(txn), ERR_LEDGER_BROKEN);
    txn = txn_write(scratch.store);
    assert_false(txn_get(txn, TABLE_META, bytes_of_text("key"), &value));
    txn_append(txn, TABLE_META, bytes_of_text("b"), bytes_of_text(""));
    assert_int_equal(txn_error(txn), OK);
    txn_append(txn, TABLE_META, bytes_of_text("a"), bytes_of_text(""));
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
    scratch_put(txn, TABLE_META, "before", "一");
    assert_int_equal(txn_commit(txn), OK);

    txn = txn_write(scratch.store);
    for (uint64_t i = 0; i < 20; i++) {
        struct store_key key = key_empty();
        key_number(&key, i);
        txn_append(txn, TABLE_HEADS, key_of(&key), bytes_of(large, sizeof large));
    }
    assert_int_equal(txn_error(txn), ERR_STORE_FULL);
    assert_false(txn_get(txn, TABLE_META, bytes_of_text("before"), &value));
    assert_int_equal(txn_commit(txn), ERR_STORE_FULL);

    txn = txn_read(scratch.store);
    assert_true(scratch_has(txn, TABLE_META, "before", "一"));
    assert_int_equal(txn_count(txn, TABLE_HEADS), 0);
    txn_end(txn);
    txn = txn_write(scratch.store);
    scratch_put(txn, TABLE_META, "after", "二");
    assert_int_equal(txn_commit(txn), OK);
    store_close(scratch.store);
    scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    txn = txn_read(scratch.store);
    assert_true(scratch_has(txn, TABLE_META, "after", "二"));
    txn_end(txn);
    scratch_close(&scratch);
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
    scratch_put(txn, TABLE_ACCOUNTS, "lin", "1");
    scratch_put(txn, TABLE_ACCOUNTS, "wang", "2");
    scratch_put(same, TABLE_ACCOUNTS, "wang", "2");
    scratch_put(same, TABLE_ACCOUNTS, "lin", "1");
    digests(txn, first);
    digests(same, second);
    assert_memory_equal(first, second, sizeof first);

    /* The same bytes with another border between key and value, and in another table. */
    txn_delete(same, TABLE_ACCOUNTS, bytes_of_text("lin"));
    scratch_put(same, TABLE_ACCOUNTS, "li", "n1");
    digests(same, second);
    assert_memory_not_equal(first[SHELF_VIEWS], second[SHELF_VIEWS], LIMIT_HASH_BYTES);
    assert_memory_equal(first[SHELF_LEDGER], second[SHELF_LEDGER], LIMIT_HASH_BYTES);
    txn_delete(same, TABLE_ACCOUNTS, bytes_of_text("li"));
    scratch_put(same, TABLE_CHANNELS, "lin", "1");
    digests(same, second);
    assert_memory_not_equal(first[SHELF_VIEWS], second[SHELF_VIEWS], LIMIT_HASH_BYTES);

    scratch_put(same, TABLE_META, "kept", "1");
    txn_drop_shelf(txn, SHELF_VIEWS);
    txn_drop_shelf(same, SHELF_VIEWS);
    assert_int_equal(txn_count(same, TABLE_ACCOUNTS), 0);
    assert_true(scratch_has(same, TABLE_META, "kept", "1"));
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
        cmocka_unit_test(equal_shelves_equal_digests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
