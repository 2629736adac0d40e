/* Where a server is: bulletin://HOST:PORT, or unix:PATH for the control socket on the server's own host. /KEY
 * (64 hex digits) follows the port when its house key is known. It looks nothing up. */
#ifndef BULLETIN_CLIENT_ADDRESS_H
#define BULLETIN_CLIENT_ADDRESS_H

#include "client/lib/failure.h"

enum { ADDRESS_HOST_BYTES = 255, ADDRESS_PATH_BYTES = 107, ADDRESS_TEXT_BYTES = 400 };

struct address {
    bool control; /* `path` counts; otherwise host, port and key */
    bool has_key;
    uint8_t key[LIMIT_KEY_BYTES];
    char host[ADDRESS_HOST_BYTES + 1]; /* without brackets */
    char port[6];
    char path[ADDRESS_PATH_BYTES + 1];
};

/* Errors: BAD_VALUE, in words that show the right form. */
enum error address_parse(const char *text, struct address *address, struct failure *failure);

void address_write(const struct address *address, char text[ADDRESS_TEXT_BYTES]);

/* Whether both are the same host and port, whatever their keys. */
bool address_same_place(const struct address *a, const struct address *b);

/* 64 digits of lower-case hex in groups of eight, for a person to compare. */
enum { ADDRESS_FINGERPRINT_BYTES = 8 * 9 };
void address_fingerprint(const uint8_t key[LIMIT_KEY_BYTES], char text[ADDRESS_FINGERPRINT_BYTES]);

#endif
