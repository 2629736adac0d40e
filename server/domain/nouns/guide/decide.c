/* Guidances: which department is paired with which example, in a channel of their own, and when that ends. It
 * does not know how they are kept (fold.c) or what is said in them. */
#include <assert.h>
#include <stdio.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/guide/guide.h"
#include "server/domain/nouns/guide/views.h"

/* --- its channel --- */

/* guide/NTH/DEPARTMENT: the first that there is not yet. False when there are too many. */
static bool new_channel(struct txn *txn, struct bytes department, char room[LIMIT_CHANNEL_BYTES],
                        struct bytes *channel)
{
    for (unsigned nth = 1; nth <= LIMIT_GUIDES; nth++) {
        char number[16];
        struct buffer out = buffer_over(room, LIMIT_CHANNEL_BYTES);
        snprintf(number, sizeof number, "%u/", nth);
        buffer_add_text(&out, PREFIX_GUIDE);
        buffer_add_text(&out, number);
        buffer_add(&out, department.at, department.size);
        assert(!out.overflowed);
        *channel = buffer_bytes(&out);
        if (!channel_exists(txn, *channel))
            return true;
    }
    return false;
}

/* Both departments and the committee read there and announce their visits; all else is counsel. */
static void draft_channel(const struct deciding *deciding, struct bytes channel, struct bytes title,
                          struct bytes department, struct bytes example)
{
    char guided_room[LIMIT_CHANNEL_BYTES], example_room[LIMIT_CHANNEL_BYTES];
    uint8_t all_room[LIMIT_AUDIENCE_BYTES], nobody_room[8], committee_room[32];
    struct buffer all = buffer_over(all_room, sizeof all_room);
    struct buffer nobody = buffer_over(nobody_room, sizeof nobody_room);
    struct buffer committee = buffer_over(committee_room, sizeof committee_room);
    const struct bytes words[] = {channel_word_of(department, guided_room),
                                  channel_word_of(example, example_room),
                                  bytes_of_text(role_words[ROLE_COMMITTEE])};
    words_write(&all, words, sizeof words / sizeof words[0]);
    words_write(&nobody, NULL, 0);
    words_write(&committee, &words[2], 1);
    assert(!all.overflowed && !nobody.overflowed && !committee.overflowed);
    struct fact_channel_created created = {
        .has.title = true,
        .title = title,
        .read = buffer_bytes(&all),
        .speak = buffer_bytes(&nobody),
        .publish = buffer_bytes(&all),
        .moderate = buffer_bytes(&committee),
    };
    decision_add(deciding->decision, channel, &fact_kinds[FACT_channel_created], &created);
}

/* --- who is paired --- */

static enum error find_example(const struct deciding *deciding, const struct args_guide *args,
                               struct view_brand *brand)
{
    struct record_department department;
    if (!view_department(deciding->txn, args->department, &department))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    if (!view_brand_of_id(deciding->txn, args->by, brand))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_BRAND, "by", args->by);
    if (!brand_is_named(brand))
        return decision_refuse(deciding->decision, ERR_BRAND_NOT_NAMED, "by", args->by);
    if (!brand_is_known(deciding->txn, brand))
        return decision_refuse(deciding->decision, ERR_ERASED, "by", args->by);
    if (bytes_equal(brand->department, args->department))
        return decision_refuse(deciding->decision, ERR_GUIDES_ITSELF, "by", args->by);
    return OK;
}

/* Whether the department follows that example already. */
struct looking {
    const struct args_guide *args;
    char room[LIMIT_ID_BYTES];
    struct buffer id; /* of the guidance by which it does */
};

static bool look(void *context, struct bytes channel, uint64_t number, const struct view_guide *row)
{
    struct looking *looking = context;
    const bool same = !row->has.ended && bytes_equal(row->department, looking->args->department) &&
                      bytes_equal(row->by, looking->args->by);
    if (same)
        id_write(&looking->id, channel, number);
    return !same;
}

static enum error decide_new(const struct deciding *deciding, const struct args_guide *args)
{
    struct looking looking = {.args = args};
    looking.id = buffer_over(looking.room, sizeof looking.room);
    guide_walk(deciding->txn, args->department, look, &looking);
    return looking.id.size == 0
               ? OK
               : decision_refuse(deciding->decision, ERR_GUIDED, "by", buffer_bytes(&looking.id));
}

static void draft_told(const struct deciding *deciding, struct bytes department,
                       const struct fact_guide_told *told)
{
    char room[LIMIT_CHANNEL_BYTES];
    decision_add(deciding->decision, channel_of_department(department, room), &fact_kinds[FACT_guide_told],
                 told);
}

/* Its facts: the channel, whose title has that of the department and which carries the act that made that;
 * that it began in there, and that in the channels of both departments. */
static void draft_guide(const struct deciding *deciding, const struct args_guide *args, struct bytes channel,
                        struct bytes example)
{
    char id_room[LIMIT_ID_BYTES], inbox_room[LIMIT_CHANNEL_BYTES], title_room[LIMIT_TITLE_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct record_department department;
    uint64_t made_seq;
    if (!view_department(deciding->txn, args->department, &department) ||
        !ledger_place(deciding->txn, channel_of_department(args->department, inbox_room), 1, &made_seq)) {
        view_missing(deciding->txn);
        return;
    }
    id_write(&id, channel, GUIDE_NUMBER);
    struct fact_guide_paired paired = {
        .department = args->department,
        .by = args->by,
        .example = example,
    };
    struct fact_guide_told told = {
        .id = buffer_bytes(&id),
        .department = args->department,
        .by = args->by,
        .example = example,
    };
    decision_carry(deciding->decision, made_seq);
    draft_channel(deciding, channel, channel_title_of("Guidance", department.title, title_room),
                  args->department, example);
    decision_carry(deciding->decision, 0);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_guide_paired], &paired);
    draft_told(deciding, args->department, &told);
    draft_told(deciding, example, &told);
}

enum error decide_guide(const struct deciding *deciding, const struct args_guide *args)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct view_brand brand = {.department = {0}};
    struct bytes channel;
    enum error error = find_example(deciding, args, &brand);
    if (error == OK)
        error = decide_new(deciding, args);
    if (error != OK)
        return error;
    if (!new_channel(deciding->txn, args->department, room, &channel)) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_GUIDES, "department", args->department);
        deciding->decision->why.limit = LIMIT_GUIDES;
        return ERR_TOO_MANY_GUIDES;
    }
    draft_guide(deciding, args, channel, brand.department);
    return OK;
}

/* --- its end --- */

enum error decide_guide_end(const struct deciding *deciding, const struct args_guide_end *args)
{
    struct view_guide row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_guide(deciding->txn, channel, number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_GUIDE, "id", args->id);
    if (row.has.ended)
        return decision_refuse(deciding->decision, ERR_GUIDE_ENDED, "id", args->id);
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->id);
    struct fact_guide_ended ended = {.id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_guide_ended], &ended);
    return OK;
}

enum error guide_decide_announcing(const struct deciding *deciding, struct bytes channel)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    struct view_guide row;
    if (!view_guide(deciding->txn, channel, GUIDE_NUMBER, &row) || !row.has.ended)
        return OK;
    id_write(&id, channel, GUIDE_NUMBER);
    return decision_refuse(deciding->decision, ERR_GUIDE_ENDED, "channel", buffer_bytes(&id));
}
