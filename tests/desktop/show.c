/* Shows notifications as it is told. Each is a line `ID<tab>PRIORITY<tab>TITLE<tab>BODY` on standard input,
 * answered by a line, `shown` or what went wrong. It does not know who shows them. */
#include <stdio.h>
#include <string.h>

#include "client/watch/desktop.h"

static void say(const struct failure *failure)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer out = buffer_over(text, sizeof text - 1);
    failure_text(failure, &out);
    printf("%.*s\n", (int)out.size, text);
    fflush(stdout);
}

static enum priority priority_of(const char *word)
{
    for (int priority = 0; priority < PRIORITY_COUNT; priority++) {
        if (strcmp(word, priority_words[priority]) == 0)
            return (enum priority)priority;
    }
    return PRIORITY_NORMAL;
}

int main(void)
{
    struct desktop *desktop;
    struct failure failure;
    char line[16384];
    if (desktop_open(&desktop, &failure) != OK) {
        say(&failure);
        return (int)failure_exit(&failure);
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *rest = line;
        const char *id = strsep(&rest, "\t"), *priority = strsep(&rest, "\t"), *title = strsep(&rest, "\t");
        const char *body = strsep(&rest, "\n");
        if (body == NULL)
            return 2;
        if (desktop_show(desktop, id, title, body, priority_of(priority), &failure) == OK) {
            puts("shown");
            fflush(stdout);
        } else {
            say(&failure);
        }
    }
    desktop_close(desktop);
    return 0;
}
