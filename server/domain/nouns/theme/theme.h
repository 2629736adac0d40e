/* What the files of a theme share: the channels it lives in, its stages, and its entries in the
 * schedule. A theme is known by its month; its facts stand on desk/themes, and in `themes` and `forum`
 * once it is open. */
#ifndef BULLETIN_DOMAIN_THEME_H
#define BULLETIN_DOMAIN_THEME_H

#include "server/domain/nouns/theme/views.h"

/* The look at whether a month has a theme is known in the schedule by the first fact of desk/themes. */
enum { THEME_CHECK_NUMBER = 1 };

/* Whether people can answer it. */
bool theme_is_open(const struct view_theme *row);
/* Whether it stands for its month: another cannot be planned beside it. */
bool theme_stands(const struct view_theme *row);

/* When everyone is reminded of a theme that closes then: at nine in the morning, three days before its last
 * day. False when that is not after `after_ms`. */
bool theme_remind(int64_t closes_ms, int64_t after_ms, int64_t *remind_ms);

/* When it is looked whether a month has a theme: at nine in the morning, seven days before it begins. The
 * newest month whose time has come is that of `now_ms`, with its name and the time of the next. */
struct theme_check {
    char month[LIMIT_MONTH_BYTES + 1];
    int64_t next_ms;
};
bool theme_check_at(int64_t now_ms, struct theme_check *check);

/* What the act of a theme says: theme.plan or theme.amend. False when it was erased. Borrowed from
 * the fact. */
struct theme_text {
    bool has_text;
    struct bytes title, text;
};
bool theme_text_of(struct txn *txn, uint64_t text_seq, struct theme_text *text);

/* What a thread came to. Names and ids are sorted as they are told, and borrowed from `room`. */
enum {
    THEME_SUMMARY_BYTES =
        2 * (LIMIT_SUMMED_NAMES * (LIMIT_NAME_BYTES + 2)) + LIMIT_SUMMED_POSTS * (LIMIT_ID_BYTES + 3) + 16
};
bool theme_sum_up(struct txn *txn, struct bytes thread, uint8_t room[THEME_SUMMARY_BYTES],
                  struct fact_theme_closed *closed);

#endif
