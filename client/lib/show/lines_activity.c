/* Activities and replies as lines. It does not know who may see them. */
#include "client/lib/show/lines.h"

#include "client/lib/show/width.h"

enum { LINE_ROOM_BYTES = 4096, DAY_BYTES = 10, INDENT_COLUMNS = 2 };

/* "2006-12-12" of a moment; for the last day of some, the moment before their end. */
static void add_day(struct buffer *out, int64_t time_ms)
{
    char text[32];
    struct buffer whole = buffer_over(text, sizeof text);
    lines_time(&whole, time_ms);
    buffer_add(out, whole.at, DAY_BYTES);
}

/* "2006-11-30 09:00", "2006-12-12", "2006-12-12 to 2006-12-14" */
static void add_when(struct buffer *out, const struct record_activity *activity)
{
    if (!activity->has.days || !activity->days) {
        lines_time(out, activity->starts);
        return;
    }
    size_t first = out->size;
    add_day(out, activity->starts);
    char room[32];
    struct buffer last = buffer_over(room, sizeof room);
    add_day(&last, activity->ends - 1);
    if (memcmp(out->at + first, last.at, DAY_BYTES) == 0)
        return;
    buffer_add_text(out, " to ");
    lines_bytes(out, buffer_bytes(&last));
}

static struct bytes headline_of(const struct record_activity *activity)
{
    return activity->has.headline ? activity->headline : bytes_of_text("[erased]");
}

void lines_activity(struct buffer *out, const struct record_activity *activity, size_t columns)
{
    uint8_t before_room[256], after_room[256];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, activity->id);
    buffer_add_text(&before, "  ");
    add_when(&before, activity);
    buffer_add_text(&before, "  ");
    if (activity->has.cancelled)
        buffer_add_text(&after, "  [cancelled]");
    else if (activity->has.replied)
        buffer_add_text(&after, activity->replied ? "  [we come]" : "  [we do not come]");
    else if (activity->has.mine && activity->mine)
        buffer_add_text(&after, "  [reply]");
    width_headline(out, buffer_bytes(&before), headline_of(activity), buffer_bytes(&after), columns);
}

/* "Word: value." in lines of their own */
static void add_line(struct buffer *out, struct buffer *line, size_t columns)
{
    if (line->size > 0)
        width_wrap(out, buffer_bytes(line), 0, columns);
    line->size = 0;
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
    if (activity->has.due) {
        buffer_add_text(line, " Reply by ");
        lines_deadline(line, activity->due);
        buffer_add_text(line, ".");
    }
    if (activity->has.replied)
        buffer_add_text(line, activity->replied ? " We come." : " We do not come.");
    else if (activity->has.mine && activity->mine)
        buffer_add_text(line, " We have not replied.");
}

static void add_attended(struct buffer *line, const struct record_activity *activity)
{
    if (activity->has.attended) {
        buffer_add_text(line, "There were: ");
        lines_words(line, activity->attended);
        buffer_add_text(line, ". ");
    }
    if (activity->has.uninvited) {
        buffer_add_text(line, "And uninvited: ");
        lines_words(line, activity->uninvited);
        buffer_add_text(line, ". ");
    }
    if (activity->has.attended_people) {
        buffer_add_text(line, "People: ");
        lines_number(line, activity->attended_people);
        buffer_add_text(line, ". ");
    }
    if (activity->has.note)
        lines_bytes(line, activity->note);
}

void lines_activity_whole(struct buffer *out, const struct record_activity *activity, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    if (activity->has.cancelled) {
        buffer_add_text(&line, "CANCELLED ");
        lines_time(&line, activity->cancelled);
        if (activity->has.reason) {
            buffer_add_text(&line, ": ");
            lines_bytes(&line, activity->reason);
        }
        add_line(out, &line, columns);
    }
    lines_bytes(&line, headline_of(activity));
    add_line(out, &line, columns);
    lines_bytes(&line, activity->id);
    buffer_add_text(&line, "  ");
    add_when(&line, activity);
    if (!activity->has.days || !activity->days) {
        buffer_add_text(&line, " to ");
        lines_deadline(&line, activity->ends);
    }
    if (activity->has.place) {
        buffer_add_text(&line, ", ");
        lines_bytes(&line, activity->place);
    }
    add_line(out, &line, columns);
    if (activity->has.kind && activity->kind < ACTIVITY_COUNT) {
        buffer_add_text(&line, activity_words[activity->kind]);
        buffer_add_text(&line, ", announced by ");
    } else {
        buffer_add_text(&line, "Announced by ");
    }
    lines_bytes(&line, activity->actor);
    add_line(out, &line, columns);
    if (activity->has.text) {
        buffer_add_text(out, "\n");
        width_wrap(out, activity->text, INDENT_COLUMNS, columns);
        buffer_add_text(out, "\n");
    }
    add_replies(&line, activity);
    add_line(out, &line, columns);
    add_attended(&line, activity);
    add_line(out, &line, columns);
}

void lines_reply(struct buffer *out, const struct record_reply *reply, size_t columns)
{
    uint8_t before_room[256], after_room[256];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    width_pad(&before, reply->department, 16);
    if (!reply->has.coming)
        buffer_add_text(&before, "  -");
    else
        buffer_add_text(&before, reply->coming ? "  coming      " : "  not coming  ");
    if (reply->has.people) {
        lines_number(&before, reply->people);
        buffer_add_text(&before, "  ");
    }
    if (reply->has.actor) {
        buffer_add_text(&after, "  (");
        lines_bytes(&after, reply->actor);
        buffer_add_text(&after, ")");
    }
    if (reply->has.late && reply->late)
        buffer_add_text(&after, "  late");
    width_line(out, buffer_bytes(&before), reply->has.comment ? reply->comment : (struct bytes){0},
               buffer_bytes(&after), columns);
}
