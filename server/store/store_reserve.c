/* How much of the map and of the disk is left before only what a law demands may be written. It must not know
 * what that is, nor what any page holds. */
#include <sys/statvfs.h>

#include "server/store/store_inside.h"

enum {
    RESERVE_BYTES = 16 << 20,     /* more than one act of erasing can need, twice */
    RESERVE_OF_MAP = 8,           /* of a small map no more than this part */
    RESERVE_DISK_BYTES = 4 << 20, /* pages that are free in the file are used first */
};

/* Pages inside the file that can be used again, counted from LMDB's own list of them: table 0. */
static uint64_t free_pages(const struct store *store)
{
    MDB_txn *txn;
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t pages = 0;
    if (mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn) != MDB_SUCCESS)
        return 0;
    if (mdb_cursor_open(txn, 0, &cursor) == MDB_SUCCESS) {
        while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == MDB_SUCCESS) {
            size_t count;
            memcpy(&count, value.mv_data, sizeof count); /* a list begins with its length */
            pages += count;
        }
        mdb_cursor_close(cursor);
    }
    mdb_txn_abort(txn);
    return pages;
}

static bool map_is_tight(const struct store *store)
{
    MDB_envinfo info;
    MDB_stat stat;
    if (mdb_env_info(store->env, &info) != MDB_SUCCESS || mdb_env_stat(store->env, &stat) != MDB_SUCCESS)
        return false;
    const uint64_t used = (info.me_last_pgno + 1) * (uint64_t)stat.ms_psize;
    const uint64_t left = info.me_mapsize > used ? info.me_mapsize - used : 0;
    const uint64_t part = info.me_mapsize / RESERVE_OF_MAP;
    const uint64_t reserve = part < RESERVE_BYTES ? part : RESERVE_BYTES;
    return left < reserve && left + free_pages(store) * stat.ms_psize < reserve;
}

static bool disk_is_tight(const struct store *store)
{
    struct statvfs disk;
    return store->lock >= 0 && fstatvfs(store->lock, &disk) == 0 &&
           disk.f_bavail < RESERVE_DISK_BYTES / disk.f_frsize;
}

bool store_is_tight(const struct store *store)
{
    return map_is_tight(store) || disk_is_tight(store);
}
