/* Publishing, revising and withdrawing bulletins, and taking in those of the past: what people may do.
 * Whether a notice may be published stands in notice_decide.c. */
#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/receipt/duty.h"

enum error decide_publish(const struct deciding *deciding, const struct args_publish *args)
{
    struct view_notice notice = {0};
    struct notice_times times;
    uint64_t text_size = 0;
    if (channel_is_the_servers(args->channel)) /* who publishes there announces activities, no more */
        return decision_refuse(deciding->decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    shape_copy(&shape_args_publish, args, &shape_view_notice, &notice);
    enum error error = notice_decide(deciding, args->channel, &notice, (struct bytes){0}, &times, &text_size);
    if (error != OK)
        return error;
    if (times.has_at) {
        char room[LIMIT_CHANNEL_BYTES];
        uint8_t signerless_room[NOTICE_SIGNERLESS_BYTES];
        struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
        struct fact_bulletin_scheduled scheduled = {.at = times.at};
        scheduled.has.signerless = notice_signerless(deciding->txn, &notice, &signerless);
        scheduled.signerless = buffer_bytes(&signerless);
        desk_draft(deciding->txn, args->channel, deciding->decision);
        decision_add(deciding->decision, channel_of_desk(args->channel, room),
                     &fact_kinds[FACT_bulletin_scheduled], &scheduled);
        return OK;
    }
    char id_room[LIMIT_ID_BYTES];
    struct bytes id;
    struct notice_coming coming = {
        .author = deciding->actor,
        .channel = args->channel,
        .notice = &notice,
        .times = &times,
        .text_size = text_size,
    };
    notice_draft(deciding, &coming, id_room, &id);
    return OK;
}

enum error decide_import(const struct deciding *deciding, const struct args_import *args)
{
    uint8_t source_hash[LIMIT_HASH_BYTES];
    struct record_department department;
    struct view_notice notice = {0};
    struct notice_times times;
    uint64_t known_seq, text_size = 0;
    hash_bytes(args->source, source_hash);
    if (view_number(deciding->txn, TABLE_SOURCES, bytes_of(source_hash, sizeof source_hash), &known_seq)) {
        deciding->decision->already_seq = known_seq;
        return OK;
    }
    if (channel_is_the_servers(args->channel))
        return decision_refuse(deciding->decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    if (!channel_exists(deciding->txn, args->channel))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_CHANNEL, "channel", args->channel);
    if (args->has.department && !view_department(deciding->txn, args->department, &department))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    shape_copy(&shape_args_import, args, &shape_view_notice, &notice);
    enum error error = notice_decide_content(deciding, &notice, (struct bytes){0}, &times, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_imported imported = {
        .has = {.department = args->has.department, .text_size = args->has.text_hash},
        .department = args->department,
        .source_hash = bytes_of(source_hash, sizeof source_hash),
        .text_size = text_size,
    };
    decision_add(deciding->decision, args->channel, &fact_kinds[FACT_bulletin_imported], &imported);
    return OK;
}

/* The bulletin that a change names, when it can be changed and is as the author saw it. */
static enum error find_changeable(const struct deciding *deciding, struct bytes id, struct bytes head,
                                  struct view_bulletin *row)
{
    if (!view_bulletin_of_id(deciding->txn, id, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ID, "id", id);
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", id);
    if (row->has.withdrawn)
        return decision_refuse(deciding->decision, ERR_WITHDRAWN, "id", id);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", id);
    if (row->has.addressed && row->addressed > LIMIT_ADDRESSEES) { /* each is told by a fact of its own */
        decision_refuse(deciding->decision, ERR_TOO_MANY_ADDRESSEES, "id", id);
        deciding->decision->why.limit = LIMIT_ADDRESSEES;
        return ERR_TOO_MANY_ADDRESSEES;
    }
    return OK;
}

static enum error decide_revision(const struct deciding *deciding, const struct args_revise *args,
                                  const struct view_bulletin *row)
{
    struct fact made;
    if (!fact_needed(deciding->txn, row->seq, &made))
        return decision_refuse(deciding->decision, ERR_INTERNAL, NULL, (struct bytes){0});
    if (fact_kind_find(made.head.kind) == &fact_kinds[FACT_bulletin_imported])
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "id", args->id);
    if (args->has.due && !(row->has.receipt && row->receipt))
        return decision_refuse(deciding->decision, ERR_NEEDS_FIELD, "due", bytes_of_text("receipt"));
    if (row->revision >= LIMIT_REVISIONS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_REVISIONS, "id", args->id);
        deciding->decision->why.limit = LIMIT_REVISIONS;
        return ERR_TOO_MANY_REVISIONS;
    }
    return OK;
}

struct duties {
    const struct fact_duty_assigned *duty;
    struct decision *decision;
};

static bool draft_duty(void *context, struct bytes department, const struct view_receipt *row)
{
    (void)row;
    struct duties *duties = context;
    char room[LIMIT_CHANNEL_BYTES];
    decision_add(duties->decision, channel_of_department(department, room), &fact_kinds[FACT_duty_assigned],
                 duties->duty);
    return true;
}

enum error decide_revise(const struct deciding *deciding, const struct args_revise *args)
{
    struct view_notice notice = {0};
    struct view_bulletin row;
    struct notice_times times;
    struct bytes channel;
    uint64_t number, text_size = 0;
    enum error error = find_changeable(deciding, args->id, args->seen, &row);
    if (error != OK)
        return error;
    id_split(args->id, &channel, &number);
    shape_copy(&shape_args_revise, args, &shape_view_notice, &notice);
    error = decide_revision(deciding, args, &row);
    if (error == OK)
        error = notice_decide_related(deciding, channel, row.has.addressed && row.addressed > 0, &notice,
                                      args->id);
    if (error == OK)
        error = notice_decide_content(deciding, &notice, args->id, &times, &text_size);
    if (error != OK)
        return error;

    const bool receipt = row.has.receipt && row.receipt;
    struct fact_bulletin_published said =
        notice_revision(deciding->actor, &notice, &times, text_size, receipt, deciding->now_ms);
    struct fact_bulletin_revised revised = {.id = args->id, .revision = row.revision + 1};
    shape_copy(&shape_fact_bulletin_published, &said, &shape_fact_bulletin_revised, &revised);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_revised], &revised);
    struct fact_duty_assigned duty = {
        .has = {.receipt = receipt, .priority = notice.has.priority, .due = times.has_due},
        .id = args->id,
        .revision = revised.revision,
        .receipt = receipt,
        .priority = notice.priority,
        .due = times.due,
    };
    duty_walk(deciding->txn, channel, number, row.revision, draft_duty,
              &(struct duties){.duty = &duty, .decision = deciding->decision});
    return OK;
}

enum error decide_withdraw(const struct deciding *deciding, const struct args_withdraw *args)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    enum error error = find_changeable(deciding, args->id, args->seen, &row);
    if (error != OK)
        return error;
    id_split(args->id, &channel, &number);
    struct fact_bulletin_withdrawn withdrawn = {.id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_withdrawn], &withdrawn);
    duty_end(deciding->txn, args->id, &row, deciding->decision);
    return OK;
}
