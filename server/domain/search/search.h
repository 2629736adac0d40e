/* What finding and indexing share: how the index is laid out, and the texts that it is of. The index is a
 * view with a fold position of its own: it may trail behind the ledger, and is never needed to decide
 * anything. */
#ifndef BULLETIN_DOMAIN_SEARCH_H
#define BULLETIN_DOMAIN_SEARCH_H

#include "server/domain/contract/noun.h"
#include "server/domain/search/tokens.h"
#include "server/domain/views/rows.h"

/* A row of the index holds, for one token, which facts of one block have it: so folding new facts touches the
 * end of the table only, and a question skips whole blocks. */
enum { SEARCH_BLOCK = 4096, SEARCH_PLACE_BYTES = 2 };
struct store_key search_token_key(uint64_t block, const struct token *token);
static inline uint64_t search_block(uint64_t seq)
{
    return seq / SEARCH_BLOCK;
}
static inline uint16_t search_place(uint64_t seq)
{
    return (uint16_t)(seq % SEARCH_BLOCK);
}

/* The places of one block, a bit each. */
struct block_places {
    uint64_t bits[SEARCH_BLOCK / 64];
};
static inline bool block_has(const struct block_places *places, size_t place)
{
    return (places->bits[place / 64] >> place % 64 & 1) != 0;
}
/* Which places of a block may have every word of a query: those that have are among them, and the texts tell.
 * It looks at a bounded number of rows and places of the index; a word that begins too many others leaves
 * the choice to the rest of the query. */
void search_block_places(struct txn *txn, const struct query *query, uint64_t block,
                         struct block_places *places);

/* A piece of its text from there on, shorter than SEARCH_PIECE only at the text's end: borrowed, or in
 * `room`. */
enum { SEARCH_PIECE = 4096 };
struct bytes search_text_at(struct txn *txn, const struct said *said, uint64_t offset,
                            uint8_t room[SEARCH_PIECE]);
/* What was found, while it is judged and shown. */
struct search_found {
    struct fact fact;
    enum searched in;
    struct said said;
    struct bytes channel; /* of the thing that the fact is about */
    uint64_t number;
    struct hit_standing standing;
};
/* Gives its row, with the line in which `in_text` stands; false when it did not fit. */
bool search_show(struct txn *txn, const struct search_found *found, const struct match *in_text,
                 struct rows *rows);

#endif
