/* What a word of counsel is to whatever walks nouns. It is erased by its own fact, found by its words, and
 * stands in the thread of what it is about. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/counsel/fold.h"
#include "server/domain/nouns/counsel/views.h"

void counsel_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    counsel_fold_gone(txn, by, gone);
}

bool counsel_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_BRANDS;
    return kind == &fact_kinds[FACT_counsel_said] || kind == &fact_kinds[FACT_counsel_asked];
}

bool counsel_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct args_counsel_ask asked;
    struct args_counsel words;
    if (fact_kind_find(fact->head.kind) == &fact_kinds[FACT_counsel_asked]) {
        if (!fact_args(txn, fact, &shape_args_counsel_ask, &asked))
            return false;
        said->text = asked.text;
        return true;
    }
    if (!fact_args(txn, fact, &shape_args_counsel, &words))
        return false;
    said->text = words.text;
    return true;
}

bool counsel_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                    struct hit_standing *standing)
{
    struct view_counsel row;
    if (!view_counsel(txn, channel, number, &row) || row.has.erased)
        return false;
    standing->in_thread = true;
    standing->thread = row.thread;
    return row.seq == fact->head.seq;
}

#define counsel_find           no_find
#define counsel_addressed      no_addressed
#define counsel_erasable       no_erasable
#define counsel_draft_erasure  no_draft_erasure
#define counsel_texts_of       no_texts_of
#define counsel_names_of       no_names_of
#define counsel_hidden         no_hidden
#define counsel_hides          no_hides
#define counsel_due            no_due
#define counsel_for_department no_for_department
#define counsel_of_the_zone    no_of_the_zone
#define AGAIN_counsel          AGAIN
#define AGAIN_counsel_ask      AGAIN
#define AGAIN_counsel_done     AGAIN
#define AGAIN_counsel_invite   AGAIN
#define AGAIN_counsel_dismiss  AGAIN
NOUN(COUNSEL, counsel);
