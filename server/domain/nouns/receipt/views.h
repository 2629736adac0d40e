/* The rows of what departments have done with a bulletin. It knows no rule. */
#ifndef BULLETIN_DOMAIN_RECEIPT_VIEWS_H
#define BULLETIN_DOMAIN_RECEIPT_VIEWS_H

#include "server/domain/views/views.h"

#define RECEIPT_VIEWS(VIEW) VIEW(receipt, "where the facts of one department's receipt are")

/* Seqs of facts in the department's channel. */
#define VIEW_FIELDS_receipt(F, S)                                                                            \
    F(S, assigned, NUMBER, REQUIRED, 0, "of the duty")                                                       \
    F(S, delivered, NUMBER, OPTIONAL, 0, "of the receipt")                                                   \
    F(S, opened, NUMBER, OPTIONAL, 0, "of the receipt")                                                      \
    F(S, signed_for, NUMBER, OPTIONAL, 0, "of the receipt")                                                  \
    F(S, undated, FLAG, OPTIONAL, 0, "no due date counts: it has none, or was past when this began")

RECEIPT_VIEWS(VIEW_DECLARED)

struct store_key view_receipt_key(struct bytes channel, uint64_t number, uint64_t revision,
                                  struct bytes department);
bool view_receipt(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                  struct bytes department, struct view_receipt *row);

#endif
