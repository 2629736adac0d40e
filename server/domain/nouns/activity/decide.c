/* Activities: who may announce, change and cancel what, who is invited, and what may be replied and recorded.
 * It does not know how they are kept (fold.c) or shown (read.c). */
#include "protocol/wire/calendar.h"
#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/activity/guests.h"
#include "server/domain/nouns/activity/views.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/guide/guide.h"

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000, hour_ms = INT64_C(60) * 60 * 1000;

enum { DAY_BYTES = 10, HOURS_UNLESS_TOLD = 2 };

/* --- judging when it is --- */

static enum error refuse_time(struct decision *decision, enum error code, const char *field, int64_t time_ms)
{
    decision_refuse(decision, code, field, (struct bytes){0});
    decision->why.time_ms = time_ms;
    return code;
}

static enum error decide_moment(const char *field, struct bytes moment, enum day_edge edge, int64_t last_ms,
                                int64_t *time_ms, struct decision *decision)
{
    int64_t time;
    if (!calendar_moment(moment, edge, &time) || time < TIME_FIRST_MS)
        return decision_refuse(decision, ERR_BAD_VALUE, field, moment);
    if (time > last_ms)
        return refuse_time(decision, ERR_TOO_LATE, field, last_ms);
    *time_ms = time;
    return OK;
}

/* `before` is when it was until now, or NULL: what was right once stays right. */
static enum error decide_begin(const struct args_activity_announce *said, const struct held *before,
                               int64_t now_ms, struct held *held, struct decision *decision)
{
    const int64_t last_ms = now_ms + INT64_C(1000) * LIMIT_AHEAD_S;
    enum error error = decide_moment("starts", said->starts, DAY_BEGINS, last_ms, &held->starts, decision);
    if (error != OK || (before != NULL && before->starts == held->starts) || held->starts >= now_ms - day_ms)
        return error;
    return refuse_time(decision, ERR_IN_THE_PAST, "starts", now_ms);
}

static enum error decide_end(const struct args_activity_announce *said, int64_t now_ms, struct held *held,
                             struct decision *decision)
{
    const int64_t last_ms = now_ms + INT64_C(1000) * LIMIT_AHEAD_S;
    enum error error = OK;
    if (said->has.ends)
        error = decide_moment("ends", said->ends, DAY_ENDS, last_ms, &held->ends, decision);
    else if (said->starts.size == DAY_BYTES)
        error = decide_moment("ends", said->starts, DAY_ENDS, INT64_MAX, &held->ends, decision);
    else
        held->ends = held->starts + HOURS_UNLESS_TOLD * hour_ms;
    if (error == OK && held->ends <= held->starts)
        error = decision_refuse(decision, ERR_WRONG_ORDER, "ends", bytes_of_text("starts"));
    return error;
}

static enum error decide_due(const struct args_activity_announce *said, const struct held *before,
                             int64_t now_ms, struct held *held, struct decision *decision)
{
    held->has_due = said->has.due;
    if (!said->has.due)
        return OK;
    if (!said->has.to)
        return decision_refuse(decision, ERR_NEEDS_FIELD, "due", bytes_of_text("to"));
    enum error error = decide_moment("due", said->due, DAY_ENDS, INT64_MAX, &held->due, decision);
    if (error != OK)
        return error;
    if (held->due > held->ends)
        return decision_refuse(decision, ERR_WRONG_ORDER, "ends", bytes_of_text("due"));
    if (held->due <= now_ms && !(before != NULL && before->has_due && before->due == held->due))
        return refuse_time(decision, ERR_IN_THE_PAST, "due", now_ms);
    return OK;
}

/* Whom it invites must exist and be able to read of it: as with a bulletin's addressees. */
static enum error decide_said(const struct deciding *deciding, struct bytes channel,
                              const struct args_activity_announce *said, const struct held *before,
                              struct held *held)
{
    const struct view_notice address = {.has.to = said->has.to, .to = said->to};
    struct notice_times times;
    uint64_t text_size = 0;
    enum error error = decide_begin(said, before, deciding->now_ms, held, deciding->decision);
    if (error == OK)
        error = decide_end(said, deciding->now_ms, held, deciding->decision);
    if (error == OK)
        error = decide_due(said, before, deciding->now_ms, held, deciding->decision);
    if (error == OK)
        error = notice_decide(deciding, channel, &address, (struct bytes){0}, &times, &text_size);
    return error;
}

/* --- the verbs --- */

enum error decide_activity_announce(const struct deciding *deciding,
                                    const struct args_activity_announce *args)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct held held = {0};
    struct tip tip;
    enum error error = guide_decide_announcing(deciding, args->channel);
    if (error == OK)
        error = decide_said(deciding, args->channel, args, NULL, &held);
    if (error != OK)
        return error;
    struct fact_activity_announced announced = {
        .has = {.department = deciding->actor->department[0] != '\0', .due = held.has_due},
        .department = bytes_of_text(deciding->actor->department),
        .starts = held.starts,
        .ends = held.ends,
        .due = held.due,
    };
    decision_add(deciding->decision, args->channel, &fact_kinds[FACT_activity_announced], &announced);
    ledger_tip(deciding->txn, args->channel, &tip);
    id_write(&id, args->channel, tip.number + 1);
    struct inviting inviting = {.txn = deciding->txn,
                                .id = buffer_bytes(&id),
                                .channel = args->channel,
                                .number = tip.number + 1,
                                .said = args,
                                .held = &held,
                                .decision = deciding->decision};
    return guests_invite(&inviting);
}

enum error activity_decide_stands(const struct deciding *deciding, const char *field, struct bytes id,
                                  const struct view_activity *row)
{
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, field, id);
    return row->has.cancelled ? decision_refuse(deciding->decision, ERR_ACTIVITY_CANCELLED, field, id) : OK;
}

enum error activity_decide_public(const struct deciding *deciding, const char *field, struct bytes id,
                                  struct args_activity_announce *said)
{
    struct view_activity row;
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    if (!id_split(id, &channel, &number) ||
        !channel_allows(deciding->txn, channel, RIGHT_READ, deciding->actor) ||
        !view_activity(deciding->txn, channel, number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACTIVITY, field, id);
    if (!channel_is_public(deciding->txn, channel))
        return decision_refuse(deciding->decision, ERR_NOT_PUBLIC, field, id);
    enum error error = activity_decide_stands(deciding, field, id, &row);
    if (error != OK)
        return error;
    if (fact_needed(deciding->txn, row.text_seq, &fact) && activity_said_by(deciding->txn, &fact, said))
        return OK;
    view_missing(deciding->txn); /* it is not erased, so its words are there */
    return decision_refuse(deciding->decision, ERR_INTERNAL, field, id);
}

/* The activity, if something can still happen to it. */
static enum error find_activity(const struct deciding *deciding, struct bytes id, struct bytes *channel,
                                uint64_t *number, struct view_activity *row)
{
    if (!id_split(id, channel, number) || !view_activity(deciding->txn, *channel, *number, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACTIVITY, "id", id);
    return activity_decide_stands(deciding, "id", id, row);
}

/* Those who may not read the channel know of it when they were ever invited. */
static bool is_known(struct txn *txn, const struct actor *actor, struct bytes id)
{
    struct bytes channel, department = bytes_of_text(actor->department);
    struct view_reply reply;
    uint64_t number;
    return id_split(id, &channel, &number) && (channel_allows(txn, channel, RIGHT_READ, actor) ||
                                               activity_reply(txn, channel, number, department, &reply));
}

static enum error decide_ahead(const struct view_activity *row, struct bytes id, int64_t now_ms,
                               struct decision *decision)
{
    if (row->ends > now_ms)
        return OK;
    decision_refuse(decision, ERR_IN_THE_PAST, "id", id);
    decision->why.time_ms = now_ms;
    return ERR_IN_THE_PAST;
}

static enum error decide_head(const struct view_activity *row, struct bytes id, struct bytes head,
                              struct decision *decision)
{
    return bytes_equal(head, row->head) ? OK : decision_refuse(decision, ERR_HEAD_CHANGED, "seen", id);
}

static enum error decide_texts(const struct view_activity *row, struct bytes id, struct decision *decision)
{
    if (row->texts <= LIMIT_EDITS)
        return OK;
    decision_refuse(decision, ERR_TOO_MANY_EDITS, "id", id);
    decision->why.limit = LIMIT_EDITS;
    return ERR_TOO_MANY_EDITS;
}

/* An activity that is not over, and where it stands. */
struct coming {
    struct bytes channel;
    uint64_t number;
    struct view_activity row;
};

/* The same, as the act's author saw it. */
static enum error find_coming(const struct deciding *deciding, struct bytes id, struct bytes seen,
                              struct coming *coming)
{
    enum error error = find_activity(deciding, id, &coming->channel, &coming->number, &coming->row);
    if (error == OK)
        error = decide_ahead(&coming->row, id, deciding->now_ms, deciding->decision);
    if (error == OK)
        error = decide_head(&coming->row, id, seen, deciding->decision);
    return error;
}

enum error decide_activity_change(const struct deciding *deciding, const struct args_activity_change *args)
{
    struct args_activity_announce said = {.has = {0}};
    struct held held = {0};
    struct coming coming;
    const struct view_activity *row = &coming.row;
    enum error error = find_coming(deciding, args->id, args->seen, &coming);
    if (error == OK)
        error = decide_texts(row, args->id, deciding->decision);
    if (error != OK)
        return error;
    const struct held before = {
        .starts = row->starts, .ends = row->ends, .due = row->due, .has_due = row->has.due};
    shape_copy(&shape_args_activity_change, args, &shape_args_activity_announce, &said);
    error = decide_said(deciding, coming.channel, &said, &before, &held);
    if (error == OK && row->has.attended && held.starts > deciding->now_ms)
        error = decision_refuse(deciding->decision, ERR_HELD, "starts", args->id);
    if (error != OK)
        return error;
    struct fact_activity_changed changed = {
        .has = {.due = held.has_due},
        .id = args->id,
        .starts = held.starts,
        .ends = held.ends,
        .due = held.due,
    };
    decision_add(deciding->decision, coming.channel, &fact_kinds[FACT_activity_changed], &changed);
    struct inviting inviting = {.txn = deciding->txn,
                                .id = args->id,
                                .channel = coming.channel,
                                .number = coming.number,
                                .said = &said,
                                .held = &held,
                                .decision = deciding->decision};
    return guests_invite(&inviting);
}

enum error decide_activity_cancel(const struct deciding *deciding, const struct args_activity_cancel *args)
{
    struct coming coming;
    enum error error = find_coming(deciding, args->id, args->seen, &coming);
    if (error == OK && coming.row.has.attended)
        error = decision_refuse(deciding->decision, ERR_HELD, "id", args->id);
    if (error != OK)
        return error;
    struct fact_activity_cancelled cancelled = {.id = args->id};
    decision_add(deciding->decision, coming.channel, &fact_kinds[FACT_activity_cancelled], &cancelled);
    struct inviting inviting = {.txn = deciding->txn,
                                .id = args->id,
                                .channel = coming.channel,
                                .number = coming.number,
                                .decision = deciding->decision};
    return guests_invite(&inviting);
}

enum error decide_activity_reply(const struct deciding *deciding, const struct args_activity_reply *args)
{
    struct bytes channel, department = bytes_of_text(deciding->actor->department);
    struct view_activity row;
    struct view_reply reply;
    uint64_t number;
    char room[LIMIT_CHANNEL_BYTES];
    if (department.size == 0)
        return decision_refuse(deciding->decision, ERR_NOT_MEMBER, NULL, (struct bytes){0});
    if (!is_known(deciding->txn, deciding->actor, args->id))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACTIVITY, "id", args->id);
    enum error error = find_activity(deciding, args->id, &channel, &number, &row);
    if (error != OK)
        return error;
    if (!activity_reply(deciding->txn, channel, number, department, &reply) || !reply.has.invited)
        return decision_refuse(deciding->decision, ERR_NOT_INVITED, "id", args->id);
    error = decide_ahead(&row, args->id, deciding->now_ms, deciding->decision);
    if (error == OK)
        error = decide_head(&row, args->id, args->seen, deciding->decision);
    if (error != OK)
        return error;
    if (args->has.people && args->coming != (args->people > 0))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "people",
                               bytes_of_text(args->coming ? "nobody" : "more than nobody"));
    struct fact_activity_replied replied = {
        .has = {.people = args->coming, .late = row.has.due && row.due <= deciding->now_ms},
        .id = args->id,
        .late = true,
        .coming = args->coming,
        .people = args->has.people ? args->people : 1,
    };
    decision_add(deciding->decision, channel_of_department(department, room),
                 &fact_kinds[FACT_activity_replied], &replied);
    return OK;
}

/* Whether each of these departments was invited, or none of them where that is what they are named for. */
static enum error decide_guests(const struct deciding *deciding, struct bytes channel, uint64_t number,
                                const char *field, bool named, struct bytes departments)
{
    const bool wanted = strcmp(field, "departments") == 0;
    struct record_department row;
    struct view_reply reply;
    struct bytes department;
    for (size_t at = 0; named && words_next(departments, &at, &department);) {
        if (!view_department(deciding->txn, department, &row))
            return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, field, department);
        const bool invited =
            activity_reply(deciding->txn, channel, number, department, &reply) && reply.has.invited;
        if (invited != wanted)
            return decision_refuse(deciding->decision, wanted ? ERR_GUEST_UNINVITED : ERR_GUEST_INVITED,
                                   field, department);
    }
    return OK;
}

enum error decide_activity_attended(const struct deciding *deciding,
                                    const struct args_activity_attended *args)
{
    struct view_activity row;
    struct bytes channel;
    uint64_t number;
    enum error error = find_activity(deciding, args->id, &channel, &number, &row);
    if (error == OK)
        error = decide_head(&row, args->id, args->seen, deciding->decision);
    if (error != OK)
        return error;
    if (row.starts > deciding->now_ms) {
        decision_refuse(deciding->decision, ERR_NOT_YET, "id", args->id);
        deciding->decision->why.time_ms = row.starts;
        return ERR_NOT_YET;
    }
    if (!args->has.departments && !args->has.uninvited && !args->has.people && !args->has.note)
        return decision_refuse(deciding->decision, ERR_FIELD_MISSING, "departments", (struct bytes){0});
    error = decide_guests(deciding, channel, number, "departments", args->has.departments, args->departments);
    if (error == OK)
        error = decide_guests(deciding, channel, number, "uninvited", args->has.uninvited, args->uninvited);
    if (error != OK)
        return error;
    struct fact_activity_attended attended = {.id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_activity_attended], &attended);
    return OK;
}
