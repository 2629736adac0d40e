/* A town whose schedule is looked at, in a zone that a test may change. It does not know what any test is
 * after. */
#ifndef BULLETIN_TESTS_TIMETABLE_H
#define BULLETIN_TESTS_TIMETABLE_H

#include "tests/unit/support/town.h"

/* A settled town with a second department; ends with town_leave(). Days are judged in UTC unless a test says
 * otherwise. */
int timetable_settle(void **state);

/* What comes next, as `time what id`, or `nothing`. Lives until the next call. */
const char *timetable_next(struct town *town);

/* A fact is there, of this kind, with this one named as who did it; `fact` is filled in. */
void timetable_fact(struct town *town, const char *channel, uint64_t number, const char *kind,
                    const char *actor, struct fact *fact);

#endif
