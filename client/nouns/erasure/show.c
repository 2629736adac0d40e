/* What is said of an erasure. It does not know what was erased. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static void say_erased(struct buffer *out, const struct fact_seen *fact)
{
    sentence_about(out, "Erased: ", fact, "reason");
}

TELLS(thing_erased, say_erased, NEWS, .urgency = URGENCY_OVER, .delivery = DELIVERY_OVER);

const struct client_noun client_noun_erasure = CLIENT_NOUN(ERASURE);
