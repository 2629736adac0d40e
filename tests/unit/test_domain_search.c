/* Tests of searching: what is found by words that a person would try, by whom, and what no longer is. */
#include "server/domain/search/search.h"
#include "tests/unit/support/brands.h"
#include "tests/unit/support/searches.h"

static void words_that_people_would_try(void **state)
{
    struct town *town = *state;
    char id[128];
    searches_publish(town, "programme", "首批服务品牌命名", "市总工会、信访局和劳动局获得命名。", id); /* 3 */
    searches_publish(town, "programme", "Kunshan service brand 2006", "The café of the Finance bureau",
                     id);                                                                            /* 4 */
    searches_publish(town, "programme", "B2B服务窗口", "请各部门签收。 Sign for it by Friday.", id); /* 5 */
    searches_publish(town, "programme", "ＦＵＬＬ width", "the ﬁnance ligature; 品牌 and 服务 apart",
                     id); /* 6 */
    searches_index(town);
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
    searches_index(town);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), 0);
}

static void only_what_one_may_read(void **state)
{
    struct town *town = *state;
    char id[128];
    searches_publish(town, "office", "内部通知 inside", "只给部门看", id);
    searches_index(town);
    FINDS(town, NULL, "内部", "");
    FINDS(town, &town->wang, "内部", "office/2");
    assert_string_equal(searches_found(town, NULL, "words=内部 channel=office"), "unknown-channel");
    assert_string_equal(searches_found(town, NULL, "words=内部 channel=nowhere"), "unknown-channel");
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
    searches_publish(town, "office", "Staff", "Director wang will be dismissed", id);
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=Animals text=\"what else\"");
    ACTS(town, &town->wang, "forum.post", "id=%s text=\"a zebra and wang\"", town->id);
    memcpy(post, town->id, sizeof post);
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=x", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    searches_index(town);
    FINDS(town, &town->wang, "wang dismissed", "office/2");
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        ASKS(town, NULL, "search", "%s", asked[i]);
        ROWS_ARE(town, 0);
        assert_false(town->more);
    }
    searches_publish(town, "programme", "Mine", "wang was dismissed, said a zebra", id);
    searches_index(town);
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
    searches_publish(town, "programme", "旧的标题", "old words", id);
    searches_index(town);
    FINDS(town, NULL, "old words", "programme/3");
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=新的标题 text=\"fresh words\"", id,
         town_head_of(town, "read", town_line("id=%s", id), head));
    FINDS(town, NULL, "old words", ""); /* also while the index trails */
    searches_index(town);
    FINDS(town, NULL, "old", "");
    FINDS(town, NULL, "旧的", "");
    FINDS(town, NULL, "fresh 新的", "programme/3");
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=x", id,
         town_head_of(town, "read", "id=programme/3", head));
    ASKS(town, NULL, "search", "words=fresh");
    SAYS(town, " withdrawn=yes");
    ACTS(town, &town->lin, "erase", "id=programme/3 seen=%s reason=law",
         town_head_of(town, "read", "id=programme/3", head));
    FINDS(town, NULL, "fresh", "");
    searches_index(town);
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
    searches_index(town);
    FINDS(town, NULL, "窗口", "forum/3");
    SAYS(town, " in=forum headline=门牌 ");
    SAYS(town, " thread=forum/2");
    ACTS(town, &town->wang, "forum.edit", "id=forum/3 seen=%s text=\"at the desk 柜台\"",
         town_head_of(town, "forum.show", "id=forum/3", head));
    searches_index(town);
    FINDS(town, NULL, "窗口", "");
    FINDS(town, NULL, "柜台", "forum/3");
    /* A thread keeps its headline when its text is edited. */
    ACTS(town, &town->wang, "forum.edit", "id=forum/2 seen=%s text=\"Who changes it\"",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    searches_index(town);
    FINDS(town, NULL, "门牌", "forum/2");
    SAYS(town, " headline=门牌 ");
    FINDS(town, NULL, "How do I", "");
    FINDS(town, NULL, "who changes", "forum/2");
    SAYS(town, " headline=门牌 ");
    town_is_sound(town);
    ACTS(town, &town->lin, "forum.hide", "id=forum/3 seen=%s reason=x",
         town_head_of(town, "forum.show", "id=forum/3", head));
    FINDS(town, NULL, "柜台", "");
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=x",
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
    searches_index(town);
    FINDS(town, NULL, "承若", "forum/2 themes/2");
    const uint64_t kept = txn_count(town->txn, TABLE_TOKENS_OF);
    for (int i = 0; i < 2; i++) {
        ACTS(town, &town->lin, "theme.amend",
             "month=2006-11 seen=%s title=\"Our promise %d 承诺\" text=\"to whom\" thread=forum/2",
             town_head_of(town, "theme.show", "month=2006-11", head), i);
        FINDS(town, NULL, "承若", ""); /* also while the index trails */
    }
    FINDS(town, NULL, "to whom", "");
    searches_index(town);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), kept); /* those of the old words are gone */
    FINDS(town, NULL, "承若", "");
    FINDS(town, NULL, "promise 0", "");
    FINDS(town, NULL, "promise 1", "forum/2 themes/2");
    FINDS(town, NULL, "to whom", "forum/2 themes/2");
    assert_string_equal(searches_found(town, NULL, "words=承诺 in=themes"), "themes/2");
    FINDS(town, NULL, "大家", "forum/3");
    SAYS(town, " headline=\"Our promise 1 承诺\" ");
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=x",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    FINDS(town, NULL, "承诺", "");
    town_is_sound(town);
}

static void where_and_since_when(void **state)
{
    struct town *town = *state;
    char id[128];
    searches_publish(town, "programme", "品牌 one", "x1", id);
    town->now_ms += 10 * MINUTE_MS;
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=\"品牌 two\"");
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=\"品牌 three\" kind=lecture starts=2006-12-10 place=Hall");
    searches_index(town);
    FINDS(town, NULL, "品牌", "programme/4 forum/2 programme/3");
    assert_string_equal(searches_found(town, NULL, "words=品牌 in=forum"), "forum/2");
    assert_string_equal(searches_found(town, NULL, "words=品牌 in=bulletins"), "programme/3");
    assert_string_equal(searches_found(town, NULL, "words=品牌 in=activities"), "programme/4");
    assert_string_equal(searches_found(town, NULL, "words=品牌 in=themes"), "");
    assert_string_equal(searches_found(town, NULL, "words=品牌 channel=forum"), "forum/2");
    assert_string_equal(searches_found(town, NULL, "words=品牌 since=2006-11-30T00:05:00Z"),
                        "programme/4 forum/2");
    assert_string_equal(searches_found(town, NULL, "words=hall"),
                        "programme/4"); /* where it is, when it has no text */
}

/* Folded in small steps while everything happens, and at one go: the same index, over several blocks. */
static void an_index_that_is_dropped_grows_again(void **state)
{
    struct town *town = *state;
    char id[128], gone[128], post[128], head[TOWN_HEX];
    uint8_t before[LIMIT_HASH_BYTES], after[LIMIT_HASH_BYTES];
    searches_publish(town, "programme", "品牌", "words", id);
    searches_publish(town, "programme", "将被删除", "to be erased", gone);
    ASKS(town, NULL, "search", "words=品牌");
    ROWS_ARE(town, 0);
    SAYS(town, "behind");
    searches_index(town);
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=门牌 text=第一");
    ACTS(town, &town->wang, "forum.post", "id=%s text=原来的话", town->id);
    memcpy(post, town->id, sizeof post);
    searches_index(town);
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=品牌再版 text=\"other words\"", id,
         town_head_of(town, "read", town_line("id=%s", id), head));
    ACTS(town, &town->wang, "forum.edit", "id=%s seen=%s text=后来的话", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    searches_index(town);
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=x", post,
         town_head_of(town, "forum.show", town_line("id=%s", post), head));
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=x", gone,
         town_head_of(town, "read", town_line("id=%s", gone), head));
    searches_index(town);
    for (int i = 0; i < 4200; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=\"通知 %d\"", i);
    searches_index(town);
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

/* Whether every kind of fact that can be found was met by now, but for those in nobody's office. */
static void every_kind_was_met(struct town *town)
{
    const struct fact_kind *const nobodys[] = {
        &fact_kinds[FACT_bulletin_imported], &fact_kinds[FACT_award_given],
        &fact_kinds[FACT_round_opened],      &fact_kinds[FACT_round_changed],
        &fact_kinds[FACT_theme_opened],      &fact_kinds[FACT_theme_corrected]};
    bool met[FACT_COUNT] = {false};
    enum searched in;
    struct fact fact;
    for (uint64_t seq = 1; ledger_read(town->txn, seq, &fact); seq++)
        met[fact_kind_find(fact.head.kind) - fact_kinds] = true;
    for (size_t i = 0; i < sizeof nobodys / sizeof nobodys[0]; i++)
        met[nobodys[i] - fact_kinds] = true;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        if (fact_searched(bytes_of_text(fact_kinds[i].word), &in) && !met[i])
            fail_msg("no %s was looked for: what its hit says of the department nobody knows",
                     fact_kinds[i].word);
    }
}

/* What can be found is counted as unread, too: whatever made a thing is among those of its channel. */
static void all_are_to_be_read(struct town *town)
{
    char room[LIMIT_ID_BYTES];
    struct thing thing;
    struct fact fact;
    size_t made = 0;
    for (uint64_t seq = 1; ledger_read(town->txn, seq, &fact); seq++) {
        struct buffer id = buffer_over(room, sizeof room);
        if (!thing_find(town->txn, fact.head.channel, fact.head.number, &thing))
            continue;
        id_write(&id, fact.head.channel, fact.head.number);
        if (!thing_exists(town->txn, buffer_bytes(&id)))
            fail_msg("%.*s makes a thing that nobody has to read", (int)fact.head.kind.size,
                     (const char *)fact.head.kind.at);
        made++;
    }
    assert_true(made >= 4);
}

/* Whoever revises it, it is the department's; and only who reads its channel finds it. */
static void a_brands_hits_say_its_department(struct town *town)
{
    struct identity zhao = made_identity(60);
    town_enrol(town, &zhao, 60, "account=zhao role=office department=labour signs=yes");
    ACTS(town, &town->lin, "round.open", "year=2006 title=x until=2006-12-20");
    ACTS(town, &town->wang, "brand.submit", "year=2006 %s", brands_application(town, &town->wang, "甲壳"));
    searches_index(town);
    for (int again = 0; again < 2; again++) {
        static const char *const found[] = {"甲壳", "市民", "当天办结"};
        for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
            ASKS(town, &town->lin, "search", "words=%s in=brands", found[i]);
            ROWS_ARE(town, 1);
            SAYS(town, " in=brands headline=甲壳 ");
            SAYS(town, again == 0 ? " actor=wang department=labour " : " actor=zhao department=labour ");
            FINDS(town, NULL, "甲壳", "");
        }
        if (again == 0)
            ACTS(town, &zhao, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
                 brands_application(town, &zhao, "甲壳"));
        searches_index(town);
    }
}

/* A word and a task, under the name of what they are about. */
static void counsels_hits_say_its_department(struct town *town)
{
    static const char *const said[] = {"counsel", "counsel.ask"};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        ACTS(town, &town->wang, said[i], "id=" BRANDS_ID " text=夜莺");
        searches_index(town);
        ASKS(town, &town->lin, "search", "words=夜莺 in=brands limit=1");
        SAYS(town, town_line(" id=%s ", town->id) + 1);
        SAYS(town, " headline=甲壳 line=夜莺 actor=wang department=labour ");
        SAYS(town, " thread=" BRANDS_ID);
        FINDS(town, NULL, "夜莺", "");
    }
}

static void says_of_rating(struct town *town, const struct identity *who, const char *verb, const char *id,
                           const char *rest)
{
    char head[TOWN_HEX];
    ASKS(town, &town->lin, "rating.show", "id=%s", id);
    ACTS(town, who, verb, "id=%s seen=%s %s", id, town_hash_said(town, "head", head), rest);
}

/* The author's, and not the one that was rated. */
static void ratings_hits_say_their_authors_department(struct town *town)
{
    static const char *const said[] = {"rating.answer", "rating.settle", "rating.set-aside", "rating.appeal"};
    struct identity he = made_identity(61);
    char id[128];
    ACTS(town, &town->house, "department.create", "department=land title=x");
    town_enrol(town, &he, 61, "account=he role=office department=land");
    ACTS(town, &he, "rate", "department=labour grade=dissatisfied item=柜台 comment=画眉");
    memcpy(id, town->id, sizeof id);
    for (size_t i = 0; i <= sizeof said / sizeof said[0]; i++) {
        searches_index(town);
        ASKS(town, &town->lin, "search", "words=画眉 in=ratings limit=1");
        SAYS(town, town_line(" id=%s ", id) + 1);
        SAYS(town, i == 1 ? " actor=wang department=labour " : " actor=he department=land ");
        FINDS(town, &he, "画眉", "");
        if (i < sizeof said / sizeof said[0])
            says_of_rating(town,
                           i == 0   ? &town->wang
                           : i == 2 ? &town->lin
                                    : &he,
                           said[i], id,
                           i == 2   ? "reason=画眉"
                           : i == 1 ? "settled=no text=画眉"
                                    : "text=画眉");
    }
}

/* As it was when they said it, whatever they said, and when they said it again in other words. */
static void every_hit_says_its_authors_department(void **state)
{
    struct town *town = *state;
    static const struct {
        const char *makes, *made, *shows, *changes, *changed;
    } things[] = {
        {"publish", "headline=\"brand\"", "read", "revise", "headline=\"brand anew\""},
        {"activity.announce", "headline=\"brand\" kind=lecture starts=2006-12-10", "activity.show",
         "activity.change", "headline=\"brand anew\" kind=lecture starts=2006-12-11"},
        {"forum.open", "headline=\"brand\"", "forum.show", "forum.edit", "text=\"brand anew\""},
        {NULL, NULL, "forum.show", "forum.edit", "text=\"brand anew\""}, /* a post in that thread */
    };
    char id[128] = "", head[TOWN_HEX];
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
        if (things[i].makes != NULL)
            ACTS(town, &town->wang, things[i].makes, "channel=forum %s", things[i].made);
        else
            ACTS(town, &town->wang, "forum.post", "id=%s text=brand", id);
        memcpy(id, town->id, sizeof id);
        searches_index(town);
        for (int again = 0; again < 2; again++) {
            ASKS(town, NULL, "search", "words=brand limit=1");
            SAYS(town, town_line(" id=%s ", id) + 1);
            SAYS(town, " actor=wang department=labour ");
            if (again == 0)
                ACTS(town, &town->wang, things[i].changes, "id=%s seen=%s %s", id,
                     town_head_of(town, things[i].shows, town_line("id=%s", id), head), things[i].changed);
            searches_index(town);
        }
    }
    a_brands_hits_say_its_department(town);
    counsels_hits_say_its_department(town);
    ratings_hits_say_their_authors_department(town);
    every_kind_was_met(town);
    all_are_to_be_read(town);
    town_is_sound(town);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, searches_settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(words_that_people_would_try),
        CASE(what_has_no_words_is_passed_over),
        CASE(only_what_one_may_read),
        CASE(what_one_may_not_read_is_not_told_by_the_pages_either),
        CASE(only_the_newest_text_counts),
        CASE(posts_are_found_until_they_are_hidden),
        CASE(an_open_theme_is_found_by_its_newest_words),
        CASE(where_and_since_when),
        CASE(every_hit_says_its_authors_department),
        CASE(an_index_that_is_dropped_grows_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
