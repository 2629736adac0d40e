/* `search`: words after one another, as people type them, and what they are found in. */
#include "client/shell/command.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/width.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

struct input {
    bool best;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(struct input, best, "best", "Best matches first, in place of the newest"),
    {0},
};

static void check(struct command *command)
{
    bool any = false;
    for (size_t i = 0; i < command->word_count; i++)
        any = any || command->words[i][0] != '\0';
    if (!any)
        usage_end("Give at least one word to search for.");
}

struct shown {
    const struct options *options;
    uint64_t last_seq;
};

static void show_hit(void *context, const struct shape *shape, const void *values)
{
    struct shown *shown = context;
    const struct record_hit *hit = values;
    shown->last_seq = hit->seq;
    print_row((void *)(uintptr_t)shown->options, shape, values);
}

static void say_rest(const struct options *options, const struct record_searched *searched, uint64_t last_seq)
{
    if (searched->rows == 0 && !searched->has.next)
        say_note(options, "Nothing was found.");
    if (searched->has.next && last_seq > 0)
        say_note(options, "There may be more: --before %llu goes on.", (unsigned long long)last_seq);
    else if (searched->has.more && searched->more)
        say_note(options, "There are more.");
    if (searched->has.behind && searched->behind > 0)
        say_note(options, "The newest facts cannot be found yet: %llu. Try again in a moment.",
                 (unsigned long long)searched->behind);
}

static enum error add_words(struct command *command)
{
    const struct input *input = command->input;
    uint8_t room[4 * LIMIT_SEARCH_BYTES];
    struct buffer words = buffer_over(room, sizeof room);
    for (size_t i = 0; i < command->word_count; i++) {
        buffer_add_text(&words, i > 0 ? " " : "");
        buffer_add_text(&words, command->words[i]);
    }
    if (words.overflowed)
        return failure_refuse(&command->failure, ERR_TOO_LONG, "words", (struct bytes){0},
                              LIMIT_SEARCH_BYTES);
    request_add(command->request, "words", buffer_bytes(&words));
    if (input->best)
        request_add_text(command->request, "order", order_words[ORDER_BEST]);
    return OK;
}

static enum error run(struct command *command)
{
    struct record_searched searched;
    struct shown shown = {.options = command->options};
    const struct answer answer = {.row = show_hit, .context = &shown, .ok = &searched};
    enum error code = add_words(command);
    if (code == OK)
        code = command_open(command);
    if (code != OK)
        return code;
    pager_begin(command->options);
    code = command_call(command, &answer, NULL);
    pager_end();
    if (code == OK)
        say_rest(command->options, &searched, shown.last_seq);
    return code;
}

static const char *const hidden[] = {"words", "order", NULL};

const struct command_plan plan_search = {
    .verb = &verbs[VERB_search],
    .own.hidden = hidden,
    .help = "Search in what I may read.",
    .arguments = "WORD...",
    COMMAND_OPTIONS(option_list, struct input),
    .check = check,
    .run = run,
};
