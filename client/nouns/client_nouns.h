/* What a noun tells the rest of the client: how its records are shown, what is said of its facts, and what a
 * watcher makes of them. Whoever walks nouns walks the list in client_nouns.c and names none. It prints
 * nothing. */
#ifndef BULLETIN_CLIENT_CLIENT_NOUNS_H
#define BULLETIN_CLIENT_CLIENT_NOUNS_H

#include "client/lib/show/lines.h"

/* Whether people want to see a fact who did not ask for all kinds. OF_OURS: in my department's inbox only,
 * where it says what a colleague did. */
enum news { NO_NEWS, NEWS, NEWS_OF_OURS };

/* What a fact does to the reminders of an urgent bulletin: a revision of it; opened up to a revision, by my
 * department; nothing to be reminded of any more. */
enum urgency { URGENCY_NONE, URGENCY_REVISED, URGENCY_OPENED, URGENCY_OVER };

/* What it does to the deliveries that a watcher owes: one more; one that the server knows of; none. */
enum delivery_of { DELIVERY_NONE, DELIVERY_OWED, DELIVERY_KNOWN, DELIVERY_OVER };

/* What is made of a kind of fact. */
struct telling {
    int kind;
    enum news news;
    /* What happened, in plain words, without id and time: by a function, or NULL and a sentence for
     * sentence_in_words. */
    void (*say)(struct buffer *out, const struct fact_seen *fact);
    const char *words;
    /* All of the line, where that is not the sentence between id and actor; NULL for most. */
    void (*line)(struct buffer *out, const struct fact_seen *fact, size_t columns);
    enum urgency urgency;
    enum delivery_of delivery;
};

/* TELLS(fact, how it is said, whether it is news, other members): one for each fact of the noun's vocabulary,
 * or it does not build. */
#define TELLS(symbol, said_by, is_news, ...)                                                                 \
    static const struct telling tells_##symbol = {                                                           \
        .kind = FACT_##symbol, .say = (said_by), .news = (is_news), __VA_ARGS__}

/* The same by its words. */
#define TELLS_IN_WORDS(symbol, in_words, is_news, ...)                                                       \
    TELLS(symbol, NULL, is_news, .words = (in_words), __VA_ARGS__)

/* How a thing is shown whole. */
struct whole {
    struct bytes text; /* its text, where that is a longer one than the record's own */
    size_t columns;    /* 0: any number */
    bool named;        /* with its id in front, where nothing else names it */
};

/* A column of a table, the most important first; it may shrink before any is left out. That a thing is over
 * stands right behind its name: a narrow screen has to show it. */
struct column {
    const char *title, *field;
    bool shrinks;
};

/* What is made of a record. */
struct showing {
    const struct shape *shape;
    /* As a row without a newline behind, fitted to `columns` (0: not at all). NULL: its fields. */
    void (*line)(struct buffer *out, const void *values, size_t columns);
    /* Whole, in lines that each have their newline. NULL: its line, or else its columns, are all there is to
     * see. */
    void (*whole)(struct buffer *out, const void *values, const struct whole *how);
    const struct column *columns; /* rows stand under titles; NULL: they do not. The title NULL ends it */
    const char *none;             /* what to say when there is no such row; NULL: "There is nothing." */
    /* Of what is named by people: the error when there is none of that name, and the question that lists
     * those there are, whose rows begin with the name. */
    enum error unknown;
    int listed_by;
};

/* SHOWS(record, its line, all of it, other members): one for each record, likewise. */
#define SHOWS(symbol, as_line, as_whole, ...)                                                                \
    static const struct showing shows_##symbol = {                                                           \
        .shape = &shape_record_##symbol, .line = (as_line), .whole = (as_whole), __VA_ARGS__}

/* A part of the screen that somebody gets who types no command: what waits for them. */
struct glance {
    int place;                           /* on the screen, from the top; above 0 */
    int verb;                            /* the question, without arguments */
    const char *title, *is;              /* for a person; in JSON */
    bool (*belongs)(const void *values); /* NULL: every row */
    /* NULL: as the row's own. */
    void (*line)(struct buffer *out, const void *values, size_t columns);
    bool whole; /* all rows, however many */
};

struct calendar;

struct client_noun {
    const struct telling *const *tells; /* NULL ends both */
    const struct showing *const *shows;
    const struct glance *glances; /* NULL: nothing waits. The title NULL ends it */
    /* Asks for what stands on a day and puts it into the calendar. NULL: it has no dates. */
    enum error (*dates)(struct calendar *calendar, struct failure *failure);
};

#define NOUN_TELLS(symbol, ...) &tells_##symbol,
#define NOUN_SHOWS(symbol, ...) &shows_##symbol,
/* CLIENT_NOUN(its name in capitals, other members): all that its vocabulary has. */
#define CLIENT_NOUN(NOUN, ...)                                                                               \
    {                                                                                                        \
        .tells = (const struct telling *const[]){NOUN##_FACTS(NOUN_TELLS) NULL},                             \
        .shows = (const struct showing *const[]){NOUN##_RECORDS(NOUN_SHOWS) NULL}, __VA_ARGS__               \
    }

/* What is made of the fact; NULL for a kind that a newer server made. */
const struct telling *nouns_telling(const struct fact_seen *fact);
/* Of a kind that nobody knows it is news if others of its name are. */
bool nouns_is_news(const struct fact_seen *fact);

/* A fact as a line: id, time, what happened, and who did it. No newline. */
void nouns_fact(struct buffer *out, const struct fact_seen *fact, size_t columns);
/* The headline of whatever has one; else what happened in plain words, without id and time. */
void nouns_fact_title(struct buffer *out, const struct fact_seen *fact);

/* A record as a row without a newline, and whole, with one behind each line. */
void nouns_row(struct buffer *out, const struct shape *shape, const void *values, size_t columns);
void nouns_whole(struct buffer *out, const struct shape *shape, const void *values, const struct whole *how);
/* The columns of its table; NULL: it has none. */
const struct column *nouns_columns(const struct shape *shape);
/* What to say when a question has no such rows to give. */
const char *nouns_none(const struct shape *shape);
/* The question that lists what the error found none of, or NULL. */
const struct verb *nouns_lists(enum error unknown);

/* Puts into the calendar (dates.h) what of all nouns stands on a day. */
enum error nouns_dates(struct calendar *calendar, struct failure *failure);

/* The part of the screen that comes next behind a place (0: the first), or NULL. */
const struct glance *nouns_glance(int behind);

#endif
