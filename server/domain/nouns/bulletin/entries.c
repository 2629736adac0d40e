/* Entries in and out, by keys that are made from the row. It decides nothing. */
#include "server/domain/nouns/bulletin/entries.h"

struct entries {
    struct store_key effective, expires, remind, due;
};

static struct entries entries_of(struct bytes channel, uint64_t number, const struct view_bulletin *row)
{
    return (struct entries){
        .effective = view_schedule_key(row->effective, TRANSITION_EFFECTIVE, channel, number),
        .expires = view_schedule_key(row->expires, TRANSITION_EXPIRES, channel, number),
        .remind = view_schedule_key(row->remind, TRANSITION_REMIND, channel, number),
        .due = view_due_key(row->due, channel, number),
    };
}

void entries_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row)
{
    const struct bytes nothing = {0};
    struct entries entries = entries_of(channel, number, row);
    if (row->has.effective && row->has.waiting && row->waiting)
        txn_put(txn, TABLE_SCHEDULE, key_of(&entries.effective), nothing);
    if (row->has.expires && !row->has.expired)
        txn_put(txn, TABLE_SCHEDULE, key_of(&entries.expires), nothing);
    if (row->has.remind)
        txn_put(txn, TABLE_SCHEDULE, key_of(&entries.remind), nothing);
    if (row->has.receipt && row->receipt && row->has.due)
        txn_put(txn, TABLE_DUES, key_of(&entries.due), nothing);
}

void entries_drop(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row)
{
    struct entries entries = entries_of(channel, number, row);
    if (row->has.effective)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&entries.effective));
    if (row->has.expires)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&entries.expires));
    if (row->has.remind)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&entries.remind));
    if (row->has.due)
        txn_delete(txn, TABLE_DUES, key_of(&entries.due));
}

/* The first receipt's key at or after `key` of the same revision. */
static bool next_receipt(struct txn *txn, struct store_key *key, size_t prefix_size)
{
    struct walk walk;
    walk_prefix_up(&walk, txn, TABLE_RECEIPTS, key_of(key), prefix_size);
    const bool found = walk_next(&walk);
    if (found) {
        *key = key_empty();
        key_bytes(key, walk.key);
    }
    walk_end(&walk);
    return found;
}

void entries_close(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row)
{
    struct store_key place = key_place(channel, number);
    struct store_key receipt = key_nth(channel, number, row->revision);
    const struct bytes kept_channel = bytes_of(place.at, channel.size); /* outlives the writes below */
    const size_t prefix_size = receipt.size;
    entries_drop(txn, kept_channel, number, row);
    txn_delete(txn, TABLE_ROSTERS, key_of(&place));
    while (next_receipt(txn, &receipt, prefix_size)) {
        struct bytes department = bytes_skip(key_of(&receipt), prefix_size);
        struct store_key inbox = key_place_of(department, kept_channel, number);
        txn_delete(txn, TABLE_INBOX, key_of(&inbox));
        receipt = key_after(key_of(&receipt));
    }
}

void entries_unrelate(struct txn *txn, struct bytes channel, uint64_t number)
{
    struct store_key names[LIMIT_RELATED];
    struct store_key from = view_related_key(channel, number, 0, NULL, 0);
    struct bytes other;
    uint64_t other_number;
    size_t count = 0;
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_RELATED, key_of(&from));
    while (count < LIMIT_RELATED && walk_next(&walk)) {
        names[count] = key_empty();
        key_bytes(&names[count++], walk.key);
    }
    walk_end(&walk);
    for (size_t i = 0; i < count; i++) {
        if (!view_key_split(key_of(&names[i]), &other, &other_number))
            continue;
        struct store_key named = view_related_key(other, other_number, 1, &channel, number);
        txn_delete(txn, TABLE_RELATED, key_of(&names[i]));
        txn_delete(txn, TABLE_RELATED, key_of(&named));
    }
}

void entries_relate(struct txn *txn, struct bytes channel, uint64_t number, struct bytes related)
{
    const struct bytes nothing = {0};
    struct bytes id, other;
    uint64_t other_number;
    for (size_t at = 0; words_next(related, &at, &id);) {
        if (!id_split(id, &other, &other_number))
            continue;
        struct store_key names = view_related_key(channel, number, 0, &other, other_number);
        struct store_key named = view_related_key(other, other_number, 1, &channel, number);
        txn_put(txn, TABLE_RELATED, key_of(&names), nothing);
        txn_put(txn, TABLE_RELATED, key_of(&named), nothing);
    }
}
