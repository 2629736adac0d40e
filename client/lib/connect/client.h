/* A conversation with one server: ask questions, take acts there, receive what is pushed. The same over the
 * encrypted connection and the control socket. It keeps no files and shows nothing. */
#ifndef BULLETIN_CLIENT_CLIENT_H
#define BULLETIN_CLIENT_CLIENT_H

#include "client/lib/connect/address.h"
#include "client/lib/connect/answered.h"
#include "protocol/secure/identity.h"
#include "protocol/wire/message.h"

struct client; /* one connection at a time; 400 KiB */

/* A message that the server sent by itself. */
struct push {
    const struct push_kind *kind;
    struct bytes body; /* an encoded map of kind->shape */
    struct push *next;
};

/* `identity` NULL: a guest; borrowed. Opens nothing yet. NULL when there is no memory. */
struct client *client_new(const struct address *address, const struct identity *identity, int64_t timeout_ms);
void client_free(struct client *client);

/* Dials if there is no connection, within the timeout. Errors: those of secure_open. */
enum error client_open(struct client *client, struct failure *failure);
bool client_is_open(const struct client *client);
/* How many connections there were. An act that had to be sent again raises it, and subscriptions are then
 * gone. */
uint64_t client_connections(const struct client *client);
/* Says goodbye if it can, and forgets what was pushed. May be called twice. */
void client_close(struct client *client);

/* The server's identity, known once client_open was OK (or refused with HOUSE_UNKNOWN); over the control
 * socket only the answer to `status` tells. */
const uint8_t *client_house(const struct client *client);
const struct address *client_address(const struct client *client);
const struct identity *client_identity(const struct client *client);
/* To be followed from now on with this key, which a person has seen and trusted. */
void client_trust(struct client *client, const uint8_t house[LIMIT_KEY_BYTES]);

/* Asks or acts, by the verb's kind. `args` is a struct of its args, already checked; borrowed
 * for the call.
 *
 * An act is signed once; when its answer is lost or the server is busy, the same bytes are sent again, over
 * new connections, until the timeout: the server answers a repeated act as it did the first time. A question
 * is asked once, and one for a list again for each piece of it, until there are as many rows as it wants
 * (`limit`) or its verb gives; all of them where that is LIMIT_ROWS. Errors: what the server says, and those
 * of the connection. */
enum error client_call_values(struct client *client, int verb, const void *args, const struct answer *answer,
                              struct failure *failure);

/* Who has every act of this client on disk before it is sent, so that a lost answer can be asked for again,
 * by another process too. An error of `keep` keeps it from being sent; `judged` says that it was refused for
 * good. Both may be NULL. */
struct act_keeper {
    enum error (*keep)(void *context, const struct verb *verb, struct bytes signed_act,
                       struct failure *failure);
    void (*judged)(void *context);
    void *context;
};
void client_keep_acts(struct client *client, const struct act_keeper *keeper);

/* Sends such an act until somebody has judged it or the time is over; answer->ok has room for what its verb
 * answers. One that was taken before is answered as it was then. */
enum error client_send_act(struct client *client, struct bytes signed_act, const struct answer *answer,
                           struct failure *failure);

/* For whoever shows pushes in the order in which they came: what is pushed while an answer is awaited is
 * handed to `take` at once, borrowed for the time of the call, not kept for client_next_push. */
void client_hand_pushes(struct client *client, void (*take)(void *context, const struct push *push),
                        void *context);

/* The next push, which the caller frees with push_free; waits until the deadline. Errors: TIMED_OUT when none
 * came (the connection is still good); any other has closed the connection. A `bye` is such an error. */
enum error client_next_push(struct client *client, int64_t deadline_ms, struct push **push,
                            struct failure *failure);
void push_free(struct push *push);

/* For whoever waits for more than one thing: the descriptor to poll, and whether something is
 * here already. */
int client_descriptor(const struct client *client);
bool client_has_more(const struct client *client);

#endif
