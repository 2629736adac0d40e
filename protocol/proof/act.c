/* Writes, reads, signs and verifies acts. It does not know which verbs there are, nor who may do what: the
 * tables and the server judge that. */
#include "protocol/proof/act.h"

#include "protocol/wire/pack.h"
#include "protocol/wire/unpack.h"

enum { ACT_VERSION = 1, ACT_PARTS = 7 };

void act_write(struct buffer *out, const struct act *act)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, ACT_PARTS);
    msgpack_pack_uint64(&packer, ACT_VERSION);
    pack_bytes(&packer, act->house);
    pack_bytes(&packer, act->author);
    msgpack_pack_int64(&packer, act->time_ms);
    pack_bytes(&packer, act->nonce);
    pack_text(&packer, act->verb);
    buffer_add(out, act->args.at, act->args.size);
}

enum error act_read(struct bytes bytes, struct act *act, struct refusal *why)
{
    struct act read;
    struct unpack unpack = unpack_begin(bytes, LIMIT_ACT_BYTES, ACT_PARTS);
    unpack_version(&unpack, ACT_VERSION);
    read.house = unpack_bytes(&unpack, LIMIT_KEY_BYTES, "its house is not a key");
    read.author = unpack_bytes(&unpack, LIMIT_KEY_BYTES, "its author is not a key");
    read.time_ms = unpack_time_ms(&unpack, "its time is not a number");
    read.nonce = unpack_bytes(&unpack, LIMIT_NONCE_BYTES, "its nonce has not 16 bytes");
    read.verb = unpack_text(&unpack, LIMIT_WORD_BYTES, "its verb is not a word");
    read.args = unpack_map(&unpack, "its arguments are not a map");
    if (unpack.broken)
        return refuse(why, ERR_ACT_BROKEN, NULL, unpack.why, 0);
    *act = read;
    return OK;
}

void act_sign(const struct identity *identity, struct bytes bytes, uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    identity_sign(identity, ACT_CONTEXT, bytes, signature);
}

bool act_verify(const struct act *act, struct bytes bytes, struct bytes signature)
{
    return signature.size == LIMIT_SIGNATURE_BYTES &&
           identity_verify(act->author.at, ACT_CONTEXT, bytes, signature.at);
}
