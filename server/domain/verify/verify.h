/* The inside of verifying, for the files that share it. */
#ifndef BULLETIN_DOMAIN_VERIFY_H
#define BULLETIN_DOMAIN_VERIFY_H

#include <stdalign.h>
#include <stddef.h>

#include "protocol/proof/fits.h"
#include "server/domain/domain.h"

/* A fact taken apart, with room for what is decoded. */
struct verified_head {
    const struct fact *fact;
    struct fact_parts parts; /* without act, verb and args when that was erased */
    uint64_t first;          /* the seq of the first fact that carries its act */
    union any_args args;
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
};

/* Whether a head says what its act and the facts before it make it say. Before it is folded. Fills `held`, of
 * which `fact` is given. */
bool verify_head(struct ledger_check *check, struct verified_head *held);

/* Decides again what made a fact, and holds the fact to it. Before anything of the fact is folded. */
struct verify_again;
struct verify_again *verify_again_new(void); /* NULL: no memory */
void verify_again_free(struct verify_again *again);
bool verify_again(struct verify_again *again, struct ledger_check *check, const struct fact *fact);

#endif
