/* Looks a fact up by its id, and goes on with the command that is for its kind. */
#include "client/commands/thing.h"

#include <stdio.h>

#include "client/lib/follow/fact.h"
#include "protocol/proof/head.h"

/* The question that shows what a kind of fact made, and the command of it. `receipts` is another: who has
 * answered. */
static const struct {
    int kind, verb;
    const char *words;
    command_function *show;
} shows[] = {
    {FACT_bulletin_published, VERB_read, "bulletin read", command_read},
    {FACT_bulletin_imported, VERB_read, "bulletin read", command_read},
    {FACT_thread_opened, VERB_forum_show, "bulletin forum show", command_forum_show},
    {FACT_post_made, VERB_forum_show, "bulletin forum show", command_forum_show},
    {FACT_activity_announced, VERB_activity_show, "bulletin activity show", command_activity_show},
    {FACT_bulletin_scheduled, VERB_schedule_list, "bulletin schedule show", command_schedule_show},
};

struct found {
    uint64_t number;
    const struct fact_kind *kind;
    char id[LIMIT_ID_BYTES + 1], about[LIMIT_ID_BYTES + 1];
};

static void take_fact(void *context, const struct shape *shape, const void *values)
{
    struct found *found = context;
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
}

static bool find(struct client *client, struct bytes id, struct found *found)
{
    struct failure ignored;
    struct record_count count;
    struct args_facts facts = {.has = {.channel = true, .after = true, .limit = true}, .limit = 1};
    struct answer answer = {.row = take_fact, .context = found, .ok = &count};
    if (id.size > LIMIT_ID_BYTES || !id_split(id, &facts.channel, &found->number) || found->number == 0)
        return false;
    snprintf(found->id, sizeof found->id, "%.*s", (int)id.size, (const char *)id.at);
    facts.after = found->number - 1;
    return client_call_values(client, VERB_facts, &facts, &answer, &ignored) == OK && found->kind != NULL;
}

static int run(struct options *options, command_function *command, const char *words, char *id)
{
    char name[64];
    snprintf(name, sizeof name, "%s", words);
    char *argv[] = {name, id, NULL};
    return command(options, 2, argv);
}

static int run_replies(struct options *options, char *id)
{
    char name[] = "bulletin activity replies";
    char *argv[] = {name, id, NULL};
    return command_verb(options, &verbs[VERB_activity_replies], 2, argv);
}

bool thing_instead(struct options *options, struct client *client, int verb, struct bytes id,
                   const struct failure *failure, int *exit_code)
{
    struct found found = {.number = 0};
    const bool unknown = failure->code == ERR_UNKNOWN_ID || failure->code == ERR_UNKNOWN_THREAD ||
                         failure->code == ERR_UNKNOWN_POST || failure->code == ERR_UNKNOWN_ACTIVITY;
    if (!unknown || !failure->said_by_server || !find(client, id, &found))
        return false;
    for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++) {
        if (found.kind != &fact_kinds[shows[i].kind])
            continue;
        if (verb == shows[i].verb)
            return false;
        if (verb == VERB_receipts && shows[i].verb == VERB_activity_show) {
            *exit_code = run_replies(options, found.id);
            return true;
        }
        if (verb != VERB_receipts) {
            *exit_code = run(options, shows[i].show, shows[i].words, found.id);
            return true;
        }
        fprintf(stderr, "bulletin: Nobody signs for %s. What stands there: %s `%s %s` shows it.\n", found.id,
                found.kind->help, shows[i].words, found.id);
        *exit_code = EXIT_REFUSED;
        return true;
    }
    fprintf(stderr, "bulletin: %s is nothing to be shown by itself. What stands there: %s", found.id,
            found.kind->help);
    if (found.about[0] != '\0' && strcmp(found.about, found.id) != 0)
        fprintf(stderr, " It is about %s: `bulletin read %s`.", found.about, found.about);
    fputs("\n", stderr);
    *exit_code = EXIT_REFUSED;
    return true;
}
