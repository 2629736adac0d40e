/* A whole ceremony with all its secrets, with fixed randomness, and what is made in a vote by its keys: for
 * tests, vectors and the fuzzer. It ends the program when our own code refuses what it made itself. */
#ifndef BULLETIN_TESTS_BALLOTS_H
#define BULLETIN_TESTS_BALLOTS_H

#include "protocol/ballot/part.h"
#include "protocol/ballot/sealed_form.h"
#include "protocol/ballot/transport.h"
#include "protocol/ballot/verdict.h"
#include "protocol/ballot/voice.h"

/* What is fixed of a ceremony: hashes that stand for heads, and the house's key. */
struct ballot_heads {
    uint8_t house[32], called[32], keyed[32], dealt[32], opened[32], closed[32];
};

/* Do not copy it: it points into itself. */
struct held_ceremony {
    struct ballot_heads heads;
    uint8_t transport_secrets[BALLOT_TRUSTEES][32];
    uint8_t transports[BALLOT_TRUSTEES][TRANSPORT_BYTES];
    uint8_t transport_keys[BALLOT_TRUSTEES * 32];
    uint8_t deal_rooms[BALLOT_TRUSTEES][DEAL_BYTES];
    struct bytes deals[BALLOT_TRUSTEES];
    struct agreed_keys keys;
    struct agreed_secrets secrets[BALLOT_TRUSTEES];
    uint8_t acceptances[BALLOT_TRUSTEES][ACCEPTANCE_BYTES];
    struct ceremony ceremony;
    struct vote vote;
};

/* 32 bytes of randomness that are the same for the same number. */
void ballots_random(unsigned number, uint8_t random[32]);

/* Where each random of a ceremony is counted from: + 1 … n for a trustee. */
enum { RANDOM_TRANSPORT = 100, RANDOM_DEAL = 200, RANDOM_ACCEPTANCE = 300, RANDOM_HEADS = 400 };

/* `which` keeps the heads and secrets of several apart. */
void ceremony_hold(struct held_ceremony *held, size_t trustees, size_t threshold, unsigned which);
/* Agrees again on deals that were changed. */
enum ballot_fault ceremony_agree(struct held_ceremony *held);

void require_good(enum ballot_fault fault);

#endif
