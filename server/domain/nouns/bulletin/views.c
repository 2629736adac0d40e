/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/bulletin/views.h"

BULLETIN_VIEWS(VIEW_DEFINED)

bool view_bulletin(struct txn *txn, struct bytes channel, uint64_t number, struct view_bulletin *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, row);
}

bool view_bulletin_of_id(struct txn *txn, struct bytes id, struct view_bulletin *row)
{
    struct bytes channel;
    uint64_t number;
    return id_split(id, &channel, &number) && view_bulletin(txn, channel, number, row);
}

struct store_key view_related_key(struct bytes channel, uint64_t number, uint8_t way,
                                  const struct bytes *other, uint64_t other_number)
{
    struct store_key key = key_place(channel, number);
    key_bytes(&key, bytes_of(&way, 1));
    if (other != NULL) {
        key_name(&key, *other);
        key_number(&key, other_number);
    }
    return key;
}
