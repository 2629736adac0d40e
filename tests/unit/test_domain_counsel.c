/* Tests of counsel: what the two sides of an application say to each other, what waits for whom, tasks, and
 * the experts who are invited. */
#include "tests/unit/support/counsels.h"
#include "tests/unit/support/searches.h"

/* --- who says what --- */

static void two_sides_talk(void **state)
{
    struct town *town = *state;
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    ROWS_ARE(town, 0);
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=\"我们的热线 our line\"");
    NEWEST(town, CHANNEL, "counsel.said thread=" APPLICATION " side=department department=labour");
    ACTS(town, &town->lin, "counsel", "id=" APPLICATION " text=\"Say what it promises.\"");
    NEWEST(town, CHANNEL, "counsel.said thread=" APPLICATION " side=counsel");
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    ROWS_ARE(town, 2);
    SAYS(town, " actor=wang department=labour side=department ");
    SAYS(town, " actor=lin side=counsel ");
    SAYS(town, "text=\"Say what it promises.\" unread=yes");
    SAYS_NOT(town, "our line\" unread=yes"); /* one's own is no news */
    ASKS(town, &town->lin, "counsel.show", "id=" CHANNEL "/3");
    ROWS_ARE(town, 1);
    SAYS(town, "our line");
    ASK_REFUSED(town, &town->lin, UNKNOWN_COUNSEL, "counsel.show", "id=" CHANNEL "/1");
}

/* Whoever does not read it is told the same as of what is not there. */
static void nobody_else_says_anything(void **state)
{
    struct town *town = *state;
    const struct identity *const strangers[] = {&zhao, &sun, &town->clerk};
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++) {
        REFUSED(town, strangers[i], NO_COUNSEL, "counsel", "id=" APPLICATION " text=x");
        NAMES(town, APPLICATION);
        REFUSED(town, strangers[i], NO_COUNSEL, "counsel", "id=brand/2007-labour/2 text=x");
        REFUSED(town, strangers[i], NO_COUNSEL, "counsel.ask", "id=" APPLICATION " text=x");
        REFUSED(town, strangers[i], UNKNOWN_TASK, "counsel.done", "id=" CHANNEL "/3");
        ASK_REFUSED(town, strangers[i], UNKNOWN_CHANNEL, "counsel.show", "id=" APPLICATION);
        ASKS(town, strangers[i], "counsel.waiting", " ");
        ROWS_ARE(town, 0);
    }
    REFUSED(town, &town->guest, NOT_ENROLLED, "counsel", "id=" APPLICATION " text=x");
    REFUSED(town, &town->wang, NOT_ALLOWED, "counsel.invite", "id=" APPLICATION " experts=sun");
    REFUSED(town, &town->lin, NO_COUNSEL, "counsel", "id=programme/1 text=x");
    REFUSED(town, &town->lin, NOT_COUNSELLED, "counsel", "id=" CHANNEL "/1 text=x");
    NAMES(town, APPLICATION);
    REFUSED(town, &zhao, NO_COUNSEL, "counsel", "id=" CHANNEL "/1 text=x");
}

/* A member of the committee who belongs to the department speaks for it. */
static void ones_own_department_comes_first(void **state)
{
    struct town *town = *state;
    static struct identity both;
    both = made_identity(31);
    town_enrol(town, &both, 31, "account=both role=committee department=labour");
    ACTS(town, &both, "counsel", "id=" APPLICATION " text=x");
    NEWEST(town, CHANNEL, " side=department ");
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
}

/* --- what waits --- */

static void what_was_said_first_waits(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=first");
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=second");
    town->now_ms += 3 * DAY_MS;
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "id=" CHANNEL "/3 thread=" APPLICATION " ");
    SAYS(town, " department=labour side=counsel actor=wang since=2006-11-30T");
    SAYS(town, " days=3 text=first");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ACTS(town, &town->lin, "counsel", "id=" APPLICATION " text=answer");
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " side=department actor=lin ");
    SAYS(town, "text=answer");
    town_is_sound(town);
}

static void what_needs_no_answer_is_ticked_off(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=first");  /* 3 */
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=second"); /* 4 */
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=third");  /* 5 */
    REFUSED(town, &town->wang, ANSWERED, "counsel.done", "id=" CHANNEL "/3");
    REFUSED(town, &town->lin, UNKNOWN_TASK, "counsel.done", "id=" CHANNEL "/3 done=no");
    ACTS(town, &town->lin, "counsel.done", "id=" CHANNEL "/4 note=\"All clear\"");
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "text=third");
    REFUSED(town, &town->lin, ANSWERED, "counsel.done", "id=" CHANNEL "/3");
    ACTS(town, &town->lin, "counsel.done", "id=" CHANNEL "/5");
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    SAYS(town, "done_by=lin note=\"All clear\"");
    town_is_sound(town);
}

static void tasks_wait_until_they_are_ticked_off(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "counsel.ask", "id=" APPLICATION " text=\"A better logo\" due=2006-12-10"); /* 3 */
    NEWEST(town, CHANNEL, "counsel.asked thread=" APPLICATION " side=counsel due=2006-12-11T08:00:00+08:00");
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=Soon.");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "text=\"A better logo\" task=yes due=2006-12-11T00:00:00+00:00");
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION " tasks=yes");
    ROWS_ARE(town, 1);
    ACTS(town, &town->wang, "counsel.done", "id=" CHANNEL "/3 note=\"We have drawn one\"");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION " tasks=yes");
    ROWS_ARE(town, 0);
    REFUSED(town, &town->wang, TASK_DONE, "counsel.done", "id=" CHANNEL "/3");
    ACTS(town, &town->lin, "counsel.done", "id=" CHANNEL "/3 done=no note=\"Not yet\"");
    REFUSED(town, &town->lin, TASK_OPEN, "counsel.done", "id=" CHANNEL "/3 done=no");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    SAYS_NOT(town, "done_by=");
    REFUSED(town, &town->wang, UNKNOWN_TASK, "counsel.done", "id=" CHANNEL "/99");
    town_is_sound(town);
}

static void a_task_is_due_ahead(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->lin, IN_THE_PAST, "counsel.ask", "id=" APPLICATION " text=x due=2006-11-29");
    REFUSED(town, &town->lin, TOO_LATE, "counsel.ask", "id=" APPLICATION " text=x due=2016-11-29");
}

/* --- experts --- */

static void experts_are_invited_by_name(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->lin, UNKNOWN_ACCOUNT, "counsel.invite", "id=" APPLICATION " experts=nobody");
    FIELD_IS(town, "experts");
    REFUSED(town, &town->lin, NOT_EXPERT, "counsel.invite", "id=" APPLICATION " experts=qian,zhao");
    NAMES(town, "zhao");
    ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=qian");
    REFUSED(town, &town->lin, EXPERT_INVITED, "counsel.invite", "id=" APPLICATION " experts=qian");
    REFUSED(town, &town->lin, EXPERT_UNINVITED, "counsel.dismiss", "id=" APPLICATION " experts=sun");
    ASKS(town, &qian, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " side=counsel actor=lin ");
    SAYS(town, " invited=yes");
    ACTS(town, &qian, "counsel", "id=" APPLICATION " text=\"A word from outside\"");
    NEWEST(town, CHANNEL, "counsel.said thread=" APPLICATION " side=counsel");
    ASKS(town, &qian, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=Thanks");
    ASKS(town, &qian, "counsel.waiting", " "); /* as for the committee */
    ROWS_ARE(town, 1);
    ACTS(town, &town->lin, "counsel.dismiss", "id=" APPLICATION " experts=qian");
    REFUSED(town, &qian, NO_COUNSEL, "counsel", "id=" APPLICATION " text=x");
    ASKS(town, &qian, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASK_REFUSED(town, &qian, UNKNOWN_CHANNEL, "counsel.show", "id=" APPLICATION);
    town_is_sound(town);
}

/* An invitation that was taken back waits for nobody, and the rest of the channel's rights stay. */
static void what_an_invitation_changes(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=qian,sun");
    NEWEST(town, CHANNEL,
           "read=dept:labour,committee,account:qian,account:sun speak=\"\" publish=\"\" moderate=committee");
    ACTS(town, &town->lin, "counsel.dismiss", "id=" APPLICATION " experts=qian");
    NEWEST(town, CHANNEL,
           "read=dept:labour,committee,account:sun speak=\"\" publish=\"\" moderate=committee");
    ASKS(town, &qian, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &sun, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    town_is_sound(town);
}

#define EXPERT "expert-%02u-with-the-longest-name1"
static void so_many_experts_counsel_at_a_time(void **state)
{
    struct town *town = *state;
    for (unsigned i = 0; i < LIMIT_EXPERTS; i++) {
        const struct identity expert = made_identity((uint8_t)(60 + i));
        char fields[80];
        snprintf(fields, sizeof fields, "account=" EXPERT " role=expert", i);
        town_enrol(town, &expert, (uint8_t)(60 + i), fields);
        if (i > 0)
            ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=" EXPERT, i);
    }
    ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=sun");
    REFUSED(town, &town->lin, TOO_MANY_EXPERTS, "counsel.invite", "id=" APPLICATION " experts=" EXPERT, 0);
    assert_int_equal(town->decision.why.limit, LIMIT_EXPERTS);
}

/* --- its end --- */

static void nothing_is_said_of_what_is_over(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=qian");
    ACTS(town, &town->lin, "counsel.ask", "id=" APPLICATION " text=x");
    const uint64_t task = town_tip(town, CHANNEL);
    counsels_end(town);
    REFUSED(town, &town->wang, COUNSEL_OVER, "counsel", "id=" APPLICATION " text=x");
    REFUSED(town, &town->lin, COUNSEL_OVER, "counsel.ask", "id=" APPLICATION " text=x");
    REFUSED(town, &town->lin, COUNSEL_OVER, "counsel.invite", "id=" APPLICATION " experts=sun");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &qian, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    ROWS_ARE(town, 1);
    ACTS(town, &town->wang, "counsel.done", "id=" CHANNEL "/%llu", (unsigned long long)task);
    ACTS(town, &town->lin, "counsel.dismiss", "id=" APPLICATION " experts=qian");
}

/* --- files, searching, erasing --- */

static void files_are_uploaded_before(void **state)
{
    struct town *town = *state;
    char hash[TOWN_HEX];
    const struct bytes plan = bytes_of_text("A plan, as a file");
    REFUSED(town, &town->wang, BLOB_UNKNOWN, "counsel", "id=" APPLICATION " text=x attach=plan.txt:17:%064d",
            0);
    town_upload(town, &town->wang, plan, hash);
    REFUSED(town, &town->wang, WRONG_SIZE, "counsel", "id=" APPLICATION " text=x attach=plan.txt:16:%s",
            hash);
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=\"The plan\" attach=plan.txt:17:%s", hash);
    char id[128];
    char head[TOWN_HEX];
    snprintf(id, sizeof id, "%s", town->id);
    snprintf(head, sizeof head, "%s", town->head);
    ASKS(town, &town->lin, "counsel.show", "id=" APPLICATION);
    SAYS(town, "attach=plan.txt:17:");
    ASKS(town, &town->lin, "blob.get", "id=%s hash=%s offset=0", id, hash);
    ASK_REFUSED(town, &sun, UNKNOWN_CHANNEL, "blob.get", "id=%s hash=%s offset=0", id, hash);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=order", id, head);
    ASK_REFUSED(town, &town->lin, ERASED, "blob.get", "id=%s hash=%s offset=0", id, hash);
}

static void it_is_found_by_who_reads_it(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=\"A nightingale sings\"");
    ACTS(town, &town->lin, "counsel.ask", "id=" APPLICATION " text=\"Describe the nightingale\"");
    searches_index(town);
    ASKS(town, &town->lin, "search", "words=nightingale in=brands");
    ROWS_ARE(town, 2);
    SAYS(town, "id=" CHANNEL "/3 ");
    SAYS(town, " thread=" APPLICATION);
    ASKS(town, &town->wang, "search", "words=nightingale");
    ROWS_ARE(town, 2);
    const struct identity *const strangers[] = {&zhao, &sun, &town->clerk, NULL};
    for (size_t i = 0; i < sizeof strangers / sizeof strangers[0]; i++) {
        ASKS(town, strangers[i], "search", "words=nightingale");
        ROWS_ARE(town, 0);
    }
}

static void what_is_erased_waits_for_nobody(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=\"A nightingale sings\""); /* 3 */
    ACTS(town, &town->wang, "counsel", "id=" APPLICATION " text=\"And a lark\"");          /* 4 */
    ACTS(town, &town->wang, "counsel.ask", "id=" APPLICATION " text=\"Feed the robin\"");  /* 5 */
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=" CHANNEL "/3 seen=%s reason=x", town->head);
    for (unsigned number = 3; number <= 5; number += 2) {
        char id[64];
        snprintf(id, sizeof id, CHANNEL "/%u", number);
        ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=order", id,
             counsels_head(town, "counsel.show", id));
    }
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, CHANNEL "/4 ");
    ASKS(town, &town->lin, "counsel.show", "id=" APPLICATION);
    ROWS_ARE(town, 3);
    SAYS(town, " erased=yes");
    assert_int_equal(town_acts_with(town, "nightingale"), 0);
    assert_int_equal(town_acts_with(town, "robin"), 0);
    assert_int_equal(town_acts_with(town, "lark"), 1);
    REFUSED(town, &town->lin, ERASED, "counsel.done", "id=" CHANNEL "/5");
    searches_index(town);
    ASKS(town, &town->lin, "search", "words=nightingale");
    ROWS_ARE(town, 0);
    town_is_sound(town);
}

static void a_note_is_erased_by_itself(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "counsel.ask", "id=" APPLICATION " text=x"); /* 3 */
    ACTS(town, &town->wang, "counsel.done", "id=" CHANNEL "/3 note=\"A nightingale did it\"");
    ACTS(town, &town->lin, "erase", "id=" CHANNEL "/4 seen=%s reason=order", town->head);
    ASKS(town, &town->wang, "counsel.show", "id=" APPLICATION);
    SAYS(town, "done_by=wang");
    SAYS_NOT(town, "nightingale");
    assert_int_equal(town_acts_with(town, "nightingale"), 0);
    town_is_sound(town);
}

/* --- in pieces --- */

/* What waits in several ways comes once, however small the pieces are. */
static void what_waits_comes_in_pieces(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "counsel.invite", "id=" APPLICATION " experts=qian");
    for (int i = 0; i < 3; i++)
        ACTS(town, &town->wang, "counsel.ask", "id=" APPLICATION " text=task-%d", i);
    size_t rows = 0, pieces = 0;
    town->steps_a_piece = 1;
    do {
        ASKS(town, &qian, "counsel.waiting", " ");
        rows += town->row_count;
        pieces++;
        town->goes_on = true;
    } while (town->next_size > 0 && pieces < 20);
    town->goes_on = false;
    town->steps_a_piece = 0;
    assert_int_equal(rows, 4); /* the invitation, and three tasks */
    assert_true(pieces >= 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, counsels_settle, town_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_sides_talk),
        TEST(nobody_else_says_anything),
        TEST(ones_own_department_comes_first),
        TEST(what_was_said_first_waits),
        TEST(what_needs_no_answer_is_ticked_off),
        TEST(tasks_wait_until_they_are_ticked_off),
        TEST(a_task_is_due_ahead),
        TEST(experts_are_invited_by_name),
        TEST(what_an_invitation_changes),
        TEST(so_many_experts_counsel_at_a_time),
        TEST(nothing_is_said_of_what_is_over),
        TEST(files_are_uploaded_before),
        TEST(it_is_found_by_who_reads_it),
        TEST(what_is_erased_waits_for_nobody),
        TEST(a_note_is_erased_by_itself),
        TEST(what_waits_comes_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
