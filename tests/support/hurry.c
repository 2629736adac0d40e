/* A clock that is in a hurry: a library for LD_PRELOAD under which every look at the monotonic clock finds it
 * two milliseconds on. So every slice that somebody is given is over as soon as it has begun, and what
 * depends on there being time left shows itself. */
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { LEAP_NS = 2 * 1000 * 1000, SECOND_NS = 1000 * 1000 * 1000 };

static atomic_long looks;

int clock_gettime(clockid_t which, struct timespec *now)
{
    long failed = syscall(SYS_clock_gettime, which, now);
    if (failed != 0 || which != CLOCK_MONOTONIC)
        return (int)failed;
    long on_ns = now->tv_nsec + (atomic_fetch_add(&looks, 1) + 1) * LEAP_NS;
    now->tv_sec += on_ns / SECOND_NS;
    now->tv_nsec = on_ns % SECOND_NS;
    return 0;
}
