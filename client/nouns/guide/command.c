/* `guide`: pairs a department with an example. `guide show`: a guidance whole. `guide visit`: announces a
 * visit in a guidance, which is an activity like any other. What may be done, the server judges. */
#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"
#include "client/shell/thing.h"
#include "client/shell/usage.h"
#include "client/shell/whole.h"

#include <stdio.h>

/* --- pairing --- */

static enum error pair(struct command *command)
{
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = OK;
    if (command->word_count > 0)
        request_add_text(command->request, "department", command->words[0]);
    code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static const char *const pair_options[] = {"department", "by", NULL};

/* Whoever pairs names a brand. */
static bool names_no_brand(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--by", 4) == 0)
            return false;
    }
    return argc > 1;
}

const struct command_plan plan_guide = {
    .verb = &verbs[VERB_guide],
    .own.options = pair_options,
    .help = "Have a department follow the example of a named brand.",
    .doc = "Have a department follow the example of a named brand. Both departments are told, and talk in a "
           "channel of their own. `bulletin brand examples` lists the named brands.",
    .arguments = "DEPARTMENT",
    .more_words = "One department at a time; the brand stands behind --by.",
    .mistaken = names_no_brand,
    .run = pair,
};

static const int shows[] = {FACT_guide_paired, COMMAND_SHOWS_END};

const struct command_plan plan_guide_show = {
    .verb = &verbs[VERB_guide_show],
    .help = "Show a guidance.",
    .run = whole_run,
    .instead = thing_instead,
    .shows = shows,
};

/* --- visiting --- */

/* The guidance, and who is to be invited: the other side; by who is of neither, both. */
struct visit {
    char channel[LIMIT_CHANNEL_BYTES + 1], to[2 * LIMIT_NAME_BYTES + 2], headline[LIMIT_HEADLINE_BYTES + 1];
};

static void write_visit(struct visit *visit, const struct record_guide *guide, struct bytes mine)
{
    struct bytes channel = {0}, brand = guide->has.headline ? guide->headline : guide->by;
    uint64_t number;
    const bool guided = bytes_equal(mine, guide->department), example = bytes_equal(mine, guide->example);
    id_split(guide->id, &channel, &number);
    snprintf(visit->channel, sizeof visit->channel, "%.*s", (int)channel.size, (const char *)channel.at);
    snprintf(visit->to, sizeof visit->to, "%.*s%s%.*s", guided ? 0 : (int)guide->department.size,
             (const char *)guide->department.at, guided || example ? "" : ",",
             example ? 0 : (int)guide->example.size, (const char *)guide->example.at);
    snprintf(visit->headline, sizeof visit->headline, "Visit: %.*s", (int)brand.size, (const char *)brand.at);
}

static enum error find_guide(struct command *command, struct visit *visit)
{
    struct rows rows = {0};
    struct record_status me;
    struct record_guide guide = {.has = {0}};
    char mine[LIMIT_NAME_BYTES + 1] = "";
    const struct args_guide_show args = {.has.id = true, .id = bytes_of_text(command->words[0])};
    enum error code = session_ask_status(command->session.client, &me, &command->failure);
    if (code == OK && me.has.department)
        snprintf(mine, sizeof mine, "%.*s", (int)me.department.size, (const char *)me.department.at);
    if (code == OK)
        code = rows_ask(&rows, command->session.client, VERB_guide_show, &args, &command->failure);
    if (code == OK)
        code = rows_first(&rows, &shape_record_guide, &guide, &command->failure);
    if (code == OK && guide.has.ended)
        code = failure_refuse(&command->failure, ERR_GUIDE_ENDED, "id", guide.id, 0);
    if (code == OK)
        write_visit(visit, &guide, bytes_of_text(mine));
    rows_free(&rows);
    return code;
}

/* When it is, as a word or by --starts. */
static void check_visit(struct command *command)
{
    const struct shape *shape = command->request->verb->args;
    const struct field *starts = &shape->fields[shape_find(shape, bytes_of_text("starts"))];
    if (command->word_count > 2)
        usage_end("One guidance at a time, and when the visit is: what is '%s'?", command->words[2]);
    if (command->word_count > 1 && request_has(command->request, "starts"))
        usage_end("Say once when it is: behind the guidance, or with --starts.");
    if (command->word_count > 1 && !request_add_moment(command->request, starts, command->words[1]))
        usage_end("'%s' is no time. Give %s.", command->words[1], request_moment_forms(starts));
    if (!request_has(command->request, "starts"))
        usage_end("When is the visit? Give %s.", request_moment_forms(starts));
}

static enum error visit(struct command *command)
{
    struct request *request = command->request;
    struct visit visit;
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = find_guide(command, &visit);
    if (code != OK)
        return code;
    request_add_text(request, "channel", visit.channel);
    request_add_text(request, "kind", activity_words[ACTIVITY_VISIT]);
    request_add_text(request, "to", visit.to);
    if (!request_has(request, "headline"))
        request_add_text(request, "headline", visit.headline);
    code = request_finish(request, &command->failure);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static const char *const visit_hidden[] = {"channel", "kind", "to", NULL};
static const char *const visit_options[] = {"headline", "starts", NULL};

const struct command_plan plan_guide_visit = {
    .words = "guide visit",
    .verb = &verbs[VERB_activity_announce],
    .own = {.hidden = visit_hidden, .options = visit_options},
    .help = "Announce a visit to the other side of a guidance.",
    .doc = "Announce a visit to the other side of a guidance: an activity in its channel, to which the other "
           "department is invited and replies with `bulletin activity reply`.",
    .arguments = "GUIDANCE WHEN",
    .no_word = "Which guidance? `bulletin guide list` lists them.",
    .check = check_visit,
    .run = visit,
};
