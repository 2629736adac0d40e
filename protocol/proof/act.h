/* Acts: what somebody signed. Their bytes are made once and never made again: they are what is sent, hashed,
 * stored and shown as proof.
 *
 *   act = MessagePack [1, house, author, time_ms, nonce16, verb, {args}]
 *   signature = Ed25519 over "bulletin act 1" ‖ act          hash = BLAKE2b-256 of act */
#ifndef BULLETIN_PROOF_ACT_H
#define BULLETIN_PROOF_ACT_H

#include "protocol/secure/identity.h"
#include "protocol/wire/codec.h"

#define ACT_CONTEXT "bulletin act 1"

struct act {
    struct bytes house;  /* LIMIT_KEY_BYTES */
    struct bytes author; /* LIMIT_KEY_BYTES */
    int64_t time_ms;
    struct bytes nonce; /* LIMIT_NONCE_BYTES */
    struct bytes verb;
    struct bytes args; /* a MessagePack map */
};

/* Appends an act whose args are an encoded map. */
void act_write(struct buffer *out, const struct act *act);

/* Reads an act; all parts are borrowed from `bytes`. Runs scan_check itself. Errors: ACT_BROKEN. */
enum error act_read(struct bytes bytes, struct act *act, struct refusal *why);

void act_sign(const struct identity *identity, struct bytes bytes, uint8_t signature[LIMIT_SIGNATURE_BYTES]);
/* Whether the author named in the act signed it. */
bool act_verify(const struct act *act, struct bytes bytes, struct bytes signature);

#endif
