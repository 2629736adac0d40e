/* Typed tables and transactions over LMDB. It must not know what any key or value means, nor how the store
 * was opened. */
#include "server/store/store.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>

#include "server/store/store_inside.h"

struct txn {
    struct store *store;
    MDB_txn *lmdb;     /* NULL when it could not begin; then `error` says why */
    struct txn *below; /* whose ledger and notes it has; NULL: its own */
    enum error error;
    const char *where; /* the error arose */
    bool writes, rests;
};

#define TABLE_SHELF(symbol, name, shelf, what) shelf,
static const enum shelf table_shelves[TABLE_COUNT] = {STORE_TABLES(TABLE_SHELF)};
#undef TABLE_SHELF

const char *store_table_name(enum table table)
{
    return store_table_names[table];
}

enum shelf store_table_shelf(enum table table)
{
    return table_shelves[table];
}

/* --- transactions --- */

static struct txn *txn_begin(struct store *store, bool writes)
{
    struct txn *txn = calloc(1, sizeof *txn);
    if (txn == NULL)
        return NULL;
    txn->store = store;
    txn->writes = writes;
    unsigned flags = writes ? 0 : MDB_RDONLY;
    int code = mdb_txn_begin(store->env, NULL, flags, &txn->lmdb);
    if (code == MDB_READERS_FULL) {
        mdb_reader_check(store->env, NULL);
        code = mdb_txn_begin(store->env, NULL, flags, &txn->lmdb);
    }
    if (code == MDB_READERS_FULL || code == ENOMEM) {
        free(txn);
        return NULL;
    }
    if (code != MDB_SUCCESS)
        txn->lmdb = NULL;
    txn->error = store_error(code);
    return txn;
}

struct txn *txn_write(struct store *store)
{
    /* A process that was killed while it looked must not keep old pages from being used again. */
    mdb_reader_check(store->env, NULL);
    return txn_begin(store, true);
}

struct txn *txn_read(struct store *store)
{
    return txn_begin(store, false);
}

struct txn *txn_over(struct store *scratch, struct txn *below)
{
    struct txn *txn = txn_begin(scratch, true);
    if (txn != NULL)
        txn->below = below;
    return txn;
}

void txn_rest(struct txn *txn)
{
    assert(!txn->writes);
    if (txn->lmdb != NULL && !txn->rests)
        mdb_txn_reset(txn->lmdb);
    txn->rests = true;
}

enum error txn_renew(struct txn *txn)
{
    txn_rest(txn);
    if (txn->lmdb == NULL)
        return txn->error;
    int code = mdb_txn_renew(txn->lmdb);
    txn->rests = code != MDB_SUCCESS;
    txn->error = store_error(code);
    return txn->error;
}

/* Whether LMDB still writes: after a failure in the page that makes a commit count, it does not. */
static bool store_goes_on(struct store *store)
{
    MDB_txn *txn;
    int code = mdb_txn_begin(store->env, NULL, 0, &txn);
    if (code == MDB_SUCCESS)
        mdb_txn_abort(txn);
    return code != MDB_PANIC;
}

/* A code as it should have been. */
static int code_of(const struct txn *txn, int code)
{
    return code == EIO && txn->writes ? store_short_write(txn->store) : code;
}

void txn_take(struct txn *txn, int code)
{
    if (code != MDB_SUCCESS)
        txn_fail(txn, store_error(code_of(txn, code)));
}

enum error txn_commit(struct txn *txn)
{
    assert(txn->writes);
    enum error error = txn->error;
    if (error == OK) {
        int code = mdb_txn_commit(txn->lmdb);
        txn->lmdb = NULL;
        error = store_error(code_of(txn, code));
        if (error != OK && !store_goes_on(txn->store))
            error = ERR_STORE_FAILED;
    }
    txn_end(txn);
    return error;
}

void txn_end(struct txn *txn)
{
    if (txn == NULL)
        return;
    if (txn->lmdb != NULL)
        mdb_txn_abort(txn->lmdb);
    free(txn);
}

enum error txn_error(const struct txn *txn)
{
    return txn->error;
}

void txn_fail_at(struct txn *txn, enum error error, const char *where)
{
    if (txn->error != OK || error == OK)
        return;
    txn->error = error;
    txn->where = where;
}

const char *txn_where(const struct txn *txn)
{
    return txn->error != OK ? txn->where : NULL;
}

void txn_forgive(struct txn *txn)
{
    if (txn->error == ERR_LEDGER_BROKEN || txn->error == ERR_INTERNAL)
        txn->error = OK;
}

/* --- reading and writing --- */

/* Who has the table. */
static struct txn *holder(struct txn *txn, enum table table)
{
    const enum shelf shelf = table_shelves[table];
    return txn->below != NULL && (shelf == SHELF_LEDGER || shelf == SHELF_NOTES) ? txn->below : txn;
}

bool txn_works(struct txn *txn, enum table table)
{
    const struct txn *of = holder(txn, table);
    assert(!of->rests);
    if (of->error != OK)
        txn_fail(txn, of->error);
    return txn->error == OK && of->store->there[table];
}

bool txn_get(struct txn *txn, enum table table, struct bytes key, struct bytes *value)
{
    if (!txn_works(txn, table) || key.size == 0 || key.size > STORE_KEY_BYTES)
        return false;
    MDB_val wanted = value_of(key), found;
    const struct txn *of = holder(txn, table);
    int code = mdb_get(of->lmdb, of->store->tables[table], &wanted, &found);
    if (code == MDB_SUCCESS)
        *value = bytes_of(found.mv_data, found.mv_size);
    else if (code != MDB_NOTFOUND)
        txn_take(txn, code);
    return code == MDB_SUCCESS;
}

static void put(struct txn *txn, enum table table, struct bytes key, struct bytes value, unsigned flags)
{
    assert(txn->writes && holder(txn, table) == txn && key.size > 0 && key.size <= STORE_KEY_BYTES);
    if (!txn_works(txn, table))
        return;
    MDB_val wanted = value_of(key), written = value_of(value);
    txn_take(txn, mdb_put(txn->lmdb, txn->store->tables[table], &wanted, &written, flags));
}

void txn_put(struct txn *txn, enum table table, struct bytes key, struct bytes value)
{
    put(txn, table, key, value, 0);
}

void txn_append(struct txn *txn, enum table table, struct bytes key, struct bytes value)
{
    put(txn, table, key, value, MDB_APPEND);
}

void txn_delete(struct txn *txn, enum table table, struct bytes key)
{
    assert(txn->writes && holder(txn, table) == txn && key.size > 0 && key.size <= STORE_KEY_BYTES);
    if (!txn_works(txn, table))
        return;
    MDB_val wanted = value_of(key);
    int code = mdb_del(txn->lmdb, txn->store->tables[table], &wanted, NULL);
    if (code != MDB_NOTFOUND)
        txn_take(txn, code);
}

void txn_drop_shelf(struct txn *txn, enum shelf shelf)
{
    assert(txn->writes);
    for (int table = 0; table < TABLE_COUNT; table++)
        if (table_shelves[table] == shelf && txn_works(txn, (enum table)table))
            txn_take(txn, mdb_drop(txn->lmdb, txn->store->tables[table], 0));
}

uint64_t txn_count(struct txn *txn, enum table table)
{
    if (!txn_works(txn, table))
        return 0;
    MDB_stat stat = {0};
    const struct txn *of = holder(txn, table);
    txn_take(txn, mdb_stat(of->lmdb, of->store->tables[table], &stat));
    return stat.ms_entries;
}

MDB_cursor *txn_cursor(struct txn *txn, enum table table)
{
    MDB_cursor *cursor = NULL;
    const struct txn *of = holder(txn, table);
    txn_take(txn, mdb_cursor_open(of->lmdb, of->store->tables[table], &cursor));
    return cursor;
}

/* --- digest --- */

static void digest_sized(crypto_generichash_state *state, struct bytes bytes)
{
    uint8_t size[8];
    number_write(size, bytes.size);
    crypto_generichash_update(state, size, sizeof size);
    if (bytes.size > 0)
        crypto_generichash_update(state, bytes.at, bytes.size);
}

enum error store_digest(struct txn *txn, enum shelf shelf, uint8_t digest[LIMIT_HASH_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, LIMIT_HASH_BYTES);
    for (int table = 0; table < TABLE_COUNT; table++) {
        if (table_shelves[table] != shelf)
            continue;
        struct bytes name = bytes_of_text(store_table_names[table]);
        crypto_generichash_update(&state, name.at, name.size);
        struct walk walk;
        walk_up(&walk, txn, (enum table)table, bytes_of(NULL, 0));
        while (walk_next(&walk)) {
            digest_sized(&state, walk.key);
            digest_sized(&state, walk.value);
        }
        walk_end(&walk);
    }
    if (txn->error == OK)
        crypto_generichash_final(&state, digest, LIMIT_HASH_BYTES);
    return txn->error;
}
