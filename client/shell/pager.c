/* A pipe to a pager in place of standard output. It does not know what goes through it. */
#include "client/shell/pager.h"
#include "client/lib/show/width.h"
#include "client/shell/zone.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static FILE *pager;
static int terminal = -1;

/* Behind a pipe nobody can ask how wide the terminal is. Lines are made for it all the same, and the pager is
 * told, too. */
static void tell_width(void)
{
    char columns[24];
    snprintf(columns, sizeof columns, "%zu", width_of_terminal());
    setenv("COLUMNS", columns, 1);
}

void pager_begin(const struct options *options)
{
    const char *words = getenv("PAGER");
    if (words == NULL)
        words = "if command -v less >/dev/null 2>&1; then exec less -FRX; else exec cat; fi";
    if (options->json || words[0] == '\0' || !isatty(STDOUT_FILENO))
        return;
    fflush(stdout);
    tell_width();
    signal(SIGPIPE, SIG_IGN); /* whoever quits the pager has read enough */
    terminal = dup(STDOUT_FILENO);
    zone_lend();
    pager = terminal < 0 ? NULL : popen(words, "w");
    zone_take_back();
    if (pager != NULL && dup2(fileno(pager), STDOUT_FILENO) >= 0)
        return;
    if (pager != NULL)
        pclose(pager);
    if (terminal >= 0)
        close(terminal);
    pager = NULL;
    terminal = -1;
}

void pager_end(void)
{
    if (pager == NULL)
        return;
    fflush(stdout);
    clearerr(stdout);
    dup2(terminal, STDOUT_FILENO);
    close(terminal);
    pclose(pager);
    pager = NULL;
    terminal = -1;
}
