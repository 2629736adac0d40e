/* Tests of blobs: uploads in order and out of it, their quota, their age, and their way into the ledger.
 * It does not know what a blob contains. */
#include "tests/unit/support/scratch.h"

#include "server/ledger/blob.h"

enum { CHUNK = LIMIT_BLOB_CHUNK_BYTES, SIZE = 2 * LIMIT_BLOB_CHUNK_BYTES + 100, NOW_MS = 1000000 };

/* One name is the beginning of the other. */
static const struct bytes lin = {(const uint8_t *)"li", 2}, wang = {(const uint8_t *)"lin", 3};

struct fixture {
    struct scratch scratch;
    struct txn *txn;
    uint64_t next;
    struct refusal why;
    uint8_t content[SIZE], hash[LIMIT_HASH_BYTES];
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    scratch_open(&fixture->scratch);
    fixture->txn = txn_write(fixture->scratch.store);
    for (size_t i = 0; i < SIZE; i++)
        fixture->content[i] = (uint8_t)(i * 31 + i / 251);
    hash_bytes(bytes_of(fixture->content, SIZE), fixture->hash);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    txn_end(fixture->txn);
    scratch_close(&fixture->scratch);
    free(fixture);
    return 0;
}

/* Sends `size` bytes of the content that begin at `offset`. */
static enum error send_piece(struct fixture *fixture, struct bytes owner, uint64_t offset, size_t size)
{
    fixture->next = UINT64_MAX;
    return blob_stage(fixture->txn, owner, fixture->hash, SIZE, offset,
                      bytes_of(fixture->content + offset, size), NOW_MS, &fixture->next, &fixture->why);
}

static void send_all(struct fixture *fixture, struct bytes owner)
{
    assert_int_equal(send_piece(fixture, owner, 0, CHUNK), OK);
    assert_int_equal(send_piece(fixture, owner, CHUNK, CHUNK), OK);
    assert_int_equal(send_piece(fixture, owner, 2 * CHUNK, 100), OK);
    assert_int_equal(fixture->next, SIZE);
}

static bool is_staged(struct fixture *fixture, struct bytes owner)
{
    uint64_t size = 0;
    bool staged = blob_staged(fixture->txn, owner, fixture->hash, &size);
    assert_true(!staged || size == SIZE);
    return staged;
}

static void assert_no_notes(struct fixture *fixture)
{
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED), 0);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED_CHUNKS), 0);
}

static void pieces_in_order(void **state)
{
    struct fixture *fixture = *state;
    struct bytes piece;
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_int_equal(fixture->next, CHUNK);
    assert_false(is_staged(fixture, lin));
    /* Kept over a restart. */
    assert_int_equal(txn_commit(fixture->txn), OK);
    store_close(fixture->scratch.store);
    scratch_serve(&fixture->scratch, SCRATCH_MAP_BYTES);
    fixture->txn = txn_write(fixture->scratch.store);
    assert_int_equal(send_piece(fixture, lin, CHUNK, CHUNK), OK);
    assert_int_equal(fixture->next, 2 * CHUNK);
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 100), OK);
    assert_int_equal(fixture->next, SIZE);
    assert_true(is_staged(fixture, lin));
    assert_false(is_staged(fixture, wang));
    for (uint64_t chunk = 0; chunk < 3; chunk++) {
        assert_true(blob_staged_chunk(fixture->txn, lin, fixture->hash, chunk, &piece));
        assert_true(bytes_equal(piece, bytes_of(fixture->content + chunk * CHUNK, chunk < 2 ? CHUNK : 100)));
    }
    assert_false(blob_staged_chunk(fixture->txn, lin, fixture->hash, 3, &piece));
}

static void pieces_again_and_out_of_order(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(send_piece(fixture, lin, CHUNK, CHUNK), ERR_BLOB_OFFSET);
    assert_int_equal(fixture->why.limit, 0);
    assert_int_equal(fixture->next, UINT64_MAX);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 100), ERR_BLOB_OFFSET);
    assert_int_equal(fixture->why.limit, CHUNK);
    assert_int_equal(send_piece(fixture, lin, 1, CHUNK), ERR_BLOB_OFFSET);
    assert_int_equal(fixture->why.limit, CHUNK);
    assert_int_equal(send_piece(fixture, lin, CHUNK, CHUNK), OK);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_int_equal(fixture->next, 2 * CHUNK);
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 100), OK);
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 100), OK);
    assert_int_equal(fixture->next, SIZE);
    assert_int_equal(send_piece(fixture, lin, SIZE, 0), ERR_BLOB_OFFSET);
    assert_int_equal(fixture->why.limit, SIZE);
    assert_true(is_staged(fixture, lin));
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED_CHUNKS), 3);
}

static void pieces_of_a_wrong_size(void **state)
{
    struct fixture *fixture = *state;
    uint64_t next;
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK - 1), ERR_WRONG_SIZE);
    assert_int_equal(fixture->why.limit, CHUNK);
    assert_string_equal(fixture->why.field, "bytes");
    assert_int_equal(send_piece(fixture, lin, 0, 0), ERR_WRONG_SIZE);
    assert_no_notes(fixture);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK - 1), ERR_WRONG_SIZE);
    assert_int_equal(send_piece(fixture, lin, CHUNK, CHUNK), OK);
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 99), ERR_WRONG_SIZE);
    assert_int_equal(fixture->why.limit, 100);
    assert_int_equal(blob_stage(fixture->txn, lin, fixture->hash, SIZE - 1, 2 * CHUNK,
                                bytes_of(fixture->content, 99), NOW_MS, &next, &fixture->why),
                     ERR_WRONG_SIZE);
    assert_string_equal(fixture->why.field, "size");
    assert_int_equal(fixture->why.limit, SIZE);
}

static void bytes_that_do_not_fit_their_hash(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_int_equal(send_piece(fixture, lin, CHUNK, CHUNK), OK);
    fixture->content[SIZE - 1] ^= 1;
    assert_int_equal(send_piece(fixture, lin, 2 * CHUNK, 100), ERR_BLOB_MISMATCH);
    assert_int_equal(fixture->next, UINT64_MAX);
    assert_no_notes(fixture);
    fixture->content[SIZE - 1] ^= 1;
    send_all(fixture, lin);
    assert_true(is_staged(fixture, lin));
}

static enum error send_first(struct fixture *fixture, struct bytes owner, uint8_t which, uint64_t size)
{
    uint8_t hash[LIMIT_HASH_BYTES] = {0xff, which};
    uint64_t next;
    return blob_stage(fixture->txn, owner, hash, size, 0,
                      bytes_of(fixture->content, size < CHUNK ? size : CHUNK), NOW_MS, &next, &fixture->why);
}

static void sizes_out_of_range(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(send_first(fixture, lin, 1, 0), ERR_OUT_OF_RANGE);
    assert_int_equal(send_first(fixture, lin, 1, LIMIT_FILE_BYTES + 1), ERR_OUT_OF_RANGE);
    assert_int_equal(fixture->why.limit, LIMIT_FILE_BYTES);
    assert_int_equal(send_first(fixture, lin, 1, UINT64_MAX), ERR_OUT_OF_RANGE);
    assert_no_notes(fixture);
    assert_int_equal(send_first(fixture, lin, 1, LIMIT_FILE_BYTES), OK);
}

static void an_owner_has_a_quota(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(send_first(fixture, wang, 4, CHUNK + 1), OK);
    uint8_t whole = LIMIT_STAGED_BYTES / LIMIT_FILE_BYTES;
    for (uint8_t i = 1; i < whole; i++)
        assert_int_equal(send_first(fixture, lin, (uint8_t)(100 + i), LIMIT_FILE_BYTES), OK);
    assert_int_equal(send_first(fixture, lin, 1, LIMIT_FILE_BYTES - 2 * CHUNK), OK);
    assert_int_equal(send_first(fixture, lin, 2, 2 * CHUNK + 1), ERR_STAGED_FULL);
    assert_int_equal(fixture->why.limit, LIMIT_STAGED_BYTES);
    assert_int_equal(send_first(fixture, lin, 3, CHUNK + 1), OK);
    assert_int_equal(send_first(fixture, lin, 4, CHUNK), ERR_STAGED_FULL);
    /* What has begun goes on. */
    assert_int_equal(send_first(fixture, lin, 1, LIMIT_FILE_BYTES - 2 * CHUNK), OK);
}

static void old_uploads_are_dropped(void **state)
{
    struct fixture *fixture = *state;
    uint64_t next, size;
    uint8_t hash[LIMIT_HASH_BYTES];
    struct bytes later = bytes_of_text("later");
    hash_bytes(later, hash);
    send_all(fixture, lin);
    assert_int_equal(send_piece(fixture, wang, 0, CHUNK), OK);
    assert_int_equal(
        blob_stage(fixture->txn, lin, hash, later.size, 0, later, NOW_MS + 1, &next, &fixture->why), OK);
    blob_expire(fixture->txn, NOW_MS + LIMIT_STAGED_AGE_MS, 10);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED), 3);
    blob_expire(fixture->txn, NOW_MS + LIMIT_STAGED_AGE_MS + 1, 1);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED), 2);
    blob_expire(fixture->txn, NOW_MS + LIMIT_STAGED_AGE_MS + 1, 10);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED), 1);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED_CHUNKS), 1);
    assert_true(blob_staged(fixture->txn, lin, hash, &size));
    blob_expire(fixture->txn, NOW_MS + LIMIT_STAGED_AGE_MS + 2, 10);
    assert_no_notes(fixture);
}

static void assert_adopted(struct fixture *fixture)
{
    struct bytes piece;
    assert_int_equal(txn_count(fixture->txn, TABLE_BLOBS), 3);
    for (uint64_t chunk = 0; chunk < 3; chunk++) {
        assert_true(blob_chunk(fixture->txn, fixture->hash, chunk, &piece));
        assert_true(bytes_equal(piece, bytes_of(fixture->content + chunk * CHUNK, chunk < 2 ? CHUNK : 100)));
    }
    assert_false(blob_chunk(fixture->txn, fixture->hash, 3, &piece));
}

static void two_owners_of_the_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    send_all(fixture, lin);
    blob_adopt(fixture->txn, lin, fixture->hash);
    assert_adopted(fixture);
    assert_no_notes(fixture);
    /* That the ledger has them gives nobody else the right to name them. */
    assert_false(is_staged(fixture, wang));
    assert_int_equal(send_piece(fixture, wang, 0, CHUNK), OK);
    assert_int_equal(fixture->next, CHUNK);
    assert_int_equal(send_piece(fixture, wang, CHUNK, CHUNK), OK);
    assert_int_equal(send_piece(fixture, wang, 2 * CHUNK, 100), OK);
    assert_true(is_staged(fixture, wang));
    blob_adopt(fixture->txn, wang, fixture->hash);
    assert_no_notes(fixture);
    assert_int_equal(txn_commit(fixture->txn), OK);
    fixture->txn = txn_write(fixture->scratch.store);
    assert_adopted(fixture);
}

static void how_far_an_upload_has_come(void **state)
{
    struct fixture *fixture = *state;
    uint64_t done = 7, size = 7;
    assert_false(blob_progress(fixture->txn, lin, fixture->hash, &done, &size));
    assert_int_equal(done, 7);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    assert_true(blob_progress(fixture->txn, lin, fixture->hash, &done, &size));
    assert_int_equal(done, CHUNK);
    assert_int_equal(size, SIZE);
    assert_false(blob_progress(fixture->txn, wang, fixture->hash, &done, &size));
    send_all(fixture, lin);
    assert_true(blob_progress(fixture->txn, lin, fixture->hash, &done, &size));
    assert_int_equal(done, SIZE);
}

static void a_dropped_blob_is_gone_and_its_neighbours_stay(void **state)
{
    struct fixture *fixture = *state;
    struct bytes other = bytes_of(fixture->content, CHUNK), piece;
    uint8_t hash[LIMIT_HASH_BYTES];
    uint64_t next, size = 7;
    hash_bytes(other, hash);
    send_all(fixture, lin);
    assert_int_equal(blob_stage(fixture->txn, lin, hash, CHUNK, 0, other, NOW_MS, &next, &fixture->why), OK);
    assert_false(blob_size(fixture->txn, hash, &size)); /* what is staged is not in the ledger */
    blob_adopt(fixture->txn, lin, fixture->hash);
    blob_adopt(fixture->txn, lin, hash);
    assert_true(blob_size(fixture->txn, fixture->hash, &size));
    assert_int_equal(size, SIZE);
    assert_true(blob_size(fixture->txn, hash, &size));
    assert_int_equal(size, CHUNK);
    blob_drop(fixture->txn, fixture->hash);
    assert_false(blob_size(fixture->txn, fixture->hash, &size));
    assert_int_equal(txn_count(fixture->txn, TABLE_BLOBS), 1);
    assert_true(blob_chunk(fixture->txn, hash, 0, &piece));
    blob_drop(fixture->txn, fixture->hash); /* there is nothing more to drop */
    assert_int_equal(txn_error(fixture->txn), OK);
}

static void the_largest_file(void **state)
{
    struct fixture *fixture = *state;
    uint8_t *content = calloc(1, LIMIT_FILE_BYTES), hash[LIMIT_HASH_BYTES];
    uint64_t next = 0, size;
    assert_non_null(content);
    for (size_t i = 0; i < LIMIT_FILE_BYTES; i += 4096)
        content[i] = (uint8_t)(i >> 12);
    hash_bytes(bytes_of(content, LIMIT_FILE_BYTES), hash);
    while (next < LIMIT_FILE_BYTES)
        assert_int_equal(blob_stage(fixture->txn, lin, hash, LIMIT_FILE_BYTES, next,
                                    bytes_of(content + next, CHUNK), NOW_MS, &next, &fixture->why),
                         OK);
    free(content);
    blob_adopt(fixture->txn, lin, hash);
    assert_no_notes(fixture);
    assert_true(blob_size(fixture->txn, hash, &size));
    assert_int_equal(size, LIMIT_FILE_BYTES);
    assert_int_equal(txn_commit(fixture->txn), OK);
    fixture->txn = txn_write(fixture->scratch.store);
}

static void only_whole_uploads_are_adopted(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), OK);
    blob_adopt(fixture->txn, lin, fixture->hash);
    blob_adopt(fixture->txn, wang, fixture->hash);
    assert_int_equal(txn_count(fixture->txn, TABLE_BLOBS), 0);
    assert_int_equal(txn_count(fixture->txn, TABLE_STAGED), 1);
    assert_int_equal(txn_error(fixture->txn), OK);
}

static void a_store_that_fails_is_no_mismatch(void **state)
{
    struct fixture *fixture = *state;
    txn_fail(fixture->txn, ERR_STORE_FULL);
    assert_int_equal(send_piece(fixture, lin, 0, CHUNK), ERR_STORE_FULL);
    assert_int_equal(send_first(fixture, lin, 1, 100), ERR_STORE_FULL);
    assert_false(is_staged(fixture, lin));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pieces_in_order),
        TEST(pieces_again_and_out_of_order),
        TEST(pieces_of_a_wrong_size),
        TEST(bytes_that_do_not_fit_their_hash),
        TEST(sizes_out_of_range),
        TEST(an_owner_has_a_quota),
        TEST(old_uploads_are_dropped),
        TEST(two_owners_of_the_same_bytes),
        TEST(how_far_an_upload_has_come),
        TEST(a_dropped_blob_is_gone_and_its_neighbours_stay),
        TEST(the_largest_file),
        TEST(only_whole_uploads_are_adopted),
        TEST(a_store_that_fails_is_no_mismatch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
