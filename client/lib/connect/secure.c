/* A socket and a link become messages in and messages out. It knows no verbs. */
#include "client/lib/connect/secure.h"

#include <sodium.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"

/* Drops the record given last, then takes the next off the input or reads more, until one is whole. */
static enum error next_record(struct secure *secure, struct link_greeting *greeting, int64_t deadline_ms,
                              struct buffer *reply, struct failure *failure)
{
    if (secure->taken > 0) {
        memmove(secure->input, secure->input + secure->taken, secure->had - secure->taken);
        secure->had -= secure->taken;
        secure->taken = 0;
    }
    for (bool first = true;; first = false) {
        struct refusal why = {0};
        size_t used = 0;
        enum error code =
            link_take(&secure->link, greeting, secure->input, secure->had, &used, &secure->rest, reply, &why);
        if (code != OK) {
            why.code = code;
            return failure_take(failure, &why);
        }
        if (used > 0) {
            secure->taken = used;
            return OK;
        }
        size_t size = 0;
        code = (first ? dial_read : dial_read_on)(secure->socket, secure->input + secure->had,
                                                  sizeof secure->input - secure->had, deadline_ms, &size,
                                                  failure);
        if (code != OK)
            return code;
        secure->had += size;
    }
}

static enum error shake_hands(struct secure *secure, const struct address *address,
                              const struct identity *identity, int64_t deadline_ms,
                              uint8_t house[LIMIT_KEY_BYTES], struct failure *failure)
{
    struct link_greeting greeting;
    uint8_t ephemeral[32], guest_static[32], room[512];
    struct buffer out = buffer_over(room, sizeof room);
    randombytes_buf(ephemeral, sizeof ephemeral);
    randombytes_buf(guest_static, sizeof guest_static);

    enum error code = link_start(&secure->link, &greeting, true, identity, ephemeral, guest_static, &out);
    if (code != OK) {
        failure_refuse(failure, code, NULL, (struct bytes){0}, 0);
        goto out;
    }
    code = dial_write(secure->socket, buffer_bytes(&out), deadline_ms, failure);
    while (code == OK && secure->link.state != LINK_DECIDING) {
        out.size = 0;
        code = next_record(secure, &greeting, deadline_ms, &out, failure);
    }
    if (code != OK)
        goto out;

    memcpy(house, secure->link.peer, LIMIT_KEY_BYTES);
    if (!address->has_key)
        code = failure_refuse(failure, ERR_HOUSE_UNKNOWN, NULL, (struct bytes){0}, 0);
    else if (sodium_memcmp(house, address->key, LIMIT_KEY_BYTES) != 0)
        code = failure_refuse(failure, ERR_HOUSE_CHANGED, NULL, (struct bytes){0}, 0);
    if (code != OK)
        goto out;

    out.size = 0;
    code = link_accept(&secure->link, &greeting, &out);
    if (code != OK)
        failure_refuse(failure, code, NULL, (struct bytes){0}, 0);
    else
        code = dial_write(secure->socket, buffer_bytes(&out), deadline_ms, failure);
out:
    link_greeting_wipe(&greeting);
    sodium_memzero(ephemeral, sizeof ephemeral);
    sodium_memzero(guest_static, sizeof guest_static);
    return code;
}

enum error secure_open(struct secure *secure, const struct address *address, const struct identity *identity,
                       int64_t deadline_ms, uint8_t house[LIMIT_KEY_BYTES], struct failure *failure)
{
    secure->socket = -1;
    secure->had = secure->taken = 0;
    secure->rest = (struct bytes){0};
    enum error code = dial(address, deadline_ms, &secure->socket, failure);
    if (code != OK)
        return code;
    code = shake_hands(secure, address, identity, deadline_ms, house, failure);
    if (code != OK)
        secure_close(secure);
    return code;
}

enum error secure_send(struct secure *secure, uint64_t id, struct bytes word, struct bytes body,
                       int64_t deadline_ms, struct failure *failure)
{
    struct buffer plain = buffer_over(secure->output + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES);
    message_write_raw(&plain, id, word, body);
    if (plain.overflowed)
        return failure_refuse(failure, ERR_TOO_LONG, NULL, (struct bytes){0}, LIMIT_PLAIN_BYTES);
    size_t size = 0;
    enum error code = link_seal(&secure->link, secure->output, plain.size, &size);
    if (code != OK)
        return failure_refuse(failure, code, NULL, (struct bytes){0}, 0);
    return dial_write(secure->socket, bytes_of(secure->output, size), deadline_ms, failure);
}

enum error secure_receive(struct secure *secure, int64_t deadline_ms, struct message *message,
                          struct failure *failure)
{
    while (secure->rest.size == 0) {
        enum error code = next_record(secure, NULL, deadline_ms, NULL, failure);
        if (code != OK)
            return code;
    }
    struct refusal why = {0};
    enum error code = message_take(&secure->rest, message, &why);
    return code == OK ? OK : failure_take(failure, &why);
}

bool secure_has_more(const struct secure *secure)
{
    if (secure->rest.size > 0)
        return true;
    size_t left = secure->had - secure->taken;
    const uint8_t *next = secure->input + secure->taken;
    return left >= LINK_HEADER_BYTES && left - LINK_HEADER_BYTES >= ((size_t)next[0] << 8 | next[1]);
}

void secure_close(struct secure *secure)
{
    if (secure->socket < 0)
        return;
    link_close(&secure->link);
    close(secure->socket);
    secure->socket = -1;
}
