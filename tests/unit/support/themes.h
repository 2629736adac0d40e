/* A town with both the channels of a theme, and what tests of themes do in it: heads of
 * its themes. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_THEMES_H
#define BULLETIN_TESTS_THEMES_H

#include "server/domain/nouns/theme/theme.h"
#include "tests/unit/support/town.h"

/* A settled town with both channels, whose zone is Shanghai; ends with town_leave(). */
int themes_settle(void **state);

/* A theme's head, as the committee sees it: others do not see what is only planned. Lives until the next
 * call. */
const char *themes_head(struct town *town, const char *month);

#endif
