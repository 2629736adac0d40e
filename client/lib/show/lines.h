/* Rows, bulletins and facts as lines for a person. It writes into buffers and prints nothing. Every text that
 * reaches it has passed the checks of its kind, so no control character is among it. */
#ifndef BULLETIN_CLIENT_LINES_H
#define BULLETIN_CLIENT_LINES_H

#include "client/lib/follow/fact.h"

/* The offset of local time from UTC at this moment. */
int lines_zone_minutes(void);

/* "2006-11-30 09:12" in local time. */
void lines_time(struct buffer *out, int64_t time_ms);

/* `programme/12  2006-11-30  First brands named  (labour)`, fitted to `columns` (0: not at all). No newline.
 */
void lines_headline(struct buffer *out, const struct record_headline *headline, size_t columns);

/* A fact that is news as a headline; any other as its kind and who did it. */
void lines_fact(struct buffer *out, const struct fact_seen *fact, size_t columns);

/* A bulletin whole: its headline, where it comes from, whether it was withdrawn, its text (`text` when it has
 * a longer one, which is cleaned of what terminals would obey). Many lines, each with its newline. */
void lines_bulletin(struct buffer *out, const struct record_bulletin *bulletin, struct bytes text);

/* Any other row: name and title, then the other fields as `field=value`. No newline. */
void lines_row(struct buffer *out, const struct shape *shape, const void *values, size_t columns);

/* A record of which there is only one: a line a field. */
void lines_record(struct buffer *out, const struct shape *shape, const void *values);

/* The text form of a fact: `fact programme/13 bulletin.published actor=li headline="…"`. No newline. */
void lines_fact_text(struct buffer *out, const struct fact_seen *fact);

#endif
