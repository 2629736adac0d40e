/* Folding facts into the index, some at a time: what is new comes in, what was replaced or erased goes. It
 * does not know how anything is found. */
#include <stdlib.h>

#include "server/domain/search.h"
#include "server/domain/views.h"

/* So many postings are enough for one transaction: long texts make it a short one. */
enum { POSTINGS_ENOUGH = 64 * 1024 };

/* One token of one fact, before the rows are written. */
struct posting {
    struct token token;
    uint64_t seq;
};

/* What is being folded: the postings of new facts wait, so that each row is written once. */
struct folding {
    struct txn *txn;
    struct posting *postings;
    size_t count, room;
    uint64_t seq; /* of the fact whose words are being taken */
    bool failed;
};

struct store_key search_token_key(uint64_t block, const struct token *token)
{
    struct store_key key = key_empty();
    key_number(&key, block);
    key_bytes(&key, token_bytes(token));
    return key;
}

static struct store_key seq_key(uint64_t seq)
{
    struct store_key key = key_empty();
    key_number(&key, seq);
    return key;
}

static struct bytes folded_key(void)
{
    return bytes_of_text("last");
}

uint64_t domain_indexed(struct txn *txn)
{
    struct bytes value;
    return txn_get(txn, TABLE_FOLDED, folded_key(), &value) && value.size == 8 ? number_at(value.at) : 0;
}

/* --- rows --- */

static void place_write(uint8_t at[SEARCH_PLACE_BYTES], uint16_t place)
{
    at[0] = (uint8_t)(place >> 8);
    at[1] = (uint8_t)place;
}

/* Adds places, which are higher than those that the row has, or takes one out. */
static void row_change(struct txn *txn, uint64_t block, const struct token *token, const uint16_t *added,
                       size_t count, const uint16_t *gone)
{
    uint8_t row[SEARCH_BLOCK * SEARCH_PLACE_BYTES];
    struct store_key key = search_token_key(block, token);
    struct bytes there;
    size_t size = 0;
    if (txn_get(txn, TABLE_TOKENS, key_of(&key), &there)) {
        for (size_t at = 0; at + SEARCH_PLACE_BYTES <= there.size; at += SEARCH_PLACE_BYTES) {
            uint16_t place = (uint16_t)(there.at[at] << 8 | there.at[at + 1]);
            if (gone != NULL && place == *gone)
                continue;
            memcpy(row + size, there.at + at, SEARCH_PLACE_BYTES);
            size += SEARCH_PLACE_BYTES;
        }
    }
    for (size_t i = 0; i < count && size < sizeof row; i++, size += SEARCH_PLACE_BYTES)
        place_write(row + size, added[i]);
    if (size == 0)
        txn_delete(txn, TABLE_TOKENS, key_of(&key));
    else
        txn_put(txn, TABLE_TOKENS, key_of(&key), bytes_of(row, size));
}

static int compare_tokens(const struct token *one, const struct token *other)
{
    size_t least = one->size < other->size ? one->size : other->size;
    int order = memcmp(one->at, other->at, least);
    return order != 0 ? order : one->size - other->size;
}

/* By block, token and place: the order of the rows. */
static int compare_postings(const void *left, const void *right)
{
    const struct posting *one = left, *other = right;
    uint64_t a = search_block(one->seq), b = search_block(other->seq);
    if (a != b)
        return a < b ? -1 : 1;
    int order = compare_tokens(&one->token, &other->token);
    return order != 0 ? order : (one->seq > other->seq) - (one->seq < other->seq);
}

static void flush(struct folding *folding)
{
    uint16_t places[SEARCH_BLOCK];
    if (folding->count > 0)
        qsort(folding->postings, folding->count, sizeof folding->postings[0], compare_postings);
    for (size_t i = 0, next; i < folding->count; i = next) {
        const struct posting *first = &folding->postings[i];
        size_t count = 0;
        for (next = i; next < folding->count; next++) {
            const struct posting *one = &folding->postings[next];
            if (search_block(one->seq) != search_block(first->seq) ||
                compare_tokens(&one->token, &first->token) != 0)
                break;
            if (next == i || one->seq != folding->postings[next - 1].seq)
                places[count++] = search_place(one->seq);
        }
        row_change(folding->txn, search_block(first->seq), &first->token, places, count, NULL);
    }
    folding->count = 0;
}

/* --- one fact --- */

static void note_token(void *context, const struct token *token)
{
    struct folding *folding = context;
    if (folding->count == folding->room) {
        size_t room = folding->room == 0 ? 4096 : folding->room * 2;
        struct posting *grown = realloc(folding->postings, room * sizeof *grown);
        if (grown == NULL) {
            folding->failed = true;
            return;
        }
        folding->postings = grown;
        folding->room = room;
    }
    folding->postings[folding->count++] = (struct posting){*token, folding->seq};
}

/* Keeps a fact's tokens, each once, to be taken out again: its act may be gone by then. */
static void keep_tokens(struct folding *folding, size_t from)
{
    size_t count = folding->count - from, kept = 0, size = 0;
    if (count == 0)
        return;
    struct posting *own = folding->postings + from;
    qsort(own, count, sizeof own[0], compare_postings);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_tokens(&own[kept - 1].token, &own[i].token) != 0)
            own[kept++] = own[i];
    }
    folding->count = from + kept;
    uint8_t *bytes = malloc(kept * (1 + TOKEN_BYTES));
    if (bytes == NULL) {
        folding->failed = true;
        return;
    }
    for (size_t i = 0; i < kept; i++) {
        memcpy(bytes + size, &own[i].token, 1 + (size_t)own[i].token.size); /* its size, then its bytes */
        size += 1 + (size_t)own[i].token.size;
    }
    struct store_key key = seq_key(folding->seq);
    txn_put(folding->txn, TABLE_TOKENS_OF, key_of(&key), bytes_of(bytes, size));
    free(bytes);
}

static void add_fact(struct folding *folding, const struct fact *fact)
{
    uint8_t *room = NULL;
    struct said said;
    if (!search_said(folding->txn, fact, &said))
        return;
    size_t from = folding->count;
    folding->seq = fact->head.seq;
    tokens_each(said.headline, note_token, folding);
    tokens_each(search_text(folding->txn, &said, &room), note_token, folding);
    free(room);
    keep_tokens(folding, from);
}

static void forget(struct folding *folding, uint64_t seq)
{
    struct store_key key = seq_key(seq);
    struct bytes there;
    const uint16_t place = search_place(seq);
    flush(folding);
    if (!txn_get(folding->txn, TABLE_TOKENS_OF, key_of(&key), &there))
        return;
    const size_t all = there.size;
    uint8_t *bytes =
        malloc(all == 0 ? 1 : all); /* what is borrowed is gone with the first row that is written */
    if (bytes == NULL) {
        folding->failed = true;
        return;
    }
    memcpy(bytes, there.at, all);
    for (size_t at = 0; at < all && at + 1 + bytes[at] <= all && bytes[at] <= TOKEN_BYTES;
         at += 1 + (size_t)bytes[at]) {
        struct token token = {.size = bytes[at]};
        memcpy(token.at, bytes + at + 1, token.size);
        row_change(folding->txn, search_block(seq), &token, NULL, 0, &place);
    }
    free(bytes);
    txn_delete(folding->txn, TABLE_TOKENS_OF, key_of(&key));
}

/* Only the newest text of a thing is found: forgets the one before this, if any. True when it wrote. */
static bool forget_replaced(struct folding *folding, const struct fact *fact)
{
    struct bytes channel;
    struct walk walk;
    uint64_t number, replaced = 0;
    if (!search_about(folding->txn, fact, &channel, &number) ||
        (bytes_equal(channel, fact->head.channel) && number == fact->head.number))
        return false;
    struct store_key from = view_revision_key(channel, number, 0);
    walk_up(&walk, folding->txn, TABLE_REVISIONS, key_of(&from));
    while (walk_next(&walk) && walk.key.size == from.size && walk.value.size == 8 &&
           memcmp(walk.key.at, from.at, from.size - 8) == 0 && number_at(walk.value.at) < fact->head.seq)
        replaced = number_at(walk.value.at);
    walk_end(&walk);
    if (replaced > 0)
        forget(folding, replaced);
    return replaced > 0;
}

static void forget_erased(struct folding *folding, const struct fact *fact)
{
    struct fact_thing_erased erased;
    uint64_t seqs[LIMIT_ERASED_FACTS], seq;
    size_t at = 0, count = 0;
    if (!fact_decided(folding->txn, fact, &shape_fact_thing_erased, &erased))
        return;
    while (count < LIMIT_ERASED_FACTS && numbers_next(erased.facts, &at, &seq))
        seqs[count++] = seq; /* the fact is borrowed, and what follows writes */
    for (size_t i = 0; i < count; i++)
        forget(folding, seqs[i]);
}

static void fold_one(struct folding *folding, uint64_t seq)
{
    struct fact fact;
    enum searched in;
    if (!ledger_read(folding->txn, seq, &fact)) {
        txn_fail(folding->txn, ERR_INTERNAL);
        return;
    }
    if (bytes_equal_text(fact.head.kind, fact_kinds[FACT_thing_erased].word)) {
        forget_erased(folding, &fact);
        return;
    }
    if (!search_kind(fact.head.kind, &in))
        return;
    if (forget_replaced(folding, &fact) &&
        !ledger_read(folding->txn, seq, &fact)) { /* what was borrowed is gone */
        txn_fail(folding->txn, ERR_INTERNAL);
        return;
    }
    add_fact(folding, &fact);
}

bool domain_index(struct txn *txn, uint64_t most)
{
    struct folding folding = {.txn = txn};
    const uint64_t from = domain_indexed(txn), last = ledger_last(txn);
    uint64_t to = last - from > most ? from + most : last;
    uint64_t done = from;
    uint8_t value[8];
    if (from >= last)
        return false;
    while (done < to && txn_error(txn) == OK && !folding.failed && folding.count < POSTINGS_ENOUGH)
        fold_one(&folding, ++done);
    flush(&folding);
    free(folding.postings);
    if (folding.failed)
        txn_fail(txn, ERR_INTERNAL);
    number_write(value, done);
    txn_put(txn, TABLE_FOLDED, folded_key(), bytes_of(value, sizeof value));
    return done < last;
}
