/* The word among some that somebody may have meant who mistyped one. It does not know what the words
 * are for. */
#ifndef BULLETIN_CLIENT_NEAREST_H
#define BULLETIN_CLIENT_NEAREST_H

#include "protocol/wire/buffer.h"

enum { NEAREST_BYTES = 64 };

struct nearest {
    struct bytes typed; /* borrowed */
    size_t changes;     /* how many keystrokes the best is away; one more than are allowed: there is none */
    char best[NEAREST_BYTES + 1];
};

/* At most one changed, missing, doubled or exchanged letter in a word of up to three, two in one of up to
 * six, three in a longer one. Words of more than NEAREST_BYTES are not looked at. */
void nearest_begin(struct nearest *nearest, struct bytes typed);
/* The first of those that are equally near is kept. */
void nearest_try(struct nearest *nearest, struct bytes word);
/* NULL when none is near. It lives as long as `nearest`. */
const char *nearest_word(const struct nearest *nearest);

#endif
