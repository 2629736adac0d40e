/* Uploads and downloads against a server in memory that loses connections where the test says. It stands in
 * for the client's conversation: no sockets are opened. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/connect/transfer.h"
#include "tests/unit/support/testing.h"

enum { SIZE = 5 * LIMIT_BLOB_CHUNK_BYTES + 1234, CALLS = 64, PATIENCE_MS = 60000 };

/* The server: one blob, staged or complete. */
static struct {
    uint8_t held[SIZE];
    uint64_t held_bytes, lies_size;
    size_t calls, piece_at_most;
    bool cut_before[CALLS]; /* the call is not taken */
    bool cut_after[CALLS];  /* it is taken, and the answer lost */
    bool forgets_once, never_moves, dead, flips;
} server;

static uint8_t content[SIZE];
static uint64_t last_moved;

static int begin(void **state)
{
    (void)state;
    memset(&server, 0, sizeof server);
    for (size_t i = 0; i < SIZE; i++)
        content[i] = (uint8_t)(i * 31 + i / 257);
    last_moved = 0;
    return 0;
}

static enum error cut(struct failure *failure)
{
    return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text("cut"), 0);
}

static enum error refuse_from_server(struct failure *failure, enum error code, uint64_t limit)
{
    failure_refuse(failure, code, NULL, (struct bytes){0}, limit);
    failure->said_by_server = true;
    return code;
}

static enum error take_put(const struct args_blob_put *args, struct record_staged *staged,
                           struct failure *failure)
{
    assert_int_equal(args->size, SIZE);
    if (server.forgets_once && args->offset > 0) {
        server.forgets_once = false;
        server.held_bytes = 0;
    }
    if (args->offset > server.held_bytes)
        return refuse_from_server(failure, ERR_BLOB_OFFSET, server.held_bytes);
    assert_true(args->offset % LIMIT_BLOB_CHUNK_BYTES == 0);
    if (args->offset == server.held_bytes && !server.never_moves) {
        memcpy(server.held + args->offset, args->bytes.at, args->bytes.size);
        server.held_bytes += args->bytes.size;
    }
    *staged = (struct record_staged){.has = {.offset = true}, .offset = server.held_bytes};
    return OK;
}

static enum error take_get(const struct args_blob_get *args, struct record_chunk *chunk)
{
    static uint8_t piece[LIMIT_BLOB_CHUNK_BYTES];
    size_t left = SIZE - (size_t)args->offset;
    size_t size = left < sizeof piece ? left : sizeof piece;
    assert_true(args->offset < SIZE && args->offset % LIMIT_BLOB_CHUNK_BYTES == 0);
    memcpy(piece, content + args->offset, size);
    if (server.flips && args->offset == LIMIT_BLOB_CHUNK_BYTES)
        piece[0] ^= 1;
    if (server.piece_at_most > 0 && size > server.piece_at_most)
        size = server.piece_at_most;
    *chunk = (struct record_chunk){.has = {.size = true, .bytes = true},
                                   .size = server.lies_size > 0 ? server.lies_size : SIZE,
                                   .bytes = bytes_of(piece, size)};
    return OK;
}

/* In the place of the one in client.c, which the linker then leaves in the library. */
enum error client_call_values(struct client *client, int verb, const void *args, const struct answer *answer,
                              struct failure *failure)
{
    size_t call = server.calls++;
    (void)client;
    assert_true(call < CALLS || server.dead);
    if (server.dead || server.cut_before[call])
        return cut(failure);
    enum error code =
        verb == VERB_blob_put ? take_put(args, answer->ok, failure) : take_get(args, answer->ok);
    return code == OK && server.cut_after[call] ? cut(failure) : code;
}

static void moved(void *context, uint64_t bytes)
{
    (void)context;
    assert_true(server.held_bytes == 0 || bytes == server.held_bytes);
    last_moved = bytes;
}

static const struct blob_watch patient = {PATIENCE_MS, moved, NULL};

static void expect_uploaded(size_t calls)
{
    uint8_t hash[LIMIT_HASH_BYTES], expected[LIMIT_HASH_BYTES];
    struct failure failure;
    hash_bytes(bytes_of(content, SIZE), expected);
    assert_int_equal(blob_upload(NULL, bytes_of(content, SIZE), &patient, hash, &failure), OK);
    assert_memory_equal(hash, expected, sizeof hash);
    assert_int_equal(server.held_bytes, SIZE);
    assert_memory_equal(server.held, content, SIZE);
    assert_int_equal(server.calls, calls);
}

static void an_upload_goes_piece_by_piece(void **state)
{
    (void)state;
    expect_uploaded(6);
    assert_int_equal(last_moved, SIZE);
}

static void an_upload_outlives_lost_connections(void **state)
{
    (void)state;
    server.cut_before[0] = server.cut_before[3] = server.cut_after[5] = server.cut_after[7] = true;
    expect_uploaded(10);
}

/* What an earlier process brought is not sent again, but for the first piece that asks. */
static void an_upload_goes_on_where_it_stopped(void **state)
{
    (void)state;
    memcpy(server.held, content, 4 * LIMIT_BLOB_CHUNK_BYTES);
    server.held_bytes = 4 * LIMIT_BLOB_CHUNK_BYTES;
    expect_uploaded(3);
}

static void an_upload_that_was_forgotten_begins_again(void **state)
{
    (void)state;
    server.forgets_once = true;
    expect_uploaded(8);
}

static void an_upload_does_not_go_round_for_ever(void **state)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    struct failure failure;
    (void)state;
    server.never_moves = true;
    assert_int_equal(blob_upload(NULL, bytes_of(content, SIZE), &patient, hash, &failure), ERR_MALFORMED);
}

static void without_patience_a_loss_is_the_end(void **state)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    struct failure failure;
    (void)state;
    server.cut_before[2] = true;
    assert_int_equal(blob_upload(NULL, bytes_of(content, SIZE), NULL, hash, &failure), ERR_UNREACHABLE);
    assert_int_equal(server.calls, 3);
}

static void patience_ends_when_nothing_moves(void **state)
{
    static const struct blob_watch short_patience = {.patience_ms = 300};
    uint8_t hash[LIMIT_HASH_BYTES];
    struct failure failure;
    (void)state;
    server.dead = true;
    assert_int_equal(blob_upload(NULL, bytes_of(content, SIZE), &short_patience, hash, &failure),
                     ERR_UNREACHABLE);
    assert_true(server.calls >= 2);
}

/* --- downloads */

static uint64_t taken;

static enum error take(void *context, uint64_t size, uint64_t offset, struct bytes piece,
                       struct failure *failure)
{
    (void)failure;
    assert_int_equal(size, SIZE);
    memcpy((uint8_t *)context + offset, piece.at, piece.size);
    taken += piece.size;
    return OK;
}

static enum error receive(uint64_t offset, uint8_t *room, struct failure *failure)
{
    const struct blob_sink sink = {offset, take, room};
    uint8_t hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes_of(content, SIZE), hash);
    taken = 0;
    return blob_receive(NULL, bytes_of_text("programme/1"), bytes_of(hash, sizeof hash), &sink, &patient,
                        failure);
}

static void a_download_outlives_lost_connections(void **state)
{
    static uint8_t room[SIZE];
    struct failure failure;
    (void)state;
    server.cut_before[0] = server.cut_after[2] = server.cut_before[3] = true;
    assert_int_equal(receive(0, room, &failure), OK);
    assert_memory_equal(room, content, SIZE);
    assert_int_equal(taken, SIZE);
    assert_int_equal(server.calls, 9);
}

static void a_download_begins_where_it_is_told(void **state)
{
    static uint8_t room[SIZE];
    struct failure failure;
    (void)state;
    assert_int_equal(receive(3 * LIMIT_BLOB_CHUNK_BYTES, room, &failure), OK);
    assert_int_equal(taken, SIZE - 3 * LIMIT_BLOB_CHUNK_BYTES);
    assert_int_equal(server.calls, 3);
}

static void a_server_that_contradicts_itself_is_refused(void **state)
{
    static uint8_t room[SIZE];
    struct failure failure;
    (void)state;
    server.piece_at_most = 100;
    assert_int_equal(receive(0, room, &failure), ERR_BLOB_MISMATCH);
    server.piece_at_most = 0;
    server.lies_size = LIMIT_BLOB_CHUNK_BYTES; /* nothing lies at the offset */
    assert_int_equal(receive(3 * LIMIT_BLOB_CHUNK_BYTES, room, &failure), ERR_BLOB_MISMATCH);
}

static void a_text_is_checked_as_a_whole(void **state)
{
    uint8_t hash[LIMIT_HASH_BYTES], *text = NULL;
    size_t size = 0;
    struct failure failure;
    (void)state;
    hash_bytes(bytes_of(content, SIZE), hash);
    assert_int_equal(blob_download(NULL, bytes_of_text("programme/1"), bytes_of(hash, sizeof hash), &text,
                                   &size, &failure),
                     OK);
    assert_int_equal(size, SIZE);
    assert_memory_equal(text, content, SIZE);
    free(text);
    text = NULL;
    server.flips = true;
    assert_int_equal(blob_download(NULL, bytes_of_text("programme/1"), bytes_of(hash, sizeof hash), &text,
                                   &size, &failure),
                     ERR_BLOB_MISMATCH);
    assert_null(text);
}

static void a_file_is_hashed_by_pieces(void **state)
{
    uint8_t expected[LIMIT_HASH_BYTES], hash[LIMIT_HASH_BYTES];
    struct failure failure;
    bool fits = false;
    FILE *file = tmpfile();
    (void)state;
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, SIZE, file), SIZE);
    assert_int_equal(fflush(file), 0);
    hash_bytes(bytes_of(content, SIZE), expected);
    assert_int_equal(blob_hash_file(fileno(file), SIZE, hash, &fits, &failure), OK);
    assert_true(fits);
    assert_memory_equal(hash, expected, sizeof hash);
    assert_int_equal(blob_hash_file(fileno(file), SIZE + 1, hash, &fits, &failure), OK);
    assert_false(fits);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_upload_goes_piece_by_piece, begin),
        cmocka_unit_test_setup(an_upload_outlives_lost_connections, begin),
        cmocka_unit_test_setup(an_upload_goes_on_where_it_stopped, begin),
        cmocka_unit_test_setup(an_upload_that_was_forgotten_begins_again, begin),
        cmocka_unit_test_setup(an_upload_does_not_go_round_for_ever, begin),
        cmocka_unit_test_setup(without_patience_a_loss_is_the_end, begin),
        cmocka_unit_test_setup(patience_ends_when_nothing_moves, begin),
        cmocka_unit_test_setup(a_download_outlives_lost_connections, begin),
        cmocka_unit_test_setup(a_download_begins_where_it_is_told, begin),
        cmocka_unit_test_setup(a_server_that_contradicts_itself_is_refused, begin),
        cmocka_unit_test_setup(a_text_is_checked_as_a_whole, begin),
        cmocka_unit_test_setup(a_file_is_hashed_by_pieces, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
