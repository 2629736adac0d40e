/* What each fuzz target is to the fuzzer, and how it says what does not hold. It knows no target. */
#ifndef BULLETIN_FUZZ_TARGET_H
#define BULLETIN_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A target's own: 0 for every input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, which the fuzzer takes for a find. */
void require(bool holds);

#endif
