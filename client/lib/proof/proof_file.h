/* The layout of a proof: what stands where in the file, and nothing about whether it is true. What is read is
 * borrowed from the file's bytes; nothing is allocated by what a stranger declares.
 *
 *   proof   = MessagePack ["bulletin proof 1", house, [id, revision], [channel…], [act…], [text…], digest]
 *   channel = [name, [head…], checkpoint, signature]
 *   act     = [act, signature], or [] where the act was erased
 *   digest  = BLAKE2b-256 of all bytes of the file before the digest
 *
 * Every value has its shortest form and nothing follows the last, so one proof has one sequence of bytes. */
#ifndef BULLETIN_CLIENT_PROOF_FILE_H
#define BULLETIN_CLIENT_PROOF_FILE_H

#include "client/lib/failure.h"
#include "protocol/wire/buffer.h"

#define PROOF_FORMAT "bulletin proof 1"

enum {
    PROOF_BYTES = 64 * 1024 * 1024,
    PROOF_CHANNELS = LIMIT_SUBSCRIPTIONS,
    PROOF_RUNGS = 3,
    PROOF_ACTS = 1 + PROOF_RUNGS * PROOF_CHANNELS,
};

struct proof_channel {
    struct bytes name;
    struct bytes heads; /* encoded `bin`s one after another, see proof_head_next */
    uint64_t count;     /* of heads */
    struct bytes checkpoint;
    struct bytes signature;
};

struct proof_act {
    struct bytes bytes; /* size 0: it was erased, and its signature is not there either */
    struct bytes signature;
};

struct proof_file {
    struct bytes house;
    struct bytes id;
    uint64_t revision;
    size_t channel_count;
    struct proof_channel channels[PROOF_CHANNELS];
    size_t act_count;
    struct proof_act acts[PROOF_ACTS];
    bool has_text;
    struct bytes text; /* a text kept as a blob */
};

/* Errors: PROOF_BROKEN, in words. */
enum error proof_file_read(struct bytes bytes, struct proof_file *file, struct failure *failure);

/* How many bytes proof_file_write needs at most; and writes it, digest and all. */
size_t proof_file_room(const struct proof_file *file);
void proof_file_write(const struct proof_file *file, struct buffer *out);

/* Takes the next head of `heads`; false at the end. */
bool proof_head_next(struct bytes *heads, struct bytes *head);

#endif
