/* What is said to MQTT, NATS and Redis, and what they say: bytes in, bytes out. It knows no sockets. */
#ifndef BULLETIN_BENCH_PEER_TALK_H
#define BULLETIN_BENCH_PEER_TALK_H

#include "protocol/wire/buffer.h"

enum { PEER_TEXT_BYTES = 200 };

enum peer_said {
    PEER_WELCOME,  /* the greeting is over */
    PEER_AGREES,   /* to what was asked, or to a message */
    PEER_DELIVERY, /* a message, PEER_TEXT_BYTES long */
    PEER_PINGS,
    PEER_REFUSES,
    PEER_NOTES, /* nothing that matters */
};

struct peer_talk {
    const char *name;
    bool kept;       /* a message is on disk before it is agreed to */
    bool line_first; /* it says a line in the clear before TLS */
    bool is_welcome; /* asking need not wait for an answer to the hello */
    void (*hello)(struct buffer *out);
    void (*ask)(bool subscribe, struct buffer *out); /* to follow, or a sign of life */
    void (*publish)(struct bytes text, struct buffer *out);
    void (*answer_ping)(struct buffer *out);
    /* The size of the first thing said, 0 while it is not whole. `text` is a delivery's. */
    size_t (*take)(struct bytes said, enum peer_said *what, const uint8_t **text);
};

/* NULL when there is none of this name that does this. */
const struct peer_talk *peer_talk_find(const char *name, bool kept);

#endif
