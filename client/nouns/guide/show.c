/* Guidances under titles and whole, and what is said of their facts. It does not know who may see them. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 4096 };

static const struct column titles[] = {
    {.title = "GUIDANCE", .field = "id", .shrinks = false},
    {.title = "ENDED", .field = "ended", .shrinks = false},
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "FOLLOWS", .field = "example", .shrinks = false},
    {.title = "BRAND", .field = "headline", .shrinks = true},
    {.title = "SAID", .field = "said", .shrinks = false},
    {.title = "LAST BY", .field = "last_by", .shrinks = false},
    {.title = "SINCE", .field = "time", .shrinks = false},
    {.title = "WHY", .field = "reason", .shrinks = true},
    {.title = NULL},
};

static void add_ended(struct buffer *line, const struct record_guide *guide)
{
    if (!guide->has.ended)
        return;
    lines_time_if(line, true, "ENDED ", guide->ended, "");
    lines_bytes_if(line, guide->has.reason, ": ", guide->reason, "");
}

/* "guide/1/land/2  land follows the example of labour: brand/2006-labour/2" */
static void add_pair(struct buffer *line, const struct record_guide *guide)
{
    lines_bytes(line, guide->id);
    buffer_add_text(line, "  ");
    lines_bytes(line, guide->department);
    buffer_add_text(line, " follows the example of ");
    lines_bytes(line, guide->example);
    buffer_add_text(line, ": ");
    lines_bytes(line, guide->by);
}

static void add_said(struct buffer *line, const struct record_guide *guide)
{
    buffer_add_text(line, "Paired by ");
    lines_bytes(line, guide->actor);
    lines_time_if(line, true, " at ", guide->time, ". ");
    if (guide->said == 0)
        buffer_add_text(line, "Nothing has been said yet");
    else
        lines_count(line, guide->said, "text", "texts");
    lines_bytes_if(line, guide->has.last_by, ", the last by ", guide->last_by, "");
    lines_time_if(line, guide->has.last, " at ", guide->last, "");
    buffer_add_text(line, ".");
}

static void guide_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_guide *guide = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    add_ended(&line, guide);
    lines_wrap(out, &line, 0, how->columns);
    lines_bytes_if(&line, guide->has.headline, "", guide->headline, "");
    lines_wrap(out, &line, 0, how->columns);
    add_pair(&line, guide);
    lines_wrap(out, &line, 0, how->columns);
    add_said(&line, guide);
    lines_wrap(out, &line, 0, how->columns);
}

SHOWS(guide, NULL, guide_whole, .columns = titles,
      .none = "No department follows an example that you may read of.");

TELLS_IN_WORDS(guide_paired, "{department} follows the example of {example}: {by}", NEWS);
TELLS_IN_WORDS(guide_told, "{department} follows the example of {example}: {by}; you talk about it in {id}",
               NEWS);
TELLS_IN_WORDS(guide_ended, "Ended: {id}: {act reason}", NEWS);

const struct client_noun client_noun_guide = CLIENT_NOUN(GUIDE);
