/* What people do with what is scheduled: replace it and cancel it. What happens when its time has come stands
 * in schedule_run.c. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/schedule/views.h"

/* What a person wants to change, if it can be changed by them and they saw it as it is. `channel` is where it
 * will be published. */
static enum error find_scheduled(const struct deciding *deciding, struct bytes id, struct bytes head,
                                 struct bytes *channel, struct view_scheduled *row)
{
    struct bytes desk;
    uint64_t number;
    if (!id_split(id, &desk, &number) || !channel_desk(desk, channel) ||
        !view_scheduled(deciding->txn, desk, number, row))
        return decision_refuse(deciding->decision, ERR_NOT_SCHEDULED, "id", id);
    if (row->has.published || row->has.cancelled)
        return decision_refuse(deciding->decision, ERR_SCHEDULE_DONE, "id", id);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", id);
    return OK;
}

enum error decide_schedule_edit(const struct deciding *deciding, const struct args_schedule_edit *args)
{
    struct view_scheduled row;
    struct view_notice notice = {0};
    struct notice_times times = {0};
    struct bytes desk, channel;
    uint64_t number, text_size = 0;
    enum error error = find_scheduled(deciding, args->id, args->seen, &channel, &row);
    if (error != OK)
        return error;
    if (row.edits >= LIMIT_REVISIONS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_REVISIONS, "id", args->id);
        deciding->decision->why.limit = LIMIT_REVISIONS;
        return ERR_TOO_MANY_REVISIONS;
    }
    shape_copy(&shape_args_schedule_edit, args, &shape_view_notice, &notice);
    error = notice_decide(deciding, channel, &notice, args->id, &times, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_rescheduled rescheduled = {.id = args->id, .at = times.at};
    uint8_t signerless_room[NOTICE_SIGNERLESS_BYTES];
    struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
    rescheduled.has.signerless = notice_signerless(deciding->txn, &notice, &signerless);
    rescheduled.signerless = buffer_bytes(&signerless);
    if (id_split(args->id, &desk, &number))
        decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_rescheduled], &rescheduled);
    return OK;
}

enum error decide_schedule_cancel(const struct deciding *deciding, const struct args_schedule_cancel *args)
{
    struct view_scheduled row;
    struct bytes desk, channel;
    uint64_t number;
    enum error error = find_scheduled(deciding, args->id, args->seen, &channel, &row);
    struct fact_bulletin_cancelled cancelled = {.id = args->id};
    if (error == OK && id_split(args->id, &desk, &number))
        decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_cancelled], &cancelled);
    return error;
}
