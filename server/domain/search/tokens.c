/* Taking folded characters together to words and runs, and reading what is looked for. It does not know where
 * texts are kept. */
#include "server/domain/search/tokens.h"

#include <string.h>
#include <utf8proc.h>

/* --- the words of a text --- */

static bool add_character(struct token *token, uint32_t character)
{
    uint8_t bytes[4];
    size_t size = (size_t)utf8proc_encode_char((utf8proc_int32_t)character, bytes);
    if (token->size + size > TOKEN_BYTES)
        return false;
    memcpy(token->at + token->size, bytes, size);
    token->size = (uint8_t)(token->size + size);
    return true;
}

static void end_word(struct token_reader *reader)
{
    if (reader->sort == SORT_LETTER && reader->letters >= 2)
        reader->take(reader->context, &reader->word);
    reader->word.size = 0;
    reader->letters = 0;
    reader->cut = false;
}

static void take_character(struct token_reader *reader, enum sort sort, uint32_t character)
{
    if (sort != reader->sort)
        end_word(reader);
    if (sort == SORT_IDEOGRAPH && reader->sort == SORT_IDEOGRAPH) {
        struct token pair = {0};
        add_character(&pair, reader->before);
        add_character(&pair, character);
        reader->take(reader->context, &pair);
    }
    if (sort == SORT_LETTER) {
        reader->letters++;
        reader->cut = reader->cut || !add_character(&reader->word, character);
    }
    reader->before = character;
    reader->sort = sort;
}

size_t tokens_on(struct token_reader *reader, struct bytes piece, bool ends)
{
    struct folding folding = folding_of(piece, ends);
    while (folding_next(&folding))
        take_character(reader, folding.sort, folding.character);
    if (ends)
        end_word(reader);
    return folding.at;
}

void tokens_each(struct bytes text, token_taken *take, void *context)
{
    struct token_reader reader = {.take = take, .context = context, .sort = SORT_GAP};
    tokens_on(&reader, text, true);
}

/* --- what is looked for --- */

static void note_token(void *context, const struct token *token)
{
    struct query *query = context;
    for (size_t i = 0; i < query->token_count; i++) {
        if (bytes_equal(token_bytes(&query->tokens[i]), token_bytes(token)))
            return;
    }
    if (query->token_count < LIMIT_SEARCH_WORDS)
        query->tokens[query->token_count++] = *token;
}

/* How far a run that breaks off has begun again inside itself, after each of its characters (Knuth, Morris
 * and Pratt): a text is read once, whatever the run. */
static void note_falls(struct query *query, const struct term *term)
{
    const uint32_t *wanted = query->characters + term->from;
    uint16_t *falls = query->falls + term->from, have = 0;
    falls[0] = 0;
    for (size_t i = 1; i < term->count; i++) {
        while (have > 0 && wanted[i] != wanted[have])
            have = falls[have - 1];
        have = (uint16_t)(have + (wanted[i] == wanted[have]));
        falls[i] = have;
    }
}

/* Ends the term that is being read; one that is there already is not looked for twice. */
static void end_term(struct query *query)
{
    if (query->term_count == 0)
        return;
    const struct term *last = &query->terms[query->term_count - 1];
    for (const struct term *one = query->terms; one < last; one++) {
        if (one->count == last->count && memcmp(query->characters + one->from, query->characters + last->from,
                                                last->count * sizeof query->characters[0]) == 0) {
            query->character_count = last->from;
            query->term_count--;
            return;
        }
    }
    note_falls(query, last);
}

bool query_read(struct bytes words, struct query *query)
{
    struct folding folding = folding_of(words, true);
    enum sort before = SORT_GAP;
    query->term_count = query->character_count = query->token_count = 0;
    while (folding_next(&folding) && query->character_count < QUERY_CHARACTERS) {
        if (folding.sort != before && before != SORT_GAP)
            end_term(query);
        if (folding.sort != SORT_GAP && folding.sort != before) {
            if (query->term_count == QUERY_TERMS)
                break;
            query->terms[query->term_count++] =
                (struct term){.ideographs = folding.sort == SORT_IDEOGRAPH, .from = query->character_count};
        }
        before = folding.sort;
        if (folding.sort == SORT_GAP)
            continue;
        query->characters[query->character_count++] = folding.character;
        query->terms[query->term_count - 1].count++;
    }
    if (before != SORT_GAP)
        end_term(query);
    tokens_each(words, note_token, query);
    return query->token_count > 0;
}
