/* What the codes of LMDB and of the system mean to whoever uses the store: one table. It must not know what
 * any call was for. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/store/store_inside.h"

enum { PROBE_BYTES = 1 << 20 };

/* The words stand behind the error's own text, in brackets or in the place of {field}. */
static const struct {
    int code;
    enum error error;
    const char *words;
} causes[] = {
    {ENOSPC, ERR_STORE_FULL, "the disk is full"},
    {EDQUOT, ERR_STORE_FULL, "the disk quota is used up"},
    {EFBIG, ERR_STORE_FULL, "the limit on the size of files is reached"},
    {MDB_MAP_FULL, ERR_STORE_FULL, "the map is full: raise map-size"},
    {MDB_MAP_RESIZED, ERR_STORE_FULL, "the store is larger than the map: raise map-size"},
    {ENOMEM, ERR_NO_MEMORY, "memory is out"},
    {MDB_TXN_FULL, ERR_BUSY, "too much was changed at once"},
    {MDB_READERS_FULL, ERR_BUSY, "too many look at the store"},
    {EAGAIN, ERR_BUSY, "the system has too much to do"},
    {EIO, ERR_STORE_FAILED, "the disk cannot be read or written"},
    {MDB_PANIC, ERR_STORE_FAILED, "a write before failed"},
    {MDB_CORRUPTED, ERR_STORE_DAMAGED, "a page is not what it should be"},
    {MDB_PAGE_NOTFOUND, ERR_STORE_DAMAGED, "a page is missing"},
    {MDB_CURSOR_FULL, ERR_STORE_DAMAGED, "a tree is too deep"},
    {MDB_PAGE_FULL, ERR_STORE_DAMAGED, "a page has no room where it should"},
    {MDB_INCOMPATIBLE, ERR_STORE_DAMAGED, "a table is of another kind"},
    {MDB_INVALID, ERR_STORE_DAMAGED, "data.mdb is no store"},
    {MDB_VERSION_MISMATCH, ERR_STORE_DAMAGED, "it was made by another version of LMDB"},
    {EACCES, ERR_STORE_UNWRITABLE, "its owner or mode does not allow it"},
    {EPERM, ERR_STORE_UNWRITABLE, "its owner or mode does not allow it"},
    {EROFS, ERR_STORE_UNWRITABLE, "the disk is mounted read-only"},
    {ENOENT, ERR_STORE_UNWRITABLE, "the folder above it is not there"},
    {ENOTDIR, ERR_STORE_UNWRITABLE, "it is no folder"},
    {EISDIR, ERR_STORE_UNWRITABLE, "a folder stands where a file should be"},
    {ELOOP, ERR_STORE_UNWRITABLE, "it is a link that leads nowhere"},
    {ENAMETOOLONG, ERR_STORE_UNWRITABLE, "its name is too long"},
    {EMFILE, ERR_STORE_UNWRITABLE, "the limit of open files is too low"},
    {ENFILE, ERR_STORE_UNWRITABLE, "the system has too many open files"},
    {MDB_KEYEXIST, ERR_INTERNAL, "a key was appended out of order"},
    {MDB_BAD_TXN, ERR_INTERNAL, "a transaction was used after it failed"},
    {MDB_BAD_RSLOT, ERR_INTERNAL, "a reading slot was used twice"},
    {MDB_BAD_DBI, ERR_INTERNAL, "a table was used before it was opened"},
    {MDB_BAD_VALSIZE, ERR_INTERNAL, "a key is too long"},
    {MDB_DBS_FULL, ERR_INTERNAL, "there are more tables than room was made for"},
    {MDB_NOTFOUND, ERR_INTERNAL, "nothing is there"},
    {EINVAL, ERR_INTERNAL, "a call was wrong"},
};

enum { CAUSES = sizeof causes / sizeof causes[0] };

static atomic_size_t last_cause = CAUSES; /* a place in the table, or none yet */

enum error store_error(int code)
{
    if (code == MDB_SUCCESS)
        return OK;
    size_t at = 0;
    while (at < CAUSES && causes[at].code != code)
        at++;
    atomic_store(&last_cause, at);
    return at < CAUSES ? causes[at].error : ERR_STORE_FAILED;
}

const char *store_cause(enum error error)
{
    size_t at = atomic_load(&last_cause);
    return at < CAUSES && causes[at].error == error ? causes[at].words : NULL;
}

int store_short_write(const struct store *store)
{
    struct stat data;
    int file;
    if (mdb_env_get_fd(store->env, &file) != MDB_SUCCESS || fstat(file, &data) != 0)
        return EIO;
    /* The lock file is ours, empty, on the same disk and of the same owner: room is asked for where the data
     * would go on. */
    int why = posix_fallocate(store->lock, data.st_size, PROBE_BYTES);
    (void)!ftruncate(store->lock, 0);
    return why == ENOSPC || why == EDQUOT || why == EFBIG ? why : EIO;
}
