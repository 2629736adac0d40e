/* The list of nouns, and the walks over it. It names none of them but through the list of vocabularies. */
#include "client/nouns/client_nouns.h"

#include <assert.h>

#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"

enum { SENTENCE_BYTES = LIMIT_HEADLINE_BYTES + LIMIT_REASON_BYTES + 2 * LIMIT_ID_BYTES + 2048 };

#define NOUN_DECLARED(NOUN, noun, unused) extern const struct client_noun client_noun_##noun;
#define NOUN_LISTED(NOUN, noun, unused)   &client_noun_##noun,
NOUNS(NOUN_DECLARED, )
static const struct client_noun *const nouns[] = {NOUNS(NOUN_LISTED, )};
enum { NOUN_COUNT = sizeof nouns / sizeof nouns[0] };

const struct telling *nouns_telling(const struct fact_seen *fact)
{
    for (size_t i = 0; i < NOUN_COUNT; i++) {
        for (const struct telling *const *at = nouns[i]->tells; *at != NULL; at++) {
            if (fact_is_kind(fact, (*at)->kind))
                return *at;
        }
    }
    return NULL;
}

/* "bulletin" of "bulletin.published" */
static struct bytes family(struct bytes kind)
{
    const uint8_t *dot = memchr(kind.at, '.', kind.size);
    return bytes_of(kind.at, dot != NULL ? (size_t)(dot - kind.at) : kind.size);
}

static bool is_news_by_its_name(struct bytes kind)
{
    for (size_t i = 0; i < NOUN_COUNT; i++) {
        for (const struct telling *const *at = nouns[i]->tells; *at != NULL; at++) {
            struct bytes known = bytes_of_text(fact_kinds[(*at)->kind].word);
            if ((*at)->news == NEWS && bytes_equal(family(kind), family(known)))
                return true;
        }
    }
    return false;
}

bool nouns_is_news(const struct fact_seen *fact)
{
    const struct telling *telling = nouns_telling(fact);
    return telling != NULL ? telling->news == NEWS : is_news_by_its_name(fact->head.kind);
}

static void say(struct buffer *out, const struct fact_seen *fact)
{
    const struct telling *telling = nouns_telling(fact);
    if (telling == NULL)
        lines_bytes(out, fact->head.kind);
    else if (telling->say != NULL)
        telling->say(out, fact);
    else
        sentence_in_words(out, telling->words, fact);
}

void nouns_fact_title(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *headline = fact_arg(fact, "headline");
    if (headline != NULL)
        lines_bytes(out, *headline);
    else
        say(out, fact);
}

void nouns_fact(struct buffer *out, const struct fact_seen *fact, size_t columns)
{
    const struct telling *telling = nouns_telling(fact);
    uint8_t room[SENTENCE_BYTES];
    struct buffer sentence = buffer_over(room, sizeof room);
    struct line line;
    if (telling != NULL && telling->line != NULL) {
        telling->line(out, fact, columns);
        return;
    }
    say(&sentence, fact);
    line_begin_id(&line, bytes_of_text(fact->id));
    lines_time(&line.before, fact->head.time_ms);
    buffer_add_text(&line.before, "  ");
    lines_bytes_if(&line.after, !bytes_equal_text(fact->head.actor, ACTOR_HOUSE), "  (", fact->head.actor,
                   ")");
    line_end(out, &line, buffer_bytes(&sentence), columns);
}

static const struct showing *showing_of(const struct shape *shape)
{
    for (size_t i = 0; i < NOUN_COUNT; i++) {
        for (const struct showing *const *at = nouns[i]->shows; *at != NULL; at++) {
            if ((*at)->shape == shape)
                return *at;
        }
    }
    return NULL;
}

void nouns_row(struct buffer *out, const struct shape *shape, const void *values, size_t columns)
{
    const struct showing *showing = showing_of(shape);
    if (showing != NULL && showing->line != NULL)
        showing->line(out, values, columns);
    else
        lines_fields(out, shape, values, columns);
}

/* What has columns and no other form: each on a line behind its title. */
static void add_titled(struct buffer *out, const struct showing *showing, const void *values)
{
    size_t widest = 0;
    for (const struct column *at = showing->columns; at->title != NULL; at++) {
        const size_t width = width_of(bytes_of_text(at->title));
        widest = width > widest ? width : widest;
    }
    for (const struct column *at = showing->columns; at->title != NULL; at++) {
        const int field = shape_find(showing->shape, bytes_of_text(at->field));
        assert(field >= 0);
        if (!field_present(values, (size_t)field))
            continue;
        width_pad(out, bytes_of_text(at->title), widest);
        buffer_add_text(out, "  ");
        lines_value(out, showing->shape, (size_t)field, values);
        buffer_add_text(out, "\n");
    }
}

void nouns_whole(struct buffer *out, const struct shape *shape, const void *values, const struct whole *how)
{
    const struct showing *showing = showing_of(shape);
    if (showing != NULL && showing->whole != NULL) {
        showing->whole(out, values, how);
        return;
    }
    if (showing != NULL && showing->line == NULL && showing->columns != NULL) {
        add_titled(out, showing, values);
        return;
    }
    nouns_row(out, shape, values, how->columns);
    buffer_add_text(out, "\n");
}

const struct column *nouns_columns(const struct shape *shape)
{
    const struct showing *showing = showing_of(shape);
    return showing != NULL ? showing->columns : NULL;
}

const char *nouns_none(const struct shape *shape)
{
    const struct showing *showing = showing_of(shape);
    return showing != NULL && showing->none != NULL ? showing->none : "There is nothing.";
}

const struct verb *nouns_lists(enum error unknown)
{
    for (size_t i = 0; i < NOUN_COUNT; i++) {
        for (const struct showing *const *at = nouns[i]->shows; *at != NULL; at++) {
            if ((*at)->unknown != OK && (*at)->unknown == unknown)
                return &verbs[(*at)->listed_by];
        }
    }
    return NULL;
}

const struct glance *nouns_glance(int behind)
{
    const struct glance *next = NULL;
    for (size_t i = 0; i < NOUN_COUNT; i++) {
        for (const struct glance *at = nouns[i]->glances; at != NULL && at->title != NULL; at++) {
            if (at->place > behind && (next == NULL || at->place < next->place))
                next = at;
        }
    }
    return next;
}

enum error nouns_dates(struct calendar *calendar, struct failure *failure)
{
    enum error code = OK;
    for (size_t i = 0; i < NOUN_COUNT && code == OK; i++)
        code = nouns[i]->dates != NULL ? nouns[i]->dates(calendar, failure) : OK;
    return code;
}
