/* Collects a proof from a server: heads, acts, long text and checkpoints, as far as whoever asks may read
 * them. What it has collected it judges as any stranger would; it writes no file. */
#ifndef BULLETIN_CLIENT_PROOF_MAKE_H
#define BULLETIN_CLIENT_PROOF_MAKE_H

#include "client/lib/connect/client.h"
#include "client/lib/follow/follow_check.h"
#include "client/lib/proof/proof.h"

/* A department that has the duty, and the first of its facts that is about this revision. */
struct proof_addressee {
    char department[LIMIT_NAME_BYTES + 1];
    uint64_t committed_number;
    bool left_out;
    struct failure why; /* of left_out */
};

struct proof_wish {
    struct bytes id;
    uint64_t revision;
    struct proof_addressee *addressees; /* in the order of their names */
    size_t count;
    struct check *check; /* what was seen here before, of the same house */
    /* Told once when the house's next word on `keys` has to be waited for; may be NULL. */
    void (*waits)(void *context, uint64_t at_most_ms);
    void *context;
};

/* Makes the bytes of a proof, which the caller frees. Departments whose channel may not be read are marked as
 * left out. Errors: ERASED when the text is gone, PROOF_BROKEN when what the server gave does not hold,
 * HEAD_MISMATCH and WRONG_HOUSE when it is not what the house signed before, and those of the questions. */
enum error proof_make(struct client *client, const struct proof_wish *wish, uint8_t **content, size_t *size,
                      struct failure *failure);

#endif
