/* Times and zones as tests write them. It does not know what happens at them. */
#ifndef BULLETIN_TESTS_TIMES_H
#define BULLETIN_TESTS_TIMES_H

#include <stdint.h>

/* A time in the text form, with its zone; a test that cannot write one fails. */
int64_t times_of(const char *text);

/* The zone of the process from here on. */
void times_zone(const char *name);

#endif
