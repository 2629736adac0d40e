/* The house's signed word on where its ledger ends, kept with the ledger. It knows heads only as bytes. */
#include "server/ledger/ledger.h"

#include <sodium.h>

#define SEAL_CONTEXT "bulletin tip 1"

enum { SEAL_SIGNED_BYTES = 8 + LIMIT_HASH_BYTES, SEAL_BYTES = SEAL_SIGNED_BYTES + LIMIT_SIGNATURE_BYTES };

static struct bytes seal_key(void)
{
    return bytes_of_text("tip");
}

static bool seal_value(struct txn *txn, struct bytes *value, struct ledger_seal *seal)
{
    if (!txn_get(txn, TABLE_META, seal_key(), value))
        return false;
    if (value->size != SEAL_BYTES) {
        txn_fail(txn, ERR_LEDGER_BROKEN);
        return false;
    }
    seal->seq = number_at(value->at);
    memcpy(seal->hash, value->at + 8, LIMIT_HASH_BYTES);
    return true;
}

void ledger_seal_add(uint8_t hash[LIMIT_HASH_BYTES], struct bytes head)
{
    uint8_t both[2 * LIMIT_HASH_BYTES];
    memcpy(both, hash, LIMIT_HASH_BYTES);
    hash_bytes(head, both + LIMIT_HASH_BYTES);
    hash_bytes(bytes_of(both, sizeof both), hash);
}

void ledger_seal(struct txn *txn, const struct identity *house)
{
    struct ledger_seal seal = {0};
    struct bytes value;
    struct walk heads;
    uint8_t written[SEAL_BYTES];
    seal_value(txn, &value, &seal);
    const uint64_t sealed = seal.seq;
    struct store_key from = key_seq(sealed + 1);
    walk_up(&heads, txn, TABLE_HEADS, key_of(&from));
    while (walk_next(&heads)) {
        ledger_seal_add(seal.hash, heads.value);
        seal.seq++;
    }
    walk_end(&heads);
    if (seal.seq == sealed || txn_error(txn) != OK)
        return;
    number_write(written, seal.seq);
    memcpy(written + 8, seal.hash, LIMIT_HASH_BYTES);
    identity_sign(house, SEAL_CONTEXT, bytes_of(written, SEAL_SIGNED_BYTES), written + SEAL_SIGNED_BYTES);
    txn_put(txn, TABLE_META, seal_key(), bytes_of(written, sizeof written));
}

enum seal_state ledger_seal_read(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES],
                                 struct ledger_seal *seal)
{
    struct bytes value;
    struct ledger_seal found;
    if (!txn_get(txn, TABLE_META, seal_key(), &value))
        return SEAL_MISSING;
    if (value.size != SEAL_BYTES ||
        !identity_verify(house, SEAL_CONTEXT, bytes_of(value.at, SEAL_SIGNED_BYTES),
                         value.at + SEAL_SIGNED_BYTES))
        return SEAL_BROKEN;
    if (!seal_value(txn, &value, &found))
        return SEAL_BROKEN;
    *seal = found;
    return SEAL_GOOD;
}

bool ledger_ends_well(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES])
{
    struct ledger_seal seal;
    return ledger_seal_read(txn, house, &seal) == SEAL_GOOD && seal.seq == ledger_last(txn);
}
