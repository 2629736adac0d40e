/* Heads: where a fact stands; and signed heads: the house's word on where a channel stands. Made once, as
 * acts are.
 *
 *   head = MessagePack [1, seq, channel, number, prev, time_ms, actor, kind, {decided},
 *                       act_time_ms, act_hash]
 *   - seq: dense over the ledger, from 1.
 *   - number: dense in the channel, from 1.
 *   - prev: hash of the channel's head before this one; 32 zero bytes for number 1.
 *   - actor: the account's handle then, or "house".
 *   - act_time_ms and act_hash name the act, also after it was erased.
 *   hash = BLAKE2b-256 of head
 *
 *   signed head = MessagePack [house, epoch, channel, number, hash, time_ms]
 *   signature = Ed25519 by the house over "bulletin head 1" ‖ signed head */
#ifndef BULLETIN_PROOF_HEAD_H
#define BULLETIN_PROOF_HEAD_H

#include "protocol/secure/identity.h"
#include "protocol/wire/codec.h"

#define SIGNED_HEAD_CONTEXT "bulletin head 1"

struct head {
    uint64_t seq;
    struct bytes channel;
    uint64_t number;
    struct bytes prev; /* LIMIT_HASH_BYTES */
    int64_t time_ms;
    struct bytes actor;
    struct bytes kind;
    struct bytes decided; /* a MessagePack map */
    int64_t act_time_ms;
    struct bytes act_hash; /* LIMIT_HASH_BYTES */
};

void head_write(struct buffer *out, const struct head *head);
/* All parts are borrowed from `bytes`. Runs scan_check itself. Errors: MALFORMED. */
enum error head_read(struct bytes bytes, struct head *head, struct refusal *why);

struct signed_head {
    struct bytes house; /* LIMIT_KEY_BYTES */
    uint64_t epoch;
    struct bytes channel;
    uint64_t number;
    struct bytes hash; /* LIMIT_HASH_BYTES */
    int64_t time_ms;
};

void signed_head_write(struct buffer *out, const struct signed_head *head);
/* Errors: MALFORMED. */
enum error signed_head_read(struct bytes bytes, struct signed_head *head, struct refusal *why);
bool signed_head_verify(const struct signed_head *head, struct bytes bytes, struct bytes signature);

/* CHANNEL/NUMBER to its parts and back. False when it is no id. */
bool id_split(struct bytes id, struct bytes *channel, uint64_t *number);
void id_write(struct buffer *out, struct bytes channel, uint64_t number);

#endif
