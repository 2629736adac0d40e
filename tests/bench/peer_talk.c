/* The three protocols, as far as a subscriber and a publisher of one topic, "b", need them. */
#include "tests/bench/peer_talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(struct buffer *out, const char *text)
{
    buffer_add(out, text, strlen(text));
}

static void say_text(struct buffer *out, const char *before, struct bytes text, const char *after)
{
    say(out, before);
    buffer_add(out, text.at, text.size);
    say(out, after);
}

static bool begins(struct bytes said, const char *text)
{
    return said.size >= strlen(text) && memcmp(said.at, text, strlen(text)) == 0;
}

/* The size of a line with its end; 0 while it is not whole. */
static size_t line_size(struct bytes said)
{
    const uint8_t *end = said.size > 0 ? memchr(said.at, '\n', said.size) : NULL;
    return end == NULL ? 0 : (size_t)(end + 1 - said.at);
}

static void nothing(struct buffer *out)
{
    (void)out;
}

/* --- MQTT 3.1.1 --- */

static void mqtt_hello(struct buffer *out)
{
    static const uint8_t connect[] = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0};
    buffer_add(out, connect, sizeof connect);
}

static void mqtt_ask(bool subscribe, struct buffer *out)
{
    static const uint8_t topic[] = {0x82, 6, 0, 1, 0, 1, 'b', 0}, ping[] = {0xc0, 0};
    buffer_add(out, subscribe ? topic : ping, subscribe ? sizeof topic : sizeof ping);
}

static void mqtt_publish(struct bytes text, struct buffer *out)
{
    const size_t rest = 3 + text.size; /* two bytes of length: below 16,384 */
    const uint8_t begin[] = {0x30, (uint8_t)(rest % 128 | 128), (uint8_t)(rest / 128), 0, 1, 'b'};
    buffer_add(out, begin, sizeof begin);
    buffer_add(out, text.at, text.size);
}

static size_t mqtt_take(struct bytes said, enum peer_said *what, const uint8_t **text)
{
    size_t rest = 0, at = 1;
    for (unsigned shift = 0;; shift += 7) {
        if (at >= said.size || shift > 21)
            return 0;
        rest |= (size_t)(said.at[at] & 127) << shift;
        if ((said.at[at++] & 128) == 0)
            break;
    }
    if (said.size < at + rest)
        return 0;
    const unsigned kind = said.at[0] >> 4;
    *what = kind == 2                 ? (said.at[at + 1] == 0 ? PEER_WELCOME : PEER_REFUSES)
            : kind == 3               ? PEER_DELIVERY
            : kind == 9 || kind == 13 ? PEER_AGREES
                                      : PEER_NOTES;
    *text = said.at + at + 3;
    return at + rest;
}

/* --- NATS --- */

static void nats_hello(struct buffer *out)
{
    say(out, "CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":true}\r\n");
}

static void nats_ask(bool subscribe, struct buffer *out)
{
    say(out, subscribe ? "SUB b 1\r\nPING\r\n" : "PING\r\n");
}

static void nats_publish(struct bytes text, struct buffer *out)
{
    char begin[32];
    snprintf(begin, sizeof begin, "PUB b %zu\r\n", text.size);
    say_text(out, begin, text, "\r\n");
}

static void nats_pong(struct buffer *out)
{
    say(out, "PONG\r\n");
}

static size_t nats_take(struct bytes said, enum peer_said *what, const uint8_t **text)
{
    size_t size = line_size(said);
    if (size == 0)
        return 0;
    if (begins(said, "MSG b 1 ")) {
        *what = PEER_DELIVERY;
        *text = said.at + size;
        return said.size < size + PEER_TEXT_BYTES + 2 ? 0 : size + PEER_TEXT_BYTES + 2;
    }
    *what = begins(said, "PONG")   ? PEER_AGREES
            : begins(said, "PING") ? PEER_PINGS
            : begins(said, "-ERR") ? PEER_REFUSES
                                   : PEER_NOTES;
    return size;
}

/* --- Redis --- */

static void redis_ask(bool subscribe, struct buffer *out)
{
    say(out, subscribe ? "SUBSCRIBE b\r\n" : "PING\r\n");
}

static void redis_publish(struct bytes text, struct buffer *out)
{
    char begin[64];
    snprintf(begin, sizeof begin, "*3\r\n$7\r\nPUBLISH\r\n$1\r\nb\r\n$%zu\r\n", text.size);
    say_text(out, begin, text, "\r\n");
}

static void redis_keep(struct bytes text, struct buffer *out)
{
    char begin[64];
    snprintf(begin, sizeof begin, "*5\r\n$4\r\nXADD\r\n$1\r\nb\r\n$1\r\n*\r\n$1\r\nt\r\n$%zu\r\n", text.size);
    say_text(out, begin, text, "\r\n");
}

/* One value that is no array. */
static size_t redis_value_size(struct bytes said)
{
    size_t size = line_size(said);
    if (size == 0 || said.at[0] != '$')
        return size;
    size_t whole = size + strtoul((const char *)said.at + 1, NULL, 10) + 2;
    return said.size < whole ? 0 : whole;
}

static size_t redis_take(struct bytes said, enum peer_said *what, const uint8_t **text)
{
    size_t size = redis_value_size(said), last = 0;
    *what = said.at[0] == '-' ? PEER_REFUSES : PEER_AGREES;
    if (size == 0 || said.at[0] != '*')
        return size;
    for (unsigned long left = strtoul((const char *)said.at + 1, NULL, 10); left > 0; left--) {
        last = redis_value_size(bytes_skip(said, size));
        if (last == 0)
            return 0;
        size += last;
    }
    if (begins(said, "*3\r\n$7\r\nmessage\r\n")) {
        *what = PEER_DELIVERY;
        *text = said.at + size - PEER_TEXT_BYTES - 2;
    }
    return size;
}

static const struct peer_talk talks[] = {
    {"mqtt", false, false, false, mqtt_hello, mqtt_ask, mqtt_publish, nothing, mqtt_take},
    {"nats", false, true, true, nats_hello, nats_ask, nats_publish, nats_pong, nats_take},
    {"redis", false, false, true, nothing, redis_ask, redis_publish, nothing, redis_take},
    {"redis", true, false, true, nothing, redis_ask, redis_keep, nothing, redis_take},
};

const struct peer_talk *peer_talk_find(const char *name, bool kept)
{
    for (size_t i = 0; i < sizeof talks / sizeof talks[0]; i++) {
        if (strcmp(talks[i].name, name) == 0 && talks[i].kept == kept)
            return &talks[i];
    }
    return NULL;
}
