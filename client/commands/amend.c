/* Takes over what stands and puts what was given over it. It knows no verb by name; the plans do. */
#include "client/commands/amend.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/connect/wait.h"
#include "client/shell/may.h"
#include "client/shell/print.h"
#include "client/shell/typed.h"
#include "client/shell/values.h"
#include "protocol/wire/text.h"

struct values {
    alignas(max_align_t) uint8_t room[SHAPE_BYTES];
};

static const struct shape *args_of(const struct amend *amend)
{
    return verbs[amend->plan->verb].args;
}

bool amend_decides(const struct amend *amend, const char *field)
{
    int index = shape_find(args_of(amend), bytes_of_text(field));
    return index >= 0 && (amend->request->given[index] || amend->dropped[index]);
}

void amend_put_time(struct amend *amend, void *values, const char *field, int64_t time_ms)
{
    assert(amend->moment_count < AMEND_MOMENTS);
    struct buffer moment = buffer_over(amend->moments[amend->moment_count++], LIMIT_DATED_BYTES);
    text_from_time(time_ms, 0, &moment);
    values_put(args_of(amend), values, field, buffer_bytes(&moment));
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct amend *amend = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &amend->fields;
    state->child_inputs[1] = &amend->notice;
    state->child_inputs[2] = amend->options;
    return 0;
}

/* The row as bytes of our own: it must outlive the next question. */
static void copy_row(void *context, const struct shape *shape, const void *values)
{
    struct buffer *copy = context;
    copy->size = 0;
    codec_encode(shape, values, copy);
}

static enum error ask_what_stands(struct amend *amend, const void *given, struct buffer *copy, void *row,
                                  struct failure *failure)
{
    struct values question = {{0}};
    const struct verb *shows = verb_find(bytes_of_text(verbs[amend->plan->verb].shown_by));
    const struct shape *args = args_of(amend);
    struct refusal why = {0};
    struct answer answer = {.row = copy_row, .context = copy};
    const struct bytes *id = (const void *)((const uint8_t *)given + args->fields[0].offset);
    values_put(shows->args, question.room, args->fields[0].name, *id);
    enum error code =
        client_call_values(amend->session.client, (int)(shows - verbs), question.room, &answer, failure);
    if (code != OK)
        return code;
    if (copy->size == 0)
        return failure_refuse(failure, amend->plan->unknown, args->fields[0].name, *id, 0);
    assert(!copy->overflowed);
    code = codec_decode_kept(amend->plan->row, buffer_bytes(copy), row, &why);
    if (code != OK)
        return failure_take(failure, &why);
    if (!*values_flag(amend->plan->row, row, "headline"))
        return failure_refuse(failure, ERR_ERASED, NULL, *id, 0);
    return OK;
}

static enum error old_text(struct amend *amend, void *row, struct bytes *text, struct failure *failure)
{
    const struct shape *shape = amend->plan->row;
    size_t size = 0;
    *text = (struct bytes){0};
    if (*values_flag(shape, row, "text"))
        *text = *values_bytes(shape, row, "text");
    if (!*values_flag(shape, row, "text_hash"))
        return OK;
    enum error code = blob_download(amend->session.client, *values_bytes(shape, row, "id"),
                                    *values_bytes(shape, row, "text_hash"), &amend->old_text, &size, failure);
    *text = bytes_of(amend->old_text, size);
    return code;
}

/* The new text, if there is one. */
static enum error read_text(struct amend *amend, void *row, struct failure *failure)
{
    struct bytes old = {0};
    struct notice *notice = &amend->notice;
    if (amend_decides(amend, "text") || amend_decides(amend, "text_hash"))
        return OK;
    bool asks = body_asks(notice->file);
    enum error code = asks ? old_text(amend, row, &old, failure) : OK;
    if (code == OK && asks)
        code = typed_changes(*values_bytes(amend->plan->row, row, "head"), failure);
    if (code == OK)
        code = notice_read_text(notice, amend->session.client, old, failure);
    /* What was left as it is needs no upload. */
    if (code == OK && asks && bytes_equal(old, bytes_of(notice->text, notice->text_size)))
        notice->text_size = 0;
    return code;
}

/* Whether the act would say anything new; the first field only names the thing. */
static bool changes_something(const struct amend *amend)
{
    for (size_t i = 1; i < args_of(amend)->count; i++) {
        if (amend->request->given[i] || amend->dropped[i])
            return true;
    }
    return amend->notice.text_size > 0 || amend->notice.attach.count > 0;
}

/* What stands, in `stands` as it is and in `values` without what was left out, under what was given. */
static enum error merge(struct amend *amend, void *row, const void *given, void *stands, void *values,
                        struct failure *failure)
{
    const struct shape *args = args_of(amend);
    shape_copy(amend->plan->row, row, args, stands);
    enum error code = amend->plan->carry(amend, row, stands, failure);
    if (code != OK)
        return code;
    memcpy(values, stands, args->size);
    bool new_text = amend->notice.text_size > 0 || amend_decides(amend, "text");
    for (size_t i = 0; i < args->count; i++) {
        if (amend->dropped[i])
            ((bool *)values)[i] = false;
    }
    if (new_text)
        *values_flag(args, values, "text") = *values_flag(args, values, "text_hash") = false;
    shape_copy(args, given, args, values);
    return OK;
}

/* Everybody would have to sign again for the same words. */
static bool says_the_same(const struct shape *args, const void *stands, const void *values)
{
    uint8_t old_room[LIMIT_PLAIN_BYTES], new_room[LIMIT_PLAIN_BYTES];
    struct buffer old = buffer_over(old_room, sizeof old_room), new = buffer_over(new_room, sizeof new_room);
    codec_encode(args, stands, &old);
    codec_encode(args, values, &new);
    return !old.overflowed && !new.overflowed &&bytes_equal(buffer_bytes(&old), buffer_bytes(&new));
}

static enum error amend_it(struct amend *amend, struct failure *failure)
{
    struct values given = {{0}}, row = {{0}}, stands = {{0}}, values = {{0}};
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer copy = buffer_over(room, sizeof room);
    struct record_done done;
    struct answer answer = {.ok = &done};
    enum error code = request_given(amend->request, given.room, failure);
    if (code == OK && amend->notice.file != NULL && amend_decides(amend, "text"))
        code = failure_refuse(failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    if (code == OK)
        code = notice_open(&amend->notice, failure);
    if (code == OK)
        code = session_open(&amend->session, amend->options, failure);
    if (code == OK) /* again: days are the server's */
        code = request_given(amend->request, given.room, failure);
    if (code == OK && body_is_typed(amend->notice.file))
        code = may_be_dated(args_of(amend), given.room, wait_wall_ms(), failure);
    if (code == OK)
        code = ask_what_stands(amend, given.room, &copy, row.room, failure);
    if (code == OK)
        code = read_text(amend, row.room, failure);
    if (code == OK && !changes_something(amend))
        code = failure_say(failure, ERR_FIELD_MISSING, "Nothing would change; --help says what can.");
    if (code == OK)
        code = merge(amend, row.room, given.room, stands.room, values.room, failure);
    if (code == OK)
        code = notice_place(&amend->notice, amend->session.client, args_of(amend), values.room, failure);
    if (code == OK && says_the_same(args_of(amend), stands.room, values.room))
        code = failure_say(failure, ERR_FIELD_MISSING, "It says that already; nothing was changed.");
    if (code == OK)
        code = client_call_values(amend->session.client, amend->plan->verb, values.room, &answer, failure);
    if (code != OK)
        return code;
    print_ok(amend->options, &shape_record_done, &done);
    if (amend->plan->said != NULL)
        amend->plan->said(amend, row.room);
    return OK;
}

int amend_run(const struct amend_plan *plan, struct options *options, int argc, char **argv)
{
    struct failure failure = {0};
    struct amend *amend = calloc(1, sizeof *amend);
    if (amend == NULL) {
        say_text("There is no memory left.");
        return EXIT_FAILED;
    }
    amend->plan = plan;
    amend->options = options;
    amend->notice.options = options;
    amend->request = request_new(&verbs[plan->verb]);
    fields_init_own(&amend->fields, amend->request,
                    &(struct fields_own){notice_hidden, plan->found, amend->dropped});
    struct argp_child children[] = {
        {&amend->fields.argp, 0, NULL, 0}, {&notice_argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .parser = parse, .args_doc = amend->fields.arguments, .doc = plan->doc, .children = children};
    options_parse(&argp, argc, argv, amend);

    enum error code = amend_it(amend, &failure);
    notice_close(&amend->notice);
    session_close(&amend->session);
    request_free(amend->request);
    free(amend->old_text);
    free(amend);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
