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

#define IS_FINAL_ASK(symbol)  false
#define IS_FINAL_LINK(symbol) false
#define IS_FINAL_ACT(symbol)  FINAL_##symbol
#define VERB_ROW(symbol, word, kind, roles, scope, row, ok, shown_by, help)                                  \
    {word,                                                                                                   \
     kind,                                                                                                   \
     roles,                                                                                                  \
     scope,                                                                                                  \
     &shape_args_##symbol,                                                                                   \
     &shape_record_##row,                                                                                    \
     &shape_record_##ok,                                                                                     \
     shown_by,                                                                                               \
     help,                                                                                                   \
     IS_FINAL_##kind(symbol)},
const struct verb verbs[VERB_COUNT] = {VERBS(VERB_ROW)};

#define SCOPE_ROW(symbol, where, right, whose, words) {where, RIGHT_##right, whose, words},
const struct scope_rule scope_rules[SCOPE_COUNT] = {SCOPES(SCOPE_ROW)};

#define RIGHT_WORD(symbol, word, what) word,
const char *const right_words[RIGHT_COUNT] = {RIGHTS(RIGHT_WORD)};

/* Each list ends with a row that is not counted: a kind may have no erasers. */
#define MAKER_ROW(verb, naming)  {&verbs[VERB_##verb], MADE_##naming},
#define ERASER_ROW(verb, naming) {&verbs[VERB_##verb], ERASED_##naming},
#define ROW_COUNT(rows)          (sizeof(rows) / sizeof((rows)[0]) - 1)
#define FACT_LISTS(symbol, ...)                                                                              \
    static const struct fact_maker makers_##symbol[] = {FACT_MADE_BY_##symbol(MAKER_ROW){0}};                \
    static const struct fact_eraser erasers_##symbol[] = {FACT_ERASED_BY_##symbol(ERASER_ROW){0}};           \
    _Static_assert(ROW_COUNT(makers_##symbol) > 0, "something makes every kind of fact");
FACTS(FACT_LISTS)

#define FACT_ROW(symbol, word, access, help)                                                                 \
    {word,                                                                                                   \
     access,                                                                                                 \
     &shape_fact_##symbol,                                                                                   \
     help,                                                                                                   \
     ROW_COUNT(makers_##symbol),                                                                             \
     ROW_COUNT(erasers_##symbol),                                                                            \
     makers_##symbol,                                                                                        \
     erasers_##symbol},
const struct fact_kind fact_kinds[FACT_COUNT] = {FACTS(FACT_ROW)};

#define PUSH_ROW(symbol, word, what) {word, &shape_push_##symbol, what},
const struct push_kind push_kinds[PUSH_COUNT] = {PUSHES(PUSH_ROW)};

#define ERROR_ROW(symbol, word, closes, text) {word, closes, text},
const struct error_kind error_kinds[ERROR_COUNT] = {{"ok", STAYS, ""}, ERRORS(ERROR_ROW)};

#define ROLE_WORD(symbol, word, belonging, who) word,
const char *const role_words[ROLE_COUNT] = {ROLES(ROLE_WORD)};
#define ROLE_BELONGING(symbol, word, belonging, who) belonging,
const enum belonging role_belongings[ROLE_COUNT] = {ROLES(ROLE_BELONGING)};

#define CHOICE_WORD(symbol, word, what) word,
const char *const priority_words[PRIORITY_COUNT] = {PRIORITIES(CHOICE_WORD)};
const char *const roster_words[ROSTER_COUNT] = {ROSTERS(CHOICE_WORD)};
const char *const transition_words[TRANSITION_COUNT] = {TRANSITIONS(CHOICE_WORD)};
const char *const activity_words[ACTIVITY_COUNT] = {ACTIVITIES(CHOICE_WORD)};
const char *const stage_words[STAGE_COUNT] = {STAGES(CHOICE_WORD)};
const char *const searched_words[SEARCHED_COUNT] = {SEARCHED_KINDS(CHOICE_WORD)};
const char *const order_words[ORDER_COUNT] = {ORDERS(CHOICE_WORD)};

const struct choices *kind_choices(enum kind kind)
{
    static const struct choices choices[KIND_COUNT] = {
        [KIND_ROLE] = {role_words, ROLE_COUNT},
        [KIND_PRIORITY] = {priority_words, PRIORITY_COUNT},
        [KIND_ROSTER] = {roster_words, ROSTER_COUNT},
        [KIND_TRANSITION] = {transition_words, TRANSITION_COUNT},
        [KIND_ACTIVITY] = {activity_words, ACTIVITY_COUNT},
        [KIND_STAGE] = {stage_words, STAGE_COUNT},
        [KIND_SEARCHED] = {searched_words, SEARCHED_COUNT},
        [KIND_ORDER] = {order_words, ORDER_COUNT},
    };
    return choices[kind].words != NULL ? &choices[kind] : NULL;
}

#define KIND_WORD(symbol, type, words, picture) words,
const char *const kind_words[KIND_COUNT] = {KINDS(KIND_WORD)};
#define KIND_PICTURE(symbol, type, words, picture) picture,
const char *const kind_pictures[KIND_COUNT] = {KINDS(KIND_PICTURE)};

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

uint64_t verb_rows(const struct verb *verb)
{
    switch (verb - verbs) {
    case VERB_headlines:
    case VERB_forum_threads:
    case VERB_search:
        return LIMIT_NEWEST_ROWS;
    case VERB_forum_show:
        return LIMIT_POST_ROWS;
    case VERB_facts:
        return LIMIT_FACT_ROWS;
    default:
        return LIMIT_ROWS;
    }
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

int shape_find(const struct shape *shape, struct bytes name)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (bytes_equal_text(name, shape->fields[i].name))
            return (int)i;
    }
    return -1;
}

const void *shape_value(const struct shape *shape, const void *values, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    if (index < 0 || !field_present(values, (size_t)index))
        return NULL;
    return (const uint8_t *)values + shape->fields[index].offset;
}
