/* What an activity is to whatever walks nouns: what erasing takes of it, and what of it can be found. Its
 * acts stand in its channel and in those of the departments that were invited. Who comes is not known. */
#include <stdlib.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/activity/views.h"

/* --- what stands there --- */

bool activity_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct store_key place = key_place(channel, number);
    return thing_of_row(txn, TABLE_ACTIVITIES, &shape_view_activity, key_of(&place), thing);
}

/* --- erasing --- */

void activity_erasable(struct txn *txn, struct erasable *found)
{
    struct store_key from = activity_reply_key(found->channel, found->number, (struct bytes){0});
    struct walk walk;
    if (!erasable_by_row(txn, TABLE_ACTIVITIES, &shape_view_activity, found))
        return;
    walk_prefix(&walk, txn, TABLE_REPLIES, key_of(&from));
    while (walk_next(&walk))
        found->drafts++;
    walk_end(&walk);
}

/* The facts of the departments that carry its acts, sorted in by department. */
struct guests {
    size_t count;
    struct {
        char channel[LIMIT_CHANNEL_BYTES];
        size_t channel_size, fact_count;
        uint64_t facts[LIMIT_EDITS + 1];
    } list[LIMIT_ADDRESSEES];
};

static void list_guests(struct txn *txn, const struct erasable *found, struct guests *guests)
{
    struct store_key from = activity_reply_key(found->channel, found->number, (struct bytes){0});
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_REPLIES, key_of(&from));
    while (guests->count < LIMIT_ADDRESSEES && walk_next(&walk)) {
        size_t i = guests->count++;
        guests->list[i].channel_size = channel_of_department(walk_rest(&walk), guests->list[i].channel).size;
    }
    walk_end(&walk);
}

static void add_guest_fact(struct guests *guests, const struct head *head)
{
    for (size_t i = 0; i < guests->count; i++) {
        if (!bytes_equal(head->channel, bytes_of(guests->list[i].channel, guests->list[i].channel_size)))
            continue;
        if (guests->list[i].fact_count <= LIMIT_EDITS)
            guests->list[i].facts[guests->list[i].fact_count++] = head->seq;
        return;
    }
}

/* Announcing or changing it made facts that follow each other in the ledger and carry one act. */
static void collect_guest_facts(struct txn *txn, uint64_t text_seq, struct guests *guests)
{
    uint8_t act_hash[LIMIT_HASH_BYTES];
    struct fact fact;
    if (!fact_needed(txn, text_seq, &fact))
        return;
    memcpy(act_hash, fact.head.act_hash.at, sizeof act_hash);
    for (uint64_t seq = text_seq + 1;
         ledger_read(txn, seq, &fact) && bytes_equal(fact.head.act_hash, bytes_of(act_hash, sizeof act_hash));
         seq++)
        add_guest_fact(guests, &fact.head);
}

void activity_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_activity row;
    uint64_t seq;
    if (!view_activity(txn, found->channel, found->number, &row))
        return;
    struct guests *guests = calloc(1, sizeof *guests);
    if (guests == NULL) {
        txn_fail(txn, ERR_NO_MEMORY);
        return;
    }
    erasable_draft_texts(txn, decision, found->channel, found->number, row.texts, found->id);
    list_guests(txn, found, guests);
    for (uint64_t i = 1; i <= row.texts && erasable_text_seq(txn, found->channel, found->number, i, &seq);
         i++)
        collect_guest_facts(txn, seq, guests);
    for (size_t i = 0; i < guests->count; i++)
        erasable_draft_seqs(decision, bytes_of(guests->list[i].channel, guests->list[i].channel_size),
                            found->id, guests->list[i].facts, guests->list[i].fact_count);
    free(guests);
}

void activity_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    erased_in_row(txn, TABLE_ACTIVITIES, &shape_view_activity, by, gone->head.number);
}

/* What was said in an office stays when its author leaves. */
void activity_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    if (actor->role == ROLE_RESIDENT)
        owned_walk_kind(txn, TABLE_PUBLISHED, bytes_of_text(actor->account),
                        &fact_kinds[FACT_activity_announced], take, context);
}

/* --- what can be found --- */

bool activity_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_ACTIVITIES;
    return kind == &fact_kinds[FACT_activity_announced] || kind == &fact_kinds[FACT_activity_changed];
}

/* What it is and where. */
bool activity_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct args_activity_announce activity;
    if (!activity_said_by(txn, fact, &activity))
        return false;
    said->headline = activity.headline;
    said->text = activity.has.text ? activity.text : activity.place;
    return true;
}

bool activity_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                     struct hit_standing *standing)
{
    struct view_activity row;
    if (!view_activity(txn, channel, number, &row) || row.has.erased)
        return false;
    standing->withdrawn = row.has.cancelled;
    return row.text_seq == fact->head.seq;
}

#define activity_addressed      no_addressed
#define activity_names_of       no_names_of
#define activity_hidden         no_hidden
#define activity_hides          no_hides
#define activity_due            no_due
#define activity_for_department no_for_department
#define activity_of_the_zone    no_of_the_zone
#define AGAIN_activity_announce AGAIN
#define AGAIN_activity_change   AGAIN
#define AGAIN_activity_cancel   AGAIN
#define AGAIN_activity_reply    AGAIN
#define AGAIN_activity_attended AGAIN
NOUN(ACTIVITY, activity);
