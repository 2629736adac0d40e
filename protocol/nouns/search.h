/* Searching in what one may read: the vocabulary of one noun (nouns.h). It does not know
 * how anything is indexed. */
#ifndef BULLETIN_NOUNS_SEARCH_H
#define BULLETIN_NOUNS_SEARCH_H

#define SEARCHED_KINDS(ROW, X)                                                                               \
    ROW(X, BULLETINS, "bulletins", "bulletins and their revisions")                                          \
    ROW(X, FORUM, "forum", "threads and posts")                                                              \
    ROW(X, THEMES, "themes", "themes of the month")                                                          \
    ROW(X, ACTIVITIES, "activities", "activities")                                                           \
    ROW(X, BRANDS, "brands", "brands, their rounds and awards, and what was said in counsel")                \
    ROW(X, RATINGS, "ratings", "what was said in ratings of my department, and in answer")

#define ORDERS(ROW, X)                                                                                       \
    ROW(X, NEWEST, "newest", "newest first")                                                                 \
    ROW(X, BEST, "best", "best matches first")

#define SEARCH_CHOICES(CHOICE)                                                                               \
    CHOICE(SEARCHED, searched, "a place to search", "places to search", "what is there", SEARCHED_KINDS)     \
    CHOICE(ORDER, order, "an order", "orders", "what comes first", ORDERS)

#define SEARCH_ASKS(ASK)                                                                                     \
    ASK(search, "search", ALL_ROLES, READS, hit, searched, LIMIT_NEWEST_ROWS, "Search in what I may read.")

#define SEARCH_ACTS(ACT)

#define SEARCH_LINKS(LINK)

#define SEARCH_FACTS(FACT)

#define SEARCH_RECORDS(RECORD)                                                                               \
    RECORD(hit, "something that was found")                                                                  \
    RECORD(searched, "how far a search went")

#define SEARCH_ERRORS(ERROR)                                                                                 \
    ERROR(TOO_SHORT, "too-short", STAYS,                                                                     \
          "The field '{field}' is too short to search for: it needs at least two characters.")

#define SEARCH_FEATURES(FEATURE) FEATURE("search", "`search`")

/* --- what verbs are told --- */

#define FIELDS_search(F, S)                                                                                  \
    F(S, words, LINE, REQUIRED, LIMIT_SEARCH_BYTES, "the words to search for; all must be there")            \
    F(S, in, SEARCHED, OPTIONAL, 0, "only there; everywhere by default")                                     \
    FIELD_CHANNEL(F, S, OPTIONAL, "only in this channel")                                                    \
    FIELD_SINCE(F, S, "only what was written since then")                                                    \
    F(S, order, ORDER, OPTIONAL, 0, "newest by default")                                                     \
    FIELD_LIMIT(F, S)                                                                                        \
    FIELD_BEFORE(F, S, "only hits whose `seq` is below this one")                                            \
    FIELD_NEXT(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_hit(F, S)                                                                              \
    FIELD_ID(F, S, "what was found")                                                                         \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact it was found in: where a page ends")                         \
    F(S, in, SEARCHED, REQUIRED, 0, "what it is")                                                            \
    FIELD_HEADLINE(F, S, OPTIONAL, "its headline, or its thread's")                                          \
    F(S, line, LINE, OPTIONAL, LIMIT_HIT_BYTES, "the line with the hit")                                     \
    FIELD_ACTOR(F, S, "who said it")                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then")                                                    \
    FIELD_TIME(F, S, "when")                                                                                 \
    F(S, thread, ID, OPTIONAL, 0, "of a post: its thread")                                                   \
    F(S, withdrawn, FLAG, OPTIONAL, 0, "withdrawn since")
#define RECORD_FIELDS_searched(F, S)                                                                         \
    FIELDS_COUNT(F, S)                                                                                       \
    F(S, behind, NUMBER, OPTIONAL, 0, "facts that are not in the index yet")

#endif
