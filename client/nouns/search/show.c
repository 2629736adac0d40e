/* What a search found as lines. It does not know how it was found. */
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { INDENT_COLUMNS = 4 };

/* A headline and, below it, the line with the hit. */
static void hit_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_hit *hit = values;
    struct line line;
    line_begin_id(&line, hit->id);
    lines_time(&line.before, hit->time);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  (");
    lines_author(&line.after, hit->actor, hit->has.department, hit->department);
    buffer_add_text(&line.after, ")");
    lines_mark(&line.after, hit->has.withdrawn && hit->withdrawn,
               hit->in == SEARCHED_ACTIVITIES ? " [cancelled]" : " [withdrawn]");
    line_end(out, &line, lines_standing(hit->has.headline, hit->headline, false), columns);
    if (!hit->has.line)
        return;
    buffer_add_text(out, "\n    ");
    width_fit(out, hit->line,
              columns == 0                   ? SIZE_MAX
              : columns > 2 * INDENT_COLUMNS ? columns - INDENT_COLUMNS
                                             : INDENT_COLUMNS);
}

SHOWS(hit, hit_line, NULL);
SHOWS(searched, NULL, NULL);

const struct client_noun client_noun_search = CLIENT_NOUN(SEARCH);
