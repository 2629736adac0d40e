/* A year of a town in which every kind of thing happens. There are notices and their ladder, what is
 * scheduled, forum, themes, activities, keys that come and go, texts that are erased, and somebody who
 * leaves. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_HISTORY_H
#define BULLETIN_TESTS_HISTORY_H

#include "tests/unit/support/town.h"

/* Settles a town and plays all of it; ends with town_leave. */
int history_settle(void **state);

/* Its part about brands: in the round that is open, once departments may apply; and the close of that. */
void history_brands(struct town *town);
void history_brands_end(struct town *town);
void history_ratings(struct town *town);

#endif
