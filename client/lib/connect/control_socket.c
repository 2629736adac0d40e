/* Lines of the text form become messages, and requests become lines. It knows no verb by name. */
#include "client/lib/connect/control_socket.h"

#include <stdlib.h>
#include <unistd.h>

#include "protocol/wire/text.h"

enum error control_open(struct control *control, const struct address *address, int64_t deadline_ms,
                        struct failure *failure)
{
    control->socket = -1;
    control->had = control->taken = 0;
    control->asked = NULL;
    return dial(address, deadline_ms, &control->socket, failure);
}

enum error control_send(struct control *control, uint64_t id, const struct verb *verb, struct bytes body,
                        int64_t deadline_ms, struct failure *failure)
{
    struct refusal why = {0};
    uint8_t *room = malloc(LIMIT_LINE_BYTES);
    void *values = calloc(1, verb->args->size);
    enum error code = OK;
    if (room == NULL || values == NULL) {
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
        goto out;
    }
    code = codec_decode(verb->args, body, values, &why);
    if (code != OK) {
        failure_take(failure, &why);
        goto out;
    }
    struct buffer line = buffer_over(room, LIMIT_LINE_BYTES);
    buffer_add_text(&line, verb->word);
    text_from_values(verb->args, values, 0, &line);
    buffer_add_text(&line, "\n");
    if (line.overflowed) {
        code = failure_refuse(failure, ERR_TOO_LONG, NULL, (struct bytes){0}, LIMIT_LINE_BYTES);
        goto out;
    }
    control->asked = verb;
    control->asked_id = id;
    code = dial_write(control->socket, buffer_bytes(&line), deadline_ms, failure);
out:
    free(values);
    free(room);
    return code;
}

static enum error next_line(struct control *control, int64_t deadline_ms, struct bytes *line,
                            struct failure *failure)
{
    memmove(control->input, control->input + control->taken, control->had - control->taken);
    control->had -= control->taken;
    control->taken = 0;
    size_t searched = 0;
    for (bool first = true;; first = false) {
        uint8_t *end = memchr(control->input + searched, '\n', control->had - searched);
        if (end != NULL) {
            control->taken = (size_t)(end - control->input) + 1;
            *line = bytes_of(control->input, control->taken - 1);
            return OK;
        }
        searched = control->had;
        if (control->had == sizeof control->input)
            return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a line is too long"), 0);
        size_t size = 0;
        enum error code = (first ? dial_read : dial_read_on)(control->socket, control->input + control->had,
                                                             sizeof control->input - control->had,
                                                             deadline_ms, &size, failure);
        if (code != OK)
            return code;
        control->had += size;
    }
}

/* Takes the word that begins every line of an answer. */
static bool take_word(struct bytes *line, const char *word)
{
    size_t size = strlen(word);
    if (line->size < size || memcmp(line->at, word, size) != 0)
        return false;
    if (line->size > size && line->at[size] != ' ')
        return false;
    *line = bytes_skip(*line, size);
    return true;
}

enum error control_receive(struct control *control, int64_t deadline_ms, struct message *message,
                           struct failure *failure)
{
    struct buffer map = buffer_over(control->map, sizeof control->map);
    struct refusal why = {0};
    struct bytes line;
    enum error code;
    do {
        code = next_line(control, deadline_ms, &line, failure);
        if (code != OK)
            return code;
    } while (control->asked == NULL || take_word(&line, "!"));

    const char *word = NULL;
    if (take_word(&line, "-")) {
        word = "row";
        code = text_to_map(control->asked->row, line, &map, &why);
    } else if (take_word(&line, "ok")) {
        word = "ok";
        code = text_to_map(control->asked->ok, line, &map, &why);
    } else {
        word = "error";
        code = text_to_error(line, &map, &why);
    }
    if (code != OK)
        return failure_take(failure, &why);
    *message =
        (struct message){.id = control->asked_id, .word = bytes_of_text(word), .body = buffer_bytes(&map)};
    return OK;
}

void control_close(struct control *control)
{
    if (control->socket < 0)
        return;
    close(control->socket);
    control->socket = -1;
}
