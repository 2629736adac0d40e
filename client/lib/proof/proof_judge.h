/* What those who judge the parts of a proof share: where the judging stands, and the steps that both the
 * bulletin and its receipts take. For the files of this folder alone; others use proof.h. */
#ifndef BULLETIN_CLIENT_PROOF_JUDGE_H
#define BULLETIN_CLIENT_PROOF_JUDGE_H

#include "client/lib/proof/proof.h"
#include "client/lib/proof/proof_chain.h"

enum { PROOF_FIRST_CHANNELS = 2 }; /* the bulletin's and `keys` */

struct judge {
    struct proof *proof;
    struct proof_chains chains;
    uint64_t number; /* of the bulletin */
    size_t acts_used;
    bool found; /* the head of the revision */
    struct proof_department *department;
    struct head emptied[PROOF_RUNGS]; /* of the department's receipts with PROOF_ERASED */
    size_t signer_count;
    struct proof_signer *signers[PROOF_ACTS];
    int64_t newest_ms; /* of the facts whose signers are looked up */
};

/* PROOF_BROKEN at this fact. */
enum error proof_judge_break(struct judge *judge, const struct head *head, const char *what);
bool proof_judge_is(const struct head *head, int kind);
/* What was decided, by the table of this kind. Errors: PROOF_BROKEN. */
enum error proof_judge_decided(struct judge *judge, const struct head *head, int kind, void *decided);
/* Takes the next act of the file, which must be the one that this head names. `args` has SHAPE_BYTES. */
enum error proof_judge_act(struct judge *judge, const struct head *head, struct act *act,
                           const struct verb **verb, void *args);
/* Takes the next entry of the file if no act stands in it. */
bool proof_judge_no_act(struct judge *judge);
/* Whose key it was is to be looked up, as of the fact with which the act was taken. */
void proof_judge_note_signer(struct judge *judge, struct proof_signer *signer, const struct head *head,
                             const struct act *act, uint64_t taken_seq);

/* The departments' channels (proof_receipt.c), once the bulletin was judged. Errors: PROOF_BROKEN. */
enum error proof_judge_departments(struct judge *judge);

#endif
