/* Typed tables and transactions over LMDB; only the store's own files include lmdb.h. It knows shelves,
 * keys and bytes; it does not know what a fact or an account is.
 *
 * The first error of a transaction sticks: later calls do nothing, and txn_commit reports it. So a run of
 * reads and writes needs one check, at its end. */
#ifndef BULLETIN_SERVER_STORE_H
#define BULLETIN_SERVER_STORE_H

#include "protocol/errors.h"
#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

/* The shelves. LEDGER is the truth. VIEWS are folded from it and can be dropped. INDEX is a view with its own
 * fold position: it may trail. NOTES may be lost. */
enum shelf { SHELF_LEDGER, SHELF_VIEWS, SHELF_INDEX, SHELF_NOTES };

/* TABLE(SYMBOL, name in the store, shelf, key -> value). Numbers in keys are big-endian, 8 bytes; names in
 * keys end with a zero byte when something follows. */
#define STORE_TABLES(TABLE)                                                                                  \
    TABLE(META, "ledger.meta", SHELF_LEDGER, "word -> bytes: format, house")                                 \
    TABLE(HEADS, "ledger.heads", SHELF_LEDGER, "seq -> head")                                                \
    TABLE(ACTS, "ledger.acts", SHELF_LEDGER, "seq of its first fact -> signature, act")                      \
    TABLE(BLOBS, "ledger.blobs", SHELF_LEDGER, "hash, chunk number -> bytes")                                \
    TABLE(TIPS, "view.tips", SHELF_VIEWS, "channel -> number, time, hash of its newest fact")                \
    TABLE(PLACES, "view.places", SHELF_VIEWS, "channel 0 number -> seq")                                     \
    TABLE(TAKEN, "view.taken", SHELF_VIEWS, "act time, act hash -> seq of its first fact")                   \
    TABLE(ACCOUNTS, "view.accounts", SHELF_VIEWS, "account -> record account")                               \
    TABLE(SIGNERS, "view.signers", SHELF_VIEWS,                                                              \
          "department 0 account -> nothing: it may sign, and is not revoked")                                \
    TABLE(KEYS, "view.keys", SHELF_VIEWS, "key -> record key")                                               \
    TABLE(ACCOUNT_KEYS, "view.account-keys", SHELF_VIEWS, "account 0 key -> nothing")                        \
    TABLE(LIVE_KEYS, "view.live-keys", SHELF_VIEWS, "account 0 key -> nothing: it is not revoked")           \
    TABLE(INVITES, "view.invites", SHELF_VIEWS, "code hash -> invite")                                       \
    TABLE(INVITED, "view.invited", SHELF_VIEWS, "account -> hash of the newest code given out for it")       \
    TABLE(DEPARTMENTS, "view.departments", SHELF_VIEWS, "department -> record department")                   \
    TABLE(CHANNELS, "view.channels", SHELF_VIEWS, "channel -> what the channel is and who may")              \
    TABLE(BULLETINS, "view.bulletins", SHELF_VIEWS, "channel 0 number -> where its facts are")               \
    TABLE(REVISIONS, "view.revisions", SHELF_VIEWS,                                                          \
          "channel 0 number revision -> seq; for a desk: of each act of what was scheduled")                 \
    TABLE(RECEIPTS, "view.receipts", SHELF_VIEWS, "channel 0 number revision department -> receipt")         \
    TABLE(INBOX, "view.inbox", SHELF_VIEWS, "department 0 channel 0 number -> nothing: yet to be done")      \
    TABLE(DUES, "view.dues", SHELF_VIEWS, "due time, channel 0 number -> nothing: not all have signed")      \
    TABLE(ROSTERS, "view.rosters", SHELF_VIEWS, "channel 0 number -> nothing: waits for new departments")    \
    TABLE(RELATED, "view.related", SHELF_VIEWS,                                                              \
          "channel 0 number, 0 (names) or 1 (is named by), other's channel 0 number -> nothing")             \
    TABLE(SCHEDULE, "view.schedule", SHELF_VIEWS, "time, transition, channel 0 number -> nothing")           \
    TABLE(DRAFTS, "view.drafts", SHELF_VIEWS, "desk 0 number -> draft")                                      \
    TABLE(BLOB_NAMES, "view.blob-names", SHELF_VIEWS, "seq of an act's first fact, hash -> nothing")         \
    TABLE(BLOB_USES, "view.blob-uses", SHELF_VIEWS, "hash -> how many acts name it")                         \
    TABLE(ERASED, "view.erased", SHELF_VIEWS, "seq of a fact without its act -> seq of what erased it")      \
    TABLE(THREADS, "view.threads", SHELF_VIEWS, "channel 0 number -> thread")                                \
    TABLE(THREADS_BY, "view.threads-by", SHELF_VIEWS, "channel 0 number of the newest post -> thread's")     \
    TABLE(PINNED, "view.pinned", SHELF_VIEWS, "channel 0 number -> nothing: a pinned thread")                \
    TABLE(POSTS, "view.posts", SHELF_VIEWS, "channel 0 number -> post; a thread's opening too")              \
    TABLE(THREAD_POSTS, "view.thread-posts", SHELF_VIEWS,                                                    \
          "channel 0 thread's number, post's -> how many posts there are with it")                           \
    TABLE(SPOKEN, "view.spoken", SHELF_VIEWS, "account 0 seq -> nothing: posts and threads by their author") \
    TABLE(SPOKEN_IN, "view.spoken-in", SHELF_VIEWS, "account 0 channel 0 thread's number -> how many posts") \
    TABLE(THEMES, "view.themes", SHELF_VIEWS, "month -> theme")                                              \
    TABLE(ACTIVITIES, "view.activities", SHELF_VIEWS, "channel 0 number -> activity")                        \
    TABLE(ACTIVITIES_BY, "view.activities-by", SHELF_VIEWS, "end, channel 0 number -> nothing")              \
    TABLE(REPLIES, "view.replies", SHELF_VIEWS, "channel 0 number department -> reply")                      \
    TABLE(THINGS, "view.things", SHELF_VIEWS,                                                                \
          "channel 0 number of what people read -> how many there are up to it, its thread's or its own")    \
    TABLE(THINGS_BY, "view.things-by", SHELF_VIEWS, "account 0 channel 0 number -> its thread's or its own") \
    TABLE(PUBLISHED, "view.published", SHELF_VIEWS,                                                          \
          "account 0 seq -> nothing: bulletins and activities by their author")                              \
    TABLE(TITLED, "view.titled", SHELF_VIEWS,                                                                \
          "account 0 seq -> whether it counts: of each fact whose act may give the account a title")         \
    TABLE(FOLDED, "index.folded", SHELF_INDEX, "word -> the last seq that the search index holds")           \
    TABLE(TOKENS, "index.tokens", SHELF_INDEX,                                                               \
          "block of seqs, token -> the places in the block, 2 bytes each")                                   \
    TABLE(TOKENS_OF, "index.tokens-of", SHELF_INDEX, "seq -> its tokens, to be forgotten when erased")       \
    TABLE(SEEN, "note.seen", SHELF_NOTES, "account 0 channel, or a thing's id -> number")                    \
    TABLE(SOURCES, "view.sources", SHELF_VIEWS, "hash of a source -> seq")                                   \
    TABLE(HOUSE, "view.house", SHELF_VIEWS, "word -> what the house is, and the views: their layout")        \
    TABLE(CLOCK, "note.clock", SHELF_NOTES, "word -> the time at which the house last looked at its clock")  \
    TABLE(STAGED, "note.staged", SHELF_NOTES, "account 0 hash -> size, bytes so far, time")                  \
    TABLE(STAGED_CHUNKS, "note.staged-chunks", SHELF_NOTES, "account 0 hash, chunk number -> bytes")

#define TABLE_SYMBOL(symbol, name, shelf, what) TABLE_##symbol,
enum table { STORE_TABLES(TABLE_SYMBOL) TABLE_COUNT };
#undef TABLE_SYMBOL

struct store;
struct txn;

enum store_mode {
    STORE_SERVE,  /* create if missing; the only process that writes */
    STORE_REPAIR, /* must exist; the only process that writes */
    STORE_LOOK,   /* must exist; read only, beside a running server */
};

/* Opens the store in `folder` (made 0700 when missing and mode is STORE_SERVE). `map_bytes` is the address
 * space LMDB may use; the file grows as used. Full sync always. Errors, with why->name = the folder:
 * STORE_LOCKED, STORE_UNWRITABLE, STORE_MISSING, STORE_FULL, STORE_FAILED, NO_MEMORY; and STORE_DAMAGED, with
 * why->name = what is damaged: pages are looked at before LMDB follows them, all of them by STORE_LOOK, of a
 * large store only the first few thousand otherwise. */
struct refusal;
enum error store_open(const char *folder, enum store_mode mode, uint64_t map_bytes, struct store **store,
                      struct refusal *why);
void store_close(struct store *store);

/* Whether only the reserve is left, of the map or of the disk. Whoever writes leaves it to what must
 * be erased. */
bool store_is_tight(const struct store *store);

/* Opens an empty store for views that are folded beside another's, in a file in `folder` that has no name any
 * more: it is gone with this process, however that ends. Nothing in it outlives a crash, and nothing need.
 * Errors, with why->name = the folder: STORE_FULL, STORE_UNWRITABLE, STORE_FAILED. */
enum error store_open_scratch(const char *folder, uint64_t map_bytes, struct store **store,
                              struct refusal *why);

/* What lay behind the last of the store's errors in this process, if it was this error: words for the
 * operator, in static memory; NULL: nothing more is known. Any thread. */
const char *store_cause(enum error error);

/* Who is told that LMDB found its own pages wrong, in the middle of a call; it must not return. */
void store_when_damaged(void (*tell)(const char *what));

/* Whether an address lies in the file that is mapped: what faults there is the store's damage. May be called
 * by a handler of signals. */
bool store_is_at(const void *address);

/* One writer at a time (the writer thread). A reading transaction may be kept and renewed: txn_rest gives up
 * its snapshot, txn_renew takes the newest. All are freed with txn_end; nothing is written unless txn_commit
 * said OK. Returns NULL only when memory or reader slots are out. */
struct txn *txn_write(struct store *store);
struct txn *txn_read(struct store *store);
/* A write in a scratch store in which the shelves ledger and notes are those of `below`, which is only read
 * and outlives it. `below` may be renewed meanwhile; what was borrowed from its shelves ends with that. */
struct txn *txn_over(struct store *scratch, struct txn *below);
void txn_rest(struct txn *txn);
enum error txn_renew(struct txn *txn);
/* On disk when OK. Errors: STORE_FULL (nothing was written), STORE_FAILED (unknown: stop). Ends the txn. */
enum error txn_commit(struct txn *txn);
void txn_end(struct txn *txn);
enum error txn_error(const struct txn *txn);
/* Makes the first error stick from outside, e.g. ERR_LEDGER_BROKEN on a value that cannot be decoded. */
/* Forgets an error that is not of the store itself, for whoever looked without knowing what there is. */
void txn_forgive(struct txn *txn);
void txn_fail_at(struct txn *txn, enum error error, const char *where);
#define txn_fail(txn, error) txn_fail_at(txn, error, HERE)
/* Where in the sources the error that sticks arose; NULL when there is none. */
const char *txn_where(const struct txn *txn);

/* A key under construction; at most STORE_KEY_BYTES, which every bounded name and number here respects
 * (asserted). */
enum { STORE_KEY_BYTES = 511 };
struct store_key {
    uint8_t at[STORE_KEY_BYTES];
    size_t size;
};
struct store_key key_empty(void);
void key_number(struct store_key *key, uint64_t number);   /* 8 bytes, big-endian */
void key_bytes(struct store_key *key, struct bytes bytes); /* as they are */
void key_name(struct store_key *key, struct bytes name);   /* and a zero byte, since something follows */
static inline struct bytes key_of(const struct store_key *key)
{
    return bytes_of(key->at, key->size);
}
uint64_t number_at(const uint8_t at[8]); /* big-endian */
void number_write(uint8_t at[8], uint64_t number);

/* Values are borrowed from the store until the next write in, or the end of, the transaction. */
bool txn_get(struct txn *txn, enum table table, struct bytes key, struct bytes *value);
void txn_put(struct txn *txn, enum table table, struct bytes key, struct bytes value);
/* The key must be higher than every other in the table. */
void txn_append(struct txn *txn, enum table table, struct bytes key, struct bytes value);
void txn_delete(struct txn *txn, enum table table, struct bytes key);
void txn_drop_shelf(struct txn *txn, enum shelf shelf);
uint64_t txn_count(struct txn *txn, enum table table);

const char *store_table_name(enum table table);
enum shelf store_table_shelf(enum table table);

/* Walks keys in order. walk_up starts at the first key >= from, walk_down at the last key <= from; both give
 * false at the end. The walk is closed by walk_end (also after an error); writing during a walk is not
 * allowed. */
struct walk {
    struct txn *txn;
    void *cursor;
    bool up, started;
    struct bytes key, value; /* where it stands; borrowed */
    struct store_key from;
    enum table table;
};
void walk_up(struct walk *walk, struct txn *txn, enum table table, struct bytes from);
void walk_down(struct walk *walk, struct txn *txn, enum table table, struct bytes from);
bool walk_next(struct walk *walk);
/* Goes to exactly this key; false when there is none. From the last one to a near one is a short way. */
bool walk_to(struct walk *walk, struct bytes key);
void walk_end(struct walk *walk);

/* BLAKE2b-256 over every key and value of a shelf in order: equal shelves, equal digests. */
enum error store_digest(struct txn *txn, enum shelf shelf, uint8_t digest[LIMIT_HASH_BYTES]);

#endif
