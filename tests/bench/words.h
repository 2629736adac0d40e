/* The words on the command lines of both drivers: the options that they share, and the mode. It does not know
 * what is measured. */
#ifndef BULLETIN_BENCH_WORDS_H
#define BULLETIN_BENCH_WORDS_H

#include <argp.h>

#include "tests/bench/plan.h"

struct words {
    struct plan plan;
    const char *mode;
};

/* The defaults of what words_options have, over one server on 127.0.0.1. */
void words_begin(struct words *words, struct bench *bench);

/* A child of the driver's own parser, whose `state->child_inputs[0]` is a struct words. */
extern const struct argp words_argp;

/* A number from 1 to `most`, or the end of the program with a sentence. */
unsigned words_number(struct argp_state *state, const char *text, unsigned most);

struct mode {
    const char *name;
    bool (*run)(const struct plan *plan);
};

/* Runs the mode that was named, from a list that ends with NULL. False: it did not come to its end, or there
 * is none of that name; bench->failure says which. */
bool words_measure(const struct words *words, const struct mode *modes);

#endif
