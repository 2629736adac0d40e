/* The command line of the floors, and those that are arithmetic alone: four X25519, and Ed25519 verification.
 * They count processor time, so that a busy machine does not make them look slow. */
#include "tests/bench/floor.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/bench/sample.h"

static double processor_s(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* What a handshake cannot do without on one side. */
static bool floor_exchange(double seconds)
{
    uint8_t secret[32] = {1}, public[32], shared[32];
    unsigned long count = 0;
    crypto_scalarmult_base(public, secret);
    double start_s = processor_s(), now_s = start_s;
    while (now_s - start_s < seconds) {
        for (int i = 0; i < 4; i++) {
            secret[1]++;
            if (crypto_scalarmult(shared, secret, public) != 0)
                return false;
        }
        count++;
        now_s = processor_s();
    }
    printf("{\"cpu_ms\": %.4f}\n", (now_s - start_s) * 1e3 / (double)count);
    return true;
}

/* What an act cannot do without: the signature of a headline as the server verifies it. */
static bool floor_verify(double seconds)
{
    const uint8_t house[LIMIT_KEY_BYTES] = {0};
    struct identity identity;
    struct sample_act act;
    uint8_t signed_bytes[sizeof ACT_CONTEXT + SAMPLE_ACT_BYTES];
    unsigned long count = 0;
    sample_identity(0, &identity);
    sample_publish(&identity, house, 1, &act);
    size_t context_size = strlen(ACT_CONTEXT), size = context_size + act.size;
    memcpy(signed_bytes, ACT_CONTEXT, context_size);
    memcpy(signed_bytes + context_size, act.bytes, act.size);
    double start_s = processor_s(), now_s = start_s;
    while (now_s - start_s < seconds) {
        if (crypto_sign_verify_detached(act.signature, signed_bytes, size, identity.public_key) != 0)
            return false;
        count++;
        now_s = processor_s();
    }
    printf("{\"verifications_per_s\": %.0f}\n", (double)count / (now_s - start_s));
    return true;
}

int main(int count, char **words)
{
    if (sodium_init() < 0)
        return 1;
    if (count == 3 && strcmp(words[1], "serve") == 0)
        return floor_serve(strcmp(words[2], "bulk") == 0) ? 0 : 1;
    if (count == 3 && strcmp(words[1], "exchange") == 0)
        return floor_exchange(atof(words[2])) ? 0 : 1;
    if (count == 3 && strcmp(words[1], "verify") == 0)
        return floor_verify(atof(words[2])) ? 0 : 1;
    if (count == 5 && strcmp(words[1], "commit") == 0 && atoi(words[3]) > 0)
        return floor_commit(words[2], (unsigned)atoi(words[3]), atof(words[4])) ? 0 : 1;
    fprintf(stderr, "usage: bench_floor serve each|bulk\n"
                    "       bench_floor exchange|verify SECONDS\n"
                    "       bench_floor commit FOLDER ACTS-PER-COMMIT SECONDS\n");
    return 2;
}
