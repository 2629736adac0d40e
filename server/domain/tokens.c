/* Folding a text into characters that compare, by utf8proc, and taking them together to words and runs. It
 * does not know where texts are kept. */
#include "server/domain/tokens.h"

#include <string.h>
#include <utf8proc.h>

#include "protocol/wire/utf8.h"

enum class { CLASS_GAP, CLASS_LETTER, CLASS_IDEOGRAPH };
enum { UNFOLDED_MOST = 32 }; /* of one character: the longest has 18 */

/* A text, character by character. One may fold into several, all at its place. */
struct folding {
    struct bytes rest;
    size_t all;
    int32_t ahead[UNFOLDED_MOST];
    int ahead_count, ahead_at;
    uint32_t character;
    size_t offset;
    enum class class;
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

static enum class class_of(uint32_t character) {
    if (is_ideograph(character)) return CLASS_IDEOGRAPH;
    if (character < 0x80) return (character >= 'a' && character <= 'z') ||
            (character >= '0' && character <= '9')
        ? CLASS_LETTER
        : CLASS_GAP;
    switch (utf8proc_category((utf8proc_int32_t)character)){
        case UTF8PROC_CATEGORY_LU : case UTF8PROC_CATEGORY_LL : case UTF8PROC_CATEGORY_LT : case
        UTF8PROC_CATEGORY_LM : case UTF8PROC_CATEGORY_LO : case UTF8PROC_CATEGORY_ND : case
        UTF8PROC_CATEGORY_NL : case UTF8PROC_CATEGORY_NO : return CLASS_LETTER;
        default : return CLASS_GAP;
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
    folding->class = class_of(folding->character);
    return true;
}

/* --- the words of a text --- */

/* A word that is being read, or the last character of a run. */
struct gathering {
    token_taken *take;
    void *context;
    enum class class;
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
    if (gathering->class == CLASS_LETTER && gathering->letters >= 2)
        gathering->take(gathering->context, &gathering->word);
    gathering->word.size = 0;
    gathering->letters = 0;
    gathering->cut = false;
}

static void take_character(struct gathering *gathering, enum class class, uint32_t character)
{
    if (class != gathering->class)
        end_word(gathering);
    if (class == CLASS_IDEOGRAPH && gathering->class == CLASS_IDEOGRAPH) {
        struct token pair = {0};
        add_character(&pair, gathering->before);
        add_character(&pair, character);
        gathering->take(gathering->context, &pair);
    }
    if (class == CLASS_LETTER) {
        gathering->letters++;
        gathering->cut = gathering->cut || !add_character(&gathering->word, character);
    }
    gathering->before = character;
    gathering->class = class;
}

void tokens_each(struct bytes text, token_taken *take, void *context)
{
    struct gathering gathering = {.take = take, .context = context, .class = CLASS_GAP};
    struct folding folding = folding_of(text);
    while (folding_next(&folding))
        take_character(&gathering, folding.class, folding.character);
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

bool query_read(struct bytes words, struct query *query)
{
    struct folding folding = folding_of(words);
    enum class before = CLASS_GAP;
    query->term_count = query->character_count = query->token_count = 0;
    while (folding_next(&folding) && query->character_count < QUERY_CHARACTERS) {
        if (folding.class != CLASS_GAP && folding.class != before) {
            if (query->term_count == QUERY_TERMS)
                break;
            query->terms[query->term_count++] =
                (struct term){.ideographs = folding.class == CLASS_IDEOGRAPH, .from = query->character_count};
        }
        before = folding.class;
        if (folding.class == CLASS_GAP)
            continue;
        query->characters[query->character_count++] = folding.character;
        query->terms[query->term_count - 1].count++;
    }
    tokens_each(words, note_token, query);
    return query->token_count > 0;
}

/* A term on its way through a text: how many of its characters the last ones are. */
struct progress {
    const uint32_t *wanted;
    size_t count;
    size_t have, began; /* `began`: the offset of the first of them */
    bool broken;        /* a word that has begun otherwise */
};

static void found(const struct progress *progress, struct match *match)
{
    if (match->places++ == 0)
        match->offset = progress->began;
}

/* Counts a run of Chinese characters. One that breaks off may have begun again inside itself: it is read anew
 * from behind where it began. */
static void match_run(struct progress *progress, struct bytes text, struct match *match)
{
    struct folding folding = folding_of(text), again = folding;
    while (folding_next(&folding)) {
        if (folding.character != progress->wanted[progress->have]) {
            if (progress->have > 0)
                folding = again;
            progress->have = 0;
            continue;
        }
        if (progress->have++ == 0) {
            progress->began = folding.offset;
            again = folding;
        }
        if (progress->have == progress->count) {
            found(progress, match);
            progress->have = 0;
        }
    }
}

/* Counts a word: it begins and ends where letters do. */
static void match_word(struct progress *progress, struct bytes text, struct match *match)
{
    struct folding folding = folding_of(text);
    size_t letters = 0;
    bool goes_on = true;
    while (goes_on) {
        goes_on = folding_next(&folding);
        if (goes_on && folding.class == CLASS_LETTER) {
            if (letters == 0)
                progress->began = folding.offset;
            progress->broken = progress->broken || letters >= progress->count ||
                               progress->wanted[letters] != folding.character;
            letters++;
            continue;
        }
        if (letters == progress->count && !progress->broken)
            found(progress, match);
        letters = 0;
        progress->broken = false;
    }
}

static void match_term(const struct query *query, const struct term *term, struct bytes text,
                       struct match *match)
{
    struct progress progress = {.wanted = query->characters + term->from, .count = term->count};
    if (term->ideographs)
        match_run(&progress, text, match);
    else
        match_word(&progress, text, match);
}

static void add_match(struct match *all, const struct match *one)
{
    if (one->places > 0 && (all->places == 0 || one->offset < all->offset))
        all->offset = one->offset;
    all->places += one->places;
}

bool query_match(const struct query *query, struct bytes headline, struct bytes text,
                 struct match *in_headline, struct match *in_text)
{
    *in_headline = *in_text = (struct match){0};
    for (size_t i = 0; i < query->term_count; i++) {
        struct match above = {0}, below = {0};
        match_term(query, &query->terms[i], headline, &above);
        match_term(query, &query->terms[i], text, &below);
        if (above.places + below.places == 0)
            return false;
        add_match(in_headline, &above);
        add_match(in_text, &below);
    }
    return true;
}
