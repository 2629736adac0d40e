/* What a department's duty is to whatever walks nouns: it can be done to its end. Erasing a bulletin takes
 * the copies of its acts in the department's channel; the bulletin's own are not known here. */
#include "server/domain/contract/noun.h"
#include "server/domain/base/rights.h"
#include "server/domain/nouns/receipt/duty.h"

bool receipt_addressed(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department)
{
    struct view_bulletin row;
    struct view_receipt receipt;
    return view_bulletin(txn, channel, number, &row) &&
           view_receipt(txn, channel, number, row.revision, department, &receipt);
}

/* --- erasing what it is about --- */

void receipt_erasable(struct txn *txn, struct erasable *found)
{
    struct view_bulletin row;
    if (view_bulletin(txn, found->channel, found->number, &row) && row.has.addressed)
        found->drafts += (size_t)row.addressed;
}

struct duties {
    struct txn *txn;
    const struct erasable *found;
    uint64_t revisions;
    struct decision *decision;
};

/* The duties of one department: one for each revision since it was addressed. They carry the acts of the
 * revisions, which the bulletin drops. */
static bool draft_duties(void *context, struct bytes department, const struct view_receipt *newest)
{
    const struct duties *duties = context;
    const struct erasable *found = duties->found;
    char room[LIMIT_CHANNEL_BYTES];
    uint64_t facts[LIMIT_REVISIONS];
    size_t count = 0;
    struct view_receipt row;
    (void)newest;
    for (uint64_t i = 1; i <= duties->revisions && count < LIMIT_REVISIONS; i++) {
        if (view_receipt(duties->txn, found->channel, found->number, i, department, &row))
            facts[count++] = row.assigned;
    }
    erasable_draft_seqs(duties->decision, channel_of_department(department, room), found->id, facts, count);
    return true;
}

void receipt_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, found->channel, found->number, &row))
        return;
    struct duties duties = {.txn = txn, .found = found, .revisions = row.revision, .decision = decision};
    duty_walk(txn, found->channel, found->number, row.revision, draft_duties, &duties);
}

#define receipt_find         no_find
#define receipt_fold_erasure no_fold_erasure
#define receipt_texts_of     no_texts_of
#define receipt_names_of     no_names_of
#define receipt_searched     no_searched
#define receipt_said         no_said
#define receipt_counts       no_counts
#define receipt_hidden       no_hidden
#define receipt_hides        no_hides
#define receipt_of_the_zone  no_of_the_zone
#define AGAIN_deliver        AGAIN
#define AGAIN_open           AGAIN
#define AGAIN_sign           AGAIN
NOUN(RECEIPT, receipt);
