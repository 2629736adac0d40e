/* Appends facts with their acts, numbered and chained; folds TIPS, PLACES and TAKEN. It must not know what
 * any kind of fact means, nor judge an act. */
#include "server/ledger/ledger_inside.h"

#include <assert.h>

static void put_number(struct txn *txn, enum table table, const struct store_key *key, uint64_t number)
{
    uint8_t value[8];
    number_write(value, number);
    txn_put(txn, table, key_of(key), bytes_of(value, sizeof value));
}

static void fold(struct txn *txn, const struct fact *fact, bool first)
{
    const struct head *head = &fact->head;
    uint8_t tip[TIP_BYTES];
    number_write(tip, head->number);
    number_write(tip + 8, (uint64_t)head->time_ms);
    memcpy(tip + 16, fact->hash, LIMIT_HASH_BYTES);
    txn_put(txn, TABLE_TIPS, head->channel, bytes_of(tip, sizeof tip));
    struct store_key place = key_place(head->channel, head->number);
    put_number(txn, TABLE_PLACES, &place, head->seq);
    if (first) {
        struct store_key taken = taken_key(head->act_time_ms, head->act_hash.at);
        put_number(txn, TABLE_TAKEN, &taken, head->seq);
    }
}

void ledger_fold(struct txn *txn, const struct fact *fact)
{
    /* The store's next write ends what it lent, and a fact read back is lent: keep what fold needs. */
    uint8_t channel[LIMIT_CHANNEL_BYTES], act_hash[LIMIT_HASH_BYTES];
    struct fact kept = *fact;
    assert(kept.head.channel.size <= sizeof channel);
    memcpy(channel, kept.head.channel.at, kept.head.channel.size);
    memcpy(act_hash, kept.head.act_hash.at, sizeof act_hash);
    kept.head.channel.at = channel;
    kept.head.act_hash.at = act_hash;
    uint64_t taken;
    fold(txn, &kept, !ledger_taken(txn, kept.head.act_time_ms, act_hash, &taken));
}

static void store_act(struct txn *txn, uint64_t seq, const struct signed_act *act)
{
    uint8_t value[LIMIT_SIGNATURE_BYTES + LIMIT_ACT_BYTES];
    struct buffer room = buffer_over(value, sizeof value);
    assert(act->signature.size == LIMIT_SIGNATURE_BYTES);
    buffer_add(&room, act->signature.at, act->signature.size);
    buffer_add(&room, act->bytes.at, act->bytes.size);
    assert(!room.overflowed);
    struct store_key key = key_seq(seq);
    txn_append(txn, TABLE_ACTS, key_of(&key), buffer_bytes(&room));
}

void ledger_append(struct txn *txn, const struct signed_act *act, const struct draft *draft,
                   struct bytes actor, int64_t now_ms, struct buffer *room, struct fact *fact)
{
    struct tip tip;
    ledger_tip(txn, draft->channel, &tip);
    struct head head = {
        .seq = ledger_last(txn) + 1,
        .channel = draft->channel,
        .number = tip.number + 1,
        .prev = bytes_of(tip.hash, LIMIT_HASH_BYTES),
        .time_ms = now_ms,
        .actor = actor,
        .kind = draft->kind,
        .decided = draft->decided,
        .act_time_ms = act->act.time_ms,
        .act_hash = bytes_of(act->hash, LIMIT_HASH_BYTES),
    };
    size_t start = room->size;
    head_write(room, &head);
    struct fact made = {.head_bytes = bytes_of(room->at + start, room->size - start), .act = *act};
    struct refusal why;
    /* A head that cannot be read back, or is too large, was drafted wrongly. It must not reach the shelf. */
    if (room->overflowed || head_read(made.head_bytes, &made.head, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    hash_bytes(made.head_bytes, made.hash);

    uint64_t taken;
    bool first = !ledger_taken(txn, head.act_time_ms, act->hash, &taken);
    struct store_key key = key_seq(head.seq);
    txn_append(txn, TABLE_HEADS, key_of(&key), made.head_bytes);
    if (first)
        store_act(txn, head.seq, act);
    fold(txn, &made, first);
    *fact = made;
}

void ledger_drop_act(struct txn *txn, uint64_t first_seq)
{
    struct store_key key = key_seq(first_seq);
    txn_delete(txn, TABLE_ACTS, key_of(&key));
}

/* --- whose ledger --- */

bool ledger_house(struct txn *txn, uint8_t house[LIMIT_KEY_BYTES])
{
    struct bytes value;
    if (!txn_get(txn, TABLE_META, bytes_of_text("house"), &value))
        return false;
    if (value.size != LIMIT_KEY_BYTES) {
        txn_fail(txn, ERR_LEDGER_BROKEN);
        return false;
    }
    memcpy(house, value.at, LIMIT_KEY_BYTES);
    return true;
}

void ledger_begin(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES])
{
    uint8_t format[8];
    number_write(format, STORE_FORMAT);
    txn_put(txn, TABLE_META, bytes_of_text("format"), bytes_of(format, sizeof format));
    txn_put(txn, TABLE_META, bytes_of_text("house"), bytes_of(house, LIMIT_KEY_BYTES));
}

enum error ledger_check_format(struct txn *txn, struct refusal *why)
{
    struct bytes value;
    bool begun = txn_get(txn, TABLE_META, bytes_of_text("format"), &value);
    bool empty = txn_count(txn, TABLE_META) == 0 && txn_count(txn, TABLE_HEADS) == 0;
    if (txn_error(txn) != OK)
        return refuse(why, txn_error(txn), NULL, bytes_of(NULL, 0), 0);
    if (!begun && empty)
        return OK;
    uint64_t format = begun && value.size == 8 ? number_at(value.at) : 0;
    if (format > STORE_FORMAT)
        return refuse(why, ERR_STORE_NEWER, NULL, bytes_of(NULL, 0), format);
    if (format < STORE_FORMAT)
        return refuse(why, ERR_LEDGER_BROKEN, NULL, bytes_of_text("its format is missing or wrong"), 0);
    return OK;
}
