/* What is said of a theme whose words were amended: by `themes`, and by the theme's own thread. It does not
 * know which of both. */
#ifndef BULLETIN_CLIENT_THEME_SHOW_H
#define BULLETIN_CLIENT_THEME_SHOW_H

#include "client/lib/follow/fact.h"

void theme_say_corrected(struct buffer *out, const struct fact_seen *fact);

#endif
