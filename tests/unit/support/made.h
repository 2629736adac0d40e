/* Identities and signed acts that tests make, the same ones each time. It knows only the protocol. */
#ifndef BULLETIN_TESTS_MADE_H
#define BULLETIN_TESTS_MADE_H

#include "protocol/proof/act.h"

/* Always the same one for a number. */
struct identity made_identity(uint8_t which);

/* What an act is made of; `serial` tells acts of one time apart. */
struct made {
    const uint8_t *house;
    const struct identity *author;
    int64_t time_ms;
    uint64_t serial;
    const char *verb;
    struct bytes args; /* an encoded map */
};

/* Writes the act into `out`, where it lives, and signs it. */
struct bytes made_act(const struct made *made, struct buffer *out, uint8_t signature[LIMIT_SIGNATURE_BYTES]);

/* Encodes ` field=value ...` for a verb into `out`; a test that cannot write it fails. */
struct bytes made_args(const char *verb, const char *line, struct buffer *out);

#endif
