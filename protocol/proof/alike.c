/* What a fact and its act both say, field by field. It does not know how they name a thing, nor of which
 * kinds they are. */
#include "protocol/proof/alike.h"

#include "protocol/wire/scan.h"

/* What is gone by the time of the fact may be left out of it. */
static bool words_within(const struct bytes *some, const struct bytes *all)
{
    struct bytes word;
    for (size_t at = 0; some != NULL && words_next(*some, &at, &word);) {
        if (all == NULL || !words_have(*all, word))
            return false;
    }
    return true;
}

/* The same values in the same order, however they were encoded. */
static bool lists_equal(struct bytes one, struct bytes other)
{
    struct value a, b;
    while (scan_take(&one, &a)) {
        if (!scan_take(&other, &b) || a.type != b.type || a.number != b.number ||
            !bytes_equal(a.bytes, b.bytes))
            return false;
    }
    return other.size == 0;
}

static bool bytes_alike(enum kind kind, struct bytes one, struct bytes other)
{
    return kind_is_list(kind) ? lists_equal(one, other) : bytes_equal(one, other);
}

static bool are_alike(const struct field *field, const void *in_act, const void *in_fact, enum alike alike)
{
    if (in_act == NULL && (alike == WHERE_SAID || field->kind == KIND_NUMBER))
        return true;
    switch (field->kind) {
    case KIND_FLAG: /* left out, it means no */
        return (in_act != NULL && *(const bool *)in_act) == (in_fact != NULL && *(const bool *)in_fact);
    case KIND_NUMBER:
        return *(const uint64_t *)in_act == (in_fact != NULL ? *(const uint64_t *)in_fact : 0);
    case KIND_IDS:
    case KIND_NAMES:
        return words_within(in_fact, in_act);
        CHOICES(CHOICE_CASE)
    case KIND_TIME:
        return in_act == NULL ? in_fact == NULL
                              : in_fact != NULL && memcmp(in_act, in_fact, sizeof(uint64_t)) == 0;
    default:
        return in_act == NULL ? in_fact == NULL
                              : in_fact != NULL && bytes_alike(field->kind, *(const struct bytes *)in_act,
                                                               *(const struct bytes *)in_fact);
    }
}

bool fact_is_alike(const struct fact_parts *parts, enum alike alike)
{
    const struct shape *decided = parts->kind->decided, *args = parts->verb->args;
    for (size_t i = 0; alike != APART && i < decided->count; i++) {
        const struct field *field = &decided->fields[i];
        int index = shape_find(args, bytes_of_text(field->name));
        if (index < 0 || args->fields[index].kind != field->kind || strcmp(field->name, "id") == 0)
            continue;
        if (!are_alike(field, shape_value(args, parts->args, field->name),
                       shape_value(decided, parts->decided, field->name), alike))
            return false;
    }
    return true;
}
