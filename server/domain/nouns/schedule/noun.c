/* What is scheduled, to whatever walks nouns. Until its time it has texts of its own, which its author takes
 * along; afterwards they are those of what it became. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/schedule/views.h"
#include "server/domain/views/views.h"

/* --- erasing --- */

/* What a published bulletin was scheduled as. */
static bool find_origin(struct txn *txn, const struct fact *fact, struct bytes *desk, uint64_t *number,
                        struct view_scheduled *row)
{
    struct fact_bulletin_published published;
    if (fact_kind_find(fact->head.kind) != &fact_kinds[FACT_bulletin_published] ||
        !fact_decided(txn, fact, &shape_fact_bulletin_published, &published) || !published.has.scheduled)
        return false;
    if (id_split(published.scheduled, desk, number) && view_scheduled(txn, *desk, *number, row))
        return true;
    return view_missing(txn);
}

/* The fact at a place, when it scheduled something. */
static bool is_scheduled(const struct fact *fact)
{
    return fact_kind_find(fact->head.kind) == &fact_kinds[FACT_bulletin_scheduled];
}

void schedule_erasable(struct txn *txn, struct erasable *found)
{
    struct view_scheduled row = {.edits = 0};
    struct bytes desk;
    struct fact fact;
    uint64_t number;
    if (!ledger_read_at(txn, found->channel, found->number, &fact))
        return;
    if (is_scheduled(&fact)) {
        erasable_is_fact(found, &fact, 1);
        if (!view_scheduled(txn, found->channel, found->number, &row))
            return;
        found->acts = (size_t)row.edits;
        if (row.has.published)
            found->became = row.published;
    } else if (find_origin(txn, &fact, &desk, &number, &row)) {
        found->drafts++;
        found->acts += (size_t)row.edits;
    }
}

void schedule_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_scheduled row = {.edits = 0};
    struct bytes desk;
    struct fact fact;
    uint64_t number;
    if (!ledger_read_at(txn, found->channel, found->number, &fact))
        return;
    if (is_scheduled(&fact))
        erasable_draft_texts(txn, decision, found->channel, found->number, found->acts, found->id);
    else if (find_origin(txn, &fact, &desk, &number, &row))
        erasable_draft_texts(txn, decision, desk, number, row.edits, found->id);
}

/* What was still to come does not. */
void schedule_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    const uint64_t number = gone->head.number;
    struct view_scheduled row;
    if (!view_scheduled(txn, by->head.channel, number, &row))
        return;
    struct store_key entry = view_schedule_key(row.at, TRANSITION_PUBLISH, by->head.channel, number);
    const bool waits = !row.has.published && !row.has.cancelled;
    row.has.erased = row.erased = true;
    row.has.cancelled = row.cancelled = row.has.cancelled || waits;
    row.head = bytes_of(by->hash, LIMIT_HASH_BYTES);
    struct store_key key = key_place(by->head.channel, number);
    view_put(txn, TABLE_SCHEDULED, key_of(&key), &shape_view_scheduled, &row);
    if (waits)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
}

/* What stands on a desk is still its author's, whose office it may be. */
void schedule_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    owned_walk_kind(txn, TABLE_PUBLISHED, bytes_of_text(actor->account), &fact_kinds[FACT_bulletin_scheduled],
                    take, context);
}

/* Which month is looked at next depends on the time zone, as days do. */
bool schedule_of_the_zone(const struct act *act)
{
    struct args_schedule_run args;
    struct refusal why;
    return bytes_equal_text(act->verb, verbs[VERB_schedule_run].word) &&
           (codec_decode_kept(&shape_args_schedule_run, act->args, &args, &why) != OK ||
            args.what == TRANSITION_THEME_CHECK);
}

#define schedule_for_department no_for_department
#define schedule_find           no_find
#define schedule_addressed      no_addressed
#define schedule_names_of       no_names_of
#define schedule_searched       no_searched
#define schedule_said           no_said
#define schedule_counts         no_counts
#define schedule_hidden         no_hidden
#define schedule_hides          no_hides
#define AGAIN_schedule_edit     AGAIN
#define AGAIN_schedule_cancel   AGAIN
#define AGAIN_schedule_run      AGAIN
NOUN(SCHEDULE, schedule);
