/* What an erasure is to whatever walks nouns: it takes what others have. It has nothing that could be
 * taken itself. */
#include "server/domain/contract/noun.h"

#define erasure_find           no_find
#define erasure_addressed      no_addressed
#define erasure_erasable       no_erasable
#define erasure_draft_erasure  no_draft_erasure
#define erasure_fold_erasure   no_fold_erasure
#define erasure_texts_of       no_texts_of
#define erasure_names_of       no_names_of
#define erasure_searched       no_searched
#define erasure_said           no_said
#define erasure_counts         no_counts
#define erasure_hidden         no_hidden
#define erasure_hides          no_hides
#define erasure_due            no_due
#define erasure_for_department no_for_department
#define erasure_of_the_zone    no_of_the_zone
#define AGAIN_erase            AGAIN
NOUN(ERASURE, erasure);
