/* What inviting one person and inviting many have in common. It makes the code, so that the server learns
 * only its hash, and knows the address that the invited dial. */
#ifndef BULLETIN_CLIENT_INVITATION_H
#define BULLETIN_CLIENT_INVITATION_H

#include "client/shell/client_session.h"
#include "client/shell/option_rows.h"
#include "client/shell/request.h"

enum { INVITATION_CODE_BYTES = LIMIT_CODE_BYTES + LIMIT_CODE_BYTES / 4 };

/* --address and --expires, into a struct invitation at the beginning of a command's input. */
struct invitation {
    const char *address; /* HOST:PORT that people dial, or NULL */
    const char *expires; /* as typed, checked; or NULL */
};
extern const struct option_part invitation_part;

/* Makes a code, adds its hash to a request for account.invite, and gives the code as people type it. */
void invitation_make(struct request *request, char grouped[INVITATION_CODE_BYTES]);

/* bulletin://HOST:PORT/KEY: the place that was `told` (NULL: none), or what the server says people dial, or
 * the place dialled here; the key is the server's own. */
enum error invitation_address(const char *told, struct client *client, char text[ADDRESS_TEXT_BYTES],
                              struct failure *failure);

/* Adds the field `expires`, if that was given; it is borrowed. */
void invitation_add_expires(const struct invitation *invitation, struct request *request);

#endif
