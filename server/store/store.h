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
#include "server/store/store_keys.h"
#include "server/store/store_tables.h"

/* The shelves. LEDGER is the truth. VIEWS are folded from it and can be dropped. INDEX is a view with its own
 * fold position: it may trail. NOTES may be lost. */
enum shelf { SHELF_LEDGER, SHELF_VIEWS, SHELF_INDEX, SHELF_NOTES };

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

/* Walks keys in order, up or down. walk_next goes to the next and gives false at the end; by then the walk is
 * closed. It is closed by walk_end as well (also after an error, and where it ended by itself). Writing
 * during a walk is not allowed. */
struct walk {
    struct txn *txn;
    void *cursor;
    enum table table;
    bool up, started;
    struct bytes key, value; /* where it stands; borrowed */
    struct store_key from;
    size_t prefix; /* of `from`: how many of its bytes every key begins with */
};
/* From the first key >= from upwards, or from the last key <= from downwards. */
void walk_up(struct walk *walk, struct txn *txn, enum table table, struct bytes from);
void walk_down(struct walk *walk, struct txn *txn, enum table table, struct bytes from);
/* All keys that begin with `prefix`, upwards, and no other. */
void walk_prefix(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix);
/* Those of them from `from` on, of which the first `prefix` bytes are meant. */
void walk_prefix_up(struct walk *walk, struct txn *txn, enum table table, struct bytes from, size_t prefix);
void walk_prefix_down(struct walk *walk, struct txn *txn, enum table table, struct bytes from, size_t prefix);
/* Those of them that have a number behind the prefix, from that number on. */
void walk_numbers_up(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix,
                     uint64_t from);
void walk_numbers_down(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix,
                       uint64_t from);
bool walk_next(struct walk *walk);
/* The next, and the number behind the prefix. A key with anything else there is damage: INTERNAL. */
bool walk_number(struct walk *walk, uint64_t *number);
/* What the key where it stands has behind the prefix. */
struct bytes walk_rest(const struct walk *walk);
/* Goes to exactly this key; false when there is none. From the last one to a near one is a short way. */
bool walk_to(struct walk *walk, struct bytes key);
void walk_end(struct walk *walk);
/* Whether any key begins so. */
bool txn_has_prefix(struct txn *txn, enum table table, struct bytes prefix);

/* BLAKE2b-256 over every key and value of a shelf in order: equal shelves, equal digests. */
enum error store_digest(struct txn *txn, enum shelf shelf, uint8_t digest[LIMIT_HASH_BYTES]);

#endif
