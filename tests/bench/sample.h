/* What the driver and the floors send and store: the same accounts, acts and facts on both sides. So a floor
 * handles records of the same size as the server does. It does not know who measures what. */
#ifndef BULLETIN_BENCH_SAMPLE_H
#define BULLETIN_BENCH_SAMPLE_H

#include "protocol/proof/act.h"

#define SAMPLE_CHANNEL "bench"

enum {
    SAMPLE_HEADLINE_BYTES = 200,
    SAMPLE_ACT_BYTES = 1024,    /* room for an act, or for a head */
    SAMPLE_MESSAGE_BYTES = 2048 /* room for a message that holds both */
};

/* A signed act of publishing one headline. */
struct sample_act {
    uint8_t bytes[SAMPLE_ACT_BYTES];
    size_t size;
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
};

/* Nanoseconds of a clock that only goes forward, and milliseconds since 1970. */
uint64_t clock_ns(void);
int64_t clock_wall_ms(void);

/* The publisher with this number: the same key, name and invitation code in every run. */
void sample_identity(unsigned number, struct identity *identity);
void sample_account(unsigned number, char name[LIMIT_NAME_BYTES]);
void sample_code(unsigned number, char code[LIMIT_CODE_BYTES + 1]);

/* Signs any act. `serial` tells the acts of one author and millisecond apart. */
void sample_sign(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES], const char *verb,
                 struct bytes args, uint64_t serial, struct sample_act *act);
/* An act whose headline says when it was made, by clock_ns. */
void sample_publish(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES], uint64_t serial,
                    struct sample_act *act);
/* The same as of any time, with a signature of zeros: signing is most of the work of making many. */
void sample_publish_unsigned(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES],
                             uint64_t serial, int64_t time_ms, struct sample_act *act);
/* When the headline inside these bytes was made; 0 when there is none of ours. */
uint64_t sample_time(struct bytes message);

/* The head that the server would make of such an act. */
void sample_head(const struct sample_act *act, uint64_t number, struct buffer *head);
/* The message that the server would push: [0, "fact", {head, act, sig}]. */
void sample_push(const struct sample_act *act, uint64_t number, struct buffer *message);

#endif
