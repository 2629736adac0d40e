/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/receipt/views.h"

RECEIPT_VIEWS(VIEW_DEFINED)

struct store_key view_receipt_key(struct bytes channel, uint64_t number, uint64_t revision,
                                  struct bytes department)
{
    struct store_key key = key_nth(channel, number, revision);
    key_bytes(&key, department);
    return key;
}

bool view_receipt(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                  struct bytes department, struct view_receipt *row)
{
    struct store_key key = view_receipt_key(channel, number, revision, department);
    return view_get(txn, TABLE_RECEIPTS, key_of(&key), &shape_view_receipt, row);
}
