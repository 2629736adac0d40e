/* The theme of the month for people: one of them whole, a year at a glance, and answering the open one. */
#include "client/commands/commands.h"
#include "client/lib/connect/wait.h"
#include "client/lib/show/width.h"
#include "client/nouns/nouns.h"
#include "client/shell/body.h"
#include "client/shell/fields.h"
#include "client/shell/may.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/rows.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

#include <stdlib.h>
#include <time.h>

enum { COLUMNS_UNLESS_TOLD = 80, KEY_FILE = 0x200, KEY_ANSWERS };

static void print_whole(const struct options *options, const struct record_theme *theme)
{
    static uint8_t room[32 * 1024];
    struct buffer out = buffer_over(room, sizeof room);
    size_t columns = width_of_terminal();
    if (options->json) {
        print_row((void *)(uintptr_t)options, &shape_record_theme, theme);
        return;
    }
    nouns_whole(&out, &shape_record_theme, theme,
                &(struct whole){.columns = columns > 0 ? columns : COLUMNS_UNLESS_TOLD});
    fwrite(out.at, 1, out.size, stdout);
    fflush(stdout);
}

/* Twelve lines: a month without a theme has one too. */
static void print_year(const struct options *options, const struct rows *rows, uint64_t year)
{
    size_t at = 0;
    for (unsigned month = 1; month <= 12; month++) {
        char name[16];
        struct record_theme theme = {.has = {0}};
        snprintf(name, sizeof name, "%04llu-%02u", (unsigned long long)year, month);
        if (at < rows->count)
            rows_read(rows, at, &shape_record_theme, &theme);
        if (at < rows->count && bytes_equal_text(theme.month, name)) {
            print_row((void *)(uintptr_t)options, &shape_record_theme, &theme);
            at++;
        } else {
            printf("%s  -\n", name);
        }
    }
    fflush(stdout);
}

/* The year that was asked for; the server's when nobody said one, or ours when it has no theme. */
static uint64_t year_of(const struct request *request, const struct rows *rows)
{
    struct args_theme_list args;
    struct refusal why;
    struct record_theme theme = {.has = {0}};
    if (codec_decode(&shape_args_theme_list, buffer_bytes(&request->map), &args, &why) == OK && args.has.year)
        return args.year;
    if (rows->count > 0) {
        rows_read(rows, 0, &shape_record_theme, &theme);
        return strtoull((const char *)theme.month.at, NULL, 10);
    }
    time_t now = (time_t)(wait_wall_ms() / 1000);
    struct tm parts;
    localtime_r(&now, &parts);
    return (uint64_t)parts.tm_year + 1900;
}

static void print_themes(const struct options *options, const struct request *request,
                         const struct rows *rows)
{
    if (request->verb == &verbs[VERB_theme_list] && !options->json) {
        print_year(options, rows, year_of(request, rows));
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        struct record_theme theme = {.has = {0}};
        rows_read(rows, i, &shape_record_theme, &theme);
        print_whole(options, &theme);
    }
}

static int show(struct options *options, int verb, int argc, char **argv)
{
    struct request *request = request_new(&verbs[verb]);
    struct fields_alone input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct rows rows = {0};
    struct record_count count;
    struct answer answer = {.row = rows_take, .context = &rows, .ok = &count};
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = fields_alone_parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = request_call(request, session.client, &answer, NULL, NULL, &failure);
    if (code == OK && rows.failed)
        code = failure_say(&failure, ERR_INTERNAL, "There is no memory left.");
    if (code == OK) {
        pager_begin(options);
        print_themes(options, request, &rows);
        pager_end();
    }
    session_close(&session);
    rows_free(&rows);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}

int command_theme_show(struct options *options, int argc, char **argv)
{
    return show(options, VERB_theme_show, argc, argv);
}

int command_theme_current(struct options *options, int argc, char **argv)
{
    return show(options, VERB_theme_current, argc, argv);
}

int command_theme_list(struct options *options, int argc, char **argv)
{
    return show(options, VERB_theme_list, argc, argv);
}

/* --- saying something --- */

struct saying {
    struct options *options;
    const char *text, *file, *answers;
};

static const struct argp_option saying_options[] = {
    {"file", KEY_FILE, "FILE", 0, "The text is in FILE; - is standard input", 0},
    {"answers", KEY_ANSWERS, "ID", 0, "It answers this post", 0},
    TYPED_OPTIONS,
    {0},
};

static error_t parse_saying(int key, char *value, struct argp_state *state)
{
    struct saying *saying = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = saying->options;
        return 0;
    case KEY_FILE:
        saying->file = value;
        return 0;
    case KEY_ANSWERS:
        saying->answers = value;
        return 0;
    case ARGP_KEY_ARG:
        if (saying->text != NULL)
            usage_end("The text is one argument: put it in quotes.");
        saying->text = value;
        return 0;
    case ARGP_KEY_END:
        if (saying->text != NULL && saying->file != NULL)
            usage_end("Give either a text or --file.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void take_theme(void *context, const struct shape *shape, const void *values)
{
    const struct record_theme *theme = values;
    struct buffer *thread = context;
    (void)shape;
    thread->size = 0;
    buffer_add(thread, theme->thread.at, theme->thread.size);
}

/* The thread of the theme that is open now. */
static enum error find_thread(struct session *session, struct buffer *thread, struct failure *failure)
{
    static const uint8_t empty_map[] = {0x80};
    struct record_count count;
    struct answer found = {.row = take_theme, .context = thread, .ok = &count};
    return client_call(session->client, &verbs[VERB_theme_current], bytes_of(empty_map, 1), &found, failure);
}

static enum error say_it(const struct saying *saying, struct session *session, struct bytes thread,
                         struct bytes text, struct failure *failure)
{
    struct record_done done;
    struct answer posted = {.ok = &done};
    struct request *request = request_new(&verbs[VERB_forum_post]);
    request_add(request, "id", thread);
    request_add(request, "text", text);
    if (saying->answers != NULL)
        request_add_text(request, "answers", saying->answers);
    enum error code = request_finish(request, failure);
    if (code == OK)
        code = request_call(request, session->client, &posted, NULL, NULL, failure);
    if (code == OK)
        print_ok(saying->options, &shape_record_done, &done);
    request_free(request);
    return code;
}

/* Before anybody types: whether it may be said at all, and that it is still the theme it was typed for. */
static enum error look_before_typing(struct session *session, struct bytes thread, struct failure *failure)
{
    struct bytes channel;
    uint64_t number;
    enum error code = OK;
    if (id_split(thread, &channel, &number))
        code = may_write(session->client, channel, ERR_NOT_SPEAKER, failure);
    return code == OK ? typed_changes(thread, failure) : code;
}

static enum error find_and_say(const struct saying *saying, struct session *session, uint8_t **read,
                               struct failure *failure)
{
    uint8_t room[LIMIT_ID_BYTES];
    struct buffer thread = buffer_over(room, sizeof room);
    struct bytes text = saying->text != NULL ? bytes_of_text(saying->text) : (struct bytes){0};
    bool typed = saying->text == NULL && body_is_typed(saying->file);
    struct body_source source = {.file = saying->file, .options = saying->options};
    size_t size = 0;
    enum error code = OK;
    if (saying->text == NULL && !typed)
        code = body_read(&source, (struct bytes){0}, read, &size, failure);
    if (code == OK)
        code = session_open(session, saying->options, failure);
    if (code == OK)
        code = find_thread(session, &thread, failure);
    if (code == OK && typed)
        code = look_before_typing(session, buffer_bytes(&thread), failure);
    source.client = session->client;
    if (code == OK && typed)
        code = body_read(&source, (struct bytes){0}, read, &size, failure);
    if (code == OK && saying->text == NULL)
        text = bytes_of(*read, size);
    return code == OK ? say_it(saying, session, buffer_bytes(&thread), text, failure) : code;
}

int command_theme_say(struct options *options, int argc, char **argv)
{
    struct saying saying = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    uint8_t *read = NULL;
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = saying_options,
                        .parser = parse_saying,
                        .args_doc = "[TEXT]",
                        .doc =
                            "Answer the theme that is open now; without TEXT, standard input or the editor.",
                        .children = children};
    options_parse(&argp, argc, argv, &saying);

    enum error code = find_and_say(&saying, &session, &read, &failure);
    session_close(&session);
    free(read);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
