/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/brand/views.h"

BRAND_VIEWS(VIEW_DEFINED)

bool view_brand(struct txn *txn, struct bytes channel, uint64_t number, struct view_brand *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_BRANDS, key_of(&key), &shape_view_brand, row);
}

bool view_brand_of_id(struct txn *txn, struct bytes id, struct view_brand *row)
{
    struct bytes channel;
    uint64_t number;
    return id_split(id, &channel, &number) && view_brand(txn, channel, number, row);
}

void view_brand_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_brand *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_BRANDS, key_of(&key), &shape_view_brand, row);
}
