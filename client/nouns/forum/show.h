/* Posts as a thread shows them. It does not know how they were fetched. */
#ifndef BULLETIN_CLIENT_FORUM_SHOW_H
#define BULLETIN_CLIENT_FORUM_SHOW_H

#include "client/lib/show/lines.h"

/* A post: who said it and when, and its text, `indent` columns in; `far`: what it answers is not shown above
 * it, so that is named. And what opened a thread, with its headline. Whole lines, wrapped to `columns` (0:
 * not at all), each with its newline. */
void post_below(struct buffer *out, const struct record_post *post, size_t indent, bool far, size_t columns);
void post_opening(struct buffer *out, const struct record_post *post, size_t columns);

#endif
