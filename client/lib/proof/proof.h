/* A proof judged: which bytes were signed by which keys, where they stand in the house's ledger, and who the
 * house says those keys are. It asks nobody: everything is in the file.
 *
 * The channels stand in this order: the bulletin's, from the fact that made it; `keys`, from its first fact;
 * and each department's `dept/NAME`, by name, from the fact that addressed this revision to it; each up to
 * its checkpoint. The acts stand in the order of the heads that name them: the revision's, then each
 * receipt's, or nothing in its place where the words of the signature were erased. */
#ifndef BULLETIN_CLIENT_PROOF_H
#define BULLETIN_CLIENT_PROOF_H

#include <stdalign.h>

#include "client/lib/proof/proof_file.h"
#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"

/* Why a signature does not count although it is one. The words stand in proof_fault_text. */
enum proof_fault {
    PROOF_FITS,
    PROOF_KEY_UNKNOWN,   /* `keys` has no such key before that */
    PROOF_KEY_REVOKED,   /* it or its account had ended before that: revoked, or left */
    PROOF_OTHER_ACCOUNT, /* the house names another account than the one the key belongs to */
    PROOF_NOT_OF_THEM,   /* the account belonged to another department, or to none */
    PROOF_NO_RIGHT,      /* the account had no right to sign for the department */
    PROOF_ERASED,        /* what was signed is gone: there is no signature, only the house's word */
};

/* Whose a key was at one place of the ledger, by the house's word in `keys`. */
struct proof_signer {
    struct bytes key;
    uint64_t seq; /* of the fact with which the act was taken; only what stands before it counts */
    bool known;   /* the key was enrolled, and so its account is known */
    bool stands;  /* the account too: what it is, is below */
    struct bytes account, department; /* no department: size 0 */
    uint64_t role;
    bool signs;
    int64_t since_ms;
    bool revoked_before; /* before `seq` */
    bool revoked;        /* before or after */
    int64_t revoked_ms;
};

enum proof_rung_kind { PROOF_DELIVERED, PROOF_OPENED, PROOF_SIGNED };

struct proof_rung {
    bool there;
    uint64_t number;
    int64_t time_ms, act_time_ms;
    struct bytes actor, comment;
    struct proof_signer signer; /* nobody, with PROOF_ERASED */
    enum proof_fault fault;
    uint64_t erased_number; /* of the department's fact that says so, with PROOF_ERASED; 0: none yet */
    int64_t erased_ms;
};

struct proof_department {
    struct bytes name, channel;
    uint64_t committed_number;
    int64_t committed_ms;
    bool has_due;
    int64_t due_ms;
    struct proof_rung rungs[PROOF_RUNGS];
    uint64_t known_number; /* complete up to this fact, */
    int64_t known_ms;      /* as the house signed at this time */
};

struct proof {
    struct proof_file file;
    struct bytes channel; /* of the bulletin */
    struct head head;     /* of the fact that made the revision */
    uint8_t hash[LIMIT_HASH_BYTES];
    const struct fact_kind *kind;
    struct act act;
    const struct verb *verb;
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];    /* of verb->args */
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES]; /* of kind->decided */
    struct proof_signer author;
    enum proof_fault author_fault;
    bool has_addressed;
    uint64_t addressed; /* departments, at first publication */
    /* What happened to the bulletin later; 0: nothing. */
    uint64_t newest_revision;
    int64_t revised_ms, withdrawn_ms, erased_ms;
    int64_t known_ms, keys_known_ms; /* the bulletin's channel and `keys` are complete up to then */
    size_t department_count;
    struct proof_department departments[PROOF_CHANNELS];
};

/* Reads and judges a whole file; all is borrowed from `bytes`. What it gives may still hold signatures that
 * do not count: see proof_holds. Errors: PROOF_BROKEN, in words. The caller gives *proof to proof_free. */
enum error proof_read(struct bytes bytes, struct proof **proof, struct failure *failure);
void proof_free(struct proof *proof);

/* Whether the bulletin holds: the signature of its author counts. */
bool proof_holds(const struct proof *proof);
/* Whether the department climbed this rung. A receipt that does not count is as good as none, and takes
 * nothing from the others. */
bool proof_rung_counts(const struct proof_rung *rung);
/* How many receipts are there that do not count, and how many of them because they were erased. */
size_t proof_discounted(const struct proof *proof);
size_t proof_erased(const struct proof *proof);
const char *proof_fault_text(enum proof_fault fault);

/* What the act says by this field, or NULL: a value of the field's type. */
const void *proof_arg(const struct proof *proof, const char *name);

/* Looks every signer up in the heads of `keys` (proof_keys.c). Errors: PROOF_BROKEN. */
enum error proof_find_signers(const struct proof_channel *keys, struct proof_signer **signers, size_t count,
                              struct failure *failure);

/* Whether a `thing.erased` of the same channel takes the act of a receipt. A proof has the head of the
 * erasure alone, so its `id` must be the receipt itself and its seqs must name it (proof_receipt.c). */
bool proof_erasure_takes(const struct fact_thing_erased *erased, const struct head *receipt);

#endif
