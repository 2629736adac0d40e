/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/schedule/views.h"

SCHEDULE_VIEWS(VIEW_DEFINED)

bool view_draft(struct txn *txn, struct bytes desk, uint64_t number, struct view_draft *row)
{
    struct store_key key = key_place(desk, number);
    return view_get(txn, TABLE_DRAFTS, key_of(&key), &shape_view_draft, row);
}
