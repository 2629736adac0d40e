/* The rows of themes, by their months. It knows no rule. */
#ifndef BULLETIN_DOMAIN_THEME_VIEWS_H
#define BULLETIN_DOMAIN_THEME_VIEWS_H

#include "server/domain/views/views.h"

#define THEME_VIEWS(VIEW) VIEW(theme, "the theme of a month, and where its facts are")

#define VIEW_FIELDS_theme(F, S)                                                                              \
    VIEW_FIELDS_TEXTS(F, S)                                                                                  \
    F(S, desk, NUMBER, REQUIRED, 0, "that fact's number on desk/themes: its entries in the schedule")        \
    F(S, stage, STAGE, REQUIRED, 0, "where its life stands")                                                 \
    F(S, opens, TIME, REQUIRED, 0, "when")                                                                   \
    F(S, closes, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, remind, TIME, OPTIONAL, 0, "when, while it is in the schedule")                                     \
    F(S, thread, ID, OPTIONAL, 0, "where people answer")                                                     \
    F(S, opened, NUMBER, OPTIONAL, 0, "number of its theme.opened in `themes`")                              \
    F(S, said, NUMBER, OPTIONAL, 0, "how often its words were said there, from 1; see TABLE_REVISIONS")      \
    F(S, said_seq, NUMBER, OPTIONAL, 0, "of the fact there with the newest")                                 \
    F(S, closed, NUMBER, OPTIONAL, 0, "seq of the fact with the summary")                                    \
    VIEW_FIELD_CANCELLED(F, S)

THEME_VIEWS(VIEW_DECLARED)

bool view_theme(struct txn *txn, struct bytes month, struct view_theme *row);

#endif
