/* What an award is to whatever walks nouns: a fact of `brands` whose words can be erased. It does not know
 * what it was given for. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/award/views.h"

bool award_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_award row;
    if (!view_award(txn, channel, number, &row))
        return false;
    *thing = (struct thing){
        .seq = row.seq, .text_seq = row.seq, .texts = 1, .head = row.head, .erased = row.has.erased};
    return true;
}

/* --- erasing --- */

/* One that was given without words has none that could go: what it is stands in its head. */
static bool has_words(struct txn *txn, const struct view_award *row)
{
    struct args_award_give args;
    struct fact fact;
    return row->has.erased || (fact_needed(txn, row->seq, &fact) &&
                               fact_args(txn, &fact, &shape_args_award_give, &args) && args.has.text);
}

void award_erasable(struct txn *txn, struct erasable *found)
{
    struct view_award row;
    if (view_award(txn, found->channel, found->number, &row) && has_words(txn, &row))
        erasable_is(found, row.head, row.has.erased, 1);
}

void award_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_award row;
    if (view_award(txn, found->channel, found->number, &row))
        erasable_draft_acts(txn, decision, found->channel, found->id, &row.seq, 1);
}

void award_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    /* There is no row where the reason of a withdrawal went. */
    erased_in_row(txn, TABLE_AWARDS, &shape_view_award, by, gone->head.number);
}

/* --- what can be found --- */

bool award_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_BRANDS;
    return kind == &fact_kinds[FACT_award_given];
}

/* By its title, and by what is honoured. */
bool award_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct args_award_give args;
    struct view_award_title title;
    if (!fact_args(txn, fact, &shape_args_award_give, &args) || !view_award_title(txn, args.award, &title))
        return false;
    said->headline = title.title;
    if (args.has.text)
        said->text = args.text;
    return true;
}

bool award_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                  struct hit_standing *standing)
{
    struct view_award row;
    if (!view_award(txn, channel, number, &row) || row.has.erased)
        return false;
    standing->withdrawn = row.has.withdrawn;
    return row.seq == fact->head.seq;
}

#define award_addressed      no_addressed
#define award_texts_of       no_texts_of
#define award_names_of       no_names_of
#define award_hidden         no_hidden
#define award_hides          no_hides
#define award_due            no_due
#define award_for_department no_for_department
#define award_of_the_zone    no_of_the_zone
#define AGAIN_award_define   AGAIN
#define AGAIN_award_give     AGAIN
#define AGAIN_award_withdraw AGAIN
NOUN(AWARD, award);
