/* Looks up what stands in a form, and says its faults. It does not read or judge it. */
#include "client/lib/form/form.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/lib/show/width.h"
#include "protocol/wire/message.h"

static const struct form_value *find(const struct form_answers *answers, const char *block, size_t number,
                                     const char *word)
{
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        const bool in =
            value->of == NULL ? block == NULL : block != NULL && strcmp(value->of->word, block) == 0;
        if (in && value->block == number && strcmp(value->field->word, word) == 0)
            return value;
    }
    return NULL;
}

const struct form_value *form_find(const struct form_answers *answers, const char *word)
{
    return find(answers, NULL, 0, word);
}

const struct form_value *form_find_in(const struct form_answers *answers, const char *block, size_t number,
                                      const char *word)
{
    return find(answers, block, number, word);
}

size_t form_blocks(const struct form_answers *answers, const char *block)
{
    size_t count = 0;
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        if (value->of != NULL && strcmp(value->of->word, block) == 0 && value->block > count)
            count = value->block;
    }
    return count;
}

void form_fault_text(const struct form_fault *fault, struct buffer *out)
{
    enum { NAME_COLUMNS = 40 };
    uint8_t room[LIMIT_REASON_BYTES];
    char where[64];
    struct refusal why = fault->why;
    struct buffer name = buffer_over(room, sizeof room);
    if (fault->line > 0) {
        snprintf(where, sizeof where, "line %" PRIu64, fault->line);
        buffer_add_text(out, where);
    }
    if (fault->of != NULL && fault->block > 0) {
        snprintf(where, sizeof where, "%s%s %zu", fault->line > 0 ? ", " : "", fault->of->word, fault->block);
        buffer_add_text(out, where);
    }
    if (fault->line > 0 || fault->block > 0)
        buffer_add_text(out, ": ");
    if (fault->says != NULL) {
        buffer_add_text(out, fault->says);
        return;
    }
    width_fit(&name, why.name, NAME_COLUMNS);
    why.name = buffer_bytes(&name);
    refusal_text(out, &why);
}
