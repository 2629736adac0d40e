/* The ledger: facts numbered over all and in their channel, chained by channel, with the acts they came from.
 * It appends and reads back bytes as they were made; it does not know what any kind of fact means. Besides
 * the ledger shelf it folds three views of its own: TIPS, PLACES and TAKEN; and it looks into ERASED, which
 * the domain folds. */
#ifndef BULLETIN_SERVER_LEDGER_H
#define BULLETIN_SERVER_LEDGER_H

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "server/store/store.h"

enum { STORE_FORMAT = 1 };

/* An act as it came, read and verified. All borrowed from whoever holds the bytes. */
struct signed_act {
    struct bytes bytes;
    struct bytes signature; /* LIMIT_SIGNATURE_BYTES */
    struct act act;         /* parts of `bytes` */
    uint8_t hash[LIMIT_HASH_BYTES];
};

/* A fact as it is stored. Borrowed from the transaction, or for a new one from the head's buffer and
 * the act. */
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
 * they must not be lent by the store. Fact time is `now_ms`, also where that is before the last fact's. Folds
 * the ledger's own views. Store errors stick in the transaction. */
void ledger_append(struct txn *txn, const struct signed_act *act, const struct draft *draft,
                   struct bytes actor, int64_t now_ms, struct buffer *room, struct fact *fact);

/* Drops the act that this fact, the first of it, carries: its head stays. */
void ledger_drop_act(struct txn *txn, uint64_t first_seq);

/* Folds the ledger's own views for a fact that is on the shelf already (rebuild). */
void ledger_fold(struct txn *txn, const struct fact *fact);

/* The house's word on where its ledger ends, rewritten in each transaction that appends. `hash` runs over all
 * heads: of fact n it is BLAKE2b-256 of that of fact n-1 (zeros before the first) ‖ the hash of head n. So it
 * holds every head in its place, and whoever cuts or rewrites the end needs the house's key to hide it. */
struct ledger_seal {
    uint64_t seq;
    uint8_t hash[LIMIT_HASH_BYTES];
};
/* Signs where the ledger ends, if that has moved. The house is the one of ledger_begin. */
void ledger_seal(struct txn *txn, const struct identity *house);
enum seal_state { SEAL_MISSING, SEAL_BROKEN, SEAL_GOOD };
enum seal_state ledger_seal_read(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES],
                                 struct ledger_seal *seal);
/* Whether the last fact is the one that the house signed as the last; a look, not a verification. */
bool ledger_ends_well(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES]);
void ledger_seal_add(uint8_t hash[LIMIT_HASH_BYTES], struct bytes head);

/* The newest seq; 0 when the ledger is empty. */
uint64_t ledger_last(struct txn *txn);
/* The time of the newest fact; false before the first. */
bool ledger_last_time(struct txn *txn, int64_t *time_ms);
/* False when there is none (or the store failed: txn_error). A fact may be without its act only where ERASED
 * says what erased it: an act that was lost is no erasure, and sticks as LEDGER_BROKEN. */
bool ledger_read(struct txn *txn, uint64_t seq, struct fact *fact);
/* The same for whoever folds: what erased it may not be folded yet. */
bool ledger_read_bare(struct txn *txn, uint64_t seq, struct fact *fact);
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
/* The number of a channel's fact that lies before a time while the one after it does not (0: none does);
 * times rise but where the clock was set back. Logarithmic in the channel's length. */
uint64_t ledger_number_before(struct txn *txn, struct bytes channel, int64_t time_ms);

/* The house key this ledger belongs to: written once when the ledger is begun. */
bool ledger_house(struct txn *txn, uint8_t house[LIMIT_KEY_BYTES]);
void ledger_begin(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES]);
/* OK as well when the ledger has not begun. Errors: STORE_NEWER (limit = its format; whoever knows the folder
 * names it), LEDGER_BROKEN. */
enum error ledger_check_format(struct txn *txn, struct refusal *why);

/* What a verification found. */
struct ledger_report {
    uint64_t facts, acts, blobs;
    uint64_t erased;                 /* acts that are gone */
    char words[256];                 /* what is wrong, naming the fact or the table and row */
    uint8_t views[LIMIT_HASH_BYTES]; /* digest of the views as they fold */
    bool index_left;                 /* the search index trails behind an erasure and was not compared */
    void (*progress)(void *context, uint64_t done, uint64_t all); /* may be NULL */
    void *context;
};

/* A verification of everything that the ledger shelf holds, from its bytes alone: every seq and number dense,
 * every chain, every act's hash, house and signature, every blob's hash, the house's seal, and nothing left
 * over. The views are folded anew into a scratch store as it goes, and those that stand are held against
 * them. It works in slices: between two of them `live` is renewed, so that a server beside it can use its old
 * pages again; what was appended meanwhile is verified too.
 *
 * The members below the line are what the domain adds; all may be NULL (then no act may be missing, any blob
 * may be there, and TIPS, PLACES and TAKEN are the views). */
struct ledger_check {
    struct txn *live;      /* reads; NULL ends everything */
    bool renews;           /* false: `live` is somebody's open transaction, and stays as it is */
    struct store *scratch; /* empty */
    struct ledger_report *report;
    /* --- */
    void *context;
    bool (*may_lack_act)(void *context,
                         const struct head *head); /* something signed says that it was erased */
    bool (*may_have_blob)(void *context, const uint8_t hash[LIMIT_HASH_BYTES]); /* an act names it */
    bool (*meet)(void *context, const struct fact *fact); /* looks at a fact of which nothing is folded yet */
    bool (*take)(void *context, const struct fact *fact); /* checks and folds a fact into `folded` */
    bool (*renewed)(void *context);                       /* `live` stands further on */
    const enum table *tables;                             /* to be compared */
    size_t table_count;
    /* --- its own */
    struct txn *folded; /* over `live`: the views as of `seq` */
    enum error scratch_error;
    uint64_t seq;
    uint8_t house[LIMIT_KEY_BYTES], sealed[LIMIT_HASH_BYTES];
};
/* A table as it stands, held row by row against the same table folded anew. */
struct ledger_comparison {
    enum table table;
    struct store_key from; /* the next row to look at; size 0: the first */
    bool done;
};
/* Compares the next `most` rows. False at the first that differs: then `words` names it. */
bool ledger_compare(struct ledger_comparison *comparison, struct txn *stands, struct txn *folded, size_t most,
                    char *words, size_t words_size);

/* All of it. Stops at the first fault: LEDGER_BROKEN, with why->name = report->words. The domain's own checks
 * at the end go between this and ledger_check_end. */
enum error ledger_verify(struct ledger_check *check, struct refusal *why);
/* A new slice, in which `folded` stands where `live` does. */
bool ledger_check_slice(struct ledger_check *check);
/* Holds one table as it stands in `live` against `folded`, in slices. */
bool ledger_check_table(struct ledger_check *check, enum table table);
/* What went wrong, in `why`; OK when nothing did. Frees what the check holds, but for `live`
 * and `scratch`. */
enum error ledger_check_end(struct ledger_check *check, bool good, struct refusal *why);
/* Says what is wrong; always false. */
bool ledger_fault(struct ledger_check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool ledger_fault_of(struct ledger_check *check, const struct head *head, const char *what);

#endif
