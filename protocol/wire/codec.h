/* The one decoder and the one encoder: a shape (a C struct described by a list of fields) to and from a
 * MessagePack map. It knows kinds of fields and their bounds; it does not know what any field is for. */
#ifndef BULLETIN_WIRE_CODEC_H
#define BULLETIN_WIRE_CODEC_H

#include "protocol/wire/refusal.h"
#include "protocol/wire/shape.h"

/* A value that is none of its field's kind: the text says what one looks like. */
static inline enum error refuse_form(struct refusal *why, enum error code, const struct field *field,
                                     struct bytes name)
{
    refuse(why, code, field->name, name, 0);
    why->about = field;
    return code;
}

static inline enum error refuse_kind(const struct field *field, struct refusal *why)
{
    return refuse_form(why, ERR_WRONG_KIND, field, bytes_of_text(kind_words[field->kind]));
}

/* Whether values of a kind are kept as raw MessagePack, to be walked through. */
bool kind_is_list(enum kind kind);

/* Decodes a map that scan_check has passed. Every field is checked (kind, bounds, characters, required, no
 * unknown ones). Strings and bytes point into `map`. `values` is untouched on failure.
 * Errors: UNKNOWN_FIELD, FIELD_MISSING, WRONG_KIND, TOO_LONG, EMPTY, WRONG_SIZE, those of readable_check,
 * BAD_NAME, BAD_VALUE, OUT_OF_RANGE, NAMED_TWICE, PART_EMPTY, PART_TOO_LONG, in `why`. */
enum error codec_decode(const struct shape *shape, struct bytes map, void *values, struct refusal *why);

/* The same for what is stored: rules that came later do not count. */
enum error codec_decode_kept(const struct shape *shape, struct bytes map, void *values, struct refusal *why);
/* The same for what a server sends: fields that the shape does not have are passed over, so that a client can
 * read what a newer server says. What a server takes, and what is signed, is decoded by codec_decode. */
enum error codec_decode_known(const struct shape *shape, struct bytes map, void *values, struct refusal *why);

/* Whether every field is there that must be. Errors: FIELD_MISSING. */
enum error codec_whole(const struct shape *shape, const void *values, struct refusal *why);

/* Writes the fields that must be there, and of the others those that are, as a map in the order of the shape.
 * The caller looks at `out->overflowed`. Asserts that a string, bytes or a list that must be there was set: a
 * forgotten one is our own mistake. */
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
/* Puts a value of the field's type into its place, and says that it is there. The shape has such a field. */
void shape_put(const struct shape *shape, void *values, const char *name, const void *value);

/* Walks an AUDIENCE, NAMES, IDS or LINES value: each call moves on and gives the next word or line, false at
 * the end. Start with *at = 0. */
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

/* Walks an ITEMS value; the parts are lines of text, by ITEM_…. */
struct item {
    struct bytes parts[ITEM_PARTS_COUNT];
};
bool items_next(struct bytes items, size_t *at, struct item *item);
void items_write(struct buffer *out, const struct item *items, size_t count);

/* Walks a POSITIONS value: the next channel and number, false at the end. Start with *at = 0. */
bool positions_next(struct bytes positions, size_t *at, struct bytes *channel, uint64_t *number);
struct position {
    struct bytes channel;
    uint64_t number;
};
void positions_write(struct buffer *out, const struct position *positions, size_t count);

#endif
