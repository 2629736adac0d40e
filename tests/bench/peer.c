/* The command line of the driver against other servers: the same modes, printing the same lines. */
#include <argp.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tests/bench/modes.h"
#include "tests/bench/peer_session.h"

static const struct argp_option options[] = {
    {"protocol", 'x', "NAME", 0, "mqtt, nats or redis", 0},
    {"port", 'f', "PORT", 0, "where it listens on 127.0.0.1, for TLS 1.3", 0},
    {"kept", 'd', NULL, 0, "what is published must be on disk before it counts (redis)", 0},
    {"server", 'p', "PID", 0, "whose processor time and memory are read", 0},
    {"subscribers", 'n', "NUMBER", 0, "1000", 0},
    {"publishers", 'k', "NUMBER", 0, "1", 0},
    {"in-flight", 'w', "NUMBER", 0, "messages on their way at a time (fanout): 1", 0},
    {"rate", 'r', "NUMBER", 0, "messages a second (latency): 20", 0},
    {"handshakes", 'h', "NUMBER", 0, "in all: 2000", 0},
    {"seconds", 's', "NUMBER", 0, "measured: 5", 0},
    {0},
};

static const struct {
    const char *name;
    bool (*run)(const struct plan *plan);
} modes[] = {
    {"fanout", mode_fanout},       {"latency", mode_latency}, {"idle", mode_idle},
    {"handshake", mode_handshake}, {"publish", mode_publish},
};

struct arguments {
    struct plan plan;
    const char *mode, *protocol;
    bool kept;
};

static unsigned number_of(struct argp_state *state, const char *text, unsigned most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number == 0 || number > most)
        argp_error(state, "'%s' must be a number from 1 to %u", text, most);
    return (unsigned)number;
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    struct plan *plan = &arguments->plan;
    switch (key) {
    case 'x':
        arguments->protocol = value;
        break;
    case 'f':
        plan->bench->address.sin_port = htons((uint16_t)number_of(state, value, UINT16_MAX));
        break;
    case 'd':
        arguments->kept = true;
        break;
    case 'p':
        plan->server = (pid_t)number_of(state, value, 1 << 30);
        break;
    case 'n':
        plan->subscribers = number_of(state, value, 1000000);
        break;
    case 'k':
        plan->publishers = number_of(state, value, 1000);
        break;
    case 'w':
        plan->in_flight = number_of(state, value, 1000);
        break;
    case 'r':
        plan->rate = number_of(state, value, 10000);
        break;
    case 'h':
        plan->handshakes = number_of(state, value, 1000000);
        break;
    case 's':
        plan->seconds = number_of(state, value, 600);
        break;
    case ARGP_KEY_ARG:
        arguments->mode = value;
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = {
    options, on_option, "fanout|latency|idle|handshake|publish", NULL, NULL, NULL, NULL,
};

static bool measure(const struct arguments *arguments)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (arguments->mode != NULL && strcmp(modes[i].name, arguments->mode) == 0)
            return modes[i].run(&arguments->plan);
    }
    bench_fail(arguments->plan.bench, "mode", "say fanout, latency, idle, handshake or publish");
    return false;
}

int main(int count, char **words)
{
    static struct bench room; /* too large for the stack */
    struct bench *bench = &room;
    struct arguments arguments = {.plan = {.bench = bench,
                                           .subscribers = 1000,
                                           .publishers = 1,
                                           .in_flight = 1,
                                           .rate = 20,
                                           .handshakes = 2000,
                                           .seconds = 5},
                                  .protocol = ""};
    bench->address.sin_family = AF_INET;
    bench->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    argp_parse(&argp, count, words, 0, NULL, &arguments);
    struct identity *nobody =
        calloc(arguments.plan.publishers, sizeof *nobody); /* peers know no identities */
    arguments.plan.identities = nobody;
    bench->epoll = epoll_create1(EPOLL_CLOEXEC);
    bool good = nobody != NULL && bench->epoll >= 0;
    if (good && !peer_choose(arguments.protocol, arguments.kept)) {
        bench_fail(bench, "protocol", "say mqtt, nats or redis; only redis takes --kept");
        good = false;
    }
    good = good && measure(&arguments);
    if (!good)
        fprintf(stderr, "bench_peer: %s\n", bench->failure);
    if (bench->epoll >= 0)
        close(bench->epoll);
    free(nobody);
    return good ? 0 : 1;
}
