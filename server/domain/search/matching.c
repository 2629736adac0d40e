/* Taking all terms of a query through a text at once, in pieces. It does not know where texts are kept. */
#include <assert.h>
#include <string.h>

#include "server/domain/search/tokens.h"

enum { WHOLE = 0x2000, BROKEN = 0x4000, FOUND = 0x8000, HAVE = 0x1fff }; /* of a term, as it is kept */
static_assert(QUERY_CHARACTERS + 1 <= HAVE, "what a term has is kept");

static void note_place(struct matching *matching, size_t term, uint64_t offset, bool whole)
{
    if (matching->match.places++ == 0)
        matching->match.offset = offset;
    matching->found[term] = true;
    matching->whole[term] = matching->whole[term] || whole;
}

/* One more character for a run of Chinese characters. */
static void run_on(const struct query *query, size_t term, struct matching *matching, uint32_t character,
                   uint64_t offset)
{
    const struct term *one = &query->terms[term];
    const uint32_t *wanted = query->characters + one->from;
    size_t have = matching->have[term];
    while (have > 0 && character != wanted[have])
        have = query->falls[one->from + have - 1];
    have += character == wanted[have];
    if (have == one->count) {
        note_place(matching, term, offset, true);
        have = 0;
    }
    matching->have[term] = (uint16_t)have;
}

/* One more character for a word: it begins where letters do, and ends there or goes on. */
static void word_on(const struct query *query, size_t term, struct matching *matching, uint32_t character)
{
    const struct term *one = &query->terms[term];
    const size_t have = matching->have[term];
    if (matching->broken[term] || have > one->count)
        return;
    if (have < one->count ? query->characters[one->from + have] == character
                          : one->count >= LETTERS_THAT_BEGIN)
        matching->have[term]++;
    else
        matching->broken[term] = true;
}

static void word_ends(const struct query *query, size_t term, struct matching *matching)
{
    const size_t have = matching->have[term], wanted = query->terms[term].count;
    if (!matching->broken[term] && have >= wanted)
        note_place(matching, term, matching->letter, have == wanted);
    matching->have[term] = 0;
    matching->broken[term] = false;
}

static void character_on(const struct query *query, struct matching *matching, enum sort sort,
                         uint32_t character, uint64_t offset)
{
    for (size_t i = 0; i < query->term_count; i++) {
        if (query->terms[i].ideographs)
            run_on(query, i, matching, sort == SORT_IDEOGRAPH ? character : 0, offset);
        else if (sort == SORT_LETTER)
            word_on(query, i, matching, character);
        else
            word_ends(query, i, matching);
    }
    if (sort != SORT_GAP)
        matching->letter = offset;
}

void matching_text(struct matching *matching)
{
    struct matching next = {.ended = false};
    memcpy(next.found, matching->found, sizeof next.found);
    memcpy(next.whole, matching->whole, sizeof next.whole);
    *matching = next;
}

void matching_on(struct matching *matching, const struct query *query, struct bytes piece, bool ends,
                 size_t work)
{
    struct folding folding = folding_of(piece, ends);
    const size_t each = 1 + query->term_count;
    size_t done = 0;
    bool rest = true;
    while ((done == 0 || done < work || !folding_is_between(&folding)) && (rest = folding_next(&folding))) {
        character_on(query, matching, folding.sort, folding.character, matching->offset + folding.offset);
        done += each;
    }
    matching->offset += folding.at;
    matching->ended = ends && !rest;
    if (matching->ended)
        character_on(query, matching, SORT_GAP, 0, 0);
}

bool matching_has_all(const struct matching *matching, const struct query *query)
{
    for (size_t i = 0; i < query->term_count; i++) {
        if (!matching->found[i])
            return false;
    }
    return true;
}

bool matching_has_whole(const struct matching *matching, const struct query *query)
{
    for (size_t i = 0; i < query->term_count; i++) {
        if (!matching->whole[i])
            return false;
    }
    return true;
}

static void add_number(struct buffer *out, uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buffer_add(out, &(uint8_t){(uint8_t)(number >> shift)}, 1);
}

static uint64_t take_number(struct bytes *in)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | in->at[i];
    *in = bytes_skip(*in, 8);
    return number;
}

void matching_write(const struct matching *matching, const struct query *query, struct buffer *out)
{
    const uint8_t ended = matching->ended;
    buffer_add(out, &ended, 1);
    add_number(out, matching->offset);
    add_number(out, matching->letter);
    add_number(out, matching->match.places);
    add_number(out, matching->match.offset);
    for (size_t i = 0; i < query->term_count; i++) {
        assert(matching->have[i] <= HAVE);
        unsigned term = matching->have[i] | (matching->broken[i] ? BROKEN : 0u) |
                        (matching->found[i] ? FOUND : 0u) | (matching->whole[i] ? WHOLE : 0u);
        buffer_add(out, (uint8_t[]){(uint8_t)(term >> 8), (uint8_t)term}, 2);
    }
}

bool matching_read(struct matching *matching, const struct query *query, struct bytes *in)
{
    if (in->size < 1 + 4 * 8 + 2 * query->term_count)
        return false;
    *matching = (struct matching){.ended = in->at[0] != 0};
    *in = bytes_skip(*in, 1);
    matching->offset = take_number(in);
    matching->letter = take_number(in);
    matching->match.places = take_number(in);
    matching->match.offset = take_number(in);
    for (size_t i = 0; i < query->term_count; i++) {
        unsigned term = (unsigned)in->at[2 * i] << 8 | in->at[2 * i + 1];
        matching->have[i] = (uint16_t)(term & HAVE);
        matching->broken[i] = (term & BROKEN) != 0;
        matching->found[i] = (term & FOUND) != 0;
        matching->whole[i] = (term & WHOLE) != 0;
    }
    *in = bytes_skip(*in, 2 * query->term_count);
    return true;
}
