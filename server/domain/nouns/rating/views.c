/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/rating/views.h"

RATING_VIEWS(VIEW_DEFINED)

bool view_rating(struct txn *txn, struct bytes channel, uint64_t number, struct view_rating *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_RATINGS, key_of(&key), &shape_view_rating, row);
}

bool view_rating_of_id(struct txn *txn, struct bytes id, struct view_rating *row)
{
    struct bytes channel;
    uint64_t number;
    return id_split(id, &channel, &number) && view_rating(txn, channel, number, row);
}

bool view_rating_month(struct txn *txn, struct bytes department, struct bytes month,
                       struct view_rating_month *row)
{
    struct store_key key = key_pair(department, month);
    return view_get(txn, TABLE_RATING_MONTHS, key_of(&key), &shape_view_rating_month, row);
}
