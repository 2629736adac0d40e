/* What a search is to whatever walks nouns: it finds what others say, and says nothing. */
#include "server/domain/contract/noun.h"

#define search_find           no_find
#define search_addressed      no_addressed
#define search_erasable       no_erasable
#define search_draft_erasure  no_draft_erasure
#define search_fold_erasure   no_fold_erasure
#define search_texts_of       no_texts_of
#define search_names_of       no_names_of
#define search_searched       no_searched
#define search_said           no_said
#define search_counts         no_counts
#define search_hidden         no_hidden
#define search_hides          no_hides
#define search_due            no_due
#define search_for_department no_for_department
#define search_of_the_zone    no_of_the_zone
NOUN(SEARCH, search);
