/* One child with the terminal in its hands. It reads and writes no file. */
#include "client/shell/editor.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "client/shell/zone.h"

/* What the keyboard sends to all who have the terminal, and what taking it back would send to us. */
static const int ignored[] = {SIGINT, SIGQUIT, SIGTTOU};
enum { IGNORED = sizeof ignored / sizeof ignored[0] };

static void become_editor(const char *path, const struct sigaction before[IGNORED])
{
    char command[PATH_MAX];
    const char *editor = getenv("EDITOR");
    /* The shell outlives what the editor takes as its own. */
    snprintf(command, sizeof command, "trap : INT QUIT; %s \"$1\"",
             editor != NULL && editor[0] != '\0' ? editor : "vi");
    for (int i = 0; i < IGNORED; i++)
        sigaction(ignored[i], &before[i], NULL);
    zone_lend();
    execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
    _exit(127);
}

bool editor_run(const char *path)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before[IGNORED];
    struct termios modes;
    bool has_modes = tcgetattr(STDIN_FILENO, &modes) == 0;
    int status = -1;
    sigemptyset(&ignore.sa_mask);
    for (int i = 0; i < IGNORED; i++)
        sigaction(ignored[i], &ignore, &before[i]);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        become_editor(path, before);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    /* A shell around the editor may have made another group the foreground's. */
    if (has_modes && tcsetpgrp(STDIN_FILENO, getpgrp()) == 0)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    for (int i = 0; i < IGNORED; i++)
        sigaction(ignored[i], &before[i], NULL);
    return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
