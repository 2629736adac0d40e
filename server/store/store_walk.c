/* Walks along the keys of a table, up or down, within a prefix. It must not know what a key or value means,
 * nor how the store was opened. */
#include <assert.h>

#include "server/store/store_inside.h"

static void walk_open(struct walk *walk, struct txn *txn, enum table table, bool up, struct bytes from,
                      size_t prefix)
{
    assert(prefix <= from.size);
    *walk = (struct walk){.txn = txn, .table = table, .up = up, .from = key_empty(), .prefix = prefix};
    key_bytes(&walk->from, from);
    if (txn_works(txn, table))
        walk->cursor = txn_cursor(txn, table);
}

void walk_up(struct walk *walk, struct txn *txn, enum table table, struct bytes from)
{
    walk_open(walk, txn, table, true, from, 0);
}

void walk_down(struct walk *walk, struct txn *txn, enum table table, struct bytes from)
{
    walk_open(walk, txn, table, false, from, 0);
}

void walk_prefix(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix)
{
    walk_open(walk, txn, table, true, prefix, prefix.size);
}

void walk_prefix_up(struct walk *walk, struct txn *txn, enum table table, struct bytes from, size_t prefix)
{
    walk_open(walk, txn, table, true, from, prefix);
}

void walk_prefix_down(struct walk *walk, struct txn *txn, enum table table, struct bytes from, size_t prefix)
{
    walk_open(walk, txn, table, false, from, prefix);
}

static void walk_numbers(struct walk *walk, struct txn *txn, enum table table, bool up, struct bytes prefix,
                         uint64_t number)
{
    struct store_key from = key_empty();
    key_bytes(&from, prefix);
    key_number(&from, number);
    walk_open(walk, txn, table, up, key_of(&from), prefix.size);
}

void walk_numbers_up(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix, uint64_t from)
{
    walk_numbers(walk, txn, table, true, prefix, from);
}

void walk_numbers_down(struct walk *walk, struct txn *txn, enum table table, struct bytes prefix,
                       uint64_t from)
{
    walk_numbers(walk, txn, table, false, prefix, from);
}

/* The first key >= from, or for a walk down the last key <= from. */
static int walk_first(struct walk *walk, MDB_val *key, MDB_val *value)
{
    struct bytes from = key_of(&walk->from);
    if (from.size == 0)
        return walk->up ? mdb_cursor_get(walk->cursor, key, value, MDB_FIRST) : MDB_NOTFOUND;
    *key = value_of(from);
    int code = mdb_cursor_get(walk->cursor, key, value, MDB_SET_RANGE);
    if (walk->up)
        return code;
    if (code == MDB_NOTFOUND)
        return mdb_cursor_get(walk->cursor, key, value, MDB_LAST);
    if (code == MDB_SUCCESS && !bytes_equal(from, bytes_of(key->mv_data, key->mv_size)))
        return mdb_cursor_get(walk->cursor, key, value, MDB_PREV);
    return code;
}

static bool begins_so(const struct walk *walk, const MDB_val *key)
{
    return key->mv_size >= walk->prefix && memcmp(key->mv_data, walk->from.at, walk->prefix) == 0;
}

/* Takes what the cursor found, if it found anything. */
static bool walk_take(struct walk *walk, int code, const MDB_val *key, const MDB_val *value)
{
    walk->started = true;
    if (code != MDB_SUCCESS) {
        if (code != MDB_NOTFOUND)
            txn_take(walk->txn, code);
        return false;
    }
    if (!begins_so(walk, key))
        return false;
    walk->key = bytes_of(key->mv_data, key->mv_size);
    walk->value = bytes_of(value->mv_data, value->mv_size);
    return true;
}

bool walk_next(struct walk *walk)
{
    if (walk->cursor == NULL || !txn_works(walk->txn, walk->table))
        return false;
    MDB_val key, value;
    int code = walk->started ? mdb_cursor_get(walk->cursor, &key, &value, walk->up ? MDB_NEXT : MDB_PREV)
                             : walk_first(walk, &key, &value);
    if (walk_take(walk, code, &key, &value))
        return true;
    walk_end(walk);
    return false;
}

struct bytes walk_rest(const struct walk *walk)
{
    return bytes_skip(walk->key, walk->prefix);
}

bool walk_number(struct walk *walk, uint64_t *number)
{
    if (!walk_next(walk))
        return false;
    struct bytes rest = walk_rest(walk);
    if (rest.size != 8) {
        txn_fail(walk->txn, ERR_INTERNAL);
        walk_end(walk);
        return false;
    }
    *number = number_at(rest.at);
    return true;
}

bool walk_to(struct walk *walk, struct bytes wanted)
{
    if (walk->cursor == NULL || !txn_works(walk->txn, walk->table))
        return false;
    MDB_val key = value_of(wanted), value;
    int code = mdb_cursor_get(walk->cursor, &key, &value, MDB_SET_KEY);
    return walk_take(walk, code, &key, &value);
}

void walk_end(struct walk *walk)
{
    if (walk->cursor != NULL)
        mdb_cursor_close(walk->cursor);
    walk->cursor = NULL;
}

bool txn_has_prefix(struct txn *txn, enum table table, struct bytes prefix)
{
    struct walk walk;
    walk_prefix(&walk, txn, table, prefix);
    const bool has = walk_next(&walk);
    walk_end(&walk);
    return has;
}
