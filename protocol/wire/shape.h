/* Kinds of fields, and shapes: C structs described by lists of fields. It does not know what any field is
 * for.
 *
 * Every struct that a shape describes begins with one bool a field, in order, that says whether it is
 * there; then one member a field, of the type its kind names. Strings and bytes are borrowed from the
 * decoded input. */
#ifndef BULLETIN_WIRE_SHAPE_H
#define BULLETIN_WIRE_SHAPE_H

#include "protocol/limits.h"
#include "protocol/nouns.h"
#include "protocol/wire/buffer.h"

/* KIND(SYMBOL, C type, MessagePack type, what the error and the reference call it, what a value looks like,
 * for whoever gave another; "" where a picture would not help). Choices (nouns.h) are kinds too: a word on
 * the wire, a number here. */
#define KINDS(KIND)                                                                                          \
    /* a-z 0-9 - . ; an account or a department */                                                           \
    KIND(NAME, struct bytes, STRING, "a name", "")                                                           \
    /* a name, or PREFIX/NAME for one the server made */                                                     \
    KIND(CHANNEL, struct bytes, STRING, "a channel", "")                                                     \
    KIND(ID, struct bytes, STRING, "an id", "CHANNEL/NUMBER, such as programme/12")                          \
    /* UTF-8, no control, bidi or zero-width characters */                                                   \
    KIND(LINE, struct bytes, STRING, "a line of text", "")                                                   \
    /* the same, and newlines and tabs */                                                                    \
    KIND(TEXT, struct bytes, STRING, "text", "")                                                             \
    KIND(DATED, struct bytes, STRING, "a date",                                                              \
         "YYYY, YYYY-MM, YYYY-MM-DD, or a whole time such as 2026-12-01T17:00:00+08:00")                     \
    /* YYYY-MM-DD, YYYY-MM-DDTHH:MM in the programme's zone, or RFC 3339 */                                  \
    KIND(MOMENT, struct bytes, STRING, "a moment",                                                           \
         "a day such as 2026-12-01, or a minute such as 2026-12-01T17:00, +08:00 behind it if you like")     \
    KIND(MONTH, struct bytes, STRING, "a month", "YYYY-MM, such as 2026-12")                                 \
    /* LIMIT_CODE_BYTES of Crockford base32, upper case */                                                   \
    KIND(CODE, struct bytes, STRING, "an invitation code", "four groups of four letters and digits")         \
    /* at most the field's limit; the next three have one size */                                            \
    KIND(BYTES, struct bytes, BINARY, "bytes", "hex digits")                                                 \
    KIND(HASH, struct bytes, BINARY, "a hash", "64 hex digits")                                              \
    KIND(KEY, struct bytes, BINARY, "a key", "64 hex digits")                                                \
    KIND(SIGNATURE, struct bytes, BINARY, "a signature", "")                                                 \
    /* 0 up to the field's limit (0: no bound) */                                                            \
    KIND(NUMBER, uint64_t, NUMBER, "a number", "")                                                           \
    /* milliseconds since 1970 UTC; may be VALUE_NEGATIVE too */                                             \
    KIND(TIME, int64_t, NUMBER, "a time", "such as 2026-12-01T17:00:00+08:00")                               \
    KIND(FLAG, bool, FLAG, "yes or no", "")                                                                  \
    /* lists, as raw MessagePack: see words_next, numbers_next, files_next, items_next, … */               \
    KIND(AUDIENCE, struct bytes, ARRAY, "an audience", "everyone, a role, dept:NAME or account:NAME")        \
    KIND(NAMES, struct bytes, ARRAY, "names", "")                                                            \
    KIND(IDS, struct bytes, ARRAY, "ids", "CHANNEL/NUMBER, such as programme/12")                            \
    KIND(NUMBERS, struct bytes, ARRAY, "numbers", "")                                                        \
    KIND(FILES, struct bytes, ARRAY, "files", "") /* of [name, size, hash] */                                \
    /* of lines, at most the field's limit, each of at most LIMIT_REASON_BYTES */                            \
    KIND(LINES, struct bytes, ARRAY, "lines of text", "")                                                    \
    /* of [what, for_whom, promise, measured, contact], lines of at most LIMIT_ITEM_BYTES */                 \
    KIND(ITEMS, struct bytes, ARRAY, "items",                                                                \
         "five lines each: what, for whom, promise, how it is measured, contact; an empty line between two") \
    KIND(POSITIONS, struct bytes, MAP, "positions", "") /* channel -> number */

#define KIND_SYMBOL(symbol, ...) KIND_##symbol,
enum kind { KINDS(KIND_SYMBOL) CHOICES(KIND_SYMBOL) KIND_COUNT };
#undef KIND_SYMBOL

#define KIND_TYPE(symbol, type, ...) typedef type kind_##symbol;
KINDS(KIND_TYPE)
#undef KIND_TYPE
#define CHOICE_TYPE(SYMBOL, ...) typedef uint64_t kind_##SYMBOL; /* an enum symbol */
CHOICES(CHOICE_TYPE)
#undef CHOICE_TYPE
/* CHOICES(CHOICE_CASE) stands for all of them in a switch over kinds. */
#define CHOICE_CASE(SYMBOL, ...) case KIND_##SYMBOL:

/* What an item says, in order: a service, and what those who come for it can rely on. */
#define ITEM_PARTS(PART) PART(what) PART(for_whom) PART(promise) PART(measured) PART(contact)
#define ITEM_PART(name)  ITEM_##name,
enum { ITEM_PARTS(ITEM_PART) ITEM_PARTS_COUNT };
#undef ITEM_PART
extern const char *const item_words[ITEM_PARTS_COUNT];

/* What a TIME may be: a year of four digits in every time zone. 0001-01-01 to 9999-12-30, UTC. */
#define TIME_FIRST_MS INT64_C(-62135596800000)
#define TIME_LAST_MS  INT64_C(253402214399999)

enum needed { OPTIONAL, REQUIRED };

struct field {
    const char *name;
    enum kind kind;
    enum needed needed;
    uint64_t limit; /* bytes, the largest NUMBER, or how many of a list; 0 where the kind alone decides */
    size_t offset;  /* in the described struct */
    const char *help;
};

/* Room for the fields and the struct of any shape; a test holds the tables to it. */
enum { SHAPE_FIELDS = 48, SHAPE_BYTES = 1024 };

struct shape {
    const char *name;
    const struct field *fields;
    size_t count;
    size_t size; /* of the described struct */
};

static inline bool field_present(const void *values, size_t index)
{
    return ((const bool *)values)[index];
}

#define CHOICE_WORDS(SYMBOL, symbol, ...) extern const char *const symbol##_words[SYMBOL##_COUNT];
CHOICES(CHOICE_WORDS)
#undef CHOICE_WORDS
/* The words of a kind that is one of a few: a number here, a word on the wire. NULL for other kinds. */
struct choices {
    const char *const *words;
    size_t count;
};
const struct choices *kind_choices(enum kind kind);
extern const char *const kind_words[KIND_COUNT];
/* What a value looks like; "" where nothing is to be said. */
extern const char *const kind_pictures[KIND_COUNT];

/* The index of a field, or -1. */
int shape_find(const struct shape *shape, struct bytes name);
/* The value of a field that is there, of its kind's type, or NULL. */
const void *shape_value(const struct shape *shape, const void *values, const char *name);

#endif
