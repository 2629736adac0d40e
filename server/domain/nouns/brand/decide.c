/* Brands: what departments, the committee and the evaluation may do with one. Which moves there are, the
 * table says (moves.c); what is handed in, brand_content.c judges. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/activity/activity.h"
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

/* Everyone was told that it is a service brand, and is told what became of that. */
static void draft_told(const struct deciding *deciding, struct bytes id, int kind)
{
    const struct fact_brand_upheld told = {.id = id}; /* brand.ended decides the same */
    decision_add(deciding->decision, brands_channel(deciding->txn, deciding->decision), &fact_kinds[kind],
                 &told);
}

enum error decide_brand_keep(const struct deciding *deciding, const struct args_brand_keep *args)
{
    enum error error = decide_step(deciding, VERB_brand_keep, args->id, args->seen, FACT_brand_kept);
    if (error == OK)
        draft_told(deciding, args->id, FACT_brand_upheld);
    return error;
}

enum error decide_brand_revoke(const struct deciding *deciding, const struct args_brand_revoke *args)
{
    enum error error = decide_step(deciding, VERB_brand_revoke, args->id, args->seen, FACT_brand_revoked);
    if (error == OK)
        draft_told(deciding, args->id, FACT_brand_ended);
    return error;
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

/* --- evaluating --- */

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

/* --- naming --- */

/* What the files of the batch's bulletin must have of each brand. */
static enum error decide_logo(const struct deciding *deciding, const struct args_brand_name *args,
                              struct bytes id, const struct view_brand *row)
{
    struct view_application application;
    struct file_named logo, file;
    struct fact fact;
    size_t logo_at = 0, at = 0;
    if (!fact_needed(deciding->txn, row->text_seq, &fact) ||
        !brand_said_by(deciding->txn, &fact, &application) || !files_next(application.logo, &logo_at, &logo))
        return decision_refuse(deciding->decision, ERR_BATCH_LOGO, "attach", id);
    while (args->has.attach && files_next(args->attach, &at, &file)) {
        if (bytes_equal(file.hash, logo.hash))
            return OK;
    }
    return decision_refuse(deciding->decision, ERR_BATCH_LOGO, "attach", id);
}

/* Each brand of a batch, and that they are of one round; gives its year. */
static enum error decide_brands(const struct deciding *deciding, const struct args_brand_name *args,
                                uint64_t *year)
{
    const size_t count = words_count(args->brands);
    struct brand_named_by by = {.id_field = "brands", .seen_field = "heads"};
    struct view_brand row;
    enum error error = OK;
    size_t nth = 0;
    if (count == 0)
        return decision_refuse(deciding->decision, ERR_EMPTY, by.id_field, (struct bytes){0});
    if (args->heads.size != count * LIMIT_HASH_BYTES) {
        decision_refuse(deciding->decision, ERR_WRONG_SIZE, by.seen_field, (struct bytes){0});
        deciding->decision->why.limit = count * LIMIT_HASH_BYTES;
        return ERR_WRONG_SIZE;
    }
    for (size_t at = 0; error == OK && words_next(args->brands, &at, &by.id); nth++) {
        by.seen = bytes_of(args->heads.at + nth * LIMIT_HASH_BYTES, LIMIT_HASH_BYTES);
        error = brand_move_by(deciding, VERB_brand_name, BRAND_STAGE_COUNT, &by, &row);
        if (error == OK && nth > 0 && row.year != *year)
            error = decision_refuse(deciding->decision, ERR_BATCH_ROUND, by.id_field, by.id);
        if (error == OK)
            error = decide_logo(deciding, args, by.id, &row);
        *year = row.year;
    }
    return error;
}

/* Of two who name a batch at the same time one comes first, and the other is told which number is next. */
static enum error decide_number(const struct deciding *deciding, uint64_t batch, uint64_t year)
{
    const uint64_t next = brand_last_batch(deciding->txn, year) + 1;
    if (batch == next)
        return OK;
    decision_refuse(deciding->decision, ERR_BATCH_NUMBER, "batch", (struct bytes){0});
    deciding->decision->why.limit = next;
    return ERR_BATCH_NUMBER;
}

static enum error decide_meeting(const struct deciding *deciding, struct bytes id)
{
    struct args_activity_announce said;
    enum error error = activity_decide_public(deciding, "activity", id, &said);
    return error != OK || said.kind == ACTIVITY_NAMING_MEETING
               ? error
               : decision_refuse(deciding->decision, ERR_NO_NAMING_MEETING, "activity", id);
}

static void draft_batch(const struct deciding *deciding, const struct args_brand_name *args,
                        const struct notice_coming *coming)
{
    char id_room[LIMIT_ID_BYTES];
    struct bytes id, channel, bulletin;
    uint64_t number;
    notice_draft(deciding, coming, id_room, &bulletin);
    for (size_t at = 0; words_next(args->brands, &at, &id) && id_split(id, &channel, &number);) {
        const struct fact_brand_named named = {
            .id = id, .batch = args->batch, .activity = args->activity, .bulletin = bulletin};
        decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_named], &named);
    }
}

enum error decide_brand_name(const struct deciding *deciding, const struct args_brand_name *args)
{
    static_assert(LIMIT_BATCH <= LIMIT_FILES, "the logo of each brand is a file of the bulletin");
    struct view_notice notice = {.has = {0}};
    struct notice_times times;
    uint64_t year = 0, text_size = 0;
    enum error error = decide_brands(deciding, args, &year);
    if (error == OK)
        error = decide_number(deciding, args->batch, year);
    if (error == OK)
        error = decide_meeting(deciding, args->activity);
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
    draft_batch(deciding, args, &coming);
    return OK;
}
