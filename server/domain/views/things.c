/* Numbers of what people read, folded and looked up. It does not know who has read what. */
#include "server/domain/views/things.h"

#include "server/domain/views/views.h"

void things_fold(struct txn *txn, const struct head *head, uint64_t group)
{
    uint8_t thing[THING_BYTES];
    uint64_t ordinal = things_upto(txn, head->channel, UINT64_MAX) + 1;
    struct store_key key = key_place(head->channel, head->number);
    struct store_key by = key_place_of(head->actor, head->channel, head->number);
    number_write(thing, ordinal);
    number_write(thing + 8, group);
    txn_put(txn, TABLE_THINGS, key_of(&key), bytes_of(thing, sizeof thing));
    view_put_number(txn, TABLE_THINGS_BY, key_of(&by), group);
}

uint64_t things_upto(struct txn *txn, struct bytes channel, uint64_t number)
{
    struct store_key in_channel = key_below(channel);
    struct walk walk;
    uint64_t ordinal = 0;
    walk_numbers_down(&walk, txn, TABLE_THINGS, key_of(&in_channel), number);
    if (walk_next(&walk) && walk.value.size == THING_BYTES)
        ordinal = number_at(walk.value.at);
    walk_end(&walk);
    return ordinal;
}

bool things_group(struct txn *txn, struct bytes channel, uint64_t number, uint64_t *group)
{
    struct store_key key = key_place(channel, number);
    struct bytes value;
    if (!txn_get(txn, TABLE_THINGS, key_of(&key), &value) || value.size != THING_BYTES)
        return false;
    *group = number_at(value.at + 8);
    return true;
}

bool thing_exists(struct txn *txn, struct bytes id)
{
    struct bytes channel;
    uint64_t number, group;
    return id_split(id, &channel, &number) && things_group(txn, channel, number, &group);
}
