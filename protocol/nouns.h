/* The one list of nouns. All that is said here comes from it: choices, asks, acts, links, facts, records,
 * pushes, errors and features. It does not know what any noun says.
 *
 * A new noun is a file of nouns/, one include and one line. Its file has these lists (X is the noun in
 * capitals; empty ones too), and the fields of what stands in them (fields.h) as FIELDS_symbol,
 * FACT_FIELDS_symbol, RECORD_FIELDS_symbol and PUSH_FIELDS_symbol:
 *
 *   X_CHOICES    words of which a field has one
 *      CHOICE(SYMBOL, symbol, what one is called, what all are called, what a word's help says, ROWS)
 *      ROWS(ROW, X) has ROW(X, SYMBOL, word, help). It becomes enum symbol, SYMBOL_COUNT, symbol_words[]
 *      and KIND_SYMBOL.
 *   X_ASKS       questions, which change nothing
 *      ASK(symbol, word, roles, scope, row, answer, rows by default, help)
 *   X_ACTS       signed changes, which become facts; their answer is `done`
 *      ACT(symbol, word, roles, scope, FINAL or REVERSIBLE, shown by, help)
 *   X_LINKS      about this connection, or uploads that rest on it
 *      LINK(symbol, word, roles, scope, row, answer, help)
 *   X_FACTS      see facts.h
 *      FACT(symbol, word, REVOKES or CONTENT, MADE(verb, how)..., ERASED(verb, how)... or KEPT, help)
 *   X_RECORDS    rows and answers
 *      RECORD(symbol, help)
 *   X_ERRORS     see errors.h
 *      ERROR(SYMBOL, word, STAYS, CLOSES or LOCAL, text)
 *   X_FEATURES   what `status` lists. A word that stands here in a release never changes its meaning and is
 *                never used again for another.
 *      FEATURE(word, what a client may ask of a server that says so) */
#ifndef BULLETIN_PROTOCOL_NOUNS_H
#define BULLETIN_PROTOCOL_NOUNS_H

#include "protocol/nouns/account.h"
#include "protocol/nouns/activity.h"
#include "protocol/nouns/award.h"
#include "protocol/nouns/brand.h"
#include "protocol/nouns/bulletin.h"
#include "protocol/nouns/channel.h"
#include "protocol/nouns/counsel.h"
#include "protocol/nouns/department.h"
#include "protocol/nouns/erasure.h"
#include "protocol/nouns/forum.h"
#include "protocol/nouns/guide.h"
#include "protocol/nouns/house.h"
#include "protocol/nouns/rating.h"
#include "protocol/nouns/receipt.h"
#include "protocol/nouns/round.h"
#include "protocol/nouns/schedule.h"
#include "protocol/nouns/search.h"
#include "protocol/nouns/session.h"
#include "protocol/nouns/theme.h"

/* In this order help and the reference tell them. */
#define NOUNS(NOUN, EACH)                                                                                    \
    NOUN(BULLETIN, bulletin, EACH)                                                                           \
    NOUN(RECEIPT, receipt, EACH)                                                                             \
    NOUN(SCHEDULE, schedule, EACH)                                                                           \
    NOUN(FORUM, forum, EACH)                                                                                 \
    NOUN(THEME, theme, EACH)                                                                                 \
    NOUN(ACTIVITY, activity, EACH)                                                                           \
    NOUN(ROUND, round, EACH)                                                                                 \
    NOUN(BRAND, brand, EACH)                                                                                 \
    NOUN(AWARD, award, EACH)                                                                                 \
    NOUN(COUNSEL, counsel, EACH)                                                                             \
    NOUN(GUIDE, guide, EACH)                                                                                 \
    NOUN(RATING, rating, EACH)                                                                               \
    NOUN(SEARCH, search, EACH)                                                                               \
    NOUN(ERASURE, erasure, EACH)                                                                             \
    NOUN(CHANNEL, channel, EACH)                                                                             \
    NOUN(DEPARTMENT, department, EACH)                                                                       \
    NOUN(ACCOUNT, account, EACH)                                                                             \
    NOUN(HOUSE, house, EACH)                                                                                 \
    NOUN(SESSION, session, EACH)

#define NOUN_CHOICES(NOUN, noun, CHOICE)   NOUN##_CHOICES(CHOICE)
#define NOUN_ASKS(NOUN, noun, ASK)         NOUN##_ASKS(ASK)
#define NOUN_ACTS(NOUN, noun, ACT)         NOUN##_ACTS(ACT)
#define NOUN_LINKS(NOUN, noun, LINK)       NOUN##_LINKS(LINK)
#define NOUN_FACTS(NOUN, noun, FACT)       NOUN##_FACTS(FACT)
#define NOUN_RECORDS(NOUN, noun, RECORD)   NOUN##_RECORDS(RECORD)
#define NOUN_ERRORS(NOUN, noun, ERROR)     NOUN##_ERRORS(ERROR)
#define NOUN_FEATURES(NOUN, noun, FEATURE) NOUN##_FEATURES(FEATURE)

#define CHOICES(CHOICE)  NOUNS(NOUN_CHOICES, CHOICE)
#define ASK_VERBS(ASK)   NOUNS(NOUN_ASKS, ASK)
#define ACT_VERBS(ACT)   NOUNS(NOUN_ACTS, ACT)
#define LINK_VERBS(LINK) NOUNS(NOUN_LINKS, LINK)
/* Of a row that may be of any of the three, `symbol` and `word` alone can be told. */
#define VERBS(VERB)       LINK_VERBS(VERB) ASK_VERBS(VERB) ACT_VERBS(VERB)
#define FACTS(FACT)       NOUNS(NOUN_FACTS, FACT)
#define RECORDS(RECORD)   NOUNS(NOUN_RECORDS, RECORD)
#define PUSHES(PUSH)      SESSION_PUSHES(PUSH)
#define FEATURES(FEATURE) NOUNS(NOUN_FEATURES, FEATURE)

#define CHOICE_SYMBOL(PREFIX, symbol, ...) PREFIX##_##symbol,
#define CHOICE_ENUM(SYMBOL, symbol, what, all, says, ROWS)                                                   \
    enum symbol { ROWS(CHOICE_SYMBOL, SYMBOL) SYMBOL##_COUNT };
CHOICES(CHOICE_ENUM)
#undef CHOICE_ENUM

#endif
