/* A town with a forum, and people who open threads in it and post. It does not know what a test is after. */
#ifndef BULLETIN_TESTS_THREADS_H
#define BULLETIN_TESTS_THREADS_H

#include "tests/unit/support/town.h"

/* A resident, besides those of the town. */
extern struct identity threads_zhou;

/* A settled town with a forum: offices and residents speak, the committee moderates. It ends with
 * town_leave(). */
int threads_settle(void **state);

/* Opens a thread, or posts in one, a minute after what was before, so that nobody is too fast. */
void threads_open(struct town *town, const struct identity *who, const char *headline, char id[128]);
void threads_post(struct town *town, const struct identity *who, const char *thread, const char *text,
                  char id[128]);

/* Keeps the id of what was made last. */
void threads_note_id(const struct town *town, char id[128]);

/* The head of a thread or post as it is now. */
const char *threads_head(struct town *town, const char *id, char head[TOWN_HEX]);

/* Where `text` stands in the answer: later rows, higher places. */
size_t threads_place(const struct town *town, const char *text);

#endif
