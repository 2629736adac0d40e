/* The command line of the load driver: one thread that plays all publishers and subscribers against one
 * server or floor on loopback. It prints one line of JSON; tests/bench/run makes the figures of many. */
#include <argp.h>
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tests/bench/modes.h"
#include "tests/bench/operator.h"
#include "tests/bench/sample.h"
#include "tests/bench/words.h"

static const struct argp_option options[] = {
    {"address", 'a', "ADDRESS", 0, "bulletin://127.0.0.1:PORT/KEY of a server that is fresh", 0},
    {"control", 'c', "PATH", 0, "its control socket", 0},
    {"floor", 'f', "PORT", 0, "drive the floor on this port instead", 0},
    {"stalled", 't', "NUMBER", 0, "subscribers that stop reading (stalled), guests that ask (askers): 1000",
     0},
    {"from", 'o', "NUMBER", 0, "the number of the channel's last fact, when it has some already: 0", 0},
    {"question", 'q', "WORD", 0, "headlines or read, anywhere up to --from (ask): headlines", 0},
    {"joined", 'j', NULL, 0, "the publishers' codes have been used already", 0},
    {0},
};

static const struct mode modes[] = {
    {"fanout", mode_fanout},       {"latency", mode_latency}, {"idle", mode_idle},
    {"handshake", mode_handshake}, {"publish", mode_publish}, {"stalled", mode_stalled},
    {"catchup", mode_catchup},     {"restart", mode_restart}, {"ask", mode_ask},
    {"backlog", mode_backlog},     {"askers", mode_askers},   {NULL, NULL},
};

struct arguments {
    struct words words;
    const char *control;
};

/* bulletin://127.0.0.1:PORT/KEY */
static void take_address(struct argp_state *state, struct bench *bench, const char *text)
{
    unsigned port;
    char hex[2 * LIMIT_KEY_BYTES + 1];
    size_t size;
    if (sscanf(text, "bulletin://127.0.0.1:%u/%64[0-9a-f]", &port, hex) != 2 || port > UINT16_MAX ||
        sodium_hex2bin(bench->house, sizeof bench->house, hex, strlen(hex), NULL, &size, NULL) != 0 ||
        size != LIMIT_KEY_BYTES)
        argp_error(state, "'%s' is not bulletin://127.0.0.1:PORT/KEY", text);
    else
        bench->address.sin_port = htons((uint16_t)port);
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    struct plan *plan = &arguments->words.plan;
    switch (key) {
    case 'a':
        take_address(state, plan->bench, value);
        break;
    case 'c':
        arguments->control = value;
        break;
    case 'f':
        plan->bench->floor = true;
        plan->bench->address.sin_port = htons((uint16_t)words_number(state, value, UINT16_MAX));
        break;
    case 't':
        plan->stalled = words_number(state, value, 1000000);
        break;
    case 'o':
        plan->from = words_number(state, value, 1u << 30);
        break;
    case 'q':
        plan->question = value;
        break;
    case 'j':
        plan->joined = true;
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
    .args_doc = "fanout|latency|idle|handshake|publish|stalled|catchup|askers|restart|ask|backlog",
    .children = children,
};

int main(int count, char **words)
{
    static struct bench room; /* too large for the stack */
    struct bench *bench = &room;
    struct arguments arguments = {0};
    if (sodium_init() < 0)
        return 1;
    words_begin(&arguments.words, bench);
    arguments.words.plan.stalled = 1000;
    arguments.words.plan.question = "headlines";
    argp_parse(&argp, count, words, 0, NULL, &arguments);

    struct plan *plan = &arguments.words.plan;
    struct identity *identities = calloc(plan->publishers, sizeof *identities);
    bench->epoll = epoll_create1(EPOLL_CLOEXEC);
    bool good = identities != NULL && bench->epoll >= 0;
    for (unsigned i = 0; good && i < plan->publishers; i++)
        sample_identity(i, &identities[i]);
    plan->identities = identities;
    if (good && !bench->floor && arguments.control != NULL)
        good = operator_prepare(arguments.control, plan->publishers, bench->failure);
    good = good && words_measure(&arguments.words, modes);
    if (!good)
        fprintf(stderr, "bench_driver: %s\n", bench->failure);
    if (bench->epoll >= 0)
        close(bench->epoll);
    free(identities);
    return good ? 0 : 1;
}
