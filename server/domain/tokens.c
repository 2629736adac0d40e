/* Folding a text into characters that compare, by utf8proc, and taking them together to words and runs. It
 * does not know where texts are kept. */
#include "server/domain/tokens.h"

#include <string.h>
#include <utf8proc.h>

#include "protocol/wire/utf8.h"

enum sort { SORT_GAP, SORT_LETTER, SORT_IDEOGRAPH };
enum { UNFOLDED_MOST = 32 }; /* of one character: the longest has 18 */

/* A text, character by character. One may fold into several, all at its place. */
struct folding {
    struct bytes rest;
    size_t all;
    int32_t ahead[UNFOLDED_MOST];
    int ahead_count, ahead_at;
    uint32_t character;
    size_t offset;
    enum sort sort;
};

static struct folding folding_of(struct bytes text)
{
    return (struct folding){.rest = text, .all = text.size};
}

static bool is_ideograph(uint32_t character)
{
    return (character >= 0x4e00 && character <= 0x9fff) || (character >= 0x3400 && character <= 0x4dbf) ||
           (character >= 0x3041 && character <= 0x30ff) || (character >= 0x20000 && character <= 0x3ffff) ||
           character == 0x3005 || character == 0x3007;
}

static enum sort sort_of(uint32_t character)
{
    if (is_ideograph(character))
        return SORT_IDEOGRAPH;
    if (character < 0x80)
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ? SORT_LETTER
                                                                                                : SORT_GAP;
    switch (utf8proc_category((utf8proc_int32_t)character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return SORT_LETTER;
    default:
        return SORT_GAP;
    }
}

/* Most characters fold into themselves, which need not be looked up. */
static void unfold(struct folding *folding, uint32_t character)
{
    folding->ahead_at = 0;
    folding->ahead_count = 1;
    folding->ahead[0] = (int32_t)character;
    if (character >= 'A' && character <= 'Z') {
        folding->ahead[0] += 'a' - 'A';
    } else if (character >= 0x80 && !is_ideograph(character)) {
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            (utf8proc_int32_t)character, folding->ahead, UNFOLDED_MOST,
            UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        folding->ahead_count = count < 0 || count > UNFOLDED_MOST ? 0 : (int)count;
    }
}

static bool folding_next(struct folding *folding)
{
    while (folding->ahead_at == folding->ahead_count) {
        uint32_t character;
        if (folding->rest.size == 0)
            return false;
        folding->offset = folding->all - folding->rest.size;
        if (utf8_take(&folding->rest, &character)) {
            unfold(folding, character);
        } else { /* texts in the ledger have been checked; whatever else comes is passed over */
            folding->rest = bytes_skip(folding->rest, 1);
            folding->ahead_at = folding->ahead_count = 0;
        }
    }
    folding->character = (uint32_t)folding->ahead[folding->ahead_at++];
    folding->sort = sort_of(folding->character);
    return true;
}

/* --- the words of a text --- */

/* A word that is being read, or the last character of a run. */
struct gathering {
    token_taken *take;
    void *context;
    enum sort sort;
    struct token word;
    size_t letters;
    bool cut; /* the rest of the word is left out, not what would fit after it */
    uint32_t before;
};

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

static void end_word(struct gathering *gathering)
{
    if (gathering->sort == SORT_LETTER && gathering->letters >= 2)
        gathering->take(gathering->context, &gathering->word);
    gathering->word.size = 0;
    gathering->letters = 0;
    gathering->cut = false;
}

static void take_character(struct gathering *gathering, enum sort sort, uint32_t character)
{
    if (sort != gathering->sort)
        end_word(gathering);
    if (sort == SORT_IDEOGRAPH && gathering->sort == SORT_IDEOGRAPH) {
        struct token pair = {0};
        add_character(&pair, gathering->before);
        add_character(&pair, character);
        gathering->take(gathering->context, &pair);
    }
    if (sort == SORT_LETTER) {
        gathering->letters++;
        gathering->cut = gathering->cut || !add_character(&gathering->word, character);
    }
    gathering->before = character;
    gathering->sort = sort;
}

void tokens_each(struct bytes text, token_taken *take, void *context)
{
    struct gathering gathering = {.take = take, .context = context, .sort = SORT_GAP};
    struct folding folding = folding_of(text);
    while (folding_next(&folding))
        take_character(&gathering, folding.sort, folding.character);
    end_word(&gathering);
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
    struct folding folding = folding_of(words);
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

/* A term on its way through a text. */
struct progress {
    size_t have;   /* characters of a run that the last ones are; letters of a word so far */
    bool broken;   /* a word that has begun otherwise */
    size_t places; /* where the term has been found */
    size_t first;  /* the first of them, counted in characters */
};

static void found(struct progress *progress, size_t at)
{
    if (progress->places++ == 0)
        progress->first = at;
}

/* One more character for a run of Chinese characters. */
static void run_on(const struct query *query, const struct term *term, struct progress *progress,
                   uint32_t character, size_t at)
{
    const uint32_t *wanted = query->characters + term->from;
    while (progress->have > 0 && character != wanted[progress->have])
        progress->have = query->falls[term->from + progress->have - 1];
    if (character == wanted[progress->have])
        progress->have++;
    if (progress->have == term->count) {
        found(progress, at + 1 - term->count);
        progress->have = 0;
    }
}

/* One more character for a word: it begins and ends where letters do. */
static void word_on(const struct query *query, const struct term *term, struct progress *progress,
                    uint32_t character)
{
    progress->broken = progress->broken || progress->have >= term->count ||
                       query->characters[term->from + progress->have] != character;
    progress->have++;
}

static void word_ends(const struct term *term, struct progress *progress, size_t at)
{
    if (progress->have == term->count && !progress->broken)
        found(progress, at - term->count);
    progress->have = 0;
    progress->broken = false;
}

/* Takes all terms through a text at once: folding it is what costs. */
static void match_text(const struct query *query, struct bytes text, struct progress *progress)
{
    struct folding folding = folding_of(text);
    size_t at = 0;
    for (bool more = true; more; at++) {
        more = folding_next(&folding);
        enum sort sort = more ? folding.sort : SORT_GAP;
        for (size_t i = 0; i < query->term_count; i++) {
            const struct term *term = &query->terms[i];
            if (term->ideographs)
                run_on(query, term, &progress[i], sort == SORT_IDEOGRAPH ? folding.character : 0, at);
            else if (sort == SORT_LETTER)
                word_on(query, term, &progress[i], folding.character);
            else
                word_ends(term, &progress[i], at);
        }
    }
}

/* The offset in bytes of a character that is counted from 0. */
static size_t offset_of(struct bytes text, size_t character)
{
    struct folding folding = folding_of(text);
    for (size_t i = 0; i <= character && folding_next(&folding); i++) {
    }
    return folding.offset;
}

static void add_match(struct match *all, const struct progress *one, size_t *first)
{
    if (one->places > 0 && (all->places == 0 || one->first < *first))
        *first = one->first;
    all->places += one->places;
}

bool query_match(const struct query *query, struct bytes headline, struct bytes text,
                 struct match *in_headline, struct match *in_text)
{
    struct progress above[QUERY_TERMS], below[QUERY_TERMS];
    size_t first_above = 0, first_below = 0;
    memset(above, 0, query->term_count * sizeof above[0]);
    memset(below, 0, query->term_count * sizeof below[0]);
    *in_headline = *in_text = (struct match){0};
    match_text(query, headline, above);
    match_text(query, text, below);
    for (size_t i = 0; i < query->term_count; i++) {
        if (above[i].places + below[i].places == 0)
            return false;
        add_match(in_headline, &above[i], &first_above);
        add_match(in_text, &below[i], &first_below);
    }
    in_headline->offset = in_headline->places > 0 ? offset_of(headline, first_above) : 0;
    in_text->offset = in_text->places > 0 ? offset_of(text, first_below) : 0;
    return true;
}
