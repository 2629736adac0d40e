/* `counsel`: something to say about an application or a guidance, from the command line, a file or the
 * editor, with files. `counsel show`: all that was said, which is then read. What may be said, the server
 * judges. */
#include "client/shell/command.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/fetched.h"
#include "client/shell/kept_rows.h"
#include "client/shell/notice_options.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"
#include "client/shell/thing.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

/* --- saying --- */

static void check(struct command *command)
{
    const struct notice *notice = command->input;
    if (command->word_count > 2)
        usage_end("The text is one argument: put it in quotes.");
    if (command->word_count > 1 && notice->file != NULL)
        usage_end("Give either a text or --file.");
}

/* Whether it can be counselled at all is found out before anybody types. */
static enum error look_before_typing(struct command *command, struct bytes id)
{
    const struct args_counsel_show args = {.has = {.id = true, .limit = true}, .id = id, .limit = 0};
    struct record_count count;
    const struct answer answer = {.ok = &count};
    enum error code = command_ask(command, VERB_counsel_show, &args, &answer);
    return code == OK ? typed_changes(id, &command->failure) : code;
}

static enum error read_text(struct command *command, bool typed)
{
    struct notice *notice = command->input;
    const struct bytes id = bytes_of_text(command->words[0]);
    enum error code = OK;
    if (typed)
        code = look_before_typing(command, id);
    if (code == OK && command->word_count < 2)
        code = notice_read_text(notice, command->session.client, (struct bytes){0}, &command->failure);
    return code;
}

static enum error say(struct command *command)
{
    struct notice *notice = command->input;
    struct buffer files = buffer_over(notice->files_room, sizeof notice->files_room);
    struct failure *failure = &command->failure;
    struct request *request = command->request;
    struct record_done done;
    const struct answer answer = {.ok = &done};
    request_add_text(request, "id", command->words[0]);
    request_add(request, "text",
                command->word_count > 1 ? bytes_of_text(command->words[1])
                                        : bytes_of(notice->text, notice->text_size));
    enum error code = request_finish(request, failure);
    if (code == OK && notice->attach.count > 0)
        code = attach_write(&notice->attach, (struct bytes){0}, &files, failure);
    if (code == OK && notice->attach.count > 0)
        code = attach_upload(&notice->attach, command->session.client, command->options, failure);
    if (code != OK)
        return code;
    struct args_counsel args;
    memcpy(&args, command_args(command), sizeof args);
    args.has.attach = notice->attach.count > 0;
    args.attach = buffer_bytes(&files);
    code = command_ask(command, VERB_counsel, &args, &answer);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static enum error run(struct command *command)
{
    struct notice *notice = command->input;
    const bool given = command->word_count > 1;
    const bool typed = !given && body_is_typed(notice->file);
    notice->options = command->options;
    enum error code = notice_open(notice, &command->failure);
    if (code == OK && !typed)
        code = read_text(command, false);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK && typed)
        code = read_text(command, true);
    return code == OK ? say(command) : code;
}

static void end(struct command *command)
{
    notice_close(command->input);
}

/* An id has a slash. */
static bool is_no_id(int argc, char **argv)
{
    return argc > 1 && argv[1][0] != '-' && strchr(argv[1], '/') == NULL;
}

const struct command_plan plan_counsel = {
    .verb = &verbs[VERB_counsel],
    .own.none = true,
    .help = "Say something about an application or a guidance.",
    .doc = "Say something about an application or a guidance to the other side; without TEXT, standard input "
           "or the editor. A text has at most 4,096 bytes: what is longer is attached.",
    .arguments = "ID [TEXT]",
    .no_word = "Which application or guidance? `bulletin counsel ID TEXT`; `bulletin counsel waiting` lists "
               "what waits for an answer of yours.",
    .parts = {&notice_part},
    .input_size = sizeof(struct notice),
    .types = true,
    .mistaken = is_no_id,
    .check = check,
    .run = run,
    .end = end,
};

/* --- showing --- */

static void print_counsel(const struct record_counsel *counsel)
{
    static uint8_t room[32 * 1024];
    struct buffer out = buffer_over(room, sizeof room);
    nouns_whole(&out, &shape_record_counsel, counsel, &(struct whole){.columns = width_of_terminal()});
    fwrite(out.at, 1, out.size, stdout);
}

static void print_all(const struct command *command, const struct rows *rows)
{
    struct record_counsel counsel;
    pager_begin(command->options);
    for (size_t i = 0; i < rows->count; i++) {
        rows_read(rows, i, &shape_record_counsel, &counsel);
        if (command->options->json) {
            print_row((void *)(uintptr_t)command->options, &shape_record_counsel, &counsel);
            continue;
        }
        print_counsel(&counsel);
        if (i + 1 < rows->count)
            fputc('\n', stdout);
    }
    fflush(stdout);
    pager_end();
}

/* Each by itself: what else stands in the channel was not shown. */
static void note_seen(const struct command *command, const struct rows *rows)
{
    struct record_counsel counsel;
    for (size_t i = 0; i < rows->count; i++) {
        rows_read(rows, i, &shape_record_counsel, &counsel);
        if (counsel.has.unread && counsel.unread)
            seen_tell(&command->session, counsel.id);
    }
}

static enum error show(struct command *command)
{
    struct rows rows = {0};
    struct record_count count = {0};
    const struct answer answer = {.row = rows_take, .context = &rows, .ok = &count};
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        code = rows_whole(&rows, &command->failure);
    if (code == OK)
        print_all(command, &rows);
    if (code == OK && rows.count == 0 && !command->options->json)
        say_note(command->options, "%s", nouns_none(&shape_record_counsel));
    if (code == OK && count.has.more && count.more)
        say_note(command->options, "There is more: --limit says how many.");
    if (code == OK && !command->options->json && !print_failed())
        note_seen(command, &rows);
    rows_free(&rows);
    return code;
}

static const int shows[] = {FACT_counsel_said, FACT_counsel_asked, COMMAND_SHOWS_END};

const struct command_plan plan_counsel_show = {
    .verb = &verbs[VERB_counsel_show],
    .help = "Show what was said about an application or a guidance, and the tasks.",
    .run = show,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};

/* --- tasks --- */

static const char *const done_plain[] = {"note", NULL};

const struct command_plan plan_counsel_done = {
    .verb = &verbs[VERB_counsel_done],
    .own.plain = done_plain,
};

/* --- its files --- */

const struct command_plan plan_counsel_fetch = {
    .words = "counsel fetch",
    .verb = &verbs[VERB_counsel_show],
    .help = "Fetch the files of what was said.",
    .doc = "Fetch the files of what was said and print where they are. " FETCH_DOC,
    .no_word = "Name what was said, by its id.",
    FETCH_COMMAND,
};
