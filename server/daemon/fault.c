/* Turns faults in the mapped store, and what LMDB asserts of its pages, into a sentence and an exit code. It
 * must not know what is in the store; in a handler of signals it calls only what may be called there. */
#include "server/daemon/fault.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "server/daemon/exit.h"
#include "server/store/store.h"

static const int faults[] = {SIGBUS, SIGSEGV};
enum { FAULTS = sizeof faults / sizeof faults[0] };
static struct sigaction before[FAULTS];

static void say(const char *text)
{
    (void)!write(STDERR_FILENO, text, strlen(text));
}

static void end_damaged(const char *what)
{
    say("bulletind: the store is damaged, or its disk cannot be read: ");
    say(what);
    say(". Run bulletind verify, and restore a backup\n");
    _exit(EXIT_BROKEN);
}

/* Files that are mapped are the store's; nothing else ends in a SIGBUS. What else faults is a mistake of
 * ours: it is said, and happens again the way it would have. */
static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (number == SIGBUS || store_is_at(info->si_addr))
        end_damaged("a page of data.mdb is missing or leads nowhere");
    say("bulletind: a mistake of the program, or a damaged store: run bulletind verify\n");
    for (size_t i = 0; i < FAULTS; i++)
        sigaction(faults[i], &before[i], NULL);
}

void faults_watch(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    store_when_damaged(end_damaged);
    for (size_t i = 0; i < FAULTS; i++)
        sigaction(faults[i], &action, &before[i]);
}
