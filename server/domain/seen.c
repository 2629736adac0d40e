/* Read markers in the store's notes. It does not know who may read what it marks. */
#include "server/domain/domain.h"

static struct store_key seen_key(struct bytes account, struct bytes place)
{
    struct store_key key = key_empty();
    key_name(&key, account);
    key_bytes(&key, place);
    return key;
}

bool seen_number(struct txn *txn, struct bytes account, struct bytes place, uint64_t *number)
{
    struct store_key key = seen_key(account, place);
    struct bytes value;
    if (!txn_get(txn, TABLE_SEEN, key_of(&key), &value))
        return false;
    if (value.size != 8) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    *number = number_at(value.at);
    return true;
}

void seen_note(struct txn *txn, const struct seen *seen)
{
    const struct bytes place = seen->thread.size > 0 ? seen->thread : seen->channel;
    struct store_key key = seen_key(seen->account, place);
    uint64_t before = 0, number = seen->number;
    uint8_t value[8];
    struct tip tip;
    ledger_tip(txn, seen->channel, &tip);
    if (number > tip.number)
        number = tip.number;
    if (seen_number(txn, seen->account, place, &before) && before >= number)
        return;
    number_write(value, number);
    txn_put(txn, TABLE_SEEN, key_of(&key), bytes_of(value, sizeof value));
}
