/* Tests of who sees what of a brand: each question, asked by everybody, at each stage. What is not said here
 * is not seen: others' applications are to whom they are none of theirs as if there were none. */
#include "tests/unit/support/brands.h"

#define CHANNEL     "brand/2006-labour"
#define PUBLIC_NAME "阳光 Sunshine"

/* Who asks, and whether they read the brand's channel. */
struct asker {
    const char *name;
    const struct identity *who;
    bool inside;
};

enum { ASKERS = 9 };
static size_t askers_of(struct town *town, struct asker askers[ASKERS])
{
    const struct asker all[ASKERS] = {
        {.name = "a guest", .who = NULL, .inside = false},
        {.name = "a resident", .who = &brands_gu, .inside = false},
        {.name = "a member", .who = &brands_zhao, .inside = true},
        {.name = "a signer", .who = &town->wang, .inside = true},
        {.name = "another department", .who = &brands_he, .inside = false},
        {.name = "an invited expert", .who = &brands_mei, .inside = true},
        {.name = "another expert", .who = &brands_song, .inside = false},
        {.name = "the committee", .who = &town->lin, .inside = true},
        {.name = "an operator", .who = &town->clerk, .inside = false},
    };
    memcpy(askers, all, sizeof all);
    return ASKERS;
}

/* What everyone is told: stages without a row are nobody's business. */
static const char *const public_stages[BRAND_STAGE_COUNT] = {[BRAND_STAGE_NAMED] = "named",
                                                             [BRAND_STAGE_REVIEWING] = "named",
                                                             [BRAND_STAGE_KEPT] = "kept",
                                                             [BRAND_STAGE_REVOKED] = "revoked"};

/* Why a review ended as it did, everyone is told, as they were that it is a service brand. */
static bool is_outcome(uint64_t stage)
{
    return stage == BRAND_STAGE_KEPT || stage == BRAND_STAGE_REVOKED;
}

static void judge(struct town *town, const struct asker *asker, uint64_t stage, bool as_it_should,
                  const char *what)
{
    if (!as_it_should)
        fail_msg("%s, %s, as %s: %s", brand_stage_words[stage], what, asker->name, town->answer);
}

static bool says(const struct town *town, const char *text)
{
    return strstr(town->answer, text) != NULL;
}

/* Of what is not named a stranger hears what they hear of what is not there, to the byte. */
static void hears_of_nothing(struct town *town, const struct asker *asker, uint64_t stage, const char *more)
{
    static const char *const ids[] = {BRANDS_ID, "brand/2006-nobody/2", CHANNEL "/3", "programme/1"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const enum error error = town_ask(town, asker->who, "brand.show", town_line("id=%s%s", ids[i], more));
        const struct refusal *why = &town->decision.why;
        judge(town, asker, stage,
              error == ERR_UNKNOWN_BRAND && why->code == ERR_UNKNOWN_BRAND && strcmp(why->field, "id") == 0 &&
                  bytes_equal_text(why->name, ids[i]) && why->limit == 0 && why->time_ms == 0 &&
                  why->character == 0 && why->line == 0 && why->about == NULL,
              ids[i]);
    }
}

/* What brand.show says to everyone is the row of brand.list. */
static void asks_from_outside(struct town *town, const struct asker *asker, uint64_t stage)
{
    static char listed[sizeof town->answer];
    if (public_stages[stage] == NULL) {
        hears_of_nothing(town, asker, stage, "");
        hears_of_nothing(town, asker, stage, " revision=1");
        hears_of_nothing(town, asker, stage, " revision=9");
        return;
    }
    ASKS(town, asker->who, "brand.list", " ");
    snprintf(listed, sizeof listed, "%s", town->answer);
    ASKS(town, asker->who, "brand.show", "id=" BRANDS_ID);
    judge(town, asker, stage, strcmp(town->answer, listed) == 0, "brand.show");
    ASK_REFUSED(town, asker->who, BRAND_REVISIONS, "brand.show", "id=" BRANDS_ID " revision=1");
    ASK_REFUSED(town, asker->who, BRAND_REVISIONS, "brand.show", "id=" BRANDS_ID " revision=9");
}

static void asks_of_one(struct town *town, const struct asker *asker, uint64_t stage)
{
    static const char *const questions[] = {"brand.history", "blob.get"};
    const bool handed_in = brands_handed_in(town, BRANDS_ID);
    char hash[TOWN_HEX] = "", line[256];
    if (handed_in) {
        ASKS(town, &town->lin, "brand.show", "id=" BRANDS_ID);
        const char *logo = strstr(town->answer, " logo=logo.png:9:");
        snprintf(hash, sizeof hash, "%s", logo + strlen(" logo=logo.png:9:"));
    }
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const bool blob = strcmp(questions[i], "blob.get") == 0;
        if (blob && !handed_in)
            continue;
        snprintf(line, sizeof line, "id=" BRANDS_ID "%s%s%s", blob ? " hash=" : "", blob ? hash : "",
                 blob ? " offset=0" : "");
        const enum error error = town_ask(town, asker->who, questions[i], line);
        judge(town, asker, stage, error == (asker->inside ? OK : ERR_UNKNOWN_CHANNEL), questions[i]);
    }
    if (!asker->inside) {
        asks_from_outside(town, asker, stage);
        return;
    }
    ASKS(town, asker->who, "brand.show", "id=" BRANDS_ID);
    judge(town, asker, stage, says(town, town_line(" stage=%s ", brand_stage_words[stage])), "its stage");
    judge(town, asker, stage, says(town, " position=窗口 ") == handed_in, "all of it");
    ASKS(town, asker->who, "brand.history", "id=" BRANDS_ID);
    judge(town, asker, stage, says(town, town_line(" stage=%s ", brand_stage_words[stage])), "its history");
}

static void asks_for_lists(struct town *town, const struct asker *asker, uint64_t stage)
{
    static const char *const inside_only[] = {
        " head=", " revision=", " actor=", " position=", " answers=", " plan=", " meaning="};
    const char *public_stage = public_stages[stage];
    ASKS(town, asker->who, "brand.list", " ");
    judge(town, asker, stage, town->row_count == (asker->inside || public_stage != NULL), "brand.list");
    if (asker->inside) {
        judge(town, asker, stage, says(town, town_line(" stage=%s ", brand_stage_words[stage])), "its row");
        judge(town, asker, stage, says(town, " head=") && !says(town, " position="), "its row's fields");
    } else if (public_stage != NULL) {
        judge(town, asker, stage, says(town, town_line(" stage=%s ", public_stage)), "its public row");
        judge(town, asker, stage, says(town, " name=\"" PUBLIC_NAME "\" ") && says(town, " logo="),
              "its name");
        for (size_t i = 0; i < sizeof inside_only / sizeof inside_only[0]; i++)
            judge(town, asker, stage, !says(town, inside_only[i]), inside_only[i]);
        judge(town, asker, stage, says(town, " moved=") == is_outcome(stage), "since when");
        judge(town, asker, stage, says(town, " reason=x") == is_outcome(stage), "why");
        judge(town, asker, stage, says(town, " batch=1 activity=" BRANDS_MEETING " bulletin=programme/2"),
              "its batch");
    }
    ASKS(town, asker->who, "brand.list", "stage=reviewing");
    judge(town, asker, stage, town->row_count == (asker->inside && stage == BRAND_STAGE_REVIEWING),
          "what is being reviewed");
    ASKS(town, asker->who, "brand.examples", " ");
    judge(town, asker, stage, town->row_count == (public_stage != NULL && stage != BRAND_STAGE_REVOKED),
          "brand.examples");
    judge(town, asker, stage, !says(town, " position=") && !says(town, " answers=") && !says(town, " plan="),
          "what is nobody else's");
}

/* The ways that lead there beside the questions of the noun. */
static void asks_beside(struct town *town, const struct asker *asker, uint64_t stage)
{
    const bool handed_in = brands_handed_in(town, BRANDS_ID);
    ASKS(town, asker->who, "search", "words=窗口 in=brands");
    judge(town, asker, stage, town->row_count == (asker->inside && handed_in), "search");
    ASKS(town, asker->who, "channels", " ");
    judge(town, asker, stage, says(town, " channel=" CHANNEL " ") == asker->inside, "channels");
    ASKS(town, asker->who, "facts", "channel=brands"); /* where everyone is told what a review brought */
    const enum error error = town_ask(town, asker->who, "facts", "channel=" CHANNEL);
    judge(town, asker, stage, error == (asker->inside ? OK : ERR_UNKNOWN_CHANNEL), "facts");
    if (!asker->inside)
        judge(town, asker, stage, !says(town, "labour/") || public_stages[stage] != NULL, "a word of it");
}

static void everybody_sees_what_they_may_at_each_stage(void **state)
{
    struct asker askers[ASKERS];
    (void)state;
    for (uint64_t stage = 0; stage < BRAND_STAGE_COUNT; stage++) {
        void *own;
        brands_settle(&own);
        struct town *town = own;
        brands_bring(town, BRAND_STAGE_PREPARING);
        ACTS(town, &town->lin, "counsel.invite", "id=" BRANDS_ID " experts=mei");
        brands_bring(town, stage);
        while (domain_index(town->txn, 1000)) {
        }
        for (size_t i = 0; i < askers_of(town, askers); i++) {
            asks_of_one(town, &askers[i], stage);
            asks_for_lists(town, &askers[i], stage);
            asks_beside(town, &askers[i], stage);
        }
        town_leave(&own);
    }
}

/* What could be told of another's application without being asked for it: that its name is taken, and that
 * the department has one, to its own. */
static void a_refusal_tells_no_more_than_that_a_name_is_taken(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_SUBMITTED);
    const char *application = brands_application(town, &brands_he, "阳光SUNSHINE");
    REFUSED(town, &brands_he, BRAND_NAME_TAKEN, "brand.submit", "year=2006 %s", application);
    NAMES(town, "阳光SUNSHINE");
    REFUSED(town, &brands_he, UNKNOWN_CHANNEL, "brand.withdraw", "id=" BRANDS_ID " seen=%064d reason=x", 1);
    REFUSED(town, &brands_he, UNKNOWN_CHANNEL, "brand.withdraw", "id=brand/2006-nobody/2 seen=%064d reason=x",
            1);
    ASK_REFUSED(town, &brands_he, UNKNOWN_BRAND, "brand.show", "id=" BRANDS_ID);
    ASK_REFUSED(town, &brands_he, UNKNOWN_BRAND, "brand.show", "id=brand/2006-nobody/2");
}

/* Each revision is there for those two, and a person has read what they have seen. */
static void steps_are_to_be_read(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_RETURNED);
    ASKS(town, &brands_zhao, "channels", "channel=" CHANNEL);
    SAYS(town, " unread=3 ");
    ASKS(town, &town->lin, "channels", "channel=" CHANNEL);
    SAYS(town, " unread=2 "); /* what it did itself is read */
    ASK_REFUSED(town, &brands_he, UNKNOWN_CHANNEL, "facts", "channel=" CHANNEL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_sees_what_they_may_at_each_stage),
        cmocka_unit_test_setup_teardown(a_refusal_tells_no_more_than_that_a_name_is_taken, brands_settle,
                                        town_leave),
        cmocka_unit_test_setup_teardown(steps_are_to_be_read, brands_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
