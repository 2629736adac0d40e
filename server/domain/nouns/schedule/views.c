/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/schedule/views.h"

SCHEDULE_VIEWS(VIEW_DEFINED)

bool view_scheduled(struct txn *txn, struct bytes desk, uint64_t number, struct view_scheduled *row)
{
    struct store_key key = key_place(desk, number);
    return view_get(txn, TABLE_SCHEDULED, key_of(&key), &shape_view_scheduled, row);
}
