/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/counsel/views.h"

COUNSEL_VIEWS(VIEW_DEFINED)

bool view_counsel(struct txn *txn, struct bytes channel, uint64_t number, struct view_counsel *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_COUNSELS, key_of(&key), &shape_view_counsel, row);
}

void view_counsel_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_counsel *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_COUNSELS, key_of(&key), &shape_view_counsel, row);
}

bool view_counselled(struct txn *txn, struct bytes channel, struct view_counselled *row)
{
    return view_get(txn, TABLE_COUNSELLED, channel, &shape_view_counselled, row);
}

void view_counselled_put(struct txn *txn, struct bytes channel, const struct view_counselled *row)
{
    view_put(txn, TABLE_COUNSELLED, channel, &shape_view_counselled, row);
}
