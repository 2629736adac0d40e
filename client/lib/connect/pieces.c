/* Putting the pieces of a list together, for whichever verb has them. It does not know what the rows say. */
#include "client/lib/connect/pieces.h"

#include <assert.h>
#include <string.h>

/* More rows than any list of an honest server: one that has more never ends. */
enum { LIST_ROWS_MOST = 200000 };

static size_t field_of(const struct shape *shape, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    assert(index >= 0);
    return (size_t)index;
}

static void set_field(const struct shape *shape, const char *name, void *values, const void *value,
                      size_t size)
{
    size_t index = field_of(shape, name);
    memcpy((uint8_t *)values + shape->fields[index].offset, value, size);
    ((bool *)values)[index] = true;
}

static bool get_field(const struct shape *shape, const char *name, const void *values, void *value,
                      size_t size)
{
    size_t index = field_of(shape, name);
    if (!field_present(values, index))
        return false;
    memcpy(value, (const uint8_t *)values + shape->fields[index].offset, size);
    return true;
}

enum error pieces_begin(struct pieces *pieces, const struct verb *verb, struct bytes args,
                        const struct answer *answer, struct failure *failure)
{
    struct refusal why = {0};
    *pieces = (struct pieces){.verb = verb, .answer = answer};
    if (codec_decode(verb->args, args, pieces->question, &why) != OK)
        return failure_take(failure, &why);
    pieces->wanted = verb->rows < LIMIT_ROWS ? verb->rows : UINT64_MAX;
    get_field(verb->args, "limit", pieces->question, &pieces->wanted, sizeof pieces->wanted);
    return OK;
}

void pieces_row(void *context, const struct shape *shape, const void *values)
{
    struct pieces *pieces = context;
    pieces->rows++;
    if (pieces->answer != NULL && pieces->answer->row != NULL)
        pieces->answer->row(pieces->answer->context, shape, values);
}

enum error pieces_judge(const struct pieces *pieces, struct failure *failure)
{
    if (pieces->rows <= LIST_ROWS_MOST)
        return OK;
    return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a list that has no end"), 0);
}

bool pieces_next(struct pieces *pieces)
{
    const struct verb *verb = pieces->verb;
    struct bytes next;
    if (pieces->rows >= pieces->wanted || !get_field(verb->ok, "next", pieces->ok, &next, sizeof next))
        return false;
    const uint64_t left = pieces->wanted - pieces->rows;
    memcpy(pieces->room, next.at, next.size);
    next.at = pieces->room;
    set_field(verb->args, "next", pieces->question, &next, sizeof next);
    if (pieces->wanted != UINT64_MAX)
        set_field(verb->args, "limit", pieces->question, &left, sizeof left);
    return true;
}

void pieces_end(struct pieces *pieces)
{
    const struct shape *shape = pieces->verb->ok;
    set_field(shape, "rows", pieces->ok, &pieces->rows, sizeof pieces->rows);
    if (pieces->answer != NULL && pieces->answer->ok != NULL)
        memcpy(pieces->answer->ok, pieces->ok, shape->size);
}
