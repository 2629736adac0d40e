/* What the tables become in C: a struct and a shape for every verb, record, push and fact, and look-ups by
 * word. Nothing here is written by hand for one verb. */
#ifndef BULLETIN_PROTOCOL_TABLES_H
#define BULLETIN_PROTOCOL_TABLES_H

#include "protocol/errors.h"
#include "protocol/facts.h"
#include "protocol/fields.h"
#include "protocol/limits.h"
#include "protocol/names.h"
#include "protocol/nouns.h"
#include "protocol/verbs.h"
#include "protocol/wire/codec.h"

#define PROTOCOL_VERSION "bulletin/1" /* the prologue of every handshake */
#define SOFTWARE_VERSION "0.1.0"

/* struct args_publish { struct { bool channel; bool headline; … } has; kind_CHANNEL channel; … }: one flag
 * and one member a field, in the order of the table. A member counts only where its flag is set; of one that
 * must be there, whoever makes the struct need not set it. Decoding sets the flags of all that are there. */
#define TABLE_FLAG(structure, member, kind, needed, limit, help)   bool member;
#define TABLE_MEMBER(structure, member, kind, needed, limit, help) kind_##kind member;
#define TABLE_STRUCT(prefix, symbol, fields)                                                                 \
    struct prefix##_##symbol {                                                                               \
        struct {                                                                                             \
            fields(TABLE_FLAG, none)                                                                         \
        } has;                                                                                               \
        fields(TABLE_MEMBER, none)                                                                           \
    };

/* The constant shape that describes such a struct; `words` is its name for people. */
#define TABLE_FIELD(structure, member, kind_, needed_, limit_, help_)                                        \
    {.name = #member,                                                                                        \
     .kind = KIND_##kind_,                                                                                   \
     .needed = needed_,                                                                                      \
     .limit = limit_,                                                                                        \
     .offset = offsetof(struct structure, member),                                                           \
     .help = help_},
#define TABLE_SHAPE(prefix, symbol, words, list)                                                             \
    static const struct field fields_##prefix##_##symbol[] = {                                               \
        list(TABLE_FIELD, prefix##_##symbol){.name = NULL}};                                                 \
    const struct shape shape_##prefix##_##symbol = {                                                         \
        .name = words,                                                                                       \
        .fields = fields_##prefix##_##symbol,                                                                \
        .count = sizeof fields_##prefix##_##symbol / sizeof fields_##prefix##_##symbol[0] - 1,               \
        .size = sizeof(struct prefix##_##symbol)};

#define VERB_STRUCT(symbol, ...) TABLE_STRUCT(args, symbol, FIELDS_##symbol)
VERBS(VERB_STRUCT)
#define RECORD_STRUCT(symbol, ...) TABLE_STRUCT(record, symbol, RECORD_FIELDS_##symbol)
RECORDS(RECORD_STRUCT)
#define PUSH_STRUCT(symbol, ...) TABLE_STRUCT(push, symbol, PUSH_FIELDS_##symbol)
PUSHES(PUSH_STRUCT)
#define FACT_STRUCT(symbol, ...) TABLE_STRUCT(fact, symbol, FACT_FIELDS_##symbol)
FACTS(FACT_STRUCT)

#define TABLE_SHAPE_EXTERN(prefix, symbol) extern const struct shape shape_##prefix##_##symbol;
#define VERB_SHAPE(symbol, ...)            TABLE_SHAPE_EXTERN(args, symbol)
VERBS(VERB_SHAPE)
#define RECORD_SHAPE(symbol, ...) TABLE_SHAPE_EXTERN(record, symbol)
RECORDS(RECORD_SHAPE)
#define PUSH_SHAPE(symbol, ...) TABLE_SHAPE_EXTERN(push, symbol)
PUSHES(PUSH_SHAPE)
#define FACT_SHAPE(symbol, ...) TABLE_SHAPE_EXTERN(fact, symbol)
FACTS(FACT_SHAPE)

/* What a row of SCOPES says. */
struct scope_rule {
    enum where where;
    enum right right;
    enum ownership whose;
    const char *words;
};
extern const struct scope_rule scope_rules[SCOPE_COUNT];
extern const char *const right_words[RIGHT_COUNT];

struct verb {
    const char *word; /* on the wire */
    enum verb_kind kind;
    unsigned roles; /* ROLE_BIT of each that may */
    enum scope scope;
    const struct shape *args;
    const struct shape *row;
    const struct shape *ok;
    const char *shown_by; /* the word of the verb whose rows show what was seen, or NULL */
    uint64_t rows;        /* how many an answer has at most, by default */
    const char *help;
    bool final; /* an act that cannot be taken back */
};

#define VERB_SYMBOL(symbol, ...) VERB_##symbol,
enum { VERBS(VERB_SYMBOL) VERB_COUNT };
#undef VERB_SYMBOL
extern const struct verb verbs[VERB_COUNT];

/* A verb whose acts may stand in facts of a kind. */
struct fact_maker {
    const struct verb *verb;
    enum made_naming naming;
};
/* A verb whose acts may erase the acts in facts of a kind. */
struct fact_eraser {
    const struct verb *verb;
    enum erased_naming naming;
};

struct fact_kind {
    const char *word;
    enum access access;
    const struct shape *decided;
    const char *help;
    size_t maker_count, eraser_count; /* without erasers the act is kept for ever */
    const struct fact_maker *makers;  /* at least one */
    const struct fact_eraser *erasers;
};

#define FACT_SYMBOL(symbol, ...) FACT_##symbol,
enum { FACTS(FACT_SYMBOL) FACT_COUNT };
#undef FACT_SYMBOL
extern const struct fact_kind fact_kinds[FACT_COUNT];

struct push_kind {
    const char *word;
    const struct shape *shape;
    const char *help;
};

#define PUSH_SYMBOL(symbol, ...) PUSH_##symbol,
enum { PUSHES(PUSH_SYMBOL) PUSH_COUNT };
#undef PUSH_SYMBOL
extern const struct push_kind push_kinds[PUSH_COUNT];

struct error_kind {
    const char *word;
    enum closes closes;
    const char *text;
};
extern const struct error_kind error_kinds[ERROR_COUNT]; /* [OK] is {"ok"} */
extern const enum belonging role_belongings[ROLE_COUNT];
/* The names of FEATURES as an array, for `status`. */
#define FEATURE_BYTES(name, what) +sizeof(name) + 1
enum { FEATURES_BYTES = 3 FEATURES(FEATURE_BYTES) };
#undef FEATURE_BYTES
void features_write(struct buffer *out);

/* The field of a row that shows what an act says was seen in the field of this name; NULL for every other
 * one. */
const char *seen_shown(const char *field);
/* NULL when there is none. */
const struct verb *verb_find(struct bytes word);
const struct fact_kind *fact_kind_find(struct bytes word);
const struct push_kind *push_find(struct bytes word);
/* OK (0) when there is none. */
enum error error_find(struct bytes word);

#endif
