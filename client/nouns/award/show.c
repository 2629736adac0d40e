/* Awards under titles and whole, and what is said of their facts. It does not know who gives them. */
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

static const struct column title_columns[] = {
    {.title = "AWARD", .field = "award", .shrinks = false},
    {.title = "TITLE", .field = "title", .shrinks = true},
    {.title = "GIVEN", .field = "given", .shrinks = false},
    {.title = "SINCE", .field = "since", .shrinks = false},
    {.title = NULL},
};

static const struct column award_columns[] = {
    {.title = "ID", .field = "id", .shrinks = false},
    {.title = "WITHDRAWN", .field = "withdrawn", .shrinks = false},
    {.title = "YEAR", .field = "year", .shrinks = false},
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "TITLE", .field = "title", .shrinks = true},
    {.title = "ACHIEVEMENT", .field = "achievement", .shrinks = false},
    {.title = "BRAND", .field = "brand", .shrinks = false},
    {.title = "GROUND", .field = "ground", .shrinks = false},
    {.title = NULL},
};

static void add_withdrawn(struct buffer *line, const struct record_award *award)
{
    if (!award->has.withdrawn)
        return;
    buffer_add_text(line, "WITHDRAWN ");
    lines_time(line, award->withdrawn);
    lines_bytes_if(line, award->has.withdrawn_by, " by ", award->withdrawn_by, "");
    lines_bytes_if(line, award->has.reason, ": ", award->reason, "");
}

/* "brands/7  2006, to labour", "brands/7  2006, to labour for brand/2006-labour/2" */
static void add_origin(struct buffer *line, const struct record_award *award)
{
    lines_bytes(line, award->id);
    buffer_add_text(line, "  ");
    lines_number(line, award->year);
    buffer_add_text(line, ", to ");
    lines_bytes(line, award->department);
    if (award->has.brand) {
        buffer_add_text(line, " for ");
        lines_bytes(line, award->brand);
    }
}

static void add_given(struct buffer *line, const struct record_award *award)
{
    buffer_add_text(line, "Given by ");
    lines_bytes(line, award->actor);
    buffer_add_text(line, " at ");
    lines_time(line, award->time);
    buffer_add_text(line, " on the ground of ");
    lines_bytes(line, award->ground);
    buffer_add_text(line, ". It honours ");
    lines_bytes(line, award->achievement);
    buffer_add_text(line, ".");
}

static void award_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_award *award = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    add_withdrawn(&line, award);
    lines_wrap(out, &line, 0, how->columns);
    lines_bytes(&line, award->title);
    lines_wrap(out, &line, 0, how->columns);
    add_origin(&line, award);
    lines_wrap(out, &line, 0, how->columns);
    add_given(&line, award);
    lines_wrap(out, &line, 0, how->columns);
    if (!award->has.text && !award->has.erased)
        return;
    buffer_add_text(out, "\n");
    width_wrap(out, lines_standing(award->has.text, award->text, false), INDENT_COLUMNS, how->columns);
}

SHOWS(award, NULL, award_whole, .columns = award_columns, .none = "No such award was given.");
SHOWS(award_title, NULL, NULL, .columns = title_columns, .none = "No awards are defined.",
      .unknown = ERR_UNKNOWN_AWARD, .listed_by = VERB_award_titles);

/* --- what is said of their facts --- */

TELLS_IN_WORDS(award_defined, "An award was defined: {award}, {act title}", NEWS);

TELLS_IN_WORDS(award_given,
               "Award to {honoured} for {brand}: {award} {year}, which honours {achievement}{said}", NEWS);

TELLS_IN_WORDS(award_withdrawn, "The award was withdrawn: {id}: {act reason}", NEWS);

const struct client_noun client_noun_award = CLIENT_NOUN(AWARD);
