/* Duties, receipts and lateness as lines, and what is said of their facts. It does not know who may see
 * them. */
#include "client/nouns/receipt/show.h"

#include <stdio.h>

#include "client/lib/show/dates.h"
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 2048, TIME_COLUMNS = 16, DAY_COLUMNS = 10, RUNGS = 4 };

/* Where whole times do not fit, only that of the signature has its hour. */
static size_t rung_columns(size_t department_columns, size_t rung, size_t columns)
{
    const bool fits = columns == 0 || department_columns + RUNGS * (2 + TIME_COLUMNS) <= columns;
    return fits || rung + 1 == RUNGS ? TIME_COLUMNS : DAY_COLUMNS;
}

/* A rung with its time, or a dash; two spaces in front. */
static void add_rung(struct buffer *out, bool reached, int64_t time_ms, size_t columns)
{
    char room[32];
    struct buffer time = buffer_over(room, sizeof room);
    if (reached)
        lines_time(&time, time_ms);
    else
        buffer_add_text(&time, "-");
    if (time.size > columns)
        time.size = columns; /* the day */
    buffer_add_text(out, "  ");
    width_pad(out, buffer_bytes(&time), columns);
}

static void add_trimmed(struct buffer *out, struct buffer *line)
{
    while (line->size > 0 && line->at[line->size - 1] == ' ')
        line->size--;
    lines_bytes(out, buffer_bytes(line));
}

void receipt_title(struct buffer *out, size_t department_columns, size_t columns)
{
    static const char *const rungs[RUNGS] = {"COMMITTED", "DELIVERED", "OPENED", "SIGNED"};
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    width_pad(&line, bytes_of_text("DEPARTMENT"), department_columns);
    for (size_t i = 0; i < sizeof rungs / sizeof rungs[0]; i++) {
        buffer_add_text(&line, "  ");
        width_pad(&line, bytes_of_text(rungs[i]), rung_columns(department_columns, i, columns));
    }
    add_trimmed(out, &line);
}

void receipt_row(struct buffer *out, const struct record_receipt *receipt, size_t department_columns,
                 size_t columns)
{
    static const size_t title_columns = sizeof "DEPARTMENT" - 1;
    uint8_t room[LINE_ROOM_BYTES], who_room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room), who = buffer_over(who_room, sizeof who_room);
    if (department_columns < title_columns)
        department_columns = title_columns;
    width_pad(&line, receipt->department, department_columns);
    add_rung(&line, true, receipt->committed, rung_columns(department_columns, 0, columns));
    add_rung(&line, receipt->has.delivered, receipt->delivered, rung_columns(department_columns, 1, columns));
    add_rung(&line, receipt->has.opened, receipt->opened, rung_columns(department_columns, 2, columns));
    add_rung(&line, receipt->has.signed_for, receipt->signed_for,
             rung_columns(department_columns, 3, columns));
    if (receipt->has.late && receipt->late)
        buffer_add_text(&who, "  LATE");
    lines_bytes_if(&who, receipt->has.signed_by, "  ", receipt->signed_by, "");
    if (receipt->has.comment) {
        buffer_add_text(&who, receipt->has.signed_by ? ": " : "  ");
        lines_bytes(&who, receipt->comment);
    }
    bool fits = columns == 0 || width_of(buffer_bytes(&line)) + width_of(buffer_bytes(&who)) <= columns;
    if (!fits && who.size > 0) {
        add_trimmed(out, &line);
        buffer_add_text(out, "\n  ");
        line.size = 0;
    }
    lines_bytes(&line, buffer_bytes(&who));
    add_trimmed(out, &line);
}

static void receipt_line(struct buffer *out, const void *values, size_t columns)
{
    receipt_row(out, values, 0, columns);
}

static void duty_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_duty *duty = values;
    const bool opened = duty->has.opened, signs = duty->has.receipt && duty->receipt;
    struct line line;
    line_begin_id(&line, duty->id);
    buffer_add_text(&line.before, !signs ? "open  " : opened ? "sign  " : "open and sign  ");
    lines_revision(&line.after, duty->revision);
    lines_mark(&line.after, duty->has.priority && duty->priority == PRIORITY_URGENT, "  [urgent]");
    if (duty->has.due) {
        buffer_add_text(&line.after, duty->has.late && duty->late ? "  [LATE, due " : "  [due ");
        lines_deadline(&line.after, duty->due);
        buffer_add_text(&line.after, "]");
    }
    line_end(out, &line, lines_standing(duty->has.headline, duty->headline, false), columns);
}

static void overdue_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_overdue *overdue = values;
    struct line line;
    line_begin_id(&line, overdue->id);
    lines_bytes(&line.before, overdue->department);
    buffer_add_text(&line.before, "  due ");
    lines_deadline(&line.before, overdue->due);
    buffer_add_text(&line.before, "  ");
    lines_revision(&line.after, overdue->revision);
    buffer_add_text(&line.after, overdue->has.opened      ? "  [opened]"
                                 : overdue->has.delivered ? "  [delivered]"
                                                          : "  [not delivered]");
    line_end(out, &line, lines_standing(overdue->has.headline, overdue->headline, false), columns);
}

/* --- what is said of their facts --- */

static void say_assigned(struct buffer *out, const struct fact_seen *fact)
{
    sentence_urgent(out, fact);
    buffer_add_text(out, sentence_flag(fact, "receipt") ? "To sign" : "For us");
    sentence_decided(out, " by ", fact, "due");
    sentence_about(out, ": ", fact, NULL);
    sentence_headline(out, fact);
}
TELLS(duty_assigned, say_assigned, NEWS, .urgency = URGENCY_REVISED, .delivery = DELIVERY_OWED);

TELLS_IN_WORDS(duty_ended, "No signature needed any more: {id}{revision}", NEWS, .urgency = URGENCY_OVER,
               .delivery = DELIVERY_OVER);

static void say_reminded(struct buffer *out, const struct fact_seen *fact)
{
    const int64_t *due_ms = fact_decided(fact, "due");
    bool late = due_ms != NULL && *due_ms < fact->head.time_ms;
    sentence_about(out, "Reminder: ", fact, NULL);
    sentence_decided(out, late ? " is not signed for and was due " : " is not signed for and is due ", fact,
                     "due");
}
TELLS(duty_reminded, say_reminded, NEWS);

TELLS_IN_WORDS(duty_counted,
               "Signed for {id}{revision}: {signed_for} of {addressed}, due {due}; missing: {missing}", NEWS);

TELLS_IN_WORDS(receipt_delivered, "Delivered: {id}{revision}", NO_NEWS, .delivery = DELIVERY_KNOWN);

TELLS_IN_WORDS(receipt_opened, "Opened: {id}{revision}", NEWS_OF_OURS, .urgency = URGENCY_OPENED);

TELLS_IN_WORDS(receipt_signed, "Signed: {id}{revision}: {act comment}", NEWS_OF_OURS,
               .urgency = URGENCY_OPENED);

SHOWS(receipt, receipt_line, NULL);
SHOWS(duty, duty_line, NULL, .none = "Nothing is to be opened or signed.");
SHOWS(overdue, overdue_line, NULL, .none = "Nobody is late.");

/* --- in a calendar --- */

static void add_date(void *context, const struct shape *shape, const void *values)
{
    static const int64_t minute_ms = 60000, day_ms = INT64_C(24) * 60 * 60 * 1000;
    struct calendar *calendar = context;
    const struct record_duty *duty = values;
    char id[2 * LIMIT_ID_BYTES], title[LIMIT_HEADLINE_BYTES + 16];
    (void)shape;
    if (!duty->has.due)
        return;
    struct ics_event event = dates_begin(calendar, id, "due/", duty->id);
    int size = snprintf(title, sizeof title, "Due: %.*s", duty->has.headline ? (int)duty->headline.size : 0,
                        duty->has.headline ? (const char *)duty->headline.at : "");
    event.title = bytes_of(title, (size_t)size);
    event.starts_ms = duty->due;
    event.ends_ms = duty->due;
    event.starts_minutes = event.ends_minutes = dates_zone_at(duty->due - 1);
    /* What is due to the end of a day stands on that day, not at the first moment of the next. */
    event.days = (duty->due + event.ends_minutes * minute_ms) % day_ms == 0;
    if (event.days)
        event.starts_ms -= day_ms;
    event.made_ms = duty->committed;
    ics_event(&calendar->out, &event);
}

static enum error receipt_dates(struct calendar *calendar, struct failure *failure)
{
    struct answer answer = {.row = add_date, .context = calendar};
    struct args_inbox args = {0};
    if (!calendar->has_inbox)
        return OK;
    return client_call_values(calendar->client, VERB_inbox, &args, &answer, failure);
}

/* --- on the first screen --- */

static const struct glance glances[] = {
    {.place = 10, .verb = VERB_inbox, .title = "To open and to sign", .is = "duty"},
    {.title = NULL},
};

const struct client_noun client_noun_receipt =
    CLIENT_NOUN(RECEIPT, .glances = glances, .dates = receipt_dates);
