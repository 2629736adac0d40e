/* One whole session with fixed keys, times and nonces, as JSON: what protocol/vectors/session.json holds. */
#ifndef BULLETIN_TESTS_SESSION_H
#define BULLETIN_TESTS_SESSION_H

#include <stdio.h>

/* Ends the program when one end does not understand the other. */
void session_print(FILE *out);

#endif
