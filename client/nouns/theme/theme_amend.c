/* `theme amend`: a theme as it stands, with what was given in place of what stood. Whoever mends a typo in
 * the title loses neither the text nor the days. What may be amended the server says. */
#include <stdalign.h>

#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/print.h"
#include "client/shell/rows.h"
#include "protocol/wire/text.h"

struct amending {
    struct options *options;
    struct request *request;
    struct fields fields;
    bool dropped[SHAPE_FIELDS];
    struct rows rows;
    uint8_t opens[LIMIT_DATED_BYTES], closes[LIMIT_DATED_BYTES];
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct amending *amending = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &amending->fields;
    state->child_inputs[1] = amending->options;
    return 0;
}

/* Whether anything was said but which theme is meant. */
static bool changes_something(const struct amending *amending)
{
    for (size_t i = 1; i < shape_args_theme_amend.count; i++) {
        if (amending->request->given[i] || amending->dropped[i])
            return true;
    }
    return false;
}

/* The row is borrowed from `amending->rows`. */
static enum error ask_what_stands(struct amending *amending, struct client *client, struct bytes month,
                                  struct record_theme *theme, struct failure *failure)
{
    const struct args_theme_show args = {.has = {true}, .month = month};
    struct record_count count;
    struct answer answer = {.row = rows_take, .context = &amending->rows, .ok = &count};
    enum error code = client_call_values(client, VERB_theme_show, &args, &answer, failure);
    if (code == OK && amending->rows.failed)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    if (code == OK && amending->rows.count == 0)
        code = failure_refuse(failure, ERR_UNKNOWN_THEME, "month", month, 0);
    if (code == OK)
        rows_read(&amending->rows, 0, &shape_record_theme, theme);
    return code;
}

static void put_time(int64_t time_ms, uint8_t room[LIMIT_DATED_BYTES], bool *has, struct bytes *moment)
{
    struct buffer out = buffer_over(room, LIMIT_DATED_BYTES);
    text_from_time(time_ms, 0, &out);
    *has = true;
    *moment = buffer_bytes(&out);
}

/* What stands, without what was left out, under what was given. */
static enum error merge(struct amending *amending, const struct record_theme *theme,
                        const struct args_theme_amend *given, struct args_theme_amend *values,
                        struct failure *failure)
{
    const struct shape *shape = &shape_args_theme_amend;
    if (!theme->has.title && !given->has.title)
        return theme->has.hidden && theme->hidden
                   ? failure_refuse(failure, ERR_HIDDEN, "title", theme->thread, 0)
                   : failure_refuse(failure, ERR_ERASED, "title", theme->month, 0);
    shape_copy(&shape_record_theme, theme, shape, values);
    put_time(theme->opens, amending->opens, &values->has.opens, &values->opens);
    put_time(theme->closes, amending->closes, &values->has.closes, &values->closes);
    for (size_t i = 0; i < shape->count; i++) {
        if (amending->dropped[i])
            ((bool *)values)[i] = false;
    }
    shape_copy(shape, given, shape, values);
    return OK;
}

static enum error amend_it(struct amending *amending, struct session *session, struct failure *failure)
{
    struct args_theme_amend given = {.has = {0}}, values = {.has = {0}};
    struct record_theme theme = {.has = {0}};
    struct record_done done;
    struct answer answer = {.ok = &done};
    enum error code = request_given(amending->request, &given, failure);
    if (code == OK && !changes_something(amending))
        code = failure_say(failure, ERR_FIELD_MISSING, "Nothing would change; --help says what can.");
    if (code == OK)
        code = session_open(session, amending->options, failure);
    if (code == OK) /* again: days are the server's */
        code = request_given(amending->request, &given, failure);
    if (code == OK)
        code = ask_what_stands(amending, session->client, given.month, &theme, failure);
    if (code == OK)
        code = merge(amending, &theme, &given, &values, failure);
    if (code == OK)
        code = client_call_values(session->client, VERB_theme_amend, &values, &answer, failure);
    if (code != OK)
        return code;
    print_ok(amending->options, &shape_record_done, &done);
    return OK;
}

int command_theme_amend(struct options *options, int argc, char **argv)
{
    static const char *const found[] = {"title", NULL}, *const filled_in[] = {"thread", NULL};
    struct amending amending = {.options = options, .request = request_new(&verbs[VERB_theme_amend])};
    struct session session = {0};
    struct failure failure = {0};
    fields_init_own(&amending.fields, amending.request,
                    &(struct fields_own){filled_in, found, amending.dropped});
    struct argp_child children[] = {{&amending.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .parser = parse,
        .args_doc = amending.fields.arguments,
        .doc =
            "Amend the theme of a month. What is not given stays as it is; once it is open, everybody sees "
            "when its words were amended.\v"
            "--no-text leaves the text out; --no-opens and --no-closes mean the first and the last moment "
            "of the month.",
        .children = children};
    options_parse(&argp, argc, argv, &amending);

    enum error code = amend_it(&amending, &session, &failure);
    session_close(&session);
    rows_free(&amending.rows);
    request_free(amending.request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
