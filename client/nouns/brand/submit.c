/* `brand submit` and `brand revise`: what a form says, with its logo and its plan, becomes a signed act. All
 * of it is checked before anything is sent. */
#include "client/nouns/brand/application.h"
#include "client/nouns/brand/brand_check.h"
#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

#include <inttypes.h>

/* What the form says is no option. */
#define NAMED(S, member, ...) #member,
static const char *const in_the_form[] = {FIELDS_APPLICATION(NAMED, unused, REQUIRED) NULL};
static const char *const in_the_form_and_id[] = {FIELDS_APPLICATION(NAMED, unused, REQUIRED) "id", NULL};
#undef NAMED
static const char *const found[] = {"year", NULL};

/* The round that is open; a signature says which it is for. */
static enum error find_round(struct command *command)
{
    const struct args_round_show question = {.has = {.year = false}};
    struct record_round round;
    struct rows rows = {0};
    char year[24];
    if (request_has(command->request, "year"))
        return OK;
    enum error code = rows_ask(&rows, command->session.client, VERB_round_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(&rows, &shape_record_round, &round, &command->failure);
    if (code == OK) {
        snprintf(year, sizeof year, "%" PRIu64, round.year);
        request_add_text(command->request, "year", year);
    }
    rows_free(&rows);
    return code;
}

/* Puts what the application says beside what was typed. */
static void put_application(struct command *command)
{
    const struct shape *args = command->request->verb->args;
    struct application *application = command->input;
    alignas(max_align_t) uint8_t values[SHAPE_BYTES] = {0};
    application_fill(application, args, values);
    for (size_t i = 0; i < args->count; i++) {
        if (field_present(values, i))
            request_put(command->request, args->fields[i].name,
                        *(const struct bytes *)(const void *)(values + args->fields[i].offset));
    }
}

static enum error send(struct command *command)
{
    const struct application *application = command->input;
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = request_finish(command->request, &command->failure);
    if (code == OK)
        code = application_upload(application, command->session.client, command->options, &command->failure);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code != OK)
        return code;
    print_ok(command->options, &shape_record_done, &done);
    check_say_files(application, command->options);
    return OK;
}

static enum error hand_in(struct command *command, const char *path)
{
    struct application *application = command->input;
    enum error code = application_read(application, path, &command->failure);
    if (code == OK)
        code = check_application(application, &command->failure);
    if (code != OK)
        return code;
    put_application(command);
    return session_open(&command->session, command->options, &command->failure);
}

static enum error submit(struct command *command)
{
    enum error code = hand_in(command, command->words[0]);
    if (code == OK)
        code = find_round(command);
    return code == OK ? send(command) : code;
}

/* --- a new revision --- */

static bool says_the_same(const struct args_brand_revise *new, const struct record_brand *stands)
{
    uint8_t old_room[LIMIT_PLAIN_BYTES], new_room[LIMIT_PLAIN_BYTES];
    struct buffer old_said = buffer_over(old_room, sizeof old_room);
    struct buffer new_said = buffer_over(new_room, sizeof new_room);
    struct args_brand_revise old = {.has = {.seen = new->has.seen}, .seen = new->seen};
    shape_copy(&shape_record_brand, stands, &shape_args_brand_revise, &old);
    codec_encode(&shape_args_brand_revise, &old, &old_said);
    codec_encode(&shape_args_brand_revise, new, &new_said);
    return !old_said.overflowed && bytes_equal(buffer_bytes(&old_said), buffer_bytes(&new_said));
}

/* What stands is what is replaced: its head is sent, and a revision that says nothing new is not. */
static enum error look_at(struct command *command, const struct record_brand *stands)
{
    struct request *request = command->request;
    enum error code = request_judge_revision(request, &shape_record_brand, stands, &command->failure);
    if (code == OK && stands->has.head)
        request_set_head(request, stands->head);
    if (code == OK)
        code = request_finish(request, &command->failure);
    if (code != OK || !says_the_same(command_args(command), stands))
        return code;
    return failure_say(&command->failure, ERR_INTERNAL,
                       "Revision %" PRIu64 " says that already; nothing was handed in.", stands->revision);
}

static enum error find_what_stands(struct command *command)
{
    const struct args_brand_show question = {.id = bytes_of_text(command->words[0])};
    struct record_brand stands;
    struct rows rows = {0};
    enum error code = rows_ask(&rows, command->session.client, VERB_brand_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(&rows, &shape_record_brand, &stands, &command->failure);
    if (code == OK)
        code = look_at(command, &stands);
    rows_free(&rows);
    return code;
}

static enum error revise(struct command *command)
{
    request_add_text(command->request, "id", command->words[0]);
    enum error code = hand_in(command, command->words[1]);
    if (code == OK)
        code = find_what_stands(command);
    return code == OK ? send(command) : code;
}

static void check_two(struct command *command)
{
    if (command->word_count != 2)
        usage_end("Give the id of the application and the file of its form.");
}

static void end(struct command *command)
{
    application_free(command->input);
}

const struct command_plan plan_brand_submit = {
    .verb = &verbs[VERB_brand_submit],
    .own = {.hidden = in_the_form, .options = found},
    .help = "Hand in an application for a service brand.",
    .doc = "Hand in the application in FILE for my department, which it binds, and print its id. Nothing is "
           "sent "
           "while something is missing.\vThe round is the one that is open; --year names another. Of the "
           "logo only the "
           "pixels are sent. An upload that was interrupted goes on when the same command is given again "
           "within a "
           "day.",
    .arguments = "FILE",
    .no_word = "Which file? `bulletin brand new FILE` makes one.",
    .more_words = "One file at a time.",
    .input_size = sizeof(struct application),
    .run = submit,
    .end = end,
};

const struct command_plan plan_brand_revise = {
    .verb = &verbs[VERB_brand_revise],
    .own = {.hidden = in_the_form_and_id},
    .help = "Hand in a new revision of an application.",
    .doc =
        "Hand in the form in FILE as a new revision of the application ID. All of it is replaced.\v`bulletin "
        "brand new FILE --from ID` writes a form with what stands, its logo and its plan beside it.",
    .arguments = "ID FILE",
    .check = check_two,
    .input_size = sizeof(struct application),
    .run = revise,
    .end = end,
};
