/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/people/views.h"

PEOPLE_VIEWS(VIEW_DEFINED)

bool view_invite(struct txn *txn, struct bytes code_hash, struct view_invite *row)
{
    return view_get(txn, TABLE_INVITES, code_hash, &shape_view_invite, row);
}
