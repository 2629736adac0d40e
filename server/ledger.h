/* The ledger: facts numbered over all and in their channel, chained by channel, with the acts they came from.
 * It appends and reads back bytes as they were made; it does not know what any kind of fact means. Besides
 * the ledger shelf it folds three views of its own: TIPS, PLACES and TAKEN. */
#ifndef BULLETIN_SERVER_LEDGER_H
#define BULLETIN_SERVER_LEDGER_H

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "server/store.h"

enum { STORE_FORMAT = 1 };

/* An act as it came, read and verified. All borrowed from whoever holds the bytes. */
struct signed_act {
    struct bytes bytes;
    struct bytes signature; /* LIMIT_SIGNATURE_BYTES */
    struct act act;         /* parts of `bytes` */
    uint8_t hash[LIMIT_HASH_BYTES];
};

/* A fact as it is stored. Borrowed from the transaction, or for a new one from the head's buffer and the act.
 */
struct fact {
    struct head head;
    struct bytes head_bytes;
    uint8_t hash[LIMIT_HASH_BYTES]; /* of head_bytes */
    bool erased;                    /* then `act` is empty */
    struct signed_act act;
};

/* A fact that borrows nothing from the store, so that it can be read while the store is written. */
struct held_fact {
    struct fact fact;
    uint8_t head[LIMIT_HEAD_BYTES];
    uint8_t act[LIMIT_ACT_BYTES];
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
};
/* False when its bytes are none of a fact. */
bool ledger_hold(const struct fact *fact, struct held_fact *held);

/* A fact as it is passed on: the bytes that are stored, neither read nor hashed. Whoever receives them does
 * so, since it trusts nobody. Borrowed from the transaction. */
struct stored_fact {
    struct bytes head;
    struct bytes act, signature; /* both empty when it has been erased */
};

/* What the domain wants to become a fact. */
struct draft {
    struct bytes channel;
    struct bytes kind;
    struct bytes decided; /* an encoded map */
    uint64_t act_seq;     /* not 0: it carries the act, and names the actor, of that fact */
};

/* Where a channel stands; number 0 and a hash of zeros before its first fact. */
struct tip {
    uint64_t number;
    int64_t time_ms;
    uint8_t hash[LIMIT_HASH_BYTES];
};

/* Appends one fact: its head is made in `room` (LIMIT_HEAD_BYTES), numbered, chained, stored; the act is
 * stored with the first fact that names it. `act` and `actor` are those of `draft->act_seq` where it says so;
 * they must not be lent by the store. Fact time is max(now, the last fact's). Folds the ledger's own views.
 * Store errors stick in the transaction. */
void ledger_append(struct txn *txn, const struct signed_act *act, const struct draft *draft,
                   struct bytes actor, int64_t now_ms, struct buffer *room, struct fact *fact);

/* Drops the act that this fact, the first of it, carries: its head stays. */
void ledger_drop_act(struct txn *txn, uint64_t first_seq);

/* Folds the ledger's own views for a fact that is on the shelf already (rebuild). */
void ledger_fold(struct txn *txn, const struct fact *fact);

/* The newest seq; 0 when the ledger is empty. */
uint64_t ledger_last(struct txn *txn);
/* False when there is none (or the store failed: txn_error). */
bool ledger_read(struct txn *txn, uint64_t seq, struct fact *fact);
bool ledger_place(struct txn *txn, struct bytes channel, uint64_t number, uint64_t *seq);
bool ledger_read_at(struct txn *txn, struct bytes channel, uint64_t number, struct fact *fact);
void ledger_tip(struct txn *txn, struct bytes channel, struct tip *tip);

/* A run along channels, for those who pass on one fact after the other: the way from one to the next is
 * short. */
struct ledger_run {
    struct txn *txn;
    struct walk places, heads, acts;
};
void ledger_run_begin(struct ledger_run *run, struct txn *txn);
bool ledger_run_to(struct ledger_run *run, struct bytes channel, uint64_t number, struct stored_fact *fact);
void ledger_run_end(struct ledger_run *run);

/* The seq of the first fact that carries this fact's act: where the act is stored. */
uint64_t ledger_act_seq(struct txn *txn, const struct head *head);
/* The same for the fact of this seq. */
uint64_t ledger_first_of_act(struct txn *txn, uint64_t seq);
/* The seq of the first fact an act became. */
bool ledger_taken(struct txn *txn, int64_t act_time_ms, const uint8_t act_hash[LIMIT_HASH_BYTES],
                  uint64_t *seq);
/* The number of the channel's last fact before a time (0: none). Logarithmic in the channel's length. */
uint64_t ledger_number_before(struct txn *txn, struct bytes channel, int64_t time_ms);

/* The house key this ledger belongs to: written once when the ledger is begun. */
bool ledger_house(struct txn *txn, uint8_t house[LIMIT_KEY_BYTES]);
void ledger_begin(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES]);
/* OK as well when the ledger has not begun. Errors: STORE_NEWER (limit = its format; whoever knows the folder
 * names it), LEDGER_BROKEN. */
enum error ledger_check_format(struct txn *txn, struct refusal *why);

/* Verifies everything that the ledger shelf holds, from its bytes alone: every seq and number dense, every
 * chain, every act's hash, house and signature, every blob's hash, nothing left over on the shelf, and that
 * TIPS, PLACES and TAKEN agree. Stops at the first fault: LEDGER_BROKEN with why->name naming the fact or
 * table in words (static or in `words`). `progress` may be NULL. */
struct ledger_report {
    uint64_t facts, acts, blobs;
    uint64_t erased; /* acts that are gone */
    char words[256];
    /* Whether a fact may be without its act, since something signed says that it was erased. NULL: none. */
    bool (*may_lack_act)(void *context, const struct head *head);
    void (*progress)(void *context, uint64_t done, uint64_t all);
    void *context;
};
enum error ledger_verify(struct txn *txn, struct ledger_report *report, struct refusal *why);

#endif
