/* The rows of brands, and what an act says of one. It knows no rule. */
#ifndef BULLETIN_DOMAIN_BRAND_VIEWS_H
#define BULLETIN_DOMAIN_BRAND_VIEWS_H

#include "server/domain/views/views.h"

#define BRAND_VIEWS(VIEW)                                                                                    \
    VIEW(brand, "where the facts of a brand are, and how far it is")                                         \
    VIEW(application, "what an act says of a brand, whatever its verb; not kept")

#define VIEW_FIELDS_brand(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that began it")                                              \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, year, NUMBER, REQUIRED, 0, "of its round")                                                          \
    F(S, department, NAME, REQUIRED, 0, "whose it is")                                                       \
    F(S, stage, BRAND_STAGE, REQUIRED, 0, "how far it is")                                                   \
    F(S, moved, NUMBER, REQUIRED, 0, "seq of the fact that brought it there")                                \
    F(S, texts, NUMBER, REQUIRED, 0, "how many revisions there are, from 0; see TABLE_REVISIONS")            \
    F(S, text_seq, NUMBER, OPTIONAL, 0, "of the fact with the newest; missing: nothing was handed in")       \
    F(S, submitted, NUMBER, OPTIONAL, 0, "seq of the fact with the first")                                   \
    F(S, late, FLAG, OPTIONAL, 0, "it came after the last day for applying")                                 \
    F(S, accepted, NUMBER, OPTIONAL, 0, "seq of the fact that accepted it")                                  \
    F(S, evaluated, NUMBER, OPTIONAL, 0, "seq of the fact with the last verdict")                            \
    F(S, named, NUMBER, OPTIONAL, 0, "seq of the fact that named it")                                        \
    F(S, batch, NUMBER, OPTIONAL, 0, "of that")                                                              \
    F(S, bulletin, ID, OPTIONAL, 0, "that was published with it")                                            \
    F(S, name_hash, HASH, OPTIONAL, 0, "of its folded name, while that is nobody else's")                    \
    F(S, closing, TIME, OPTIONAL, 0, "when the schedule closes it, while that is in the schedule")           \
    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")
/* The fields of brand.submit and brand.revise together. */
#define VIEW_FIELDS_application(F, S) FIELDS_APPLICATION(F, S, OPTIONAL)

BRAND_VIEWS(VIEW_DECLARED)

bool view_brand(struct txn *txn, struct bytes channel, uint64_t number, struct view_brand *row);
/* The brand that an id names. */
bool view_brand_of_id(struct txn *txn, struct bytes id, struct view_brand *row);
/* `row` may borrow from the store. */
void view_brand_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_brand *row);

#endif
