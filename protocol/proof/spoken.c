/* The rows of what can be hidden, by the head alone. */
#include "protocol/proof/spoken.h"

#include <stdalign.h>
#include <stddef.h>

#include "protocol/tables.h"

static const struct {
    int kind;
    const char *named_by; /* NULL: the fact's own place */
} rows[] = {
    {.kind = FACT_post_made},
    {.kind = FACT_thread_opened},
    {.kind = FACT_post_edited, .named_by = "id"},
    {.kind = FACT_theme_opened, .named_by = "thread"},
    {.kind = FACT_theme_corrected, .named_by = "thread"},
};

bool spoken_id(const struct head *head, struct buffer *id)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct refusal why;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct fact_kind *kind = &fact_kinds[rows[i].kind];
        if (!bytes_equal_text(head->kind, kind->word))
            continue;
        if (rows[i].named_by == NULL) {
            id_write(id, head->channel, head->number);
            return true;
        }
        if (codec_decode_known(kind->decided, head->decided, decided, &why) != OK)
            return false;
        const struct bytes *named = shape_value(kind->decided, decided, rows[i].named_by);
        if (named != NULL)
            buffer_add(id, named->at, named->size);
        return named != NULL;
    }
    return false;
}
