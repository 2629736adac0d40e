/* The words of kinds and of choices, and the look-ups over a shape. It reads no bytes. */
#include "protocol/wire/shape.h"

#define CHOICE_WORD(PREFIX, symbol, word, ...) [PREFIX##_##symbol] = word,
#define CHOICE_WORDS(SYMBOL, symbol, what, all, says, ROWS)                                                  \
    const char *const symbol##_words[SYMBOL##_COUNT] = {ROWS(CHOICE_WORD, SYMBOL)};
CHOICES(CHOICE_WORDS)

const struct choices *kind_choices(enum kind kind)
{
#define CHOICE_ROW(SYMBOL, symbol, ...) [KIND_##SYMBOL] = {.words = symbol##_words, .count = SYMBOL##_COUNT},
    static const struct choices choices[KIND_COUNT] = {CHOICES(CHOICE_ROW)};
    return choices[kind].words != NULL ? &choices[kind] : NULL;
}

#define KIND_WORD(symbol, type, wire, words, picture) [KIND_##symbol] = words,
#define CHOICE_KIND_WORD(SYMBOL, symbol, what, ...)   [KIND_##SYMBOL] = what,
const char *const kind_words[KIND_COUNT] = {KINDS(KIND_WORD) CHOICES(CHOICE_KIND_WORD)};
/* Choices need no picture: their words are listed. */
#define KIND_PICTURE(symbol, type, wire, words, picture) [KIND_##symbol] = picture,
#define CHOICE_PICTURE(SYMBOL, ...)                      [KIND_##SYMBOL] = "",
const char *const kind_pictures[KIND_COUNT] = {KINDS(KIND_PICTURE) CHOICES(CHOICE_PICTURE)};

#define ITEM_WORD(name) [ITEM_##name] = #name,
const char *const item_words[ITEM_PARTS_COUNT] = {ITEM_PARTS(ITEM_WORD)};

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
