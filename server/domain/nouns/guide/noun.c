/* What a guidance is to whatever walks nouns: a thing without a text of its own. Why it ended is a reason,
 * which is erased by its own fact. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/guide/views.h"

bool guide_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_guide row;
    if (!view_guide(txn, channel, number, &row))
        return false;
    *thing = (struct thing){.seq = row.seq, .text_seq = row.seq, .texts = 1, .head = row.head};
    return true;
}

#define guide_addressed      no_addressed
#define guide_erasable       no_erasable
#define guide_draft_erasure  no_draft_erasure
#define guide_fold_erasure   no_fold_erasure
#define guide_texts_of       no_texts_of
#define guide_names_of       no_names_of
#define guide_searched       no_searched
#define guide_said           no_said
#define guide_counts         no_counts
#define guide_hidden         no_hidden
#define guide_hides          no_hides
#define guide_due            no_due
#define guide_for_department no_for_department
#define guide_of_the_zone    no_of_the_zone
#define AGAIN_guide          AGAIN
#define AGAIN_guide_end      AGAIN
NOUN(GUIDE, guide);
