/* The one decoder and the one encoder: a shape (a C struct described by a list of fields) to and from a
 * MessagePack map. It knows kinds of fields and their bounds; it does not know what any field is for.
 *
 * Every struct that a shape describes begins with one bool a field, in order, that says whether it is
 * there; then one member a field, of the type its kind names. Strings and bytes are borrowed from the
 * decoded input. */
#ifndef BULLETIN_WIRE_CODEC_H
#define BULLETIN_WIRE_CODEC_H

#include "protocol/errors.h"
#include "protocol/limits.h"
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
    /* lists, as raw MessagePack: see words_next, numbers_next, files_next, positions_next */                \
    KIND(AUDIENCE, struct bytes, ARRAY, "an audience", "everyone, a role, dept:NAME or account:NAME")        \
    KIND(NAMES, struct bytes, ARRAY, "names", "")                                                            \
    KIND(IDS, struct bytes, ARRAY, "ids", "CHANNEL/NUMBER, such as programme/12")                            \
    KIND(NUMBERS, struct bytes, ARRAY, "numbers", "")                                                        \
    KIND(FILES, struct bytes, ARRAY, "files", "")       /* of [name, size, hash] */                          \
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

/* What a TIME may be: a year of four digits in every time zone. 0001-01-01 to 9999-12-30, UTC. */
#define TIME_FIRST_MS INT64_C(-62135596800000)
#define TIME_LAST_MS  INT64_C(253402214399999)

enum needed { OPTIONAL, REQUIRED };

struct field {
    const char *name;
    enum kind kind;
    enum needed needed;
    uint64_t limit; /* bytes, or the largest NUMBER; 0 where the kind alone decides */
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

/* A value that is none of its field's kind: the text says what one looks like. */
static inline enum error refuse_form(struct refusal *why, enum error code, const struct field *field,
                                     struct bytes name)
{
    refuse(why, code, field->name, name, 0);
    why->about = field;
    return code;
}

static inline bool field_present(const void *values, size_t index)
{
    return ((const bool *)values)[index];
}

/* Decodes a map that scan_check has passed. Every field is checked (kind, bounds, characters, required, no
 * unknown ones). Strings and bytes point into `map`. `values` is untouched on failure.
 * Errors: UNKNOWN_FIELD, FIELD_MISSING, WRONG_KIND, TOO_LONG, EMPTY, WRONG_SIZE, those of readable_check,
 * BAD_NAME, BAD_VALUE, OUT_OF_RANGE, in `why`. */
enum error codec_decode(const struct shape *shape, struct bytes map, void *values, struct refusal *why);

/* The same for what is stored: rules that came later do not count. */
enum error codec_decode_kept(const struct shape *shape, struct bytes map, void *values, struct refusal *why);
/* The same for what a server sends: fields that the shape does not have are passed over, so that a client can
 * read what a newer server says. What a server takes, and what is signed, is decoded by codec_decode. */
enum error codec_decode_known(const struct shape *shape, struct bytes map, void *values, struct refusal *why);

/* Whether every field is there that must be. Errors: FIELD_MISSING. */
enum error codec_whole(const struct shape *shape, const void *values, struct refusal *why);

/* Writes the fields that are present as a map, in the order of the shape. The caller looks at
 * `out->overflowed`. Asserts that required fields are present: a missing one is our own mistake. */
void codec_encode(const struct shape *shape, const void *values, struct buffer *out);

/* Checks one value against a field, as codec_decode does; for whoever has values from elsewhere (a form, a
 * file). `value` points at a value of the kind's type. Errors: those of codec_decode. */
enum error codec_check(const struct field *field, const void *value, struct refusal *why);
/* The same, and what only counts for what is said now: a text must be seen, and all of it. */
enum error codec_check_said(const struct field *field, const void *value, struct refusal *why);

/* A time zone's name, such as Asia/Shanghai: nothing that the C library would take for a path or a rule. */
bool is_zone_name(struct bytes name);

/* Whether a host is every address of a machine, such as 0.0.0.0, :: or none: to be listened on, never to be
 * dialled. */
bool is_everywhere(struct bytes host);

/* Copies every field that is present in `from` and that `to` has under the same name and kind. Strings stay
 * borrowed. */
void shape_copy(const struct shape *from_shape, const void *from, const struct shape *to_shape, void *to);

/* Walks an AUDIENCE, NAMES or IDS value: each call moves on and gives the next word, false at the end. Start
 * with *at = 0. */
bool words_next(struct bytes audience, size_t *at, struct bytes *word);
void words_write(struct buffer *out, const struct bytes *words, size_t count);

size_t words_count(struct bytes words);
bool words_have(struct bytes words, struct bytes word);

/* Walks a NUMBERS value. */
bool numbers_next(struct bytes numbers, size_t *at, uint64_t *number);
void numbers_write(struct buffer *out, const uint64_t *numbers, size_t count);

/* Walks a FILES value. */
struct file_named {
    struct bytes name;
    uint64_t size;
    struct bytes hash; /* LIMIT_HASH_BYTES */
};
bool files_next(struct bytes files, size_t *at, struct file_named *file);
void files_write(struct buffer *out, const struct file_named *files, size_t count);

/* Walks a POSITIONS value: the next channel and number, false at the end. Start with *at = 0. */
bool positions_next(struct bytes positions, size_t *at, struct bytes *channel, uint64_t *number);
struct position {
    struct bytes channel;
    uint64_t number;
};
void positions_write(struct buffer *out, const struct position *positions, size_t count);

#endif
