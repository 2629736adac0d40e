/* Lines for the log, held back when the same cause comes again and again. It must not know any act
 * or answer. */
#include "server/daemon/trouble.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "server/daemon/exit.h"
#include "server/store/store.h"

enum { CAUSES = 64, AGAIN_S = 60 };

struct cause {
    enum error error;
    const char *where, *verb;
    time_t said_s;
    unsigned long long held_back;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct cause causes[CAUSES];
static size_t count;

static bool same(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* The cause's place; when all are taken, the one that was said first. */
static struct cause *cause_of(enum error error, const char *where, const char *verb, bool *known)
{
    struct cause *oldest = &causes[0];
    for (size_t i = 0; i < count; i++) {
        struct cause *one = &causes[i];
        *known = one->error == error && same(one->where, where) && same(one->verb, verb);
        if (*known)
            return one;
        oldest = one->said_s < oldest->said_s ? one : oldest;
    }
    *known = false;
    return count < CAUSES ? &causes[count++] : oldest;
}

static const char *words(enum error error)
{
    switch (error) {
    case ERR_INTERNAL:
        return "a mistake of the program";
    case ERR_LEDGER_BROKEN:
    case ERR_STORE_DAMAGED:
        return "something in the store is damaged: run bulletind verify";
    case ERR_NO_MEMORY:
        return "memory is out";
    case ERR_STORE_FULL:
        return "the store is full";
    default:
        return error_kinds[error].word;
    }
}

int trouble_report(const struct refusal *why)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer out = buffer_over(text, sizeof text - 1);
    struct refusal said = *why;
    const char *cause = store_cause(why->code);
    if (said.code == ERR_STORE_DAMAGED && said.field == NULL) { /* met on the way, not on opening */
        said.field = "the folder";
        said.name = bytes_of_text(cause != NULL ? cause : "run bulletind verify");
    }
    bool behind = cause != NULL && (said.code == ERR_STORE_FULL || said.code == ERR_STORE_FAILED);
    refusal_text(&out, &said);
    fprintf(stderr, "bulletind: %.*s%s%s%s\n", (int)out.size, text, behind ? " (" : "", behind ? cause : "",
            behind ? ")" : "");
    return exit_status(why->code);
}

void trouble_say(enum error error, const char *where, const char *verb)
{
    struct timespec now;
    bool known;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    pthread_mutex_lock(&mutex);
    struct cause *cause = cause_of(error, where, verb, &known);
    unsigned long long more = known ? cause->held_back : 0;
    bool says = !known || now.tv_sec - cause->said_s >= AGAIN_S;
    if (says)
        *cause = (struct cause){.error = error, .where = where, .verb = verb, .said_s = now.tv_sec};
    else
        cause->held_back++;
    pthread_mutex_unlock(&mutex);
    if (!says)
        return;
    const char *why = store_cause(error);
    fprintf(stderr, "bulletind: %s: %s%s%s%s (%s)", verb, words(error), why != NULL ? " (" : "",
            why != NULL ? why : "", why != NULL ? ")" : "", where != NULL ? where : "place unknown");
    fprintf(stderr, more > 0 ? ", and %llu more times since it was last logged\n" : "\n", more);
}
