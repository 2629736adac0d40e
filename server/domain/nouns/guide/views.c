/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/guide/views.h"

GUIDE_VIEWS(VIEW_DEFINED)

bool view_guide(struct txn *txn, struct bytes channel, uint64_t number, struct view_guide *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_GUIDES, key_of(&key), &shape_view_guide, row);
}
