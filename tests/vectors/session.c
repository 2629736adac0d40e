/* Plays one session between two links and prints every byte of it. Nothing here is random or looks at a
 * clock, so that it prints the same for ever. */
#include "tests/vectors/session.h"

#include <sodium.h>
#include <stdlib.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "tests/unit/support/pair.h"

#define CHANNEL    "programme"
#define HEADLINE   "首批品牌名单公布"
#define TEXT       "市工作委员会今日公布首批品牌。\n各部门请于月底前回复。\n"
#define ACTOR      "li.wen"
#define DEPARTMENT "labour"

enum { ROOM_BYTES = 2048 };

static const int64_t act_time_ms = 1164848400123;  /* 2006-11-30T09:00:00.123+08:00 */
static const int64_t fact_time_ms = 1164848400456; /* the server's clock, a moment later */
static const int64_t checkpoint_time_ms = 1164848401000;
static const uint8_t nonce[LIMIT_NONCE_BYTES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* Everything that is made once and then sent. */
struct session {
    struct pair pair;
    uint8_t act[ROOM_BYTES], act_hash[LIMIT_HASH_BYTES], act_signature[LIMIT_SIGNATURE_BYTES];
    uint8_t head[ROOM_BYTES], head_hash[LIMIT_HASH_BYTES];
    uint8_t checkpoint[ROOM_BYTES], checkpoint_signature[LIMIT_SIGNATURE_BYTES];
    size_t act_size, head_size, checkpoint_size;
};

static void require(bool good)
{
    if (!good)
        abort();
}

static void print_hex(FILE *out, const char *indent, const char *name, const void *at, size_t size,
                      const char *end)
{
    fprintf(out, "%s\"%s\": \"", indent, name);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%02x", ((const uint8_t *)at)[i]);
    fprintf(out, "\"%s\n", end);
}

static void print_keys(FILE *out, const char *name, const struct identity *identity, uint8_t seed_byte,
                       uint8_t ephemeral_byte)
{
    uint8_t seed[32], ephemeral[32];
    pair_fill(seed, seed_byte);
    pair_fill(ephemeral, ephemeral_byte);
    fprintf(out, "  \"%s\": {\n", name);
    print_hex(out, "    ", "seed", seed, sizeof seed, ",");
    print_hex(out, "    ", "identity", identity->public_key, LIMIT_KEY_BYTES, ",");
    print_hex(out, "    ", "transport_secret", identity->transport_secret, LIMIT_KEY_BYTES, ",");
    print_hex(out, "    ", "transport_public", identity->transport_public, LIMIT_KEY_BYTES, ",");
    print_hex(out, "    ", "voucher", identity->voucher, LIMIT_SIGNATURE_BYTES, ",");
    print_hex(out, "    ", "ephemeral_secret", ephemeral, sizeof ephemeral, "");
    fprintf(out, "  },\n");
}

/* The hash after message 3, which the links do not keep. */
static void hash_of_handshake(const struct pair *pair, uint8_t hash[NOISE_HASH_BYTES])
{
    struct noise_handshake noise = pair->server_greeting.noise;
    uint8_t payload[PAIR_MESSAGE_BYTES];
    struct buffer opened = buffer_over(payload, sizeof payload);
    struct bytes message =
        bytes_of(pair->messages[2] + LINK_HEADER_BYTES, pair->sizes[2] - LINK_HEADER_BYTES);
    require(noise_read(&noise, message, &opened) == OK);
    memcpy(hash, noise.hash, NOISE_HASH_BYTES);
}

static void print_handshake(FILE *out, struct pair *pair)
{
    uint8_t hash[NOISE_HASH_BYTES];
    require(pair_start(pair, false) == OK && pair_answer(pair) == OK && pair_meet(pair) == OK);
    require(pair_accept(pair) == OK);
    hash_of_handshake(pair, hash);
    require(pair_finish(pair) == OK);
    print_keys(out, "house", &pair->server_identity, PAIR_SERVER_SEED, PAIR_SERVER_EPHEMERAL);
    print_keys(out, "author", &pair->client_identity, PAIR_CLIENT_SEED, PAIR_CLIENT_EPHEMERAL);
    fprintf(out, "  \"handshake\": {\n");
    print_hex(out, "    ", "message_1", pair->messages[0], pair->sizes[0], ",");
    print_hex(out, "    ", "message_2", pair->messages[1], pair->sizes[1], ",");
    print_hex(out, "    ", "message_3", pair->messages[2], pair->sizes[2], ",");
    print_hex(out, "    ", "hash", hash, sizeof hash, "");
    fprintf(out, "  },\n");
}

static void print_time(FILE *out, const char *name, int64_t time_ms)
{
    fprintf(out, "    \"%s\": %lld,\n", name, (long long)time_ms);
}

static void print_act(FILE *out, struct session *session)
{
    uint8_t args_room[ROOM_BYTES];
    struct buffer args = buffer_over(args_room, ROOM_BYTES), bytes = buffer_over(session->act, ROOM_BYTES);
    struct args_publish publish = {
        .has = {.channel = true, .headline = true, .text = true},
        .channel = bytes_of_text(CHANNEL),
        .headline = bytes_of_text(HEADLINE),
        .text = bytes_of_text(TEXT),
    };
    codec_encode(&shape_args_publish, &publish, &args);
    struct act act = {
        .house = bytes_of(session->pair.server_identity.public_key, LIMIT_KEY_BYTES),
        .author = bytes_of(session->pair.client_identity.public_key, LIMIT_KEY_BYTES),
        .time_ms = act_time_ms,
        .nonce = bytes_of(nonce, sizeof nonce),
        .verb = bytes_of_text(verbs[VERB_publish].word),
        .args = buffer_bytes(&args),
    };
    act_write(&bytes, &act);
    require(!bytes.overflowed);
    session->act_size = bytes.size;
    hash_bytes(buffer_bytes(&bytes), session->act_hash);
    act_sign(&session->pair.client_identity, buffer_bytes(&bytes), session->act_signature);

    fprintf(out, "  \"act\": {\n");
    fprintf(out, "    \"verb\": \"%s\",\n", verbs[VERB_publish].word);
    print_time(out, "time_ms", act_time_ms);
    print_hex(out, "    ", "nonce", nonce, sizeof nonce, ",");
    fprintf(out, "    \"channel\": \"%s\",\n    \"headline\": \"%s\",\n", CHANNEL, HEADLINE);
    print_hex(out, "    ", "text_utf8", TEXT, sizeof TEXT - 1, ",");
    print_hex(out, "    ", "bytes", session->act, session->act_size, ",");
    print_hex(out, "    ", "hash", session->act_hash, LIMIT_HASH_BYTES, ",");
    print_hex(out, "    ", "signature", session->act_signature, LIMIT_SIGNATURE_BYTES, "");
    fprintf(out, "  },\n");
}

static void print_fact(FILE *out, struct session *session)
{
    uint8_t decided_room[ROOM_BYTES];
    const uint8_t zeros[LIMIT_HASH_BYTES] = {0};
    struct buffer decided = buffer_over(decided_room, ROOM_BYTES);
    struct buffer bytes = buffer_over(session->head, ROOM_BYTES);
    struct fact_bulletin_published published = {.has = {.department = true},
                                                .department = bytes_of_text(DEPARTMENT)};
    codec_encode(&shape_fact_bulletin_published, &published, &decided);
    struct head head = {
        .seq = 1,
        .channel = bytes_of_text(CHANNEL),
        .number = 1,
        .prev = bytes_of(zeros, sizeof zeros),
        .time_ms = fact_time_ms,
        .actor = bytes_of_text(ACTOR),
        .kind = bytes_of_text(fact_kinds[FACT_bulletin_published].word),
        .decided = buffer_bytes(&decided),
        .act_time_ms = act_time_ms,
        .act_hash = bytes_of(session->act_hash, LIMIT_HASH_BYTES),
    };
    head_write(&bytes, &head);
    require(!bytes.overflowed);
    session->head_size = bytes.size;
    hash_bytes(buffer_bytes(&bytes), session->head_hash);

    fprintf(out, "  \"fact\": {\n    \"seq\": 1,\n    \"number\": 1,\n");
    print_time(out, "time_ms", fact_time_ms);
    fprintf(out, "    \"actor\": \"%s\",\n    \"kind\": \"%s\",\n    \"department\": \"%s\",\n", ACTOR,
            fact_kinds[FACT_bulletin_published].word, DEPARTMENT);
    print_hex(out, "    ", "bytes", session->head, session->head_size, ",");
    print_hex(out, "    ", "hash", session->head_hash, LIMIT_HASH_BYTES, "");
    fprintf(out, "  },\n");
}

static void print_checkpoint(FILE *out, struct session *session)
{
    struct buffer bytes = buffer_over(session->checkpoint, ROOM_BYTES);
    struct checkpoint checkpoint = {
        .house = bytes_of(session->pair.server_identity.public_key, LIMIT_KEY_BYTES),
        .epoch = 1,
        .channel = bytes_of_text(CHANNEL),
        .number = 1,
        .hash = bytes_of(session->head_hash, LIMIT_HASH_BYTES),
        .time_ms = checkpoint_time_ms,
    };
    checkpoint_write(&bytes, &checkpoint);
    require(!bytes.overflowed);
    session->checkpoint_size = bytes.size;
    identity_sign(&session->pair.server_identity, CHECKPOINT_CONTEXT, buffer_bytes(&bytes),
                  session->checkpoint_signature);

    fprintf(out, "  \"checkpoint\": {\n    \"epoch\": 1,\n");
    print_time(out, "time_ms", checkpoint_time_ms);
    print_hex(out, "    ", "bytes", session->checkpoint, session->checkpoint_size, ",");
    print_hex(out, "    ", "signature", session->checkpoint_signature, LIMIT_SIGNATURE_BYTES, "");
    fprintf(out, "  },\n");
}

/* One message as a record: sealed by one end, opened again by the other. */
static void print_record(FILE *out, struct pair *pair, bool from_client, uint64_t id, const char *word,
                         const struct shape *shape, const void *values, const char *end)
{
    uint8_t plain_room[ROOM_BYTES], record[LINK_HEADER_BYTES + ROOM_BYTES + LIMIT_TAG_BYTES];
    struct buffer plain = buffer_over(plain_room, ROOM_BYTES);
    size_t size, used;
    struct bytes opened;
    message_write(&plain, id, word, shape, values);
    require(!plain.overflowed);
    memcpy(record + LINK_HEADER_BYTES, plain.at, plain.size);
    require(link_seal(from_client ? &pair->client : &pair->server, record, plain.size, &size) == OK);

    fprintf(out, "    {\n      \"from\": \"%s\",\n", from_client ? "client" : "server");
    fprintf(out, "      \"id\": %llu,\n      \"word\": \"%s\",\n", (unsigned long long)id, word);
    print_hex(out, "      ", "plain", plain.at, plain.size, ",");
    print_hex(out, "      ", "sealed", record, size, "");
    fprintf(out, "    }%s\n", end);

    struct link *to = from_client ? &pair->server : &pair->client;
    require(link_take(to, NULL, record, size, &used, &opened, NULL, &pair->why) == OK);
    require(used == size && bytes_equal(opened, buffer_bytes(&plain)));
}

static void print_records(FILE *out, struct session *session)
{
    struct pair *pair = &session->pair;
    uint8_t id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    id_write(&id, bytes_of_text(CHANNEL), 1);
    struct bytes act = bytes_of(session->act, session->act_size);
    struct bytes act_signature = bytes_of(session->act_signature, LIMIT_SIGNATURE_BYTES);
    struct args_act asked = {.has = {.act = true, .sig = true}, .act = act, .sig = act_signature};
    struct record_done done = {
        .has = {.id = true, .head = true, .time = true},
        .id = buffer_bytes(&id),
        .head = bytes_of(session->head_hash, LIMIT_HASH_BYTES),
        .time = fact_time_ms,
    };
    struct push_fact fact = {
        .has = {.head = true, .act = true, .sig = true},
        .head = bytes_of(session->head, session->head_size),
        .act = act,
        .sig = act_signature,
    };
    struct push_checkpoint push = {
        .has = {.checkpoint = true, .sig = true},
        .checkpoint = bytes_of(session->checkpoint, session->checkpoint_size),
        .sig = bytes_of(session->checkpoint_signature, LIMIT_SIGNATURE_BYTES),
    };
    fprintf(out, "  \"records\": [\n");
    print_record(out, pair, true, 1, verbs[VERB_act].word, &shape_args_act, &asked, ",");
    print_record(out, pair, false, 1, "ok", &shape_record_done, &done, ",");
    print_record(out, pair, false, 0, push_kinds[PUSH_fact].word, &shape_push_fact, &fact, ",");
    print_record(out, pair, false, 0, push_kinds[PUSH_checkpoint].word, &shape_push_checkpoint, &push, "");
    fprintf(out, "  ]\n");
}

void session_print(FILE *out)
{
    struct session session;
    require(sodium_init() >= 0);
    fprintf(out, "{\n  \"prologue\": \"%s\",\n", PROTOCOL_VERSION);
    print_handshake(out, &session.pair);
    print_act(out, &session);
    print_fact(out, &session);
    print_checkpoint(out, &session);
    print_records(out, &session);
    fprintf(out, "}\n");
}
