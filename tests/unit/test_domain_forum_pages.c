/* Tests of the forum as it is paged: posts both ways, threads by who spoke last, and what is read. */
#include "tests/unit/support/threads.h"

#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"

static void pages_go_both_ways_through_posts(void **state)
{
    struct town *town = *state;
    char thread[128], other[128], post[128], text[16];
    threads_open(town, &threads_zhou, "One", thread); /* forum/2 */
    threads_open(town, &threads_zhou, "Two", other);
    for (int i = 0; i < 5; i++) {
        snprintf(text, sizeof text, "post%d.", i);
        threads_post(town, &threads_zhou, thread, text, post); /* forum/4 6 8 10 12 */
        threads_post(town, &threads_zhou, other, "between", post);
    }
    ASKS(town, NULL, "forum.show", "id=%s limit=2", thread);
    ROWS_ARE(town, 2);
    assert_true(town->more);
    SAYS(town, "id=forum/2 ");
    SAYS(town, "id=forum/4 ");
    ASKS(town, NULL, "forum.show", "id=%s limit=2 after=4", thread);
    assert_true(threads_place(town, "id=forum/6 ") < threads_place(town, "id=forum/8 "));
    assert_true(town->more);
    ASKS(town, NULL, "forum.show", "id=%s limit=2 after=8", thread);
    SAYS(town, "id=forum/12 ");
    assert_false(town->more);
    ASKS(town, NULL, "forum.show", "id=%s limit=2 before=12", thread);
    ROWS_ARE(town, 2);
    assert_true(threads_place(town, "id=forum/8 ") < threads_place(town, "id=forum/10 "));
    assert_true(town->more);
    ASKS(town, NULL, "forum.show", "id=%s limit=2 before=6", thread);
    ROWS_ARE(town, 2);
    SAYS(town, "id=forum/2 ");
    assert_false(town->more);
    ASKS(town, NULL, "forum.show", "id=%s after=4 before=10", thread);
    ROWS_ARE(town, 2);
    ASKS(town, NULL, "forum.show", "id=%s before=0", thread);
    ROWS_ARE(town, 0);
    ASKS(town, NULL, "forum.show", "id=%s limit=0", thread);
    ROWS_ARE(town, 0);
    assert_true(town->more);

    /* The last two of its posts were made two minutes apart, and a minute before the other thread's. */
    char since[64];
    struct buffer out = buffer_over(since, sizeof since);
    text_from_time(town->now_ms - 3 * MINUTE_MS, 0, &out);
    buffer_add(&out, "", 1);
    ASKS(town, NULL, "forum.show", "id=%s since=%s", thread, since);
    ROWS_ARE(town, 2);
    SAYS(town, "post3.");
    SAYS(town, "post4.");
}

/* Long posts asked for from the end: the page is as long as fits into an answer, and none is lost. */
static void a_page_from_the_end_fits_into_an_answer(void **state)
{
    struct town *town = *state;
    char thread[128], post[128];
    static char text[LIMIT_INLINE_TEXT_BYTES + 1];
    memset(text, 'x', LIMIT_INLINE_TEXT_BYTES);
    threads_open(town, &threads_zhou, "One", thread);
    for (int i = 0; i < 45; i++)
        threads_post(town, &threads_zhou, thread, text, post); /* forum/3 to forum/47 */
    struct town_rows context = {town, buffer_over(calloc(1, 1 << 20), 1 << 20), &shape_record_post};
    uint8_t next_room[ROWS_NEXT_BYTES];
    struct rows rows = {
        .take = town_take, .context = &context, .next = buffer_over(next_room, sizeof next_room)};
    struct args_forum_show args = {.has = {.id = true, .limit = true, .before = true},
                                   .id = bytes_of_text(thread),
                                   .limit = LIMIT_ROWS,
                                   .before = 48};
    struct record_count ok = {.more = false};
    struct actor actor;
    struct refusal why;
    town->row_count = 0;
    actor_of_key(town->txn, NULL, &actor);
    assert_int_equal(
        domain_ask(town->txn, &verbs[VERB_forum_show], &actor, town->now_ms, &args, &rows, &ok, &why), OK);
    assert_int_equal(rows.next.size, 0);
    assert_int_equal(town->row_count, 46);
    assert_non_null(strstr((char *)context.out.at, "id=forum/47 "));
    char first[32];
    snprintf(first, sizeof first, "id=forum/%zu ", 48 - town->row_count);
    assert_int_equal(memcmp(context.out.at + 1, first, strlen(first)), 0);
    free(context.out.at);
}

static void threads_go_by_who_spoke_last(void **state)
{
    struct town *town = *state;
    char threads[6][128], post[128], head[TOWN_HEX], headline[8];
    for (int i = 0; i < 6; i++) {
        snprintf(headline, sizeof headline, "T%d", i);
        threads_open(town, &threads_zhou, headline, threads[i]); /* forum/2 to forum/7 */
    }
    threads_post(town, &town->wang, threads[0], "back to the top", post); /* forum/8: 0 5 4 3 2 1 */
    REFUSED(town, &threads_zhou, NOT_MODERATOR, "forum.pin", "id=%s seen=%s", threads[2],
            threads_head(town, threads[2], head));
    REFUSED(town, &town->lin, UNKNOWN_THREAD, "forum.pin", "id=%s seen=%s", post, head);
    ACTS(town, &town->lin, "forum.pin", "id=%s seen=%s", threads[2], head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.pin", "id=%s seen=%s pinned=no", threads[2], head);

    ASKS(town, NULL, "forum.threads", "channel=forum");
    ROWS_ARE(town, 6); /* the pinned one once */
    SAYS(town, " pinned=yes");
    assert_true(threads_place(town, "headline=T2") < threads_place(town, "headline=T0"));
    assert_true(threads_place(town, "headline=T0") < threads_place(town, "headline=T5"));
    assert_true(threads_place(town, "headline=T5") < threads_place(town, "headline=T1"));
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3");
    ROWS_ARE(town, 3);
    assert_true(town->more);
    SAYS(town, "headline=T2");
    SAYS(town, "headline=T0");
    SAYS(town, "headline=T5");
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3 before=7"); /* T5's `last` */
    ROWS_ARE(town, 3);
    assert_true(threads_place(town, "headline=T4") < threads_place(town, "headline=T3"));
    assert_true(threads_place(town, "headline=T3") < threads_place(town, "headline=T2")); /* in its place */
    assert_true(town->more);
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3 before=4");
    ROWS_ARE(town, 1);
    assert_false(town->more);
    SAYS(town, "headline=T1");
    /* And back, the nearest first. */
    ASKS(town, NULL, "forum.threads", "channel=forum limit=2 after=4");
    ROWS_ARE(town, 2);
    assert_true(threads_place(town, "headline=T3") < threads_place(town, "headline=T4"));
    assert_true(town->more);
    ASKS(town, NULL, "forum.threads", "channel=forum limit=2 after=6");
    assert_true(threads_place(town, "headline=T5") < threads_place(town, "headline=T0"));
    assert_false(town->more);
    /* A page of one has no room for a pinned one. */
    ASKS(town, NULL, "forum.threads", "channel=forum limit=1");
    SAYS(town, "headline=T0");

    char since[64];
    struct buffer out = buffer_over(since, sizeof since);
    text_from_time(town->now_ms - MINUTE_MS, 0, &out);
    buffer_add(&out, "", 1);
    ASKS(town, NULL, "forum.threads", "channel=forum since=%s", since);
    ROWS_ARE(town, 2); /* the pinned one is too old for that */
    SAYS_NOT(town, "headline=T2");

    ACTS(town, &town->lin, "forum.pin", "id=%s seen=%s pinned=no", threads[2],
         threads_head(town, threads[2], head));
    ASKS(town, NULL, "forum.threads", "channel=forum limit=1");
    SAYS(town, "headline=T0");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS_NOT(town, "pinned");
    town_is_sound(town);
}

static void notes(struct town *town, const char *account, const char *thread, uint64_t number)
{
    const struct seen seen = {.account = bytes_of_text(account),
                              .channel = bytes_of_text("forum"),
                              .thread = bytes_of_text(thread),
                              .number = number};
    seen_note(town->txn, &seen);
}

static void markers_are_each_accounts_own(void **state)
{
    struct town *town = *state;
    char thread[128], other[128], post[128];
    uint64_t number = 0;
    threads_open(town, &threads_zhou, "One", thread);     /* forum/2 */
    threads_open(town, &threads_zhou, "Two", other);      /* forum/3 */
    threads_post(town, &threads_zhou, thread, "a", post); /* forum/4 */
    threads_post(town, &town->wang, other, "b", post);    /* forum/5 */
    threads_post(town, &threads_zhou, thread, "c", post); /* forum/6 */

    ASKS(town, &town->lin, "channels", "channel=forum");
    SAYS(town, " unread=5 ");
    ASKS(town, NULL, "channels", "channel=forum");
    SAYS_NOT(town, "unread");
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    SAYS_NOT(town, "unread");
    ASKS(town, &town->lin, "forum.threads", "channel=forum");
    SAYS(town, " unread=3"); /* what opened it and two posts */
    SAYS(town, " unread=2");

    notes(town, "lin", "", 4); /* the forum's marker, for want of the threads' */
    ASKS(town, &town->lin, "channels", "channel=forum");
    SAYS(town, " unread=2 ");
    ASKS(town, &town->lin, "forum.threads", "channel=forum limit=1");
    SAYS(town, " unread=1");
    notes(town, "lin", thread, 6);
    ASKS(town, &town->lin, "forum.threads", "channel=forum limit=1");
    SAYS(town, " unread=0");
    ASKS(town, &town->lin, "forum.show", "id=%s", thread);
    SAYS_NOT(town, "unread");
    ASKS(town, &town->lin, "forum.show", "id=%s", other);
    SAYS(town, " text=b unread=yes");
    ASKS(town, &town->wang, "forum.show", "id=%s", thread); /* another's marker is another's */
    SAYS(town, " text=a unread=yes");

    notes(town, "lin", thread, 3); /* never back */
    assert_true(seen_number(town->txn, bytes_of_text("lin"), bytes_of_text(thread), &number));
    assert_int_equal(number, 6);
    notes(town, "lin", "", 1000); /* never past what there is */
    assert_true(seen_number(town->txn, bytes_of_text("lin"), bytes_of_text("forum"), &number));
    assert_int_equal(number, 6);
    assert_false(seen_number(town->txn, bytes_of_text("wang"), bytes_of_text("forum"), &number));
    assert_true(thread_exists(town->txn, bytes_of_text(thread)));
    assert_false(thread_exists(town->txn, bytes_of_text(post)));
    town_is_sound(town);
}

struct walked {
    uint64_t numbers[8];
    size_t answers, count, stop_at;
};

static bool walked(void *context, uint64_t number, const struct view_post *row)
{
    struct walked *walk = context;
    walk->numbers[walk->count++] = number;
    walk->answers += row->has.answers;
    return walk->count != walk->stop_at;
}

static void other_nouns_find_what_they_need(void **state)
{
    struct town *town = *state;
    char thread[128], other[128], post[128], head[TOWN_HEX];
    uint64_t seqs[FORUM_TEXTS];
    struct walked walk = {.stop_at = 0};
    struct forum_text text;
    struct fact fact;
    size_t count = 0;
    threads_open(town, &threads_zhou, "One", thread); /* forum/2 */
    threads_open(town, &threads_zhou, "Two", other);
    threads_post(town, &threads_zhou, thread, "a", post); /* forum/4 */
    town->now_ms += MINUTE_MS;
    ACTS(town, &town->wang, "forum.post", "id=%s text=b answers=%s", thread, post);
    ACTS(town, &town->wang, "forum.post", "id=%s text=c answers=%s", thread, post);
    ACTS(town, &threads_zhou, "forum.edit", "id=%s seen=%s text=d", post, threads_head(town, post, head));

    const struct bytes forum = bytes_of_text("forum");
    forum_walk(town->txn, forum, 2, walked, &walk);
    assert_int_equal(walk.count, 4);
    assert_int_equal(walk.numbers[0], 2);
    assert_int_equal(walk.numbers[3], 6);
    assert_int_equal(walk.answers, 2);
    walk = (struct walked){.stop_at = 2};
    forum_walk(town->txn, forum, 2, walked, &walk);
    assert_int_equal(walk.count, 2);

    assert_false(forum_texts(town->txn, forum, 99, seqs, &count));
    assert_true(forum_texts(town->txn, forum, 4, seqs, &count));
    assert_int_equal(count, 2);
    assert_true(ledger_read(town->txn, seqs[1], &fact));
    assert_true(forum_text_of(town->txn, &fact, &text));
    assert_true(bytes_equal_text(text.text, "d") && text.has_text && !text.has_headline);
    assert_true(ledger_read_at(town->txn, forum, 2, &fact));
    assert_true(forum_text_of(town->txn, &fact, &text));
    assert_true(bytes_equal_text(text.headline, "One") && text.has_headline);
    assert_true(ledger_read_at(town->txn, forum, 1, &fact));
    assert_false(forum_text_of(town->txn, &fact, &text));
}

int main(void)
{
#define FORUM_TEST(test) cmocka_unit_test_setup_teardown(test, threads_settle, town_leave)
    const struct CMUnitTest tests[] = {
        FORUM_TEST(pages_go_both_ways_through_posts), FORUM_TEST(a_page_from_the_end_fits_into_an_answer),
        FORUM_TEST(threads_go_by_who_spoke_last),     FORUM_TEST(markers_are_each_accounts_own),
        FORUM_TEST(other_nouns_find_what_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
