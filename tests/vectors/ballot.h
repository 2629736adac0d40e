/* Ceremonies, voices, parts, counts and forms with fixed random bytes, and what is refused, as JSON: what
 * protocol/vectors/ballot.json holds. */
#ifndef BULLETIN_TESTS_BALLOT_VECTORS_H
#define BULLETIN_TESTS_BALLOT_VECTORS_H

#include <stdio.h>

/* Ends the program when our own code refuses what it made. */
void ballot_print(FILE *out);

#endif
