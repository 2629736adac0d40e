/* The words of a text, as they are looked for. They are letters without case, accents or width, and
 * overlapping pairs of Chinese characters, which are written without spaces. Pure functions of their
 * arguments. */
#ifndef BULLETIN_DOMAIN_TOKENS_H
#define BULLETIN_DOMAIN_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/limits.h"
#include "protocol/wire/buffer.h"
#include "server/domain/base/folding.h"

enum { TOKEN_BYTES = 32 }; /* a longer word is cut, and a text's words with it */

struct token {
    uint8_t size;
    uint8_t at[TOKEN_BYTES];
};
static inline struct bytes token_bytes(const struct token *token)
{
    return bytes_of(token->at, token->size);
}

/* Whether it is found as the beginning of a word, too: one of three letters or digits at least, so that it
 * tells something. Pairs of Chinese characters are not, nor are words of two letters. */
enum { LETTERS_THAT_BEGIN = 3 };
static inline bool token_begins(const struct token *token)
{
    size_t characters = 0;
    for (size_t i = 0; i < token->size; i++)
        characters += (token->at[i] & 0xc0) != 0x80;
    return characters >= LETTERS_THAT_BEGIN;
}

/* Gives every word of at least two letters or digits, and every pair of neighbouring Chinese characters, as
 * often as they stand there. */
typedef void token_taken(void *context, const struct token *token);
void tokens_each(struct bytes text, token_taken *take, void *context);

/* The same for a text that comes in pieces; zeroed but for the first two at its beginning. */
struct token_reader {
    token_taken *take;
    void *context;
    enum sort sort; /* of the last character */
    struct token word;
    size_t letters; /* of the word, which may be longer than what is kept of it */
    bool cut;       /* the rest of the word is left out, not what would fit after it */
    uint32_t before;
};
/* Takes the whole characters of a piece; says how many bytes those are. `ends`: the text ends with it. */
size_t tokens_on(struct token_reader *reader, struct bytes piece, bool ends);

/* What somebody looks for. A term is a word, with which a word of a text must begin (a short one must stand
 * there as a whole), or a run of Chinese characters, which must stand there as it is written. */
enum { QUERY_TERMS = LIMIT_SEARCH_BYTES, QUERY_CHARACTERS = 8 * LIMIT_SEARCH_BYTES };
struct term {
    bool ideographs;
    size_t from, count; /* of `characters` */
};
struct query {
    struct term terms[QUERY_TERMS];
    size_t term_count;
    uint32_t characters[QUERY_CHARACTERS];
    uint16_t falls[QUERY_CHARACTERS]; /* see matching_on */
    size_t character_count;
    struct token
        tokens[LIMIT_SEARCH_WORDS]; /* each must be in a text's; more terms are left to matching_on */
    size_t token_count;
};
/* False when there is nothing in it that could be looked up: no word and no pair. */
bool query_read(struct bytes words, struct query *query);

/* Where a query stands in a text. */
struct match {
    uint64_t places; /* how often its terms are there, all together */
    uint64_t offset; /* in bytes, of the last character of the place that ends first */
};

/* A query on its way through texts, of which every term must be in one; each may come in pieces. Zeroed at
 * its beginning. */
struct matching {
    uint16_t have[QUERY_TERMS]; /* characters of a run that the last ones are; letters of a word so far, and
                                   one more when it goes on behind them */
    bool broken[QUERY_TERMS];   /* a word that has begun otherwise */
    bool found[QUERY_TERMS], whole[QUERY_TERMS]; /* whole: as it was asked for, at least once */
    struct match match;                          /* in this text */
    uint64_t offset;                             /* how far it has been taken, in bytes */
    uint64_t letter;                             /* where its last character that is none of a gap stands */
    bool ended;                                  /* to its end */
};
/* Begins the next text. */
void matching_text(struct matching *matching);
/* Takes whole characters of the piece of the text that begins at `offset`, until so much work is done: one
 * for each folded character, and for each of them one for each term. At least one character is taken. */
void matching_on(struct matching *matching, const struct query *query, struct bytes piece, bool ends,
                 size_t work);
/* Whether every term was in one of the texts. */
bool matching_has_all(const struct matching *matching, const struct query *query);
/* Whether every term was there as it was asked for, not only as the beginning of a word. */
bool matching_has_whole(const struct matching *matching, const struct query *query);
/* To be kept while the query is the same, in at most MATCHING_BYTES. Reading gives false for other bytes. */
enum { MATCHING_BYTES = 2 * QUERY_TERMS + 4 * 8 + 1 };
void matching_write(const struct matching *matching, const struct query *query, struct buffer *out);
bool matching_read(struct matching *matching, const struct query *query, struct bytes *in);

#endif
