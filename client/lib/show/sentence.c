/* Fields of facts by their kinds, as pieces of a sentence. It does not judge which facts are shown. */
#include "client/lib/show/sentence.h"

#include <assert.h>
#include <stdio.h>

enum { SENTENCE_PART_BYTES = 80 };

static void add_value(struct buffer *out, enum kind kind, const void *value)
{
    const struct choices *choices = kind_choices(kind);
    if (choices != NULL) {
        buffer_add_text(out, choices->words[*(const uint64_t *)value]);
        return;
    }
    switch (kind) {
    case KIND_TIME:
        lines_deadline(out, *(const int64_t *)value);
        break;
    case KIND_NUMBER:
        lines_number(out, *(const uint64_t *)value);
        break;
    case KIND_NAMES:
    case KIND_IDS:
        lines_words(out, *(const struct bytes *)value);
        break;
    case KIND_LINES:
        lines_lines(out, *(const struct bytes *)value);
        break;
    case KIND_ITEMS:
        lines_items(out, *(const struct bytes *)value);
        break;
    default:
        lines_bytes(out, *(const struct bytes *)value);
    }
}

static void add_field(struct buffer *out, const char *before, const struct shape *shape, const char *name,
                      const void *value)
{
    if (value == NULL)
        return;
    buffer_add_text(out, before);
    add_value(out, shape->fields[shape_find(shape, bytes_of_text(name))].kind, value);
}

void sentence_decided(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name)
{
    const void *value = fact_decided(fact, name);
    add_field(out, before, value != NULL ? fact->kind->decided : NULL, name, value);
}

void sentence_arg(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name)
{
    const void *value = fact_arg(fact, name);
    add_field(out, before, value != NULL ? fact->verb->args : NULL, name, value);
}

void sentence_start(struct buffer *out, const char *before, const struct fact_seen *fact, const char *name)
{
    const int64_t *time_ms = fact_decided(fact, name);
    if (time_ms == NULL)
        return;
    buffer_add_text(out, before);
    lines_time(out, *time_ms);
}

void sentence_words(struct buffer *out, const char *before, const struct bytes *words,
                    const struct fact_seen *fact)
{
    buffer_add_text(out, before);
    lines_bytes(
        out, lines_standing(words != NULL, words != NULL ? *words : (struct bytes){0}, fact_is_hidden(fact)));
}

void sentence_first_line(struct buffer *out, const struct fact_seen *fact, const char *name)
{
    const struct bytes *text = fact_arg(fact, name);
    if (text == NULL) {
        if (fact_is_hidden(fact) || !fact->has_act)
            sentence_words(out, ": ", NULL, fact);
        return;
    }
    const uint8_t *newline = text->size > 0 ? memchr(text->at, '\n', text->size) : NULL;
    buffer_add_text(out, ": ");
    lines_bytes(out, newline == NULL ? *text : bytes_of(text->at, (size_t)(newline - text->at)));
}

void sentence_said(struct buffer *out, const struct fact_seen *fact)
{
    sentence_first_line(out, fact, "text");
}

void sentence_headline(struct buffer *out, const struct fact_seen *fact)
{
    sentence_words(out, ": ", fact_arg(fact, "headline"), fact);
}

bool sentence_flag(const struct fact_seen *fact, const char *name)
{
    const bool *flag = fact_decided(fact, name);
    return flag != NULL && *flag;
}

void sentence_revision(struct buffer *out, const struct fact_seen *fact)
{
    uint64_t revision = fact_revision(fact);
    if (revision < 2)
        return;
    buffer_add_text(out, " revision ");
    lines_number(out, revision);
}

void sentence_urgent(struct buffer *out, const struct fact_seen *fact)
{
    if (fact_is_urgent(fact))
        buffer_add_text(out, "URGENT ");
}

void sentence_about(struct buffer *out, const char *words, const struct fact_seen *fact, const char *arg)
{
    sentence_decided(out, words, fact, "id");
    sentence_revision(out, fact);
    if (arg != NULL)
        sentence_arg(out, ": ", fact, arg);
}

/* One field, by what stands in its braces. */
static void add_in_braces(struct buffer *out, const char *before, const char *braces,
                          const struct fact_seen *fact)
{
    const char *space = strchr(braces, ' ');
    const size_t size = space != NULL ? (size_t)(space - braces) : strlen(braces);
    const char *name = space != NULL ? space + 1 : braces;
    const struct bytes how = bytes_of(braces, size);
    if (bytes_equal_text(how, "act")) {
        sentence_arg(out, before, fact, name);
    } else if (bytes_equal_text(how, "from")) {
        sentence_start(out, before, fact, name);
    } else if (bytes_equal_text(how, "words")) {
        sentence_words(out, before, fact_arg(fact, name), fact);
    } else if (bytes_equal_text(how, "revision")) {
        sentence_revision(out, fact);
    } else if (bytes_equal_text(how, "said")) {
        sentence_said(out, fact);
    } else {
        sentence_decided(out, before, fact, name);
    }
}

void sentence_in_words(struct buffer *out, const char *words, const struct fact_seen *fact)
{
    char before[SENTENCE_PART_BYTES], braces[SENTENCE_PART_BYTES];
    for (const char *open = strchr(words, '{'); open != NULL; open = strchr(words, '{')) {
        const char *close = strchr(open, '}');
        assert(close != NULL && close - words < SENTENCE_PART_BYTES);
        snprintf(before, sizeof before, "%.*s", (int)(open - words), words);
        snprintf(braces, sizeof braces, "%.*s", (int)(close - open - 1), open + 1);
        add_in_braces(out, before, braces, fact);
        words = close + 1;
    }
    buffer_add_text(out, words);
}

void sentence_kind(struct buffer *out, const struct fact_seen *fact)
{
    lines_bytes(out, fact->head.kind);
}
