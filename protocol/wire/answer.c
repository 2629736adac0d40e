/* Decodes an answer by the verb it belongs to and writes it as a line. It knows no connection. */
#include "protocol/wire/answer.h"

#include "protocol/tables.h"
#include "protocol/wire/text.h"

union any_answer {
#define RECORD_MEMBER(symbol, ...) struct record_##symbol symbol;
    RECORDS(RECORD_MEMBER)
};

enum error answer_to_text(const struct verb *verb, const struct message *message, int zone_minutes,
                          struct buffer *out, bool *last, struct refusal *why)
{
    union any_answer values;
    bool is_error = bytes_equal_text(message->word, "error");
    bool is_row = bytes_equal_text(message->word, "row");
    const struct shape *shape = is_error       ? &shape_record_error
                                : verb == NULL ? &shape_record_nothing
                                : is_row       ? verb->row
                                               : verb->ok;
    enum error error = codec_decode_known(shape, message->body, &values, why);
    if (error != OK)
        return error;
    buffer_add_text(out, is_error ? "error " : is_row ? "-" : "ok");
    if (is_error) {
        text_from_word(values.error.error, out);
        buffer_add_text(out, " ");
        text_from_word(values.error.text, out);
        values.error.has.error = values.error.has.text = false;
    }
    text_from_values(shape, &values, zone_minutes, out);
    *last = !is_row;
    return OK;
}
