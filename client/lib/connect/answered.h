/* Who takes an answer: its rows as they come, and its end. It does not know how a question is asked. */
#ifndef BULLETIN_CLIENT_ANSWERED_H
#define BULLETIN_CLIENT_ANSWERED_H

#include "protocol/wire/codec.h"

/* Values are borrowed for the time of the call. */
struct answer {
    /* Each row, decoded by verb->row; may be NULL. */
    void (*row)(void *context, const struct shape *shape, const void *values);
    void *context;
    /* Room for a struct of verb->ok, or NULL; its strings are borrowed until the next call on the client. */
    void *ok;
};

#endif
