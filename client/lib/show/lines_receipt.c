/* Duties, receipts, lateness and drafts as lines. It does not know who may see them. */
#include "client/lib/show/lines.h"

#include "client/lib/show/width.h"

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

void lines_receipt_title(struct buffer *out, size_t department_columns, size_t columns)
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

void lines_receipt(struct buffer *out, const struct record_receipt *receipt, size_t department_columns,
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
    if (receipt->has.signed_by) {
        buffer_add_text(&who, "  ");
        lines_bytes(&who, receipt->signed_by);
    }
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

static void add_headline(struct buffer *out, bool has, struct bytes headline, size_t columns,
                         const struct buffer *before, const struct buffer *after)
{
    width_headline(out, buffer_bytes(before), has ? headline : bytes_of_text("[erased]"), buffer_bytes(after),
                   columns);
}

static void add_revision(struct buffer *out, uint64_t revision)
{
    char text[40];
    struct buffer number = buffer_over(text, sizeof text);
    if (revision < 2)
        return;
    buffer_add_text(&number, "  [revision ");
    lines_number(&number, revision);
    buffer_add_text(&number, "]");
    lines_bytes(out, buffer_bytes(&number));
}

void lines_duty(struct buffer *out, const struct record_duty *duty, size_t columns)
{
    uint8_t before_room[LINE_ROOM_BYTES], after_room[LINE_ROOM_BYTES];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    bool opened = duty->has.opened;
    lines_bytes(&before, duty->id);
    buffer_add_text(&before, duty->has.receipt && duty->receipt ? (opened ? "  sign  " : "  open and sign  ")
                                                                : "  open  ");
    add_revision(&after, duty->revision);
    if (duty->has.priority && duty->priority == PRIORITY_URGENT)
        buffer_add_text(&after, "  [urgent]");
    if (duty->has.due) {
        buffer_add_text(&after, duty->has.late && duty->late ? "  [LATE, due " : "  [due ");
        lines_deadline(&after, duty->due);
        buffer_add_text(&after, "]");
    }
    add_headline(out, duty->has.headline, duty->headline, columns, &before, &after);
}

void lines_overdue(struct buffer *out, const struct record_overdue *overdue, size_t columns)
{
    uint8_t before_room[LINE_ROOM_BYTES], after_room[LINE_ROOM_BYTES];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, overdue->id);
    buffer_add_text(&before, "  ");
    lines_bytes(&before, overdue->department);
    buffer_add_text(&before, "  due ");
    lines_deadline(&before, overdue->due);
    buffer_add_text(&before, "  ");
    add_revision(&after, overdue->revision);
    buffer_add_text(&after, overdue->has.opened      ? "  [opened]"
                            : overdue->has.delivered ? "  [delivered]"
                                                     : "  [not delivered]");
    add_headline(out, overdue->has.headline, overdue->headline, columns, &before, &after);
}

void lines_draft(struct buffer *out, const struct record_draft *draft, size_t columns)
{
    uint8_t before_room[LINE_ROOM_BYTES], after_room[LINE_ROOM_BYTES];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, draft->id);
    buffer_add_text(&before, "  at ");
    lines_time(&before, draft->at);
    buffer_add_text(&before, "  ");
    buffer_add_text(&after, "  (");
    lines_bytes(&after, draft->actor);
    buffer_add_text(&after, ")");
    if (draft->has.published) {
        buffer_add_text(&after, "  [published as ");
        lines_bytes(&after, draft->published);
        buffer_add_text(&after, "]");
    }
    if (draft->has.cancelled && draft->cancelled) {
        buffer_add_text(&after, "  [cancelled");
        if (draft->has.code || draft->has.reason) {
            buffer_add_text(&after, ": ");
            lines_bytes(&after, draft->has.code ? draft->code : draft->reason);
        }
        buffer_add_text(&after, "]");
    }
    if (draft->has.erased && draft->erased)
        buffer_add_text(&after, "  [erased]");
    add_headline(out, draft->has.headline, draft->headline, columns, &before, &after);
}
