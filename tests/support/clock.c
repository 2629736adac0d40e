/* A wall clock that a test sets: a library for LD_PRELOAD that moves the real time by what a small file says,
 * also while the process runs. It knows nothing of who sets it; the monotonic clock is left alone.
 *
 * BULLETIN_CLOCK names the file: eight bytes, an offset in nanoseconds in the machine's own order. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { SECOND_NS = 1000000000 };

static const int64_t *offset_ns;

/* A test that ran by the real time without noticing would prove nothing. */
__attribute__((constructor)) static void clock_open(void)
{
    const char *path = getenv("BULLETIN_CLOCK");
    int file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *mapped = file >= 0 ? mmap(NULL, sizeof *offset_ns, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    if (mapped == MAP_FAILED) {
        perror("clock: BULLETIN_CLOCK");
        _exit(127);
    }
    close(file);
    offset_ns = mapped;
}

/* The system call itself: what libc offers under this name is what is replaced here. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (syscall(SYS_clock_gettime, clock, now) != 0)
        return -1;
    if ((clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) || offset_ns == NULL)
        return 0;
    int64_t ns = __atomic_load_n(offset_ns, __ATOMIC_RELAXED) + now->tv_nsec;
    int64_t seconds = ns / SECOND_NS, rest = ns % SECOND_NS;
    now->tv_sec += rest < 0 ? seconds - 1 : seconds;
    now->tv_nsec = rest < 0 ? rest + SECOND_NS : rest;
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec whole;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &whole);
    *now = (struct timeval){whole.tv_sec, whole.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *now)
{
    struct timespec whole;
    clock_gettime(CLOCK_REALTIME, &whole);
    if (now != NULL)
        *now = whole.tv_sec;
    return whole.tv_sec;
}
