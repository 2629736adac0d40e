/* Text form to the server and back. It knows no verb by name. */
#include "client/shell/textline.h"

#include <stdalign.h>
#include <stddef.h>

#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/shell/print.h"
#include "protocol/wire/text.h"

static void print_values(const struct options *options, const char *begin, const struct shape *shape,
                         const void *values)
{
    static uint8_t room[LIMIT_LINE_BYTES]; /* a piece of a long text in hex is 64 KiB */
    if (options->json) {
        print_json(json_from_values(shape, values));
        return;
    }
    struct buffer line = buffer_over(room, sizeof room);
    buffer_add_text(&line, begin);
    text_from_values(shape, values, lines_zone_minutes(), &line);
    print_line(buffer_bytes(&line));
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct textline *textline = context;
    print_values(textline->options, "-", shape, values);
    if (textline->row != NULL)
        textline->row(textline->context, shape, values);
}

enum error textline_run(struct textline *textline, struct bytes line, struct failure *failure)
{
    const struct verb *verb;
    struct refusal why = {0};
    struct request *request = textline->request;
    request->verb = NULL;
    enum error code = text_take_verb(&line, &verb, &why);
    if (code != OK)
        return failure_take(failure, &why);
    request_reset(request, verb);
    request->agree = &agree_spelled_out;
    code = request_take_line(request, line, failure);
    if (code == OK)
        code = request_finish(request, failure);
    if (code != OK)
        return code;

    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct answer answer = {.row = take_row, .context = textline, .ok = ok};
    code = request_call(request, textline->client, &answer, NULL, NULL, failure);
    if (code == OK)
        print_values(textline->options, "ok", verb->ok, ok);
    return code;
}

void textline_print_failure(const struct failure *failure)
{
    uint8_t room[4096];
    struct buffer line = buffer_over(room, sizeof room);
    if (failure->own_words) {
        buffer_add_text(&line, "error ");
        buffer_add_text(&line, error_kinds[failure->code].word);
        buffer_add_text(&line, " ");
        text_from_word(bytes_of_text(failure->text), &line);
    } else {
        struct refusal why = {
            .code = failure->code,
            .field = failure->field[0] != '\0' ? failure->field : NULL,
            .name = bytes_of_text(failure->name),
            .limit = failure->limit,
            .line = failure->line,
            .time_ms = failure->time_ms,
        };
        text_from_refusal(&why, &line);
    }
    print_line(buffer_bytes(&line));
}
