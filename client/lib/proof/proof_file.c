/* Walks and writes a proof's MessagePack. It judges types, lengths and the digest, never what they say. */
#include "client/lib/proof/proof_file.h"

#include "protocol/secure/identity.h"
#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"

enum { FILE_PARTS = 7, PLACE_PARTS = 2, CHANNEL_PARTS = 4, ACT_PARTS = 2, VALUE_HEAD_BYTES = 9 };

/* The walk along a file. The first thing that is wrong sticks, and later steps give nothing. */
struct walk {
    struct bytes rest;
    const char *broken;
};

static void walk_break(struct walk *walk, const char *what)
{
    if (walk->broken == NULL)
        walk->broken = what;
}

/* How many bytes the shortest form of a value has before what it holds; 0: no such value in a proof. */
static size_t shortest_head(const struct value *value)
{
    uint64_t number = value->number;
    switch (value->type) {
    case VALUE_NUMBER:
        return number < 128           ? 1
               : number <= UINT8_MAX  ? 2
               : number <= UINT16_MAX ? 3
               : number <= UINT32_MAX ? 5
                                      : 9;
    case VALUE_STRING:
        return number < 32 ? 1 : number <= UINT8_MAX ? 2 : number <= UINT16_MAX ? 3 : 5;
    case VALUE_BINARY:
        return number <= UINT8_MAX ? 2 : number <= UINT16_MAX ? 3 : 5;
    case VALUE_ARRAY:
        return number < 16 ? 1 : number <= UINT16_MAX ? 3 : 5;
    default:
        return 0;
    }
}

static struct value walk_take(struct walk *walk, enum value_type type, const char *what)
{
    struct value value = {0};
    struct bytes rest = walk->rest;
    if (walk->broken != NULL)
        return value;
    if (!scan_take(&rest, &value) || value.type != type) {
        walk_break(walk, what);
        return (struct value){0};
    }
    if (walk->rest.size - rest.size - value.bytes.size != shortest_head(&value)) {
        walk_break(walk, "a value is not in its shortest form");
        return (struct value){0};
    }
    walk->rest = rest;
    return value;
}

static void walk_array(struct walk *walk, uint64_t count, const char *what)
{
    if (walk_take(walk, VALUE_ARRAY, what).number != count)
        walk_break(walk, what);
}

static uint64_t walk_count(struct walk *walk, uint64_t most, const char *what)
{
    uint64_t count = walk_take(walk, VALUE_ARRAY, what).number;
    if (count <= most)
        return count;
    walk_break(walk, what);
    return 0;
}

static struct bytes walk_bytes(struct walk *walk, size_t least, size_t most, const char *what)
{
    struct bytes bytes = walk_take(walk, VALUE_BINARY, what).bytes;
    if (bytes.size < least || bytes.size > most)
        walk_break(walk, what);
    return bytes;
}

static struct bytes walk_text(struct walk *walk, size_t most, const char *what)
{
    struct bytes text = walk_take(walk, VALUE_STRING, what).bytes;
    if (text.size == 0 || text.size > most)
        walk_break(walk, what);
    return text;
}

static void walk_channel(struct walk *walk, struct proof_channel *channel)
{
    walk_array(walk, CHANNEL_PARTS, "a channel has not its four parts");
    channel->name = walk_text(walk, LIMIT_CHANNEL_BYTES, "a channel's name is not one");
    channel->count = walk_count(walk, PROOF_BYTES, "a channel's heads are not a list");
    struct bytes before = walk->rest;
    for (uint64_t i = 0; i < channel->count && walk->broken == NULL; i++)
        walk_bytes(walk, 1, LIMIT_HEAD_BYTES, "a head is not bytes");
    channel->heads = bytes_of(before.at, before.size - walk->rest.size);
    channel->checkpoint = walk_bytes(walk, 1, LIMIT_HEAD_BYTES, "a checkpoint is not bytes");
    channel->signature =
        walk_bytes(walk, LIMIT_SIGNATURE_BYTES, LIMIT_SIGNATURE_BYTES, "a signature has not 64 bytes");
}

static void walk_act(struct walk *walk, struct proof_act *act)
{
    uint64_t parts = walk_count(walk, ACT_PARTS, "an act has not its two parts");
    *act = (struct proof_act){0};
    if (parts == 0)
        return; /* an act that was erased */
    if (parts != ACT_PARTS)
        walk_break(walk, "an act has not its two parts");
    act->bytes = walk_bytes(walk, 1, LIMIT_ACT_BYTES, "an act is not bytes");
    act->signature =
        walk_bytes(walk, LIMIT_SIGNATURE_BYTES, LIMIT_SIGNATURE_BYTES, "a signature has not 64 bytes");
}

static void walk_digest(struct walk *walk, struct bytes all)
{
    uint8_t found[LIMIT_HASH_BYTES];
    struct bytes before = bytes_of(all.at, all.size - walk->rest.size);
    struct bytes digest = walk_bytes(walk, LIMIT_HASH_BYTES, LIMIT_HASH_BYTES, "the digest is not a hash");
    if (walk->rest.size > 0)
        walk_break(walk, "it goes on after its end");
    if (walk->broken != NULL)
        return;
    hash_bytes(before, found);
    if (!bytes_equal(digest, bytes_of(found, sizeof found)))
        walk_break(walk, "its digest does not fit: a byte was altered, or the file is cut off");
}

enum error proof_file_read(struct bytes bytes, struct proof_file *file, struct failure *failure)
{
    struct walk walk = {.rest = bytes};
    if (bytes.size > PROOF_BYTES)
        walk_break(&walk, "it is larger than 64 MiB");
    walk_array(&walk, FILE_PARTS, "it does not begin as one");
    struct bytes format = walk_text(&walk, LIMIT_WORD_BYTES, "it does not say what it is");
    if (!bytes_equal_text(format, PROOF_FORMAT))
        walk_break(&walk, "it is no \"" PROOF_FORMAT "\"");
    file->house = walk_bytes(&walk, LIMIT_KEY_BYTES, LIMIT_KEY_BYTES, "its house is not a key");
    walk_array(&walk, PLACE_PARTS, "it does not name a bulletin and a revision");
    file->id = walk_text(&walk, LIMIT_ID_BYTES, "the bulletin's id is not one");
    file->revision = walk_take(&walk, VALUE_NUMBER, "the revision is not a number").number;

    file->channel_count = walk_count(&walk, PROOF_CHANNELS, "its channels are not a list, or too many");
    for (size_t i = 0; i < file->channel_count; i++)
        walk_channel(&walk, &file->channels[i]);
    file->act_count = walk_count(&walk, PROOF_ACTS, "its acts are not a list, or too many");
    for (size_t i = 0; i < file->act_count; i++)
        walk_act(&walk, &file->acts[i]);
    file->has_text = walk_count(&walk, 1, "its texts are not a list of at most one") == 1;
    if (file->has_text)
        file->text = walk_bytes(&walk, 1, LIMIT_TEXT_BYTES, "its text is not bytes, or too long");
    walk_digest(&walk, bytes);
    if (walk.broken != NULL)
        return failure_refuse(failure, ERR_PROOF_BROKEN, NULL, bytes_of_text(walk.broken), 0);
    return OK;
}

size_t proof_file_room(const struct proof_file *file)
{
    size_t room = 1024 + file->text.size;
    for (size_t i = 0; i < file->channel_count; i++)
        room += file->channels[i].name.size + file->channels[i].heads.size +
                file->channels[i].checkpoint.size + LIMIT_SIGNATURE_BYTES + 5 * VALUE_HEAD_BYTES;
    for (size_t i = 0; i < file->act_count; i++)
        room += file->acts[i].bytes.size + LIMIT_SIGNATURE_BYTES + 3 * VALUE_HEAD_BYTES;
    return room;
}

void proof_file_write(const struct proof_file *file, struct buffer *out)
{
    uint8_t digest[LIMIT_HASH_BYTES];
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, FILE_PARTS);
    pack_text(&packer, bytes_of_text(PROOF_FORMAT));
    pack_bytes(&packer, file->house);
    msgpack_pack_array(&packer, PLACE_PARTS);
    pack_text(&packer, file->id);
    msgpack_pack_uint64(&packer, file->revision);

    msgpack_pack_array(&packer, file->channel_count);
    for (size_t i = 0; i < file->channel_count; i++) {
        const struct proof_channel *channel = &file->channels[i];
        msgpack_pack_array(&packer, CHANNEL_PARTS);
        pack_text(&packer, channel->name);
        msgpack_pack_array(&packer, channel->count);
        buffer_add(out, channel->heads.at, channel->heads.size);
        pack_bytes(&packer, channel->checkpoint);
        pack_bytes(&packer, channel->signature);
    }
    msgpack_pack_array(&packer, file->act_count);
    for (size_t i = 0; i < file->act_count; i++) {
        bool erased = file->acts[i].bytes.size == 0;
        msgpack_pack_array(&packer, erased ? 0 : ACT_PARTS);
        if (erased)
            continue;
        pack_bytes(&packer, file->acts[i].bytes);
        pack_bytes(&packer, file->acts[i].signature);
    }
    msgpack_pack_array(&packer, file->has_text ? 1 : 0);
    if (file->has_text)
        pack_bytes(&packer, file->text);
    hash_bytes(buffer_bytes(out), digest);
    pack_bytes(&packer, bytes_of(digest, sizeof digest));
}

bool proof_head_next(struct bytes *heads, struct bytes *head)
{
    struct value value;
    if (!scan_take(heads, &value))
        return false;
    *head = value.bytes;
    return true;
}
