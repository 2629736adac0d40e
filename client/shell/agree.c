/* The question before an act that cannot be taken back. It sends nothing and looks nothing up. */
#include "client/shell/agree.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "client/nouns/client_nouns.h"
#include "client/shell/usage.h"

static bool can_be_asked(const struct agree *agree)
{
    return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
           (!agree->shown_on_output || isatty(STDOUT_FILENO));
}

const struct option_row agree_options[] = {
    {.name = "yes",
     .letter = 'y',
     .offset = offsetof(struct agree, yes),
     .help = "Do not ask first; required without a terminal"},
    {0},
};

void agree_check(const struct agree *agree)
{
    if (!agree->yes && !can_be_asked(agree))
        usage_end("This cannot be undone; without a terminal to ask on it needs --yes.");
}

const struct agree agree_spelled_out = {.yes = true};

void agree_describe(struct buffer *out, const struct shape *shape, const void *values)
{
    nouns_whole(out, shape, values, &(struct whole){.named = true});
}

enum error agree_ask(const struct agree *agree, const struct verb *verb, struct bytes described,
                     struct failure *failure)
{
    char line[16] = "";
    if (agree->yes)
        return OK;
    fflush(stdout);
    if (agree->about != NULL)
        fprintf(stderr, "%s\n", agree->about);
    else
        fprintf(stderr, "%.*s", (int)described.size, (const char *)described.at);
    fprintf(stderr, "%s\nThis cannot be undone. Go on? [y/N] ", verb->help);
    fflush(stderr);
    bool answered = fgets(line, sizeof line, stdin) != NULL;
    line[strcspn(line, "\n")] = '\0';
    if (answered && (strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0))
        return OK;
    return failure_say(failure, ERR_INTERNAL, "Nothing was done.");
}
