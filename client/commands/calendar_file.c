/* `calendar`: activities, theme months and what must be signed, in a file that any calendar program reads. It
 * knows nothing of how such a file is written. */
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "client/lib/connect/wait.h"
#include "client/lib/home/files.h"
#include "client/lib/show/ics.h"
#include "client/shell/usage.h"
#include "protocol/wire/text.h"

enum { CALENDAR_BYTES = 16 * 1024 * 1024, FILE_MODE = 0644 };

static const int64_t past_ms = INT64_C(366) * 24 * 3600 * 1000;

struct input {
    const char *file; /* "-": standard output */
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, file, "ics", "FILE", "Write to FILE, or - for standard output"),
    {0},
};

static void check(struct command *command)
{
    const struct input *input = command->input;
    if (input->file == NULL)
        usage_end("Give --ics FILE, or --ics - for standard output.");
}

struct calendar {
    struct client *client;
    struct buffer out;
    uint8_t house[LIMIT_KEY_BYTES];
    int64_t now_ms;
};

/* The zone of this process is the programme's by now. */
static int zone_at(int64_t time_ms)
{
    struct tm parts;
    time_t seconds = (time_t)(time_ms / 1000);
    return localtime_r(&seconds, &parts) != NULL ? (int)(parts.tm_gmtoff / 60) : 0;
}

static struct ics_event begin_event(const struct calendar *calendar, char id[2 * LIMIT_ID_BYTES],
                                    const char *before, struct bytes rest)
{
    int size = snprintf(id, 2 * LIMIT_ID_BYTES, "%s%.*s", before, (int)rest.size, (const char *)rest.at);
    return (struct ics_event){.id = bytes_of(id, (size_t)size),
                              .house = bytes_of(calendar->house, sizeof calendar->house)};
}

static void set_span(struct ics_event *event, int64_t starts_ms, int64_t ends_ms)
{
    event->starts_ms = starts_ms;
    event->ends_ms = ends_ms;
    event->starts_minutes = zone_at(starts_ms);
    event->ends_minutes = zone_at(ends_ms - 1);
}

/* What was erased keeps its place. */
static void set_words(struct ics_event *event, bool has_title, struct bytes title, bool has_text,
                      struct bytes text)
{
    event->title = has_title ? title : bytes_of_text("(erased)");
    if (has_text)
        event->text = text;
}

static void add_activity(void *context, const struct shape *shape, const void *values)
{
    struct calendar *calendar = context;
    const struct record_activity *activity = values;
    char id[2 * LIMIT_ID_BYTES];
    (void)shape;
    struct ics_event event = begin_event(calendar, id, "", activity->id);
    set_words(&event, activity->has.headline, activity->headline, activity->has.text, activity->text);
    set_span(&event, activity->starts, activity->ends);
    if (activity->has.place)
        event.place = activity->place;
    event.days = activity->has.days && activity->days;
    event.made_ms = activity->time;
    event.changed_ms = activity->has.changed ? activity->changed : activity->time;
    if (activity->has.cancelled) {
        event.cancelled = true;
        event.changed_ms = activity->cancelled;
    }
    ics_event(&calendar->out, &event);
}

/* Of a theme nobody says when it was planned: it is stamped with its opening, if that is past. */
static void add_theme(void *context, const struct shape *shape, const void *values)
{
    struct calendar *calendar = context;
    const struct record_theme *theme = values;
    char id[2 * LIMIT_ID_BYTES];
    (void)shape;
    struct ics_event event = begin_event(calendar, id, "theme/", theme->month);
    set_words(&event, theme->has.title, theme->title, theme->has.text, theme->text);
    set_span(&event, theme->opens, theme->closes);
    event.days = true;
    event.cancelled = theme->stage == STAGE_CANCELLED || theme->stage == STAGE_MISSED;
    event.made_ms = theme->opens < calendar->now_ms ? theme->opens : calendar->now_ms;
    ics_event(&calendar->out, &event);
}

static void add_duty(void *context, const struct shape *shape, const void *values)
{
    static const int64_t minute_ms = 60000, day_ms = INT64_C(24) * 60 * 60 * 1000;
    struct calendar *calendar = context;
    const struct record_duty *duty = values;
    char id[2 * LIMIT_ID_BYTES], title[LIMIT_HEADLINE_BYTES + 16];
    (void)shape;
    if (!duty->has.due)
        return;
    struct ics_event event = begin_event(calendar, id, "due/", duty->id);
    int size = snprintf(title, sizeof title, "Due: %.*s", duty->has.headline ? (int)duty->headline.size : 0,
                        duty->has.headline ? (const char *)duty->headline.at : "");
    event.title = bytes_of(title, (size_t)size);
    event.starts_ms = duty->due;
    event.ends_ms = duty->due;
    event.starts_minutes = event.ends_minutes = zone_at(duty->due - 1);
    /* What is due to the end of a day stands on that day, not at the first moment of the next. */
    event.days = (duty->due + event.ends_minutes * minute_ms) % day_ms == 0;
    if (event.days)
        event.starts_ms -= day_ms;
    event.made_ms = duty->committed;
    ics_event(&calendar->out, &event);
}

static enum error collect_activities(struct calendar *calendar, struct failure *failure)
{
    uint8_t room[64];
    struct buffer from = buffer_over(room, sizeof room);
    struct answer answer = {.row = add_activity, .context = calendar};
    struct args_activity_list args = {0};
    text_from_time(calendar->now_ms - past_ms, 0, &from);
    args.has.from = true;
    args.from = buffer_bytes(&from);
    args.has.whole = args.whole = true;
    return client_call_values(calendar->client, VERB_activity_list, &args, &answer, failure);
}

static enum error collect_themes(struct calendar *calendar, struct failure *failure)
{
    struct answer answer = {.row = add_theme, .context = calendar};
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

static enum error collect_duties(struct calendar *calendar, struct failure *failure)
{
    struct answer answer = {.row = add_duty, .context = calendar};
    struct args_inbox args = {0};
    return client_call_values(calendar->client, VERB_inbox, &args, &answer, failure);
}

static enum error collect(struct calendar *calendar, struct failure *failure)
{
    struct record_status status;
    enum error code = session_ask_status(calendar->client, &status, failure);
    if (code != OK)
        return code;
    memcpy(calendar->house, status.house.at, sizeof calendar->house);
    bool has_inbox = status.has.department;
    if (status.has.zone) /* whole days are the programme's, wherever this machine stands */
        code = zone_use(status.zone, failure);
    calendar->now_ms = status.time;
    ics_begin(&calendar->out);
    if (code == OK)
        code = collect_activities(calendar, failure);
    if (code == OK)
        code = collect_themes(calendar, failure);
    if (code == OK && has_inbox)
        code = collect_duties(calendar, failure);
    ics_end(&calendar->out);
    if (code == OK && calendar->out.overflowed)
        code = failure_say(failure, ERR_INTERNAL, "The calendar is larger than 16 MiB.");
    return code;
}

static enum error save(const struct input *input, struct bytes content, struct failure *failure)
{
    if (strcmp(input->file, "-") != 0)
        return files_replace(input->file, content, FILE_MODE, failure);
    fwrite(content.at, 1, content.size, stdout);
    return OK;
}

static enum error run(struct command *command)
{
    struct failure *failure = &command->failure;
    uint8_t *room = malloc(CALENDAR_BYTES);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct calendar calendar = {.out = buffer_over(room, CALENDAR_BYTES)};
    enum error code = session_open(&command->session, command->options, failure);
    calendar.client = command->session.client;
    if (code == OK)
        code = collect(&calendar, failure);
    if (code == OK)
        code = save(command->input, buffer_bytes(&calendar.out), failure);
    free(room);
    return code;
}

const struct command_plan plan_calendar = {
    .words = "calendar",
    .help = "Write activities, theme months and due dates as iCalendar.",
    .doc = "Write activities, theme months and due dates as an iCalendar file.\v"
           "Example: bulletin calendar --ics bulletin.ics",
    COMMAND_OPTIONS(option_list, struct input),
    .check = check,
    .run = run,
};
