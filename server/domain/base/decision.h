/* What deciding about an act concludes: drafts of facts, or a refusal. It does not know what is decided. */
#ifndef BULLETIN_DOMAIN_DECISION_H
#define BULLETIN_DOMAIN_DECISION_H

#include "protocol/tables.h"
#include "server/domain/base/actor.h"
#include "server/ledger/ledger.h"

/* What a decide_* function concludes. The writer owns one and reuses it. */
struct decision {
    struct draft drafts[LIMIT_ACT_FACTS];
    size_t draft_count;
    size_t adopt_count; /* staged blobs that the act names */
    uint8_t adopts[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    size_t erase_count; /* acts to be erased, by the seq of their first fact */
    uint64_t erases[2 * LIMIT_REVISIONS];
    uint64_t act_seq;     /* what decision_add gives its drafts */
    uint64_t already_seq; /* not 0: nothing to do, that fact says it (an import of a known source) */
    char joins[LIMIT_NAME_BYTES + 1]; /* not "": the account that the actor's key is enrolled for */
    struct refusal why; /* what a refusal names is borrowed from the act, static, or lives in `room` */
    struct buffer room; /* channel names and decided maps of the drafts live here */
    uint8_t bytes[512 * 1024];
};
void decision_reset(struct decision *decision);
/* Adds a draft; `decided` is a struct of that kind of fact. The channel's name is copied. */
void decision_add(struct decision *decision, struct bytes channel, const struct fact_kind *kind,
                  const void *decided);

/* The drafts added from here on carry the act of that fact; 0: the act that is being decided. */
void decision_carry(struct decision *decision, uint64_t act_seq);
void decision_adopt(struct decision *decision, struct bytes hash);
void decision_erase(struct decision *decision, uint64_t first_seq);

/* Refuses. The name is copied. Returns `code`. */
enum error decision_refuse(struct decision *decision, enum error code, const char *field, struct bytes name);

/* Refuses a number below the least that there can be. Errors: TOO_SMALL. */
enum error decision_at_least(struct decision *decision, const char *field, uint64_t number, uint64_t least);

/* What a decide function is given: who acts, when, and where its conclusion goes. It reads and judges; it
 * writes nothing but the decision. */
struct deciding {
    struct txn *txn;
    const struct actor *actor;
    int64_t now_ms;
    struct decision *decision;
};

#endif
