/* What finding and indexing share: which facts say something that can be found, and how the index is laid
 * out. The index is a view with a fold position of its own: it may trail behind the ledger, and is never
 * needed to decide anything. */
#ifndef BULLETIN_DOMAIN_SEARCH_H
#define BULLETIN_DOMAIN_SEARCH_H

#include "server/domain/domain.h"
#include "server/domain/tokens.h"

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

/* What a fact says that can be found. Borrowed from the fact; a long text is read with search_text. */
struct said {
    enum searched in;
    struct bytes headline, text; /* size 0: none */
    struct bytes text_hash;      /* size 0: the text is not a blob */
};
/* Whether facts of this kind say something that can be found, and where people look for it. */
bool search_kind(struct bytes kind, enum searched *in);
/* False when the fact says nothing, or its act was erased. */
bool search_said(struct txn *txn, const struct fact *fact, struct said *said);
/* The whole text: borrowed, or read into *room, which grows and is the caller's to free. */
struct bytes search_text(struct txn *txn, const struct said *said, uint8_t **room);
/* The thing that a fact is about, by the id of the fact that made it: the fact's own, or the one it names. */
bool search_about(struct txn *txn, const struct fact *fact, struct bytes *channel, uint64_t *number);

#endif
