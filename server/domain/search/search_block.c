/* Looking words up in one block of the index, by their beginnings, within bounds. It does not know what the
 * facts say, nor who asks. */
#include <string.h>

#include "server/domain/search/search.h"

/* What one block may cost, whatever is asked and whatever was written to be found: some 200 microseconds. */
enum { ROWS_A_BLOCK = 1024, PLACES_A_BLOCK = 64 * 1024 };

struct budget {
    size_t rows, places;
};

static void add_row(struct block_places *places, struct bytes row)
{
    for (size_t at = 0; at + SEARCH_PLACE_BYTES <= row.size; at += SEARCH_PLACE_BYTES) {
        const size_t place = (size_t)row.at[at] << 8 | row.at[at + 1];
        if (place < SEARCH_BLOCK)
            places->bits[place / 64] |= UINT64_C(1) << place % 64;
    }
}

/* Whether it could be paid for. */
static bool pay(struct budget *budget, struct bytes row)
{
    const size_t places = row.size / SEARCH_PLACE_BYTES;
    if (budget->rows == 0 || places > budget->places)
        return false;
    budget->rows--;
    budget->places -= places;
    return true;
}

static void whole_word(struct txn *txn, const struct store_key *key, struct block_places *places)
{
    struct bytes row;
    if (txn_get(txn, TABLE_TOKENS, key_of(key), &row))
        add_row(places, row);
}

/* False when more words begin so than may be looked at. */
static bool words_that_begin(struct txn *txn, const struct store_key *key, struct budget *budget,
                             struct block_places *places)
{
    struct walk walk;
    bool paid = true;
    walk_prefix(&walk, txn, TABLE_TOKENS, key_of(key));
    while (paid && walk_next(&walk)) {
        paid = pay(budget, walk.value);
        if (paid)
            add_row(places, walk.value);
    }
    walk_end(&walk);
    return paid;
}

/* Takes away what does not have the token; says whether anything is left. */
static bool narrow(struct block_places *places, const struct block_places *having)
{
    uint64_t left = 0;
    for (size_t i = 0; i < SEARCH_BLOCK / 64; i++)
        left |= places->bits[i] &= having->bits[i];
    return left != 0;
}

/* Each of the words that begin others may use an equal share of what is left: one that begins very many does
 * not cost the others theirs. */
static bool narrow_by_beginnings(struct txn *txn, const struct query *query, uint64_t block, size_t words,
                                 struct block_places *places)
{
    struct budget left = {.rows = ROWS_A_BLOCK, .places = PLACES_A_BLOCK};
    bool any = true;
    for (size_t i = 0; i < query->token_count && any && words > 0; i++) {
        struct block_places having = {0};
        struct store_key key = search_token_key(block, &query->tokens[i]);
        if (!token_begins(&query->tokens[i]))
            continue;
        const struct budget share = {.rows = left.rows / words, .places = left.places / words};
        struct budget budget = share;
        words--;
        if (words_that_begin(txn, &key, &budget, &having))
            any = narrow(places, &having);
        left.rows -= share.rows - budget.rows;
        left.places -= share.places - budget.places;
    }
    return any;
}

void search_block_places(struct txn *txn, const struct query *query, uint64_t block,
                         struct block_places *places)
{
    size_t beginnings = 0;
    bool any = true;
    memset(places, 0xff, sizeof *places);
    for (size_t i = 0; i < query->token_count && any; i++) {
        struct block_places having = {0};
        struct store_key key = search_token_key(block, &query->tokens[i]);
        beginnings += token_begins(&query->tokens[i]);
        if (token_begins(&query->tokens[i]))
            continue;
        whole_word(txn, &key, &having);
        any = narrow(places, &having);
    }
    if (any && beginnings > 0)
        narrow_by_beginnings(txn, query, block, beginnings, places);
}
