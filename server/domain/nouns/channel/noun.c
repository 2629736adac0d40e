/* What a channel is to whatever walks nouns: things stand in it, and it is none. */
#include "server/domain/contract/noun.h"

#define channel_find           no_find
#define channel_addressed      no_addressed
#define channel_erasable       no_erasable
#define channel_draft_erasure  no_draft_erasure
#define channel_fold_erasure   no_fold_erasure
#define channel_texts_of       no_texts_of
#define channel_names_of       no_names_of
#define channel_searched       no_searched
#define channel_said           no_said
#define channel_counts         no_counts
#define channel_hidden         no_hidden
#define channel_hides          no_hides
#define channel_due            no_due
#define channel_for_department no_for_department
#define channel_of_the_zone    no_of_the_zone
#define AGAIN_channel_create   AGAIN
#define AGAIN_channel_change   AGAIN
NOUN(CHANNEL, channel);
