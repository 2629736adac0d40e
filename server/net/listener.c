/* Opens listening sockets and accepts by hand with accept4, so that the cap on connections is ours and not
 * libuv's. It knows nothing of what is spoken on them. */
#include "server/net/listener.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/net/addresses.h"
#include "server/net/conn.h"

enum { ACCEPTS_A_TURN = 64, BACKLOG = 4096 };

struct listener {
    struct listener *next;
    struct loop *loop;
    uv_poll_t poll;
    int socket;
    bool listening;
};

/* Splits HOST:PORT at the last colon; brackets around an IPv6 host go. */
static bool host_and_port(const char *text, char host[256], char port[16])
{
    const char *colon = strrchr(text, ':');
    size_t host_size = colon == NULL ? 0 : (size_t)(colon - text);
    if (colon == NULL || host_size >= 256 || strlen(colon + 1) >= 16 || colon[1] == '\0')
        return false;
    if (host_size >= 2 && text[0] == '[' && colon[-1] == ']') {
        text++;
        host_size -= 2;
    }
    memcpy(host, text, host_size);
    host[host_size] = '\0';
    strcpy(port, colon + 1);
    return true;
}

static int socket_bound(const struct listen_address *address, bool shared)
{
    int yes = 1;
    int made = socket(address->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0)
        return -1;
    (void)setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if ((shared && setsockopt(made, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) != 0) ||
        bind(made, (const struct sockaddr *)&address->address, address->size) != 0) {
        int error = errno;
        close(made);
        errno = error;
        return -1;
    }
    return made;
}

static void port_set(struct listen_address *address, in_port_t port)
{
    if (address->address.ss_family == AF_INET6)
        ((struct sockaddr_in6 *)&address->address)->sin6_port = port;
    else
        ((struct sockaddr_in *)&address->address)->sin_port = port;
}

bool listen_address_find(const char *text, struct listen_address *found, char reason[200])
{
    char host[256], port[16];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *info = NULL;
    if (!host_and_port(text, host, port)) {
        snprintf(reason, 200, "it must be HOST:PORT");
        return false;
    }
    int failed = getaddrinfo(host[0] == '\0' ? NULL : host, port, &hints, &info);
    if (failed != 0) {
        snprintf(reason, 200, "%s", gai_strerror(failed));
        return false;
    }
    memset(found, 0, sizeof *found);
    memcpy(&found->address, info->ai_addr, info->ai_addrlen);
    found->size = info->ai_addrlen;
    freeaddrinfo(info);

    /* With SO_REUSEPORT two servers of one user would share a port and neither would know. So one try without
     * it first. */
    int probe = socket_bound(found, false);
    if (probe < 0) {
        snprintf(reason, 200, "%s", strerror(errno));
        return false;
    }
    struct sockaddr_in6 bound = {0};
    socklen_t size = sizeof bound;
    getsockname(probe, (struct sockaddr *)&bound, &size);
    close(probe);
    in_port_t picked = bound.sin6_port; /* IPv4 has its port in the same place */
    port_set(found, picked);
    bool colons = strchr(host, ':') != NULL;
    snprintf(found->text, sizeof found->text, colons ? "[%s]:%u" : "%s:%u", host, ntohs(picked));
    return true;
}

static bool loop_full(const struct loop *loop)
{
    return atomic_load(&loop->server->connections) >= loop->server->connections_most;
}

/* Full, and nobody makes room for who knocks. */
static bool no_room(const struct listener *listener)
{
    struct pollfd knocking = {.fd = listener->socket, .events = POLLIN};
    return loop_full(listener->loop) && poll(&knocking, 1, 0) > 0 && !conn_make_room(listener->loop);
}

static void on_knock(uv_poll_t *poll, int status, int events)
{
    struct listener *listener = poll->data;
    struct loop *loop = listener->loop;
    (void)status;
    (void)events;
    for (int i = 0; i < ACCEPTS_A_TURN && !no_room(listener); i++) {
        struct sockaddr_storage from = {0};
        socklen_t size = sizeof from;
        int accepted =
            accept4(listener->socket, (struct sockaddr *)&from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (accepted < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
            break; /* below: stop listening until something is given back */
        if (accepted < 0)
            return;
        uint64_t address = address_key(&from);
        if (addresses_enter(loop->server->addresses, address))
            conn_open(loop, accepted, address);
        else
            close(accepted);
        if (i == ACCEPTS_A_TURN - 1)
            return;
    }
    uv_poll_stop(poll);
    listener->listening = false;
}

bool listener_open(struct loop *loop, const struct listen_address *address)
{
    struct listener *listener = calloc(1, sizeof *listener);
    if (listener == NULL)
        return false;
    listener->socket = socket_bound(address, true);
    if (listener->socket < 0 || listen(listener->socket, BACKLOG) != 0) {
        if (listener->socket >= 0)
            close(listener->socket);
        free(listener);
        return false;
    }
    listener->loop = loop;
    if (uv_poll_init(&loop->uv, &listener->poll, listener->socket) != 0) {
        close(listener->socket);
        free(listener);
        return false;
    }
    listener->poll.data = listener;
    uv_poll_start(&listener->poll, UV_READABLE, on_knock);
    listener->listening = true;
    listener->next = loop->listeners;
    loop->listeners = listener;
    return true;
}

static void on_closed(uv_handle_t *handle)
{
    struct listener *listener = handle->data;
    close(listener->socket);
    free(listener);
}

void listeners_close(struct loop *loop)
{
    while (loop->listeners != NULL) {
        struct listener *listener = loop->listeners;
        loop->listeners = listener->next;
        uv_close((uv_handle_t *)&listener->poll, on_closed);
    }
}

void listeners_resume(struct loop *loop)
{
    bool room = !loop_full(loop) || loop->idle.first != NULL || loop->greeting.first != NULL;
    for (struct listener *one = loop->listeners; one != NULL && room; one = one->next) {
        if (!one->listening) {
            uv_poll_start(&one->poll, UV_READABLE, on_knock);
            one->listening = true;
        }
    }
}
