/* A round as a line and whole, what is said of its facts, and its dates. It knows nothing of applications. */
#include <stdio.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/dates.h"
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 8192, INDENT_COLUMNS = 2, YEAR_BYTES = 8 };

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

static struct bytes title_of(const struct record_round *round)
{
    return lines_standing(round->has.title, round->title, false);
}

/* Days until then, a begun one for a whole one. */
static uint64_t days_left(int64_t time_ms)
{
    const int64_t left_ms = time_ms - wait_wall_ms();
    return left_ms > 0 ? (uint64_t)((left_ms + day_ms - 1) / day_ms) : 0;
}

static void begin_line(struct line *line, const struct record_round *round)
{
    line_begin(line);
    lines_number(&line->before, round->year);
    buffer_add_text(&line->before, "  ");
}

static void round_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_round *round = values;
    struct line line;
    begin_line(&line, round);
    width_pad(&line.before, bytes_of_text(round_stage_words[round->stage]), strlen("announced"));
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  [");
    if (round->stage == ROUND_STAGE_ANNOUNCED) {
        buffer_add_text(&line.after, "from ");
        lines_time(&line.after, round->from);
        buffer_add_text(&line.after, " ");
    }
    buffer_add_text(&line.after, "to ");
    lines_deadline(&line.after, round->until);
    buffer_add_text(&line.after, "]");
    line_end(out, &line, title_of(round), columns);
}

/* --- whole --- */

static void add_dates(struct buffer *out, const struct record_round *round)
{
    buffer_add_text(out, "Departments apply from ");
    lines_time(out, round->from);
    buffer_add_text(out, " to ");
    lines_deadline(out, round->until);
    if (round->stage == ROUND_STAGE_OPEN) {
        buffer_add_text(out, ": ");
        lines_count(out, days_left(round->until), "day", "days");
        buffer_add_text(out, " left");
    }
    buffer_add_text(out, round->stage == ROUND_STAGE_ENDED ? "; what comes now is late." : ".");
    lines_time_if(out, true, " Opened ", round->time, " by ");
    lines_bytes(out, round->actor);
    lines_time_if(out, round->has.changed, ". Changed ", round->changed, "");
    lines_bytes_if(out, round->has.changed_by, " by ", round->changed_by, "");
    lines_words_if(out, round->has.announced, ". Announced in ", round->announced, "");
    buffer_add_text(out, ".");
}

static void add_conditions(struct buffer *out, const struct record_round *round, size_t columns)
{
    uint8_t room[LIMIT_REASON_BYTES + 16];
    struct buffer line = buffer_over(room, sizeof room);
    struct bytes condition;
    uint64_t count = 0;
    if (!round->has.conditions)
        return;
    buffer_add_text(out, "\n");
    for (size_t at = 0; words_next(round->conditions, &at, &condition);) {
        lines_number(&line, ++count);
        buffer_add_text(&line, ". ");
        lines_bytes(&line, condition);
        lines_wrap(out, &line, INDENT_COLUMNS, columns);
    }
}

static void add_end(struct buffer *out, const struct record_round *round)
{
    if (round->has.applied) {
        lines_number(out, round->applied);
        buffer_add_text(out, " of ");
        lines_count(out, round->departments, "department", "departments");
        buffer_add_text(out, " had applied when its time was over.");
    }
    if (!round->has.closed)
        return;
    buffer_add_text(out, out->size > 0 ? " Closed " : "Closed ");
    lines_time(out, round->closed);
    lines_bytes_if(out, round->has.reason, ": ", round->reason, "");
}

/* Behind what is asked before it is closed, and to whoever looks before they do. */
static void add_unfinished(struct buffer *out, const struct record_round *round)
{
    if (!round->has.unfinished || round->unfinished == 0)
        return;
    buffer_add_text(out, out->size > 0 ? " " : "");
    lines_count(out, round->unfinished, "application is", "applications are");
    buffer_add_text(out, round->unfinished == 1 ? " not accepted yet, and ends when the round is closed."
                                                : " not accepted yet, and end when the round is closed.");
}

static void round_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_round *round = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_number(&line, round->year);
    buffer_add_text(&line, "  ");
    lines_bytes(&line, title_of(round));
    buffer_add_text(&line, "  [");
    buffer_add_text(&line, round_stage_words[round->stage]);
    buffer_add_text(&line, "]");
    lines_wrap(out, &line, 0, how->columns);
    add_dates(&line, round);
    lines_wrap(out, &line, 0, how->columns);
    add_conditions(out, round, how->columns);
    add_end(&line, round);
    add_unfinished(&line, round);
    if (round->has.conditions && line.size > 0)
        buffer_add_text(out, "\n");
    lines_wrap(out, &line, 0, how->columns);
}

/* --- what is said of their facts --- */

/* "Round of 2026: TITLE, apply from … to …" */
static void add_round(struct buffer *out, const char *before, const struct fact_seen *fact)
{
    const uint64_t *stage = fact_decided(fact, "stage");
    sentence_decided(out, before, fact, "year");
    sentence_words(out, ": ", fact_arg(fact, "title"), fact);
    if (stage != NULL && *stage == ROUND_STAGE_ANNOUNCED)
        sentence_start(out, ", apply from ", fact, "from");
    else
        buffer_add_text(out, ", apply");
    sentence_decided(out, " to ", fact, "until");
}

static void say_opened(struct buffer *out, const struct fact_seen *fact)
{
    add_round(out, "Round of ", fact);
}
TELLS(round_opened, say_opened, NEWS);

static void say_changed(struct buffer *out, const struct fact_seen *fact)
{
    add_round(out, "Changed: round of ", fact);
}
TELLS(round_changed, say_changed, NEWS);

TELLS_IN_WORDS(round_begun, "Departments may apply in the round of {year} from now on, to {until}", NEWS);

TELLS_IN_WORDS(round_closing, "The last days of the round of {year}: departments may apply to {until}", NEWS);

TELLS_IN_WORDS(round_ended,
               "The time for applying in the round of {year} is over: departments {departments}, applied "
               "{applied}",
               NEWS);

TELLS_IN_WORDS(round_closed, "The round of {year} is closed: {act reason}", NEWS);

TELLS_IN_WORDS(round_reminded,
               "REMINDER: we have not applied in the round of {year}, which takes applications to {until}",
               NEWS);

SHOWS(round, round_line, round_whole, .none = "There was no round yet.", .unknown = ERR_UNKNOWN_ROUND,
      .listed_by = VERB_round_list);

/* The most important first: those behind are left out where they do not fit. */
static const struct column progress_columns[] = {
    {.title = "DEPARTMENT", .field = "department"},
    {.title = "STAGE", .field = "stage"},
    {.title = "APPLIED", .field = "applied"},
    {.title = "LATE", .field = "late"},
    {.title = "LAST WORD", .field = "last"},
    {.title = "BY", .field = "last_by"},
    {.title = "GUIDED BY", .field = "guided", .shrinks = true},
    {.title = "ACCEPTED", .field = "accepted"},
    {.title = "VERDICT", .field = "verdict"},
    {.title = "NAMED", .field = "named"},
    {.title = "TEXTS", .field = "texts"},
    {.title = NULL},
};
SHOWS(progress, NULL, NULL, .columns = progress_columns, .none = "There is no department yet.");

/* --- in a calendar --- */

static void add_text(struct buffer *out, const struct record_round *round)
{
    struct bytes condition;
    for (size_t at = 0; round->has.conditions && words_next(round->conditions, &at, &condition);) {
        buffer_add_text(out, out->size > 0 ? "\n" : "");
        lines_bytes(out, condition);
    }
}

static void add_date(void *context, const struct shape *shape, const void *values)
{
    static const int64_t past_ms = 366 * INT64_C(24) * 60 * 60 * 1000;
    struct calendar *calendar = context;
    const struct record_round *round = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer text = buffer_over(room, sizeof room);
    char id[2 * LIMIT_ID_BYTES], year[YEAR_BYTES];
    (void)shape;
    if (round->until < calendar->now_ms - past_ms)
        return;
    snprintf(year, sizeof year, "%u", (unsigned)round->year);
    struct ics_event event = dates_begin(calendar, id, "round/", bytes_of_text(year));
    add_text(&text, round);
    dates_words(&event, round->has.title, round->title, round->has.conditions, buffer_bytes(&text));
    dates_span(&event, round->from, round->until);
    event.days = true;
    event.made_ms = round->time;
    event.changed_ms = round->has.changed ? round->changed : round->time;
    ics_event(&calendar->out, &event);
}

static enum error round_dates(struct calendar *calendar, struct failure *failure)
{
    struct answer answer = {.row = add_date, .context = calendar};
    const struct args_round_list args = {.has = {0}};
    return client_call_values(calendar->client, VERB_round_list, &args, &answer, failure);
}

/* --- on the first screen --- */

static bool is_under_way(const void *values)
{
    const struct record_round *round = values;
    return round->stage != ROUND_STAGE_CLOSED;
}

static void glance_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_round *round = values;
    struct line line;
    begin_line(&line, round);
    buffer_add_text(&line.after, "  [");
    if (round->stage == ROUND_STAGE_ANNOUNCED) {
        buffer_add_text(&line.after, "apply from ");
        lines_time(&line.after, round->from);
    } else if (round->stage == ROUND_STAGE_OPEN) {
        buffer_add_text(&line.after, "apply to ");
        lines_deadline(&line.after, round->until);
        buffer_add_text(&line.after, ", days left: ");
        lines_number(&line.after, days_left(round->until));
    } else {
        buffer_add_text(&line.after, "what comes now is late");
    }
    buffer_add_text(&line.after, "]");
    line_end(out, &line, title_of(round), columns);
}

static const struct glance glances[] = {
    {.place = 35,
     .verb = VERB_round_show,
     .title = "Service brands",
     .is = "round",
     .belongs = is_under_way,
     .line = glance_line,
     .whole = true},
    {.title = NULL},
};

const struct client_noun client_noun_round = CLIENT_NOUN(ROUND, .glances = glances, .dates = round_dates);
