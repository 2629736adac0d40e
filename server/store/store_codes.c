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
    {.code = ENOSPC, .error = ERR_STORE_FULL, .words = "the disk is full"},
    {.code = EDQUOT, .error = ERR_STORE_FULL, .words = "the disk quota is used up"},
    {.code = EFBIG, .error = ERR_STORE_FULL, .words = "the limit on the size of files is reached"},
    {.code = MDB_MAP_FULL, .error = ERR_STORE_FULL, .words = "the map is full: raise map-size"},
    {.code = MDB_MAP_RESIZED,
     .error = ERR_STORE_FULL,
     .words = "the store is larger than the map: raise map-size"},
    {.code = ENOMEM, .error = ERR_NO_MEMORY, .words = "memory is out"},
    {.code = MDB_TXN_FULL, .error = ERR_BUSY, .words = "too much was changed at once"},
    {.code = MDB_READERS_FULL, .error = ERR_BUSY, .words = "the store has too many readers"},
    {.code = EAGAIN, .error = ERR_BUSY, .words = "the system is too busy"},
    {.code = EIO, .error = ERR_STORE_FAILED, .words = "the disk cannot be read or written"},
    {.code = MDB_PANIC, .error = ERR_STORE_FAILED, .words = "a write before failed"},
    {.code = MDB_CORRUPTED, .error = ERR_STORE_DAMAGED, .words = "a page is not what it should be"},
    {.code = MDB_PAGE_NOTFOUND, .error = ERR_STORE_DAMAGED, .words = "a page is missing"},
    {.code = MDB_CURSOR_FULL, .error = ERR_STORE_DAMAGED, .words = "a tree is too deep"},
    {.code = MDB_PAGE_FULL, .error = ERR_STORE_DAMAGED, .words = "a page has no room where it should"},
    {.code = MDB_INCOMPATIBLE, .error = ERR_STORE_DAMAGED, .words = "a table is of another kind"},
    {.code = MDB_INVALID, .error = ERR_STORE_DAMAGED, .words = "data.mdb is not a store"},
    {.code = MDB_VERSION_MISMATCH,
     .error = ERR_STORE_DAMAGED,
     .words = "it was made by another version of LMDB"},
    {.code = EACCES, .error = ERR_STORE_UNWRITABLE, .words = "its owner or mode does not allow it"},
    {.code = EPERM, .error = ERR_STORE_UNWRITABLE, .words = "its owner or mode does not allow it"},
    {.code = EROFS, .error = ERR_STORE_UNWRITABLE, .words = "the disk is mounted read-only"},
    {.code = ENOENT, .error = ERR_STORE_UNWRITABLE, .words = "the folder above it is not there"},
    {.code = ENOTDIR, .error = ERR_STORE_UNWRITABLE, .words = "it is not a folder"},
    {.code = EISDIR, .error = ERR_STORE_UNWRITABLE, .words = "a folder stands where a file should be"},
    {.code = ELOOP, .error = ERR_STORE_UNWRITABLE, .words = "it is a link that leads nowhere"},
    {.code = ENAMETOOLONG, .error = ERR_STORE_UNWRITABLE, .words = "its name is too long"},
    {.code = EMFILE, .error = ERR_STORE_UNWRITABLE, .words = "the limit of open files is too low"},
    {.code = ENFILE, .error = ERR_STORE_UNWRITABLE, .words = "the system has too many open files"},
    {.code = MDB_KEYEXIST, .error = ERR_INTERNAL, .words = "a key was appended out of order"},
    {.code = MDB_BAD_TXN, .error = ERR_INTERNAL, .words = "a transaction was used after it failed"},
    {.code = MDB_BAD_RSLOT, .error = ERR_INTERNAL, .words = "a reading slot was used twice"},
    {.code = MDB_BAD_DBI, .error = ERR_INTERNAL, .words = "a table was used before it was opened"},
    {.code = MDB_BAD_VALSIZE, .error = ERR_INTERNAL, .words = "a key is too long"},
    {.code = MDB_DBS_FULL, .error = ERR_INTERNAL, .words = "there are more tables than room was made for"},
    {.code = MDB_NOTFOUND, .error = ERR_INTERNAL, .words = "nothing is there"},
    {.code = EINVAL, .error = ERR_INTERNAL, .words = "a call was wrong"},
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
