/* `brand check`: what is missing in the form of an application. It looks at the files that the form names,
 * too, and asks no server. */
#include "client/nouns/brand/brand_check.h"

#include "client/lib/show/json.h"
#include "client/shell/command.h"
#include "client/shell/print.h"

enum { FAULT_BYTES = 2 * LIMIT_REASON_BYTES };

static const char more_faults[] = "There is more: mend these first, and check again.";

static struct bytes fault_text(const struct form_fault *fault, char room[FAULT_BYTES])
{
    struct buffer text = buffer_over(room, FAULT_BYTES - 1);
    form_fault_text(fault, &text);
    room[text.size] = '\0';
    return buffer_bytes(&text);
}

static enum error conclude(const struct application *application, struct failure *failure)
{
    const size_t count = application->answers.fault_count;
    if (count == 0)
        return OK;
    return failure_say(failure, ERR_INTERNAL, "%s is not complete: %zu %s to be mended.", application->path,
                       count, count == 1 ? "thing is" : "things are");
}

enum error check_application(const struct application *application, struct failure *failure)
{
    const struct form_answers *answers = &application->answers;
    char room[FAULT_BYTES];
    for (size_t i = 0; i < answers->fault_count; i++) {
        fault_text(&answers->faults[i], room);
        say_text(room);
    }
    if (answers->more_faults)
        say_text(more_faults);
    return conclude(application, failure);
}

void check_say_files(const struct application *application, const struct options *options)
{
    uint8_t room[512];
    if (application->plan.count > 0)
        say_note(options, "The plan is the file %s.", application->plan_path);
    struct buffer left_out = buffer_over(room, sizeof room);
    picture_add_left_out(&application->logo, &left_out);
    if (left_out.size > 0)
        say_note(options, "Of the logo only the pixels are sent, without %.*s.", (int)left_out.size,
                 (const char *)left_out.at);
    if (application->logo.turned)
        say_note(options, "The logo is turned as its camera's notes say.");
}

/* --- the command --- */

static void print_json_fault(const struct form_fault *fault)
{
    char room[FAULT_BYTES];
    json_t *object = json_object();
    if (fault->line > 0)
        json_object_set_new(object, "line", json_integer((json_int_t)fault->line));
    if (fault->block > 0)
        json_object_set_new(object, fault->of->word, json_integer((json_int_t)fault->block));
    if (fault->why.field != NULL)
        json_object_set_new(object, "field", json_string(fault->why.field));
    json_object_set_new(object, "error", json_string(error_kinds[fault->why.code].word));
    json_object_set_new(object, "text", json_from_text(fault_text(fault, room)));
    print_json(object);
}

/* What was asked for: it stands on standard output. */
static void print_faults(const struct application *application, const struct options *options)
{
    const struct form_answers *answers = &application->answers;
    char room[FAULT_BYTES];
    for (size_t i = 0; i < answers->fault_count; i++) {
        if (options->json)
            print_json_fault(&answers->faults[i]);
        else
            print_line(fault_text(&answers->faults[i], room));
    }
    if (answers->more_faults)
        say_text(more_faults);
}

static void say_whole(const struct application *application, const struct options *options)
{
    say_note(options, "%s is complete. Nothing was sent: bulletin brand submit %s", application->path,
             application->path);
    check_say_files(application, options);
}

static enum error run(struct command *command)
{
    struct application *application = command->input;
    enum error code = application_read(application, command->words[0], &command->failure);
    if (code != OK)
        return code;
    print_faults(application, command->options);
    code = conclude(application, &command->failure);
    if (code == OK)
        say_whole(application, command->options);
    return code;
}

static void end(struct command *command)
{
    application_free(command->input);
}

const struct command_plan plan_brand_check = {
    .words = "brand check",
    .help = "Look whether an application is complete; nothing is sent.",
    .doc =
        "Look whether the application in FILE is complete: its fields, its logo and its plan. It prints all "
        "that is missing or wrong with its line, and ends with 1 if there is anything. Nothing is sent.",
    .arguments = "FILE",
    .no_word = "Which file? `bulletin brand new FILE` makes one.",
    .more_words = "One file at a time.",
    .input_size = sizeof(struct application),
    .run = run,
    .end = end,
};
