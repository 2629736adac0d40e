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

struct identity scratch_identity(uint8_t which)
{
    uint8_t seed[LIMIT_KEY_BYTES] = {which};
    struct identity identity;
    identity_from_seed(seed, &identity);
    return identity;
}

void scratch_sign(struct scratch_act *made, const struct identity *author, const uint8_t *house,
                  int64_t time_ms, uint32_t serial)
{
    static const uint8_t args[] = {0x81, 0xa4, 't', 'e', 'x', 't', 0xa6, 0xe5, 0xaf, 0x8c, 0xe5, 0xbc, 0xba};
    uint8_t nonce[LIMIT_NONCE_BYTES] = {0};
    struct refusal why;
    memcpy(nonce, &serial, sizeof serial);
    struct act act = {
        .house = bytes_of(house, LIMIT_KEY_BYTES),
        .author = bytes_of(author->public_key, LIMIT_KEY_BYTES),
        .time_ms = time_ms,
        .nonce = bytes_of(nonce, sizeof nonce),
        .verb = bytes_of_text("publish"),
        .args = bytes_of(args, sizeof args),
    };
    struct buffer room = buffer_over(made->room, sizeof made->room);
    act_write(&room, &act);
    made->act.bytes = buffer_bytes(&room);
    act_sign(author, made->act.bytes, made->signature);
    made->act.signature = bytes_of(made->signature, sizeof made->signature);
    hash_bytes(made->act.bytes, made->act.hash);
    assert_int_equal(act_read(made->act.bytes, &made->act.act, &why), OK);
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
