/* Answering a search: the index says which facts may have every word, the texts say which have them, and the
 * views which of them count and may be read. Newest first, block by block, in pieces. */
#include "server/domain/search/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/search/index.h"

enum {
    CANDIDATES_BEST = 400, /* the newest hits, out of which the best are chosen */
    HEADLINE_WORTH = 4,    /* a place in a headline, in places in a text */
    STEP_WORK = 16 * 1024, /* of matching_on: some 50 microseconds */
    HIT_BYTES = 8 + 4 + 4, /* of a hit, as it is kept for the next piece */
};
/* What a hit says that has no place in its text. */
static const uint32_t nowhere = UINT32_MAX;

/* One of the best, as its row is made from it. */
struct hit {
    uint64_t seq;
    uint32_t worth, offset; /* in its text, or nowhere */
};

/* Where a search stands, between two pieces as well. */
struct place {
    bool showing;    /* the best have been found */
    uint64_t before; /* only facts below this seq are still to be looked at */
    bool inside;     /* the highest of them is being looked at: `matching` stands in its text */
    uint64_t above;  /* places in its headline */
    uint64_t passed; /* hits so far, for the best */
    bool more;       /* there are hits that will not be among the best */
    struct matching matching;
    struct hit hits[LIMIT_ROWS]; /* the best so far, the best first */
    size_t hit_count, hit_room;
};

struct search {
    struct txn *txn;
    const struct actor *actor;
    const struct args_search *args;
    struct rows *rows;
    struct query query;
    struct place place;
    bool best, over, stopped;
    char judged[LIMIT_CHANNEL_BYTES]; /* the channel whose right was asked for last, and what it was */
    size_t judged_size;
    bool allowed;
};

/* --- from piece to piece --- */

static void add_number(struct buffer *out, uint64_t number, size_t size)
{
    uint8_t bytes[8];
    number_write(bytes, number);
    buffer_add(out, bytes + 8 - size, size);
}

static uint64_t take_number(struct bytes *in, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | in->at[i];
    *in = bytes_skip(*in, size);
    return number;
}

enum { PLACE_BYTES = 1 + 8 + 1 + 4 + 2 + 1 + 2 + 2 };
static_assert(PLACE_BYTES + MATCHING_BYTES + LIMIT_ROWS * HIT_BYTES <= ROWS_NEXT_BYTES, "a place fits");

static void stop(struct search *search)
{
    const struct place *place = &search->place;
    uint8_t room[ROWS_NEXT_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    add_number(&out, place->showing, 1);
    add_number(&out, place->before, 8);
    add_number(&out, place->inside, 1);
    add_number(&out, place->above, 4);
    add_number(&out, place->passed, 2);
    add_number(&out, place->more, 1);
    add_number(&out, place->hit_count, 2);
    add_number(&out, place->hit_room, 2);
    for (size_t i = 0; i < place->hit_count; i++) {
        add_number(&out, place->hits[i].seq, 8);
        add_number(&out, place->hits[i].worth, 4);
        add_number(&out, place->hits[i].offset, 4);
    }
    if (place->inside)
        matching_write(&place->matching, &search->query, &out);
    rows_stop(search->rows, buffer_bytes(&out));
    search->stopped = true;
}

/* False when this is the first piece. */
static bool go_on(struct search *search)
{
    struct place *place = &search->place;
    struct bytes in = search->rows->from;
    if (in.size < PLACE_BYTES)
        return false;
    place->showing = take_number(&in, 1) != 0;
    place->before = take_number(&in, 8);
    place->inside = take_number(&in, 1) != 0;
    place->above = take_number(&in, 4);
    place->passed = take_number(&in, 2);
    place->more = take_number(&in, 1) != 0;
    place->hit_count = (size_t)take_number(&in, 2);
    place->hit_room = (size_t)take_number(&in, 2);
    if (place->hit_count > LIMIT_ROWS || in.size < place->hit_count * HIT_BYTES)
        return false;
    for (size_t i = 0; i < place->hit_count; i++) {
        place->hits[i].seq = take_number(&in, 8);
        place->hits[i].worth = (uint32_t)take_number(&in, 4);
        place->hits[i].offset = (uint32_t)take_number(&in, 4);
    }
    place->inside = place->inside && matching_read(&place->matching, &search->query, &in);
    return true;
}

/* --- what counts --- */

static bool may_read(struct search *search, struct bytes channel)
{
    if (!bytes_equal(channel, bytes_of((const uint8_t *)search->judged, search->judged_size))) {
        memcpy(search->judged, channel.at, channel.size);
        search->judged_size = channel.size;
        search->allowed = channel_allows(search->txn, channel, RIGHT_READ, search->actor);
    }
    return search->allowed;
}

/* Whether the fact has the newest text of its thing, and that can be seen. */
static bool counts(struct txn *txn, struct search_found *found)
{
    const struct noun *noun = noun_of_kind(fact_kind_find(found->fact.head.kind));
    return noun->counts(txn, &found->fact, found->channel, found->number, &found->standing);
}

/* Whether a fact that the index names is one that the asker may see, and looks for here. */
static bool may_see(struct search *search, uint64_t seq, struct search_found *found)
{
    const struct args_search *args = search->args;
    if (!ledger_read(search->txn, seq, &found->fact))
        return false;
    if (args->has.since && found->fact.head.time_ms < args->since) {
        search->over = true; /* those before it are older */
        return false;
    }
    return fact_searched(found->fact.head.kind, &found->in) && (!args->has.in || found->in == args->in) &&
           fact_about(search->txn, &found->fact, &found->channel, &found->number) &&
           (!args->has.channel || bytes_equal(found->channel, args->channel)) &&
           may_read(search, found->channel) && fact_said(search->txn, &found->fact, &found->said) &&
           counts(search->txn, found);
}

/* --- looking into texts --- */

/* Takes the query through the fact's headline and text, or on through what is left of them. False when the
 * piece ends before it does. */
static bool match(struct search *search, const struct search_found *found)
{
    struct place *place = &search->place;
    struct matching *matching = &place->matching;
    uint8_t room[SEARCH_PIECE];
    if (!place->inside) {
        *matching = (struct matching){.ended = false};
        matching_on(matching, &search->query, found->said.headline, true, SIZE_MAX);
        place->above = matching->match.places;
        matching_text(matching);
        place->inside = true;
    }
    for (bool first = true; !matching->ended; first = false) {
        if (!first && rows_due(search->rows)) {
            stop(search);
            return false;
        }
        struct bytes piece = search_text_at(search->txn, &found->said, matching->offset, room);
        matching_on(matching, &search->query, piece, piece.size < SEARCH_PIECE, STEP_WORK);
    }
    return true;
}

static uint32_t bounded(uint64_t number)
{
    return number < nowhere ? (uint32_t)number : nowhere;
}

/* Puts a hit among the best, if it is one of them: the better first, and of equals the newer. Those that have
 * every word as it was asked for come before those that have one as the beginning of another. */
static void keep_hit(struct place *place, uint64_t seq, bool as_asked)
{
    const struct match *in_text = &place->matching.match;
    const uint32_t places = bounded(place->above * HEADLINE_WORTH + in_text->places);
    const struct hit hit = {
        .seq = seq,
        .worth = (places < nowhere / 2 ? places : nowhere / 2) + (as_asked ? nowhere / 2 : 0),
        .offset = in_text->places > 0 ? (uint32_t)in_text->offset : nowhere,
    };
    size_t at = place->hit_count;
    while (at > 0 && place->hits[at - 1].worth < hit.worth)
        at--;
    place->passed++;
    place->more = place->more || place->hit_count == place->hit_room;
    if (at == place->hit_room)
        return;
    if (place->hit_count < place->hit_room)
        place->hit_count++;
    memmove(&place->hits[at + 1], &place->hits[at], (place->hit_count - at - 1) * sizeof hit);
    place->hits[at] = hit;
}

/* --- walking --- */

/* A fact that has every token. False when it is not done with in this piece, or the search is over. */
static bool take_candidate(struct search *search, uint64_t seq)
{
    struct place *place = &search->place;
    struct search_found found = {.number = 0};
    place->inside = place->inside && place->before == seq + 1;
    place->before = seq + 1;
    if (may_see(search, seq, &found)) {
        if (!match(search, &found))
            return false;
        const bool hit = matching_has_all(&place->matching, &search->query);
        if (hit && search->best) {
            keep_hit(place, seq, matching_has_whole(&place->matching, &search->query));
        } else if (hit && !search_show(search->txn, &found, &place->matching.match, search->rows)) {
            stop(search);
            return false;
        }
    }
    place->inside = false;
    place->before = seq;
    if (place->passed == CANDIDATES_BEST) {
        place->more = true;
        search->over = true;
    }
    return !search->over;
}

/* One step are the rows of a block with the first of its facts; each further fact is another. */
static void walk_block(struct search *search, uint64_t block)
{
    struct block_places places;
    bool first = true;
    search_block_places(search->txn, &search->query, block, &places);
    for (size_t i = SEARCH_BLOCK; i > 0; i--) {
        const uint64_t seq = block * SEARCH_BLOCK + i - 1;
        if (seq >= search->place.before || !block_has(&places, i - 1))
            continue;
        if (!first && rows_due(search->rows)) {
            stop(search);
            return;
        }
        first = false;
        if (!take_candidate(search, seq))
            return;
    }
    search->place.before = block * SEARCH_BLOCK;
}

static void walk_all(struct search *search)
{
    for (bool first = true; search->place.before > 0 && !search->over && !search->stopped; first = false) {
        if (!first && rows_due(search->rows))
            stop(search);
        else
            walk_block(search, search_block(search->place.before - 1));
    }
}

/* They were looked into; whether they still count is judged again. */
static void show_best(struct search *search)
{
    struct place *place = &search->place;
    size_t shown = 0;
    for (; shown < place->hit_count && !search->stopped; shown++) {
        const struct hit *hit = &place->hits[shown];
        const struct match in_text = {.places = hit->offset != nowhere, .offset = hit->offset};
        struct search_found found = {.number = 0};
        if (rows_due(search->rows) || (may_see(search, hit->seq, &found) &&
                                       !search_show(search->txn, &found, &in_text, search->rows))) {
            memmove(place->hits, hit, (place->hit_count - shown) * sizeof *hit);
            place->hit_count -= shown;
            place->showing = true;
            place->inside = false;
            stop(search);
        }
    }
}

static void answer(struct search *search, uint64_t before, struct record_searched *ok)
{
    struct place *place = &search->place;
    if (!go_on(search)) {
        place->before = before;
        place->hit_room = (size_t)search->rows->left;
    }
    if (!place->showing)
        walk_all(search);
    if (search->best && !search->stopped)
        show_best(search);
    ok->more = search->best && !search->stopped && place->more;
}

enum error ask_search(const struct asking *asking, const struct args_search *args, struct record_searched *ok)
{
    const uint64_t indexed = domain_indexed(asking->txn), last = ledger_last(asking->txn);
    struct search *search = calloc(1, sizeof *search);
    enum error error = OK;
    if (search == NULL)
        return refuse(asking->why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    *search = (struct search){
        .txn = asking->txn,
        .actor = asking->actor,
        .args = args,
        .rows = asking->rows,
        .best = args->has.order && args->order == ORDER_BEST,
    };
    if (!query_read(args->words, &search->query))
        error = refuse(asking->why, ERR_TOO_SHORT, "words", (struct bytes){0}, 0);
    if (error == OK) {
        answer(search, args->has.before && args->before <= indexed ? args->before : indexed + 1, ok);
        ok->has.behind = last > indexed;
        ok->behind = last - indexed;
    }
    free(search);
    return error;
}
