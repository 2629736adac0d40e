/* Guidances under titles, and what is said of their facts. It does not know who may see them. */
#include "client/nouns/client_nouns.h"

static const struct column titles[] = {
    {.title = "GUIDANCE", .field = "id", .shrinks = false},
    {.title = "DEPARTMENT", .field = "department", .shrinks = false},
    {.title = "FOLLOWS", .field = "example", .shrinks = false},
    {.title = "BRAND", .field = "headline", .shrinks = true},
    {.title = "SAID", .field = "said", .shrinks = false},
    {.title = "LAST BY", .field = "last_by", .shrinks = false},
    {.title = "SINCE", .field = "time", .shrinks = false},
    {.title = "ENDED", .field = "ended", .shrinks = false},
    {.title = "WHY", .field = "reason", .shrinks = true},
    {.title = NULL},
};

SHOWS(guide, NULL, NULL, .columns = titles, .none = "No department follows an example that you may read of.");

TELLS_IN_WORDS(guide_paired, "{department} follows the example of {example}: {by}", NEWS);
TELLS_IN_WORDS(guide_told, "{department} follows the example of {example}: {by}; you talk about it in {id}",
               NEWS);
TELLS_IN_WORDS(guide_ended, "Ended: {id}: {act reason}", NEWS);

const struct client_noun client_noun_guide = CLIENT_NOUN(GUIDE);
