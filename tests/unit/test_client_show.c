/* What people see: widths with Chinese, lines fitted to a terminal, durations and moments. Nothing is shown
 * that a terminal would obey. */

#include <ctype.h>
#include <sodium.h>

#include "client/lib/show/duration.h"
#include "client/lib/show/since.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/nouns/receipt/show.h"
#include "tests/unit/support/shown.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/times.h"

static void chinese_takes_two_columns(void **state)
{
    (void)state;
    assert_int_equal(width_of(bytes_of_text("abc")), 3);
    assert_int_equal(width_of(bytes_of_text("服务品牌")), 8);
    assert_int_equal(width_of(bytes_of_text("e\u0301")), 1);
    assert_int_equal(width_of(bytes_of_text("")), 0);
}

static const char *fitted(const char *text, size_t columns)
{
    struct buffer out = shown_begin();
    width_fit(&out, bytes_of_text(text), columns);
    return shown;
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    assert_string_equal(fitted("服务品牌", 8), "服务品牌");
    assert_string_equal(fitted("服务品牌", 7), "服务品…");
    assert_string_equal(fitted("服务品牌", 6), "服务…");
    assert_string_equal(fitted("服务品牌", 2), "…");
    assert_string_equal(fitted("abcdef", 4), "abc…");
    assert_string_equal(fitted("abcdef", 0), "");
}

static struct record_headline example(void)
{
    return (struct record_headline){
        .has = {.id = true, .headline = true, .time = true, .dated = true, .actor = true, .department = true},
        .id = bytes_of_text("programme/12"),
        .headline = bytes_of_text("First brands named 首批品牌命名"),
        .time = 1164848400000,
        .dated = bytes_of_text("2006-11-30"),
        .actor = bytes_of_text("li"),
        .department = bytes_of_text("labour"),
    };
}

static const char *headline_line(const struct record_headline *headline, size_t columns)
{
    struct buffer out = shown_begin();
    nouns_row(&out, &shape_record_headline, headline, columns);
    return shown;
}

static void a_headline_is_a_line(void **state)
{
    (void)state;
    struct record_headline headline = example();
    assert_string_equal(headline_line(&headline, 0),
                        "programme/12  2006-11-30  First brands named 首批品牌命名  (labour)");
    assert_string_equal(headline_line(&headline, 67), headline_line(&headline, 0));
    /* What does not fit goes into a second line; the headline is whole. */
    assert_string_equal(headline_line(&headline, 55),
                        "First brands named 首批品牌命名\n    programme/12  2006-11-30  (labour)");
    assert_string_equal(headline_line(&headline, 20),
                        "First brands named\n首批品牌命名\n programme/12\n 2006-11-30\n (labour)");
    headline.has.department = headline.has.dated = false;
    headline.has.withdrawn = headline.withdrawn = true;
    assert_string_equal(headline_line(&headline, 0),
                        "programme/12  2006-11-30 01:00  First brands named 首批品牌命名  (li)  [withdrawn]");
    headline.has.headline = false;
    assert_non_null(strstr(headline_line(&headline, 0), "[erased]"));
}

/* Nobody has a terminal that is narrower. */
enum { NARROWEST = 12 };

static void fits(size_t columns)
{
    for (const char *at = shown; *at != '\0';) {
        size_t size = strcspn(at, "\n");
        assert_true(width_of(bytes_of(at, size)) <= columns);
        at += size + (at[size] != '\0');
    }
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    (void)state;
    struct record_headline headline = example();
    for (size_t columns = NARROWEST; columns < 90; columns++) {
        headline_line(&headline, columns);
        fits(columns);
        assert_non_null(strstr(shown, "named"));
    }
}

static void a_long_text_cannot_steer_a_terminal(void **state)
{
    (void)state;
    struct record_bulletin bulletin = {
        .has = {.id = true, .head = true, .headline = true, .time = true, .actor = true},
        .id = bytes_of_text("programme/12"),
        .headline = bytes_of_text("H"),
        .actor = bytes_of_text("li")};
    struct buffer out = shown_begin();
    nouns_whole(&out, &shape_record_bulletin, &bulletin,
                &(struct whole){.text = bytes_of_text("one\ttwo\n\x1b[2J\xff three \u202e四")});
    assert_non_null(strstr(shown, "\none\ttwo\n?[2J? three ?四\n"));
}

static void a_withdrawal_is_plain(void **state)
{
    (void)state;
    struct record_bulletin bulletin = {.has = {.id = true,
                                               .head = true,
                                               .headline = true,
                                               .time = true,
                                               .actor = true,
                                               .withdrawn = true,
                                               .withdrawn_by = true,
                                               .reason = true},
                                       .id = bytes_of_text("programme/12"),
                                       .headline = bytes_of_text("H"),
                                       .actor = bytes_of_text("li"),
                                       .withdrawn = 1164848400000,
                                       .withdrawn_by = bytes_of_text("wen"),
                                       .reason = bytes_of_text("sent too early")};
    struct buffer out = shown_begin();
    nouns_whole(&out, &shape_record_bulletin, &bulletin, &(struct whole){.text = (struct bytes){0}});
    assert_non_null(strstr(shown, "WITHDRAWN 2006-11-30 01:00 by wen: sent too early\nH\n"));
}

static void a_headline_has_its_marks(void **state)
{
    (void)state;
    struct record_headline headline = example();
    headline.has.priority = headline.has.revision = headline.has.due = true;
    headline.priority = PRIORITY_URGENT;
    headline.revision = 2;
    headline.due = 1164848400000;
    assert_string_equal(headline_line(&headline, 0),
                        "programme/12  2006-11-30  First brands named 首批品牌命名  (labour)  [urgent]  "
                        "[revision 2]  [due 2006-11-30 01:00]");
    headline = example();
    headline.has.in_force = headline.has.effective = true;
    headline.effective = INT64_C(4102444800000);
    assert_non_null(strstr(headline_line(&headline, 0), "[in force from 2100-01-01 00:00]"));
    headline.effective = 1;
    assert_non_null(strstr(headline_line(&headline, 0), "[no longer in force]"));
    headline = example();
    headline.has.erased = headline.erased = true;
    headline.has.headline = false;
    assert_string_equal(headline_line(&headline, 0), "programme/12  2006-11-30  [erased]  (labour)");
}

static void a_bulletin_is_shown_whole(void **state)
{
    (void)state;
    uint8_t to_room[64], related_room[64], files_room[256], hash[LIMIT_HASH_BYTES] = {0};
    struct buffer to = buffer_over(to_room, sizeof to_room),
                  related = buffer_over(related_room, sizeof related_room),
                  files = buffer_over(files_room, sizeof files_room);
    const struct bytes departments[] = {bytes_of_text("labour"), bytes_of_text("police")},
                       ids[] = {bytes_of_text("programme/3"), bytes_of_text("roads/1")};
    const struct file_named named[] = {
        {bytes_of_text("汇总表.xlsx"), 1536, bytes_of(hash, sizeof hash)},
        {bytes_of_text("li's plan.pdf"), 3 << 20, bytes_of(hash, sizeof hash)}};
    words_write(&to, departments, 2);
    words_write(&related, ids, 2);
    files_write(&files, named, 2);
    struct record_bulletin bulletin = {0};
    bulletin.has.id = bulletin.has.headline = bulletin.has.actor = bulletin.has.revision = true;
    bulletin.has.revisions = bulletin.has.revised = bulletin.has.to = bulletin.has.addressed = true;
    bulletin.has.receipt = bulletin.receipt = bulletin.has.due = bulletin.has.mine = bulletin.mine = true;
    bulletin.has.delivered = bulletin.has.related = bulletin.has.attach = bulletin.has.priority = true;
    bulletin.has.dated = bulletin.has.expires = true;
    bulletin.id = bytes_of_text("programme/12");
    bulletin.headline = bytes_of_text("首批品牌");
    bulletin.dated = bytes_of_text("2006-11-30");
    bulletin.actor = bytes_of_text("wen");
    bulletin.priority = PRIORITY_URGENT;
    bulletin.revision = 1;
    bulletin.revisions = 2;
    bulletin.expires = bulletin.due = bulletin.revised = bulletin.delivered = 1164848400000;
    bulletin.addressed = 2;
    bulletin.to = buffer_bytes(&to);
    bulletin.related = buffer_bytes(&related);
    bulletin.attach = buffer_bytes(&files);
    struct buffer out = shown_begin();
    nouns_whole(&out, &shape_record_bulletin, &bulletin, &(struct whole){.text = bytes_of_text("正文")});
    assert_string_equal(shown,
                        "首批品牌\n"
                        "programme/12  2006-11-30  wen  URGENT\n"
                        "Revision 1 of 2, 2006-11-30 01:00. It is not the newest.\n"
                        "In force until 2006-11-30 01:00.\n"
                        "To labour, police (2 departments), to be signed for by 2006-11-30 01:00.\n"
                        "My department: delivered 2006-11-30 01:00, not opened, not signed.\n"
                        "Related: programme/3, roads/1\n"
                        "File 汇总表.xlsx, 1.5 KiB:  bulletin fetch programme/12 汇总表.xlsx\n"
                        "File li's plan.pdf, 3.0 MiB:  bulletin fetch programme/12 'li'\\''s plan.pdf'\n"
                        "\n正文\n");

    bulletin.has.withdrawn = true;
    bulletin.withdrawn = bulletin.revised;
    out = shown_begin();
    nouns_whole(&out, &shape_record_bulletin, &bulletin, &(struct whole){.text = bytes_of_text("正文")});
    assert_non_null(strstr(shown, "WITHDRAWN 2006-11-30 01:00\n"));
    assert_non_null(strstr(shown, "To labour, police (2 departments).\n"));
}

static void receipts_stand_under_each_other(void **state)
{
    (void)state;
    struct record_receipt receipt = {0};
    receipt.has.signed_for = receipt.has.signed_by = receipt.has.comment = receipt.has.late = true;
    receipt.late = true;
    receipt.department = bytes_of_text("labour");
    receipt.committed = receipt.signed_for = 1164848400000;
    receipt.signed_by = bytes_of_text("li");
    receipt.comment = bytes_of_text("收到");
    struct buffer out = shown_begin();
    receipt_title(&out, 12, 0);
    assert_string_equal(shown, "DEPARTMENT    COMMITTED         DELIVERED         OPENED            SIGNED");
    out = shown_begin();
    receipt_row(&out, &receipt, 12, 0);
    assert_string_equal(shown,
                        "labour        2006-11-30 01:00  -                 -                 2006-11-30 "
                        "01:00  LATE  li: 收到");
    out = shown_begin();
    receipt_row(&out, &receipt, 12, 80);
    assert_string_equal(
        shown, "labour        2006-11-30  -           -           2006-11-30 01:00\n    LATE  li: 收到");
    out = shown_begin();
    receipt_title(&out, 12, 80);
    assert_string_equal(shown, "DEPARTMENT    COMMITTED   DELIVERED   OPENED      SIGNED");
}

static void the_end_of_a_day_is_said_as_that_day(void **state)
{
    (void)state;
    struct buffer out = shown_begin();
    lines_deadline(&out, 1164844800000);
    assert_string_equal(shown, "2006-11-29 24:00");
    out = shown_begin();
    lines_deadline(&out, 1164844800000 + 60000);
    assert_string_equal(shown, "2006-11-30 00:01");
    out = shown_begin();
    lines_deadline(&out, 1164844800000 - 1);
    assert_string_equal(shown, "2006-11-29 23:59");
}

static void a_duty_is_a_line(void **state)
{
    (void)state;
    struct record_duty duty = {0};
    duty.has.headline = duty.has.receipt = duty.receipt = duty.has.due = duty.has.late = duty.late = true;
    duty.id = bytes_of_text("programme/12");
    duty.headline = bytes_of_text("首批品牌命名及有关事项的通知");
    duty.revision = 2;
    duty.due = 1164848400000;
    struct buffer out = shown_begin();
    nouns_row(&out, &shape_record_duty, &duty, 0);
    assert_string_equal(shown, "programme/12  open and sign  首批品牌命名及有关事项的通知  [revision 2]  "
                               "[LATE, due 2006-11-30 01:00]");
    for (size_t columns = NARROWEST; columns < 110; columns++) {
        out = shown_begin();
        nouns_row(&out, &shape_record_duty, &duty, columns);
        fits(columns);
    }
}

/* Whether a fact of the kind can have what stands in braces. */
static bool can_have(const struct fact_kind *kind, const char *braces)
{
    const char *space = strchr(braces, ' ');
    const bool of_act = strncmp(braces, "act ", 4) == 0 || strncmp(braces, "words ", 6) == 0;
    const struct bytes name = bytes_of_text(space != NULL ? space + 1 : braces);
    if (space != NULL && !of_act && strncmp(braces, "from ", 5) != 0)
        return false;
    if (!of_act)
        return strcmp(braces, "revision") == 0 || strcmp(braces, "said") == 0 ||
               shape_find(kind->decided, name) >= 0;
    for (size_t i = 0; i < kind->maker_count; i++) {
        if (shape_find(kind->makers[i].verb->args, name) >= 0)
            return true;
    }
    return false;
}

static void sentences_name_fields_that_are_there(void **state)
{
    (void)state;
    size_t found = 0;
    for (int i = 0; i < FACT_COUNT; i++) {
        const struct fact_seen fact = {.kind = &fact_kinds[i]};
        const struct telling *telling = nouns_telling(&fact);
        assert_non_null(telling);
        assert_true((telling->say != NULL) != (telling->words != NULL));
        const char *open = telling->words != NULL ? strchr(telling->words, '{') : NULL;
        for (; open != NULL; open = strchr(open + 1, '{')) {
            char braces[80];
            snprintf(braces, sizeof braces, "%.*s", (int)strcspn(open + 1, "}"), open + 1);
            if (!can_have(&fact_kinds[i], braces))
                fail_msg("%s: there is no {%s}", fact_kinds[i].word, braces);
            found++;
        }
    }
    assert_true(found > 0);
}

static const char *upper(const char *title)
{
    static char out[64];
    size_t i = 0;
    for (; title[i] != '\0' && i < sizeof out - 1; i++)
        out[i] = (char)toupper((unsigned char)title[i]);
    out[i] = '\0';
    return out;
}

static void durations_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } right[] = {{"10", 10000},   {"500ms", 500},    {"30s", 30000},   {"10m", 600000},
                 {"2h", 7200000}, {"3d", 259200000}, {"1w", 604800000}};
    static const char *const wrong[] = {"",      "m", "-1s", "1.5h", "10 m", "1y", "99999999999999999999s",
                                        "10001d"};
    int64_t ms = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(duration_read(wrong[i], &ms));
    assert_int_equal(ms, 7);
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_true(duration_read(right[i].text, &ms));
        assert_int_equal(ms, right[i].ms);
    }
}

static void moments_are_read(void **state)
{
    (void)state;
    struct since since;
    assert_true(since_parse("all", 5000, &since) && since.kind == SINCE_ALL);
    assert_true(since_parse("new", 5000, &since) && since.kind == SINCE_NEW);
    assert_true(since_parse("2s", 5000, &since) && since.kind == SINCE_TIME);
    assert_int_equal(since.time_ms, 3000);
    assert_true(since_parse("2006-11-30T09:00:00+08:00", 5000, &since) && since.kind == SINCE_TIME);
    assert_int_equal(since.time_ms, 1164848400000);
    assert_false(since_parse("some day", 5000, &since));
}

/* A narrow screen leaves columns out from the right. */
static void tables_say_first_what_is_over(void **state)
{
#define RECORD_LISTED(symbol, ...) &shape_record_##symbol,
    static const struct shape *const records[] = {RECORDS(RECORD_LISTED)};
#undef RECORD_LISTED
    static const char *const over[] = {"withdrawn", "ended", "revoked", "erased", "closed", "cancelled"};
    (void)state;
    size_t tables = 0, found = 0;
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        const struct column *columns = nouns_columns(records[i]);
        tables += columns != NULL;
        for (size_t at = 0; columns != NULL && columns[at].title != NULL; at++) {
            assert_string_equal(columns[at].title, upper(columns[at].title));
            for (size_t word = 0; word < sizeof over / sizeof over[0]; word++) {
                if (strcmp(columns[at].field, over[word]) != 0)
                    continue;
                assert_int_equal(at, 1);
                found++;
            }
        }
    }
    assert_true(tables > 5 && found > 3);
}

/* As it is before somebody is asked whether an account may be revoked. */
static void a_row_of_a_table_is_shown_whole_by_its_titles(void **state)
{
    (void)state;
    const struct record_account account = {
        .has = {.account = true, .title = true, .role = true},
        .account = bytes_of_text("zhou"),
        .title = bytes_of_text("周 Zhou"),
        .role = ROLE_RESIDENT,
    };
    struct buffer out = shown_begin();
    nouns_whole(&out, &shape_record_account, &account, &(struct whole){.named = true});
    assert_string_equal(shown, "ACCOUNT     zhou\n"
                               "ROLE        resident\n"
                               "TITLE       周 Zhou\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_takes_two_columns),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(a_headline_is_a_line),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(a_long_text_cannot_steer_a_terminal),
        cmocka_unit_test(a_withdrawal_is_plain),
        cmocka_unit_test(a_headline_has_its_marks),
        cmocka_unit_test(a_bulletin_is_shown_whole),
        cmocka_unit_test(receipts_stand_under_each_other),
        cmocka_unit_test(the_end_of_a_day_is_said_as_that_day),
        cmocka_unit_test(a_duty_is_a_line),
        cmocka_unit_test(sentences_name_fields_that_are_there),
        cmocka_unit_test(tables_say_first_what_is_over),
        cmocka_unit_test(a_row_of_a_table_is_shown_whole_by_its_titles),
        cmocka_unit_test(durations_are_read),
        cmocka_unit_test(moments_are_read),
    };
    times_zone("UTC");
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
