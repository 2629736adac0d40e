/* The clocks, poll with a deadline, and the pause between tries. A pipe that the signal handler writes to
 * stands in every poll, so that no signal is missed between a look at the flag and the wait. */
#include "client/lib/connect/wait.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BACKOFF_FIRST_MS = 200, BACKOFF_LAST_MS = 30000, WAIT_DESCRIPTORS = 16 };

static volatile sig_atomic_t signalled;
static int signal_pipe[2] = {-1, -1};
static int also = -1;

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t wait_now_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

int64_t wait_wall_ms(void)
{
    return clock_ms(CLOCK_REALTIME);
}

int64_t wait_deadline(int64_t in_ms)
{
    int64_t now = wait_now_ms();
    return in_ms > WAIT_FOREVER - now ? WAIT_FOREVER : now + in_ms;
}

static int poll_timeout(int64_t deadline_ms)
{
    if (deadline_ms == WAIT_FOREVER)
        return -1;
    int64_t left = deadline_ms - wait_now_ms();
    if (left <= 0)
        return 0;
    return left > INT32_MAX ? INT32_MAX : (int)left;
}

enum waited wait_for_any(struct pollfd *descriptors, nfds_t count, int64_t deadline_ms)
{
    assert(count <= WAIT_DESCRIPTORS);
    struct pollfd all[WAIT_DESCRIPTORS + 2];
    if (count > 0)
        memcpy(all, descriptors, count * sizeof *descriptors);
    for (;;) {
        all[count] = (struct pollfd){.fd = signal_pipe[0], .events = POLLIN};
        all[count + 1] = (struct pollfd){.fd = also, .events = POLLIN};
        int ready = poll(all, count + 2, poll_timeout(deadline_ms));
        if (signalled)
            return WAIT_INTERRUPTED;
        if (ready == 1 && all[count + 1].revents != 0)
            return WAIT_TIMED_OUT;
        if (ready > 0) {
            if (count > 0)
                memcpy(descriptors, all, count * sizeof *descriptors);
            return WAIT_READY;
        }
        if (ready == 0 && deadline_ms != WAIT_FOREVER && wait_now_ms() >= deadline_ms)
            return WAIT_TIMED_OUT;
        assert(ready >= 0 || errno == EINTR);
    }
}

enum waited wait_for(int descriptor, short events, int64_t deadline_ms)
{
    struct pollfd one = {.fd = descriptor, .events = events};
    return wait_for_any(&one, 1, deadline_ms);
}

enum waited wait_until(int64_t deadline_ms)
{
    return wait_for_any(NULL, 0, deadline_ms);
}

void wait_also(int descriptor)
{
    also = descriptor;
}

bool wait_over(int64_t deadline_ms)
{
    return wait_interrupted() || (deadline_ms != WAIT_FOREVER && wait_now_ms() >= deadline_ms);
}

static void on_signal(int number)
{
    (void)number;
    int saved = errno;
    signalled = 1;
    if (write(signal_pipe[1], "", 1) < 0) {
        /* The pipe is full: somebody is woken already. */
    }
    errno = saved;
}

bool wait_catch_signals(void)
{
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return false;
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGINT, &action, NULL) == 0 && sigaction(SIGTERM, &action, NULL) == 0;
}

bool wait_interrupted(void)
{
    return signalled != 0;
}

int64_t backoff_next_ms(struct backoff *backoff)
{
    int64_t next = backoff->last_ms == 0 ? BACKOFF_FIRST_MS : backoff->last_ms * 2;
    if (next > BACKOFF_LAST_MS)
        next = BACKOFF_LAST_MS;
    backoff->last_ms = next;
    return next - (int64_t)randombytes_uniform((uint32_t)(next / 2));
}
