/* The pages of a store: whatever is written and taken away, a sound store is called sound; and what is
 * damaged is named. Each store is made by LMDB itself. */
#include "tests/unit/support/scratch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "server/store/store_pages.h"

enum { PAGE_BYTES = 4096, LARGE_BYTES = 60 * 1000 };

static uint64_t seed;

/* xorshift64*: the same numbers everywhere. */
static uint64_t next(uint64_t below)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (seed * UINT64_C(0x2545F4914F6CDD1D) >> 33) % below;
}

static void change_one(struct txn *txn)
{
    static uint8_t value[LARGE_BYTES];
    static const size_t sizes[] = {0, 20, 300, 2000, 5000, 20000, LARGE_BYTES};
    enum table table = (enum table)next(TABLE_COUNT);
    struct store_key key = key_empty();
    key_number(&key, next(400));
    for (uint64_t more = next(60); more > 0 && next(3) == 0; more--)
        key_number(&key, more);
    if (next(5) < 2)
        txn_delete(txn, table, key_of(&key));
    else
        txn_put(txn, table, key_of(&key), bytes_of(value, next(sizes[next(7)] + 1)));
}

/* What a store comes to: tables that grow, shrink, split, are dropped; transactions that are given up;
 * readers that keep old pages from being used again. */
static void churn(struct scratch *scratch, int commits)
{
    struct txn *reader = NULL;
    for (int i = 0; i < commits; i++) {
        struct txn *txn = txn_write(scratch->store);
        for (uint64_t changes = next(next(4) == 0 ? 400 : 8); changes > 0; changes--)
            change_one(txn);
        if (next(15) == 0)
            txn_drop_shelf(txn, (enum shelf)next(4));
        if (next(8) == 0)
            txn_end(txn);
        else
            assert_int_equal(txn_commit(txn), OK);
        if (next(6) == 0) {
            txn_end(reader);
            reader = next(2) == 0 ? txn_read(scratch->store) : NULL;
        }
    }
    txn_end(reader);
}

/* A look in this process, while nobody else has the store open. */
static enum error look(struct scratch *scratch, struct refusal *why)
{
    struct store *store;
    enum error error = store_open(scratch->folder, STORE_LOOK, SCRATCH_MAP_BYTES, &store, why);
    if (error == OK)
        store_close(store);
    return error;
}

static void what_is_sound_is_called_sound(void **state)
{
    (void)state;
    struct scratch scratch;
    struct refusal why;
    seed = 14;
    scratch_open(&scratch);
    for (int round = 0; round < 20; round++) {
        churn(&scratch, 12);
        store_close(scratch.store);
        enum error error = look(&scratch, &why);
        if (error != OK)
            print_error("round %d: %.*s\n", round, (int)why.name.size, (const char *)why.name.at);
        assert_int_equal(error, OK);
        scratch_serve(&scratch, SCRATCH_MAP_BYTES);
    }
    scratch_close(&scratch);
}

static int open_data(const struct scratch *scratch)
{
    char path[64];
    snprintf(path, sizeof path, "%s/data.mdb", scratch->folder);
    int file = open(path, O_RDWR | O_CLOEXEC);
    assert_true(file >= 0);
    return file;
}

/* A store that was closed; its open file, and how large it is. */
static int close_and_open_data(struct scratch *scratch, off_t *size)
{
    struct stat data;
    store_close(scratch->store);
    scratch->store = NULL;
    int file = open_data(scratch);
    assert_int_equal(fstat(file, &data), 0);
    *size = data.st_size;
    return file;
}

/* The same of one that much was done with, all of it from a seed. */
static int churned(struct scratch *scratch, uint64_t from, int commits, off_t *size)
{
    seed = from;
    scratch_open(scratch);
    churn(scratch, commits);
    return close_and_open_data(scratch, size);
}

/* Damages a store, looks, and mends it; gives what the look said. */
static enum error look_damaged(struct scratch *scratch, off_t at, const uint8_t *bytes, size_t size)
{
    uint8_t before[PAGE_BYTES];
    struct refusal why;
    int file = open_data(scratch);
    assert_true(size <= sizeof before && pread(file, before, size, at) == (ssize_t)size);
    assert_int_equal(pwrite(file, bytes, size, at), size);
    enum error error = look(scratch, &why);
    assert_true(error == OK || (error == ERR_STORE_DAMAGED && why.name.size > 0));
    assert_int_equal(pwrite(file, before, size, at), size);
    close(file);
    return error;
}

/* Every page in turn: zeroed, in the place of its neighbour, and with one bit of its beginning turned. A page
 * that is free, or the inside of a large value, may be anything; every other one is found. */
static void every_page_that_counts_is_looked_at(void **state)
{
    (void)state;
    static const uint8_t zeros[PAGE_BYTES];
    struct scratch scratch;
    off_t data_bytes;
    int file = churned(&scratch, 41, 40, &data_bytes);
    off_t found = 0, pages = data_bytes / PAGE_BYTES;
    for (off_t page = 0; page < pages; page++) {
        uint8_t neighbour[PAGE_BYTES], header[16];
        off_t other = page + 1 < pages ? page + 1 : page - 1;
        assert_int_equal(pread(file, neighbour, PAGE_BYTES, other * PAGE_BYTES), PAGE_BYTES);
        assert_int_equal(pread(file, header, sizeof header, page * PAGE_BYTES), sizeof header);
        bool counts = look_damaged(&scratch, page * PAGE_BYTES, zeros, PAGE_BYTES) != OK;
        enum error moved = look_damaged(&scratch, page * PAGE_BYTES, neighbour, PAGE_BYTES);
        assert_true((moved != OK) == counts || page < 2); /* both of the first two are good, one is older */
        header[next(2) == 0 ? 0 : 10] ^= (uint8_t)(1u << next(4)); /* its number, or its kind */
        assert_true(look_damaged(&scratch, page * PAGE_BYTES, header, sizeof header) != OK || !counts ||
                    page < 2);
        found += counts;
    }
    print_message("%ld of %ld pages count\n", (long)found, (long)pages);
    assert_true(found > 50);
    close(file);
    scratch_close(&scratch);
}

/* Cut off anywhere in what counts, it is refused; and what was cut off behind that is missed by nobody. */
static void a_file_that_is_cut_is_refused(void **state)
{
    (void)state;
    struct scratch scratch;
    struct refusal why;
    off_t data_bytes;
    int file = churned(&scratch, 7, 20, &data_bytes);
    uint8_t *whole = malloc((size_t)data_bytes);
    assert_non_null(whole);
    assert_int_equal(pread(file, whole, (size_t)data_bytes, 0), data_bytes);
    bool refused = true;
    for (off_t size = PAGE_BYTES / 2; size < data_bytes; size += (off_t)next(3 * PAGE_BYTES)) {
        assert_int_equal(ftruncate(file, size), 0);
        enum error error = look(&scratch, &why);
        assert_true(error == ERR_STORE_DAMAGED || (error == OK && size > PAGE_BYTES * 8));
        assert_true(refused || error == OK); /* with more of it there it does not get worse */
        refused = error != OK;
        assert_int_equal(pwrite(file, whole, (size_t)data_bytes, 0), data_bytes);
    }
    free(whole);
    close(file);
    scratch_close(&scratch);
}

/* --- the metas --- */

enum { AT_LAST = 136, AT_SNAPSHOT = 144, META_BYTES = 152 };

static void a_pair_of_metas_that_cannot_be_is_refused(void **state)
{
    (void)state;
    struct scratch scratch;
    off_t data_bytes;
    int file = churned(&scratch, 23, 20, &data_bytes);
    const uint64_t pages = (uint64_t)data_bytes / PAGE_BYTES;
    const uint64_t lasts[] = {0,         pages * 513, UINT64_C(1) << 34, UINT64_C(1) << 40, UINT64_C(1) << 52,
                              UINT64_MAX};
    for (off_t page = 0; page < 2; page++) {
        const off_t from = page * PAGE_BYTES;
        for (size_t i = 0; i < sizeof lasts / sizeof lasts[0]; i++)
            assert_int_equal(look_damaged(&scratch, from + AT_LAST, (const uint8_t *)&lasts[i], 8),
                             ERR_STORE_DAMAGED);
        /* A snapshot that is not the one after or before the other's; that is what one more commit makes. */
        uint64_t number, other;
        assert_int_equal(pread(file, &number, sizeof number, from + AT_SNAPSHOT), sizeof number);
        assert_int_equal(pread(file, &other, sizeof other, PAGE_BYTES - from + AT_SNAPSHOT), sizeof other);
        for (unsigned bit = 0; bit < 64; bit++) {
            const uint64_t turned = number ^ UINT64_C(1) << bit;
            const enum error error =
                look_damaged(&scratch, from + AT_SNAPSHOT, (const uint8_t *)&turned, sizeof turned);
            assert_int_equal(error, turned == other + 1 || turned + 1 == other ? OK : ERR_STORE_DAMAGED);
        }
        for (unsigned bit = 0; bit < META_BYTES * 8; bit++) { /* whatever else: no signal, no other reason */
            uint8_t byte;
            assert_int_equal(pread(file, &byte, 1, from + bit / 8), 1);
            byte ^= (uint8_t)(1u << bit % 8);
            look_damaged(&scratch, from + bit / 8, &byte, 1);
        }
    }
    close(file);
    scratch_close(&scratch);
}

/* --- a part of it --- */

/* As of the newest snapshot. */
static enum error check_some(int file, uint64_t pages_each)
{
    char what[PAGES_WHAT_BYTES];
    struct store_metas metas;
    assert_int_equal(metas_read(file, &metas, what), OK);
    const uint64_t one = metas.of[0].snapshot, other = metas.of[1].snapshot;
    return pages_check(file, one > other ? one : other, pages_each, what);
}

/* However large the first tables are, something of each is looked at. */
static void each_table_has_its_share(void **state)
{
    (void)state;
    enum { ROWS = 300, ROW_BYTES = 400 };
    static const uint8_t zeros[PAGE_BYTES], row[ROW_BYTES];
    struct scratch scratch;
    off_t data_bytes;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    for (int table = 0; table < TABLE_COUNT; table++) {
        for (uint64_t i = 0; i < ROWS; i++) {
            struct store_key key = key_empty();
            key_number(&key, i);
            txn_put(txn, (enum table)table, key_of(&key), bytes_of(row, sizeof row));
        }
    }
    assert_int_equal(txn_commit(txn), OK);
    int file = close_and_open_data(&scratch, &data_bytes);
    unsigned found[2] = {0}; /* with one page of each, and with two */
    for (off_t page = 2; page < data_bytes / PAGE_BYTES; page++) {
        uint8_t before[PAGE_BYTES];
        assert_int_equal(pread(file, before, PAGE_BYTES, page * PAGE_BYTES), PAGE_BYTES);
        assert_int_equal(pwrite(file, zeros, PAGE_BYTES, page * PAGE_BYTES), PAGE_BYTES);
        found[0] += check_some(file, 1) != OK;
        found[1] += check_some(file, 2) != OK;
        assert_int_equal(pwrite(file, before, PAGE_BYTES, page * PAGE_BYTES), PAGE_BYTES);
    }
    print_message("%u and %u of %ld pages are looked at\n", found[0], found[1],
                  (long)(data_bytes / PAGE_BYTES));
    assert_in_range(found[0], TABLE_COUNT + 1,
                    TABLE_COUNT + 8); /* a root each; of names and free pages, too */
    assert_in_range(found[1], 2 * TABLE_COUNT + 1, 2 * TABLE_COUNT + 8);
    close(file);
    scratch_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sound_is_called_sound),
        cmocka_unit_test(every_page_that_counts_is_looked_at),
        cmocka_unit_test(a_file_that_is_cut_is_refused),
        cmocka_unit_test(a_pair_of_metas_that_cannot_be_is_refused),
        cmocka_unit_test(each_table_has_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
