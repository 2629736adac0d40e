/* Tests of what searching shows: in which order, page by page, and which part of a long text. */
#include "server/domain/search/search.h"
#include "tests/unit/support/searches.h"

/* What one has as the beginning of a word comes behind what has the word, however often. */
static void the_best_have_the_words_as_they_are_asked_for(void **state)
{
    struct town *town = *state;
    char id[128];
    searches_publish(town, "programme", "A brand", "once", id);                         /* 3 */
    searches_publish(town, "programme", "Brands", "brands branding brands brands", id); /* 4 */
    searches_publish(town, "programme", "Other things", "the brand of a brand", id);    /* 5 */
    searches_index(town);
    FINDS(town, NULL, "brand", "programme/5 programme/4 programme/3");
    assert_string_equal(searches_found(town, NULL, "words=brand order=best"),
                        "programme/3 programme/5 programme/4");
    assert_string_equal(searches_found(town, NULL, "words=bran order=best"),
                        "programme/4 programme/3 programme/5");
}

static size_t count_places(const struct block_places *places)
{
    size_t count = 0;
    for (size_t i = 0; i < SEARCH_BLOCK; i++)
        count += block_has(places, i);
    return count;
}

/* Whoever writes very many words that begin alike makes them dear for himself alone: the index is looked at
 * so far and no further, and what is found is the same. */
static void a_beginning_of_very_many_words_costs_no_more(void **state)
{
    struct town *town = *state;
    enum { FACTS = 40, WORDS = 60 };
    static char text[WORDS * 10], id[128], ids[512], newer[1024];
    struct block_places places;
    struct query query;
    ids[0] = '\0';
    for (int i = 0; i < FACTS; i++) {
        text[0] = '\0';
        for (int k = 0; k < WORDS; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "con%03d%d ", i, 10 + k);
        strcat(text, i % 10 == 0 ? "kun" : "");
        searches_publish(town, "programme", "many", text, id);
        if (i % 10 == 0) {
            snprintf(newer, sizeof newer, "%s%s%s", id, ids[0] != '\0' ? " " : "", ids);
            memcpy(ids, newer, sizeof ids);
        }
    }
    searches_index(town);
    assert_true(query_read(bytes_of_text("con"), &query));
    search_block_places(town->txn, &query, 0, &places);
    assert_int_equal(count_places(&places), SEARCH_BLOCK); /* too many to be looked at: the texts tell */
    assert_true(query_read(bytes_of_text("con kun"), &query));
    search_block_places(town->txn, &query, 0, &places);
    assert_int_equal(count_places(&places), FACTS / 10);
    assert_true(query_read(bytes_of_text("con01"), &query));
    search_block_places(town->txn, &query, 0, &places);
    assert_int_equal(count_places(&places), 10);
    ASKS(town, NULL, "search", "words=con limit=200");
    ROWS_ARE(town, FACTS);
    FINDS(town, NULL, "con kun", ids);
}

/* Over several blocks of the index; every page is asked for as the one before says. */
static void pages_go_back_through_everything(void **state)
{
    struct town *town = *state;
    char line[128];
    enum { MANY = 6000, PAGE = 170 };
    for (int i = 0; i < MANY; i++) {
        snprintf(line, sizeof line, "channel=programme headline=\"%s %d\"", i % 10 == 3 ? "品牌" : "通知", i);
        ACTS(town, &town->lin, "publish", "%s", line);
    }
    while (domain_index(town->txn, 1000)) {
    }
    size_t all = 0, pages = 0;
    do {
        ASKS(town, NULL, "search", "words=品牌 limit=%d", PAGE);
        all += town->row_count;
        assert_true(!town->more || town->row_count == PAGE);
        assert_in_range(++pages, 1, 10);
        town->goes_on = true;
    } while (town->more);
    town->goes_on = false;
    assert_int_equal(all, MANY / 10);
    ASKS(town, NULL, "search", "words=通知 limit=5");
    ROWS_ARE(town, 5);
    assert_true(town->more);
}

static void the_best_come_first(void **state)
{
    struct town *town = *state;
    char id[128];
    searches_publish(town, "programme", "品牌品牌", "品牌 again 品牌", id);
    searches_publish(town, "programme", "other", "品牌 once", id);
    searches_index(town);
    assert_string_equal(searches_found(town, NULL, "words=品牌"), "programme/4 programme/3");
    assert_string_equal(searches_found(town, NULL, "words=品牌 order=best"), "programme/3 programme/4");
    assert_string_equal(searches_found(town, NULL, "words=品牌 order=best limit=1"), "programme/3");
}

static void long_texts_are_found_in_their_line(void **state)
{
    struct town *town = *state;
    size_t size = 0;
    char hash[TOWN_HEX], *text = malloc(200000);
    assert_non_null(text);
    for (int i = 0; i < 4000; i++)
        size += (size_t)sprintf(text + size, "第%d行 plain line number %d\n", i, i);
    size += (size_t)sprintf(text + size, "the needle 针 stands here\nlast");
    town_upload(town, &town->lin, bytes_of(text, size), hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=long text_hash=%s", hash);
    free(text);
    searches_index(town);
    ASKS(town, NULL, "search", "words=needle");
    ROWS_ARE(town, 1);
    SAYS(town, " line=\"the needle 针 stands here\" ");
}

static void long_lines_are_cut_around_the_hit(void **state)
{
    struct town *town = *state;
    char text[2000] = "", id[128];
    for (int i = 0; i < 100; i++)
        strcat(text, "前面的话");
    strcat(text, "目标在此");
    for (int i = 0; i < 30; i++)
        strcat(text, "后面的话");
    searches_publish(town, "programme", "x", text, id);
    searches_index(town);
    ASKS(town, NULL, "search", "words=目标");
    SAYS(town, " line=…");
    SAYS(town, "目标在此");
    const char *line = strstr(town->answer, " line=");
    assert_true(strcspn(line + 6, " ") <= LIMIT_HIT_BYTES);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, searches_settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(the_best_have_the_words_as_they_are_asked_for),
        CASE(a_beginning_of_very_many_words_costs_no_more),
        CASE(pages_go_back_through_everything),
        CASE(the_best_come_first),
        CASE(long_texts_are_found_in_their_line),
        CASE(long_lines_are_cut_around_the_hit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
