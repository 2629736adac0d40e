/* A town with both the channels of a theme, and what tests of themes do in it: a clock that is moved, and
 * looks at what came of it. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_THEMES_H
#define BULLETIN_TESTS_THEMES_H

#include "server/domain/nouns/theme/theme.h"
#include "tests/unit/support/town.h"

/* A settled town with both channels, whose zone is Shanghai; ends with town_leave(). */
int themes_settle(void **state);

/* Moves the clock. */
void themes_at(struct town *town, const char *moment);

/* And does what is due; how many entries of the schedule that were. */
size_t themes_run_at(struct town *town, const char *moment);

/* A theme's head, as the committee sees it: others do not see what is only planned. Lives until the next
 * call. */
const char *themes_head(struct town *town, const char *month);

/* The number of a channel's newest fact. */
uint64_t themes_tip(struct town *town, const char *channel);

/* The newest fact of a channel, as `kind decided…`. Lives until the next call. */
const char *themes_newest(struct town *town, const char *channel);

#define NEWEST(town, channel, text)                                                                          \
    do {                                                                                                     \
        if (strstr(themes_newest(town, channel), text) == NULL)                                              \
            fail_msg("%s: %s", channel, themes_newest(town, channel));                                       \
    } while (0)

#endif
