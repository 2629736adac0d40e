/* One end of a connection: cuts raw bytes into records, leads the handshake to its end, opens and seals. It
 * owns no socket, clock, memory or randomness, and does not know what a message means. */
#include "protocol/secure/link.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/tables.h"
#include "protocol/wire/scan.h"

enum { GREETING_RECORD_BYTES = 256 }; /* no message of the handshake is longer */

/* The moves the picture in link.h shows, besides LINK_BROKEN, to which every state may move. */
static const bool allowed[LINK_BROKEN + 1][LINK_BROKEN + 1] = {
    [LINK_GREETING] = {[LINK_MEETING] = true},
    [LINK_MEETING] = {[LINK_DECIDING] = true, [LINK_OPEN] = true},
    [LINK_DECIDING] = {[LINK_OPEN] = true},
    [LINK_OPEN] = {[LINK_ENDING] = true},
};

static void link_move(struct link *link, enum link_state next)
{
    bool may = allowed[link->state][next];
    assert(may);
    link->state = (uint8_t)(may ? next : LINK_BROKEN);
}

void link_close(struct link *link)
{
    sodium_memzero(&link->send, sizeof link->send);
    sodium_memzero(&link->receive, sizeof link->receive);
    link->state = LINK_BROKEN;
}

void link_greeting_wipe(struct link_greeting *greeting)
{
    sodium_memzero(greeting, sizeof *greeting);
}

/* The one exit of every handshake that fails. */
static enum error greeting_break(struct link *link, struct link_greeting *greeting, enum error error)
{
    link_close(link);
    link_greeting_wipe(greeting);
    return error;
}

/* Appends the next handshake message, with the identity's payload if there is one, behind its length. */
static enum error greeting_write(struct link_greeting *greeting, const struct identity *identity,
                                 struct buffer *out)
{
    uint8_t payload_bytes[GREETING_RECORD_BYTES], message_bytes[GREETING_RECORD_BYTES];
    struct buffer payload = buffer_over(payload_bytes, sizeof payload_bytes);
    struct buffer message = buffer_over(message_bytes, sizeof message_bytes);
    if (identity != NULL)
        identity_write_payload(identity, &payload);
    enum error error = noise_write(&greeting->noise, buffer_bytes(&payload), &message);
    if (error != OK)
        return error;
    if (LINK_HEADER_BYTES + message.size > out->capacity - out->size)
        return ERR_HANDSHAKE_FAILED;
    buffer_add(out, (const uint8_t[]){(uint8_t)(message.size >> 8), (uint8_t)message.size},
               LINK_HEADER_BYTES);
    buffer_add(out, message.at, message.size);
    return OK;
}

static void greeting_end(struct link *link, struct link_greeting *greeting)
{
    uint8_t handshake_hash[NOISE_HASH_BYTES];
    noise_split(&greeting->noise, &link->send, &link->receive, handshake_hash);
    link_greeting_wipe(greeting);
    link_move(link, LINK_OPEN);
}

enum error link_start(struct link *link, struct link_greeting *greeting, bool client,
                      const struct identity *identity, const uint8_t ephemeral[32],
                      const uint8_t guest_static[32], struct buffer *out)
{
    assert(client || identity != NULL);
    *link = (struct link){.state = LINK_GREETING, .client = client};
    *greeting = (struct link_greeting){.identity = identity};
    noise_start(&greeting->noise, client, bytes_of_text(PROTOCOL_VERSION),
                identity != NULL ? identity->transport_secret : guest_static,
                identity != NULL ? identity->transport_public : NULL, ephemeral);
    if (!client)
        return OK;
    enum error error = greeting_write(greeting, NULL, out);
    if (error != OK)
        return greeting_break(link, greeting, error);
    link_move(link, LINK_MEETING);
    return OK;
}

/* Message 1 on a server: an ephemeral key and nothing else. Answered by message 2. */
static enum error take_first(struct link *link, struct link_greeting *greeting, struct bytes payload,
                             struct buffer *out)
{
    if (payload.size > 0)
        return ERR_HANDSHAKE_FAILED;
    enum error error = greeting_write(greeting, greeting->identity, out);
    if (error == OK)
        link_move(link, LINK_MEETING);
    return error;
}

/* Message 2 on a client, message 3 on a server: who the other end is. Only a client may be nobody. */
static enum error take_identity(struct link *link, struct link_greeting *greeting, struct bytes payload)
{
    if (link->client || payload.size > 0) {
        enum error error =
            identity_check_payload(payload, greeting->noise.remote_static, greeting->vouchers, link->peer);
        if (error != OK)
            return error;
        link->peer_known = true;
    }
    if (link->client)
        link_move(link, LINK_DECIDING);
    else
        greeting_end(link, greeting);
    return OK;
}

static enum error take_greeting(struct link *link, struct link_greeting *greeting, struct bytes message,
                                struct buffer *out)
{
    uint8_t payload_bytes[GREETING_RECORD_BYTES];
    struct buffer payload = buffer_over(payload_bytes, sizeof payload_bytes);
    enum error error = noise_read(&greeting->noise, message, &payload);
    if (error != OK)
        return error;
    return link->state == LINK_GREETING ? take_first(link, greeting, buffer_bytes(&payload), out)
                                        : take_identity(link, greeting, buffer_bytes(&payload));
}

static enum error take_record(struct link *link, uint8_t *record, size_t size, struct bytes *plain,
                              struct refusal *why)
{
    enum error error = noise_open(&link->receive, record, size);
    if (error != OK)
        return refuse(why, error, NULL, (struct bytes){0}, 0);
    struct bytes opened = bytes_of(record, size - LIMIT_TAG_BYTES);
    error = scan_check(opened, why);
    if (error == OK)
        *plain = opened;
    return error;
}

enum error link_take(struct link *link, struct link_greeting *greeting, uint8_t *input, size_t size,
                     size_t *used, struct bytes *plain, struct buffer *out, struct refusal *why)
{
    if (link->state >= LINK_ENDING)
        return refuse(why, ERR_RECORD_BROKEN, NULL, (struct bytes){0}, 0);
    *used = 0;
    *plain = (struct bytes){0};
    if (link->state == LINK_DECIDING || size < LINK_HEADER_BYTES)
        return OK;

    bool open = link->state == LINK_OPEN;
    size_t record_size = (size_t)input[0] << 8 | input[1];
    enum error error;
    if (record_size < LIMIT_TAG_BYTES || (!open && record_size > GREETING_RECORD_BYTES)) {
        error = refuse(why, open ? ERR_RECORD_BROKEN : ERR_HANDSHAKE_FAILED, NULL, (struct bytes){0}, 0);
        goto out;
    }
    if (size - LINK_HEADER_BYTES < record_size)
        return OK;
    uint8_t *record = input + LINK_HEADER_BYTES;
    if (open) {
        error = take_record(link, record, record_size, plain, why);
    } else {
        error = take_greeting(link, greeting, bytes_of(record, record_size), out);
        if (error != OK)
            refuse(why, error, NULL, (struct bytes){0}, 0);
    }
    if (error == OK)
        *used = LINK_HEADER_BYTES + record_size;
out:
    if (error != OK && open) {
        sodium_memzero(&link->receive, sizeof link->receive);
        link_move(link, LINK_ENDING);
    } else if (error != OK) {
        greeting_break(link, greeting, error);
    }
    return error;
}

bool link_can_seal(const struct link *link)
{
    return link->state == LINK_OPEN || link->state == LINK_ENDING;
}

enum error link_accept(struct link *link, struct link_greeting *greeting, struct buffer *out)
{
    assert(link->state == LINK_DECIDING);
    enum error error = greeting_write(greeting, greeting->identity, out);
    if (error != OK)
        return greeting_break(link, greeting, error);
    greeting_end(link, greeting);
    return OK;
}

enum error link_seal(struct link *link, uint8_t *record, size_t plain_size, size_t *record_size)
{
    assert(plain_size <= LIMIT_PLAIN_BYTES);
    if (!link_can_seal(link))
        return ERR_RECORDS_EXHAUSTED;
    enum error error = noise_seal(&link->send, record + LINK_HEADER_BYTES, plain_size);
    if (error != OK) {
        link_close(link);
        return error;
    }
    size_t sealed_size = plain_size + LIMIT_TAG_BYTES;
    record[0] = (uint8_t)(sealed_size >> 8);
    record[1] = (uint8_t)sealed_size;
    *record_size = LINK_HEADER_BYTES + sealed_size;
    return OK;
}
