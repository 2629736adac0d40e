/* What a watcher keeps of one channel, in a home of its own. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_KEEPING_H
#define BULLETIN_TESTS_KEEPING_H

#include "client/lib/follow/kept.h"
#include "tests/unit/support/client_chain.h"

extern struct keeping {
    struct home home;
    struct chain chain; /* programme, whose facts a test makes */
    struct keep *keep;  /* of the watcher `desk`; NULL while it is closed */
    struct failure failure;
    struct keep_damage damage; /* as the last look found it */
} keeping;

/* For each test; nothing is kept yet. */
int keeping_setup(void **state);
int keeping_teardown(void **state);

void keeping_open(void);
void keeping_close(void);

/* The channel's name. */
struct bytes keeping_channel(void);

/* Keeps the next fact, and settles; `moves`: the cursor goes behind it. */
void keeping_add(const char *headline, bool moves);

struct walked {
    int count;
    uint64_t last; /* the number of the fact that came last */
};

/* Counts a fact into a struct walked; and what is kept by now, all of it. */
bool keeping_count(void *context, struct bytes push_fact);
struct walked keeping_walk(void);

/* The file that the facts are in. */
void keeping_facts_path(char path[PATH_MAX]);
off_t keeping_facts_size(void);

/* Writes a file as it is told, over whatever stands there. */
void keeping_write_file(const char *path, const uint8_t *content, size_t size);

#endif
