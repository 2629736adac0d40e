/* What a round is to whatever walks nouns: texts of its own in `brands`. It knows nothing of who applies. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/round/round.h"

bool round_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_round row;
    if (!view_round_at(txn, channel, number, &row))
        return false;
    *thing = (struct thing){
        .seq = row.seq,
        .text_seq = row.text_seq,
        .texts = row.texts,
        .head = row.head,
        .erased = row.has.erased,
    };
    return true;
}

/* --- erasing --- */

/* It is known to people by its year: whoever erases it has seen the fact that opened it, whose act may be
 * gone already. */
void round_erasable(struct txn *txn, struct erasable *found)
{
    struct view_round row;
    struct fact fact;
    if (!view_round_at(txn, found->channel, found->number, &row) || !fact_needed(txn, row.seq, &fact))
        return;
    erasable_is_fact(found, &fact, row.texts);
    found->erased = row.has.erased;
}

void round_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_round row;
    if (view_round_at(txn, found->channel, found->number, &row))
        erasable_draft_texts(txn, decision, found->channel, found->number, row.texts, found->id);
}

/* The year of the round whose words a fact had. */
static bool year_of_words(struct txn *txn, const struct fact *gone, uint64_t *year)
{
    const struct fact_kind *kind = fact_kind_find(gone->head.kind);
    struct fact_round_opened opened;
    struct fact_round_changed changed;
    if (kind == &fact_kinds[FACT_round_opened] && fact_decided(txn, gone, kind->decided, &opened))
        *year = opened.year;
    else if (kind == &fact_kinds[FACT_round_changed] && fact_decided(txn, gone, kind->decided, &changed))
        *year = changed.year;
    else
        return false;
    return true;
}

/* Its days stand in heads: it goes on without its words. Why it was closed is known by its own fact. */
void round_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    struct view_round row;
    uint64_t year;
    if (!year_of_words(txn, gone, &year) || !view_round(txn, year, &row))
        return;
    row.has.erased = true;
    row.erased = by->head.seq;
    row.head = bytes_of(by->hash, LIMIT_HASH_BYTES);
    view_put_round(txn, &row);
}

/* --- what can be found --- */

bool round_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_BRANDS;
    return kind == &fact_kinds[FACT_round_opened] || kind == &fact_kinds[FACT_round_changed];
}

bool round_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct args_round_open round;
    struct bytes condition;
    if (!round_said_by(txn, fact, &round))
        return false;
    said->headline = round.title;
    for (size_t at = 0; round.has.conditions && words_next(round.conditions, &at, &condition);)
        said->parts[said->part_count++] = condition; /* as many as a round has */
    return true;
}

bool round_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                  struct hit_standing *standing)
{
    struct view_round row;
    (void)standing;
    return view_round_at(txn, channel, number, &row) && !row.has.erased && row.text_seq == fact->head.seq;
}

#define round_addressed      no_addressed
#define round_texts_of       no_texts_of
#define round_names_of       no_names_of
#define round_hidden         no_hidden
#define round_hides          no_hides
#define round_for_department no_for_department
#define round_of_the_zone    no_of_the_zone
#define AGAIN_round_open     AGAIN
#define AGAIN_round_change   AGAIN
#define AGAIN_round_close    AGAIN
NOUN(ROUND, round);
