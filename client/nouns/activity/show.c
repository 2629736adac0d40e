/* Activities and replies as lines, and what is said of their facts. It does not know who may see them. */
#include "client/lib/show/dates.h"
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "protocol/wire/text.h"

enum { LINE_ROOM_BYTES = 4096, DAY_BYTES = 10, INDENT_COLUMNS = 2 };

static void add_when(struct buffer *out, const struct record_activity *activity)
{
    lines_span(out, activity->starts, activity->ends, activity->has.days && activity->days);
}

static void activity_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_activity *activity = values;
    struct line line;
    line_begin_id(&line, activity->id);
    add_when(&line.before, activity);
    buffer_add_text(&line.before, "  ");
    if (activity->has.cancelled)
        buffer_add_text(&line.after, "  [cancelled]");
    else if (activity->has.replied)
        buffer_add_text(&line.after, activity->replied ? "  [we come]" : "  [we do not come]");
    else if (activity->has.mine && activity->mine)
        buffer_add_text(&line.after, "  [reply]");
    line_end(out, &line, lines_standing(activity->has.headline, activity->headline, false), columns);
}

static void add_replies(struct buffer *line, const struct record_activity *activity)
{
    if (!activity->has.invited)
        return;
    buffer_add_text(line, "Departments invited: ");
    lines_number(line, activity->invited);
    buffer_add_text(line, "; coming: ");
    lines_number(line, activity->has.coming ? activity->coming : 0);
    buffer_add_text(line, ", people: ");
    lines_number(line, activity->has.people ? activity->people : 0);
    buffer_add_text(line, ".");
    lines_deadline_if(line, activity->has.due, " Reply by ", activity->due, ".");
    if (activity->has.replied)
        buffer_add_text(line, activity->replied ? " We come." : " We do not come.");
    else if (activity->has.mine && activity->mine)
        buffer_add_text(line, " We have not replied.");
}

static void add_attended(struct buffer *line, const struct record_activity *activity)
{
    lines_words_if(line, activity->has.attended, "Attended: ", activity->attended, ". ");
    lines_words_if(line, activity->has.uninvited, "Attended without invitation: ", activity->uninvited, ". ");
    lines_number_if(line, activity->has.attended_people, "People: ", activity->attended_people, ". ");
    if (activity->has.note)
        lines_bytes(line, activity->note);
}

static void add_cancelled(struct buffer *line, const struct record_activity *activity)
{
    if (!activity->has.cancelled)
        return;
    buffer_add_text(line, "CANCELLED ");
    lines_time(line, activity->cancelled);
    lines_bytes_if(line, activity->has.reason, ": ", activity->reason, "");
}

static void add_origin(struct buffer *line, const struct record_activity *activity)
{
    lines_bytes(line, activity->id);
    buffer_add_text(line, "  ");
    add_when(line, activity);
    lines_deadline_if(line, !activity->has.days || !activity->days, " to ", activity->ends, "");
    lines_bytes_if(line, activity->has.place, ", ", activity->place, "");
}

static void add_announced(struct buffer *line, const struct record_activity *activity)
{
    if (activity->has.kind && activity->kind < ACTIVITY_COUNT) {
        buffer_add_text(line, activity_words[activity->kind]);
        buffer_add_text(line, ", announced by ");
    } else {
        buffer_add_text(line, "Announced by ");
    }
    lines_bytes(line, activity->actor);
}

static void activity_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_activity *activity = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    add_cancelled(&line, activity);
    lines_wrap(out, &line, 0, how->columns);
    lines_bytes(&line, lines_standing(activity->has.headline, activity->headline, false));
    lines_wrap(out, &line, 0, how->columns);
    add_origin(&line, activity);
    lines_wrap(out, &line, 0, how->columns);
    add_announced(&line, activity);
    lines_wrap(out, &line, 0, how->columns);
    if (activity->has.text) {
        buffer_add_text(out, "\n");
        width_wrap(out, activity->text, INDENT_COLUMNS, how->columns);
        buffer_add_text(out, "\n");
    }
    add_replies(&line, activity);
    lines_wrap(out, &line, 0, how->columns);
    add_attended(&line, activity);
    lines_wrap(out, &line, 0, how->columns);
}

static void reply_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_reply *reply = values;
    struct line line;
    line_begin(&line);
    width_pad(&line.before, reply->department, 16);
    if (!reply->has.coming)
        buffer_add_text(&line.before, "  -");
    else
        buffer_add_text(&line.before, reply->coming ? "  coming      " : "  not coming  ");
    if (reply->has.people) {
        lines_number(&line.before, reply->people);
        buffer_add_text(&line.before, "  ");
    }
    lines_bytes_if(&line.after, reply->has.actor, "  (", reply->actor, ")");
    lines_mark(&line.after, reply->has.late && reply->late, "  late");
    width_line(out, buffer_bytes(&line.before), reply->has.comment ? reply->comment : (struct bytes){0},
               buffer_bytes(&line.after), columns);
}

/* --- what is said of their facts --- */

static void add_activity(struct buffer *out, const char *before, const struct fact_seen *fact)
{
    const struct bytes *starts = fact_arg(fact, "starts");
    sentence_words(out, before, fact_arg(fact, "headline"), fact);
    if (starts != NULL && starts->size == DAY_BYTES) /* the whole of it */
        sentence_arg(out, ", ", fact, "starts");
    else
        sentence_start(out, ", ", fact, "starts");
    sentence_arg(out, ", ", fact, "place");
}

static void say_announced(struct buffer *out, const struct fact_seen *fact)
{
    add_activity(out, "Activity: ", fact);
}
TELLS(activity_announced, say_announced, NEWS);

static void say_changed(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "Changed: ", fact, "id");
    add_activity(out, ": ", fact);
}
TELLS(activity_changed, say_changed, NEWS);

static void say_invited(struct buffer *out, const struct fact_seen *fact)
{
    const bool changed = sentence_flag(fact, "changed");
    sentence_decided(out, changed ? "Changed: " : "Invited: ", fact, "id");
    add_activity(out, ": ", fact);
    sentence_decided(out, ", reply by ", fact, "due");
}
TELLS(activity_invited, say_invited, NEWS);

TELLS_IN_WORDS(activity_uninvited, "No longer invited: {id}: {act reason}", NEWS);

TELLS_IN_WORDS(activity_cancelled, "Cancelled: {id}: {act reason}", NEWS);

static void say_replied(struct buffer *out, const struct fact_seen *fact)
{
    const bool *coming = fact_arg(fact, "coming");
    sentence_decided(out, coming != NULL && *coming ? "Coming to " : "Not coming to ", fact, "id");
    sentence_arg(out, ", people ", fact, "people");
    lines_mark(out, fact_decided(fact, "late") != NULL, ", late");
    sentence_arg(out, ": ", fact, "comment");
}
TELLS(activity_replied, say_replied, NEWS);

TELLS_IN_WORDS(activity_attended, "Attended: {id}, people {act people}: {act note}", NEWS);

SHOWS(activity, activity_line, activity_whole, .none = "No activities are announced for that time.");
SHOWS(reply, reply_line, NULL, .none = "Nobody was invited.");

/* --- in a calendar --- */

static void add_date(void *context, const struct shape *shape, const void *values)
{
    struct calendar *calendar = context;
    const struct record_activity *activity = values;
    char id[2 * LIMIT_ID_BYTES];
    (void)shape;
    struct ics_event event = dates_begin(calendar, id, "", activity->id);
    dates_words(&event, activity->has.headline, activity->headline, activity->has.text, activity->text);
    dates_span(&event, activity->starts, activity->ends);
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

static enum error activity_dates(struct calendar *calendar, struct failure *failure)
{
    static const int64_t past_ms = INT64_C(366) * 24 * 3600 * 1000;
    uint8_t room[64];
    struct buffer from = buffer_over(room, sizeof room);
    struct answer answer = {.row = add_date, .context = calendar};
    struct args_activity_list args = {0};
    text_from_time(calendar->now_ms - past_ms, 0, &from);
    args.has.from = true;
    args.from = buffer_bytes(&from);
    args.has.whole = args.whole = true;
    return client_call_values(calendar->client, VERB_activity_list, &args, &answer, failure);
}

/* --- on the first screen --- */

/* What waits for a reply of my department comes first; that I know of what is ahead, later. */
static bool is_to_answer(const void *values)
{
    const struct record_activity *activity = values;
    return activity->has.mine && activity->mine && !activity->has.replied && !activity->has.cancelled;
}

static bool is_ahead(const void *values)
{
    return !is_to_answer(values);
}

static const struct glance glances[] = {
    {.place = 20,
     .verb = VERB_activity_list,
     .title = "To answer",
     .is = "activity",
     .belongs = is_to_answer},
    {.place = 50,
     .verb = VERB_activity_list,
     .title = "Next activities",
     .is = "activity",
     .belongs = is_ahead},
    {.title = NULL},
};

const struct client_noun client_noun_activity =
    CLIENT_NOUN(ACTIVITY, .glances = glances, .dates = activity_dates);
