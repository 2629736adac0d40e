/* What is said of a house's beginnings and its clock. None of it is news. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

TELLS(house_founded, sentence_kind, NO_NEWS);
TELLS(clock_confirmed, sentence_kind, NO_NEWS);

const struct client_noun client_noun_house = CLIENT_NOUN(HOUSE);
