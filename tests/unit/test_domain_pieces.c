/* Tests of answers in pieces. Every question of the table gives the same rows in the same order however
 * little time, room or rows a piece has, and each piece does a bounded piece of work. */
#include "tests/unit/support/brands.h"
#include "tests/unit/support/ratings.h"

enum {
    DEPARTMENTS = 7,
    HIDDEN = 5, /* things that the asker may not see, each kind between those that may be seen */
    PIECES_MOST = 2000,
    ALL_BYTES = 512 * 1024,
};

static struct identity more_keys[3];
static char blob_line[256];

/* --- a town with some of everything --- */

static void settle_channels(struct town *town)
{
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    for (int i = 0; i < DEPARTMENTS - 1; i++)
        ACTS(town, &town->house, "department.create", "department=bureau%d title=x", i);
    for (int i = 0; i < HIDDEN; i++) {
        ACTS(town, &town->house, "channel.create", "channel=inner%d title=x read=committee", i);
        ACTS(town, &town->house, "channel.create", "channel=outer%d title=x", i);
    }
    ACTS(town, &town->house, "channel.create", "channel=forum title=x speak=everyone");
    ACTS(town, &town->house, "channel.create", "channel=themes title=x");
    for (size_t i = 0; i < 3; i++) {
        more_keys[i] = made_identity((uint8_t)(20 + i));
        town_code((uint8_t)(20 + i), code, hash);
        ACTS(town, &town->house, "key.invite", "account=wang code_hash=%s", hash);
        ACTS(town, &more_keys[i], "join", "code=%s", code);
    }
}

static void settle_bulletins(struct town *town)
{
    for (int i = 0; i < 6; i++) {
        ACTS(
            town, &town->lin, "publish",
            "channel=programme headline=\"notice %d\" text=\"brand words\" to=all receipt=yes due=2006-12-02",
            i);
        ACTS(town, &town->lin, "publish", "channel=inner%d headline=\"hidden brand words\"", i % HIDDEN);
    }
    for (int i = 0; i < 4; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=later at=2007-01-0%d", i + 1);
}

static void settle_forum(struct town *town)
{
    char first[128], head[TOWN_HEX];
    for (int i = 0; i < 8; i++) {
        town->now_ms += 60000;
        ACTS(town, &town->wang, "forum.open", "channel=forum headline=\"thread %d\" text=words", i);
        if (i == 0)
            memcpy(first, town->id, sizeof first);
        if (i % 3 == 0)
            ACTS(town, &town->lin, "forum.pin", "id=%s seen=%s", town->id, town->head);
    }
    for (int i = 0; i < 9; i++) {
        town->now_ms += 60000;
        ACTS(town, &town->wang, "forum.post", "id=%s text=\"brand words %d\"", first, i);
    }
    for (int i = 0; i < 4; i++)
        ACTS(town, &town->wang, "forum.edit", "id=%s seen=%s text=\"text %d\"", first,
             town_head_of(town, "forum.show", town_line("id=%s limit=1", first), head), i);
}

static void settle_months(struct town *town)
{
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=one");
    ACTS(town, &town->lin, "theme.plan", "month=2007-02 title=two");
    ACTS(town, &town->lin, "theme.plan", "month=2007-03 title=three");
    for (int i = 0; i < HIDDEN; i++) {
        ACTS(town, &town->lin, "activity.announce",
             "channel=inner%d headline=\"not for all\" kind=visit starts=2007-02-0%d", i, i + 1);
        ACTS(town, &town->lin, "activity.announce",
             "channel=programme headline=\"for all\" kind=visit starts=2007-02-0%d to=all", i + 1);
    }
}

/* The notices are what they honour. */
static void settle_awards(struct town *town)
{
    for (int i = 0; i < 3; i++)
        ACTS(town, &town->lin, "award.define", "award=prize%d title=x", i);
    for (int i = 0; i < 6; i++)
        ACTS(town, &town->lin, "award.give",
             "award=prize%d year=200%d ground=programme/2 achievement=programme/%d department=labour", i % 3,
             i / 2, i + 2);
}

static void settle_rounds(struct town *town)
{
    char head[TOWN_HEX];
    for (int i = 0; i < 5; i++) {
        if (i > 0)
            ACTS(town, &town->lin, "round.close", "year=%d seen=%s reason=x", 2001 + i,
                 town_head_of(town, "round.show", " ", head));
        ACTS(town, &town->lin, "round.open", "year=%d title=x until=2007-02-0%d conditions=one", 2002 + i,
             i + 1);
    }
}

/* The round of 2006 is the one that is open. */
static void settle_brands(struct town *town)
{
    static const uint64_t stages[] = {BRAND_STAGE_NAMED, BRAND_STAGE_SUBMITTED, BRAND_STAGE_KEPT,
                                      BRAND_STAGE_RETURNED};
    brands_announce(town);
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        struct identity signer = made_identity((uint8_t)(60 + i));
        char id[128], fields[128];
        snprintf(fields, sizeof fields, "account=signer%zu role=office department=bureau%zu signs=yes", i, i);
        town_enrol(town, &signer, (uint8_t)(60 + i), fields);
        snprintf(id, sizeof id, "brand/2006-bureau%zu/2", i);
        brands_bring_of(town, &signer, id, stages[i]);
    }
    brands_bring(town, BRAND_STAGE_NAMED);
}

/* What waits for both sides, and examples that are followed. */
static void settle_counsel(struct town *town)
{
    for (int i = 0; i < 4; i++)
        ACTS(town, &town->wang, "counsel.ask", "id=" BRANDS_ID " text=\"a task %d\"", i);
    for (int i = 0; i < 5; i++)
        ACTS(town, &town->lin, "counsel.ask", "id=" BRANDS_ID " text=\"another task %d\"", i);
    ACTS(town, &town->lin, "counsel", "id=" BRANDS_ID " text=\"brand words\"");
    ACTS(town, &town->lin, "guide", "department=labour by=brand/2006-bureau0/2");
    ACTS(town, &town->lin, "guide", "department=labour by=brand/2006-bureau2/2");
    ACTS(town, &town->lin, "guide", "department=bureau1 by=" BRANDS_ID);
    ACTS(town, &town->lin, "guide", "department=bureau1 by=brand/2006-bureau0/2");
}

/* What waits for whoever gave them, for the department, and for the committee; and months that were counted.
 * Wang, who asks, rates another department than the one that is rated. */
static void settle_ratings(struct town *town)
{
    const struct identity *raters[LIMIT_FIGURE_RATERS];
    char head[TOWN_HEX];
    for (size_t i = 0; i < LIMIT_FIGURE_RATERS; i++) {
        raters[i] = ratings_resident(town, i);
        ACTS(town, raters[i], "rate", "department=labour grade=satisfied comment=\"brand words\"");
        ACTS(town, raters[i], "rate", "department=labour grade=dissatisfied");
        ACTS(town, raters[i], "rate", "department=bureau1 grade=satisfied");
        ACTS(town, &town->wang, "rate", "department=bureau1 grade=dissatisfied item=%zu", i);
    }
    for (int i = 0; i < 4; i++) {
        const char *id = town_line("rating/labour/%d", 2 + 2 * i);
        char of[64];
        snprintf(of, sizeof of, "%s", id);
        ASKS(town, &town->lin, "rating.show", "id=%s", of);
        ACTS(town, &town->lin, "rating.set-aside", "id=%s seen=%s reason=x", of,
             town_hash_said(town, "head", head));
    }
}

static int settle(void **state)
{
    times_zone("UTC");
    town_settle(state);
    struct town *town = *state;
    char hash[TOWN_HEX];
    settle_channels(town);
    town_upload(town, &town->lin, bytes_of_text("a longer text with brand words"), hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=long text_hash=%s", hash);
    snprintf(blob_line, sizeof blob_line, "id=%s hash=%s offset=0", town->id, hash);
    settle_bulletins(town);
    settle_forum(town);
    settle_months(town);
    settle_awards(town);
    settle_rounds(town);
    settle_brands(town);
    settle_counsel(town);
    settle_ratings(town);
    town_at(town, "2007-01-03T12:00:00Z");
    town_run(town);
    while (domain_index(town->txn, 1000)) {
    }
    return 0;
}

/* --- every question --- */

enum asker { WANG, LIN, CLERK };
static const struct asked {
    const char *line; /* NULL: there is no such question */
    enum asker who;
    size_t rows; /* how many there are at least */
} asked[VERB_COUNT] = {
    [VERB_blob_get] = {blob_line, WANG, 0},
    [VERB_facts] = {"channel=programme", WANG, 12},
    [VERB_channels] = {" ", WANG, HIDDEN + 5},
    [VERB_headlines] = {"channel=programme", WANG, 7},
    [VERB_read] = {"id=programme/2", WANG, 1},
    [VERB_receipts] = {"id=programme/3", LIN, DEPARTMENTS},
    [VERB_inbox] = {" ", WANG, 6},
    [VERB_overdue] = {" ", LIN, 6 * DEPARTMENTS},
    [VERB_schedule_list] = {"channel=programme", LIN, 4},
    [VERB_round_show] = {" ", WANG, 1},
    [VERB_round_list] = {" ", WANG, 5},
    [VERB_round_progress] = {" ", LIN, DEPARTMENTS},
    [VERB_forum_threads] = {"channel=forum", WANG, 8},
    [VERB_forum_show] = {"id=forum/2", WANG, 10},
    [VERB_forum_edits] = {"id=forum/2", WANG, 5},
    [VERB_theme_show] = {"month=2007-01", WANG, 1},
    [VERB_theme_list] = {"year=2007", LIN, 3},
    [VERB_theme_current] = {" ", WANG, 1},
    [VERB_activity_list] = {"from=2007-02-01", WANG, HIDDEN},
    [VERB_activity_show] = {"id=programme/9", WANG, 1},
    [VERB_activity_replies] = {"id=programme/9", LIN, DEPARTMENTS},
    [VERB_brand_show] = {"id=" BRANDS_ID, WANG, 1},
    [VERB_brand_list] = {" ", LIN, 5},
    [VERB_brand_history] = {"id=brand/2006-bureau2/2", LIN, 8},
    [VERB_brand_examples] = {" ", WANG, 3},
    [VERB_counsel_show] = {"id=" BRANDS_ID, WANG, 10},
    [VERB_counsel_waiting] = {" ", WANG, 6},
    [VERB_guide_list] = {" ", LIN, 4},
    [VERB_guide_show] = {"id=guide/1/labour/2", WANG, 1},
    [VERB_rating_mine] = {" ", WANG, 5},
    [VERB_rating_list] = {" ", LIN, 15},
    [VERB_rating_waiting] = {" ", WANG, 5},
    [VERB_rating_show] = {"id=rating/labour/2", WANG, 1},
    [VERB_rating_history] = {"id=rating/labour/2", WANG, 2},
    [VERB_rating_items] = {"department=labour", WANG, 1},
    [VERB_rating_figures] = {" ", WANG, 2},
    [VERB_rating_reasons] = {" ", WANG, 4},
    [VERB_award_titles] = {" ", WANG, 3},
    [VERB_award_list] = {" ", WANG, 6},
    [VERB_award_show] = {"id=brands/5", WANG, 1},
    [VERB_search] = {"words=\"brand words\"", WANG, 16},
    [VERB_account_list] = {" ", CLERK, 3},
    [VERB_key_list] = {"account=wang", CLERK, 4},
    [VERB_department_list] = {" ", WANG, DEPARTMENTS},
};
/* Other ways through the same lists. */
static const struct {
    int verb;
    struct asked asked;
} besides[] = {
    {VERB_search, {"words=\"brand words\" order=best", WANG, 16}},
    {VERB_search, {"words=\"brand words\" order=best limit=3", WANG, 3}},
    {VERB_search, {"words=\"brand words\" in=forum", WANG, 9}},
    {VERB_search, {"words=\"brand wordless\"", WANG, 0}},
    {VERB_forum_show, {"id=forum/2 before=30", WANG, 8}},
    {VERB_forum_show, {"id=forum/2 after=16", WANG, 3}},
    {VERB_forum_threads, {"channel=forum before=15", WANG, 3}},
    {VERB_forum_threads, {"channel=forum after=8", WANG, 3}},
    {VERB_overdue, {"department=labour", LIN, 6}},
    {VERB_overdue, {" ", WANG, 6}},
    {VERB_receipts, {"id=programme/3", WANG, 1}},
    {VERB_activity_replies, {"id=programme/9", WANG, 1}},
    {VERB_theme_list, {"year=2007", WANG, 1}},
    {VERB_brand_list, {"year=2006", WANG, 3}},
    {VERB_brand_list, {"department=bureau2 stage=kept", WANG, 1}},
    {VERB_counsel_show, {"id=" BRANDS_ID " tasks=yes", LIN, 9}},
    {VERB_counsel_waiting, {" ", LIN, 4}},
    {VERB_guide_list, {" ", WANG, 3}},
    {VERB_guide_list, {"department=bureau1", WANG, 1}},
    {VERB_rating_list, {"department=labour stage=open", WANG, 5}},
    {VERB_rating_waiting, {" ", LIN, 10}},
    {VERB_rating_figures, {"department=labour year=2006", WANG, 1}},
    {VERB_award_list, {"year=2001", WANG, 2}},
    {VERB_award_list, {"award=prize1 department=labour", WANG, 2}},
};

struct answers {
    char rows[ALL_BYTES];
    size_t size, count, pieces;
};

/* Asks until there is no further piece. */
static void ask_all(struct town *town, int verb, const struct asked *one, const char *limit,
                    struct answers *all)
{
    const struct identity *who = one->who == WANG ? &town->wang : one->who == LIN ? &town->lin : &town->clerk;
    char line[512];
    snprintf(line, sizeof line, "%s%s", one->line, limit);
    *all = (struct answers){.size = 0};
    town->goes_on = false;
    do {
        enum error error = town_ask(town, who, verbs[verb].word, line);
        if (error != OK)
            fail_msg("%s %s: %s", verbs[verb].word, line, error_kinds[error].word);
        size_t size = strlen(town->answer);
        assert_true(all->size + size < sizeof all->rows);
        memcpy(all->rows + all->size, town->answer, size + 1);
        all->size += size;
        all->count += town->row_count;
        if (++all->pieces > PIECES_MOST)
            fail_msg("%s%s has no end", verbs[verb].word, line);
        town->goes_on = true;
    } while (town->next_size > 0);
    town->goes_on = false;
}

static void same(const struct answers *wanted, const struct answers *given, const char *word,
                 const struct asked *one, const char *how)
{
    if (wanted->count != given->count || strcmp(wanted->rows, given->rows) != 0)
        fail_msg("%s %s by %s:\n%swas without:\n%s", word, one->line, how, given->rows, wanted->rows);
}

static void check(struct town *town, int verb, const struct asked *one)
{
    static struct answers whole, pieces;
    const char *word = verbs[verb].word;
    const bool list = shape_find(verbs[verb].args, bytes_of_text("next")) >= 0;
    const bool limited = strstr(one->line, "limit=") != NULL;
    town->steps_a_piece = 0;
    town->room_for_rows = SIZE_MAX;
    ask_all(town, verb, one, list && !limited ? " limit=200" : "", &whole);
    assert_int_equal(whole.pieces, 1);
    if (whole.count < one->rows)
        fail_msg("%s %s: %zu rows", word, one->line, whole.count);
    for (size_t steps = 1; steps < 6; steps += 2) {
        town->steps_a_piece = steps;
        ask_all(town, verb, one, list && !limited ? " limit=200" : "", &pieces);
        same(&whole, &pieces, word, one, "time");
        if (list && whole.count > steps)
            assert_true(pieces.pieces > 1);
    }
    town->steps_a_piece = 0;
    town->room_for_rows = 1;
    if (list)
        ask_all(town, verb, one, limited ? "" : " limit=200", &pieces);
    if (list)
        same(&whole, &pieces, word, one, "room");
}

static void pieces_of_any_size_give_the_same_rows(void **state)
{
    struct town *town = *state;
    for (int i = 0; i < VERB_COUNT; i++) {
        if (verbs[i].kind != ASK)
            continue;
        if (asked[i].line == NULL)
            fail_msg("%s is not asked here", verbs[i].word);
        check(town, i, &asked[i]);
    }
    for (size_t i = 0; i < sizeof besides / sizeof besides[0]; i++)
        check(town, besides[i].verb, &besides[i].asked);
}

/* A list has a limit, and a way to go on; so has every question with more than one row. */
static void every_list_has_a_limit(void **state)
{
    struct town *town = *state;
    static struct answers all;
    for (int i = 0; i < VERB_COUNT; i++) {
        const bool counted = verbs[i].ok == &shape_record_count || verbs[i].ok == &shape_record_searched;
        const bool limit = shape_find(verbs[i].args, bytes_of_text("limit")) >= 0;
        const bool next = shape_find(verbs[i].args, bytes_of_text("next")) >= 0;
        assert_int_equal(limit, next);
        if (verbs[i].kind != ASK || !counted)
            assert_false(next);
        if (verbs[i].kind != ASK)
            continue;
        ask_all(town, i, &asked[i], "", &all);
        assert_true(next || all.count <= 1);
        if (next && all.count > 1) {
            ask_all(town, i, &asked[i], " limit=1", &all);
            assert_int_equal(all.pieces, all.count);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_of_any_size_give_the_same_rows, settle, town_leave),
        cmocka_unit_test_setup_teardown(every_list_has_a_limit, settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
