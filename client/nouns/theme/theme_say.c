/* `theme say`: answers the theme that is open now, with a text from the command line, a file or the editor.
 * It is a post like any other; which thread it is for, the server says. */
#include "client/shell/body.h"
#include "client/shell/command.h"
#include "client/shell/may.h"
#include "client/shell/print.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

#include <stdlib.h>

struct input {
    const char *file, *answers;
    uint8_t *read; /* what was read from a file or typed; NULL: nothing */
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, file, "file", "FILE", "The text is in FILE; - is standard input"),
    OPTION_WORD(struct input, answers, "answers", "ID", "It answers this post"),
    {0},
};

static void check(struct command *command)
{
    const struct input *input = command->input;
    if (command->word_count > 0 && input->file != NULL)
        usage_end("Give either a text or --file.");
}

static void take_theme(void *context, const struct shape *shape, const void *values)
{
    const struct record_theme *theme = values;
    struct buffer *thread = context;
    (void)shape;
    thread->size = 0;
    buffer_add(thread, theme->thread.at, theme->thread.size);
}

/* The thread of the theme that is open now. */
static enum error find_thread(struct command *command, struct buffer *thread)
{
    static const struct args_theme_current nothing;
    struct record_count count;
    const struct answer found = {.row = take_theme, .context = thread, .ok = &count};
    return command_ask(command, VERB_theme_current, &nothing, &found);
}

static enum error say_it(struct command *command, struct bytes thread, struct bytes text)
{
    const struct input *input = command->input;
    struct record_done done;
    const struct answer posted = {.ok = &done};
    request_add(command->request, "id", thread);
    request_add(command->request, "text", text);
    if (input->answers != NULL)
        request_add_text(command->request, "answers", input->answers);
    enum error code = request_finish(command->request, &command->failure);
    if (code == OK)
        code = command_call(command, &posted, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

/* Before anybody types: whether it may be said at all, and that it is still the theme it was typed for. */
static enum error look_before_typing(struct command *command, struct bytes thread)
{
    struct bytes channel;
    uint64_t number;
    enum error code = OK;
    if (id_split(thread, &channel, &number))
        code = may_write(command->session.client, channel, ERR_NOT_SPEAKER, &command->failure);
    return code == OK ? typed_changes(thread, &command->failure) : code;
}

static enum error run(struct command *command)
{
    struct input *input = command->input;
    struct failure *failure = &command->failure;
    uint8_t room[LIMIT_ID_BYTES];
    struct buffer thread = buffer_over(room, sizeof room);
    const bool given = command->word_count > 0;
    const bool typed = !given && body_is_typed(input->file);
    struct body_source source = {.file = input->file, .options = command->options};
    size_t size = 0;
    enum error code = OK;
    if (!given && !typed)
        code = body_read(&source, (struct bytes){0}, &input->read, &size, failure);
    if (code == OK)
        code = session_open(&command->session, command->options, failure);
    if (code == OK)
        code = find_thread(command, &thread);
    if (code == OK && typed)
        code = look_before_typing(command, buffer_bytes(&thread));
    source.client = command->session.client;
    if (code == OK && typed)
        code = body_read(&source, (struct bytes){0}, &input->read, &size, failure);
    if (code != OK)
        return code;
    const struct bytes text = given ? bytes_of_text(command->words[0]) : bytes_of(input->read, size);
    return say_it(command, buffer_bytes(&thread), text);
}

static void end(struct command *command)
{
    struct input *input = command->input;
    free(input->read);
}

const struct command_plan plan_theme_say = {
    .words = "theme say",
    .verb = &verbs[VERB_forum_post],
    .own.none = true,
    .help = "Answer the theme that is open now.",
    .doc = "Answer the theme that is open now; without TEXT, standard input or the editor.",
    .arguments = "[TEXT]",
    .more_words = "The text is one argument: put it in quotes.",
    COMMAND_OPTIONS(option_list, struct input),
    .types = true,
    .check = check,
    .run = run,
    .end = end,
};
