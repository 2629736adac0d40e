/* Opens sockets and moves bytes with deadlines. It does not know the protocol, nor how names are found. */
#include "client/lib/connect/dial.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"

enum { DIAL_STAGGER_MS = 250 }; /* RFC 8305, section 5 */

static enum error unreachable(struct failure *failure, const struct address *address, const char *reason)
{
    char text[ADDRESS_TEXT_BYTES + 200];
    if (address->control)
        snprintf(text, sizeof text, "%s: %s", address->path, reason);
    else
        snprintf(text, sizeof text, "%s port %s: %s", address->host, address->port, reason);
    return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text(text), 0);
}

/* One try; `socket` is -1 when it has ended. */
struct attempt {
    int socket;
    bool local;
};

/* 0: it is connected; EINPROGRESS: it is on its way; or another errno. */
static int attempt_begin(struct attempt *attempt, const struct place *place)
{
    const int family = place->at.ss_family;
    *attempt = (struct attempt){.socket = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
                                .local = family == AF_UNIX};
    if (attempt->socket < 0)
        return errno;
    return connect(attempt->socket, (const struct sockaddr *)&place->at, place->size) == 0 ? 0 : errno;
}

static void attempt_end(struct attempt *attempt)
{
    if (attempt->socket >= 0)
        close(attempt->socket);
    attempt->socket = -1;
}

/* How one that is ready has ended. */
static int attempt_problem(const struct attempt *attempt)
{
    int problem;
    socklen_t size = sizeof problem;
    return getsockopt(attempt->socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 ? problem : errno;
}

/* Takes the connection over. */
static int attempt_win(struct attempt *attempt)
{
    const int won = attempt->socket, on = 1;
    if (!attempt->local)
        setsockopt(won, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    attempt->socket = -1;
    return won;
}

/* All tries of one dialling, in the order of their places. */
struct race {
    const struct resolved *places;
    size_t begun, under_way;
    int64_t next_ms; /* when the next is begun, if none has won by then */
    struct attempt attempts[RESOLVED_MOST];
    bool over;   /* the deadline has passed, or a signal came */
    int problem; /* of the last that failed */
};

/* Begins what is due. The one that is connected, or none. */
static struct attempt *race_begin(struct race *race)
{
    while (race->begun < race->places->count && (race->under_way == 0 || wait_now_ms() >= race->next_ms)) {
        struct attempt *attempt = &race->attempts[race->begun];
        const int problem = attempt_begin(attempt, &race->places->list[race->begun++]);
        if (problem == 0)
            return attempt;
        if (problem == EINPROGRESS) {
            race->under_way++;
            race->next_ms = wait_deadline(DIAL_STAGGER_MS);
        } else {
            race->problem = problem;
            attempt_end(attempt);
        }
    }
    return NULL;
}

/* Waits for the tries that are under way. One that has failed makes room for the next at once. */
static struct attempt *race_wait(struct race *race, int64_t deadline_ms)
{
    struct pollfd all[RESOLVED_MOST];
    for (size_t i = 0; i < race->begun; i++)
        all[i] = (struct pollfd){.fd = race->attempts[i].socket, .events = POLLOUT};
    const bool more = race->begun < race->places->count && race->next_ms < deadline_ms;
    const enum waited waited = wait_for_any(all, race->begun, more ? race->next_ms : deadline_ms);
    if (waited == WAIT_INTERRUPTED || (waited == WAIT_TIMED_OUT && !more)) {
        race->problem = waited == WAIT_INTERRUPTED ? EINTR : ETIMEDOUT;
        race->over = true;
    }
    for (size_t i = 0; waited == WAIT_READY && i < race->begun; i++) {
        const int problem = all[i].revents == 0 ? EINPROGRESS : attempt_problem(&race->attempts[i]);
        if (problem == EINPROGRESS)
            continue;
        if (problem == 0)
            return &race->attempts[i];
        race->problem = problem;
        race->under_way--;
        race->next_ms = wait_now_ms();
        attempt_end(&race->attempts[i]);
    }
    return NULL;
}

int dial_first(const struct resolved *places, int64_t deadline_ms, int *out)
{
    struct race race = {.places = places, .problem = EADDRNOTAVAIL};
    struct attempt *won = race_begin(&race);
    while (won == NULL && race.under_way > 0 && !race.over) {
        won = race_wait(&race, deadline_ms);
        if (won == NULL && !race.over)
            won = race_begin(&race);
    }
    if (won != NULL)
        *out = attempt_win(won);
    for (size_t i = 0; i < race.begun; i++)
        attempt_end(&race.attempts[i]);
    return won != NULL ? 0 : race.problem;
}

static enum error local_place(const struct address *address, struct resolved *place)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    memcpy(where.sun_path, address->path, strlen(address->path) + 1);
    place->count = 1;
    place->list[0].size = sizeof where;
    memcpy(&place->list[0].at, &where, sizeof where);
    return OK;
}

enum error dial(const struct address *address, int64_t deadline_ms, int *out, struct failure *failure)
{
    struct resolved places;
    enum error code =
        address->control ? local_place(address, &places) : resolve(address, deadline_ms, &places, failure);
    if (code != OK)
        return code;
    const int problem = dial_first(&places, deadline_ms, out);
    return problem == 0 ? OK : unreachable(failure, address, strerror(problem));
}

static enum error lost(struct failure *failure, const char *reason)
{
    return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text(reason), 0);
}

static enum error timed_out(struct failure *failure, const char *reason)
{
    return failure_refuse(failure, ERR_TIMED_OUT, NULL, bytes_of_text(reason), 0);
}

enum error dial_write(int socket, struct bytes bytes, int64_t deadline_ms, struct failure *failure)
{
    while (bytes.size > 0) {
        ssize_t sent = send(socket, bytes.at, bytes.size, MSG_NOSIGNAL);
        if (sent > 0) {
            bytes = bytes_skip(bytes, (size_t)sent);
            if (bytes.size > 0 && wait_over(deadline_ms))
                return timed_out(failure, "it accepts data too slowly");
        } else if (sent == 0 || errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_for(socket, POLLOUT, deadline_ms) != WAIT_READY)
                return timed_out(failure, "it accepts no data");
        } else if (errno != EINTR) {
            return lost(failure, strerror(errno));
        }
    }
    return OK;
}

enum error dial_read(int socket, uint8_t *room, size_t capacity, int64_t deadline_ms, size_t *size,
                     struct failure *failure)
{
    for (;;) {
        ssize_t got = recv(socket, room, capacity, 0);
        if (got > 0) {
            *size = (size_t)got;
            return OK;
        }
        if (got == 0)
            return lost(failure, "it closed the connection");
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_for(socket, POLLIN, deadline_ms) != WAIT_READY)
                return timed_out(failure, "no answer arrived");
        } else if (errno != EINTR) {
            return lost(failure, strerror(errno));
        }
    }
}

enum error dial_read_on(int socket, uint8_t *room, size_t capacity, int64_t deadline_ms, size_t *size,
                        struct failure *failure)
{
    if (wait_over(deadline_ms))
        return timed_out(failure, "only a part of an answer arrived");
    return dial_read(socket, room, capacity, deadline_ms, size, failure);
}
