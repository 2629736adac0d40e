/* The words of a text, as they are looked for: letters without case, accents or width, and overlapping pairs
 * of Chinese characters, which are written without spaces. Pure functions of their arguments. */
#ifndef BULLETIN_DOMAIN_TOKENS_H
#define BULLETIN_DOMAIN_TOKENS_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

enum { TOKEN_BYTES = 32 }; /* a longer word is cut, and a text's words with it */

struct token {
    uint8_t size;
    uint8_t at[TOKEN_BYTES];
};
static inline struct bytes token_bytes(const struct token *token)
{
    return bytes_of(token->at, token->size);
}

/* Gives every word of at least two letters or digits, and every pair of neighbouring Chinese characters, as
 * often as they stand there. */
typedef void token_taken(void *context, const struct token *token);
void tokens_each(struct bytes text, token_taken *take, void *context);

/* What somebody looks for. A term is a word, which must stand in a text as a whole, or a run of Chinese
 * characters, which must stand there as it is written. */
enum { QUERY_TERMS = LIMIT_SEARCH_BYTES, QUERY_CHARACTERS = 8 * LIMIT_SEARCH_BYTES };
struct term {
    bool ideographs;
    size_t from, count; /* of `characters` */
};
struct query {
    struct term terms[QUERY_TERMS];
    size_t term_count;
    uint32_t characters[QUERY_CHARACTERS];
    uint16_t falls[QUERY_CHARACTERS]; /* see query_match */
    size_t character_count;
    struct token
        tokens[LIMIT_SEARCH_WORDS]; /* each must be in a text's; more terms are left to query_match */
    size_t token_count;
};
/* False when there is nothing in it that could be looked up: no word and no pair. */
bool query_read(struct bytes words, struct query *query);

/* Where a query stands in a text. */
struct match {
    size_t places; /* how often its terms are there, all together */
    size_t offset; /* in bytes, of the first of them */
};
/* Counts the terms in two texts: every term must be in one of them. A match without places has no offset.
 * Costs the length of the texts, and a little for each term. */
bool query_match(const struct query *query, struct bytes headline, struct bytes text,
                 struct match *in_headline, struct match *in_text);

#endif
