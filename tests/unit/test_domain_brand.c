/* Tests of brands: what is handed in by whom and when, and how the committee checks it. What becomes of it
 * with its round, too. */
#include "tests/unit/support/brands.h"

#define CHANNEL "brand/2006-labour"

/* --- handing in --- */

static void a_department_hands_in_what_binds_it(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->guest, NOT_ENROLLED, "brand.begin", "year=2006");
    REFUSED(town, &brands_gu, NOT_MEMBER, "brand.begin", "year=2006");
    REFUSED(town, &town->lin, NOT_MEMBER, "brand.begin", "year=2006");
    REFUSED(town, &town->wang, UNKNOWN_ROUND, "brand.begin", "year=2007");
    ACTS(town, &brands_zhao, "brand.begin", "year=2006"); /* whoever may not sign may begin */
    assert_string_equal(town->id, BRANDS_ID);
    NEWEST(town, CHANNEL, "brand.begun year=2006 department=labour");
    REFUSED(town, &brands_zhao, BRAND_EXISTS, "brand.begin", "year=2006");
    NAMES(town, BRANDS_ID);
    HANDED_IN_REFUSED(town, &brands_zhao, NOT_SIGNER, "brand.submit", "阳光", "year=2006");
    NAMES(town, "labour");
    brands_submit(town, &town->wang, "阳光");
    assert_int_equal(town->fact_count, 1);
    NEWEST(town, CHANNEL, "brand.submitted id=" BRANDS_ID " year=2006 department=labour revision=1");
    HANDED_IN_REFUSED(town, &town->wang, BRAND_EXISTS, "brand.submit", "阳光", "year=2006");
    ASKS(town, &town->wang, "channels", "channel=" CHANNEL);
    SAYS(town, "title=\"Application 2006: 劳动局\" read=dept:labour,committee speak=\"\" publish=\"\" "
               "moderate=committee ");
    SAYS(town, "unread=1"); /* what zhao began */
    ASKS(town, &town->wang, "brand.show", "id=" BRANDS_ID);
    SAYS(town, " stage=submitted name=阳光 ");
    SAYS(town, " revision=1 revisions=1 actor=wang ");
    SAYS_NOT(town, "late=");
    town_is_sound(town);
}

/* One act makes its channel too, which stays when the application is erased. */
static void what_is_handed_in_at_once_begins_it(void **state)
{
    struct town *town = *state;
    uint8_t logo[LIMIT_HASH_BYTES];
    char head[TOWN_HEX];
    uint64_t size;
    brands_submit(town, &town->wang, "阳光");
    assert_string_equal(town->id, BRANDS_ID);
    assert_int_equal(town->fact_count, 3);
    hash_bytes(brands_logo(), logo);
    assert_true(blob_size(town->txn, logo, &size));
    town_is_sound(town);
    ASKS(town, &town->lin, "brand.show", "id=" BRANDS_ID);
    ACTS(town, &town->lin, "erase", "id=" BRANDS_ID " seen=%s reason=law",
         town_hash_said(town, "head", head));
    NEWEST(town, CHANNEL, "thing.erased id=" BRANDS_ID);
    assert_int_equal(town_acts_with(town, "阳光"), 0);
    assert_false(blob_size(town->txn, logo, &size)); /* nothing else names its logo */
    ASKS(town, &town->lin, "brand.show", "id=" BRANDS_ID);
    SAYS(town, " erased=yes");
    SAYS_NOT(town, " name=");
    REFUSED(town, &town->lin, BRAND_WORDLESS, "brand.accept", "id=" BRANDS_ID " seen=%s",
            brands_head(town, BRANDS_ID));
    NAMES(town, BRANDS_ID);
    brands_submit(town, &brands_he, "阳光"); /* the name is free again */
    town_is_sound(town);
}

static void finds(struct town *town, const char *word, size_t rows)
{
    while (domain_index(town->txn, 1000)) {
    }
    ASKS(town, &town->lin, "search", "words=%s in=brands", word);
    ROWS_ARE(town, rows);
}

/* The department is not shut out of its round: it hands in other words, and only these can be read. */
static void what_was_erased_gets_new_words(void **state)
{
    struct town *town = *state;
    brands_submit(town, &town->wang, "阳光");
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_revise, 0, BRANDS_ID), OK);
    brands_erase(town, BRANDS_ID);
    REFUSED(town, &town->lin, BRAND_WORDLESS, "brand.return", "id=" BRANDS_ID " seen=%s reason=x",
            brands_head(town, BRANDS_ID));
    ASKS(town, &town->lin, "brand.list", " ");
    SAYS_NOT(town, " to_check="); /* there is nothing to check */
    REFUSED(town, &town->lin, ERASED, "erase", "id=" BRANDS_ID " seen=%s reason=x",
            brands_head(town, BRANDS_ID));
    ACTS(town, &town->wang, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
         brands_application(town, &town->wang, "星光"));
    ASKS(town, &town->lin, "brand.show", "id=" BRANDS_ID);
    SAYS(town, " name=星光 ");
    SAYS(town, " to_check=yes");
    SAYS_NOT(town, " erased=");
    ASKS(town, &brands_zhao, "brand.show", "id=" BRANDS_ID " revision=2");
    SAYS(town, " erased=yes");
    SAYS_NOT(town, " name=");
    finds(town, "星光", 1);
    HANDED_IN_REFUSED(town, &brands_he, BRAND_NAME_TAKEN, "brand.submit", "星光", "year=2006");
    town_is_sound(town);
    town_rebuilds_the_same(town);
    /* and these can be erased, too: the fact that says so names them alone */
    brands_erase(town, BRANDS_ID);
    NEWEST(town, CHANNEL,
           town_line("thing.erased id=" BRANDS_ID " facts=%llu",
                     (unsigned long long)ledger_last(town->txn) - 1));
    assert_int_equal(town_acts_with(town, "星光"), 0);
    finds(town, "星光", 0);
    ASKS(town, &town->lin, "brand.show", "id=" BRANDS_ID);
    SAYS(town, " erased=yes");
    REFUSED(town, &town->lin, BRAND_WORDLESS, "brand.accept", "id=" BRANDS_ID " seen=%s",
            brands_head(town, BRANDS_ID));
    brands_submit(town, &brands_he, "星光"); /* the name is free again */
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_withdraw, 0, BRANDS_ID), OK);
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void what_comes_when(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ASKS(town, &town->lin, "round.show", " ");
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x", town_hash_said(town, "head", head));
    REFUSED(town, &town->wang, ROUND_CLOSED, "brand.begin", "year=2006");
    ACTS(town, &town->lin, "round.open", "year=2007 title=x from=2007-01-10 until=2007-01-20");
    ACTS(town, &town->wang, "brand.begin", "year=2007");
    HANDED_IN_REFUSED(town, &town->wang, ROUND_NOT_BEGUN, "brand.submit", "阳光", "year=2007");
    town_run_at(town, "2007-01-21T09:00:00+08:00");
    ACTS(town, &town->wang, "brand.submit", "year=2007 %s", brands_application(town, &town->wang, "阳光"));
    NEWEST(town, "brand/2007-labour", " revision=1 late=yes");
    ASKS(town, &town->lin, "brand.list", "year=2007");
    SAYS(town, " late=yes");
    town_is_sound(town);
}

static void what_is_missing_is_named(void **state)
{
    struct town *town = *state;
    static const uint8_t text[] = "<svg/>";
    const struct identity *wang = &town->wang;
    char hash[TOWN_HEX], large[TOWN_HEX], line[4096];
    town_upload(town, wang, bytes_of(text, sizeof text - 1), hash);
#define WITH(fields) "year=2006 meaning=a vision=b position=c answers=d " fields
#define ITEMS        " items=\"a\\nb\\nc\\nd\\ne\""
    snprintf(line, sizeof line, WITH("name=x plan=y logo=logo.svg:6:%s" ITEMS), hash);
    REFUSED(town, wang, NO_LOGO, "brand.submit", "%s", line);
    NAMES(town, "logo.svg");
    REFUSED(town, wang, EMPTY, "brand.submit", WITH("name=x plan=y logo=" ITEMS));
    FIELD_IS(town, "logo");
    REFUSED(town, wang, BLOB_UNKNOWN, "brand.submit", WITH("name=x plan=y logo=l.png:6:%064d" ITEMS), 1);
    static uint8_t heavy[LIMIT_LOGO_BYTES + 1] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    town_upload(town, wang, bytes_of(heavy, sizeof heavy), large);
    snprintf(line, sizeof line, WITH("name=x plan=y logo=l.png:%zu:%s" ITEMS), sizeof heavy, large);
    REFUSED(town, wang, FILE_TOO_LARGE, "brand.submit", "%s", line);
    assert_int_equal(town->decision.why.limit, LIMIT_LOGO_BYTES);
    const char *good = brands_application(town, wang, "x");
    const char *logo = strstr(good, "logo="), *end = strchr(logo, ' ');
    snprintf(line, sizeof line, WITH("name=x %.*s" ITEMS), (int)(end - logo), logo);
    REFUSED(town, wang, EITHER_MISSING, "brand.submit", "%s", line);
    FIELD_IS(town, "plan");
    NAMES(town, "plan_file");
    snprintf(line, sizeof line, WITH("name=x plan=y plan_file=p.txt:6:%s %.*s" ITEMS), hash,
             (int)(end - logo), logo);
    REFUSED(town, wang, BRAND_PLAN_TWICE, "brand.submit", "%s", line);
    snprintf(line, sizeof line, WITH("name=\"★ — ！\" plan=y %.*s" ITEMS), (int)(end - logo), logo);
    REFUSED(town, wang, BRAND_NAME_EMPTY, "brand.submit", "%s", line);
    snprintf(line, sizeof line, WITH("name=x plan_file=p.txt:6:%s %.*s" ITEMS), hash, (int)(end - logo),
             logo);
    ACTS(town, wang, "brand.submit", "%s", line);
    town_is_sound(town);
}

/* As many as an erasure can take at once. */
static void revisions_have_a_limit(void **state)
{
    struct town *town = *state;
    brands_submit(town, &town->wang, "阳光");
    for (int i = 1; i < LIMIT_REVISIONS; i++)
        assert_int_equal(brands_act(town, &town->wang, VERB_brand_revise, 0, BRANDS_ID), OK);
    HANDED_IN_REFUSED(town, &town->wang, TOO_MANY_EDITS, "brand.revise", "阳光", "id=" BRANDS_ID " seen=%s",
                      brands_head(town, BRANDS_ID));
    assert_int_equal(town->decision.why.limit, LIMIT_REVISIONS - 1);
    ACTS(town, &town->lin, "erase", "id=" BRANDS_ID " seen=%s reason=law", brands_head(town, BRANDS_ID));
    assert_int_equal(town_acts_with(town, "12333"), 0);
    town_is_sound(town);
}

/* --- the committee's check --- */

static void what_is_accepted_is_what_was_seen(void **state)
{
    struct town *town = *state;
    char seen[TOWN_HEX];
    brands_submit(town, &town->wang, "阳光");
    snprintf(seen, sizeof seen, "%s", brands_head(town, BRANDS_ID));
    ACTS(town, &town->wang, "brand.revise", "id=" BRANDS_ID " seen=%s %s", seen,
         brands_application(town, &town->wang, "月光"));
    REFUSED(town, &town->lin, HEAD_CHANGED, "brand.accept", "id=" BRANDS_ID " seen=%s", seen);
    HANDED_IN_REFUSED(town, &brands_he, UNKNOWN_CHANNEL, "brand.revise", "火光", "id=" BRANDS_ID " seen=%s",
                      seen);
    REFUSED(town, &town->wang, NOT_ALLOWED, "brand.accept", "id=" BRANDS_ID " seen=%s", seen);
    assert_int_equal(brands_act(town, &town->lin, VERB_brand_return, 0, BRANDS_ID), OK);
    NEWEST(town, CHANNEL, "brand.returned id=" BRANDS_ID " revision=2");
    REFUSED(town, &town->lin, BRAND_RETURNED, "brand.accept", "id=" BRANDS_ID " seen=%s",
            brands_head(town, BRANDS_ID));
    ACTS(town, &town->wang, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
         brands_application(town, &town->wang, "星光"));
    assert_int_equal(brands_act(town, &town->lin, VERB_brand_accept, 0, BRANDS_ID), OK);
    NEWEST(town, CHANNEL, "brand.accepted id=" BRANDS_ID " revision=3");
    ASKS(town, &brands_zhao, "brand.show", "id=" BRANDS_ID " revision=2");
    SAYS(town, " name=月光 ");
    SAYS(town, " revision=2 revisions=3 ");
    ASK_REFUSED(town, &brands_zhao, UNKNOWN_REVISION, "brand.show", "id=" BRANDS_ID " revision=4");
    ASK_REFUSED(town, &brands_zhao, UNKNOWN_BRAND, "brand.show", "id=" CHANNEL "/3");
    ASKS(town, &brands_zhao, "brand.history", "id=" BRANDS_ID);
    ROWS_ARE(town, 6);
    SAYS(town,
         "id=" CHANNEL "/5 stage=returned revision=2 time=2006-11-30T00:00:00+00:00 actor=lin reason=x");
    town_is_sound(town);
}

/* Also somebody who reads it, belongs to a department and may sign: for that one alone. */
static void nobody_moves_anothers_application(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_submit(town, &town->wang, "阳光");
    ASKS(town, &town->clerk, "account.list", "account=lin");
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s title=Lin department=land signs=yes",
         town_hash_said(town, "head", head));
    HANDED_IN_REFUSED(town, &town->lin, BRAND_OTHERS, "brand.revise", "月光", "id=" BRANDS_ID " seen=%s",
                      brands_head(town, BRANDS_ID));
    REFUSED(town, &town->lin, BRAND_OTHERS, "brand.withdraw", "id=" BRANDS_ID " seen=%s reason=x",
            brands_head(town, BRANDS_ID));
    NAMES(town, BRANDS_ID);
    assert_int_equal(brands_act(town, &town->lin, VERB_brand_accept, 0, BRANDS_ID), OK);
}

/* The last of a department who may sign is revoked: what was handed in stays, and waits for another. */
static void a_department_without_a_signer(void **state)
{
    struct town *town = *state;
    struct record_done done;
    char head[TOWN_HEX], room[LIMIT_ID_BYTES];
    struct fact fact;
    brands_submit(town, &town->wang, "阳光");
    ASKS(town, &town->clerk, "account.list", "account=wang");
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s reason=x",
         town_hash_said(town, "head", head));
    assert_int_equal(brands_act(town, &town->lin, VERB_brand_return, 0, BRANDS_ID), OK);
    NEWEST(town, CHANNEL, " signerless=labour");
    assert_true(ledger_read(town->txn, ledger_last(town->txn), &fact));
    domain_done(&fact, room, &done); /* whoever returned it is told so */
    assert_true(done.has.signerless);
    HANDED_IN_REFUSED(town, &brands_zhao, NOT_SIGNER, "brand.revise", "阳光", "id=" BRANDS_ID " seen=%s",
                      brands_head(town, BRANDS_ID));
    ASKS(town, &town->clerk, "account.list", "account=zhao");
    ACTS(town, &town->clerk, "account.change", "account=zhao seen=%s title=Zhao signs=yes",
         town_hash_said(town, "head", head));
    ACTS(town, &brands_zhao, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
         brands_application(town, &brands_zhao, "阳光"));
    town_is_sound(town);
}

/* --- its end with its round --- */

static void what_is_not_accepted_ends_with_its_round(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_submit(town, &town->wang, "阳光");
    brands_submit(town, &brands_he, "大地");
    assert_int_equal(brands_act(town, &town->lin, VERB_brand_accept, 0, BRANDS_ID), OK);
    ASKS(town, &town->lin, "round.show", " ");
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x", town_hash_said(town, "head", head));
    REFUSED(town, &town->lin, ROUND_CLOSED, "brand.accept", "id=brand/2006-land/2 seen=%s",
            brands_head(town, "brand/2006-land/2"));
    assert_int_equal(town_run(town), 1);
    NEWEST(town, "brand/2006-land", "brand.closed id=brand/2006-land/2");
    assert_int_equal(brands_stage(town, BRANDS_ID), BRAND_STAGE_ACCEPTED);
    HANDED_IN_REFUSED(town, &brands_he, BRAND_CLOSED, "brand.revise", "大地", "id=brand/2006-land/2 seen=%s",
                      brands_head(town, "brand/2006-land/2"));
    ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2007-01-20");
    ACTS(town, &brands_he, "brand.submit", "year=2007 %s", brands_application(town, &brands_he, "大地"));
    town_is_sound(town);
}

/* Whoever may close it is told how many that are, and nobody else. */
static void it_is_known_how_many_end(void **state)
{
    static const uint64_t stages[] = {BRAND_STAGE_PREPARING, BRAND_STAGE_SUBMITTED, BRAND_STAGE_RETURNED};
    struct town *town = *state;
    ASKS(town, &town->lin, "round.show", " ");
    SAYS(town, " unfinished=0\n");
    brands_bring_of(town, &brands_he, "brand/2006-land/2", BRAND_STAGE_PREPARING);
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        brands_bring(town, stages[i]);
        ASKS(town, &town->lin, "round.show", " ");
        SAYS(town, " unfinished=2\n");
    }
    brands_bring(town, BRAND_STAGE_ACCEPTED);
    ASKS(town, &town->lin, "round.list", " ");
    SAYS(town, " unfinished=1\n");
    const struct identity *const others[] = {NULL,       &town->guest, &town->wang,
                                             &brands_he, &brands_mei,  &town->clerk};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        ASKS(town, others[i], "round.show", " ");
        SAYS_NOT(town, "unfinished=");
    }
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x",
         town_head_of(town, "round.show", " ", head));
    ASKS(town, &town->lin, "round.show", " ");
    SAYS_NOT(town, "unfinished=");
}

/* --- what is said of it --- */

static void reasons_are_erased_one_by_one(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_RETURNED);
    ACTS(town, &town->lin, "erase", "id=" CHANNEL "/4 seen=%s reason=law", town->head);
    ASKS(town, &brands_zhao, "brand.history", "id=" BRANDS_ID);
    SAYS(town, "id=" CHANNEL "/4 stage=returned revision=1 ");
    SAYS_NOT(town, "reason=x");
    SAYS(town, " erased=yes");
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_revise, 0, BRANDS_ID), OK);
    town_is_sound(town);
}

/* Whose it is, and for whom it waits, is told to whoever asks. */
static void it_waits_for_somebody(void **state)
{
    struct town *town = *state;
    for (uint64_t stage = BRAND_STAGE_PREPARING; stage <= BRAND_STAGE_ACCEPTED; stage++) {
        if (stage == BRAND_STAGE_RETURNED)
            continue; /* it is submitted by now */
        brands_bring(town, stage);
        ASKS(town, &town->lin, "brand.list", " ");
        SAYS_NOT(town, " mine=");
        if (stage == BRAND_STAGE_SUBMITTED)
            SAYS(town, " to_check=yes");
        else
            SAYS_NOT(town, " to_check=");
        ASKS(town, &brands_zhao, "brand.list", " ");
        SAYS(town, " mine=yes");
        SAYS_NOT(town, " to_check=");
    }
    brands_bring(town, BRAND_STAGE_NAMED);
    ASKS(town, &brands_he, "brand.list", " "); /* of another department */
    SAYS(town, " stage=named ");
    SAYS_NOT(town, " mine=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, brands_settle, town_leave)
        TEST(a_department_hands_in_what_binds_it),
        TEST(what_is_handed_in_at_once_begins_it),
        TEST(what_was_erased_gets_new_words),
        TEST(what_comes_when),
        TEST(what_is_missing_is_named),
        TEST(revisions_have_a_limit),
        TEST(what_is_accepted_is_what_was_seen),
        TEST(nobody_moves_anothers_application),
        TEST(a_department_without_a_signer),
        TEST(it_is_known_how_many_end),
        TEST(what_is_not_accepted_ends_with_its_round),
        TEST(reasons_are_erased_one_by_one),
        TEST(it_waits_for_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
