/* A writer with whoever hands it its jobs and takes its answers, without loops or sockets. It notes what was
 * answered to whom, and whether it came when it might. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_DESK_H
#define BULLETIN_TESTS_DESK_H

#include <pthread.h>

#include "server/writer/writer.h"
#include "tests/unit/support/scratch.h"
#include "tests/unit/support/times.h"

#define DESK_BEGAN_MS INT64_C(1164844800000) /* 2006-11-30 */

enum { JOBS = 200 }; /* request ids below it are those whose answers are noted */

struct desk {
    struct scratch scratch;
    struct identity house;
    struct writer *writer;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    unsigned answered, facts, batches;
    bool facts_late; /* an answer came before the facts of its commit */
    bool not_on_disk;
    unsigned largest_batch;
    unsigned leaps; /* of the clock, that the writer told of; the last was to: */
    int64_t leapt_ms;
    char answers[JOBS][LIMIT_ID_BYTES + 1]; /* by request id: the id of the fact, or the code of the error */
    uint32_t serial;
    unsigned ticks;
    bool held; /* the writer waits where it hands on its facts */
};

/* The writer's clock. */
extern _Atomic int64_t desk_now_ms;

/* A founded house with a writer that runs: with room, with next to none, and with room for a reserve.
 * Whatever was opened ends with desk_close(). */
int desk_open(void **state);
int desk_open_small(void **state);
int desk_open_small_still(void **state);
int desk_close(void **state);

/* Starts a writer on the desk's store, in place of one that was stopped and freed. */
void desk_start(struct desk *desk);

/* An act with ` field=value ...`, signed now. Whoever submits it gives it away. */
struct job *desk_job(struct desk *desk, const struct identity *who, uint64_t request_id, const char *verb,
                     const char *line);
struct job *desk_house_job(struct desk *desk, uint64_t request_id, const char *verb, const char *line);
void desk_submit(struct desk *desk, struct job *job);

/* Both at once, for the house. */
void desk_house_acts(struct desk *desk, uint64_t request_id, const char *verb, const char *line);

/* Waits until there are so many answers, or facts, since the desk was opened. */
void desk_wait(struct desk *desk, unsigned answers);
void desk_wait_for_facts(struct desk *desk, unsigned facts);

/* Holds the writer up where it hands on its facts, or lets it go. */
void desk_hold(struct desk *desk, bool held);

#endif
