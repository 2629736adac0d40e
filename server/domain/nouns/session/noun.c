/* What a session is to whatever walks nouns: nothing. It asks for facts, and makes none. */
#include "server/domain/contract/noun.h"

#define session_find           no_find
#define session_addressed      no_addressed
#define session_erasable       no_erasable
#define session_draft_erasure  no_draft_erasure
#define session_fold_erasure   no_fold_erasure
#define session_texts_of       no_texts_of
#define session_names_of       no_names_of
#define session_searched       no_searched
#define session_said           no_said
#define session_counts         no_counts
#define session_hidden         no_hidden
#define session_hides          no_hides
#define session_due            no_due
#define session_for_department no_for_department
#define session_of_the_zone    no_of_the_zone
NOUN(SESSION, session);
