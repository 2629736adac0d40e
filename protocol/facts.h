/* What every kind of fact says of itself besides its fields: which acts make it, and which erase it. Which
 * kinds there are, each noun says (nouns.h); how an act names its fact is said by the words of namings.h.
 *
 * A fact's fields are what the server decided beyond the act. A head outlives its act (an act can be erased),
 * so nothing that belongs to a person stands in these fields: names here are handles. */
#ifndef BULLETIN_PROTOCOL_FACTS_H
#define BULLETIN_PROTOCOL_FACTS_H

#include "protocol/namings.h"
#include "protocol/nouns.h"

/* Whether a fact can take a right away: the push judges all rights again before it goes on. */
enum access { REVOKES, CONTENT };

/* Two columns of FACT are lists of their own; whoever expands them says what their words become.
 *   MADE(verb, how its act names the fact: MADE_NAMINGS); at least one, or it does not build
 *   ERASED(verb, how its act names the fact: ERASED_NAMINGS), at least one; or KEPT: its act stays for ever.
 * The views of a kind that can be erased come from the head alone. */

#endif
