/* Addresses from text and back. It does not know how to dial them. */
#include "client/lib/connect/address.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/wire/text.h"

#define SCHEME         "bulletin://"
#define CONTROL_SCHEME "unix:"

static enum error refuse_address(struct failure *failure, const char *text, const char *what)
{
    return failure_say(failure, ERR_BAD_VALUE,
                       "'%.200s' is not an address: %s. Write bulletin://HOST:PORT/KEY, or unix:PATH for the "
                       "control socket.",
                       text, what);
}

static bool copy_part(char *room, size_t capacity, const char *from, const char *end)
{
    size_t size = (size_t)(end - from);
    if (size == 0 || size >= capacity)
        return false;
    memcpy(room, from, size);
    room[size] = '\0';
    return true;
}

static bool port_is_right(const char *port)
{
    for (const char *at = port; *at != '\0'; at++) {
        if (!isdigit((unsigned char)*at))
            return false;
    }
    long number = strtol(port, NULL, 10);
    return number > 0 && number <= 65535;
}

static enum error parse_control(const char *text, struct address *address, struct failure *failure)
{
    const char *path = text + strlen(CONTROL_SCHEME);
    address->control = true;
    if (!copy_part(address->path, sizeof address->path, path, path + strlen(path)))
        return refuse_address(failure, text, "the path of a socket must have 1 to 107 bytes");
    return OK;
}

/* HOST:PORT or [HOST]:PORT up to `end`. */
static const char *parse_place(const char *at, const char *end, struct address *address)
{
    bool bracketed = *at == '[';
    const char *close = bracketed ? memchr(at, ']', (size_t)(end - at)) : NULL;
    if (bracketed && close == NULL)
        return "the bracket is not closed";
    const char *colon = bracketed ? close + 1 : memrchr(at, ':', (size_t)(end - at));
    if (colon == NULL || colon >= end || *colon != ':')
        return "the port is missing";
    const char *host = bracketed ? at + 1 : at;
    const char *host_end = bracketed ? close : colon;
    if (!bracketed && memchr(host, ':', (size_t)(host_end - host)) != NULL)
        return "an IPv6 host must be in brackets";
    if (!copy_part(address->host, sizeof address->host, host, host_end))
        return "the host is missing or too long";
    for (const char *letter = address->host; *letter != '\0'; letter++) {
        if (!isgraph((unsigned char)*letter) || *letter == '/')
            return "the host has a character that is not allowed";
    }
    if (!copy_part(address->port, sizeof address->port, colon + 1, end) || !port_is_right(address->port))
        return "the port must be a number from 1 to 65535";
    return NULL;
}

enum error address_parse(const char *text, struct address *address, struct failure *failure)
{
    struct address parsed = {0};
    if (strncmp(text, CONTROL_SCHEME, strlen(CONTROL_SCHEME)) == 0) {
        enum error code = parse_control(text, &parsed, failure);
        if (code == OK)
            *address = parsed;
        return code;
    }
    if (strncmp(text, SCHEME, strlen(SCHEME)) != 0)
        return refuse_address(failure, text, "it does not begin with bulletin:// or unix:");

    const char *place = text + strlen(SCHEME);
    const char *slash = strchr(place, '/');
    const char *end = slash != NULL ? slash : place + strlen(place);
    const char *wrong = parse_place(place, end, &parsed);
    if (wrong != NULL)
        return refuse_address(failure, text, wrong);
    if (slash != NULL && slash[1] != '\0') {
        size_t size = sizeof parsed.key;
        if (!text_to_hex(bytes_of_text(slash + 1), parsed.key, &size) || size != sizeof parsed.key)
            return refuse_address(failure, text, "the key must have 64 digits of lower-case hex");
        parsed.has_key = true;
    }
    *address = parsed;
    return OK;
}

void address_write(const struct address *address, char text[ADDRESS_TEXT_BYTES])
{
    if (address->control) {
        snprintf(text, ADDRESS_TEXT_BYTES, CONTROL_SCHEME "%s", address->path);
        return;
    }
    bool bracketed = strchr(address->host, ':') != NULL;
    char key[2 * LIMIT_KEY_BYTES + 1] = "";
    if (address->has_key)
        sodium_bin2hex(key, sizeof key, address->key, sizeof address->key);
    snprintf(text, ADDRESS_TEXT_BYTES, SCHEME "%s%s%s:%s%s%s", bracketed ? "[" : "", address->host,
             bracketed ? "]" : "", address->port, address->has_key ? "/" : "", key);
}

bool address_same_place(const struct address *a, const struct address *b)
{
    return a->control == b->control && strcmp(a->host, b->host) == 0 && strcmp(a->port, b->port) == 0 &&
           strcmp(a->path, b->path) == 0;
}

void address_fingerprint(const uint8_t key[LIMIT_KEY_BYTES], char text[ADDRESS_FINGERPRINT_BYTES])
{
    char *at = text;
    for (size_t i = 0; i < LIMIT_KEY_BYTES; i++) {
        if (i > 0 && i % 4 == 0)
            *at++ = ' ';
        sodium_bin2hex(at, 3, &key[i], 1);
        at += 2;
    }
}
