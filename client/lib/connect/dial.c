/* Opens sockets and moves bytes with deadlines. It does not know the protocol. */
#include "client/lib/connect/dial.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"

static enum error unreachable(struct failure *failure, const struct address *address, const char *reason)
{
    char text[ADDRESS_TEXT_BYTES + 200];
    if (address->control)
        snprintf(text, sizeof text, "%s: %s", address->path, reason);
    else
        snprintf(text, sizeof text, "%s port %s: %s", address->host, address->port, reason);
    return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text(text), 0);
}

/* 0 or an errno. */
static int connect_by(const struct sockaddr *where, socklen_t size, int64_t deadline_ms, int *out)
{
    int made = socket(where->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0)
        return errno;
    int problem = connect(made, where, size) == 0 ? 0 : errno;
    if (problem == EINPROGRESS) {
        socklen_t problem_size = sizeof problem;
        if (wait_for(made, POLLOUT, deadline_ms) != WAIT_READY)
            problem = wait_interrupted() ? EINTR : ETIMEDOUT;
        else if (getsockopt(made, SOL_SOCKET, SO_ERROR, &problem, &problem_size) != 0)
            problem = errno;
    }
    if (problem != 0) {
        close(made);
        return problem;
    }
    int on = 1;
    if (where->sa_family != AF_UNIX)
        setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *out = made;
    return 0;
}

static enum error dial_host(const struct address *address, int64_t deadline_ms, int *out,
                            struct failure *failure)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG};
    struct addrinfo *found = NULL;
    int problem = getaddrinfo(address->host, address->port, &hints, &found);
    if (problem != 0)
        return unreachable(failure, address, gai_strerror(problem));
    problem = ECONNREFUSED;
    for (struct addrinfo *one = found; one != NULL; one = one->ai_next) {
        problem = connect_by(one->ai_addr, one->ai_addrlen, deadline_ms, out);
        if (problem == 0)
            break;
    }
    freeaddrinfo(found);
    return problem == 0 ? OK : unreachable(failure, address, strerror(problem));
}

enum error dial(const struct address *address, int64_t deadline_ms, int *out, struct failure *failure)
{
    if (!address->control)
        return dial_host(address, deadline_ms, out, failure);
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    memcpy(where.sun_path, address->path, strlen(address->path) + 1);
    int problem = connect_by((const struct sockaddr *)&where, sizeof where, deadline_ms, out);
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
                return timed_out(failure, "it takes too few bytes");
        } else if (sent == 0 || errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_for(socket, POLLOUT, deadline_ms) != WAIT_READY)
                return timed_out(failure, "it takes no bytes");
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
            return lost(failure, "it hung up");
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (wait_for(socket, POLLIN, deadline_ms) != WAIT_READY)
                return timed_out(failure, "no answer came");
        } else if (errno != EINTR) {
            return lost(failure, strerror(errno));
        }
    }
}

enum error dial_read_on(int socket, uint8_t *room, size_t capacity, int64_t deadline_ms, size_t *size,
                        struct failure *failure)
{
    if (wait_over(deadline_ms))
        return timed_out(failure, "only a part of an answer came");
    return dial_read(socket, room, capacity, deadline_ms, size, failure);
}
