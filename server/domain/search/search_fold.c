/* Folding facts into the index, some at a time: what is new comes in, what was replaced or erased goes. One
 * call does so much and no more, also inside a long text. It does not know how anything is found. */
#include <assert.h>
#include <stdlib.h>

#include "server/domain/search/index.h"
#include "server/domain/search/search.h"
#include "server/domain/views/views.h"

enum {
    POSTINGS_ENOUGH = 8 * 1024,  /* for one transaction, which acts wait for: those written, */
    FORGOTTEN_ENOUGH = 8 * 1024, /* and those taken out */
    PIECES_A_TAKE = 2,           /* of a blob, between two looks at how much it is by now */
    PIECES_OF_AN_ACT = 5,        /* of what an act says, which is taken whole: */
};

static_assert(LIMIT_ACT_BYTES + SAID_PARTS < PIECES_OF_AN_ACT * SEARCH_PIECE,
              "what is borrowed from an act is taken whole before anything is written");

/* One token of one fact, before the rows are written. */
struct posting {
    struct token token;
    uint64_t seq;
};

/* What is being folded: the postings of new facts wait, so that each row is written once. */
struct indexing {
    struct txn *txn;
    struct posting *postings;
    size_t count, room;
    uint64_t seq; /* of the fact whose words are being taken */
    size_t forgotten;
    bool failed;
};

/* Where a fact with a long text stands when a transaction has enough. */
struct inside {
    uint64_t seq;    /* 0: there is none */
    uint64_t offset; /* of its text */
    struct token_reader reader;
};

struct store_key search_token_key(uint64_t block, const struct token *token)
{
    struct store_key key = key_seq(block);
    key_bytes(&key, token_bytes(token));
    return key;
}

/* The tokens of one piece of a fact's text; the headline is of the first. */
static struct store_key piece_key(uint64_t seq, uint64_t offset)
{
    struct store_key key = key_seq(seq);
    key_number(&key, offset);
    return key;
}

static struct bytes folded_key(void)
{
    return bytes_of_text("last");
}

static struct bytes inside_key(void)
{
    return bytes_of_text("inside");
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

/* Adds places, which are no lower than those that the row has, or takes one out. */
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
    for (size_t i = 0; i < count && size < sizeof row; i++) {
        uint8_t place[SEARCH_PLACE_BYTES];
        place_write(place, added[i]);
        if (size > 0 && memcmp(row + size - SEARCH_PLACE_BYTES, place, sizeof place) == 0)
            continue; /* an earlier piece of the same text has the token too */
        memcpy(row + size, place, sizeof place);
        size += SEARCH_PLACE_BYTES;
    }
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

static void flush(struct indexing *indexing)
{
    uint16_t places[SEARCH_BLOCK];
    if (indexing->count > 0)
        qsort(indexing->postings, indexing->count, sizeof indexing->postings[0], compare_postings);
    for (size_t i = 0, next; i < indexing->count; i = next) {
        const struct posting *first = &indexing->postings[i];
        size_t count = 0;
        for (next = i; next < indexing->count; next++) {
            const struct posting *one = &indexing->postings[next];
            if (search_block(one->seq) != search_block(first->seq) ||
                compare_tokens(&one->token, &first->token) != 0)
                break;
            if (next == i || one->seq != indexing->postings[next - 1].seq)
                places[count++] = search_place(one->seq);
        }
        row_change(indexing->txn, search_block(first->seq), &first->token, places, count, NULL);
    }
    indexing->count = 0;
}

/* --- one fact --- */

static void note_token(void *context, const struct token *token)
{
    struct indexing *indexing = context;
    if (indexing->count == indexing->room) {
        size_t room = indexing->room == 0 ? 4096 : indexing->room * 2;
        struct posting *grown = realloc(indexing->postings, room * sizeof *grown);
        if (grown == NULL) {
            indexing->failed = true;
            return;
        }
        indexing->postings = grown;
        indexing->room = room;
    }
    indexing->postings[indexing->count++] = (struct posting){.token = *token, .seq = indexing->seq};
}

/* Keeps the tokens of a piece of a fact, each once, to be taken out again: its act may be gone by then. */
static void keep_tokens(struct indexing *indexing, size_t from, uint64_t offset)
{
    size_t count = indexing->count - from, kept = 0, size = 0;
    if (count == 0)
        return;
    struct posting *own = indexing->postings + from;
    qsort(own, count, sizeof own[0], compare_postings);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_tokens(&own[kept - 1].token, &own[i].token) != 0)
            own[kept++] = own[i];
    }
    indexing->count = from + kept;
    uint8_t *bytes = malloc(kept * (1 + TOKEN_BYTES));
    if (bytes == NULL) {
        indexing->failed = true;
        return;
    }
    for (size_t i = 0; i < kept; i++) {
        memcpy(bytes + size, &own[i].token, 1 + (size_t)own[i].token.size); /* its size, then its bytes */
        size += 1 + (size_t)own[i].token.size;
    }
    struct store_key key = piece_key(indexing->seq, offset);
    txn_put(indexing->txn, TABLE_TOKENS_OF, key_of(&key), bytes_of(bytes, size));
    free(bytes);
}

/* --- long texts --- */

static bool read_inside(struct txn *txn, struct inside *inside)
{
    enum { SIZE = 8 + 8 + 1 + 1 + 1 + 4 + 1 };
    struct bytes value;
    if (!txn_get(txn, TABLE_FOLDED, inside_key(), &value) || value.size < SIZE)
        return false;
    const uint8_t *at = value.at + 16;
    *inside = (struct inside){.seq = number_at(value.at), .offset = number_at(value.at + 8)};
    inside->reader.sort = (enum sort)at[0];
    inside->reader.letters = at[1];
    inside->reader.cut = at[2] != 0;
    inside->reader.before = (uint32_t)at[3] << 24 | (uint32_t)at[4] << 16 | (uint32_t)at[5] << 8 | at[6];
    inside->reader.word.size = at[7] <= TOKEN_BYTES ? at[7] : 0;
    if (value.size != SIZE + (size_t)inside->reader.word.size)
        return false;
    memcpy(inside->reader.word.at, at + 8, inside->reader.word.size);
    return true;
}

static void write_inside(struct txn *txn, const struct inside *inside)
{
    const struct token_reader *reader = &inside->reader;
    uint8_t value[8 + 8 + 8 + TOKEN_BYTES], *at = value + 16;
    number_write(value, inside->seq);
    number_write(value + 8, inside->offset);
    at[0] = (uint8_t)reader->sort;
    at[1] = reader->letters < 2 ? (uint8_t)reader->letters : 2; /* all that counts is whether they are two */
    at[2] = reader->cut;
    for (int i = 0; i < 4; i++)
        at[3 + i] = (uint8_t)(reader->before >> (24 - 8 * i));
    at[7] = reader->word.size;
    memcpy(at + 8, reader->word.at, reader->word.size);
    txn_put(txn, TABLE_FOLDED, inside_key(), bytes_of(value, 16 + 8 + (size_t)reader->word.size));
}

/* The next piece of a text; false when that was the last one. */
static bool take_piece(struct indexing *indexing, const struct said *said, struct inside *inside)
{
    uint8_t room[SEARCH_PIECE];
    struct bytes piece = search_text_at(indexing->txn, said, inside->offset, room);
    const bool ends = piece.size < SEARCH_PIECE;
    inside->offset += tokens_on(&inside->reader, piece, ends);
    return !ends;
}

/* A fact's words, or the rest of them. False when there are enough for this time. */
static bool add_fact(struct indexing *indexing, const struct fact *fact)
{
    uint8_t hash[LIMIT_HASH_BYTES];
    struct inside inside;
    struct said said;
    const bool goes_on = read_inside(indexing->txn, &inside) && inside.seq == fact->head.seq;
    if (!fact_said(indexing->txn, fact, &said)) {
        if (goes_on) /* erased half-way: the fact that says so takes out what there is */
            txn_delete(indexing->txn, TABLE_FOLDED, inside_key());
        return true;
    }
    if (!goes_on)
        inside = (struct inside){.seq = fact->head.seq};
    inside.reader.take = note_token;
    inside.reader.context = indexing;
    indexing->seq = fact->head.seq;
    if (said.text_hash.size == sizeof hash) { /* all that is said is borrowed until something is written */
        memcpy(hash, said.text_hash.at, sizeof hash);
        said.text_hash = bytes_of(hash, sizeof hash);
    }
    const int pieces = said.text_hash.size > 0 ? PIECES_A_TAKE : PIECES_OF_AN_ACT;
    for (bool more = true, first = !goes_on; more; first = false) {
        const size_t from = indexing->count;
        const uint64_t begun = inside.offset;
        if (first)
            tokens_each(said.headline, note_token, indexing);
        for (int i = 0; more && i < pieces; i++)
            more = take_piece(indexing, &said, &inside);
        keep_tokens(indexing, from, begun);
        if (more && (indexing->count >= POSTINGS_ENOUGH || indexing->failed)) {
            write_inside(indexing->txn, &inside);
            return false;
        }
    }
    if (goes_on)
        txn_delete(indexing->txn, TABLE_FOLDED, inside_key());
    return true;
}

/* --- what goes --- */

/* Takes out the tokens of one piece. */
static void forget_piece(struct indexing *indexing, uint64_t seq, struct bytes piece_of, struct bytes there)
{
    const uint16_t place = search_place(seq);
    struct store_key key = key_empty();
    const size_t all = there.size;
    uint8_t *bytes = malloc(all == 0 ? 1 : all); /* what is borrowed is gone with the first row written */
    if (bytes == NULL) {
        indexing->failed = true;
        return;
    }
    key_bytes(&key, piece_of);
    memcpy(bytes, there.at, all);
    for (size_t at = 0; at < all && at + 1 + bytes[at] <= all && bytes[at] <= TOKEN_BYTES;
         at += 1 + (size_t)bytes[at]) {
        struct token token = {.size = bytes[at]};
        memcpy(token.at, bytes + at + 1, token.size);
        row_change(indexing->txn, search_block(seq), &token, NULL, 0, &place);
        indexing->forgotten++;
    }
    free(bytes);
    txn_delete(indexing->txn, TABLE_TOKENS_OF, key_of(&key));
}

/* False when that is enough for this time, and there is more of it. */
static bool forget(struct indexing *indexing, uint64_t seq)
{
    struct store_key from = key_seq(seq);
    flush(indexing);
    for (;;) {
        struct walk walk;
        walk_prefix(&walk, indexing->txn, TABLE_TOKENS_OF, key_of(&from));
        const bool there = walk_next(&walk);
        const bool enough = there && indexing->forgotten >= FORGOTTEN_ENOUGH;
        struct store_key key = key_empty();
        struct bytes value = walk.value;
        if (there)
            key_bytes(&key, walk.key);
        walk_end(&walk);
        if (!there || enough || indexing->failed || txn_error(indexing->txn) != OK)
            return !enough;
        if (!txn_get(indexing->txn, TABLE_TOKENS_OF, key_of(&key), &value))
            return true;
        forget_piece(indexing, seq, key_of(&key), value);
    }
}

/* Only the newest text of a thing is found: the seq of the one before this, or 0. */
static uint64_t replaced_by(struct txn *txn, const struct fact *fact)
{
    struct bytes channel;
    struct walk walk;
    uint64_t number, seq, replaced = 0;
    if (!fact_about(txn, fact, &channel, &number) ||
        (bytes_equal(channel, fact->head.channel) && number == fact->head.number))
        return 0;
    struct store_key of = key_place(channel, number);
    walk_prefix(&walk, txn, TABLE_REVISIONS, key_of(&of));
    while (view_next_number(&walk, &seq) && seq < fact->head.seq)
        replaced = seq;
    walk_end(&walk);
    return replaced;
}

/* False when it is to be gone on with. */
static bool forget_erased(struct indexing *indexing, const struct fact *fact)
{
    struct fact_thing_erased erased;
    uint64_t seqs[LIMIT_ERASED_FACTS], seq;
    size_t at = 0, count = 0;
    bool done = true;
    if (!fact_decided(indexing->txn, fact, &shape_fact_thing_erased, &erased))
        return true;
    while (count < LIMIT_ERASED_FACTS && numbers_next(erased.facts, &at, &seq))
        seqs[count++] = seq; /* the fact is borrowed, and what follows writes */
    for (size_t i = 0; i < count && done; i++)
        done = forget(indexing, seqs[i]);
    return done;
}

/* False when it is to be gone on with: what was done of it is done again without harm. */
static bool fold_one(struct indexing *indexing, uint64_t seq)
{
    struct fact fact;
    enum searched in;
    if (!fact_needed(indexing->txn, seq, &fact))
        return false;
    if (bytes_equal_text(fact.head.kind, fact_kinds[FACT_thing_erased].word))
        return forget_erased(indexing, &fact);
    if (!fact_searched(fact.head.kind, &in))
        return true;
    const uint64_t replaced = replaced_by(indexing->txn, &fact);
    if (replaced > 0 && !forget(indexing, replaced))
        return false;
    if (replaced > 0 && !ledger_read(indexing->txn, seq, &fact)) { /* what was borrowed is gone */
        return view_missing(indexing->txn);
    }
    return add_fact(indexing, &fact);
}

/* Texts are taken and forgotten in steps, and what is in the middle of one is of no fact in particular. */
bool domain_index_rests(struct txn *txn, struct txn *views)
{
    const uint64_t next = domain_indexed(txn) + 1;
    struct store_key key = key_seq(next);
    struct fact fact;
    if (next > ledger_last(txn))
        return true;
    if (!ledger_read_bare(views, next, &fact) ||
        bytes_equal_text(fact.head.kind, fact_kinds[FACT_thing_erased].word) || replaced_by(views, &fact) > 0)
        return false;
    return !txn_has_prefix(txn, TABLE_TOKENS_OF, key_of(&key)); /* false: it is begun */
}

bool domain_index(struct txn *txn, uint64_t most)
{
    return domain_index_to(txn, ledger_last(txn), most);
}

bool domain_index_to(struct txn *txn, uint64_t last, uint64_t most)
{
    struct indexing indexing = {.txn = txn};
    const uint64_t from = domain_indexed(txn);
    uint64_t to = last - from > most ? from + most : last;
    uint64_t done = from;
    uint8_t value[8];
    if (from >= last)
        return false;
    while (done < to && txn_error(txn) == OK && !indexing.failed && indexing.count < POSTINGS_ENOUGH &&
           indexing.forgotten < FORGOTTEN_ENOUGH && fold_one(&indexing, done + 1))
        done++;
    flush(&indexing);
    free(indexing.postings);
    if (indexing.failed)
        txn_fail(txn, ERR_NO_MEMORY);
    number_write(value, done);
    txn_put(txn, TABLE_FOLDED, folded_key(), bytes_of(value, sizeof value));
    return done < last && txn_error(txn) == OK;
}
