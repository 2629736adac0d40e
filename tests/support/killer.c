/* Ends its process at a chosen write. It is a library for LD_PRELOAD that counts the calls which reach a file
 * or a socket and sends SIGKILL at the n-th. It knows nothing of what is written.
 *
 * BULLETIN_KILL_ARMED names a file: counting begins when it exists. BULLETIN_KILL_AT is n, from 1;
 * BULLETIN_KILL_WHEN is `before` or `after` the call. */
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *armed_path;
static long kill_at;
static int kills_after;
static atomic_long counted;

__attribute__((constructor)) static void killer_open(void)
{
    const char *at = getenv("BULLETIN_KILL_AT"), *when = getenv("BULLETIN_KILL_WHEN");
    armed_path = getenv("BULLETIN_KILL_ARMED");
    kill_at = at != NULL ? strtol(at, NULL, 10) : 0;
    kills_after = when != NULL && strcmp(when, "after") == 0;
    if (armed_path == NULL || kill_at < 1) { /* a test that kills nothing would prove nothing */
        fprintf(stderr, "killer: BULLETIN_KILL_ARMED and BULLETIN_KILL_AT are needed\n");
        _exit(127);
    }
}

/* Whether this call is the one. */
static int is_it(void)
{
    return kill_at > 0 && access(armed_path, F_OK) == 0 && atomic_fetch_add(&counted, 1) + 1 == kill_at;
}

static void *next_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

#define KILLS(result, name, parameters, ...)                                                                 \
    result name parameters                                                                                   \
    {                                                                                                        \
        static result(*next) parameters;                                                                     \
        if (next == NULL)                                                                                    \
            *(void **)&next = next_of(#name);                                                                \
        int it = is_it();                                                                                    \
        if (it && !kills_after)                                                                              \
            kill(getpid(), SIGKILL);                                                                         \
        result done = next(__VA_ARGS__);                                                                     \
        if (it && kills_after)                                                                               \
            kill(getpid(), SIGKILL);                                                                         \
        return done;                                                                                         \
    }

KILLS(ssize_t, write, (int file, const void *bytes, size_t size), file, bytes, size)
KILLS(ssize_t, writev, (int file, const struct iovec *parts, int count), file, parts, count)
KILLS(ssize_t, pwrite, (int file, const void *bytes, size_t size, off_t at), file, bytes, size, at)
KILLS(ssize_t, pwrite64, (int file, const void *bytes, size_t size, off_t at), file, bytes, size, at)
KILLS(ssize_t, pwritev, (int file, const struct iovec *parts, int count, off_t at), file, parts, count, at)
KILLS(ssize_t, send, (int socket, const void *bytes, size_t size, int flags), socket, bytes, size, flags)
KILLS(int, fdatasync, (int file), file)
KILLS(int, fsync, (int file), file)
KILLS(int, msync, (void *at, size_t size, int flags), at, size, flags)
KILLS(int, ftruncate, (int file, off_t size), file, size)
