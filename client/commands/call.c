/* `call`: one verb in the text form, for scripts and for verbs that no command knows yet. */
#include "client/shell/command.h"
#include "client/shell/textline.h"

#include "protocol/wire/text.h"

/* A shell takes quotes away: what stands behind the first `=` gets them back. A lone argument with spaces is
 * a whole line already. */
static void add_argument(struct buffer *line, const char *argument, bool alone)
{
    const char *equals = strchr(argument, '=');
    if (line->size > 0)
        buffer_add_text(line, " ");
    if (equals == NULL || alone) {
        buffer_add_text(line, argument);
        return;
    }
    buffer_add(line, argument, (size_t)(equals + 1 - argument));
    text_from_word(bytes_of_text(equals + 1), line);
}

static enum error run(struct command *command)
{
    static uint8_t room[LIMIT_LINE_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    for (size_t i = 0; i < command->word_count; i++)
        add_argument(&line, command->words[i], i == 0 && strchr(command->words[0], ' ') != NULL);
    if (line.overflowed)
        return failure_refuse(&command->failure, ERR_LINE_BROKEN, NULL, bytes_of_text("it is too long"), 0);
    enum error code = session_open(&command->session, command->options, &command->failure);
    struct textline textline = {
        .options = command->options, .client = command->session.client, .request = command->request};
    return code == OK ? textline_run(&textline, buffer_bytes(&line), &command->failure) : code;
}

const struct command_plan plan_call = {
    .words = "call",
    .verb = &verbs[VERB_ping], /* until the line says which */
    .own.none = true,
    .help = "Send one verb in the text form.",
    .doc = "Send one verb and print its answer in the text form.",
    .arguments = "VERB [FIELD=VALUE...]",
    .no_word = "A verb is needed, such as `headlines channel=programme`.",
    .run = run,
};
