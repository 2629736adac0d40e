/* See words.h. */
#include "tests/bench/words.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

static const struct argp_option options[] = {
    {"server", 'p', "PID", 0, "whose processor time and memory are read", 0},
    {"subscribers", 'n', "NUMBER", 0, "1000", 0},
    {"publishers", 'k', "NUMBER", 0, "1", 0},
    {"in-flight", 'w', "NUMBER", 0, "messages on their way at a time (fanout): 1", 0},
    {"rate", 'r', "NUMBER", 0, "messages a second (latency): 20", 0},
    {"handshakes", 'h', "NUMBER", 0, "in all: 2000", 0},
    {"seconds", 's', "NUMBER", 0, "measured: 5", 0},
    {0},
};

void words_begin(struct words *words, struct bench *bench)
{
    *words = (struct words){.plan = {.bench = bench,
                                     .subscribers = 1000,
                                     .publishers = 1,
                                     .in_flight = 1,
                                     .rate = 20,
                                     .handshakes = 2000,
                                     .seconds = 5}};
    bench->address.sin_family = AF_INET;
    bench->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

unsigned words_number(struct argp_state *state, const char *text, unsigned most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number == 0 || number > most)
        argp_error(state, "'%s' must be a number from 1 to %u", text, most);
    return (unsigned)number;
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct words *words = state->input;
    struct plan *plan = &words->plan;
    switch (key) {
    case 'p':
        plan->server = (pid_t)words_number(state, value, 1 << 30);
        break;
    case 'n':
        plan->subscribers = words_number(state, value, 1000000);
        break;
    case 'k':
        plan->publishers = words_number(state, value, 1000);
        break;
    case 'w':
        plan->in_flight = words_number(state, value, 1000);
        break;
    case 'r':
        plan->rate = words_number(state, value, 10000);
        break;
    case 'h':
        plan->handshakes = words_number(state, value, 1000000);
        break;
    case 's':
        plan->seconds = words_number(state, value, 600);
        break;
    case ARGP_KEY_ARG:
        if (words->mode != NULL)
            argp_error(state, "unexpected argument '%s'", value);
        words->mode = value;
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

const struct argp words_argp = {.options = options, .parser = on_option};

bool words_measure(const struct words *words, const struct mode *modes)
{
    for (const struct mode *mode = modes; mode->name != NULL; mode++) {
        if (words->mode != NULL && strcmp(mode->name, words->mode) == 0)
            return mode->run(&words->plan);
    }
    bench_fail(words->plan.bench, "mode", "--help names them");
    return false;
}
