/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/house/views.h"

static const char house_word[] = "house";

HOUSE_VIEWS(VIEW_DEFINED)

bool view_house(struct txn *txn, struct view_house *row)
{
    return view_get(txn, TABLE_HOUSE, bytes_of_text(house_word), &shape_view_house, row);
}
