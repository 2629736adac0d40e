/* The format of seeds/. Its text files hold departments, channels, bulletins of the past, and what a new
 * house begins with: threads, posts, themes, activities and a round. It parses and checks the form; what the
 * values may be is judged by the verbs they become. */
#ifndef BULLETIN_CLIENT_SEEDS_H
#define BULLETIN_CLIENT_SEEDS_H

#include "client/lib/failure.h"

/* HEADER(symbol, name in the file) */
#define SEED_HEADERS(HEADER)                                                                                 \
    HEADER(DEPARTMENT, "Department")                                                                         \
    HEADER(TITLE, "Title")                                                                                   \
    HEADER(CHANNEL_NAME, "Channel-name")                                                                     \
    HEADER(READ, "Read")                                                                                     \
    HEADER(SPEAK, "Speak")                                                                                   \
    HEADER(PUBLISH, "Publish")                                                                               \
    HEADER(MODERATE, "Moderate")                                                                             \
    HEADER(CHANNEL, "Channel")                                                                               \
    HEADER(HEADLINE, "Headline")                                                                             \
    HEADER(DATE, "Date")                                                                                     \
    HEADER(SOURCE, "Source")                                                                                 \
    HEADER(THREAD, "Thread")                                                                                 \
    HEADER(POST, "Post")                                                                                     \
    HEADER(THEME, "Theme")                                                                                   \
    HEADER(ACTIVITY, "Activity")                                                                             \
    HEADER(KIND, "Kind")                                                                                     \
    HEADER(STARTS, "Starts")                                                                                 \
    HEADER(ENDS, "Ends")                                                                                     \
    HEADER(PLACE, "Place")                                                                                   \
    HEADER(INVITED, "Invited")                                                                               \
    HEADER(ROUND, "Round")                                                                                   \
    HEADER(UNTIL, "Until")

#define SEED_SYMBOL(symbol, name) SEED_##symbol,
enum seed_header { SEED_HEADERS(SEED_SYMBOL) SEED_HEADER_COUNT };
#undef SEED_SYMBOL

enum seed_kind {
    SEED_IS_DEPARTMENT,
    SEED_IS_CHANNEL,
    SEED_IS_BULLETIN,
    SEED_IS_THREAD,
    SEED_IS_POST, /* in the thread of its headline */
    SEED_IS_THEME,
    SEED_IS_ACTIVITY,
    SEED_IS_ROUND, /* its body has a condition in each line */
};

struct seed {
    enum seed_kind kind;
    int line;                                /* where it begins, from 1 */
    struct bytes headers[SEED_HEADER_COUNT]; /* `at` is NULL for what is not given */
    struct bytes body;                       /* without the newlines around it */
};

struct seeds {
    const char *name; /* of the file, for what is said of it */
    struct bytes rest;
    int line;
};

/* `name` and `content` are borrowed. */
struct seeds seeds_begin(const char *name, struct bytes content);

/* The next record; *more is false at the end. All is borrowed from the content. Errors: BAD_VALUE, in words
 * with file and line. */
enum error seeds_next(struct seeds *seeds, struct seed *seed, bool *more, struct failure *failure);

#endif
