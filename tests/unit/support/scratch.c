/* See scratch.h. */
#include "tests/unit/support/scratch.h"

void scratch_serve(struct scratch *scratch, uint64_t map_bytes)
{
    struct refusal why;
    assert_int_equal(store_open(scratch->folder, STORE_SERVE, map_bytes, &scratch->store, &why), OK);
}

void scratch_folder(struct scratch *scratch)
{
    *scratch = (struct scratch){.folder = "/tmp/bulletin-test-XXXXXX"};
    assert_non_null(mkdtemp(scratch->folder));
}

void scratch_open(struct scratch *scratch)
{
    scratch_folder(scratch);
    scratch_serve(scratch, SCRATCH_MAP_BYTES);
}

void scratch_close(struct scratch *scratch)
{
    static const char *const names[] = {"data.mdb", "lock.mdb", "lock"};
    store_close(scratch->store);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", scratch->folder, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(scratch->folder), 0);
}

void scratch_put(struct txn *txn, enum table table, const char *key, const char *value)
{
    txn_put(txn, table, bytes_of_text(key), bytes_of_text(value));
}

bool scratch_has(struct txn *txn, enum table table, const char *key, const char *value)
{
    struct bytes found;
    return txn_get(txn, table, bytes_of_text(key), &found) && bytes_equal_text(found, value);
}

void scratch_signed(struct scratch_act *scratch, const struct made *made, struct buffer *room)
{
    struct refusal why;
    scratch->act.bytes = made_act(made, room, scratch->signature);
    scratch->act.signature = bytes_of(scratch->signature, sizeof scratch->signature);
    hash_bytes(scratch->act.bytes, scratch->act.hash);
    assert_int_equal(act_read(scratch->act.bytes, &scratch->act.act, &why), OK);
}

void scratch_sign(struct scratch_act *scratch, const struct identity *author, const uint8_t *house,
                  int64_t time_ms, uint32_t serial)
{
    static const uint8_t args[] = {0x81, 0xa4, 't', 'e', 'x', 't', 0xa6, 0xe5, 0xaf, 0x8c, 0xe5, 0xbc, 0xba};
    struct buffer room = buffer_over(scratch->room, sizeof scratch->room);
    scratch_signed(scratch,
                   &(struct made){
                       .house = house,
                       .author = author,
                       .time_ms = time_ms,
                       .serial = serial,
                       .verb = "publish",
                       .args = bytes_of(args, sizeof args),
                   },
                   &room);
}

struct draft scratch_draft(const char *channel)
{
    static const uint8_t nothing[] = {0x80};
    return (struct draft){bytes_of_text(channel), bytes_of_text("bulletin.published"),
                          bytes_of(nothing, sizeof nothing), 0};
}

void scratch_append(struct txn *txn, const struct scratch_act *act, const char *channel, int64_t now_ms)
{
    uint8_t head[LIMIT_HEAD_BYTES];
    struct buffer room = buffer_over(head, sizeof head);
    struct draft draft = scratch_draft(channel);
    struct fact fact;
    ledger_append(txn, &act->act, &draft, bytes_of_text("lin"), now_ms, &room, &fact);
    assert_int_equal(txn_error(txn), OK);
}
