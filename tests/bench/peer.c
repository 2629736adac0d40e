/* The command line of the driver against other servers: the same modes, printing the same lines. */
#include <argp.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tests/bench/modes.h"
#include "tests/bench/peer_session.h"
#include "tests/bench/words.h"

static const struct argp_option options[] = {
    {"protocol", 'x', "NAME", 0, "mqtt, nats or redis", 0},
    {"port", 'f', "PORT", 0, "where it listens on 127.0.0.1, for TLS 1.3", 0},
    {"kept", 'd', NULL, 0, "what is published must be on disk before it counts (redis)", 0},
    {0},
};

static const struct mode modes[] = {
    {"fanout", mode_fanout},       {"latency", mode_latency}, {"idle", mode_idle},
    {"handshake", mode_handshake}, {"publish", mode_publish}, {NULL, NULL},
};

struct arguments {
    struct words words;
    const char *protocol;
    bool kept;
};

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case 'x':
        arguments->protocol = value;
        break;
    case 'f':
        arguments->words.plan.bench->address.sin_port =
            htons((uint16_t)words_number(state, value, UINT16_MAX));
        break;
    case 'd':
        arguments->kept = true;
        break;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &arguments->words;
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp_child children[] = {{.argp = &words_argp}, {0}};
static const struct argp argp = {
    .options = options,
    .parser = on_option,
    .args_doc = "fanout|latency|idle|handshake|publish",
    .children = children,
};

int main(int count, char **words)
{
    static struct bench room; /* too large for the stack */
    struct bench *bench = &room;
    struct arguments arguments = {.protocol = ""};
    words_begin(&arguments.words, bench);
    argp_parse(&argp, count, words, 0, NULL, &arguments);
    struct identity *nobody =
        calloc(arguments.words.plan.publishers, sizeof *nobody); /* peers know no identities */
    arguments.words.plan.identities = nobody;
    bench->epoll = epoll_create1(EPOLL_CLOEXEC);
    bool good = nobody != NULL && bench->epoll >= 0;
    if (good && !peer_choose(arguments.protocol, arguments.kept)) {
        bench_fail(bench, "protocol", "say mqtt, nats or redis; only redis takes --kept");
        good = false;
    }
    good = good && words_measure(&arguments.words, modes);
    if (!good)
        fprintf(stderr, "bench_peer: %s\n", bench->failure);
    if (bench->epoll >= 0)
        close(bench->epoll);
    free(nobody);
    return good ? 0 : 1;
}
