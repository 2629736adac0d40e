/* `schedule edit`: what is scheduled, with what was given in place of what stood; and `schedule show`: the
 * whole of it. Listing and cancelling need no code of their own. */
#include "client/commands/amend.h"

#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/show/lines.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

static enum error carry(struct amend *amend, void *row, void *values, struct failure *failure)
{
    const struct record_draft *draft = row;
    (void)failure;
    amend_put_time(amend, values, "at", draft->at);
    return OK;
}

static void said(const struct amend *amend, const void *row)
{
    const struct record_draft *draft = row;
    say_note(amend->options, "%.*s is changed; it keeps this id.", (int)draft->id.size,
             (const char *)draft->id.at);
}

int command_schedule_edit(struct options *options, int argc, char **argv)
{
    static const char *const found[] = {"headline", "at", NULL};
    static const struct amend_plan plan = {
        .verb = VERB_schedule_edit,
        .row = &shape_record_draft,
        .unknown = ERR_UNKNOWN_DRAFT,
        .found = found,
        .doc = "Change what is scheduled, ID as `schedule list` gives it. What is not given stays as it is.\v"
               "--no-FIELD leaves a field out: --no-due, --no-to, --no-receipt, --no-attach. --related "
               "replaces the list; --attach adds a file, in the place of one with the same name. The text "
               "stays when neither --file nor standard input has one; on a terminal $EDITOR opens it.",
        .carry = carry,
        .said = said,
    };
    return amend_run(&plan, options, argc, argv);
}

/* The one row, as bytes of our own: it must outlive the download of its long text. */
static void copy_row(void *context, const struct shape *shape, const void *values)
{
    struct buffer *copy = context;
    copy->size = 0;
    codec_encode(shape, values, copy);
}

static void add_moment(struct buffer *out, const char *before, bool has, struct bytes moment)
{
    if (!has)
        return;
    buffer_add_text(out, before);
    lines_bytes(out, moment);
}

/* Its days are shown as they were typed; they are judged when it is published. */
static void print_draft(const struct options *options, const struct record_draft *draft, struct bytes text)
{
    char room[512];
    struct buffer line = buffer_over(room, sizeof room);
    struct record_bulletin bulletin = {0};
    if (options->json) {
        print_row((void *)(uintptr_t)options, &shape_record_draft, draft);
        return;
    }
    if (draft->has.published)
        add_moment(&line, "Published as ", true, draft->published);
    else
        buffer_add_text(&line, draft->has.cancelled && draft->cancelled ? "CANCELLED" : "Scheduled");
    buffer_add_text(&line, draft->has.published ? ", scheduled for " : " for ");
    lines_time(&line, draft->at);
    add_moment(&line, ", due ", draft->has.due, draft->due);
    add_moment(&line, ", in force from ", draft->has.effective, draft->effective);
    add_moment(&line, ", in force until ", draft->has.expires, draft->expires);
    buffer_add_text(&line, ".");
    print_line(buffer_bytes(&line));
    shape_copy(&shape_record_draft, draft, &shape_record_bulletin, &bulletin);
    print_bulletin(options, &bulletin, draft->has.text ? draft->text : text);
}

static enum error show(const struct options *options, struct client *client, struct request *request,
                       struct failure *failure)
{
    uint8_t room[LIMIT_PLAIN_BYTES], *long_text = NULL;
    size_t long_text_size = 0;
    struct buffer copy = buffer_over(room, sizeof room);
    struct record_draft draft;
    struct record_count count;
    struct refusal why = {0};
    struct answer answer = {.row = copy_row, .context = &copy, .ok = &count};
    enum error code = request_call(request, client, &answer, NULL, NULL, failure);
    if (code == OK && codec_decode_kept(&shape_record_draft, buffer_bytes(&copy), &draft, &why) != OK)
        code = failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer without its row"), 0);
    if (code == OK && draft.has.text_hash)
        code = blob_download(client, draft.id, draft.text_hash, &long_text, &long_text_size, failure);
    if (code == OK)
        print_draft(options, &draft, bytes_of(long_text, long_text_size));
    free(long_text);
    return code;
}

struct show_input {
    struct options *options;
    struct request *request;
};

static error_t parse_show(int key, char *value, struct argp_state *state)
{
    struct show_input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        return 0;
    case ARGP_KEY_ARG:
        if (request_has(input->request, "id"))
            usage_end("One at a time: what is '%s'?", value);
        request_add_text(input->request, "id", value);
        return 0;
    case ARGP_KEY_END:
        if (!request_has(input->request, "id"))
            usage_end("Which one? Give its ID, as `schedule list` shows it.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int command_schedule_show(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_schedule_list]);
    struct show_input input = {options, request};
    struct session session = {0};
    struct failure failure = {0};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = parse_show,
                        .args_doc = "ID",
                        .doc = "Show the whole of what is scheduled, ID as `schedule list` gives it.",
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = show(options, session.client, request, &failure);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
