/* The tables of verbs, records, pushes, facts and errors as constant arrays, and the look-ups over them. */
#include "protocol/tables.h"

#include "protocol/wire/pack.h"

#define VERB_FIELDS(symbol, word, ...) TABLE_SHAPE(args, symbol, word, FIELDS_##symbol)
VERBS(VERB_FIELDS)
#define RECORD_FIELDS(symbol, what) TABLE_SHAPE(record, symbol, #symbol, RECORD_FIELDS_##symbol)
RECORDS(RECORD_FIELDS)
#define PUSH_FIELDS(symbol, word, what) TABLE_SHAPE(push, symbol, word, PUSH_FIELDS_##symbol)
PUSHES(PUSH_FIELDS)
#define FACT_FIELDS(symbol, word, ...) TABLE_SHAPE(fact, symbol, word, FACT_FIELDS_##symbol)
FACTS(FACT_FIELDS)

#define VERB_ROW(symbol_, word_, kind_, roles_, scope_, row_, ok_, rows_, help_, ...)                        \
    [VERB_##symbol_] = {.word = word_,                                                                       \
                        .kind = kind_,                                                                       \
                        .roles = roles_,                                                                     \
                        .scope = scope_,                                                                     \
                        .args = &shape_args_##symbol_,                                                       \
                        .row = &shape_record_##row_,                                                         \
                        .ok = &shape_record_##ok_,                                                           \
                        .rows = rows_,                                                                       \
                        .help = help_,                                                                       \
                        __VA_ARGS__},
#define ASK_ROW(symbol, word, roles, scope, row, ok, rows, help)                                             \
    VERB_ROW(symbol, word, ASK, roles, scope, row, ok, rows, help, .final = false)
#define ACT_ROW(symbol, word, roles, scope, finality, shown, help)                                           \
    VERB_ROW(symbol, word, ACT, roles, scope, nothing, done, LIMIT_ROWS, help, .final = finality == FINAL,   \
             .shown_by = shown)
#define LINK_ROW(symbol, word, roles, scope, row, ok, help)                                                  \
    VERB_ROW(symbol, word, LINK, roles, scope, row, ok, LIMIT_ROWS, help, .final = false)
const struct verb verbs[VERB_COUNT] = {ASK_VERBS(ASK_ROW) ACT_VERBS(ACT_ROW) LINK_VERBS(LINK_ROW)};

#define SCOPE_ROW(symbol, where_, right_, whose_, words_)                                                    \
    [symbol] = {.where = where_, .right = RIGHT_##right_, .whose = whose_, .words = words_},
const struct scope_rule scope_rules[SCOPE_COUNT] = {SCOPES(SCOPE_ROW)};

#define CHOICE_WORD(PREFIX, symbol, word, ...) [PREFIX##_##symbol] = word,
const char *const right_words[RIGHT_COUNT] = {RIGHTS(CHOICE_WORD, RIGHT)};

/* Each list ends with a row that is not counted: a kind may have no erasers. */
#define MADE(verb_, naming_)   {.verb = &verbs[VERB_##verb_], .naming = MADE_##naming_},
#define ERASED(verb_, naming_) {.verb = &verbs[VERB_##verb_], .naming = ERASED_##naming_},
#define KEPT
#define ROW_COUNT(rows) (sizeof(rows) / sizeof((rows)[0]) - 1)
#define FACT_LISTS(symbol, word, access, made, erased, help)                                                 \
    static const struct fact_maker makers_##symbol[] = {made{.verb = NULL}};                                 \
    static const struct fact_eraser erasers_##symbol[] = {erased{.verb = NULL}};                             \
    _Static_assert(ROW_COUNT(makers_##symbol) > 0, "something makes every kind of fact");
FACTS(FACT_LISTS)
#undef ERASED
#undef KEPT

/* Whether a kind says KEPT or who erases it, and not both. */
#define ERASED(verb_, naming_) +1
#define KEPT                   +NEVER_SO_MANY
enum { NEVER_SO_MANY = 1000 };
#define FACT_FATE(symbol, word, access, made, erased, help)                                                  \
    _Static_assert((0 erased) ==                                                                             \
                       (ROW_COUNT(erasers_##symbol) == 0 ? NEVER_SO_MANY : ROW_COUNT(erasers_##symbol)),     \
                   "every kind of fact is erased by something, or kept");
FACTS(FACT_FATE)
#undef MADE
#undef ERASED
#undef KEPT

#define FACT_ROW(symbol_, word_, access_, made, erased, help_)                                               \
    [FACT_##symbol_] = {.word = word_,                                                                       \
                        .access = access_,                                                                   \
                        .decided = &shape_fact_##symbol_,                                                    \
                        .help = help_,                                                                       \
                        .maker_count = ROW_COUNT(makers_##symbol_),                                          \
                        .eraser_count = ROW_COUNT(erasers_##symbol_),                                        \
                        .makers = makers_##symbol_,                                                          \
                        .erasers = erasers_##symbol_},
const struct fact_kind fact_kinds[FACT_COUNT] = {FACTS(FACT_ROW)};

#define PUSH_ROW(symbol_, word_, help_)                                                                      \
    [PUSH_##symbol_] = {.word = word_, .shape = &shape_push_##symbol_, .help = help_},
const struct push_kind push_kinds[PUSH_COUNT] = {PUSHES(PUSH_ROW)};

#define ERROR_ROW(symbol_, word_, closes_, text_)                                                            \
    [ERR_##symbol_] = {.word = word_, .closes = closes_, .text = text_},
const struct error_kind error_kinds[ERROR_COUNT] = {[OK] = {.word = "ok", .closes = STAYS, .text = ""},
                                                    ERRORS(ERROR_ROW)};

#define ROLE_BELONGING(PREFIX, symbol, word, who, belonging) [PREFIX##_##symbol] = belonging,
const enum belonging role_belongings[ROLE_COUNT] = {ROLES(ROLE_BELONGING, ROLE)};

void features_write(struct buffer *out)
{
#define FEATURE_COUNT(name, what) +1
#define FEATURE_WRITE(name, what) pack_text(&packer, bytes_of_text(name));
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, 0 FEATURES(FEATURE_COUNT));
    FEATURES(FEATURE_WRITE)
}

/* The tables are short and their words differ early, so a walk is as quick as anything cleverer. */
#define FIND(table, count, wanted)                                                                           \
    for (size_t i = 0; i < (count); i++) {                                                                   \
        if (bytes_equal_text(wanted, (table)[i].word))                                                       \
            return &(table)[i];                                                                              \
    }                                                                                                        \
    return NULL

const struct verb *verb_find(struct bytes word)
{
    FIND(verbs, VERB_COUNT, word);
}

const char *seen_shown(const char *field)
{
    static const struct {
        const char *said, *shown;
    } pairs[] = {{.said = "seen", .shown = "head"}, {.said = "revision_head", .shown = "revision_head"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (strcmp(field, pairs[i].said) == 0)
            return pairs[i].shown;
    }
    return NULL;
}

const struct fact_kind *fact_kind_find(struct bytes word)
{
    FIND(fact_kinds, FACT_COUNT, word);
}

const struct push_kind *push_find(struct bytes word)
{
    FIND(push_kinds, PUSH_COUNT, word);
}

enum error error_find(struct bytes word)
{
    for (int i = 1; i < ERROR_COUNT; i++) {
        if (bytes_equal_text(word, error_kinds[i].word))
            return (enum error)i;
    }
    return OK;
}
