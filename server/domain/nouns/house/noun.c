/* What the house is to whatever walks nouns: nothing that could be named by an id, found or erased.
 * It knows its clock. */
#include "server/domain/contract/noun.h"

#define house_find           no_find
#define house_addressed      no_addressed
#define house_erasable       no_erasable
#define house_draft_erasure  no_draft_erasure
#define house_fold_erasure   no_fold_erasure
#define house_texts_of       no_texts_of
#define house_names_of       no_names_of
#define house_searched       no_searched
#define house_said           no_said
#define house_counts         no_counts
#define house_hidden         no_hidden
#define house_hides          no_hides
#define house_due            no_due
#define house_for_department no_for_department
#define house_of_the_zone    no_of_the_zone
#define AGAIN_clock_confirm  "it says what the clock had been, which no fact holds"
#define AGAIN_house_found    AGAIN
NOUN(HOUSE, house);
