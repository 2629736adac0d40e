/* From words to the struct of a verb's args, and the look-up of heads. It knows no verb by name. */
#include "client/shell/request.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/moment.h"
#include "client/lib/tidy.h"
#include "client/shell/hint.h"
#include "client/shell/usage.h"

struct request *request_new(const struct verb *verb)
{
    struct request *request = malloc(sizeof *request);
    if (request == NULL) {
        fputs("bulletin: There is no memory left.\n", stderr);
        exit(EXIT_FAILED);
    }
    request_reset(request, verb);
    return request;
}

void request_free(struct request *request)
{
    free(request);
}

void request_reset(struct request *request, const struct verb *verb)
{
    memset(request, 0, offsetof(struct request, kept_room));
    request->verb = verb;
    request->shown_by = verb->shown_by;
    request->kept = buffer_over(request->kept_room, sizeof request->kept_room);
    request->lent = buffer_over(request->lent_room, sizeof request->lent_room);
}

bool request_takes_again(const struct field *field)
{
    return field->kind == KIND_LINES || field->kind == KIND_ITEMS;
}

static bool is_tidied(const struct field *field)
{
    return field->kind == KIND_LINE || field->kind == KIND_TEXT || request_takes_again(field);
}

/* However it came: an option may have been read from a file by the shell. `before` is what was given for the
 * field already, and stands in front of it. */
static void keep_tidied(struct request *request, const struct field *field, struct bytes before,
                        struct bytes *word)
{
    const size_t begin = request->kept.size;
    if (before.size > 0) {
        buffer_add(&request->kept, before.at, before.size);
        buffer_add_text(&request->kept, field->kind == KIND_ITEMS ? "\n\n" : "\n");
    }
    buffer_add(&request->kept, word->at, word->size);
    *word = bytes_skip(buffer_bytes(&request->kept), begin);
    if (is_tidied(field) && !request->kept.overflowed) {
        word->size = tidy_text(request->kept.at + begin, word->size);
        request->kept.size = begin + word->size;
    }
}

/* The place of the next word for a field. */
static size_t take_place(struct request *request, const char *name)
{
    int index = shape_find(request->verb->args, bytes_of_text(name));
    assert(index >= 0);
    if (request->words.has[index] && !request_takes_again(&request->verb->args->fields[index]))
        request->twice = request->verb->args->fields[index].name;
    request->words.has[index] = true;
    return (size_t)index;
}

void request_add(struct request *request, const char *field, struct bytes word)
{
    size_t index = take_place(request, field);
    keep_tidied(request, &request->verb->args->fields[index], request->words.of[index].raw, &word);
    request->words.of[index] = (struct text_word){.raw = word};
}

void request_add_text(struct request *request, const char *field, const char *word)
{
    request_add(request, field, bytes_of_text(word));
}

void request_put(struct request *request, const char *field, struct bytes value)
{
    int index = shape_find(request->verb->args, bytes_of_text(field));
    assert(index >= 0);
    const size_t before = request->kept.size;
    buffer_add(&request->kept, value.at, value.size);
    request->put[index] = bytes_skip(buffer_bytes(&request->kept), before);
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
    request->moments[take_place(request, field->name)] = typed;
    request->has_moments = true;
    return true;
}

const char *request_moment_forms(const struct field *field)
{
    return field->kind == KIND_MONTH ? "this, next or 2026-12" : moment_forms;
}

enum error request_take_line(struct request *request, struct bytes line, struct failure *failure)
{
    struct refusal why = {0};
    enum error code = text_take_words(request->verb->args, line, &request->words, &why);
    return code == OK ? OK : failure_take(failure, &why);
}

bool request_has(const struct request *request, const char *field)
{
    int index = shape_find(request->verb->args, bytes_of_text(field));
    return index >= 0 && request->words.has[index];
}

/* The times, by the clock and zone of now. */
static void settle_moments(struct request *request)
{
    const struct shape *args = request->verb->args;
    for (size_t i = 0; i < args->count; i++) {
        const size_t before = request->lent.size;
        if (request->moments[i] == NULL)
            continue;
        if (!write_moment(&args->fields[i], request->moments[i], &request->lent))
            buffer_add_text(&request->lent, request->moments[i]);
        request->words.of[i] = (struct text_word){.raw = bytes_skip(buffer_bytes(&request->lent), before)};
    }
}

/* Beside the words. */
static enum error take_put(struct request *request, struct refusal *why)
{
    const struct shape *args = request->verb->args;
    enum error code = OK;
    for (size_t i = 0; i < args->count && code == OK; i++) {
        if (request->put[i].at == NULL)
            continue;
        *(struct bytes *)(void *)(request->values + args->fields[i].offset) = request->put[i];
        ((bool *)request->values)[i] = true;
        code = codec_check_said(&args->fields[i], &request->put[i], why);
    }
    return code;
}

/* Every word by itself. */
static enum error read_words(struct request *request, struct failure *failure)
{
    struct refusal why = {0};
    request->lent.size = 0;
    settle_moments(request);
    if (request->kept.overflowed || request->lent.overflowed)
        return failure_refuse(failure, ERR_LINE_BROKEN, NULL, bytes_of_text("it is too long"), 0);
    if (request->twice != NULL)
        return failure_refuse(failure, ERR_FIELD_TWICE, request->twice, (struct bytes){0}, 0);
    enum error code =
        text_to_values(request->verb->args, &request->words, &request->lent, request->values, &why);
    if (code == OK)
        code = take_put(request, &why);
    return code == OK ? OK : failure_take(failure, &why);
}

enum error request_given(struct request *request, struct failure *failure)
{
    enum error code = read_words(request, failure);
    if (code == OK && !field_present(request->values, 0))
        code = failure_refuse(failure, ERR_FIELD_MISSING, request->verb->args->fields[0].name,
                              (struct bytes){0}, 0);
    return code;
}

/* A head that nobody gave: that which was looked up; until then one of no thing, zeros. */
static void put_head(struct request *request)
{
    const struct shape *args = request->verb->args;
    request->needs_head = NULL;
    for (size_t i = 0; i < args->count; i++) {
        const struct field *field = &args->fields[i];
        if (field->needed != REQUIRED || field_present(request->values, i) || seen_shown(field->name) == NULL)
            continue;
        *(struct bytes *)(void *)(request->values + field->offset) =
            bytes_of(request->head, sizeof request->head);
        ((bool *)request->values)[i] = true;
        if (!request->has_head)
            request->needs_head = seen_shown(field->name);
    }
}

enum error request_finish(struct request *request, struct failure *failure)
{
    struct refusal why = {0};
    enum error code = read_words(request, failure);
    if (code != OK)
        return code;
    if (request->verb->shown_by != NULL)
        put_head(request);
    code = codec_whole(request->verb->args, request->values, &why);
    return code == OK ? OK : failure_take(failure, &why);
}

void request_set_head(struct request *request, struct bytes head)
{
    assert(head.size == sizeof request->head);
    memcpy(request->head, head.at, sizeof request->head);
    request->has_head = true;
    request->needs_head = NULL;
}

/* --- only if it is the revision that was seen --- */

uint64_t request_revision_typed(const char *word)
{
    uint64_t number = 0;
    for (const char *digit = word; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9' || number > LIMIT_REVISIONS)
            usage_end("'%s' is no number of a revision.", word);
        number = number * 10 + (uint64_t)(*digit - '0');
    }
    if (number == 0 || number > LIMIT_REVISIONS)
        usage_end("'%s' is no number of a revision.", word);
    return number;
}

static void take_revision(void *input, const char *value)
{
    struct request *request = input;
    request->only_revision = request_revision_typed(value);
}

const struct option_row request_revision_options[] = {
    OPTION_TAKEN(take_revision, "revision", "NUMBER", "Only if this revision, which I saw, is the newest"),
    {0},
};

bool request_has_revisions(const struct verb *verb)
{
    if (verb->kind != ACT || verb->shown_by == NULL || shape_find(verb->args, bytes_of_text("seen")) < 0)
        return false;
    return shape_find(verb_find(bytes_of_text(verb->shown_by))->row, bytes_of_text("revision")) >= 0;
}

enum error request_judge_revision(struct request *request, const struct shape *shape, const void *values,
                                  struct failure *failure)
{
    const uint64_t *newest = shape_value(shape, values, "revision");
    const struct bytes *id = shape_value(shape, values, "id");
    if (request->only_revision == 0 || newest == NULL || id == NULL)
        return OK;
    request->revision_judged = request->only_revision == *newest;
    if (request->revision_judged)
        return OK;
    return failure_refuse(failure, request->only_revision < *newest ? ERR_HEAD_CHANGED : ERR_UNKNOWN_REVISION,
                          "revision", *id, *newest);
}

/* The search for a head. */
struct seeking {
    struct request *request;
    enum error judged; /* the revision that was found, with what is wrong with it in `failure` */
    struct failure *failure;
    request_shown *shown;
    void *context;
    struct buffer *described;
};

/* The first row is the thing itself; what follows belongs to it. */
static void take_shown(void *context, const struct shape *shape, const void *values)
{
    struct seeking *seeking = context;
    struct request *request = seeking->request;
    const struct bytes *head =
        request->needs_head != NULL ? shape_value(shape, values, request->needs_head) : NULL;
    if (head == NULL)
        return;
    request_set_head(request, *head);
    seeking->judged = request_judge_revision(request, shape, values, seeking->failure);
    agree_describe(seeking->described, shape, values);
    if (seeking->shown != NULL && seeking->judged == OK)
        seeking->shown(seeking->context, shape, values);
}

/* Asks the verb that shows the thing, by the first field of both. When there is no such thing the head stays
 * zeros, and the server names what is wrong. */
static enum error look_up_head(struct client *client, struct seeking *seeking, struct failure *failure)
{
    alignas(max_align_t) uint8_t question[SHAPE_BYTES] = {0};
    const struct request *request = seeking->request;
    const struct verb *shows = verb_find(bytes_of_text(request->shown_by));
    assert(shows != NULL && shows->args->count > 0);
    ((bool *)question)[0] = true;
    memcpy(question + shows->args->fields[0].offset, request->values + request->verb->args->fields[0].offset,
           sizeof(struct bytes));
    struct answer answer = {.row = take_shown, .context = seeking};
    enum error code = client_call_values(client, (int)(shows - verbs), question, &answer, failure);
    if (code != OK)
        return code;
    if (seeking->judged != OK)
        *failure = *seeking->failure;
    return seeking->judged;
}

/* What was asked for must have been looked at: a thing without revisions, or one that was not looked up. */
static enum error revision_was_judged(const struct request *request, struct failure *failure)
{
    if (request->only_revision == 0 || request->revision_judged || request->needs_head != NULL)
        return OK;
    return failure_say(failure, ERR_BAD_VALUE,
                       "--revision is for what has revisions, and does not go together with --seen.");
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
    text_from_values(request->verb->args, request->values, lines_zone_minutes(), &typed);
    buffer_add_text(&typed, "\n");
    return agree_ask(request->agree, request->verb, buffer_bytes(&typed), failure);
}

enum error request_call(struct request *request, struct client *client, const struct answer *answer,
                        request_shown *shown, void *context, struct failure *failure)
{
    char room[LIMIT_LINE_BYTES];
    struct buffer described = buffer_over(room, sizeof room);
    struct failure judged;
    struct seeking seeking = {.request = request,
                              .judged = OK,
                              .failure = &judged,
                              .shown = shown,
                              .context = context,
                              .described = &described};
    /* The server has said its zone by now. */
    enum error code = request->has_moments ? request_finish(request, failure) : OK;
    if (code == OK && request->needs_head != NULL)
        code = look_up_head(client, &seeking, failure);
    if (code == OK)
        code = revision_was_judged(request, failure);
    /* A head that is still missing is one of no thing, and the server says so. */
    if (code == OK && request->verb->final && request->needs_head == NULL)
        code = ask_person(request, &described, failure);
    if (code == OK)
        code = client_call_values(client, (int)(request->verb - verbs), request->values, answer, failure);
    if (code != OK)
        hint_add(client, failure);
    return code;
}
