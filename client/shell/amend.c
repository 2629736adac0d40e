/* Takes over what stands and puts what was given over it. It knows no verb by name; the ways do. */
#include "client/shell/amend.h"

#include <assert.h>
#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/connect/wait.h"
#include "client/shell/field_values.h"
#include "client/shell/may.h"
#include "client/shell/print.h"
#include "client/shell/typed.h"
#include "protocol/wire/text.h"

struct values {
    alignas(max_align_t) uint8_t room[SHAPE_BYTES];
};

static const struct shape *args_of(const struct amend *amend)
{
    return amend->command->plan->verb->args;
}

/* Of the field with this index. */
static bool was_decided(const struct amend *amend, size_t index)
{
    return amend->command->request->words.has[index] || amend->command->dropped[index];
}

bool amend_decides(const struct amend *amend, const char *field)
{
    int index = shape_find(args_of(amend), bytes_of_text(field));
    return index >= 0 && was_decided(amend, (size_t)index);
}

void amend_put_time(struct amend *amend, void *values, const char *field, int64_t time_ms)
{
    assert(amend->moment_count < AMEND_MOMENTS);
    struct buffer moment = buffer_over(amend->moments[amend->moment_count++], LIMIT_DATED_BYTES);
    text_from_time(time_ms, 0, &moment);
    values_put(args_of(amend), values, field, buffer_bytes(&moment));
}

/* What names the thing, alone. */
static void name_it(const struct amend *amend, const struct shape *asked, void *question)
{
    const struct shape *args = args_of(amend);
    struct values given;
    memcpy(given.room, command_args(amend->command), args->size);
    for (size_t i = 1; i < args->count; i++)
        ((bool *)given.room)[i] = false;
    shape_copy(args, given.room, asked, question);
}

/* It is named by an id or a month, or by a year. */
static enum error is_unknown(const struct amend *amend)
{
    const struct field *named = &args_of(amend)->fields[0];
    const void *value = (const uint8_t *)command_args(amend->command) + named->offset;
    const bool numbered = named->kind == KIND_NUMBER;
    return failure_refuse(&amend->command->failure, amend->way->unknown, named->name,
                          numbered ? (struct bytes){0} : *(const struct bytes *)value,
                          numbered ? *(const uint64_t *)value : 0);
}

static enum error ask_what_stands(struct amend *amend, void *row)
{
    const struct verb *shows = verb_find(bytes_of_text(amend->command->plan->verb->shown_by));
    struct failure *failure = &amend->command->failure;
    struct values question = {0};
    name_it(amend, shows->args, question.room);
    enum error code =
        rows_ask(&amend->rows, amend->command->session.client, (int)(shows - verbs), question.room, failure);
    if (code == OK && amend->rows.count == 0)
        code = is_unknown(amend);
    if (code != OK)
        return code;
    rows_read(&amend->rows, 0, amend->way->row, row);
    code = request_judge_revision(amend->command->request, amend->way->row, row, failure);
    if (code != OK)
        return code;
    return amend->way->judge(amend, row, failure);
}

static enum error old_text(struct amend *amend, void *row, struct bytes *text)
{
    const struct shape *shape = amend->way->row;
    size_t size = 0;
    *text = (struct bytes){0};
    if (*values_flag(shape, row, "text"))
        *text = *values_bytes(shape, row, "text");
    if (!*values_flag(shape, row, "text_hash"))
        return OK;
    enum error code = blob_download(amend->command->session.client, *values_bytes(shape, row, "id"),
                                    *values_bytes(shape, row, "text_hash"), &amend->old_text, &size,
                                    &amend->command->failure);
    *text = bytes_of(amend->old_text, size);
    return code;
}

/* The new text, if there is one. */
static enum error read_text(struct amend *amend, void *row)
{
    struct bytes old = {0};
    struct notice *notice = &amend->notice;
    struct failure *failure = &amend->command->failure;
    if (!amend->way->has_notice || amend_decides(amend, "text") || amend_decides(amend, "text_hash"))
        return OK;
    bool asks = body_asks(notice->file);
    enum error code = asks ? old_text(amend, row, &old) : OK;
    if (code == OK && asks)
        code = typed_changes(*values_bytes(amend->way->row, row, "head"), failure);
    if (code == OK)
        code = notice_read_text(notice, amend->command->session.client, old, failure);
    /* What was left as it is needs no upload. */
    if (code == OK && asks && bytes_equal(old, bytes_of(notice->text, notice->text_size)))
        notice->text_size = 0;
    return code;
}

/* Whether the act would say anything new; the first field only names the thing. */
static enum error changes_something(struct amend *amend)
{
    for (size_t i = 1; i < args_of(amend)->count; i++) {
        if (was_decided(amend, i))
            return OK;
    }
    if (amend->notice.text_size > 0 || amend->notice.attach.count > 0)
        return OK;
    return failure_say(&amend->command->failure, ERR_FIELD_MISSING,
                       "Nothing would change; --help says what can.");
}

/* What stands, in `stands` as it is and in `values` without what was left out, under what was given. */
static enum error merge(struct amend *amend, const void *row, void *stands, void *values)
{
    const struct shape *args = args_of(amend);
    shape_copy(amend->way->row, row, args, stands);
    values_put(args, stands, "seen", *(const struct bytes *)shape_value(amend->way->row, row, "head"));
    enum error code = amend->way->carry(amend, row, stands, &amend->command->failure);
    if (code != OK)
        return code;
    memcpy(values, stands, args->size);
    bool new_text = amend->notice.text_size > 0 || amend_decides(amend, "text");
    for (size_t i = 0; i < args->count; i++) {
        if (amend->command->dropped[i])
            ((bool *)values)[i] = false;
    }
    if (new_text && amend->way->has_notice)
        *values_flag(args, values, "text") = *values_flag(args, values, "text_hash") = false;
    shape_copy(args, command_args(amend->command), args, values);
    return OK;
}

/* Everybody would have to sign again for the same words. */
static bool says_the_same(const struct shape *args, const void *stands, const void *values)
{
    uint8_t old_room[LIMIT_PLAIN_BYTES], new_room[LIMIT_PLAIN_BYTES];
    struct buffer old = buffer_over(old_room, sizeof old_room);
    struct buffer new = buffer_over(new_room, sizeof new_room);
    codec_encode(args, stands, &old);
    codec_encode(args, values, &new);
    return !old.overflowed && !new.overflowed &&bytes_equal(buffer_bytes(&old), buffer_bytes(&new));
}

/* Everything that can be checked before anything is asked. */
static enum error begin(struct amend *amend)
{
    struct command *command = amend->command;
    enum error code = request_given(command->request, &command->failure);
    if (code == OK && amend->notice.file != NULL && amend_decides(amend, "text"))
        code = failure_refuse(&command->failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    if (code == OK && !amend->way->has_notice)
        code = changes_something(amend);
    if (code == OK)
        code = notice_open(&amend->notice, &command->failure);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK) /* again: days are the server's */
        code = request_given(command->request, &command->failure);
    if (code == OK && amend->way->has_notice && body_is_typed(amend->notice.file))
        code = may_be_dated(args_of(amend), command_args(command), wait_wall_ms(), &command->failure);
    return code;
}

static enum error send(struct amend *amend, const void *row, const void *values)
{
    struct record_done done;
    const struct answer answer = {.ok = &done};
    struct command *command = amend->command;
    enum error code = command_ask(command, (int)(command->plan->verb - verbs), values, &answer);
    if (code != OK)
        return code;
    print_ok(command->options, &shape_record_done, &done);
    if (amend->way->said != NULL)
        amend->way->said(amend, row);
    return OK;
}

enum error amend_run(struct command *command)
{
    struct values row = {0}, stands = {0}, values = {0};
    const struct amend_way *way = command->plan->way;
    const struct shape *args = command->plan->verb->args;
    struct amend *amend = command->input;
    amend->way = way;
    amend->command = command;
    amend->notice.options = command->options;
    enum error code = begin(amend);
    if (code == OK)
        code = ask_what_stands(amend, row.room);
    if (code == OK)
        code = read_text(amend, row.room);
    if (code == OK)
        code = changes_something(amend);
    if (code == OK)
        code = merge(amend, row.room, stands.room, values.room);
    if (code == OK && way->has_notice)
        code = notice_place(&amend->notice, command->session.client, args, values.room, &command->failure);
    if (code == OK && way->has_notice && says_the_same(args, stands.room, values.room))
        code =
            failure_say(&command->failure, ERR_FIELD_MISSING, "It says that already; nothing was changed.");
    return code == OK ? send(amend, row.room, values.room) : code;
}

void amend_end(struct command *command)
{
    struct amend *amend = command->input;
    notice_close(&amend->notice);
    rows_free(&amend->rows);
    free(amend->old_text);
}
