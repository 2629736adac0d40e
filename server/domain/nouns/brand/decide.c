/* Brands: what departments, the committee and the evaluation may do with one. Which moves there are, the
 * table says (moves.c); what is handed in, brand_content.c judges. */
#include <inttypes.h>
#include <stdio.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand_content.h"
#include "server/domain/nouns/brand/moves.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/people/account.h"
#include "server/domain/nouns/round/round.h"

/* --- the department's --- */

/* Its channel and its beginning. */
static void draft_begun(const struct deciding *deciding, uint64_t year, struct bytes department)
{
    const struct fact_brand_begun begun = {.year = year, .department = department};
    char room[LIMIT_CHANNEL_BYTES], what[32];
    const struct bytes channel = brand_channel(year, department, room);
    snprintf(what, sizeof what, "Application %" PRIu64, year);
    channel_draft_of_department(deciding, department, channel, what);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_begun], &begun);
}

enum error decide_brand_begin(const struct deciding *deciding, const struct args_brand_begin *args)
{
    const struct bytes department = bytes_of_text(deciding->actor->department);
    char room[LIMIT_ID_BYTES];
    struct view_round round;
    struct view_brand row;
    enum error error = brand_mover_decide(deciding, VERB_brand_begin, department, (struct bytes){0});
    if (error == OK)
        error = round_named(deciding, true, args->year, &round);
    if (error == OK && brand_of(deciding->txn, args->year, department, &row))
        error = decision_refuse(deciding->decision, ERR_BRAND_EXISTS, "year",
                                brand_id(args->year, department, room));
    if (error == OK)
        draft_begun(deciding, args->year, department);
    return error;
}

enum error decide_brand_submit(const struct deciding *deciding, const struct args_brand_submit *args)
{
    const struct bytes department = bytes_of_text(deciding->actor->department);
    char id_room[LIMIT_ID_BYTES], room[LIMIT_CHANNEL_BYTES];
    struct view_application application = {.has = {0}};
    struct view_round round;
    struct view_brand row;
    bool late = false;
    enum error error = brand_mover_decide(deciding, VERB_brand_submit, department, (struct bytes){0});
    if (error == OK)
        error = round_takes(deciding, true, args->year, &round, &late);
    if (error != OK)
        return error;
    const struct bytes id = brand_id(args->year, department, id_room);
    const bool begun = brand_of(deciding->txn, args->year, department, &row);
    if (begun && brand_move_from(VERB_brand_submit, row.stage, BRAND_STAGE_COUNT) != OK)
        return decision_refuse(deciding->decision, ERR_BRAND_EXISTS, "year", id);
    shape_copy(&shape_args_brand_submit, args, &shape_view_application, &application);
    error = application_decide(deciding, &application, id);
    if (error != OK)
        return error;
    if (!begun)
        draft_begun(deciding, args->year, department);
    const struct fact_brand_submitted submitted = {
        .has.late = late,
        .id = id,
        .year = args->year,
        .department = department,
        .revision = 1,
        .late = late,
    };
    decision_add(deciding->decision, brand_channel(args->year, department, room),
                 &fact_kinds[FACT_brand_submitted], &submitted);
    return OK;
}

enum error decide_brand_revise(const struct deciding *deciding, const struct args_brand_revise *args)
{
    struct view_application application = {.has = {0}};
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    enum error error = brand_move(deciding, VERB_brand_revise, BRAND_STAGE_COUNT, args->id, args->seen, &row);
    if (error == OK && row.texts >= LIMIT_REVISIONS) {
        error = decision_refuse(deciding->decision, ERR_TOO_MANY_EDITS, "id", args->id);
        deciding->decision->why.limit = LIMIT_REVISIONS - 1; /* what was handed in first is one of them */
    }
    if (error != OK)
        return error;
    shape_copy(&shape_args_brand_revise, args, &shape_view_application, &application);
    error = application_decide(deciding, &application, args->id);
    if (error != OK)
        return error;
    const struct fact_brand_revised revised = {
        .id = args->id,
        .department = row.department,
        .revision = row.texts + 1,
    };
    id_split(args->id, &channel, &number);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_revised], &revised);
    return OK;
}

/* --- what says nothing in its head but which brand it is --- */

static enum error decide_step(const struct deciding *deciding, int verb, struct bytes id, struct bytes seen,
                              int kind)
{
    /* All kinds that come through here decide the same. */
    const struct fact_brand_withdrawn step = {.id = id};
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    enum error error = brand_move(deciding, verb, BRAND_STAGE_COUNT, id, seen, &row);
    if (error == OK && id_split(id, &channel, &number))
        decision_add(deciding->decision, channel, &fact_kinds[kind], &step);
    return error;
}

enum error decide_brand_withdraw(const struct deciding *deciding, const struct args_brand_withdraw *args)
{
    return decide_step(deciding, VERB_brand_withdraw, args->id, args->seen, FACT_brand_withdrawn);
}

enum error decide_brand_review(const struct deciding *deciding, const struct args_brand_review *args)
{
    return decide_step(deciding, VERB_brand_review, args->id, args->seen, FACT_brand_reviewed);
}

enum error decide_brand_keep(const struct deciding *deciding, const struct args_brand_keep *args)
{
    return decide_step(deciding, VERB_brand_keep, args->id, args->seen, FACT_brand_kept);
}

enum error decide_brand_revoke(const struct deciding *deciding, const struct args_brand_revoke *args)
{
    return decide_step(deciding, VERB_brand_revoke, args->id, args->seen, FACT_brand_revoked);
}

/* --- the committee's check --- */

enum error decide_brand_accept(const struct deciding *deciding, const struct args_brand_accept *args)
{
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    enum error error = brand_move(deciding, VERB_brand_accept, BRAND_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    const struct fact_brand_accepted accepted = {.id = args->id, .revision = row.texts};
    id_split(args->id, &channel, &number);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_accepted], &accepted);
    return OK;
}

/* Whoever returns it is warned when nobody in the department may sign, and so revise it, by now. */
enum error decide_brand_return(const struct deciding *deciding, const struct args_brand_return *args)
{
    uint8_t signerless_room[LIMIT_NAME_BYTES + 8];
    struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    enum error error = brand_move(deciding, VERB_brand_return, BRAND_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    words_write(&signerless, &row.department, 1);
    const struct fact_brand_returned returned = {
        .has.signerless = !account_signs_for(deciding->txn, row.department),
        .id = args->id,
        .revision = row.texts,
        .signerless = buffer_bytes(&signerless),
    };
    id_split(args->id, &channel, &number);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_returned], &returned);
    return OK;
}

/* --- evaluating and naming --- */

enum error decide_brand_evaluate(const struct deciding *deciding, const struct args_brand_evaluate *args)
{
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    enum error error = brand_move(deciding, VERB_brand_evaluate, brand_stage_of_verdict(args->verdict),
                                  args->id, args->seen, &row);
    if (error != OK)
        return error;
    const struct fact_brand_evaluated evaluated = {.id = args->id, .verdict = args->verdict};
    id_split(args->id, &channel, &number);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_evaluated], &evaluated);
    return OK;
}

enum error decide_brand_name(const struct deciding *deciding, const struct args_brand_name *args)
{
    char id_room[LIMIT_ID_BYTES];
    struct view_notice notice = {.has = {0}};
    struct notice_times times;
    struct view_brand row;
    struct bytes channel, bulletin;
    uint64_t number, text_size = 0;
    enum error error = brand_move(deciding, VERB_brand_name, BRAND_STAGE_COUNT, args->id, args->seen, &row);
    if (error == OK)
        error = decision_at_least(deciding->decision, "batch", args->batch, 1);
    if (error == OK && !channel_is_public(deciding->txn, args->channel)) /* everyone is told of it */
        error = decision_refuse(deciding->decision, ERR_NOT_PUBLIC, "channel", args->channel);
    shape_copy(&shape_args_brand_name, args, &shape_view_notice, &notice);
    if (error == OK)
        error = notice_decide(deciding, args->channel, &notice, (struct bytes){0}, &times, &text_size);
    if (error != OK)
        return error;
    const struct notice_coming coming = {.author = deciding->actor,
                                         .channel = args->channel,
                                         .notice = &notice,
                                         .times = &times,
                                         .text_size = text_size};
    notice_draft(deciding, &coming, id_room, &bulletin);
    const struct fact_brand_named named = {.id = args->id, .batch = args->batch, .bulletin = bulletin};
    id_split(args->id, &channel, &number);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_named], &named);
    return OK;
}
