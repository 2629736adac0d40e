/* A town whose channels are searched, and what is found in them. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_SEARCHES_H
#define BULLETIN_TESTS_SEARCHES_H

#include "tests/unit/support/town.h"

/* A settled town with a forum and a channel of offices alone; ends with town_leave(). */
int searches_settle(void **state);

/* Publishes by lin and keeps the id. */
void searches_publish(struct town *town, const char *channel, const char *headline, const char *text,
                      char id[128]);

/* Indexes everything, in small steps. */
void searches_index(struct town *town);

/* The ids that are found, newest first, or the error's word. Lives until the next call. */
const char *searches_found(struct town *town, const struct identity *who, const char *line);

#define FINDS(town, who, words, ids)                                                                         \
    assert_string_equal(searches_found(town, who, "words=\"" words "\""), ids)

#endif
