/* A town in which the labour department prepares its application, with another department and two experts.
 * It does not know what any test is after. */
#ifndef BULLETIN_TESTS_COUNSELS_H
#define BULLETIN_TESTS_COUNSELS_H

#include "tests/unit/support/town.h"

#define CHANNEL     "brand/2006-labour"
#define APPLICATION CHANNEL "/2"
#define EXAMPLE     "brand/2006-land/2"

/* In the office of land, and two experts. */
extern struct identity zhao, qian, sun;

/* Ends with town_leave(). */
int counsels_settle(void **state);

/* The application is over; the land department has a named brand, EXAMPLE. */
void counsels_end(struct town *town);
void counsels_name(struct town *town);

/* The head that this question shows lin, who reads it all; lives until the next call. */
const char *counsels_head(struct town *town, const char *verb, const char *id);

#endif
