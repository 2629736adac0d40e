/* Looks a fact up by its id, and goes on with the command that is for its kind. */
#include "client/shell/thing.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/lib/follow/fact.h"
#include "client/shell/plans.h"
#include "protocol/proof/head.h"

/* By its id, unless the command that shows it is told otherwise. */
static void note_by(struct thing_found *found, const struct fact_seen *fact)
{
    const struct command_plan *shows = fact->kind != NULL ? plans_showing(fact->kind) : NULL;
    const uint64_t *number =
        shows != NULL && shows->shows_by != NULL ? fact_decided(fact, shows->shows_by) : NULL;
    if (number != NULL)
        snprintf(found->by, sizeof found->by, "%" PRIu64, *number);
    else
        snprintf(found->by, sizeof found->by, "%s", found->id);
}

static void take_fact(void *context, const struct shape *shape, const void *values)
{
    struct thing_found *found = context;
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    struct fact_seen fact;
    struct failure ignored;
    codec_encode(shape, values, &map);
    if (map.overflowed || fact_read(buffer_bytes(&map), &fact, &ignored) != OK ||
        fact.head.number != found->number)
        return;
    struct bytes about = fact_about(&fact);
    found->kind = fact.kind;
    snprintf(found->about, sizeof found->about, "%.*s", (int)about.size, (const char *)about.at);
    note_by(found, &fact);
}

static bool find(struct client *client, struct bytes id, struct thing_found *found)
{
    struct failure ignored;
    struct record_count count;
    struct args_facts facts = {.has = {.after = true, .limit = true}, .limit = 1};
    struct answer answer = {.row = take_fact, .context = found, .ok = &count};
    if (id.size > LIMIT_ID_BYTES || !id_split(id, &facts.channel, &found->number) || found->number == 0)
        return false;
    snprintf(found->id, sizeof found->id, "%.*s", (int)id.size, (const char *)id.at);
    facts.after = found->number - 1;
    return client_call_values(client, VERB_facts, &facts, &answer, &ignored) == OK && found->kind != NULL;
}

static int run(struct options *options, const struct command_plan *plan, char *id)
{
    char name[LIMIT_WORD_BYTES + 16];
    snprintf(name, sizeof name, "bulletin %s", plan->words);
    char *argv[] = {name, id, NULL};
    return command_run(plan, options, 2, argv);
}

int thing_say(const struct thing_found *found)
{
    fprintf(stderr, "bulletin: %s cannot be shown by itself. It records: %s", found->id, found->kind->help);
    if (found->about[0] != '\0' && strcmp(found->about, found->id) != 0)
        fprintf(stderr, " It is about %s: `bulletin read %s`.", found->about, found->about);
    fputs("\n", stderr);
    return EXIT_REFUSED;
}

/* Who has answered it is listed by a command of its own, or nobody answers such a thing. */
static int list_answers(const struct command *command, const struct command_plan *shows,
                        struct thing_found *found)
{
    const struct command_plan *lists = shows->answered != NULL ? plans_named(shows->answered) : NULL;
    if (lists != NULL && lists != command->plan)
        return run(command->options, lists, found->id);
    fprintf(stderr, "bulletin: Nobody signs for %s. It records: %s `bulletin %s %s` shows it.\n", found->id,
            found->kind->help, shows->words, found->by);
    return EXIT_REFUSED;
}

/* What servers say of an id that is none of the kind that was asked for. */
static bool is_unknown(enum error code)
{
    static const enum error codes[] = {ERR_UNKNOWN_ID,       ERR_UNKNOWN_THREAD,  ERR_UNKNOWN_POST,
                                       ERR_UNKNOWN_ACTIVITY, ERR_UNKNOWN_AWARD,   ERR_UNKNOWN_BRAND,
                                       ERR_UNKNOWN_GUIDE,    ERR_UNKNOWN_COUNSEL, ERR_NO_COUNSEL};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i] == code)
            return true;
    }
    return false;
}

bool thing_look(const struct command *command, struct thing_found *found)
{
    const struct failure *failure = &command->failure;
    const struct field *named = &command->plan->verb->args->fields[0];
    const struct bytes *id = (const void *)(command->request->values + named->offset);
    *found = (struct thing_found){.number = 0};
    return is_unknown(failure->code) && failure->said_by_server && find(command->session.client, *id, found);
}

bool thing_instead(struct command *command)
{
    struct thing_found found;
    if (!thing_look(command, &found))
        return false;
    const struct command_plan *shows = plans_showing(found.kind);
    if (shows == command->plan)
        return false;
    if (shows == NULL)
        command->exit_code = thing_say(&found);
    else if (command->plan->lists_answers)
        command->exit_code = list_answers(command, shows, &found);
    else
        command->exit_code = run(command->options, shows, found.by);
    return true;
}
