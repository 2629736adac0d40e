/* Makes the acts, heads and pushes of the bench with the protocol's own writers. Nothing here talks to
 * anyone. */
#include "tests/bench/sample.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "protocol/proof/head.h"
#include "protocol/tables.h"
#include "protocol/wire/message.h"

/* A headline: the mark, the time as 16 hex digits, and Chinese text up to its size. */
#define MARK "made at "
enum { MARK_BYTES = sizeof MARK - 1, TIME_DIGITS = 16 };

static uint64_t clock_read_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t clock_ns(void)
{
    return clock_read_ns(CLOCK_MONOTONIC);
}

int64_t clock_wall_ms(void)
{
    return (int64_t)(clock_read_ns(CLOCK_REALTIME) / 1000000);
}

static void hash_of_number(const char *what, unsigned number, uint8_t hash[LIMIT_HASH_BYTES])
{
    char text[64];
    snprintf(text, sizeof text, "bulletin bench %s %u", what, number);
    hash_bytes(bytes_of_text(text), hash);
}

void sample_identity(unsigned number, struct identity *identity)
{
    uint8_t seed[LIMIT_HASH_BYTES];
    hash_of_number("key", number, seed);
    identity_from_seed(seed, identity);
}

void sample_account(unsigned number, char name[LIMIT_NAME_BYTES])
{
    snprintf(name, LIMIT_NAME_BYTES, "p%u", number);
}

void sample_code(unsigned number, char code[LIMIT_CODE_BYTES + 1])
{
    uint8_t random[LIMIT_HASH_BYTES];
    hash_of_number("code", number, random);
    code_from_random(random, code);
}

/* Everything here has room by construction; if it has not, the bench itself is wrong. */
static void require_room(const struct buffer *buffer)
{
    if (buffer->overflowed) {
        fprintf(stderr, "bench: a sample does not fit its room\n");
        abort();
    }
}

static void act_fill(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES], const char *verb,
                     struct bytes args, uint64_t serial, int64_t time_ms, struct sample_act *act)
{
    uint8_t nonce[LIMIT_NONCE_BYTES] = {0};
    struct buffer out = buffer_over(act->bytes, sizeof act->bytes);
    memcpy(nonce, &serial, sizeof serial);
    act_write(&out, &(struct act){
                        .house = bytes_of(house, LIMIT_KEY_BYTES),
                        .author = bytes_of(author->public_key, LIMIT_KEY_BYTES),
                        .time_ms = time_ms,
                        .nonce = bytes_of(nonce, sizeof nonce),
                        .verb = bytes_of_text(verb),
                        .args = args,
                    });
    require_room(&out);
    act->size = out.size;
}

void sample_sign(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES], const char *verb,
                 struct bytes args, uint64_t serial, struct sample_act *act)
{
    act_fill(author, house, verb, args, serial, clock_wall_ms(), act);
    act_sign(author, bytes_of(act->bytes, act->size), act->signature);
}

static void write_headline(char headline[SAMPLE_HEADLINE_BYTES + 1])
{
    static const char filler[] = "市工作委员会公布首批品牌名单";
    int start =
        snprintf(headline, SAMPLE_HEADLINE_BYTES + 1, MARK "%016llx ", (unsigned long long)clock_ns());
    size_t at = (size_t)start, from = 0;
    /* Whole characters of three bytes each, then spaces. */
    for (; at + 3 < SAMPLE_HEADLINE_BYTES; at += 3, from += 3)
        memcpy(headline + at, filler + from % (sizeof filler - 1), 3);
    for (; at < SAMPLE_HEADLINE_BYTES; at++)
        headline[at] = '.';
    headline[at] = '\0';
}

static void publish_args(struct buffer *args)
{
    char headline[SAMPLE_HEADLINE_BYTES + 1];
    write_headline(headline);
    struct args_publish publish = {
        .has = {.channel = true, .headline = true},
        .channel = bytes_of_text(SAMPLE_CHANNEL),
        .headline = bytes_of_text(headline),
    };
    codec_encode(&shape_args_publish, &publish, args);
    require_room(args);
}

void sample_publish(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES], uint64_t serial,
                    struct sample_act *act)
{
    uint8_t room[SAMPLE_ACT_BYTES];
    struct buffer args = buffer_over(room, sizeof room);
    publish_args(&args);
    sample_sign(author, house, verbs[VERB_publish].word, buffer_bytes(&args), serial, act);
}

void sample_publish_unsigned(const struct identity *author, const uint8_t house[LIMIT_KEY_BYTES],
                             uint64_t serial, int64_t time_ms, struct sample_act *act)
{
    uint8_t room[SAMPLE_ACT_BYTES];
    struct buffer args = buffer_over(room, sizeof room);
    publish_args(&args);
    act_fill(author, house, verbs[VERB_publish].word, buffer_bytes(&args), serial, time_ms, act);
    memset(act->signature, 0, sizeof act->signature);
}

uint64_t sample_time(struct bytes message)
{
    const char *mark = memmem(message.at, message.size, MARK, MARK_BYTES);
    if (mark == NULL || message.size - (size_t)(mark - (const char *)message.at) < MARK_BYTES + TIME_DIGITS)
        return 0;
    uint64_t time_ns = 0;
    for (const char *digit = mark + MARK_BYTES; digit < mark + MARK_BYTES + TIME_DIGITS; digit++)
        time_ns = time_ns << 4 | (uint64_t)(*digit <= '9' ? *digit - '0' : *digit - 'a' + 10);
    return time_ns;
}

void sample_head(const struct sample_act *act, uint64_t number, struct buffer *head)
{
    static const uint8_t nothing[] = {0x80}; /* an empty map */
    uint8_t prev[LIMIT_HASH_BYTES] = {0}, act_hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes_of(act->bytes, act->size), act_hash);
    head_write(head, &(struct head){
                         .seq = number,
                         .channel = bytes_of_text(SAMPLE_CHANNEL),
                         .number = number,
                         .prev = bytes_of(prev, sizeof prev),
                         .time_ms = clock_wall_ms(),
                         .actor = bytes_of_text("p0"),
                         .kind = bytes_of_text(fact_kinds[FACT_bulletin_published].word),
                         .decided = bytes_of(nothing, sizeof nothing),
                         .act_time_ms = clock_wall_ms(),
                         .act_hash = bytes_of(act_hash, sizeof act_hash),
                     });
    require_room(head);
}

void sample_push(const struct sample_act *act, uint64_t number, struct buffer *message)
{
    uint8_t room[SAMPLE_ACT_BYTES];
    struct buffer head = buffer_over(room, sizeof room);
    sample_head(act, number, &head);
    struct push_fact fact = {
        .has = {.head = true, .act = true, .sig = true},
        .head = buffer_bytes(&head),
        .act = bytes_of(act->bytes, act->size),
        .sig = bytes_of(act->signature, sizeof act->signature),
    };
    message_write(message, 0, push_kinds[PUSH_fact].word, &shape_push_fact, &fact);
    require_room(message);
}
