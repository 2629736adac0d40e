/* Makes acts with the time of now and a nonce of their own. It does not know how they travel. */
#include "client/lib/connect/signing.h"

#include <sodium.h>

#include "client/lib/connect/wait.h"
#include "protocol/proof/act.h"

enum { TOO_FAST_LEAST_MS = 50, TOO_FAST_MOST_MS = 5000 };

enum error signing_act(const struct identity *identity, const uint8_t house[LIMIT_KEY_BYTES],
                       const struct verb *verb, struct bytes args, struct buffer *map,
                       struct failure *failure)
{
    uint8_t nonce[LIMIT_NONCE_BYTES], signature[LIMIT_SIGNATURE_BYTES], room[LIMIT_PLAIN_BYTES];
    struct buffer bytes = buffer_over(room, sizeof room);
    if (identity == NULL)
        return failure_refuse(failure, ERR_NOT_ENROLLED, NULL, (struct bytes){0}, 0);
    randombytes_buf(nonce, sizeof nonce);
    struct act act = {
        .house = bytes_of(house, LIMIT_KEY_BYTES),
        .author = bytes_of(identity->public_key, LIMIT_KEY_BYTES),
        .time_ms = wait_wall_ms(),
        .nonce = bytes_of(nonce, sizeof nonce),
        .verb = bytes_of_text(verb->word),
        .args = args,
    };
    act_write(&bytes, &act);
    act_sign(identity, buffer_bytes(&bytes), signature);
    struct args_act signed_act = {
        .act = buffer_bytes(&bytes),
        .sig = bytes_of(signature, sizeof signature),
    };
    codec_encode(&shape_args_act, &signed_act, map);
    if (map->overflowed || map->size > LIMIT_ACT_BYTES + 256)
        return failure_refuse(failure, ERR_TOO_LONG, "act", (struct bytes){0}, LIMIT_ACT_BYTES);
    return OK;
}

int64_t signing_too_fast_ms(const struct failure *failure)
{
    if (failure->code != ERR_TOO_FAST || !failure->said_by_server)
        return 0;
    int64_t left_ms = failure->time_ms - wait_wall_ms();
    if (left_ms > TOO_FAST_MOST_MS)
        return 0;
    return left_ms > TOO_FAST_LEAST_MS ? left_ms : TOO_FAST_LEAST_MS;
}
