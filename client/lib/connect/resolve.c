/* getaddrinfo(3) knows neither deadlines nor our signals, so it runs in a thread of its own, and whoever does
 * not wait any more leaves it behind. Addresses in digits need none. It does not know what they are for. */
#include "client/lib/connect/resolve.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"

/* What the thread and whoever waits for it share; the last of the two frees it. */
struct lookup {
    atomic_int holders;
    int done; /* an eventfd: written once, when the rest is there */
    char host[ADDRESS_HOST_BYTES + 1];
    char port[6];
    int problem; /* of getaddrinfo */
    struct addrinfo *found;
};

static int look_up(const char *host, const char *port, int flags, struct addrinfo **found)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG | flags};
    *found = NULL;
    return getaddrinfo(host, port, &hints, found);
}

static void lookup_release(struct lookup *lookup)
{
    if (atomic_fetch_sub(&lookup->holders, 1) > 1)
        return;
    if (lookup->found != NULL)
        freeaddrinfo(lookup->found);
    close(lookup->done);
    free(lookup);
}

static void *lookup_run(void *context)
{
    struct lookup *lookup = context;
    lookup->problem = look_up(lookup->host, lookup->port, 0, &lookup->found);
    if (eventfd_write(lookup->done, 1) != 0) {
        /* It cannot be full: it is written once. */
    }
    lookup_release(lookup);
    return NULL;
}

/* Signals are for those who wait with a deadline: this thread takes none. 0 or an errno. */
static int lookup_start(struct lookup *lookup)
{
    pthread_t thread;
    pthread_attr_t attributes;
    sigset_t all, before;
    int problem = pthread_attr_init(&attributes);
    if (problem != 0)
        return problem;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    problem = pthread_create(&thread, &attributes, lookup_run, lookup);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return problem;
}

/* NULL when there is no memory, descriptor or thread for it. */
static struct lookup *lookup_new(const struct address *address)
{
    struct lookup *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL)
        return NULL;
    atomic_init(&lookup->holders, 2);
    memcpy(lookup->host, address->host, sizeof lookup->host);
    memcpy(lookup->port, address->port, sizeof lookup->port);
    lookup->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (lookup->done >= 0 && lookup_start(lookup) == 0)
        return lookup;
    if (lookup->done >= 0)
        close(lookup->done);
    free(lookup);
    return NULL;
}

static enum error cannot(struct failure *failure, const struct address *address, const char *reason)
{
    char text[ADDRESS_TEXT_BYTES + 200];
    snprintf(text, sizeof text, "%s port %s: %s", address->host, address->port, reason);
    return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text(text), 0);
}

static void take(struct resolved *found, const struct addrinfo *list)
{
    found->count = 0;
    for (const struct addrinfo *one = list; one != NULL && found->count < RESOLVED_MOST; one = one->ai_next) {
        struct place *place = &found->list[found->count];
        if (one->ai_addrlen > sizeof place->at)
            continue;
        memcpy(&place->at, one->ai_addr, one->ai_addrlen);
        place->size = one->ai_addrlen;
        found->count++;
    }
    resolve_interleave(found);
}

/* Where the next place is whose family is that of the first, or is not; the count when there is none. */
static size_t next_of(const struct resolved *found, size_t from, bool as_first)
{
    while (from < found->count && (found->list[from].at.ss_family == found->list[0].at.ss_family) != as_first)
        from++;
    return from;
}

void resolve_interleave(struct resolved *found)
{
    struct resolved in_turn = {.count = found->count};
    size_t at[] = {next_of(found, 0, true), next_of(found, 0, false)};
    for (size_t i = 0; i < found->count; i++) {
        const size_t side = at[i % 2] < found->count ? i % 2 : 1 - i % 2;
        in_turn.list[i] = found->list[at[side]];
        at[side] = next_of(found, at[side] + 1, side == 0);
    }
    *found = in_turn;
}

/* Waits for the thread. */
static enum error by_thread(const struct address *address, int64_t deadline_ms, struct resolved *found,
                            struct failure *failure)
{
    eventfd_t times;
    enum error code = OK;
    struct lookup *lookup = lookup_new(address);
    if (lookup == NULL)
        return cannot(failure, address, "there is no memory left to look its name up");
    const enum waited waited = wait_for(lookup->done, POLLIN, deadline_ms);
    if (waited == WAIT_INTERRUPTED)
        code = cannot(failure, address, "a signal came while its name was looked up");
    else if (waited != WAIT_READY || eventfd_read(lookup->done, &times) != 0)
        code = cannot(failure, address, "looking up its name took too long");
    else if (lookup->problem != 0)
        code = cannot(failure, address, gai_strerror(lookup->problem));
    else
        take(found, lookup->found);
    lookup_release(lookup);
    return code;
}

enum error resolve(const struct address *address, int64_t deadline_ms, struct resolved *found,
                   struct failure *failure)
{
    struct addrinfo *list;
    const int problem = look_up(address->host, address->port, AI_NUMERICHOST, &list);
    if (problem == EAI_NONAME)
        return by_thread(address, deadline_ms, found, failure);
    if (problem != 0)
        return cannot(failure, address, gai_strerror(problem));
    take(found, list);
    freeaddrinfo(list);
    return OK;
}
