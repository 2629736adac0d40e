/* Why something was refused, as whoever refuses says it. How a person reads it stands in refusal_text.h. */
#ifndef BULLETIN_WIRE_REFUSAL_H
#define BULLETIN_WIRE_REFUSAL_H

#include "protocol/errors.h"
#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

struct field;

/* Why something was refused; what an "error" answer carries. Pointers are static or borrowed from the input
 * that was refused. Whoever refuses fills in what its error's text names. */
struct refusal {
    enum error code;
    const char *field;    /* static, or NULL */
    struct bytes name;    /* the offending word, cut to LIMIT_ID_BYTES by whoever sends it */
    uint32_t character;   /* what CONTROL_CHARACTER is about, when it has no name */
    uint64_t limit, line; /* line: of a text, from 1; 0: none in particular */
    int64_t time_ms;
    int zone_minutes;          /* in which the time is said to a person; 0: UTC */
    const struct field *about; /* the field that a value is no value of, whose words the text then lists */
    const char *where;         /* in the sources; static, or NULL: nobody said */
};

static inline enum error refuse_at(struct refusal *why, enum error code, const char *field, struct bytes name,
                                   uint64_t limit, const char *where)
{
    *why = (struct refusal){.code = code, .field = field, .name = name, .limit = limit, .where = where};
    return code;
}
#define refuse(why, code, field, name, limit) refuse_at(why, code, field, name, limit, HERE)

#endif
