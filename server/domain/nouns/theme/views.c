/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/theme/views.h"

THEME_VIEWS(VIEW_DEFINED)

bool view_theme(struct txn *txn, struct bytes month, struct view_theme *row)
{
    return view_get(txn, TABLE_THEMES, month, &shape_view_theme, row);
}
