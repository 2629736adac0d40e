/* What lines for a person are made of: times, names, numbers, and rows of any shape. It writes into buffers,
 * prints nothing and knows no noun. Every text that reaches it has passed the checks of its kind, so no
 * control character is among it. */
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

/* When something is: "2006-11-30 09:00"; of whole days "2006-12-12", or "2006-12-12 to 2006-12-14". */
void lines_span(struct buffer *out, int64_t starts_ms, int64_t ends_ms, bool days);

/* The bytes as they are; of words (NAMES, IDS) each, with a comma and a space between them; of LINES each,
 * and of ITEMS what each is, with a semicolon. */
void lines_bytes(struct buffer *out, struct bytes bytes);
void lines_words(struct buffer *out, struct bytes words);
void lines_lines(struct buffer *out, struct bytes lines);
void lines_items(struct buffer *out, struct bytes items);
void lines_number(struct buffer *out, uint64_t number);

/* The same with words before and behind it, if it is there; otherwise nothing. */
void lines_bytes_if(struct buffer *out, bool has, const char *before, struct bytes bytes, const char *after);
void lines_words_if(struct buffer *out, bool has, const char *before, struct bytes words, const char *after);
void lines_number_if(struct buffer *out, bool has, const char *before, uint64_t number, const char *after);
void lines_time_if(struct buffer *out, bool has, const char *before, int64_t time_ms, const char *after);
void lines_deadline_if(struct buffer *out, bool has, const char *before, int64_t time_ms, const char *after);

/* "1 post", "2 posts" */
void lines_count(struct buffer *out, uint64_t count, const char *one, const char *many);

/* "317 B", "1.2 KiB", "16.0 MiB" */
void lines_size(struct buffer *out, uint64_t size_bytes);

/* The mark, if the thing has it. */
void lines_mark(struct buffer *out, bool has, const char *mark);

/* "  [revision 2]"; nothing of the first. */
void lines_revision(struct buffer *out, uint64_t revision);

/* "wang (labour)" */
void lines_author(struct buffer *out, struct bytes actor, bool has_department, struct bytes department);

/* The words, or what stands in their place when they are hidden or erased. */
struct bytes lines_standing(bool has, struct bytes words, bool hidden);

/* A headline on its way: what stands before it and behind it. Begun, filled, and ended once. */
enum { LINES_ROOM_BYTES = 2048 };
struct line {
    struct buffer before, after;
    uint8_t before_room[LINES_ROOM_BYTES], after_room[LINES_ROOM_BYTES];
};

void line_begin(struct line *line);
/* With the id in front, and two spaces behind it. */
void line_begin_id(struct line *line, struct bytes id);
/* Fitted to `columns` (0: not at all), as width_headline does it. No newline. */
void line_end(struct buffer *out, const struct line *line, struct bytes headline, size_t columns);

/* A line that was gathered in a buffer of its own, if there is anything in it: broken and indented as
 * width_wrap does it. It is empty then. */
void lines_wrap(struct buffer *out, struct buffer *line, size_t indent, size_t columns);

/* One field of a row, which must be there. */
void lines_value(struct buffer *out, const struct shape *shape, size_t index, const void *values);

/* A row of any shape: name and title, then the other fields as `field=value`. No newline. */
void lines_fields(struct buffer *out, const struct shape *shape, const void *values, size_t columns);

/* A record of which there is only one: a line a field. */
void lines_record(struct buffer *out, const struct shape *shape, const void *values);

/* The text form of a fact: `fact programme/13 bulletin.published actor=li headline="…"`. No newline. */
void lines_fact_text(struct buffer *out, const struct fact_seen *fact);

#endif
