/* Putting the pieces of a list together, for whichever verb has them. It does not know what the rows say. */
#include "client/lib/connect/pieces.h"

#include <string.h>

/* More rows than any list of an honest server: one that has more never ends. */
enum { LIST_ROWS_MOST = 200000 };

enum error pieces_begin(struct pieces *pieces, const struct verb *verb, struct bytes args,
                        const struct answer *answer, struct failure *failure)
{
    struct refusal why = {0};
    *pieces = (struct pieces){.verb = verb, .answer = answer};
    if (codec_decode(verb->args, args, pieces->question, &why) != OK)
        return failure_take(failure, &why);
    pieces->wanted = verb->rows < LIMIT_ROWS ? verb->rows : UINT64_MAX;
    const uint64_t *limit = shape_value(verb->args, pieces->question, "limit");
    if (limit != NULL)
        pieces->wanted = *limit;
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
    const struct bytes *said = shape_value(verb->ok, pieces->ok, "next");
    if (pieces->rows >= pieces->wanted || said == NULL)
        return false;
    const uint64_t left = pieces->wanted - pieces->rows;
    const struct bytes next = bytes_of(pieces->room, said->size);
    memcpy(pieces->room, said->at, said->size);
    shape_put(verb->args, pieces->question, "next", &next);
    if (pieces->wanted != UINT64_MAX)
        shape_put(verb->args, pieces->question, "limit", &left);
    return true;
}

void pieces_end(struct pieces *pieces)
{
    const struct shape *shape = pieces->verb->ok;
    shape_put(shape, pieces->ok, "rows", &pieces->rows);
    if (pieces->answer != NULL && pieces->answer->ok != NULL)
        memcpy(pieces->answer->ok, pieces->ok, shape->size);
}
