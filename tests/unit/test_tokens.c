/* Tests of the words of a text: what is looked up, and what stands where it was looked for. */
#include <stdio.h>
#include <string.h>

#include "server/domain/search/tokens.h"
#include "tests/unit/support/testing.h"

static char said[4096];

static void note(void *context, const struct token *token)
{
    (void)context;
    size_t at = strlen(said);
    snprintf(said + at, sizeof said - at, "%s%.*s", at > 0 ? "|" : "", (int)token->size,
             (const char *)token->at);
}

static const char *tokens_of(const char *text)
{
    said[0] = '\0';
    tokens_each(bytes_of_text(text), note, NULL);
    return said;
}

/* However it is cut. */
static void pieces_have_the_words_of_the_whole(void **state)
{
    (void)state;
    static const char text[] = "Service ＢＲＡＮＤ ﬁnance B2B服务品牌2006年 Straße\u0301 \ufdfa x 服";
    char whole[sizeof said];
    strcpy(whole, tokens_of(text));
    for (size_t piece = 4; piece < 20; piece++) {
        struct token_reader reader = {.take = note};
        struct bytes rest = bytes_of_text(text);
        said[0] = '\0';
        while (rest.size > piece)
            rest = bytes_skip(rest, tokens_on(&reader, bytes_of(rest.at, piece), false));
        tokens_on(&reader, rest, true);
        assert_string_equal(said, whole);
    }
}

/* One character may fold into eighteen, three bytes into thirty: each is still a small step. */
static void a_step_ends_after_so_much_work(void **state)
{
    (void)state;
    static char text[3 * 1000 + 1], words[LIMIT_SEARCH_BYTES];
    struct query query;
    for (int i = 0; i < 1000; i++)
        memcpy(text + 3 * i, "\ufdfa", 3);
    for (int i = 0; i < 26; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "%c ", 'a' + i);
    strcat(words, "word");
    assert_true(query_read(bytes_of_text(words), &query));
    assert_int_equal(query.term_count, 27);
    struct matching matching = {.ended = false};
    for (uint64_t steps = 1; !matching.ended; steps++) {
        const uint64_t before = matching.offset;
        struct bytes rest = bytes_skip(bytes_of_text(text), (size_t)before);
        matching_on(&matching, &query, rest, true, 2000);
        assert_in_range(matching.offset - before, matching.ended ? 0 : 3, 3 * (2000 / (18 * 28) + 1));
        assert_in_range(steps, 1, 1001);
    }
    assert_int_equal(matching.offset, sizeof text - 1);
}

static void words_lose_case_accents_and_width(void **state)
{
    (void)state;
    assert_string_equal(tokens_of("Service BRAND 2006"), "service|brand|2006");
    assert_string_equal(tokens_of("Café CAFE\u0301 cafe"), "cafe|cafe|cafe");
    assert_string_equal(tokens_of("ﬁnance ＦＵＬＬ Straße"), "finance|full|strasse");
    assert_string_equal(tokens_of("don't e-mail, a b c"), "don|mail"); /* one letter is no word */
    assert_string_equal(tokens_of("Ελλάς Москва"), "ελλασ|москва");
    assert_string_equal(tokens_of(""), "");
    assert_string_equal(tokens_of(" ,.;!?。,"), "");
}

static void chinese_gives_overlapping_pairs(void **state)
{
    (void)state;
    assert_string_equal(tokens_of("服务品牌"), "服务|务品|品牌");
    assert_string_equal(tokens_of("服务, 品牌"), "服务|品牌");
    assert_string_equal(tokens_of("签"), "");
    assert_string_equal(tokens_of("B2B服务2006年"), "b2b|服务|2006");
    assert_string_equal(tokens_of("サービス"), "サー|ービ|ビス");
}

static void long_words_are_cut_between_letters(void **state)
{
    (void)state;
    char text[200] = "";
    for (int i = 0; i < 20; i++)
        strcat(text, "éя"); /* three bytes, folded */
    assert_true(strlen(tokens_of(text)) <= TOKEN_BYTES);
    assert_true(strlen(said) > TOKEN_BYTES - 3);
    strcpy(text, "");
    for (int i = 0; i < 31; i++)
        strcat(text, "a");
    strcat(text, "яb"); /* the cut word does not go on behind what did not fit */
    assert_int_equal(strlen(tokens_of(text)), 31);
}

static void broken_bytes_are_passed_over(void **state)
{
    (void)state;
    assert_string_equal(tokens_of("ab\xff"
                                  "cd \xe6\x9c"),
                        "abcd");
}

/* A text in pieces of so many bytes at most, each with so much work, and kept and read back between them. */
static void match_text(struct matching *matching, const struct query *query, struct bytes text, size_t piece,
                       size_t work)
{
    uint8_t room[MATCHING_BYTES];
    size_t steps = 0;
    matching_text(matching);
    while (!matching->ended) {
        struct buffer out = buffer_over(room, sizeof room);
        struct bytes rest = bytes_skip(text, (size_t)matching->offset);
        const bool ends = rest.size <= piece;
        matching_on(matching, query, bytes_of(rest.at, ends ? rest.size : piece), ends, work);
        matching_write(matching, query, &out);
        assert_false(out.overflowed);
        struct bytes in = buffer_bytes(&out);
        memset(matching, 0xa5, sizeof *matching);
        assert_true(matching_read(matching, query, &in));
        assert_int_equal(in.size, 0);
        assert_in_range(++steps, 1, 2 * text.size + 2);
    }
}

/* However a text is cut, it says the same. */
static bool query_match(const struct query *query, struct bytes headline, struct bytes text,
                        struct match *above, struct match *below)
{
    static const size_t pieces[] = {4, 5, 7, 4096}, works[] = {1, 40, SIZE_MAX};
    bool all = false;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        for (size_t k = 0; k < sizeof works / sizeof works[0]; k++) {
            struct matching matching = {.ended = false};
            match_text(&matching, query, headline, pieces[i], works[k]);
            const struct match first = matching.match;
            match_text(&matching, query, text, pieces[i], works[k]);
            const bool has_all = matching_has_all(&matching, query);
            if (i + k > 0) {
                assert_int_equal(all, has_all);
                assert_memory_equal(&first, above, sizeof first);
                assert_memory_equal(&matching.match, below, sizeof first);
            }
            all = has_all, *above = first, *below = matching.match;
        }
    }
    return all;
}

static bool finds(const char *words, const char *text)
{
    struct query query;
    struct match above, below;
    assert_true(query_read(bytes_of_text(words), &query));
    return query_match(&query, (struct bytes){0}, bytes_of_text(text), &above, &below);
}

static void a_query_needs_every_term(void **state)
{
    (void)state;
    assert_true(finds("brand service", "The SERVICE, and its brand."));
    assert_true(finds("brand service", "The services of brands."));
    assert_false(
        finds("brands service", "The services of a brand.")); /* by their beginnings, not their ends */
    assert_false(finds("rand", "The brand."));
    assert_true(finds("cafe", "Un café"));
    assert_true(finds("品牌 2006", "2006年:服务品牌"));
    assert_false(finds("品牌 2007", "2006年:服务品牌"));
    assert_true(finds("B2B服务", "新的b2b和服务"));
}

static void chinese_must_stand_as_written(void **state)
{
    (void)state;
    assert_true(finds("总工会", "市总工会昨日"));
    assert_false(finds("总工会", "总工 工会")); /* both pairs, and not the word */
    assert_false(finds("总工会", "总工\n会"));
    assert_true(finds("服务服务品", "服务服务服务品牌")); /* it begins again inside itself */
    assert_true(finds("年2006", "2006年"));
    assert_false(finds("年2006", "2006"));
}

static void places_are_counted_and_found(void **state)
{
    (void)state;
    struct query query;
    struct match above, below;
    assert_true(query_read(bytes_of_text("三日 letter"), &query));
    const char *text = "A letter:\n三日, then 三日 and a LETTER";
    assert_true(query_match(&query, bytes_of_text("三日"), bytes_of_text(text), &above, &below));
    assert_int_equal(above.places, 1);
    assert_int_equal(above.offset, strlen("三"));
    assert_int_equal(below.places, 4);
    assert_int_equal(below.offset, strlen("A lette")); /* of its last character */
    assert_true(query_match(&query, bytes_of_text("三日 letter"), bytes_of_text(""), &above, &below));
    assert_int_equal(below.places, 0);
}

/* A run may begin again inside itself, a word may be asked for twice, and what folds into several characters
 * stands at one place. */
static void runs_that_overlap_and_words_said_twice(void **state)
{
    (void)state;
    struct query query;
    struct match above, below;
    assert_true(query_read(bytes_of_text("哈哈虢 word 哈哈虢 WORD a a"), &query));
    assert_int_equal(query.term_count, 3);
    assert_true(query_read(bytes_of_text("哈哈虢"), &query));
    const char *text = "ﬁn é 哈哈哈虢哈哈虢 哈哈";
    assert_true(query_match(&query, (struct bytes){0}, bytes_of_text(text), &above, &below));
    assert_int_equal(below.places, 2);
    assert_int_equal(below.offset, strlen("ﬁn é 哈哈哈"));
    assert_true(query_read(bytes_of_text("甲乙甲乙丙"), &query));
    assert_true(query_match(&query, (struct bytes){0}, bytes_of_text("甲乙甲乙甲乙丙"), &above, &below));
    assert_int_equal(below.offset, strlen("甲乙甲乙甲乙"));
    assert_false(query_match(&query, (struct bytes){0}, bytes_of_text("甲乙甲 乙丙"), &above, &below));
}

/* A word is found by its beginning when that has three letters; what is asked for as a whole comes first. */
static void words_are_found_by_their_beginnings(void **state)
{
    (void)state;
    static const struct {
        const char *words, *text;
        bool finds, whole;
    } cases[] = {
        {"brand", "brands", true, false},
        {"brand", "brand", true, true},
        {"brand", "brands and a brand", true, true},
        {"Typh", "two typhoons", true, false},
        {"typhoons", "a typhoon", false, false},
        {"200", "2006", true, false},
        {"on", "one", false, false},
        {"on", "on", true, true},
        {"caf", "Cafe\u0301s", true, false},
        {"моск", "Москва", true, false},
        {"한국", "한국은", true, false}, /* taken apart, its syllables have six letters */
        {"b2b", "B2B2C服务", true, false},
        {"服务", "服务品牌", true, true}, /* Chinese has no words to begin */
        {"brand service", "brands service", true, false},
        {"brand service", "brand service", true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct query query;
        struct matching matching = {.ended = false};
        assert_true(query_read(bytes_of_text(cases[i].words), &query));
        match_text(&matching, &query, bytes_of_text(cases[i].text), 5, 1);
        if (matching_has_all(&matching, &query) != cases[i].finds ||
            matching_has_whole(&matching, &query) != cases[i].whole)
            fail_msg("%s in %s", cases[i].words, cases[i].text);
    }
}

static void what_cannot_be_looked_up_is_no_query(void **state)
{
    (void)state;
    static const char *const nothing[] = {"a", "年", "a 年 b", "...", " ", "\u0301"};
    struct query query;
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
        assert_false(query_read(bytes_of_text(nothing[i]), &query));
}

/* More than can be looked up is still looked for. */
static void many_words_are_all_wanted(void **state)
{
    (void)state;
    char words[LIMIT_SEARCH_BYTES] = "";
    for (int i = 0; i < LIMIT_SEARCH_WORDS + 4; i++)
        snprintf(words + strlen(words), sizeof words - strlen(words), "w%02d ", i);
    assert_true(finds(words, words));
    char text[LIMIT_SEARCH_BYTES];
    memcpy(text, words, sizeof text);
    text[strlen(text) - 2] = 'x';
    assert_false(finds(words, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_lose_case_accents_and_width),
        cmocka_unit_test(chinese_gives_overlapping_pairs),
        cmocka_unit_test(long_words_are_cut_between_letters),
        cmocka_unit_test(broken_bytes_are_passed_over),
        cmocka_unit_test(pieces_have_the_words_of_the_whole),
        cmocka_unit_test(a_step_ends_after_so_much_work),
        cmocka_unit_test(a_query_needs_every_term),
        cmocka_unit_test(chinese_must_stand_as_written),
        cmocka_unit_test(places_are_counted_and_found),
        cmocka_unit_test(runs_that_overlap_and_words_said_twice),
        cmocka_unit_test(words_are_found_by_their_beginnings),
        cmocka_unit_test(what_cannot_be_looked_up_is_no_query),
        cmocka_unit_test(many_words_are_all_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
