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

/* One word of the command line that is a number. */
static const struct argp_option options[] = {
    {"address", 'a', "ADDRESS", 0, "bulletin://127.0.0.1:PORT/KEY of a server that is fresh", 0},
    {"control", 'c', "PATH", 0, "its control socket", 0},
    {"floor", 'f', "PORT", 0, "drive the floor on this port instead", 0},
    {"server", 'p', "PID", 0, "whose processor time and memory are read", 0},
    {"subscribers", 'n', "NUMBER", 0, "1000", 0},
    {"publishers", 'k', "NUMBER", 0, "1", 0},
    {"in-flight", 'w', "NUMBER", 0, "headlines on their way at a time (fanout): 1", 0},
    {"rate", 'r', "NUMBER", 0, "headlines a second (latency): 20", 0},
    {"handshakes", 'h', "NUMBER", 0, "in all: 2000", 0},
    {"seconds", 's', "NUMBER", 0, "measured: 5", 0},
    {"stalled", 't', "NUMBER", 0, "subscribers that stop reading (stalled), guests that ask (askers): 1000",
     0},
    {"from", 'o', "NUMBER", 0, "the number of the channel's last fact, when it has some already: 0", 0},
    {"question", 'q', "WORD", 0, "headlines or read, anywhere up to --from (ask): headlines", 0},
    {"joined", 'j', NULL, 0, "the publishers' codes have been used already", 0},
    {0},
};

static const struct {
    const char *name;
    bool (*run)(const struct plan *plan);
} modes[] = {
    {"fanout", mode_fanout},       {"latency", mode_latency}, {"idle", mode_idle},
    {"handshake", mode_handshake}, {"publish", mode_publish}, {"stalled", mode_stalled},
    {"catchup", mode_catchup},     {"restart", mode_restart}, {"ask", mode_ask},
    {"backlog", mode_backlog},     {"askers", mode_askers},
};

struct arguments {
    struct plan plan;
    const char *mode, *control;
};

static unsigned number_of(struct argp_state *state, const char *text, unsigned most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number == 0 || number > most)
        argp_error(state, "'%s' must be a number from 1 to %u", text, most);
    return (unsigned)number;
}

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
    struct plan *plan = &arguments->plan;
    switch (key) {
    case 'a':
        take_address(state, plan->bench, value);
        break;
    case 'c':
        arguments->control = value;
        break;
    case 'f':
        plan->bench->floor = true;
        plan->bench->address.sin_port = htons((uint16_t)number_of(state, value, UINT16_MAX));
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
    case 't':
        plan->stalled = number_of(state, value, 1000000);
        break;
    case 'o':
        plan->from = number_of(state, value, 1u << 30);
        break;
    case 'q':
        plan->question = value;
        break;
    case 'j':
        plan->joined = true;
        break;
    case 's':
        plan->seconds = number_of(state, value, 600);
        break;
    case ARGP_KEY_ARG:
        if (arguments->mode != NULL)
            argp_error(state, "unexpected argument '%s'", value);
        arguments->mode = value;
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = {
    options, on_option, "fanout|latency|idle|handshake|publish|stalled|catchup|askers|restart|ask|backlog",
    NULL,    NULL,      NULL,
    NULL,
};

static bool measure(const struct arguments *arguments)
{
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        if (arguments->mode != NULL && strcmp(modes[i].name, arguments->mode) == 0)
            return modes[i].run(&arguments->plan);
    }
    bench_fail(
        arguments->plan.bench, "mode",
        "say fanout, latency, idle, handshake, publish, stalled, catchup, askers, restart, ask or backlog");
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
                                           .seconds = 5,
                                           .stalled = 1000,
                                           .question = "headlines"}};
    if (sodium_init() < 0)
        return 1;
    bench->address.sin_family = AF_INET;
    bench->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    argp_parse(&argp, count, words, 0, NULL, &arguments);

    struct plan *plan = &arguments.plan;
    struct identity *identities = calloc(plan->publishers, sizeof *identities);
    bench->epoll = epoll_create1(EPOLL_CLOEXEC);
    bool good = identities != NULL && bench->epoll >= 0;
    for (unsigned i = 0; good && i < plan->publishers; i++)
        sample_identity(i, &identities[i]);
    plan->identities = identities;
    if (good && !bench->floor && arguments.control != NULL)
        good = operator_prepare(arguments.control, plan->publishers, bench->failure);
    good = good && measure(&arguments);
    if (!good)
        fprintf(stderr, "bench_driver: %s\n", bench->failure);
    if (bench->epoll >= 0)
        close(bench->epoll);
    free(identities);
    return good ? 0 : 1;
}
