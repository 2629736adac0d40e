/* Writes and reads the heads of facts, the house's checkpoints, and the ids that facts give to things. It
 * does not know what a kind of fact means, nor where heads are kept. */
#include "protocol/proof/head.h"

#include "protocol/wire/pack.h"
#include "protocol/wire/unpack.h"

enum { HEAD_VERSION = 1, HEAD_PARTS = 11, CHECKPOINT_PARTS = 6, NUMBER_DIGITS = 20 };

void head_write(struct buffer *out, const struct head *head)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, HEAD_PARTS);
    msgpack_pack_uint64(&packer, HEAD_VERSION);
    msgpack_pack_uint64(&packer, head->seq);
    pack_text(&packer, head->channel);
    msgpack_pack_uint64(&packer, head->number);
    pack_bytes(&packer, head->prev);
    msgpack_pack_int64(&packer, head->time_ms);
    pack_text(&packer, head->actor);
    pack_text(&packer, head->kind);
    buffer_add(out, head->decided.at, head->decided.size);
    msgpack_pack_int64(&packer, head->act_time_ms);
    pack_bytes(&packer, head->act_hash);
}

enum error head_read(struct bytes bytes, struct head *head, struct refusal *why)
{
    struct head read;
    struct unpack unpack = unpack_begin(bytes, LIMIT_HEAD_BYTES, HEAD_PARTS);
    unpack_version(&unpack, HEAD_VERSION);
    read.seq = unpack_number(&unpack, "a head's seq is not a number");
    read.channel = unpack_text(&unpack, LIMIT_CHANNEL_BYTES, "a head's channel is not a name");
    read.number = unpack_number(&unpack, "a head's number is not a number");
    read.prev = unpack_bytes(&unpack, LIMIT_HASH_BYTES, "a head's prev is not a hash");
    read.time_ms = unpack_time_ms(&unpack, "a head's time is not a number");
    read.actor = unpack_text(&unpack, LIMIT_NAME_BYTES, "a head's actor is not a name");
    read.kind = unpack_text(&unpack, LIMIT_WORD_BYTES, "a head's kind is not a word");
    read.decided = unpack_map(&unpack, "what a head says was decided is not a map");
    read.act_time_ms = unpack_time_ms(&unpack, "the time of a head's act is not a number");
    read.act_hash = unpack_bytes(&unpack, LIMIT_HASH_BYTES, "the hash of a head's act is not a hash");
    if (unpack.broken)
        return refuse(why, ERR_MALFORMED, NULL, unpack.why, 0);
    *head = read;
    return OK;
}

void checkpoint_write(struct buffer *out, const struct checkpoint *checkpoint)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, CHECKPOINT_PARTS);
    pack_bytes(&packer, checkpoint->house);
    msgpack_pack_uint64(&packer, checkpoint->epoch);
    pack_text(&packer, checkpoint->channel);
    msgpack_pack_uint64(&packer, checkpoint->number);
    pack_bytes(&packer, checkpoint->hash);
    msgpack_pack_int64(&packer, checkpoint->time_ms);
}

enum error checkpoint_read(struct bytes bytes, struct checkpoint *checkpoint, struct refusal *why)
{
    struct checkpoint read;
    struct unpack unpack = unpack_begin(bytes, LIMIT_HEAD_BYTES, CHECKPOINT_PARTS);
    read.house = unpack_bytes(&unpack, LIMIT_KEY_BYTES, "a checkpoint's house is not a key");
    read.epoch = unpack_number(&unpack, "a checkpoint's epoch is not a number");
    read.channel = unpack_text(&unpack, LIMIT_CHANNEL_BYTES, "a checkpoint's channel is not a name");
    read.number = unpack_number(&unpack, "a checkpoint's number is not a number");
    read.hash = unpack_bytes(&unpack, LIMIT_HASH_BYTES, "a checkpoint's hash is not a hash");
    read.time_ms = unpack_time_ms(&unpack, "a checkpoint's time is not a number");
    if (unpack.broken)
        return refuse(why, ERR_MALFORMED, NULL, unpack.why, 0);
    *checkpoint = read;
    return OK;
}

bool checkpoint_verify(const struct checkpoint *checkpoint, struct bytes bytes, struct bytes signature)
{
    return signature.size == LIMIT_SIGNATURE_BYTES &&
           identity_verify(checkpoint->house.at, CHECKPOINT_CONTEXT, bytes, signature.at);
}

/* Decimal, from 1, without leading zeros. */
static bool number_read(struct bytes digits, uint64_t *number)
{
    if (digits.size == 0 || digits.at[0] == '0')
        return false;
    uint64_t read = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(digits.at[i] - '0');
        if (read > (UINT64_MAX - digit) / 10)
            return false;
        read = read * 10 + digit;
    }
    *number = read;
    return true;
}

bool id_split(struct bytes id, struct bytes *channel, uint64_t *number)
{
    const uint8_t *slash = id.size > 0 ? memrchr(id.at, '/', id.size) : NULL;
    if (slash == NULL)
        return false;
    struct bytes front = bytes_of(id.at, (size_t)(slash - id.at));
    if (front.size == 0 || front.size > LIMIT_CHANNEL_BYTES)
        return false;
    if (!number_read(bytes_skip(id, front.size + 1), number))
        return false;
    *channel = front;
    return true;
}

void id_write(struct buffer *out, struct bytes channel, uint64_t number)
{
    uint8_t tail[1 + NUMBER_DIGITS];
    size_t at = sizeof tail;
    do {
        tail[--at] = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    tail[--at] = '/';
    buffer_add(out, channel.at, channel.size);
    buffer_add(out, tail + at, sizeof tail - at);
}

bool channel_has_prefix(struct bytes channel, const char *prefix, struct bytes *name)
{
    size_t size = strlen(prefix);
    if (channel.size <= size || memcmp(channel.at, prefix, size) != 0)
        return false;
    *name = bytes_skip(channel, size);
    return true;
}

bool channel_is_prefixed(struct bytes channel, const char *prefix, struct bytes name)
{
    struct bytes rest;
    return channel_has_prefix(channel, prefix, &rest) && bytes_equal(rest, name);
}
