/* `console`: lines of the text form, one after another, and what is pushed meanwhile, checked as `watch`
 * does. It is for people who try things and for scripts at the other end of a pipe. */
#include "client/help.h"
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/textline.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"
#include "client/lib/follow/follow_check.h"
#include "client/lib/show/lines.h"
#include "protocol/wire/text.h"

struct console {
    const struct options *options;
    bool checkpoints; /* show checkpoints too */
    bool prompt;      /* a person is here */
    struct session *session;
    struct check *check; /* NULL over the control socket, which pushes nothing */
    uint64_t broken;     /* channels in which a proof did not hold */
    struct textline textline;
    bool failed; /* what came while an answer was awaited did not pass: */
    struct failure failure;
    size_t had, taken; /* of the input; `taken` is the line given last */
    char input[LIMIT_LINE_BYTES];
};

/* Whether the console goes on; if not, with which exit code it ends. */
struct verdict {
    bool stop;
    int exit_code;
};

struct input {
    bool checkpoints;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(struct input, checkpoints, "checkpoints", "Show checkpoints, too; they are always checked"),
    {0},
};

static struct verdict fail(const struct failure *failure)
{
    bool goodbye = failure->code == ERR_GOODBYE;
    return (struct verdict){.stop = true, .exit_code = goodbye ? EXIT_DONE : say_failure(failure)};
}

static void print_push(const struct push *push, const struct fact_seen *fact)
{
    static uint8_t room[LIMIT_LINE_BYTES];
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    struct refusal why;
    buffer_add_text(&line, "! ");
    if (fact != NULL) {
        lines_fact_text(&line, fact);
    } else if (codec_decode_known(push->kind->shape, push->body, values, &why) == OK) {
        buffer_add_text(&line, push->kind->word);
        text_from_values(push->kind->shape, values, lines_zone_minutes(), &line);
    }
    print_line(buffer_bytes(&line));
}

/* One channel is followed no more, as `watch` has it; the others go on. To whoever reads the lines it has
 * ended, by the word of the check and not by the server's. */
static void end_broken(struct console *console, struct bytes channel, uint64_t number,
                       const struct failure *failure)
{
    static uint8_t room[LIMIT_LINE_BYTES];
    char name[LIMIT_CHANNEL_BYTES + 1], reason[LIMIT_REASON_BYTES];
    struct buffer line = buffer_over(room, sizeof room), words = buffer_over(reason, sizeof reason);
    failure_text(failure, &words);
    const struct push_ended ended = {
        .has = {.channel = true, .number = true, .error = true, .text = true},
        .channel = channel,
        .number = number,
        .error = bytes_of_text(error_kinds[failure->code].word),
        .text = buffer_bytes(&words),
    };
    snprintf(name, sizeof name, "%.*s", (int)channel.size, (const char *)channel.at);
    say_broken_channel(name, number, failure);
    buffer_add_text(&line, "! ");
    buffer_add_text(&line, push_kinds[PUSH_ended].word);
    text_from_values(&shape_push_ended, &ended, lines_zone_minutes(), &line);
    print_line(buffer_bytes(&line));
    check_forget(console->check, bytes_of_text(name));
    console->broken++;
}

/* What came of a channel does not hold; what names no channel is everybody's matter. */
static enum error take_broken(struct console *console, struct bytes channel, const struct failure *failure)
{
    const struct check_position *at = check_find(console->check, channel);
    if (channel.size == 0 || failure_exit(failure) != EXIT_PROOF)
        return failure->code;
    if (at != NULL)
        end_broken(console, channel, at->number, failure);
    return OK;
}

/* The answer to `subscribe` says where each channel begins. */
static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct console *console = context;
    struct failure failure;
    if (shape != &shape_record_anchor || console->check == NULL || console->failed)
        return;
    const struct record_anchor *anchor = values;
    if (check_begin(console->check, anchor->channel, anchor->number, anchor->hash.at, &failure) == OK)
        return;
    if (failure_exit(&failure) == EXIT_PROOF) {
        end_broken(console, anchor->channel, anchor->number, &failure);
        return;
    }
    console->failed = true;
    console->failure = failure;
}

static enum error take_push(struct console *console, const struct push *push, struct failure *failure)
{
    struct refusal why = {0};
    if (push->kind == &push_kinds[PUSH_fact]) {
        struct fact_seen fact;
        bool followed = false;
        enum error code = fact_read(push->body, &fact, failure);
        if (code == OK)
            code = check_fact(console->check, &fact, &followed, failure);
        if (code != OK)
            return take_broken(console, fact.head.channel, failure);
        if (followed)
            print_push(push, &fact);
        return OK;
    }
    if (push->kind == &push_kinds[PUSH_checkpoint]) {
        struct push_checkpoint pushed;
        struct checkpoint checkpoint = {0};
        enum error code = check_read_checkpoint(push->body, &pushed, &checkpoint, failure);
        if (code != OK)
            return code;
        if (check_checkpoint(console->check, &pushed, failure) != OK)
            return take_broken(console, checkpoint.channel, failure);
        if (console->checkpoints)
            print_push(push, NULL);
        return OK;
    }
    if (push->kind == &push_kinds[PUSH_ended]) {
        struct push_ended ended;
        if (codec_decode_known(&shape_push_ended, push->body, &ended, &why) != OK)
            return failure_take(failure, &why);
        check_forget(console->check, ended.channel);
    }
    print_push(push, NULL);
    return OK;
}

/* The same while an answer is awaited. */
static void take_push_meanwhile(void *context, const struct push *push)
{
    struct console *console = context;
    if (!console->failed)
        console->failed = take_push(console, push, &console->failure) != OK;
}

/* Everything that is here without waiting. */
static struct verdict take_pushes(struct console *console)
{
    struct failure failure;
    for (;;) {
        struct push *push = NULL;
        enum error code = client_next_push(console->session->client, 0, &push, &failure);
        if (code == ERR_TIMED_OUT && client_is_open(console->session->client))
            return (struct verdict){.stop = false, .exit_code = EXIT_DONE};
        if (code == OK)
            code = take_push(console, push, &failure);
        push_free(push);
        if (code != OK)
            return fail(&failure);
    }
}

/* What the line itself means for the checks, once the server has answered it. */
static void forget_unsubscribed(struct console *console)
{
    const struct request *request = console->textline.request;
    const struct args_unsubscribe *args = (const void *)request->values;
    if (request->verb == &verbs[VERB_unsubscribe] && console->check != NULL)
        check_forget(console->check, args->channel);
}

static struct verdict run_line(struct console *console, struct bytes line)
{
    static const struct verdict go_on = {.stop = false, .exit_code = EXIT_DONE};
    struct failure failure;
    if (line.size >= 3 && memcmp(line.at, "\xef\xbb\xbf", 3) == 0) /* a file that begins with a mark */
        line = bytes_skip(line, 3);
    while (line.size > 0 && (line.at[line.size - 1] == ' ' || line.at[line.size - 1] == '\r'))
        line.size--;
    if (line.size == 0 || line.at[0] == '#')
        return go_on;
    if (bytes_equal_text(line, "quit") || bytes_equal_text(line, "exit"))
        return (struct verdict){.stop = true, .exit_code = EXIT_DONE};
    if (help_take_line(line))
        return go_on;

    enum error code = textline_run(&console->textline, line, &failure);
    if (code == ERR_GOODBYE)
        return fail(&failure);
    if (code != OK)
        textline_print_failure(&failure);
    if (console->failed)
        return fail(&console->failure);
    if (!client_is_open(console->session->client))
        return fail(&failure);
    bool dialled_again = client_connections(console->session->client) != 1;
    if (dialled_again && console->check != NULL && check_count(console->check) > 0) {
        say_text("The connection was lost and dialled again, so nothing is followed any more.");
        return (struct verdict){.stop = true, .exit_code = EXIT_UNREACHABLE};
    }
    struct verdict verdict = console->check != NULL ? take_pushes(console) : go_on;
    if (code == OK && !verdict.stop)
        forget_unsubscribed(console);
    return verdict;
}

/* A whole line of the input that was read, if there is one. */
static bool take_line(struct console *console, struct bytes *line)
{
    memmove(console->input, console->input + console->taken, console->had - console->taken);
    console->had -= console->taken;
    console->taken = 0;
    const char *end = memchr(console->input, '\n', console->had);
    if (end == NULL)
        return false;
    console->taken = (size_t)(end - console->input) + 1;
    *line = bytes_of(console->input, console->taken - 1);
    return true;
}

/* False at the end of the input; a last line without its newline is run first. */
static bool read_input(struct console *console, struct verdict *verdict)
{
    if (console->had == sizeof console->input) {
        say_text("The line is too long.");
        *verdict = (struct verdict){.stop = true, .exit_code = EXIT_USAGE};
        return true;
    }
    ssize_t got = read(STDIN_FILENO, console->input + console->had, sizeof console->input - console->had);
    if (got > 0)
        console->had += (size_t)got;
    if (got > 0 || (got < 0 && errno == EINTR))
        return true;
    if (console->had > 0)
        *verdict = run_line(console, bytes_of(console->input, console->had));
    return false;
}

static void show_prompt(const struct console *console)
{
    if (!console->prompt)
        return;
    fputs("> ", stdout);
    fflush(stdout);
}

static int run(struct console *console)
{
    struct verdict verdict = {.stop = false, .exit_code = EXIT_DONE};
    struct bytes line;
    show_prompt(console);
    while (!verdict.stop && !print_failed()) {
        if (take_line(console, &line)) {
            verdict = run_line(console, line);
            if (!verdict.stop)
                show_prompt(console);
            continue;
        }
        struct pollfd ready[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                 {.fd = client_descriptor(console->session->client), .events = POLLIN}};
        if (wait_for_any(ready, 2, WAIT_FOREVER) == WAIT_INTERRUPTED)
            break;
        if (ready[1].revents != 0)
            verdict = take_pushes(console);
        if (!verdict.stop && ready[0].revents != 0 && !read_input(console, &verdict))
            break;
    }
    return console->broken > 0 && verdict.exit_code == EXIT_DONE ? EXIT_PROOF : verdict.exit_code;
}

static enum error begin(struct console *console, struct request *request, struct failure *failure)
{
    char checkpoints[PATH_MAX];
    enum error code = session_open(console->session, console->options, failure);
    if (code != OK)
        return code;
    console->textline = (struct textline){
        .options = console->options,
        .client = console->session->client,
        .request = request,
        .row = take_row,
        .context = console,
    };
    if (client_address(console->session->client)->control)
        return OK;
    code = home_checkpoints_folder(&console->session->home, client_house(console->session->client),
                                   checkpoints, failure);
    if (code != OK)
        return code;
    console->check = check_new(client_house(console->session->client), checkpoints);
    client_hand_pushes(console->session->client, take_push_meanwhile, console);
    return console->check != NULL ? OK : failure_say(failure, ERR_INTERNAL, "There is no memory left.");
}

static enum error run_console(struct command *command)
{
    const struct input *input = command->input;
    struct console *console = calloc(1, sizeof *console);
    if (console == NULL)
        return failure_say(&command->failure, ERR_INTERNAL, "There is no memory left.");
    console->options = command->options;
    console->session = &command->session;
    console->checkpoints = input->checkpoints;
    console->prompt = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    enum error code = begin(console, command->request, &command->failure);
    if (code == OK)
        command->exit_code = wait_catch_signals() ? run(console) : EXIT_FAILED;
    check_free(console->check);
    free(console);
    return code;
}

const struct command_plan plan_console = {
    .words = "console",
    .verb = &verbs[VERB_ping], /* until a line says which */
    .own.none = true,
    .help = "Type verbs and see answers and pushes.",
    .doc = "Type verbs in the text form and see their answers and all that is pushed. `help` lists "
           "the verbs, `quit` ends.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run_console,
};
