/* One end of a connection without the connection: raw bytes in, checked records out, and the other way.
 * Client, server, tests and fuzzers use this same core. It owns no socket, clock, allocation or randomness.
 *
 *                 client                                    server
 *   LINK_GREETING  writes message 1   ------------------->  LINK_GREETING
 *   LINK_MEETING   <-------- message 2, [identity, voucher]  LINK_MEETING
 *   LINK_DECIDING  (caller looks at link->peer: the house key)
 *   link_accept -> writes message 3, [identity, voucher] or nothing for a guest
 *   LINK_OPEN      ------------------------------------->  LINK_OPEN
 *   an error before LINK_OPEN -> LINK_BROKEN, secrets wiped
 *   an error in LINK_OPEN     -> LINK_ENDING: nothing more is taken, but why it ends can still be sealed
 *   link_close                -> LINK_BROKEN, secrets wiped */
#ifndef BULLETIN_SECURE_LINK_H
#define BULLETIN_SECURE_LINK_H

#include "protocol/secure/identity.h"
#include "protocol/secure/noise.h"
#include "protocol/wire/codec.h"

enum link_state { LINK_GREETING, LINK_MEETING, LINK_DECIDING, LINK_OPEN, LINK_ENDING, LINK_BROKEN };

enum { LINK_HEADER_BYTES = 2 }; /* the u16 big-endian length before every record, handshake ones too */

/* What an open connection needs to keep: small, since a server has one for each subscriber. */
struct link {
    struct noise_cipher send, receive;
    uint8_t peer[LIMIT_KEY_BYTES]; /* the other end's identity */
    uint8_t state;                 /* enum link_state */
    bool client;
    bool peer_known; /* false: a guest */
};

/* What only the handshake needs; the caller may free it (after link_greeting_wipe) once the link is open. */
struct link_greeting {
    struct noise_handshake noise;
    const struct identity *identity; /* NULL: a guest; borrowed until the link is open */
    struct vouchers *vouchers;       /* NULL, or those that held before: set it after link_start */
};

/* `ephemeral` is 32 fresh random bytes; `guest_static` 32 more, used when `identity` is NULL (client only).
 * A client's message 1 is appended to `out` (room for 256 bytes is enough for any handshake message here). */
enum error link_start(struct link *link, struct link_greeting *greeting, bool client,
                      const struct identity *identity, const uint8_t ephemeral[32],
                      const uint8_t guest_static[32], struct buffer *out);

/* Takes one whole record off the front of `input`, which may be overwritten. `*used` is how many bytes
 * were taken: 0 when the record is not whole yet. In LINK_OPEN a record's plaintext, checked by
 * scan_check and borrowed from `input`, is given in `plain`; before, `plain` is empty and an answer of
 * the handshake may be appended to `out`. Stops at LINK_DECIDING on a client: call link_accept or
 * link_close. Errors (the link is then LINK_ENDING if it was open, else LINK_BROKEN): HANDSHAKE_FAILED,
 * IDENTITY_WRONG, RECORD_BROKEN, RECORDS_EXHAUSTED, MALFORMED. A record shorter than an authenticator is
 * RECORD_BROKEN at once, without waiting for its bytes; during the handshake one that is shorter than
 * that or longer than 256 bytes is HANDSHAKE_FAILED at once. A link that is LINK_ENDING or LINK_BROKEN
 * already takes nothing: RECORD_BROKEN. */
enum error link_take(struct link *link, struct link_greeting *greeting, uint8_t *input, size_t size,
                     size_t *used, struct bytes *plain, struct buffer *out, struct refusal *why);

/* The client's yes to link->peer: appends message 3; the link is then open. */
enum error link_accept(struct link *link, struct link_greeting *greeting, struct buffer *out);

/* Seals a record in place: `record` has LINK_HEADER_BYTES of room, then `plain_size` bytes of whole messages,
 * then LIMIT_TAG_BYTES of room; gives the record's whole size. Errors: RECORDS_EXHAUSTED (the
 * link is then LINK_BROKEN), also where link_can_seal says no. */
enum error link_seal(struct link *link, uint8_t *record, size_t plain_size, size_t *record_size);

/* Whether link_seal may be called: in LINK_OPEN and LINK_ENDING. */
bool link_can_seal(const struct link *link);

/* Wipes the keys; LINK_BROKEN. */
void link_close(struct link *link);
void link_greeting_wipe(struct link_greeting *greeting);

#endif
