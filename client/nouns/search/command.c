/* `search`: words after one another, as people type them, and what they are found in. */
#include "client/commands/commands.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/width.h"
#include "client/shell/fields.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

enum { KEY_BEST = 0x200 };

struct input {
    struct options *options;
    struct fields fields;
    struct request *request;
    uint8_t words_room[4 * LIMIT_SEARCH_BYTES];
    struct buffer words;
};

static const struct argp_option own_options[] = {
    {"best", KEY_BEST, NULL, 0, "Those with more of the words in more places first, not the newest", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &input->fields;
        state->child_inputs[1] = input->options;
        return 0;
    case KEY_BEST:
        request_add_text(input->request, "order", order_words[ORDER_BEST]);
        return 0;
    case ARGP_KEY_ARG:
        if (input->words.size > 0)
            buffer_add_text(&input->words, " ");
        buffer_add_text(&input->words, value);
        return 0;
    case ARGP_KEY_END:
        if (input->words.size == 0 && !input->words.overflowed)
            usage_end("What is to be found?");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

struct shown {
    const struct options *options;
    uint64_t last_seq;
};

static void show_hit(void *context, const struct shape *shape, const void *values)
{
    struct shown *shown = context;
    const struct record_hit *hit = values;
    shown->last_seq = hit->seq;
    print_row((void *)(uintptr_t)shown->options, shape, values);
}

static void say_rest(const struct options *options, const struct record_searched *searched, uint64_t last_seq)
{
    if (searched->rows == 0 && !searched->has.next)
        say_note(options, "Nothing was found.");
    if (searched->has.next && last_seq > 0)
        say_note(options, "There may be more: --before %llu goes on.", (unsigned long long)last_seq);
    else if (searched->has.more && searched->more)
        say_note(options, "There are more.");
    if (searched->has.behind && searched->behind > 0)
        say_note(options, "The newest facts cannot be found yet: %llu. Try again in a moment.",
                 (unsigned long long)searched->behind);
}

int command_search(struct options *options, int argc, char **argv)
{
    static const char *const hidden[] = {"words", "order", NULL};
    struct request *request = request_new(&verbs[VERB_search]);
    struct input input = {.options = options, .request = request};
    struct session session = {0};
    struct failure failure = {0};
    struct record_searched searched;
    struct shown shown = {.options = options};
    struct answer answer = {.row = show_hit, .context = &shown, .ok = &searched};
    input.words = buffer_over(input.words_room, sizeof input.words_room);
    fields_init(&input.fields, request, hidden);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = "WORD...",
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = OK;
    if (input.words.overflowed)
        code = failure_refuse(&failure, ERR_TOO_LONG, "words", (struct bytes){0}, LIMIT_SEARCH_BYTES);
    else
        request_add(request, "words", buffer_bytes(&input.words));
    if (code == OK)
        code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        pager_begin(options);
    if (code == OK)
        code = request_call(request, session.client, &answer, NULL, NULL, &failure);
    pager_end();
    if (code == OK)
        say_rest(options, &searched, shown.last_seq);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
