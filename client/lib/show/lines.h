/* Rows, bulletins and facts as lines for a person. It writes into buffers and prints nothing. Every text that
 * reaches it has passed the checks of its kind, so no control character is among it. */
#ifndef BULLETIN_CLIENT_LINES_H
#define BULLETIN_CLIENT_LINES_H

#include "client/lib/follow/fact.h"

/* The offset of local time from UTC at this moment. */
int lines_zone_minutes(void);

/* "2006-11-30 09:12" in local time, which is the server's once it has said its zone. */
void lines_time(struct buffer *out, int64_t time_ms);

/* Whether a time was written since this program began, so that its zone must be named. */
bool lines_time_was_written(void);

/* The same of a moment until which something may be done: the end of a day is its 24:00, since the 00:00 of
 * the next would be read as that day. */
void lines_deadline(struct buffer *out, int64_t time_ms);

/* The bytes as they are; of words (NAMES, IDS) each, with a comma and a space between them. */
void lines_bytes(struct buffer *out, struct bytes bytes);
void lines_words(struct buffer *out, struct bytes words);
void lines_number(struct buffer *out, uint64_t number);

/* "317 B", "1.2 KiB", "16.0 MiB" */
void lines_size(struct buffer *out, uint64_t size_bytes);

/* `programme/12  2006-11-30  First brands named  (labour)  [urgent] [due 2006-12-20 24:00]`, fitted to
 * `columns` (0: not at all). No newline. */
void lines_headline(struct buffer *out, const struct record_headline *headline, size_t columns);

/* A fact as a headline with what happened in plain words; one that is no news as its kind and who did it. */
void lines_fact(struct buffer *out, const struct fact_seen *fact, size_t columns);

/* The headline of whatever has one; else what happened in plain words, without id and time. */
void lines_fact_title(struct buffer *out, const struct fact_seen *fact);

/* A bulletin whole: what became of it, its headline, where it comes from, its times, whom it is addressed to,
 * its files, what is related, its text (`text` when it has a longer one, which is cleaned of what terminals
 * would obey). Many lines, each with its newline. */
void lines_bulletin(struct buffer *out, const struct record_bulletin *bulletin, struct bytes text);

/* The table of receipts: its title, and a line a department. `department_columns` is the width of the longest
 * name, so that the times stand under each other. Names are not cut, and of times the hours only where
 * they do not fit: what is said of who signed stands in a line
 * of its own when `columns` (0: any number) are too few. No newline behind. */
void lines_receipt_title(struct buffer *out, size_t department_columns, size_t columns);
void lines_receipt(struct buffer *out, const struct record_receipt *receipt, size_t department_columns,
                   size_t columns);

/* What is yet to be done, what is late, what is scheduled. No newline. */
void lines_duty(struct buffer *out, const struct record_duty *duty, size_t columns);
void lines_overdue(struct buffer *out, const struct record_overdue *overdue, size_t columns);
void lines_draft(struct buffer *out, const struct record_draft *draft, size_t columns);

/* A thread as a line. A post: who said it and when, and its text, `indent` columns in; `far`: what it answers
 * is not shown above it, so that is named. What opened a thread, with its headline. Whole lines, wrapped to
 * `columns` (0: not at all), each with its newline but for a thread's. */
void lines_thread(struct buffer *out, const struct record_thread *thread, size_t columns);
void lines_post(struct buffer *out, const struct record_post *post, size_t indent, bool far, size_t columns);
void lines_post_head(struct buffer *out, const struct record_post *post);
void lines_opening(struct buffer *out, const struct record_post *post, size_t columns);
/* One of the texts that a post has had, with its headline if it had one; no newline behind the last line. */
void lines_text_of_post(struct buffer *out, const struct record_post *post, size_t columns);

/* A month's theme as a line without a newline; and all of it, in lines. */
void lines_theme(struct buffer *out, const struct record_theme *theme, size_t columns);
void lines_theme_whole(struct buffer *out, const struct record_theme *theme, int64_t now_ms, size_t columns);

/* An activity as a line; and all of it, in lines. Whether a department comes. */
void lines_activity(struct buffer *out, const struct record_activity *activity, size_t columns);
void lines_activity_whole(struct buffer *out, const struct record_activity *activity, size_t columns);
void lines_reply(struct buffer *out, const struct record_reply *reply, size_t columns);

/* What a search found: a headline and, below it, the line with the hit. No newline at the end. */
void lines_hit(struct buffer *out, const struct record_hit *hit, size_t columns);

/* What happened in a forum, to a theme or to an activity; false for other facts. */
bool lines_say_spoken(struct buffer *out, const struct fact_seen *fact);

/* One field of a row, which must be there. */
void lines_value(struct buffer *out, const struct shape *shape, size_t index, const void *values);

/* A row of any shape: as above where there is a form for it; else name and title, then the other fields as
 * `field=value`. No newline. */
void lines_row(struct buffer *out, const struct shape *shape, const void *values, size_t columns);

/* A record of which there is only one: a line a field. */
void lines_record(struct buffer *out, const struct shape *shape, const void *values);

/* The text form of a fact: `fact programme/13 bulletin.published actor=li headline="…"`. No newline. */
void lines_fact_text(struct buffer *out, const struct fact_seen *fact);

#endif
