/* Tests of naming: one act names a batch of brands at the naming meeting, and everyone is told what a later
 * review brings. They do not look at how a brand came to pass. */
#include "tests/unit/support/brands.h"

#define CHANNEL   "brand/2006-labour"
#define LAND      "brand/2006-land/2"
#define BOTH      BRANDS_ID "," LAND
#define NAMING_OF brands_naming(town, &town->lin, BOTH)

/* The logos are uploaded before anything is compared. */
#define NAMING_FAILS(town, error, number, naming)                                                            \
    do {                                                                                                     \
        char fields_of_it[8192];                                                                             \
        snprintf(fields_of_it, sizeof fields_of_it, "batch=%d %s", number, naming);                          \
        REFUSED(town, &(town)->lin, error, "brand.name", "%s", fields_of_it);                                \
    } while (0)

/* What the fields of a naming have in place of what somebody else named, or named otherwise. */
static const char *but(const char *naming, const char *field, const char *value)
{
    static char line[4096];
    char begin[32];
    snprintf(begin, sizeof begin, "%s=", field);
    const char *at = strstr(naming, begin);
    assert_non_null(at);
    snprintf(line, sizeof line, "%.*s%s%s%s", (int)(at - naming), naming, value[0] != '\0' ? begin : "",
             value, at + strcspn(at, " "));
    return line;
}

static void passes_both(struct town *town)
{
    brands_bring(town, BRAND_STAGE_PASSED);
    brands_bring_of(town, &brands_he, LAND, BRAND_STAGE_PASSED);
}

/* One act, one bulletin, and a fact for each of them. */
static void a_batch_is_a_bulletin_and_each_of_it_is_named(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    passes_both(town);
    ASKS(town, NULL, "brand.list", " ");
    ROWS_ARE(town, 0);
    ACTS(town, &town->lin, "brand.name", "batch=1 text=首批品牌 %s", NAMING_OF);
    assert_string_equal(town->id, "programme/2");
    assert_int_equal(town->fact_count, 3);
    NEWEST(town, "programme", "bulletin.published");
    NEWEST(town, CHANNEL,
           "brand.named id=" BRANDS_ID " batch=1 activity=" BRANDS_MEETING " bulletin=programme/2");
    NEWEST(town, "brand/2006-land",
           "brand.named id=" LAND " batch=1 activity=" BRANDS_MEETING " bulletin=programme/2");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, " text=首批品牌 ");
    SAYS(town, " attach=logo.png:9:");
    ASKS(town, NULL, "brand.examples", " ");
    ROWS_ARE(town, 2);
    SAYS(town, "id=" BRANDS_ID " year=2006 department=labour name=\"阳光 Sunshine\" ");
    SAYS_NOT(town, "position=");
    ASKS(town, NULL, "brand.show", "id=" LAND);
    SAYS(town, " batch=1 activity=" BRANDS_MEETING " bulletin=programme/2");
    town_is_sound(town);
    town_rebuilds_the_same(town);
    /* erased, the committee's words are gone in all channels, and the brands stay what they are */
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=law",
         town_head_of(town, "read", "id=programme/2", head));
    assert_int_equal(town_acts_with(town, "首批品牌"), 0);
    NEWEST(town, CHANNEL, "thing.erased id=programme/2");
    NEWEST(town, "brand/2006-land", "thing.erased id=programme/2");
    assert_int_equal(brands_stage(town, BRANDS_ID), BRAND_STAGE_NAMED);
    assert_int_equal(brands_stage(town, LAND), BRAND_STAGE_NAMED);
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

/* Nothing is named of a batch with one brand that cannot be. */
static void each_brand_of_a_batch_has_passed(void **state)
{
    static const struct {
        uint64_t stage;
        enum error error;
    } wrong[] = {{BRAND_STAGE_PREPARING, ERR_BRAND_PREPARING}, {BRAND_STAGE_SUBMITTED, ERR_BRAND_SUBMITTED},
                 {BRAND_STAGE_ACCEPTED, ERR_BRAND_ACCEPTED},   {BRAND_STAGE_EVALUATING, ERR_BRAND_EVALUATING},
                 {BRAND_STAGE_FAILED, ERR_BRAND_FAILED},       {BRAND_STAGE_NAMED, ERR_BRAND_NAMED},
                 {BRAND_STAGE_REVIEWING, ERR_BRAND_REVIEWING}, {BRAND_STAGE_KEPT, ERR_BRAND_KEPT},
                 {BRAND_STAGE_REVOKED, ERR_BRAND_REVOKED},     {BRAND_STAGE_WITHDRAWN, ERR_BRAND_WITHDRAWN}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        void *own;
        brands_settle(&own);
        struct town *town = own;
        brands_bring(town, BRAND_STAGE_PASSED);
        brands_bring_of(town, &brands_he, LAND, wrong[i].stage);
        const uint64_t next = brand_last_batch(town->txn, 2006) + 1;
        const enum error error = town_act(town, &town->lin, "brand.name",
                                          town_line("batch=%llu %s", (unsigned long long)next, NAMING_OF));
        if (error != wrong[i].error)
            fail_msg("%s: %s", brand_stage_words[wrong[i].stage], error_kinds[error].word);
        FIELD_IS(town, "brands");
        NAMES(town, LAND);
        assert_int_equal(brands_stage(town, BRANDS_ID), BRAND_STAGE_PASSED);
        town_leave(&own);
    }
}

static void a_batch_is_refused_by_what_is_wrong_with_it(void **state)
{
    struct town *town = *state;
    passes_both(town);
    ACTS(town, &town->house, "channel.create",
         "channel=inner title=x read=committee publish=committee moderate=committee");
    ACTS(town, &town->lin, "activity.announce",
         "channel=inner headline=x kind=naming-meeting starts=2006-11-30T14:00");
    ACTS(town, &town->lin, "activity.announce",
         "channel=meetings headline=x kind=lecture starts=2006-11-30T14:00");
#define NAMING_REFUSED(error, field, value, in, about)                                                       \
    NAMING_FAILS(town, error, 1, but(NAMING_OF, field, value));                                              \
    FIELD_IS(town, in);                                                                                      \
    NAMES(town, about)
    NAMING_REFUSED(NOT_PUBLIC, "channel", "inner", "channel", "inner");
    NAMING_REFUSED(NOT_PUBLISHER, "channel", "brands", "channel", "brands");
    NAMING_REFUSED(UNKNOWN_ACTIVITY, "activity", "meetings/1", "activity", "meetings/1");
    NAMING_REFUSED(UNKNOWN_ACTIVITY, "activity", "nowhere/1", "activity", "nowhere/1");
    NAMING_REFUSED(NOT_PUBLIC, "activity", "inner/2", "activity", "inner/2");
    NAMING_REFUSED(NO_NAMING_MEETING, "activity", "meetings/3", "activity", "meetings/3");
    NAMING_REFUSED(UNKNOWN_BRAND, "brands", BRANDS_ID ",brand/2006-nobody/2", "brands",
                   "brand/2006-nobody/2");
    NAMING_REFUSED(WRONG_SIZE, "brands", BRANDS_ID, "heads", "");
    NAMING_REFUSED(EMPTY, "brands", "\"\"", "brands", "");
    NAMING_REFUSED(BATCH_LOGO, "attach", "", "attach", BRANDS_ID);
#undef NAMING_REFUSED
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "activity.cancel", "id=" BRANDS_MEETING " seen=%s reason=x",
         town_head_of(town, "activity.show", "id=" BRANDS_MEETING, head));
    NAMING_FAILS(town, ACTIVITY_CANCELLED, 1, NAMING_OF);
    ACTS(town, &town->lin, "erase", "id=" BRANDS_MEETING " seen=%s reason=x",
         town_head_of(town, "activity.show", "id=" BRANDS_MEETING, head));
    NAMING_FAILS(town, ERASED, 1, NAMING_OF);
    NAMES(town, BRANDS_MEETING);
}

/* The logo of each, as it was handed in. */
static void the_logo_of_each_is_a_file_of_the_batch(void **state)
{
    static const uint8_t other[] = {0xff, 0xd8, 0xff, 'y'};
    struct town *town = *state;
    char hash[TOWN_HEX], fields[2048];
    brands_bring(town, BRAND_STAGE_PASSED);
    snprintf(fields, sizeof fields, "year=2006 %s", brands_application(town, &brands_he, "大地"));
    town_upload(town, &brands_he, bytes_of(other, sizeof other), hash);
    char files[LIMIT_LINE_BYTES / 64];
    snprintf(files, sizeof files, "land.jpg:%zu:%s", sizeof other, hash);
    ACTS(town, &brands_he, "brand.submit", "%s", but(fields, "logo", files));
    brands_bring_of(town, &brands_he, LAND, BRAND_STAGE_PASSED);
    NAMING_FAILS(town, BATCH_LOGO, 1, NAMING_OF);
    NAMES(town, LAND); /* the other one is there */
    const char *naming = NAMING_OF;
    char first[256];
    snprintf(first, sizeof first, "%.200s", strstr(naming, "attach=") + strlen("attach="));
    first[strcspn(first, " ")] = '\0';
    char both[LIMIT_LINE_BYTES / 64];
    town_upload(town, &town->lin, bytes_of(other, sizeof other), hash);
    snprintf(both, sizeof both, "%.128s/%.128s", first, files);
    ACTS(town, &town->lin, "brand.name", "batch=1 %s", but(naming, "attach", both));
    town_is_sound(town);
}

/* What nobody can read any more is named by nobody; the others still can be. */
static void what_was_erased_is_not_named(void **state)
{
    struct town *town = *state;
    passes_both(town);
    brands_erase(town, LAND);
    NAMING_FAILS(town, BRAND_WORDLESS, 1, NAMING_OF);
    FIELD_IS(town, "brands");
    NAMES(town, LAND);
    ACTS(town, &town->lin, "brand.name", "batch=1 %s", brands_naming(town, &town->lin, BRANDS_ID));
}

/* Two of the committee name at the same time: one of them comes first. */
static void two_batches_at_once(void **state)
{
    struct town *town = *state;
    char first[8192], second[8192];
    passes_both(town);
    NAMING_FAILS(town, BATCH_NUMBER, 2, NAMING_OF);
    FIELD_IS(town, "batch");
    assert_int_equal(town->decision.why.limit, 1);
    NAMING_FAILS(town, BATCH_NUMBER, 0, NAMING_OF);
    snprintf(first, sizeof first, "batch=1 %s", brands_naming(town, &town->lin, BRANDS_ID));
    snprintf(second, sizeof second, "batch=1 %s", brands_naming(town, &town->lin, LAND));
    ACTS(town, &town->lin, "brand.name", "%s", first);
    REFUSED(town, &town->lin, BATCH_NUMBER, "brand.name", "%s", second); /* of other brands */
    FIELD_IS(town, "batch");
    assert_int_equal(town->decision.why.limit, 2);
    REFUSED(town, &town->lin, BRAND_NAMED, "brand.name", "%s", first); /* of the same */
    NAMES(town, BRANDS_ID);
    /* whoever saw another head of one of them, too */
    const char *naming = brands_naming(town, &town->lin, LAND);
    char old[8192];
    snprintf(old, sizeof old, "batch=2 %s", naming);
    char *digit = strstr(old, "heads=") + strlen("heads=");
    *digit = *digit == '0' ? '1' : '0';
    REFUSED(town, &town->lin, HEAD_CHANGED, "brand.name", "%s", old);
    FIELD_IS(town, "heads");
    NAMES(town, LAND);
    ACTS(town, &town->lin, "brand.name", "batch=2 %s", brands_naming(town, &town->lin, LAND));
    town_is_sound(town);
}

/* Batches are counted by their round, and what was revoked keeps its number. */
static void batches_are_of_their_round(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    passes_both(town);
    ACTS(town, &town->lin, "brand.name", "batch=1 %s", brands_naming(town, &town->lin, BRANDS_ID));
    brands_bring(town, BRAND_STAGE_REVOKED);
    NAMING_FAILS(town, BATCH_NUMBER, 1, brands_naming(town, &town->lin, LAND));
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x",
         town_head_of(town, "round.show", "year=2006", head));
    ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2006-12-20");
    ACTS(town, &town->wang, "brand.submit", "year=2007 %s", brands_application(town, &town->wang, "星光"));
    brands_bring_of(town, &town->wang, "brand/2007-labour/2", BRAND_STAGE_PASSED);
    NAMING_FAILS(town, BATCH_ROUND, 2, brands_naming(town, &town->lin, LAND ",brand/2007-labour/2"));
    FIELD_IS(town, "brands");
    NAMES(town, "brand/2007-labour/2");
    ACTS(town, &town->lin, "brand.name", "batch=1 %s",
         brands_naming(town, &town->lin, "brand/2007-labour/2"));
    ACTS(town, &town->lin, "brand.name", "batch=2 %s", brands_naming(town, &town->lin, LAND));
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

/* Everyone is told what became of what everyone was told of; the reason is erased for all. */
static void what_a_review_brings_is_told_to_everyone(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_bring(town, BRAND_STAGE_KEPT);
    NEWEST(town, "brands", "brand.upheld id=" BRANDS_ID);
    brands_bring(town, BRAND_STAGE_REVIEWING);
    NEWEST(town, "brands", "brand.upheld id=" BRANDS_ID); /* that it is reviewed is nobody else's business */
    ACTS(town, &town->lin, "brand.revoke", "id=" BRANDS_ID " seen=%s reason=失信",
         brands_head(town, BRANDS_ID));
    NEWEST(town, "brands", "brand.ended id=" BRANDS_ID);
    ASKS(town, NULL, "brand.show", "id=" BRANDS_ID);
    SAYS(town, " stage=revoked ");
    SAYS(town, " reason=失信 ");
    town_is_sound(town);
    ASKS(town, &town->lin, "brand.history", "id=" BRANDS_ID);
    const char *row = strstr(town->answer, " stage=revoked ");
    assert_non_null(row);
    char id[LIMIT_ID_BYTES + 1];
    while (row[-1] != '=')
        row--;
    snprintf(id, sizeof id, "%.*s", (int)strcspn(row, " "), row);
    snprintf(head, sizeof head, "%s", brands_head(town, BRANDS_ID));
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", id, head);
    assert_int_equal(town_acts_with(town, "失信"), 0);
    NEWEST(town, "brands", town_line("thing.erased id=%s", id));
    ASKS(town, NULL, "brand.show", "id=" BRANDS_ID);
    SAYS_NOT(town, " reason=");
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, brands_settle, town_leave)
        TEST(a_batch_is_a_bulletin_and_each_of_it_is_named),
        cmocka_unit_test(each_brand_of_a_batch_has_passed),
        TEST(a_batch_is_refused_by_what_is_wrong_with_it),
        TEST(the_logo_of_each_is_a_file_of_the_batch),
        TEST(what_was_erased_is_not_named),
        TEST(two_batches_at_once),
        TEST(batches_are_of_their_round),
        TEST(what_a_review_brings_is_told_to_everyone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
