/* The inside of a store, for the files that share it: store.c, store_walk.c, store_open.c, store_codes.c. It
 * knows LMDB; nobody outside does. */
#ifndef BULLETIN_SERVER_STORE_INSIDE_H
#define BULLETIN_SERVER_STORE_INSIDE_H

#include <lmdb.h>

#include "protocol/wire/codec.h"
#include "server/store/store.h"

struct store {
    MDB_env *env;
    int lock;                /* held by the one process that writes; -1 when only looking */
    bool there[TABLE_COUNT]; /* all, except when looking at a store that an older version made */
    MDB_dbi tables[TABLE_COUNT];
};

extern const char *const store_table_names[TABLE_COUNT];

static inline MDB_val value_of(struct bytes bytes)
{
    return (MDB_val){.mv_size = bytes.size, .mv_data = (void *)bytes.at};
}

/* Whether a call may go on to LMDB: no error sticks, and the table is there. */
bool txn_works(struct txn *txn, enum table table);
/* A call's code ends the transaction, unless it is MDB_SUCCESS. */
void txn_take(struct txn *txn, int code);
/* A cursor for a walk; NULL when the transaction has failed. */
MDB_cursor *txn_cursor(struct txn *txn, enum table table);

/* What a code of LMDB or the system means, by the one table of them; it is kept for store_cause. */
enum error store_error(int code);

/* LMDB says EIO where a write fell short. This asks the disk itself: ENOSPC, EDQUOT, EFBIG, or EIO
 * after all. */
int store_short_write(const struct store *store);

#endif
