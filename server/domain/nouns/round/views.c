/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/round/views.h"

ROUND_VIEWS(VIEW_DEFINED)

bool view_round(struct txn *txn, uint64_t year, struct view_round *row)
{
    struct store_key key = key_seq(year);
    return view_get(txn, TABLE_ROUNDS, key_of(&key), &shape_view_round, row);
}

bool view_round_at(struct txn *txn, struct bytes channel, uint64_t number, struct view_round *row)
{
    struct fact_round_opened opened;
    struct fact fact;
    return bytes_equal_text(channel, CHANNEL_BRANDS) && ledger_read_at(txn, channel, number, &fact) &&
           fact_kind_find(fact.head.kind) == &fact_kinds[FACT_round_opened] &&
           fact_decided(txn, &fact, &shape_fact_round_opened, &opened) && view_round(txn, opened.year, row);
}

void view_put_round(struct txn *txn, const struct view_round *row)
{
    struct store_key key = key_seq(row->year);
    view_put(txn, TABLE_ROUNDS, key_of(&key), &shape_view_round, row);
}
