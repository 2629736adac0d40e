/* Opens a store: its folder, the lock on it, LMDB's files as they must be for LMDB to be safe, and the
 * tables. It must not know what any key or value means. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/store/store_inside.h"
#include "server/store/store_pages.h"

enum {
    TABLES_ROOM = TABLE_COUNT + 16, /* named databases: ours, and room for those of a newer version */
    READERS = 512,                  /* loops, and processes that look */
    LOCK_FILE_BYTES = 64 * 1024,    /* of LMDB's own: more than the readers need */
    /* How much is looked at before a store is served: the whole of one that is read in a second or two, of a
     * larger one the beginning of each tree. STORE_LOOK looks at everything. */
    PAGES_WHOLE = 64 * 1024,
    PAGES_SOME = 128,     /* of each */
    SNAPSHOTS_TRIED = 64, /* a writer beside us replaces them quickly */
};

#define TABLE_NAME(symbol, name, shelf, what) name,
const char *const store_table_names[TABLE_COUNT] = {STORE_TABLES(TABLE_NAME)};
#undef TABLE_NAME

static char damage[PAGES_WHAT_BYTES]; /* named in refusals, so it must outlive the call */

/* --- faults --- */

static void (*tell_damage)(const char *what);

void store_when_damaged(void (*tell)(const char *what))
{
    tell_damage = tell;
}

/* LMDB has found what it can only have made itself, or what was changed under it. */
static void on_lmdb_assert(MDB_env *env, const char *what)
{
    (void)env;
    if (tell_damage != NULL)
        tell_damage(what);
    abort();
}

/* Where data.mdb is mapped, as the system says; LMDB does not. Both 0: nowhere, or it is not known. */
static _Atomic uintptr_t map_begins, map_ends;

static void find_map(void)
{
    char line[4096 + 128];
    FILE *maps = fopen("/proc/self/maps", "re");
    unsigned long long from, to;
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        if (strstr(line, "/data.mdb") != NULL && sscanf(line, "%llx-%llx", &from, &to) == 2) {
            map_begins = (uintptr_t)from;
            map_ends = (uintptr_t)to;
        }
    }
    if (maps != NULL)
        fclose(maps);
}

bool store_is_at(const void *address)
{
    return (uintptr_t)address >= map_begins && (uintptr_t)address < map_ends;
}

/* --- opening --- */

/* The folder's descriptor. A folder just made is on disk, with its name in its parent. */
static enum error open_folder(const char *folder, enum store_mode mode, int *descriptor)
{
    bool made = false;
    if (mode == STORE_SERVE) {
        made = mkdir(folder, 0700) == 0;
        if (!made && errno != EEXIST)
            return store_error(errno);
    }
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0 && mode != STORE_SERVE && (errno == ENOENT || errno == ENOTDIR))
        return ERR_STORE_MISSING;
    if (opened < 0)
        return store_error(errno);
    if (made) {
        int parent = openat(opened, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int synced = parent < 0 ? -1 : fsync(parent);
        enum error error = synced == 0 ? OK : store_error(errno);
        if (parent >= 0)
            close(parent);
        if (error != OK) {
            close(opened);
            return error;
        }
    }
    *descriptor = opened;
    return OK;
}

static bool data_is_there(int folder)
{
    struct stat data;
    return fstatat(folder, "data.mdb", &data, 0) == 0 && data.st_size > 0;
}

static enum error take_lock(int folder, int *lock)
{
    int opened = openat(folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (opened < 0)
        return store_error(errno);
    if (flock(opened, LOCK_EX | LOCK_NB) != 0) {
        enum error error = errno == EWOULDBLOCK ? ERR_STORE_LOCKED : store_error(errno);
        close(opened);
        return error;
    }
    *lock = opened;
    return OK;
}

static enum error open_tables(struct store *store, enum store_mode mode)
{
    MDB_txn *txn = NULL;
    bool looks = mode == STORE_LOOK;
    int code = mdb_txn_begin(store->env, NULL, looks ? MDB_RDONLY : 0, &txn);
    for (int table = 0; table < TABLE_COUNT && code == MDB_SUCCESS; table++) {
        code = mdb_dbi_open(txn, store_table_names[table], looks ? 0 : MDB_CREATE, &store->tables[table]);
        store->there[table] = code == MDB_SUCCESS;
        if (looks && code == MDB_NOTFOUND)
            code = MDB_SUCCESS;
    }
    if (code == MDB_SUCCESS)
        code = mdb_txn_commit(txn);
    else if (txn != NULL)
        mdb_txn_abort(txn);
    return store_error(code);
}

/* LMDB maps its lock file before it writes to it, so on a full disk a hole in it is a SIGBUS. Who only looks,
 * on a disk that cannot be written, does without one. */
static enum error reserve_lock_file(int folder, enum store_mode mode)
{
    int file = openat(folder, "lock.mdb", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 && errno == EROFS && mode == STORE_LOOK)
        return OK;
    int code = file < 0 ? errno : posix_fallocate(file, 0, LOCK_FILE_BYTES);
    if (file >= 0)
        close(file);
    return store_error(code);
}

/* What the metas say, before LMDB maps it. */
static enum error look_at_metas(int folder)
{
    struct store_metas metas;
    struct stat data;
    int file = openat(folder, "data.mdb", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? OK : store_error(errno);
    enum error error = fstat(file, &data) != 0 ? store_error(errno) : data.st_size == 0 ? OK : ERR_BUSY;
    for (int i = 0; i < SNAPSHOTS_TRIED && error == ERR_BUSY; i++)
        error = metas_read(file, &metas, damage);
    close(file);
    return error;
}

/* What stands in the file, before LMDB follows it. To look at all of it takes one snapshot: pages belong
 * together under one root only, and under a later one all would have to be looked at again. A writer beside
 * it cannot use pages again meanwhile, so the file grows by what it writes while this file is read once,
 * front to back where the disk allows: seconds, and nothing is decoded. What takes long, the checking of
 * facts, goes in slices. */
static enum error look_at_pages(struct store *store, enum store_mode mode)
{
    MDB_txn *txn = NULL;
    struct stat data;
    int file;
    int code = mdb_env_get_fd(store->env, &file);
    if (code == MDB_SUCCESS && fstat(file, &data) != 0)
        code = errno;
    if (code == MDB_SUCCESS)
        code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &txn);
    if (code != MDB_SUCCESS)
        return store_error(code);
    MDB_stat sizes;
    mdb_env_stat(store->env, &sizes);
    bool whole = mode == STORE_LOOK || data.st_size / (off_t)sizes.ms_psize <= PAGES_WHOLE;
    if (whole)
        (void)posix_fadvise(file, 0, 0, POSIX_FADV_WILLNEED);
    enum error error = ERR_BUSY;
    for (int i = 0; i < SNAPSHOTS_TRIED && error == ERR_BUSY && code == MDB_SUCCESS; i++) {
        error = pages_check(file, mdb_txn_id(txn), whole ? UINT64_MAX : PAGES_SOME, damage);
        mdb_txn_reset(txn);
        code = mdb_txn_renew(txn);
    }
    mdb_txn_abort(txn);
    return code == MDB_SUCCESS ? error : store_error(code);
}

static enum error open_environment(struct store *store, const char *folder, enum store_mode mode,
                                   uint64_t map_bytes)
{
    int code = mdb_env_create(&store->env);
    if (code != MDB_SUCCESS)
        return store_error(code);
    mdb_env_set_maxdbs(store->env, TABLES_ROOM);
    mdb_env_set_maxreaders(store->env, READERS);
    mdb_env_set_mapsize(store->env, map_bytes);
    mdb_env_set_assert(store->env, on_lmdb_assert);
    code = mdb_env_open(store->env, folder, MDB_NOTLS | (mode == STORE_LOOK ? MDB_RDONLY : 0), 0600);
    enum error error = store_error(code);
    find_map();
    if (error == OK)
        error = look_at_pages(store, mode);
    return error == OK ? open_tables(store, mode) : error;
}

/* In the words that belong to the error. */
static enum error refuse_to_open(struct refusal *why, enum error error, const char *folder)
{
    const char *words = store_cause(error);
    if (error == ERR_STORE_DAMAGED)
        return refuse(why, error, folder, bytes_of_text(damage[0] != '\0' ? damage : words), 0);
    return refuse(why, error, words, bytes_of_text(folder), 0);
}

enum error store_open(const char *folder, enum store_mode mode, uint64_t map_bytes, struct store **store,
                      struct refusal *why)
{
    int descriptor = -1;
    struct store *opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    damage[0] = '\0';
    opened->lock = -1;
    enum error error = open_folder(folder, mode, &descriptor);
    if (error == OK && mode != STORE_SERVE && !data_is_there(descriptor))
        error = ERR_STORE_MISSING;
    /* The lock comes first: one process may not open an LMDB environment twice. */
    if (error == OK && mode != STORE_LOOK)
        error = take_lock(descriptor, &opened->lock);
    if (error == OK)
        error = look_at_metas(descriptor);
    if (error == OK)
        error = reserve_lock_file(descriptor, mode);
    if (error == OK)
        error = open_environment(opened, folder, mode, map_bytes);
    if (error == OK && mode != STORE_LOOK && fsync(descriptor) != 0)
        error = store_error(errno);
    if (descriptor >= 0)
        close(descriptor);
    if (error != OK) {
        store_close(opened);
        return refuse_to_open(why, error, folder);
    }
    *store = opened;
    return OK;
}

enum error store_open_scratch(const char *folder, uint64_t map_bytes, struct store **store,
                              struct refusal *why)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/bulletin-scratch-XXXXXX", folder);
    struct store *opened = calloc(1, sizeof *opened);
    int code = ENAMETOOLONG;
    if (opened == NULL)
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    opened->lock = -1;
    if (length > 0 && (size_t)length < sizeof path && (opened->lock = mkstemp(path)) < 0)
        code = errno;
    if (opened->lock >= 0 && (code = mdb_env_create(&opened->env)) == MDB_SUCCESS) {
        mdb_env_set_maxdbs(opened->env, TABLES_ROOM);
        mdb_env_set_mapsize(opened->env, map_bytes);
        code = mdb_env_open(opened->env, path, MDB_NOSUBDIR | MDB_NOTLS | MDB_NOLOCK | MDB_NOSYNC, 0600);
    }
    if (opened->lock >= 0)
        unlink(path);
    enum error error = code == MDB_SUCCESS ? open_tables(opened, STORE_SERVE) : store_error(code);
    if (error != OK) {
        store_close(opened);
        return refuse_to_open(why, error, folder);
    }
    *store = opened;
    return OK;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->env != NULL)
        mdb_env_close(store->env);
    if (store->lock >= 0)
        close(store->lock);
    free(store);
}
