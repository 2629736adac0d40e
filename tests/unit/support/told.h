/* What published vectors tell: bytes as hex in JSON. It does not know what they are. */
#ifndef BULLETIN_TESTS_TOLD_H
#define BULLETIN_TESTS_TOLD_H

#include <jansson.h>

#include "protocol/wire/buffer.h"

enum { TOLD_BYTES = 4096 };

/* The bytes of a member, into `room`, where they live. A test whose vector lacks it fails. */
struct bytes told_bytes(const json_t *object, const char *name, uint8_t room[TOLD_BYTES]);

#endif
