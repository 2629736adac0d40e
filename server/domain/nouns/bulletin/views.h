/* The rows of bulletins, and what an act says of one. It knows no rule. */
#ifndef BULLETIN_DOMAIN_BULLETIN_VIEWS_H
#define BULLETIN_DOMAIN_BULLETIN_VIEWS_H

#include "server/domain/views/views.h"

#define BULLETIN_VIEWS(VIEW)                                                                                 \
    VIEW(bulletin, "where the facts of a bulletin are, and where it stands")                                 \
    VIEW(notice, "what an act says of a bulletin, whatever its verb; not kept")

#define VIEW_FIELDS_bulletin(F, S)                                                                           \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                               \
    FIELD_HEAD(F, S)                                                                                         \
    F(S, withdrawn, NUMBER, OPTIONAL, 0, "seq of the fact that withdrew it")                                 \
    VIEW_FIELD_ERASED(F, S)                                                                                  \
    F(S, revision, NUMBER, REQUIRED, 0, "the newest, from 1")                                                \
    F(S, revision_seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                      \
    F(S, revision_head, HASH, REQUIRED, 0, "of that fact")                                                   \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, waiting, FLAG, OPTIONAL, 0, "`effective` is still in the schedule")                                 \
    F(S, expires, TIME, OPTIONAL, 0, "until when it is in force")                                            \
    F(S, expired, FLAG, OPTIONAL, 0, "that has passed, and a fact says so")                                  \
    F(S, receipt, FLAG, OPTIONAL, 0, "the departments addressed must sign for it")                           \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments made later are addressed too")                  \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments have the duty")                               \
    F(S, signed_for, NUMBER, OPTIONAL, 0, "how many of them signed the newest revision")                     \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, remind, TIME, OPTIONAL, 0, "when the schedule reminds next")
/* The fields of publish, revise, schedule.edit and import together. */
#define VIEW_FIELDS_notice(F, S)                                                                             \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it will be published")                               \
    F(S, source, LINE, OPTIONAL, LIMIT_SOURCE_BYTES, "where it was imported from")

BULLETIN_VIEWS(VIEW_DECLARED)

bool view_bulletin(struct txn *txn, struct bytes channel, uint64_t number, struct view_bulletin *row);
/* The bulletin that an id names. */
bool view_bulletin_of_id(struct txn *txn, struct bytes id, struct view_bulletin *row);
/* `way` 0: the others that it names; 1: those that name it. A walk over one way begins at the key without
 * `other` (NULL). */
struct store_key view_related_key(struct bytes channel, uint64_t number, uint8_t way,
                                  const struct bytes *other, uint64_t other_number);

#endif
