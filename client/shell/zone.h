/* The time zone in which the server judges days, as this process's own. */
#ifndef BULLETIN_CLIENT_ZONE_H
#define BULLETIN_CLIENT_ZONE_H

#include "client/lib/failure.h"

/* Makes the zone that a server named the process's own, so that days are the programme's. What is no name of
 * a zone is never handed to the C library, which would open it as a file. Errors: BAD_VALUE: it is none, or
 * is not known here; NO_MEMORY. */
enum error zone_use(struct bytes zone, struct failure *failure);

/* TZ is the reader's again, for a program that is about to be started; and the server's anew. */
void zone_lend(void);
void zone_take_back(void);

/* The name of the zone in use, where its clock differs from the reader's this year; else NULL. */
const char *zone_if_foreign(void);

enum { ZONE_WORDS_BYTES = LIMIT_TITLE_BYTES + 1 };

/* What the clock in use is called: the name of its zone, else "UTC+8", which it is ahead by now. */
void zone_words(char words[ZONE_WORDS_BYTES]);

#endif
