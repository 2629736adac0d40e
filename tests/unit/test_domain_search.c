/* Tests of searching: what is found by words that a person would try, by whom, and what is no
 * longer found. */
#include "server/domain/search/search.h"
#include "tests/unit/support/town.h"

static void index_all(struct town *town)
{
    while (domain_index(town->txn, 7)) { /* in small steps, so that things fall between them */
    }
    assert_int_equal(domain_indexed(town->txn), ledger_last(town->txn));
}

static int settle(void **state)
{
    town_settle(state);
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=x read=everyone publish=everyone moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=office title=x read=office publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.change",
         "channel=programme head=%s publish=committee moderate=committee",
         town_head_of(town, "channels", "channel=programme", (char[TOWN_HEX]){0}));
    return 0;
}

static void publish(struct town *town, const char *channel, const char *headline, const char *text,
                    char id[128])
{
    ACTS(town, &town->lin, "publish", "channel=%s headline=\"%s\" text=\"%s\"", channel, headline, text);
    memcpy(id, town->id, sizeof town->id);
}

/* The ids that are found, newest first. */
static const char *found(struct town *town, const struct identity *who, const char *line)
{
    static char ids[4096];
    ids[0] = '\0';
    if (town_ask(town, who, "search", line) != OK)
        return error_kinds[town->decision.why.code].word;
    for (const char *at = town->answer; (at = strstr(at, "id=")) != NULL; at++) {
        if (at != town->answer && at[-1] != '\n' && at[-1] != ' ')
            continue;
        if (at > town->answer && strncmp(at - 1, " id=", 4) != 0)
            continue;
        size_t size = strcspn(at + 3, " \n"), used = strlen(ids);
        snprintf(ids + used, sizeof ids - used, "%s%.*s", used > 0 ? " " : "", (int)size, at + 3);
    }
    return ids;
}

#define FINDS(town, who, words, ids) assert_string_equal(found(town, who, "words=\"" words "\""), ids)

static void words_that_people_would_try(void **state)
{
    struct town *town = *state;
    char id[128];
    publish(town, "programme", "首批服务品牌命名", "市总工会、信访局和劳动局获得命名。", id);       /* 3 */
    publish(town, "programme", "Kunshan service brand 2006", "The café of the Finance bureau", id); /* 4 */
    publish(town, "programme", "B2B服务窗口", "请各部门签收。 Sign for it by Friday.", id);         /* 5 */
    publish(town, "programme", "ＦＵＬＬ width", "the ﬁnance ligature; 品牌 and 服务 apart", id);   /* 6 */
    index_all(town);
    FINDS(town, NULL, "服务品牌", "programme/3");
    FINDS(town, NULL, "服务", "programme/6 programme/5 programme/3");
    FINDS(town, NULL, "总工会", "programme/3");
    FINDS(town, NULL, "签收", "programme/5");
    FINDS(town, NULL, "kunshan", "programme/4");
    FINDS(town, NULL, "service brand 2006", "programme/4");
    FINDS(town, NULL, "brand service kunshan CAFE", "programme/4");
    FINDS(town, NULL, "finance", "programme/6 programme/4");
    FINDS(town, NULL, "full", "programme/6");
    FINDS(town, NULL, "b2b服务", "programme/5");
    FINDS(town, NULL, "services", "");
    FINDS(town, NULL, "kunsh serv", "programme/4");
    FINDS(town, NULL, "200", "programme/4");
    FINDS(town, NULL, "fin", "programme/6 programme/4");
    FINDS(town, NULL, "fu", ""); /* two letters are a word of their own */
    FINDS(town, NULL, "总工局", "");
    FINDS(town, NULL, "a", "too-short");
    FINDS(town, NULL, "年", "too-short");
    FINDS(town, NULL, "...!", "too-short");
    ASKS(town, NULL, "search", "words=签收");
    SAYS(town, " headline=B2B服务窗口 line=\"请各部门签收。 Sign for it by Friday.\" actor=lin ");
    town_is_sound(town);
}

/* A headline of one letter has no words. */
static void what_has_no_words_is_passed_over(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=x");
    index_all(town);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), 0);
}

static void only_what_one_may_read(void **state)
{
    struct town *town = *state;
    char id[128];
    publish(town, "office", "内部通知 inside", "只给部门看", id);
    index_all(town);
    FINDS(town, NULL, "内部", "");
    FINDS(town, &town->wang, "内部", "office/2");
    assert_string_equal(found(town, NULL, "words=内部 channel=office"), "unknown-channel");
    assert_string_equal(found(town, NULL, "words=内部 channel=nowhere"), "unknown-channel");
}

/* Whether there is more, and where, must not tell which words stand where one may not read. */
static void what_one_may_not_read_is_not_told_by_the_pages_either(void **state)
{
    struct town *town = *state;
    static const char *const asked[] = {
        "words=\"wang dismissed\" limit=0",
        "words=\"wang dismissed\" limit=1",
        "words=\"wang dismissed\" order=best limit=1",
        "words=zebra limit=0",
        "words=zebra limit=1",
        "words=\"zebra wang\" limit=1",
    };
    char id[128], post[128], head[TOWN_HEX];
    publish(town, "office", "Staff", "Director wang will be dismissed", id);
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=Animals text=\"what else\"");
    ACTS(town, &town->wang, "forum.post", "id=%s text=\"a zebra and wang\"", town->id);
    memcpy(post, town->id, sizeof post);
    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=x", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    index_all(town);
    FINDS(town, &town->wang, "wang dismissed", "office/2");
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        ASKS(town, NULL, "search", "%s", asked[i]);
        ROWS_ARE(town, 0);
        assert_false(town->more);
    }
    publish(town, "programme", "Mine", "wang was dismissed, said a zebra", id);
    index_all(town);
    ASKS(town, NULL, "search", "words=\"wang dismissed\" limit=1");
    ROWS_ARE(town, 1);
    assert_false(town->more);
    ASKS(town, NULL, "search", "words=\"wang dismissed\" limit=0");
    ROWS_ARE(town, 0);
    assert_true(town->more);
}

static void only_the_newest_text_counts(void **state)
{
    struct town *town = *state;
    char id[128], head[TOWN_HEX];
    publish(town, "programme", "旧的标题", "old words", id);
    index_all(town);
    FINDS(town, NULL, "old words", "programme/3");
    ACTS(town, &town->lin, "revise", "id=%s head=%s headline=新的标题 text=\"fresh words\"", id,
         town_head_of(town, "read", town_line("id=%s", id), head));
    FINDS(town, NULL, "old words", ""); /* also while the index trails */
    index_all(town);
    FINDS(town, NULL, "old", "");
    FINDS(town, NULL, "旧的", "");
    FINDS(town, NULL, "fresh 新的", "programme/3");
    ACTS(town, &town->lin, "withdraw", "id=%s head=%s reason=x", id,
         town_head_of(town, "read", "id=programme/3", head));
    ASKS(town, NULL, "search", "words=fresh");
    SAYS(town, " withdrawn=yes");
    ACTS(town, &town->lin, "erase", "id=programme/3 head=%s reason=law",
         town_head_of(town, "read", "id=programme/3", head));
    FINDS(town, NULL, "fresh", "");
    index_all(town);
    FINDS(town, NULL, "fresh", "");
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS), 0); /* nothing of it is left */
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), 0);
    town_is_sound(town);
}

static void posts_are_found_until_they_are_hidden(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=门牌 text=\"How do I change it\"");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"at the counter 窗口\"");
    index_all(town);
    FINDS(town, NULL, "窗口", "forum/3");
    SAYS(town, " in=forum headline=门牌 ");
    SAYS(town, " thread=forum/2");
    ACTS(town, &town->wang, "forum.edit", "id=forum/3 head=%s text=\"at the desk 柜台\"",
         town_head_of(town, "forum.show", "id=forum/3", head));
    index_all(town);
    FINDS(town, NULL, "窗口", "");
    FINDS(town, NULL, "柜台", "forum/3");
    /* A thread keeps its headline when its text is edited. */
    ACTS(town, &town->wang, "forum.edit", "id=forum/2 head=%s text=\"Who changes it\"",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    index_all(town);
    FINDS(town, NULL, "门牌", "forum/2");
    SAYS(town, " headline=门牌 ");
    FINDS(town, NULL, "How do I", "");
    FINDS(town, NULL, "who changes", "forum/2");
    SAYS(town, " headline=门牌 ");
    town_is_sound(town);
    ACTS(town, &town->lin, "forum.hide", "id=forum/3 head=%s reason=x",
         town_head_of(town, "forum.show", "id=forum/3", head));
    FINDS(town, NULL, "柜台", "");
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=x",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    FINDS(town, NULL, "门牌", "");
}

/* A theme is found by its newest words, in both its channels. */
static void an_open_theme_is_found_by_its_newest_words(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create", "channel=themes title=x read=everyone publish=committee");
    ACTS(town, &town->lin, "theme.plan", "month=2006-11 title=\"Our prmoise 承若\" text=\"to whom\"");
    assert_int_equal(town_run(town), 1);
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"to everybody 大家\"");
    index_all(town);
    FINDS(town, NULL, "承若", "forum/2 themes/2");
    const uint64_t kept = txn_count(town->txn, TABLE_TOKENS_OF);
    for (int i = 0; i < 2; i++) {
        ACTS(town, &town->lin, "theme.amend",
             "month=2006-11 head=%s title=\"Our promise %d 承诺\" text=\"to whom\" thread=forum/2",
             town_head_of(town, "theme.show", "month=2006-11", head), i);
        FINDS(town, NULL, "承若", ""); /* also while the index trails */
    }
    FINDS(town, NULL, "to whom", "");
    index_all(town);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), kept); /* those of the old words are gone */
    FINDS(town, NULL, "承若", "");
    FINDS(town, NULL, "promise 0", "");
    FINDS(town, NULL, "promise 1", "forum/2 themes/2");
    FINDS(town, NULL, "to whom", "forum/2 themes/2");
    assert_string_equal(found(town, NULL, "words=承诺 in=themes"), "themes/2");
    FINDS(town, NULL, "大家", "forum/3");
    SAYS(town, " headline=\"Our promise 1 承诺\" ");
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=x",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    FINDS(town, NULL, "承诺", "");
    town_is_sound(town);
}

static void where_and_since_when(void **state)
{
    struct town *town = *state;
    char id[128];
    publish(town, "programme", "品牌 one", "x1", id);
    town->now_ms += 10 * MINUTE_MS;
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=\"品牌 two\"");
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=\"品牌 three\" kind=lecture starts=2006-12-10 place=Hall");
    index_all(town);
    FINDS(town, NULL, "品牌", "programme/4 forum/2 programme/3");
    assert_string_equal(found(town, NULL, "words=品牌 in=forum"), "forum/2");
    assert_string_equal(found(town, NULL, "words=品牌 in=bulletins"), "programme/3");
    assert_string_equal(found(town, NULL, "words=品牌 in=activities"), "programme/4");
    assert_string_equal(found(town, NULL, "words=品牌 in=themes"), "");
    assert_string_equal(found(town, NULL, "words=品牌 channel=forum"), "forum/2");
    assert_string_equal(found(town, NULL, "words=品牌 since=2006-11-30T00:05:00Z"), "programme/4 forum/2");
    assert_string_equal(found(town, NULL, "words=hall"),
                        "programme/4"); /* where it is, when it has no text */
}

/* What one has as the beginning of a word comes behind what has the word, however often. */
static void the_best_have_the_words_as_they_are_asked_for(void **state)
{
    struct town *town = *state;
    char id[128];
    publish(town, "programme", "A brand", "once", id);                         /* 3 */
    publish(town, "programme", "Brands", "brands branding brands brands", id); /* 4 */
    publish(town, "programme", "Other things", "the brand of a brand", id);    /* 5 */
    index_all(town);
    FINDS(town, NULL, "brand", "programme/5 programme/4 programme/3");
    assert_string_equal(found(town, NULL, "words=brand order=best"), "programme/3 programme/5 programme/4");
    assert_string_equal(found(town, NULL, "words=bran order=best"), "programme/4 programme/3 programme/5");
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
        publish(town, "programme", "many", text, id);
        if (i % 10 == 0) {
            snprintf(newer, sizeof newer, "%s%s%s", id, ids[0] != '\0' ? " " : "", ids);
            memcpy(ids, newer, sizeof ids);
        }
    }
    index_all(town);
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
    publish(town, "programme", "品牌品牌", "品牌 again 品牌", id);
    publish(town, "programme", "other", "品牌 once", id);
    index_all(town);
    assert_string_equal(found(town, NULL, "words=品牌"), "programme/4 programme/3");
    assert_string_equal(found(town, NULL, "words=品牌 order=best"), "programme/3 programme/4");
    assert_string_equal(found(town, NULL, "words=品牌 order=best limit=1"), "programme/3");
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
    index_all(town);
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
    publish(town, "programme", "x", text, id);
    index_all(town);
    ASKS(town, NULL, "search", "words=目标");
    SAYS(town, " line=…");
    SAYS(town, "目标在此");
    const char *line = strstr(town->answer, " line=");
    assert_true(strcspn(line + 6, " ") <= LIMIT_HIT_BYTES);
}

/* Folded in small steps while everything happens, and at one go: the same index, over several blocks. */
static void an_index_that_is_dropped_grows_again(void **state)
{
    struct town *town = *state;
    char id[128], gone[128], post[128], head[TOWN_HEX];
    uint8_t before[LIMIT_HASH_BYTES], after[LIMIT_HASH_BYTES];
    publish(town, "programme", "品牌", "words", id);
    publish(town, "programme", "将被删除", "to be erased", gone);
    ASKS(town, NULL, "search", "words=品牌");
    ROWS_ARE(town, 0);
    SAYS(town, "behind");
    index_all(town);
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=门牌 text=第一");
    ACTS(town, &town->wang, "forum.post", "id=%s text=原来的话", town->id);
    memcpy(post, town->id, sizeof post);
    index_all(town);
    ACTS(town, &town->lin, "revise", "id=%s head=%s headline=品牌再版 text=\"other words\"", id,
         town_head_of(town, "read", town_line("id=%s", id), head));
    ACTS(town, &town->wang, "forum.edit", "id=%s head=%s text=后来的话", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    index_all(town);
    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=x", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    ACTS(town, &town->lin, "erase", "id=%s head=%s reason=x", gone,
         town_head_of(town, "read", town_line("id=%s", gone), head));
    index_all(town);
    for (int i = 0; i < 4200; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=\"通知 %d\"", i);
    index_all(town);
    assert_int_equal(store_digest(town->txn, SHELF_INDEX, before), OK);
    txn_drop_shelf(town->txn, SHELF_INDEX);
    while (domain_index(town->txn, 1000)) {
    }
    assert_int_equal(store_digest(town->txn, SHELF_INDEX, after), OK);
    assert_memory_equal(before, after, sizeof before);
    FINDS(town, NULL, "品牌再版", "programme/3");
    FINDS(town, NULL, "后来的话", "");
    FINDS(town, NULL, "erased", "");
    ASKS(town, NULL, "search", "words=品牌");
    SAYS_NOT(town, "behind");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(words_that_people_would_try),
        CASE(the_best_have_the_words_as_they_are_asked_for),
        CASE(a_beginning_of_very_many_words_costs_no_more),
        CASE(what_has_no_words_is_passed_over),
        CASE(only_what_one_may_read),
        CASE(what_one_may_not_read_is_not_told_by_the_pages_either),
        CASE(only_the_newest_text_counts),
        CASE(posts_are_found_until_they_are_hidden),
        CASE(an_open_theme_is_found_by_its_newest_words),
        CASE(where_and_since_when),
        CASE(pages_go_back_through_everything),
        CASE(the_best_come_first),
        CASE(long_texts_are_found_in_their_line),
        CASE(long_lines_are_cut_around_the_hit),
        CASE(an_index_that_is_dropped_grows_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
