/* One child process for one fact. It does not know what the command does. */
#include "client/watch/hook.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/json.h"
#include "client/shell/zone.h"
#include "protocol/wire/text.h"

enum { GRACE_MS = 10000, LOOK_MS = 100 };

/* An unnamed file holds the JSON, so that a hook that never reads its input cannot block us. */
static int json_file(const struct fact_seen *fact)
{
    json_t *object = json_from_fact(fact);
    int file = memfd_create("fact", MFD_CLOEXEC);
    bool written = file >= 0 && object != NULL && json_dumpfd(object, file, JSON_COMPACT) == 0 &&
                   write(file, "\n", 1) == 1 && lseek(file, 0, SEEK_SET) == 0;
    json_decref(object);
    if (!written && file >= 0) {
        close(file);
        file = -1;
    }
    return file;
}

static void set_variable(const char *name, const struct bytes *value)
{
    char text[LIMIT_REASON_BYTES + 1];
    if (value == NULL || value->size >= sizeof text) {
        unsetenv(name);
        return;
    }
    memcpy(text, value->at, value->size);
    text[value->size] = '\0';
    setenv(name, text, 1);
}

static void set_variables(const struct fact_seen *fact)
{
    char number[24], time[64], due[64];
    struct buffer time_text = buffer_over(time, sizeof time), due_text = buffer_over(due, sizeof due);
    const int64_t *due_ms = fact_decided(fact, "due");
    const uint64_t *priority = fact_decided(fact, "priority");
    const struct bytes about = fact_about(fact);
    snprintf(number, sizeof number, "%llu", (unsigned long long)fact->head.number);
    text_from_time(fact->head.time_ms, 0, &time_text);
    if (due_ms != NULL)
        text_from_time(*due_ms, 0, &due_text);
    const struct bytes id = bytes_of_text(fact->id), number_bytes = bytes_of_text(number),
                       time_bytes = buffer_bytes(&time_text), due_bytes = buffer_bytes(&due_text),
                       priority_bytes =
                           bytes_of_text(priority_words[priority != NULL ? *priority : PRIORITY_NORMAL]);
    set_variable("BULLETIN_ID", &id);
    set_variable("BULLETIN_CHANNEL", &fact->head.channel);
    set_variable("BULLETIN_NUMBER", &number_bytes);
    set_variable("BULLETIN_KIND", &fact->head.kind);
    set_variable("BULLETIN_HEADLINE", fact_arg(fact, "headline"));
    set_variable("BULLETIN_TIME", &time_bytes);
    set_variable("BULLETIN_ABOUT", about.size > 0 ? &about : NULL);
    set_variable("BULLETIN_DUE", due_ms != NULL ? &due_bytes : NULL);
    set_variable("BULLETIN_PRIORITY", priority != NULL ? &priority_bytes : NULL);
    set_variable("BULLETIN_ACTOR", &fact->head.actor);
    set_variable("BULLETIN_DEPARTMENT", fact_decided(fact, "department"));
}

static void become_hook(const char *command, const struct fact_seen *fact, int input)
{
    setpgid(0, 0);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (dup2(input, STDIN_FILENO) < 0)
        _exit(126);
    set_variables(fact);
    zone_lend();
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static int exit_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void forget(struct hook *hook)
{
    if (hook->handle >= 0)
        close(hook->handle);
    *hook = (struct hook){.handle = -1};
}

enum error hook_start(struct hook *hook, const char *command, const struct fact_seen *fact, int64_t limit_ms,
                      struct failure *failure)
{
    int input = json_file(fact);
    if (input < 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot hand the fact to the hook: %m.");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        become_hook(command, fact, input);
    close(input);
    if (child < 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot start the hook: %m.");
    setpgid(child, child); /* whoever comes first, it or we */
    *hook =
        (struct hook){.child = child, .handle = pidfd_open(child, 0), .limit_ms = wait_deadline(limit_ms)};
    return OK;
}

bool hook_ended(struct hook *hook, int *status)
{
    int found = 0;
    if (wait_now_ms() >= hook->limit_ms)
        kill(-hook->child, SIGKILL);
    pid_t ended = waitpid(hook->child, &found, wait_now_ms() >= hook->limit_ms ? 0 : WNOHANG);
    if (ended != hook->child)
        return false;
    *status = exit_status(found);
    forget(hook);
    return true;
}

int64_t hook_deadline_ms(const struct hook *hook)
{
    int64_t soon = wait_deadline(LOOK_MS);
    return hook->handle >= 0 || hook->limit_ms < soon ? hook->limit_ms : soon;
}

int hook_wait(struct hook *hook)
{
    int status = 0;
    while (!hook_ended(hook, &status)) {
        if (wait_for(hook->handle, POLLIN, hook_deadline_ms(hook)) != WAIT_INTERRUPTED)
            continue;
        /* Told to stop: the hook may finish what it began, within reason. */
        struct pollfd end = {.fd = hook->handle, .events = POLLIN};
        if (poll(&end, 1, GRACE_MS) <= 0)
            kill(-hook->child, SIGTERM);
        while (waitpid(hook->child, &status, 0) < 0) {
        }
        forget(hook);
        return exit_status(status);
    }
    return status;
}
