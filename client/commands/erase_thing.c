/* `erase`: finds what an id names, of whatever kind, says what it is, and has its texts taken away. What may
 * be erased, and by whom, the server judges. */
#include "client/shell/command.h"
#include "client/shell/plans.h"
#include "client/shell/print.h"

#include <stdio.h>
#include <string.h>

#include "client/lib/show/width.h"

enum { WORDS_COLUMNS = 70 };

struct input {
    char about[LIMIT_NAME_BYTES + 64];
    const char *stands; /* what stands there by its kind, for what has no words to be shown; or NULL */
};

/* The fact at a number of a channel. */
struct found {
    uint64_t number;
    bool there;
    const struct fact_kind *kind;
    char actor[LIMIT_NAME_BYTES + 1];
    uint8_t hash[LIMIT_HASH_BYTES];
};

static void take_fact(void *context, const struct shape *shape, const void *values)
{
    struct found *found = context;
    const struct record_fact *fact = values;
    struct head head;
    struct refusal why;
    (void)shape;
    if (head_read(fact->head, &head, &why) != OK || head.number != found->number)
        return;
    found->there = true;
    found->kind = fact_kind_find(head.kind);
    snprintf(found->actor, sizeof found->actor, "%.*s", (int)head.actor.size, (const char *)head.actor.at);
    hash_bytes(fact->head, found->hash);
}

static enum error find(struct command *command, struct found *found)
{
    const struct args_erase *args = command_args(command);
    struct record_count count;
    struct args_facts facts = {
        .has = {.after = true, .limit = true, .heads = true}, .limit = 1, .heads = true};
    const struct answer answer = {.row = take_fact, .context = found, .ok = &count};
    if (!id_split(args->id, &facts.channel, &found->number) || found->number == 0)
        return failure_refuse(&command->failure, ERR_NOT_ERASABLE, "id", args->id, 0);
    facts.after = found->number - 1;
    return command_ask(command, VERB_facts, &facts, &answer);
}

/* Things that change while they are there: the question that shows their head as it is now. Of anything else
 * the head is that of the fact itself. */
static bool is_shown(struct command *command, const struct found *found)
{
    struct input *input = command->input;
    const struct command_plan *shows = found->kind != NULL ? plans_showing(found->kind) : NULL;
    if (shows == NULL || !shows->shows_head)
        return false;
    command->request->shown_by = shows->verb->word;
    input->stands = found->kind->help;
    return true;
}

/* The head to be signed for, or the question that shows it. When there is no such fact the server says so. */
static enum error choose_head(struct command *command)
{
    struct input *input = command->input;
    struct request *request = command->request;
    struct found found = {.there = false};
    if (request->needs_head == NULL)
        return OK;
    enum error code = find(command, &found);
    if (code == ERR_UNKNOWN_CHANNEL && command->failure.said_by_server &&
        client_address(command->session.client)->control) {
        request->needs_head = NULL; /* zeros: the house may erase where its operator does not read */
        return OK;
    }
    if (code != OK || !found.there || is_shown(command, &found))
        return code;
    if (found.kind != NULL)
        say_note(command->options, "To be erased: %s", found.kind->help);
    if (found.kind == &fact_kinds[FACT_receipt_signed])
        say_note(
            command->options,
            "This erases the signature, too: proofs exported before still hold, later ones do not count it.");
    snprintf(input->about, sizeof input->about, "It was written by %s.", found.actor);
    command->agree.about = input->about;
    request_set_head(request, bytes_of(found.hash, sizeof found.hash));
    return OK;
}

/* Its headline, else the first line of its text, as it is now; of what was erased already the kind. */
static void say_words(void *context, const struct shape *shape, const void *values)
{
    static const char *const fields[] = {"headline", "text"};
    const struct command *command = context;
    const struct input *input = command->input;
    char room[LIMIT_HEADLINE_BYTES + 16];
    struct buffer words = buffer_over(room, sizeof room);
    if (input->stands == NULL || !command->agree.yes)
        return; /* the question shows it whole */
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && words.size == 0; i++) {
        const struct bytes *text = shape_value(shape, values, fields[i]);
        const uint8_t *end = text != NULL && text->size > 0 ? memchr(text->at, '\n', text->size) : NULL;
        if (text != NULL)
            width_fit(&words, bytes_of(text->at, end != NULL ? (size_t)(end - text->at) : text->size),
                      WORDS_COLUMNS);
    }
    if (words.size == 0 || words.overflowed)
        say_note(command->options, "To be erased: %s", input->stands);
    else
        say_note(command->options, "To be erased: %.*s", (int)words.size, (const char *)words.at);
}

static enum error run(struct command *command)
{
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = command_open(command);
    if (code == OK)
        code = choose_head(command);
    if (code == OK)
        code = command_call(command, &answer, say_words);
    if (code == OK)
        print_ok(command->options, command->plan->verb->ok, &done);
    return code;
}

const struct command_plan plan_erase = {
    .verb = &verbs[VERB_erase],
    .help = "Erase what somebody wrote, by law or order.",
    .input_size = sizeof(struct input),
    .run = run,
};
