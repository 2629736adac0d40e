/* Following channels: subscribe, check all that comes, and come back to the position reached whenever the
 * connection is lost. It says what happened as events; showing and keeping them is somebody else's work.
 *
 * What is wrong with one channel ends that channel and no other: its proof, or the right to read it. */
#ifndef BULLETIN_CLIENT_FOLLOW_H
#define BULLETIN_CLIENT_FOLLOW_H

#include "client/lib/connect/client.h"
#include "client/lib/follow/follow_check.h"

struct follow;

enum event_kind {
    EVENT_NOTHING, /* the deadline has passed, a signal came, or all that was here has been told */
    EVENT_FACT,    /* checked; the position has moved to it */
    EVENT_ENDED,   /* the server ends one channel, or refuses it, and says why */
    EVENT_BROKEN,  /* a proof in one channel does not hold; the channel is not followed any more */
    EVENT_LOST,    /* the connection; the next call dials again */
    EVENT_AGAIN,   /* connected and subscribed again */
};

struct event {
    enum event_kind kind;
    const struct fact_seen *fact;          /* borrowed until the next call of follow_next */
    struct failure failure;                /* of LOST, ENDED and BROKEN */
    char channel[LIMIT_CHANNEL_BYTES + 1]; /* of ENDED and BROKEN */
    uint64_t number; /* of ENDED: the last fact that was sent; of BROKEN: the last that holds */
};

/* Borrows both; check holds the channels and where each begins. NULL when there is no memory. */
struct follow *follow_new(struct client *client, struct check *check);
void follow_free(struct follow *follow);

/* Subscribes to all that check follows. A channel whose history is not the one that was seen before, or that
 * the server refuses, is left out, and follow_next tells it. Errors: those of a question. */
enum error follow_subscribe(struct follow *follow, struct failure *failure);

/* The next event, at the latest at the deadline. Errors cannot be mended by dialling again, and are of no one
 * channel. */
enum error follow_next(struct follow *follow, int64_t deadline_ms, struct event *event,
                       struct failure *failure);

/* follow_next comes back with NOTHING when this can be read, too; -1: nothing more than facts. */
void follow_also(struct follow *follow, int descriptor);

/* Dials and subscribes until it works; for whoever found the connection broken. *resumed is false when the
 * deadline passed or a signal came. */
enum error follow_resume(struct follow *follow, int64_t deadline_ms, bool *resumed, struct failure *failure);

/* Whether more is here without waiting; when not, it is a good moment to write things down. */
bool follow_has_more(const struct follow *follow);

#endif
