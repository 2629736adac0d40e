/* Heads: where a fact stands; and checkpoints: the house's word on where a channel stands. Made once, as
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
 *   checkpoint = MessagePack [house, epoch, channel, number, hash, time_ms]
 *   signature = Ed25519 by the house over "bulletin checkpoint 1" ‖ checkpoint */
#ifndef BULLETIN_PROOF_HEAD_H
#define BULLETIN_PROOF_HEAD_H

#include "protocol/secure/identity.h"
#include "protocol/wire/codec.h"

#define CHECKPOINT_CONTEXT "bulletin checkpoint 1"

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

struct checkpoint {
    struct bytes house; /* LIMIT_KEY_BYTES */
    uint64_t epoch;
    struct bytes channel;
    uint64_t number;
    struct bytes hash; /* LIMIT_HASH_BYTES */
    int64_t time_ms;
};

void checkpoint_write(struct buffer *out, const struct checkpoint *head);
/* Errors: MALFORMED. */
enum error checkpoint_read(struct bytes bytes, struct checkpoint *head, struct refusal *why);
bool checkpoint_verify(const struct checkpoint *head, struct bytes bytes, struct bytes signature);

/* CHANNEL/NUMBER to its parts and back. False when it is no id. */
bool id_split(struct bytes id, struct bytes *channel, uint64_t *number);
void id_write(struct buffer *out, struct bytes channel, uint64_t number);

/* Whether a channel is PREFIX and a name; and whether it is PREFIX and this name. */
bool channel_has_prefix(struct bytes channel, const char *prefix, struct bytes *name);
bool channel_is_prefixed(struct bytes channel, const char *prefix, struct bytes name);

#endif
