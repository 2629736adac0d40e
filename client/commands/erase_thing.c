/* `erase`: finds what an id names, of whatever kind, says what it is, and has its texts taken away. What may
 * be erased, and by whom, the server judges. */
#include "client/shell/command.h"
#include "client/shell/plans.h"
#include "client/shell/print.h"

#include <stdio.h>
#include <string.h>

#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { WORDS_COLUMNS = 70, WORDS_BYTES = LIMIT_HEADLINE_BYTES + 16, SENTENCE_BYTES = 16 * 1024 };

struct input {
    char about[LIMIT_NAME_BYTES + 64];
    bool shown; /* a question shows it as it is now */
    /* What happened there, in plain words; once its act is erased, what such facts record. */
    char happened[WORDS_BYTES];
};

/* The fact at a number of a channel. */
struct found {
    uint64_t number;
    bool there;
    const struct fact_kind *kind;
    char actor[LIMIT_NAME_BYTES + 1];
    uint8_t hash[LIMIT_HASH_BYTES];
    char happened[WORDS_BYTES];
};

/* Which it is among others of its kind. */
static void write_happened(struct found *found, const struct shape *shape, const void *values)
{
    static uint8_t map_room[LIMIT_PLAIN_BYTES], sentence_room[SENTENCE_BYTES];
    struct buffer map = buffer_over(map_room, sizeof map_room);
    struct buffer sentence = buffer_over(sentence_room, sizeof sentence_room);
    struct buffer words = buffer_over(found->happened, sizeof found->happened - 1);
    struct fact_seen fact;
    struct failure ignored;
    codec_encode(shape, values, &map);
    if (!map.overflowed && fact_read(buffer_bytes(&map), &fact, &ignored) == OK && fact.has_act) {
        nouns_fact_title(&sentence, &fact);
        width_fit(&words, buffer_bytes(&sentence), WORDS_COLUMNS);
    }
    if (words.size == 0 || words.overflowed)
        snprintf(found->happened, sizeof found->happened, "%s", found->kind != NULL ? found->kind->help : "");
    else
        found->happened[words.size] = '\0';
}

static void take_fact(void *context, const struct shape *shape, const void *values)
{
    struct found *found = context;
    const struct record_fact *fact = values;
    struct head head;
    struct refusal why;
    if (head_read(fact->head, &head, &why) != OK || head.number != found->number)
        return;
    found->there = true;
    found->kind = fact_kind_find(head.kind);
    snprintf(found->actor, sizeof found->actor, "%.*s", (int)head.actor.size, (const char *)head.actor.at);
    hash_bytes(fact->head, found->hash);
    write_happened(found, shape, values);
}

static enum error find(struct command *command, struct found *found)
{
    const struct args_erase *args = command_args(command);
    struct record_count count;
    struct args_facts facts = {.has = {.after = true, .limit = true}, .limit = 1};
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
    input->shown = true;
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
    snprintf(input->happened, sizeof input->happened, "%s", found.happened);
    if (code != OK || !found.there || is_shown(command, &found))
        return code;
    if (input->happened[0] != '\0')
        say_note(command->options, "To be erased: %s", input->happened);
    if (found.kind == &fact_kinds[FACT_receipt_signed])
        say_note(
            command->options,
            "This erases the signature, too: proofs exported before still hold, later ones do not count it.");
    snprintf(input->about, sizeof input->about, "It was written by %s.", found.actor);
    command->agree.about = input->about;
    request_set_head(request, bytes_of(found.hash, sizeof found.hash));
    return OK;
}

/* Its headline or name, else the first line of its text, as it is now; else what happened there. */
static void say_words(void *context, const struct shape *shape, const void *values)
{
    static const char *const fields[] = {"headline", "name", "text"};
    const struct command *command = context;
    const struct input *input = command->input;
    char room[WORDS_BYTES];
    struct buffer words = buffer_over(room, sizeof room);
    if (!input->shown || !command->agree.yes)
        return; /* the question shows it whole */
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && words.size == 0; i++) {
        const struct bytes *text = shape_value(shape, values, fields[i]);
        const uint8_t *end = text != NULL && text->size > 0 ? memchr(text->at, '\n', text->size) : NULL;
        if (text != NULL)
            width_fit(&words, bytes_of(text->at, end != NULL ? (size_t)(end - text->at) : text->size),
                      WORDS_COLUMNS);
    }
    if (words.size == 0 || words.overflowed)
        say_note(command->options, "To be erased: %s", input->happened);
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
