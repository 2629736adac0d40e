/* `erase`: finds what an id names, of whatever kind, says what it is, and has its texts taken away. What may
 * be erased, and by whom, the server judges. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/print.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/lib/show/width.h"

enum { WORDS_COLUMNS = 70 };

struct input {
    struct fields_alone alone;
    char about[LIMIT_NAME_BYTES + 64];
    const char *stands; /* what stands there by its kind, for what has no words to be shown; or NULL */
};

/* Things that change while they are there: the question that shows their head as it is now. Of anything else
 * the head is that of the fact itself. */
static const struct {
    int kind, verb;
} shows[] = {
    {FACT_bulletin_published, VERB_read},          {FACT_bulletin_imported, VERB_read},
    {FACT_thread_opened, VERB_forum_show},         {FACT_post_made, VERB_forum_show},
    {FACT_activity_announced, VERB_activity_show},
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

static enum error find(struct request *request, struct client *client, struct found *found,
                       struct failure *failure)
{
    struct args_erase args;
    struct refusal why;
    struct record_count count;
    struct args_facts facts = {
        .has = {.channel = true, .after = true, .limit = true, .heads = true}, .limit = 1, .heads = true};
    struct answer answer = {.row = take_fact, .context = found, .ok = &count};
    if (codec_decode(&shape_args_erase, buffer_bytes(&request->map), &args, &why) != OK)
        return failure_take(failure, &why);
    if (!id_split(args.id, &facts.channel, &found->number) || found->number == 0)
        return failure_refuse(failure, ERR_NOT_ERASABLE, "id", args.id, 0);
    facts.after = found->number - 1;
    return client_call_values(client, VERB_facts, &facts, &answer, failure);
}

/* The head to be signed for, or the question that shows it. When there is no such fact the server says so. */
static enum error choose_head(struct request *request, struct input *input, struct client *client,
                              struct failure *failure)
{
    const struct options *options = input->alone.options;
    struct found found = {.there = false};
    if (request->needs_head == NULL)
        return OK;
    enum error code = find(request, client, &found, failure);
    if (code == ERR_UNKNOWN_CHANNEL && failure->said_by_server && client_address(client)->control) {
        request->needs_head = NULL; /* zeros: the house may erase where its operator does not read */
        return OK;
    }
    if (code != OK)
        return code;
    if (!found.there)
        return OK;
    for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++) {
        if (found.kind == &fact_kinds[shows[i].kind]) {
            request->shown_by = verbs[shows[i].verb].word;
            input->stands = found.kind->help;
            return OK;
        }
    }
    if (found.kind != NULL)
        say_note(options, "What stands there: %s", found.kind->help);
    if (found.kind == &fact_kinds[FACT_receipt_signed])
        say_note(options, "The signature goes with its comment: a proof exported before holds, later ones do "
                          "not count it.");
    snprintf(input->about, sizeof input->about, "What stands there was said by %s.", found.actor);
    input->alone.agree.about = input->about;
    request_set_head(request, found.hash);
    return OK;
}

/* Its headline, else the first line of its text, as it is now; of what was erased already the kind. */
static void say_words(void *context, const struct shape *shape, const void *values)
{
    static const char *const fields[] = {"headline", "text"};
    const struct input *input = context;
    char room[LIMIT_HEADLINE_BYTES + 16];
    struct buffer words = buffer_over(room, sizeof room);
    if (input->stands == NULL || !input->alone.agree.yes)
        return; /* the question shows it whole */
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && words.size == 0; i++) {
        int index = shape_find(shape, bytes_of_text(fields[i]));
        if (index < 0 || !field_present(values, (size_t)index))
            continue;
        struct bytes text = *(const struct bytes *)((const uint8_t *)values + shape->fields[index].offset);
        const uint8_t *end = text.size > 0 ? memchr(text.at, '\n', text.size) : NULL;
        width_fit(&words, bytes_of(text.at, end != NULL ? (size_t)(end - text.at) : text.size),
                  WORDS_COLUMNS);
    }
    if (words.size == 0 || words.overflowed)
        say_note(input->alone.options, "What stands there: %s", input->stands);
    else
        say_note(input->alone.options, "What stands there: %.*s", (int)words.size, (const char *)words.at);
}

int command_erase(struct options *options, int argc, char **argv)
{
    const struct verb *verb = &verbs[VERB_erase];
    struct request *request = request_new(verb);
    struct input input = {.alone.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct record_done ok;
    struct answer answer = {.ok = &ok};

    request->agree = &input.alone.agree;
    fields_init(&input.alone.fields, request, NULL);
    struct argp_child children[] = {
        {&input.alone.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {&agree_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = fields_alone_parse,
                        .args_doc = input.alone.fields.arguments,
                        .doc = verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input.alone);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = choose_head(request, &input, session.client, &failure);
    if (code == OK)
        code = request_call(request, session.client, &answer, say_words, &input, &failure);
    if (code == OK)
        print_ok(options, verb->ok, &ok);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
