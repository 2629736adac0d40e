/* The theme of a month as a line and whole, and what is said of its facts. It knows no thread but by its
 * id. */
#include "client/nouns/theme/show.h"

#include <time.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/dates.h"
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

static struct bytes title_of(const struct record_theme *theme)
{
    return lines_standing(theme->has.title, theme->title, theme->has.hidden && theme->hidden);
}

static void theme_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_theme *theme = values;
    struct line line;
    line_begin_id(&line, theme->month);
    width_pad(&line.before, bytes_of_text(stage_words[theme->stage]), strlen("cancelled"));
    buffer_add_text(&line.before, "  ");
    lines_mark(&line.after, theme->has.amended, "  [amended]");
    if (theme->has.posts) {
        buffer_add_text(&line.after, "  (");
        lines_count(&line.after, theme->posts, "post", "posts");
        lines_number_if(&line.after, theme->has.mine, ", ", theme->mine, " of mine");
        buffer_add_text(&line.after, ")");
    }
    line_end(out, &line, title_of(theme), columns);
}

/* "1 department took part: labour. 2 did not: land, roads." */
static void add_departments(struct buffer *out, const struct record_theme *theme)
{
    if (!theme->has.departments)
        return;
    buffer_add_text(out, " ");
    lines_count(out, theme->departments, "department", "departments");
    buffer_add_text(out, " took part");
    lines_words_if(out, theme->has.took_part, ": ", theme->took_part, "");
    buffer_add_text(out, ".");
    if (!theme->has.absent)
        return;
    buffer_add_text(out, " ");
    lines_number(out, theme->has.absent_count ? theme->absent_count : 0);
    buffer_add_text(out, " did not: ");
    lines_words(out, theme->absent);
    buffer_add_text(out, ".");
}

static void add_life(struct buffer *out, const struct record_theme *theme)
{
    const int64_t now_ms = wait_wall_ms();
    static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    const bool open = theme->stage == STAGE_OPEN || theme->stage == STAGE_CLOSING;
    buffer_add_text(out, open ? "Open from " : "From ");
    lines_time(out, theme->opens);
    buffer_add_text(out, " to ");
    lines_deadline(out, theme->closes);
    if (open && now_ms < theme->closes) {
        buffer_add_text(out, ": ");
        lines_count(out, (uint64_t)((theme->closes - now_ms + day_ms - 1) / day_ms), "day", "days");
        buffer_add_text(out, " left");
    }
    buffer_add_text(out, ". Planned by ");
    lines_bytes(out, theme->actor);
    buffer_add_text(out, ".");
    if (theme->has.amended) {
        buffer_add_text(out, " Amended ");
        lines_time(out, theme->amended);
        buffer_add_text(out, theme->has.amended_by ? " by " : "");
        lines_bytes(out, theme->amended_by);
        buffer_add_text(out, ".");
    }
    lines_bytes_if(out, theme->has.reason, " Cancelled: ", theme->reason, "");
}

/* "3 posts by 2 people. 1 department took part: … Most answered: … Thread forum/3." */
static void add_talk(struct buffer *out, const struct record_theme *theme)
{
    if (theme->has.posts) {
        lines_count(out, theme->posts, "post", "posts");
        if (theme->has.people) {
            buffer_add_text(out, " by ");
            lines_count(out, theme->people, "person", "people");
        }
        buffer_add_text(out, ".");
        add_departments(out, theme);
    }
    lines_words_if(out, theme->has.answered, " Most answered: ", theme->answered, ".");
    if (theme->has.thread) {
        buffer_add_text(out, out->size > 0 ? " " : "");
        buffer_add_text(out, "Thread ");
        lines_bytes(out, theme->thread);
        buffer_add_text(out, ".");
    }
}

static void theme_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_theme *theme = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, theme->month);
    buffer_add_text(&line, "  ");
    lines_bytes(&line, title_of(theme));
    buffer_add_text(&line, "  [");
    buffer_add_text(&line, stage_words[theme->stage]);
    buffer_add_text(&line, "]");
    lines_wrap(out, &line, 0, how->columns);
    add_life(&line, theme);
    lines_wrap(out, &line, 0, how->columns);
    if (theme->has.text) {
        buffer_add_text(out, "\n");
        width_wrap(out, theme->text, INDENT_COLUMNS, how->columns);
    }
    add_talk(&line, theme);
    if (line.size == 0)
        return;
    buffer_add_text(out, "\n");
    lines_wrap(out, &line, 0, how->columns);
}

/* --- what is said of its facts --- */

TELLS_IN_WORDS(theme_opened, "Theme of {month}: {words title}, open to {closes}, thread {thread}", NEWS);

void theme_say_corrected(struct buffer *out, const struct fact_seen *fact)
{
    sentence_in_words(out, "Amended: theme of {month}: {words title}, thread {thread}", fact);
}
TELLS(theme_corrected, theme_say_corrected, NEWS);

TELLS_IN_WORDS(theme_closing, "The theme of {month} closes {closes}; answer in {thread}", NEWS);

TELLS_IN_WORDS(theme_closed,
               "The theme of {month} is closed: posts {posts}, people {people}, departments {departments}; "
               "not heard: {absent}",
               NEWS);

TELLS_IN_WORDS(theme_planned, "Planned for {month}: {words title}, opens {from opens}", NEWS);

TELLS_IN_WORDS(theme_amended, "Planned anew for {month}: {words title}, opens {from opens}", NEWS);

TELLS_IN_WORDS(theme_cancelled, "The theme of {month} is cancelled: {act reason}", NEWS);

static void say_checked(struct buffer *out, const struct fact_seen *fact)
{
    const bool missing = sentence_flag(fact, "missing");
    sentence_decided(out, missing ? "NO THEME IS PLANNED for " : "A theme is planned for ", fact, "month");
}
TELLS(theme_checked, say_checked, NEWS);

static void say_turned(struct buffer *out, const struct fact_seen *fact)
{
    const uint64_t *stage = fact_decided(fact, "stage");
    sentence_decided(out, "The theme of ", fact, "month");
    buffer_add_text(out, " is now ");
    buffer_add_text(out, stage != NULL && *stage < STAGE_COUNT ? stage_words[*stage] : "unknown");
}
TELLS(theme_turned, say_turned, NO_NEWS); /* what it says comes with another fact */

SHOWS(theme, theme_line, theme_whole);

static void days_left_line(struct buffer *out, const void *values, size_t columns)
{
    static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    const struct record_theme *theme = values;
    const int64_t left_ms = theme->closes - wait_wall_ms();
    struct line line;
    line_begin_id(&line, theme->month);
    buffer_add_text(&line.after, "  [days left: ");
    lines_number(&line.after, left_ms > 0 ? (uint64_t)((left_ms + day_ms - 1) / day_ms) : 0);
    buffer_add_text(&line.after, theme->has.amended ? ", amended" : "");
    buffer_add_text(&line.after, theme->has.mine ? ", answered]" : "]");
    line_end(out, &line, lines_standing(theme->has.title, theme->title, false), columns);
}

/* --- in a calendar --- */

/* Of a theme nobody says when it was planned: it is stamped with its opening, if that is past. */
static void add_date(void *context, const struct shape *shape, const void *values)
{
    struct calendar *calendar = context;
    const struct record_theme *theme = values;
    char id[2 * LIMIT_ID_BYTES];
    (void)shape;
    struct ics_event event = dates_begin(calendar, id, "theme/", theme->month);
    dates_words(&event, theme->has.title, theme->title, theme->has.text, theme->text);
    dates_span(&event, theme->opens, theme->closes);
    event.days = true;
    event.cancelled = theme->stage == STAGE_CANCELLED || theme->stage == STAGE_MISSED;
    event.made_ms = theme->opens < calendar->now_ms ? theme->opens : calendar->now_ms;
    ics_event(&calendar->out, &event);
}

static enum error theme_dates(struct calendar *calendar, struct failure *failure)
{
    struct answer answer = {.row = add_date, .context = calendar};
    struct args_theme_list args = {.has = {.year = true}};
    struct tm parts;
    time_t seconds = (time_t)(calendar->now_ms / 1000);
    enum error code = OK;
    if (localtime_r(&seconds, &parts) == NULL)
        return OK;
    const int64_t this_year = INT64_C(1900) + parts.tm_year;
    for (int64_t year = this_year - 1; year <= this_year + 1 && code == OK; year++) {
        args.year = (uint64_t)year;
        code = client_call_values(calendar->client, VERB_theme_list, &args, &answer, failure);
    }
    /* Where there are no themes, or none for this reader, the rest is a calendar, too. */
    const bool none = code != OK && failure->said_by_server && failure_exit(failure) == EXIT_REFUSED &&
                      client_is_open(calendar->client);
    return none ? OK : code;
}

/* --- on the first screen --- */

static const struct glance glances[] = {
    {.place = 40,
     .verb = VERB_theme_current,
     .title = "Theme",
     .is = "theme",
     .line = days_left_line,
     .whole = true},
    {.title = NULL},
};

const struct client_noun client_noun_theme = CLIENT_NOUN(THEME, .glances = glances, .dates = theme_dates);
