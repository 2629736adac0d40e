/* What a bulletin is to whatever walks nouns: where its facts are, what erasing takes of it, what of it can
 * be found. It knows neither duties nor what is scheduled, which say their own. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/bulletin/entries.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"

/* --- what stands there --- */

bool bulletin_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, channel, number, &row))
        return false;
    *thing = (struct thing){
        .seq = row.seq,
        .text_seq = row.revision_seq,
        .texts = row.revision,
        .head = row.head,
        .erased = row.has.erased,
    };
    return true;
}

/* --- erasing --- */

void bulletin_erasable(struct txn *txn, struct erasable *found)
{
    struct view_bulletin row;
    if (view_bulletin(txn, found->channel, found->number, &row))
        erasable_is(found, row.head, row.has.erased, row.revision);
}

void bulletin_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_bulletin row;
    if (view_bulletin(txn, found->channel, found->number, &row))
        erasable_draft_texts(txn, decision, found->channel, found->number, row.revision, found->id);
}

void bulletin_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    const uint64_t number = gone->head.number;
    struct view_bulletin row;
    if (!view_bulletin(txn, by->head.channel, number, &row))
        return;
    const struct view_bulletin before = row;
    row.has.erased = true;
    row.erased = by->head.seq;
    row.head = bytes_of(by->hash, LIMIT_HASH_BYTES);
    row.has.remind = false;
    struct store_key key = key_place(by->head.channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    entries_close(txn, by->head.channel, number, &before); /* its strings are gone; it reads none */
    entries_unrelate(txn, by->head.channel, number);
}

/* What was said in an office stays when its author leaves. */
void bulletin_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    if (actor->role == ROLE_RESIDENT)
        owned_walk_kind(txn, TABLE_PUBLISHED, bytes_of_text(actor->account),
                        &fact_kinds[FACT_bulletin_published], take, context);
}

/* --- what can be found --- */

bool bulletin_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_BULLETINS;
    return kind == &fact_kinds[FACT_bulletin_published] || kind == &fact_kinds[FACT_bulletin_imported] ||
           kind == &fact_kinds[FACT_bulletin_revised];
}

bool bulletin_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct view_notice notice;
    if (!notice_of_fact(txn, fact, &notice))
        return false;
    said->headline = notice.headline;
    said->text = notice.text;
    said->text_hash = notice.text_hash;
    return true;
}

bool bulletin_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                     struct hit_standing *standing)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, channel, number, &row) || row.has.erased)
        return false;
    standing->withdrawn = row.has.withdrawn;
    return row.revision_seq == fact->head.seq;
}

/* --- what the clock brings --- */

bool bulletin_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
                  uint64_t number)
{
    const struct fact_bulletin_effective effective = {.id = args->id};
    const struct fact_bulletin_expired expired = {.id = args->id};
    (void)number;
    if (args->what == TRANSITION_EFFECTIVE)
        decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_effective], &effective);
    else if (args->what == TRANSITION_EXPIRES)
        decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_expired], &expired);
    else
        return false;
    return true;
}

#define bulletin_addressed      no_addressed
#define bulletin_names_of       no_names_of
#define bulletin_hidden         no_hidden
#define bulletin_hides          no_hides
#define bulletin_for_department no_for_department
#define bulletin_of_the_zone    no_of_the_zone
#define AGAIN_publish           AGAIN
#define AGAIN_revise            AGAIN
#define AGAIN_withdraw          AGAIN
#define AGAIN_import            AGAIN
NOUN(BULLETIN, bulletin);
