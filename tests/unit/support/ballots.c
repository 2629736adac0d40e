/* See ballots.h. */
#include "tests/unit/support/ballots.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void require_good(enum ballot_fault fault)
{
    if (fault != BALLOT_GOOD)
        abort();
}

void ballots_random(unsigned number, uint8_t random[32])
{
    const uint8_t bytes[] = {(uint8_t)(number >> 8), (uint8_t)number};
    crypto_generichash_blake2b(random, 32, bytes, sizeof bytes, NULL, 0);
}

static void begin(struct held_ceremony *held, size_t trustees, size_t threshold, unsigned which)
{
    struct ballot_heads *heads = &held->heads;
    uint8_t *const each[] = {heads->house, heads->called, heads->keyed,
                             heads->dealt, heads->opened, heads->closed};
    for (unsigned i = 0; i < sizeof each / sizeof each[0]; i++)
        ballots_random(which + RANDOM_HEADS + i, each[i]);
    held->ceremony = (struct ceremony){
        .trustees = trustees,
        .threshold = threshold,
        .house = heads->house,
        .called = heads->called,
        .keyed = heads->keyed,
        .dealt = heads->dealt,
        .transport_keys = held->transport_keys,
    };
    held->vote = (struct vote){
        .house = heads->house,
        .opened = heads->opened,
        .closed = heads->closed,
        .voice_key = held->keys.voice_key,
        .form_key = held->keys.form_key,
    };
}

static void make_transports(struct held_ceremony *held, unsigned which)
{
    uint8_t random[32];
    for (unsigned j = 1; j <= held->ceremony.trustees; j++) {
        ballots_random(which + RANDOM_TRANSPORT + j, random);
        transport_make(&held->ceremony, j, random, held->transport_secrets[j - 1], held->transports[j - 1]);
        require_good(transport_check(&held->ceremony, j, bytes_of(held->transports[j - 1], TRANSPORT_BYTES)));
        memcpy(held->transport_keys + (j - 1) * 32, held->transports[j - 1], 32);
    }
}

static void make_deals(struct held_ceremony *held, unsigned which)
{
    uint8_t random[32];
    for (unsigned i = 1; i <= held->ceremony.trustees; i++) {
        struct buffer out = buffer_over(held->deal_rooms[i - 1], DEAL_BYTES);
        ballots_random(which + RANDOM_DEAL + i, random);
        deal_make(&held->ceremony, i, random, &out);
        held->deals[i - 1] = buffer_bytes(&out);
        require_good(deal_check(&held->ceremony, i, held->deals[i - 1]));
    }
}

enum ballot_fault ceremony_agree(struct held_ceremony *held)
{
    size_t blamed;
    enum ballot_fault fault = agreed_keys_of(&held->ceremony, held->deals, &held->keys);
    for (size_t j = 1; fault == BALLOT_GOOD && j <= held->ceremony.trustees; j++)
        fault = agreed_secrets_of(&held->ceremony, held->deals, j, held->transport_secrets[j - 1],
                                  &held->secrets[j - 1], &blamed);
    return fault;
}

void ceremony_hold(struct held_ceremony *held, size_t trustees, size_t threshold, unsigned which)
{
    uint8_t random[32];
    memset(held, 0, sizeof *held);
    begin(held, trustees, threshold, which);
    make_transports(held, which);
    make_deals(held, which);
    require_good(ceremony_agree(held));
    for (unsigned j = 1; j <= trustees; j++) {
        ballots_random(which + RANDOM_ACCEPTANCE + j, random);
        acceptance_make(&held->ceremony, j, &held->keys, &held->secrets[j - 1], random,
                        held->acceptances[j - 1]);
        require_good(acceptance_check(&held->ceremony, j, &held->keys,
                                      bytes_of(held->acceptances[j - 1], ACCEPTANCE_BYTES)));
    }
}
