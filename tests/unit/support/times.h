/* Times and zones as tests write them. It does not know what happens at them. */
#ifndef BULLETIN_TESTS_TIMES_H
#define BULLETIN_TESTS_TIMES_H

#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* A time in the text form, with its zone; a test that cannot write one fails. */
int64_t times_of(const char *text);

/* The zone of the process from here on. */
void times_zone(const char *name);

#endif
