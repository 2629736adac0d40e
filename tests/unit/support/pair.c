/* See pair.h. */
#include "tests/unit/support/pair.h"

#include <string.h>

void pair_fill(uint8_t bytes[32], uint8_t value)
{
    memset(bytes, value, 32);
}

enum error pair_start(struct pair *pair, bool guest)
{
    uint8_t seed[32], ephemeral[32], guest_static[32];
    *pair = (struct pair){0};
    pair_fill(seed, PAIR_CLIENT_SEED);
    identity_from_seed(seed, &pair->client_identity);
    pair_fill(seed, PAIR_SERVER_SEED);
    identity_from_seed(seed, &pair->server_identity);

    struct buffer out = buffer_over(pair->messages[0], PAIR_MESSAGE_BYTES);
    pair_fill(ephemeral, PAIR_SERVER_EPHEMERAL);
    enum error error = link_start(&pair->server, &pair->server_greeting, false, &pair->server_identity,
                                  ephemeral, NULL, &out);
    if (error != OK)
        return error;
    pair_fill(ephemeral, PAIR_CLIENT_EPHEMERAL);
    pair_fill(guest_static, PAIR_GUEST_STATIC);
    error = link_start(&pair->client, &pair->client_greeting, true, guest ? NULL : &pair->client_identity,
                       ephemeral, guest_static, &out);
    pair->sizes[0] = out.size;
    return error;
}

enum error pair_give(struct pair *pair, struct link *link, size_t number, size_t answer)
{
    uint8_t input[PAIR_MESSAGE_BYTES];
    struct buffer out = buffer_over(pair->messages[answer], PAIR_MESSAGE_BYTES);
    struct bytes plain;
    size_t used;
    memcpy(input, pair->messages[number], pair->sizes[number]);
    struct link_greeting *greeting = link->client ? &pair->client_greeting : &pair->server_greeting;
    enum error error = link_take(link, greeting, input, pair->sizes[number], &used, &plain, &out, &pair->why);
    if (answer != number)
        pair->sizes[answer] = out.size;
    return error;
}

enum error pair_answer(struct pair *pair)
{
    return pair_give(pair, &pair->server, 0, 1);
}

enum error pair_meet(struct pair *pair)
{
    return pair_give(pair, &pair->client, 1, 1);
}

enum error pair_accept(struct pair *pair)
{
    struct buffer out = buffer_over(pair->messages[2], PAIR_MESSAGE_BYTES);
    enum error error = link_accept(&pair->client, &pair->client_greeting, &out);
    pair->sizes[2] = out.size;
    return error;
}

enum error pair_finish(struct pair *pair)
{
    return pair_give(pair, &pair->server, 2, 2);
}

enum error pair_open(struct pair *pair, bool guest)
{
    enum error error = pair_start(pair, guest);
    if (error == OK)
        error = pair_answer(pair);
    if (error == OK)
        error = pair_meet(pair);
    if (error == OK)
        error = pair_accept(pair);
    if (error == OK)
        error = pair_finish(pair);
    return error;
}
