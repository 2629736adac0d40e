/* Keeps blobs: staged by an owner piece by piece, then adopted into the ledger by hash.
 * It must not know who may see one, nor what it contains. */
#include "server/ledger/blob.h"

#include <sodium.h>

enum {
    STAGED_VALUE_BYTES = 8 + 8 + 8,
};

/* An upload; complete when done_bytes == size. Only whole chunks are taken, so what is done ends at a chunk's
 * border until then. */
struct staged {
    uint64_t size, done_bytes;
    int64_t time_ms; /* of its last piece */
};

static uint64_t chunks_of(uint64_t size)
{
    return size / LIMIT_BLOB_CHUNK_BYTES + (size % LIMIT_BLOB_CHUNK_BYTES != 0);
}

static struct store_key staged_key(struct bytes owner, const uint8_t *hash)
{
    return key_pair(owner, bytes_of(hash, LIMIT_HASH_BYTES));
}

/* The same backwards; the parts lie in the key. False for a key that is none. */
static bool staged_key_split(struct bytes key, struct bytes *owner, const uint8_t **hash)
{
    if (key.size <= LIMIT_HASH_BYTES || key.at[key.size - LIMIT_HASH_BYTES - 1] != 0)
        return false;
    *owner = bytes_of(key.at, key.size - LIMIT_HASH_BYTES - 1);
    *hash = key.at + key.size - LIMIT_HASH_BYTES;
    return true;
}

static struct store_key staged_chunk_key(struct bytes owner, const uint8_t *hash, uint64_t chunk)
{
    struct store_key key = staged_key(owner, hash);
    key_number(&key, chunk);
    return key;
}

static struct store_key chunk_key(const uint8_t *hash, uint64_t chunk)
{
    struct store_key key = key_empty();
    key_bytes(&key, bytes_of(hash, LIMIT_HASH_BYTES));
    key_number(&key, chunk);
    return key;
}

static bool staged_from(struct txn *txn, struct bytes value, struct staged *staged)
{
    if (value.size != STAGED_VALUE_BYTES) {
        txn_fail(txn, ERR_STORE_FAILED);
        return false;
    }
    staged->size = number_at(value.at);
    staged->done_bytes = number_at(value.at + 8);
    staged->time_ms = (int64_t)number_at(value.at + 16);
    return true;
}

static bool staged_get(struct txn *txn, struct bytes owner, const uint8_t *hash, struct staged *staged)
{
    struct bytes value;
    struct store_key key = staged_key(owner, hash);
    return txn_get(txn, TABLE_STAGED, key_of(&key), &value) && staged_from(txn, value, staged);
}

static void staged_put(struct txn *txn, struct bytes owner, const uint8_t *hash, const struct staged *staged)
{
    uint8_t value[STAGED_VALUE_BYTES];
    number_write(value, staged->size);
    number_write(value + 8, staged->done_bytes);
    number_write(value + 16, (uint64_t)staged->time_ms);
    struct store_key key = staged_key(owner, hash);
    txn_put(txn, TABLE_STAGED, key_of(&key), bytes_of(value, sizeof value));
}

static void staged_drop(struct txn *txn, struct bytes owner, const uint8_t *hash, const struct staged *staged)
{
    struct store_key key = staged_key(owner, hash);
    txn_delete(txn, TABLE_STAGED, key_of(&key));
    for (uint64_t chunk = 0; chunk < chunks_of(staged->done_bytes); chunk++) {
        key = staged_chunk_key(owner, hash, chunk);
        txn_delete(txn, TABLE_STAGED_CHUNKS, key_of(&key));
    }
}

/* What the owner's uploads may come to, in whole chunks: so their number is bounded as well. */
static uint64_t owner_chunks(struct txn *txn, struct bytes owner)
{
    uint64_t chunks = 0;
    struct staged staged;
    struct walk walk;
    struct store_key own = key_below(owner);
    walk_prefix(&walk, txn, TABLE_STAGED, key_of(&own));
    while (walk_next(&walk) && staged_from(txn, walk.value, &staged))
        chunks += chunks_of(staged.size);
    walk_end(&walk);
    return chunks;
}

static bool hash_fits(struct txn *txn, struct bytes owner, const uint8_t *hash, uint64_t size)
{
    uint8_t computed[LIMIT_HASH_BYTES];
    struct bytes piece;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof computed);
    for (uint64_t chunk = 0; chunk < chunks_of(size); chunk++) {
        if (!blob_staged_chunk(txn, owner, hash, chunk, &piece))
            return false;
        crypto_generichash_update(&state, piece.at, piece.size);
    }
    crypto_generichash_final(&state, computed, sizeof computed);
    return memcmp(computed, hash, sizeof computed) == 0;
}

enum error blob_stage(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES],
                      uint64_t size, uint64_t offset, struct bytes piece, int64_t now_ms,
                      uint64_t *next_offset, struct refusal *why)
{
    const struct bytes none = bytes_of(NULL, 0);
    struct staged staged = {.size = size};
    bool begun = staged_get(txn, owner, hash, &staged);
    if (size == 0 || size > LIMIT_FILE_BYTES)
        return refuse(why, ERR_OUT_OF_RANGE, "size", none, LIMIT_FILE_BYTES);
    if (staged.size != size)
        return refuse(why, ERR_WRONG_SIZE, "size", none, staged.size);
    if (offset > staged.done_bytes || offset % LIMIT_BLOB_CHUNK_BYTES != 0)
        return refuse(why, ERR_BLOB_OFFSET, "offset", none, staged.done_bytes);
    uint64_t left = size - offset;
    uint64_t expected = left < LIMIT_BLOB_CHUNK_BYTES ? left : LIMIT_BLOB_CHUNK_BYTES;
    if (piece.size != expected)
        return refuse(why, ERR_WRONG_SIZE, "bytes", none, expected);
    if (!begun && owner_chunks(txn, owner) + chunks_of(size) > chunks_of(LIMIT_STAGED_BYTES))
        return refuse(why, ERR_STAGED_FULL, NULL, none, LIMIT_STAGED_BYTES);

    if (offset == staged.done_bytes && piece.size > 0) {
        struct store_key key = staged_chunk_key(owner, hash, offset / LIMIT_BLOB_CHUNK_BYTES);
        txn_put(txn, TABLE_STAGED_CHUNKS, key_of(&key), piece);
        staged.done_bytes += piece.size;
        staged.time_ms = now_ms;
        if (staged.done_bytes == size && !hash_fits(txn, owner, hash, size) && txn_error(txn) == OK) {
            staged_drop(txn, owner, hash, &staged);
            return refuse(why, ERR_BLOB_MISMATCH, NULL, none, 0);
        }
        staged_put(txn, owner, hash, &staged);
    }
    if (txn_error(txn) != OK)
        return refuse(why, txn_error(txn), NULL, none, 0);
    *next_offset = staged.done_bytes;
    return OK;
}

bool blob_staged(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *size)
{
    struct staged staged;
    if (!staged_get(txn, owner, hash, &staged) || staged.done_bytes != staged.size)
        return false;
    *size = staged.size;
    return true;
}

bool blob_progress(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *done,
                   uint64_t *size)
{
    struct staged staged;
    if (!staged_get(txn, owner, hash, &staged))
        return false;
    *done = staged.done_bytes;
    *size = staged.size;
    return true;
}

bool blob_staged_chunk(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES],
                       uint64_t chunk, struct bytes *piece)
{
    struct store_key key = staged_chunk_key(owner, hash, chunk);
    return txn_get(txn, TABLE_STAGED_CHUNKS, key_of(&key), piece);
}

void blob_adopt(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES])
{
    struct staged staged;
    struct bytes piece;
    if (!staged_get(txn, owner, hash, &staged) || staged.done_bytes != staged.size)
        return;
    bool there = blob_chunk(txn, hash, 0, &piece);
    for (uint64_t chunk = 0; !there && chunk < chunks_of(staged.size); chunk++) {
        /* What the store lends ends with the next write. */
        uint8_t copy[LIMIT_BLOB_CHUNK_BYTES];
        if (!blob_staged_chunk(txn, owner, hash, chunk, &piece) || piece.size > sizeof copy) {
            txn_fail(txn, ERR_STORE_FAILED);
            return;
        }
        memcpy(copy, piece.at, piece.size);
        struct store_key key = chunk_key(hash, chunk);
        txn_put(txn, TABLE_BLOBS, key_of(&key), bytes_of(copy, piece.size));
    }
    staged_drop(txn, owner, hash, &staged);
}

/* The first upload at or after `key` that has waited since before `since_ms`. */
static bool find_expired(struct txn *txn, int64_t since_ms, struct store_key *key, struct staged *staged)
{
    struct walk walk;
    bool found = false;
    walk_up(&walk, txn, TABLE_STAGED, key_of(key));
    while (!found && walk_next(&walk) && staged_from(txn, walk.value, staged)) {
        found = staged->time_ms < since_ms;
        if (found) {
            *key = key_empty();
            key_bytes(key, walk.key);
        }
    }
    walk_end(&walk);
    return found;
}

void blob_expire(struct txn *txn, int64_t now_ms, size_t most)
{
    struct store_key key = key_empty();
    struct staged staged;
    struct bytes owner;
    const uint8_t *hash;
    for (size_t dropped = 0; dropped < most; dropped++) {
        if (!find_expired(txn, now_ms - LIMIT_STAGED_AGE_MS, &key, &staged))
            return;
        if (staged_key_split(key_of(&key), &owner, &hash))
            staged_drop(txn, owner, hash, &staged);
        else
            txn_delete(txn, TABLE_STAGED, key_of(&key)); /* of another version: nothing rests on it */
    }
}

bool blob_chunk(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t chunk, struct bytes *piece)
{
    struct store_key key = chunk_key(hash, chunk);
    return txn_get(txn, TABLE_BLOBS, key_of(&key), piece);
}

bool blob_size(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *size)
{
    struct walk walk;
    uint64_t last;
    walk_numbers_down(&walk, txn, TABLE_BLOBS, bytes_of(hash, LIMIT_HASH_BYTES), UINT64_MAX);
    const bool found = walk_number(&walk, &last);
    if (found)
        *size = last * LIMIT_BLOB_CHUNK_BYTES + walk.value.size;
    walk_end(&walk);
    return found;
}

void blob_drop(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES])
{
    uint64_t size;
    if (!blob_size(txn, hash, &size))
        return;
    for (uint64_t chunk = 0; chunk < chunks_of(size); chunk++) {
        struct store_key key = chunk_key(hash, chunk);
        txn_delete(txn, TABLE_BLOBS, key_of(&key));
    }
}
