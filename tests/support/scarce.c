/* Memory that is out once: a library for LD_PRELOAD in which one allocation fails, the n-th since the start
 * or since it was armed. It knows nothing of who asks.
 *
 * BULLETIN_SCARCE_AT is n, from 1. BULLETIN_SCARCE_ARMED, if given, names a file: counting begins when it
 * exists. BULLETIN_SCARCE_DONE, if given, names a file that is made when the allocation has failed. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *armed_path, *done_path;
static long fails_at;
static atomic_long counted;
static atomic_int ready;
static void *(*next_malloc)(size_t), *(*next_realloc)(void *, size_t), *(*next_calloc)(size_t, size_t);

/* dlsym itself may allocate before it has answered. */
static _Alignas(16) char early[8192];
static size_t early_used;

static void *take_early(size_t size)
{
    size = (size + 15) / 16 * 16;
    if (size > sizeof early - early_used)
        _exit(127);
    early_used += size;
    return early + early_used - size;
}

static int is_early(const void *at)
{
    return (const char *)at >= early && (const char *)at < early + sizeof early;
}

__attribute__((constructor)) static void scarce_open(void)
{
    *(void **)&next_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&next_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&next_malloc = dlsym(RTLD_NEXT, "malloc");
    const char *at = getenv("BULLETIN_SCARCE_AT");
    armed_path = getenv("BULLETIN_SCARCE_ARMED");
    done_path = getenv("BULLETIN_SCARCE_DONE");
    fails_at = at != NULL ? strtol(at, NULL, 10) : 0;
    if (fails_at < 1) { /* a test that fails nothing would prove nothing */
        fprintf(stderr, "scarce: BULLETIN_SCARCE_AT is needed\n");
        _exit(127);
    }
    atomic_store(&ready, 1);
}

/* Whether this allocation is the one. */
static int is_it(void)
{
    int kept = errno;
    int it = atomic_load(&ready) && (armed_path == NULL || access(armed_path, F_OK) == 0) &&
             atomic_fetch_add(&counted, 1) + 1 == fails_at;
    if (it && done_path != NULL)
        close(open(done_path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    errno = it ? ENOMEM : kept;
    return it;
}

void *malloc(size_t size)
{
    if (next_malloc == NULL)
        return take_early(size);
    return is_it() ? NULL : next_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (next_calloc == NULL)
        return take_early(count * size); /* static: zero */
    return is_it() ? NULL : next_calloc(count, size);
}

void *realloc(void *at, size_t size)
{
    if (next_realloc == NULL || is_early(at)) {
        void *moved = malloc(size);
        if (moved != NULL && at != NULL)
            memcpy(moved, at, size); /* within `early` or what follows it */
        return moved;
    }
    return is_it() ? NULL : next_realloc(at, size);
}

void free(void *at)
{
    static void (*next)(void *);
    if (at == NULL || is_early(at))
        return;
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "free");
    next(at);
}
