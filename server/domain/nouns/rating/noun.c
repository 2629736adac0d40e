/* What a rating is to whatever walks nouns: its words can be erased, and those that were said later, each by
 * its own fact. Leaving takes what was said by who gave it, and what it counts for stays. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/rating/rating.h"

bool rating_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_rating row;
    if (!view_rating(txn, channel, number, &row))
        return false;
    *thing = (struct thing){
        .seq = row.seq, .text_seq = row.seq, .texts = 1, .head = row.head, .erased = row.has.erased};
    return true;
}

/* --- erasing --- */

/* One that was given without words has none that could go: its grade stands in its head. */
static bool has_words(struct txn *txn, const struct view_rating *row)
{
    struct view_rating_words words;
    struct fact fact;
    return row->has.erased || (fact_needed(txn, row->seq, &fact) && rating_said_by(txn, &fact, &words) &&
                               (words.has.comment || words.has.item));
}

void rating_erasable(struct txn *txn, struct erasable *found)
{
    struct view_rating row;
    if (view_rating(txn, found->channel, found->number, &row) && has_words(txn, &row))
        erasable_is(found, row.head, row.has.erased, 1);
}

void rating_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_rating row;
    if (view_rating(txn, found->channel, found->number, &row))
        erasable_draft_acts(txn, decision, found->channel, found->id, &row.seq, 1);
}

void rating_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    owned_walk(txn, TABLE_RATED, bytes_of_text(actor->account), take, context);
}

/* --- what can be found --- */

bool rating_searched(const struct fact_kind *kind, enum searched *in)
{
    static const int kinds[] = {FACT_rating_given, FACT_rating_answered, FACT_rating_settled,
                                FACT_rating_appealed};
    *in = SEARCHED_RATINGS;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kind == &fact_kinds[kinds[i]])
            return true;
    }
    return false;
}

/* By the service, and by what was said. */
bool rating_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct view_rating_words words;
    if (!rating_said_by(txn, fact, &words))
        return false;
    if (words.has.item)
        said->headline = words.item;
    if (words.has.comment || words.has.text)
        said->text = words.has.comment ? words.comment : words.text;
    return true;
}

/* Each answer counts beside those before it: it is no newer text of the same. */
bool rating_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                   struct hit_standing *standing)
{
    struct view_rating row;
    (void)fact;
    if (!view_rating(txn, channel, number, &row))
        return false;
    standing->withdrawn = rating_is_aside(&row);
    return true;
}

/* --- what the clock brings --- */

bool rating_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
                uint64_t number)
{
    struct view_rating row;
    struct bytes department;
    if (args->what != TRANSITION_RATING_ANSWER && args->what != TRANSITION_RATING_COUNT)
        return false;
    if (!channel_has_prefix(channel, PREFIX_RATING, &department))
        txn_fail(deciding->txn, ERR_INTERNAL);
    else if (args->what == TRANSITION_RATING_COUNT)
        rating_run_count(deciding, args, department);
    else if (view_rating(deciding->txn, channel, number, &row))
        rating_run_answer(deciding, args->id, &row);
    else
        view_missing(deciding->txn);
    return true;
}

/* In which month it counts. */
bool rating_of_the_zone(const struct act *act)
{
    return bytes_equal_text(act->verb, verbs[VERB_rate].word);
}

#define rating_addressed       no_addressed
#define rating_names_of        no_names_of
#define rating_hidden          no_hidden
#define rating_hides           no_hides
#define rating_for_department  no_for_department
#define AGAIN_rate             AGAIN
#define AGAIN_rating_answer    AGAIN
#define AGAIN_rating_settle    AGAIN
#define AGAIN_rating_set_aside AGAIN
#define AGAIN_rating_appeal    AGAIN
#define AGAIN_rating_uphold    AGAIN
#define AGAIN_rating_restore   AGAIN
#define AGAIN_rating_term      AGAIN
NOUN(RATING, rating);
