/* From words to an encoded map, and the look-up of heads. It knows no verb by name. */
#include "client/shell/request.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/moment.h"
#include "client/lib/tidy.h"
#include "client/shell/hint.h"
#include "protocol/wire/text.h"

/* The fields that name what its author saw; the same in the verb and in the row that shows the thing. */
static const char *const head_fields[] = {"head", "revision_head"};

static _Noreturn void no_memory(void)
{
    fputs("bulletin: There is no memory left.\n", stderr);
    exit(EXIT_FAILED);
}

struct request *request_new(const struct verb *verb)
{
    struct request *request = malloc(sizeof *request);
    if (request == NULL)
        no_memory();
    request_reset(request, verb);
    return request;
}

void request_free(struct request *request)
{
    free(request);
}

void request_reset(struct request *request, const struct verb *verb)
{
    request->verb = verb;
    request->needs_head = NULL;
    request->shown_by = verb->shown_by;
    request->agree = NULL;
    memset(request->given, 0, sizeof request->given);
    request->line = buffer_over(request->line_room, sizeof request->line_room);
    request->settled = buffer_over(request->settled_room, sizeof request->settled_room);
    request->moment_count = 0;
    request->map = buffer_over(request->map_room, sizeof request->map_room);
}

static bool is_text(const struct field *field)
{
    return field->kind == KIND_LINE || field->kind == KIND_TEXT;
}

/* However it came: an option may have been read from a file by the shell. */
static void add_tidied(struct request *request, struct bytes text)
{
    uint8_t *tidied = malloc(text.size + 1);
    if (tidied == NULL)
        no_memory();
    if (text.size > 0)
        memcpy(tidied, text.at, text.size);
    text_from_word(bytes_of(tidied, tidy_text(tidied, text.size)), &request->line);
    free(tidied);
}

void request_add(struct request *request, const char *field, struct bytes value)
{
    int index = shape_find(request->verb->args, bytes_of_text(field));
    if (index >= 0)
        request->given[index] = true;
    buffer_add_text(&request->line, " ");
    buffer_add_text(&request->line, field);
    buffer_add_text(&request->line, "=");
    if (index >= 0 && is_text(&request->verb->args->fields[index]))
        add_tidied(request, value);
    else
        text_from_word(value, &request->line);
}

void request_add_text(struct request *request, const char *field, const char *value)
{
    request_add(request, field, bytes_of_text(value));
}

void request_add_hex(struct request *request, const char *field, const uint8_t *bytes, size_t size)
{
    uint8_t room[2 * LIMIT_SIGNATURE_BYTES];
    struct buffer hex = buffer_over(room, sizeof room);
    text_from_hex(bytes_of(bytes, size), &hex);
    assert(!hex.overflowed);
    request_add(request, field, buffer_bytes(&hex));
}

/* False when it is none, or an hour that is left out that day. */
static bool write_moment(const struct field *field, const char *typed, struct buffer *out)
{
    const enum moment_way way = strcmp(field->name, "since") == 0 ? MOMENT_BACK : MOMENT_AHEAD;
    const enum day_edge edge = strcmp(field->name, "expires") == 0 ? DAY_ENDS : DAY_BEGINS;
    const struct bytes text = bytes_of_text(typed);
    const int64_t now_ms = wait_wall_ms();
    char month[CALENDAR_MONTH_BYTES];
    int64_t time_ms;
    switch (field->kind) {
    case KIND_MOMENT:
        return moment_write(text, way, now_ms, out);
    case KIND_MONTH:
        if (!moment_month(text, now_ms, month))
            return false;
        buffer_add_text(out, month);
        return true;
    default:
        if (!moment_time(text, way, edge, now_ms, &time_ms))
            return false;
        text_from_time(time_ms, 0, out);
        return true;
    }
}

bool request_add_moment(struct request *request, const struct field *field, const char *typed)
{
    uint8_t room[64];
    struct buffer ignored = buffer_over(room, sizeof room);
    if (!write_moment(field, typed, &ignored))
        return false;
    request_add_text(request, field->name, "");
    request->line.size -= strlen("\"\"");
    if (request->moment_count == SHAPE_FIELDS)
        request->line.overflowed = true; /* some field is there twice */
    else
        request->moments[request->moment_count++] = (struct request_moment){request->line.size, field, typed};
    return true;
}

const char *request_moment_forms(const struct field *field)
{
    return field->kind == KIND_MONTH ? "this, next or 2026-12" : moment_forms;
}

/* The whole line, its moments by the clock and zone of now. */
static struct bytes request_line(struct request *request)
{
    size_t from = 0;
    request->settled.size = 0;
    for (size_t i = 0; i < request->moment_count; i++) {
        const struct request_moment *moment = &request->moments[i];
        buffer_add(&request->settled, request->line.at + from, moment->at - from);
        if (!write_moment(moment->field, moment->typed, &request->settled))
            text_from_word(bytes_of_text(moment->typed), &request->settled);
        from = moment->at;
    }
    buffer_add(&request->settled, request->line.at + from, request->line.size - from);
    return buffer_bytes(&request->settled);
}

bool request_has(const struct request *request, const char *field)
{
    int index = shape_find(request->verb->args, bytes_of_text(field));
    return index >= 0 && request->given[index];
}

enum error request_finish(struct request *request, struct failure *failure)
{
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    struct refusal why = {0};
    request->map.size = 0;
    struct bytes line = request_line(request);
    if (request->line.overflowed || request->settled.overflowed)
        return failure_refuse(failure, ERR_LINE_BROKEN, NULL, bytes_of_text("it is too long"), 0);
    enum error code = text_to_map(request->verb->args, line, &request->map, &why);
    bool can_look = code == ERR_FIELD_MISSING && request->verb->shown_by != NULL && why.field != NULL;
    for (size_t i = 0; can_look && i < sizeof head_fields / sizeof head_fields[0]; i++) {
        if (strcmp(why.field, head_fields[i]) == 0)
            request->needs_head = head_fields[i];
    }
    if (can_look && request->needs_head != NULL) {
        request_add_hex(request, request->needs_head, zeros, sizeof zeros);
        code = text_to_map(request->verb->args, request_line(request), &request->map, &why);
    }
    return code == OK ? OK : failure_take(failure, &why);
}

enum error request_given(struct request *request, void *given, struct failure *failure)
{
    struct field loose_fields[SHAPE_FIELDS];
    struct shape loose = *request->verb->args;
    struct refusal why = {0};
    memcpy(loose_fields, loose.fields, loose.count * sizeof *loose_fields);
    for (size_t i = 1; i < loose.count; i++)
        loose_fields[i].needed = OPTIONAL;
    loose.fields = loose_fields;
    struct bytes line = request_line(request);
    if (request->line.overflowed || request->settled.overflowed)
        return failure_refuse(failure, ERR_LINE_BROKEN, NULL, bytes_of_text("it is too long"), 0);
    request->map.size = 0;
    enum error code = text_to_map(&loose, line, &request->map, &why);
    if (code == OK)
        code = codec_decode(&loose, buffer_bytes(&request->map), given, &why);
    return code == OK ? OK : failure_take(failure, &why);
}

struct seen {
    const char *field;
    bool found;
    uint8_t head[LIMIT_HASH_BYTES];
    request_shown *shown;
    void *context;
    struct buffer *described;
};

/* The first row is the thing itself; what follows belongs to it. */
static void take_shown(void *context, const struct shape *shape, const void *values)
{
    struct seen *seen = context;
    int index = shape_find(shape, bytes_of_text(seen->field));
    if (seen->found || index < 0 || !field_present(values, (size_t)index))
        return;
    const struct bytes *head = (const void *)((const uint8_t *)values + shape->fields[index].offset);
    memcpy(seen->head, head->at, sizeof seen->head);
    seen->found = true;
    agree_describe(seen->described, shape, values);
    if (seen->shown != NULL)
        seen->shown(seen->context, shape, values);
}

void request_set_head(struct request *request, const uint8_t head[LIMIT_HASH_BYTES])
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    const struct shape *args = request->verb->args;
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    struct bytes bytes = bytes_of(head, LIMIT_HASH_BYTES);
    struct refusal why = {0};
    enum error code = codec_decode(args, buffer_bytes(&request->map), values, &why);
    assert(code == OK && request->needs_head != NULL);
    (void)code;
    int index = shape_find(args, bytes_of_text(request->needs_head));
    memcpy(values + args->fields[index].offset, &bytes, sizeof bytes);
    codec_encode(args, values, &map);
    assert(!map.overflowed);
    request->map.size = 0;
    buffer_add(&request->map, map.at, map.size);
    request->needs_head = NULL;
}

/* Asks the verb that shows the thing, by the first field of both, and puts the head into the map. When there
 * is no such thing the head stays zeros, and the server names what is wrong. */
static enum error look_up_head(struct request *request, struct client *client, struct seen *seen,
                               struct failure *failure)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES], question[SHAPE_BYTES] = {0};
    const struct verb *shows = verb_find(bytes_of_text(request->shown_by));
    const struct shape *args = request->verb->args;
    struct refusal why = {0};
    assert(shows != NULL && shows->args->count > 0);
    enum error code = codec_decode(args, buffer_bytes(&request->map), values, &why);
    assert(code == OK);

    ((bool *)question)[0] = true;
    memcpy(question + shows->args->fields[0].offset, values + args->fields[0].offset, sizeof(struct bytes));
    struct answer answer = {.row = take_shown, .context = seen};
    code = client_call_values(client, (int)(shows - verbs), question, &answer, failure);
    if (code == OK && seen->found)
        request_set_head(request, seen->head);
    return code;
}

/* Of a verb without a head what was typed is all there is to show. */
static enum error ask_person(const struct request *request, const struct buffer *described,
                             struct failure *failure)
{
    char room[LIMIT_LINE_BYTES];
    struct buffer typed = buffer_over(room, sizeof room);
    assert(request->agree != NULL);
    if (described->size > 0)
        return agree_ask(request->agree, request->verb, buffer_bytes(described), failure);
    buffer_add_text(&typed, request->verb->word);
    buffer_add(&typed, request->line.at, request->line.size);
    buffer_add_text(&typed, "\n");
    return agree_ask(request->agree, request->verb, buffer_bytes(&typed), failure);
}

enum error request_call(struct request *request, struct client *client, const struct answer *answer,
                        request_shown *shown, void *context, struct failure *failure)
{
    char room[LIMIT_LINE_BYTES];
    struct buffer described = buffer_over(room, sizeof room);
    struct seen seen = {
        .field = request->needs_head, .shown = shown, .context = context, .described = &described};
    /* The server has said its zone by now. */
    enum error code = request->moment_count > 0 ? request_finish(request, failure) : OK;
    if (code == OK && request->needs_head != NULL)
        code = look_up_head(request, client, &seen, failure);
    /* A head that is still missing is one of no thing, and the server says so. */
    if (code == OK && request->verb->final && request->needs_head == NULL)
        code = ask_person(request, &described, failure);
    if (code == OK)
        code = client_call(client, request->verb, buffer_bytes(&request->map), answer, failure);
    if (code != OK)
        hint_add(client, failure);
    return code;
}
