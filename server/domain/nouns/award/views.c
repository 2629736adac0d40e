/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/award/views.h"

AWARD_VIEWS(VIEW_DEFINED)

bool view_award_title(struct txn *txn, struct bytes award, struct view_award_title *row)
{
    return view_get(txn, TABLE_AWARD_TITLES, award, &shape_view_award_title, row);
}

bool view_award(struct txn *txn, struct bytes channel, uint64_t number, struct view_award *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_AWARDS, key_of(&key), &shape_view_award, row);
}

bool view_counted(struct txn *txn, struct bytes channel, uint64_t number, struct view_counted *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_ACHIEVEMENTS, key_of(&key), &shape_view_counted, row);
}
