/* Tests of the forum: threads and posts, who may say what and how fast, and how they are edited, hidden and
 * locked. How they are paged is a matter of another test. */
#include "tests/unit/support/threads.h"

#include "server/domain/nouns/forum/forum.h"

static void a_thread_and_its_posts_are_read(void **state)
{
    struct town *town = *state;
    char thread[128], first[128], answer[128];
    threads_open(town, &threads_zhou, "门牌怎么改", thread);
    threads_post(town, &town->wang, thread, "我们下周来", first);
    town->now_ms += MINUTE_MS;
    ACTS(town, &threads_zhou, "forum.post", "id=%s text=\"多谢\" answers=%s", thread, first);
    threads_note_id(town, answer);

    ASKS(town, NULL, "forum.threads", "channel=forum");
    ROWS_ARE(town, 1);
    SAYS(town, town_line("id=%s headline=门牌怎么改 actor=zhou", thread));
    SAYS(town, " posts=2 last=4 ");
    SAYS(town, " last_by=zhou");
    SAYS_NOT(town, "unread");
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 3);
    SAYS(town, " headline=门牌怎么改 ");
    SAYS(town, town_line("thread=%s actor=wang department=labour ", thread));
    SAYS(town, town_line("thread=%s answers=%s actor=zhou time=", thread, first));
    SAYS(town, " text=多谢");
    assert_true(threads_place(town, "What do you say?") < threads_place(town, "我们下周来"));
    ASKS(town, NULL, "forum.show", "id=%s", answer);
    ROWS_ARE(town, 1);
    SAYS(town, " text=多谢");
    ASK_REFUSED(town, NULL, UNKNOWN_POST, "forum.show", "id=forum/1");
    ASK_REFUSED(town, NULL, UNKNOWN_POST, "forum.edits", "id=forum/99");
    town_is_sound(town);
}

static void what_nobody_could_read_is_refused(void **state)
{
    (void)state;
    static const char *const blank[] = {" ", "  \t\n ", "\u3000\u00a0"};
    /* A bell, a right-to-left override, a zero-width space, a word joiner, a line separator. */
    static const char *const tricks[] = {"a\ab", "a\u202eb", "a\u200bb", "a\u2060b", "a\u2028b"};
    struct refusal why;
    struct bytes text;
    const struct field *headline =
        &shape_args_forum_open.fields[shape_find(&shape_args_forum_open, bytes_of_text("headline"))];
    const struct field *post =
        &shape_args_forum_post.fields[shape_find(&shape_args_forum_post, bytes_of_text("text"))];
    for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
        text = bytes_of_text(tricks[i]);
        assert_int_equal(codec_check(headline, &text, &why), ERR_CONTROL_CHARACTER);
        assert_int_equal(codec_check(post, &text, &why), ERR_CONTROL_CHARACTER);
    }
    for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++) {
        text = bytes_of_text(blank[i]);
        assert_int_equal(codec_check(post, &text, &why), ERR_EMPTY);
    }
}

/* An act is what its author signed: the writer checks its fields once more, whoever encoded it. */
static void signed_tricks_are_refused_too(void **state)
{
    struct town *town = *state;
    /* A right-to-left override, a soft hyphen, a joiner, two Hangul fillers; then what shows nothing. */
    static const struct {
        const char *text;
        enum error said, kept;
    } tricks[] = {
        {"a\u202eb", ERR_CONTROL_CHARACTER, ERR_CONTROL_CHARACTER},
        {"a\u00adb", ERR_CONTROL_CHARACTER, OK},
        {"a\u034fb", ERR_CONTROL_CHARACTER, OK},
        {"\u3164", ERR_CONTROL_CHARACTER, OK},
        {"a\u1160", ERR_CONTROL_CHARACTER, OK},
        {"\u2800 \u2800", ERR_EMPTY, OK},
        {"\ufe0f", ERR_EMPTY, OK},
        {"\u2764\ufe0f", OK, OK}, /* a red heart */
    };
    char thread[128];
    struct refusal why;
    threads_open(town, &threads_zhou, "One", thread);
    for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
        uint8_t room[512];
        struct buffer out = buffer_over(room, sizeof room);
        struct args_forum_post args = {.has = {.id = true, .text = true},
                                       .id = bytes_of_text(thread),
                                       .text = bytes_of_text(tricks[i].text)};
        codec_encode(&shape_args_forum_post, &args, &out);
        town_sign(town, &threads_zhou, town->house.public_key, town->now_ms, "forum.post",
                  buffer_bytes(&out));
        assert_int_equal(town_judge(town), tricks[i].said);
        if (tricks[i].said != OK)
            FIELD_IS(town, "text");
        assert_int_equal(codec_decode_kept(&shape_args_forum_post, buffer_bytes(&out), &args, &why),
                         tricks[i].kept);
    }
}

static void posts_go_into_threads_that_take_them(void **state)
{
    struct town *town = *state;
    char thread[128], other[128], post[128], theirs[128], head[TOWN_HEX];
    threads_open(town, &threads_zhou, "One", thread);
    threads_open(town, &threads_zhou, "Two", other);
    threads_post(town, &threads_zhou, thread, "mine", post);
    threads_post(town, &threads_zhou, other, "there", theirs);
    ACTS(town, &town->house, "channel.create", "channel=office title=x read=office publish=office");
    ACTS(town, &town->wang, "forum.open", "channel=office headline=Inside");
    char inside[128];
    threads_note_id(town, inside);

    REFUSED(town, &threads_zhou, UNKNOWN_THREAD, "forum.post", "id=forum/99 text=x");
    REFUSED(town, &threads_zhou, UNKNOWN_THREAD, "forum.post", "id=%s text=x",
            post); /* a post is no thread */
    REFUSED(town, &town->lin, UNKNOWN_THREAD, "forum.lock", "id=forum/99 seen=%s", town->head);
    REFUSED(town, &threads_zhou, UNKNOWN_CHANNEL, "forum.post", "id=%s text=x", inside);
    REFUSED(town, &threads_zhou, UNKNOWN_CHANNEL, "forum.post", "id=nowhere/1 text=x");
    REFUSED(town, &town->guest, NOT_ENROLLED, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &town->clerk, NOT_SPEAKER, "forum.open", "channel=forum headline=x");
    ASK_REFUSED(town, &threads_zhou, UNKNOWN_CHANNEL, "forum.show", "id=%s", inside);

    REFUSED(town, &threads_zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, theirs);
    NAMES(town, theirs);
    FIELD_IS(town, "answers");
    REFUSED(town, &threads_zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, other);
    REFUSED(town, &threads_zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, inside);
    REFUSED(town, &threads_zhou, UNKNOWN_POST, "forum.post", "id=%s text=x answers=forum/99", thread);
    town->now_ms += MINUTE_MS;
    ACTS(town, &threads_zhou, "forum.post", "id=%s text=x answers=%s", thread, thread); /* what opened it */

    REFUSED(town, &threads_zhou, NOT_MODERATOR, "forum.lock", "id=%s seen=%s", thread,
            threads_head(town, thread, head));
    ACTS(town, &town->lin, "forum.lock", "id=%s seen=%s", thread, head);
    REFUSED(town, &threads_zhou, THREAD_LOCKED, "forum.post", "id=%s text=x", thread);
    NAMES(town, thread);
    REFUSED(town, &town->lin, THREAD_LOCKED, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &threads_zhou, THREAD_LOCKED, "forum.edit", "id=%s seen=%s text=x", post,
            threads_head(town, post, head));
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " locked=yes");
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.lock", "id=%s seen=%s locked=no", thread, head);
    ACTS(town, &town->lin, "forum.lock", "id=%s seen=%s locked=no", thread, threads_head(town, thread, head));
    ACTS(town, &threads_zhou, "forum.post", "id=%s text=x", thread);
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    SAYS_NOT(town, "locked");
    town_is_sound(town);
}

static void speaking_too_fast_is_refused_with_the_time(void **state)
{
    struct town *town = *state;
    char thread[128];
    threads_open(town, &town->wang, "Not zhou's", thread);
    const int64_t began_ms = town->now_ms;
    ACTS(town, &threads_zhou, "forum.open", "channel=forum headline=One"); /* a thread counts as a post */
    for (int i = 1; i < LIMIT_POSTS_A_MINUTE; i++) {
        town->now_ms += SECOND_MS;
        ACTS(town, &threads_zhou, "forum.post", "id=%s text=x", thread);
    }
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    assert_int_equal(town->decision.why.limit, LIMIT_POSTS_A_MINUTE);
    assert_true(town->decision.why.time_ms == began_ms + MINUTE_MS);
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.open", "channel=forum headline=Two");
    ACTS(town, &town->wang, "forum.post", "id=%s text=\"others may\"", thread);
    town->now_ms = began_ms + MINUTE_MS - 1;
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    town->now_ms = began_ms + MINUTE_MS;
    ACTS(town, &threads_zhou, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    assert_true(town->decision.why.time_ms == began_ms + SECOND_MS + MINUTE_MS);

    /* Editing is speaking. */
    char post[128], head[TOWN_HEX];
    town->now_ms += 2 * MINUTE_MS;
    ACTS(town, &threads_zhou, "forum.post", "id=%s text=x", thread);
    threads_note_id(town, post);
    for (int i = 1; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &threads_zhou, "forum.edit", "id=%s seen=%s text=x%d", post,
             threads_head(town, post, head), i);
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.edit", "id=%s seen=%s text=y", post,
            threads_head(town, post, head));
    REFUSED(town, &threads_zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    town_is_sound(town);
}

static void edits_keep_the_earlier_texts(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX], old[TOWN_HEX];
    threads_open(town, &threads_zhou, "One", thread);
    threads_post(town, &threads_zhou, thread, "frist", post);
    threads_head(town, post, old);
    REFUSED(town, &town->wang, NOT_AUTHOR, "forum.edit", "id=%s seen=%s text=mine", post, old);
    NAMES(town, post);
    REFUSED(town, &town->lin, NOT_AUTHOR, "forum.edit", "id=%s seen=%s text=mine", post, old);
    REFUSED(town, &threads_zhou, UNKNOWN_POST, "forum.edit", "id=forum/99 seen=%s text=x", old);
    ACTS(town, &threads_zhou, "forum.edit", "id=%s seen=%s text=first", post, old);
    REFUSED(town, &threads_zhou, HEAD_CHANGED, "forum.edit", "id=%s seen=%s text=second", post, old);

    ASKS(town, NULL, "forum.show", "id=%s", post);
    SAYS(town, " text=first ");
    SAYS(town, " edits=1");
    SAYS_NOT(town, "frist");
    ASKS(town, NULL, "forum.edits", "id=%s", post);
    ROWS_ARE(town, 2);
    assert_true(threads_place(town, " text=frist") < threads_place(town, " text=first"));

    /* A thread's text can be edited, its headline not; posting order does not change. */
    ACTS(town, &threads_zhou, "forum.edit", "id=%s seen=%s text=\"Or else?\"", thread,
         threads_head(town, thread, head));
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 2);
    SAYS(town, " headline=One ");
    SAYS(town, " text=\"Or else?\"");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " headline=One ");
    SAYS(town, " posts=1 last=3 ");

    for (int i = 1; i < LIMIT_EDITS; i++) {
        town->now_ms += MINUTE_MS;
        ACTS(town, &threads_zhou, "forum.edit", "id=%s seen=%s text=again%d", post,
             threads_head(town, post, head), i);
    }
    REFUSED(town, &threads_zhou, TOO_MANY_EDITS, "forum.edit", "id=%s seen=%s text=x", post,
            threads_head(town, post, head));
    assert_int_equal(town->decision.why.limit, LIMIT_EDITS);
    ASKS(town, NULL, "forum.edits", "id=%s", post);
    ROWS_ARE(town, LIMIT_EDITS + 1);

    threads_head(town, thread, old);
    town_head_of(town, "channels", "channel=forum", head);
    ACTS(town, &town->house, "channel.change", "channel=forum seen=%s speak=office", head);
    REFUSED(town, &threads_zhou, NOT_SPEAKER, "forum.edit", "id=%s seen=%s text=x", thread, old);
    town_is_sound(town);
}

static void hiding_leaves_a_marked_place(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX];
    threads_open(town, &threads_zhou, "One", thread);
    threads_post(town, &threads_zhou, thread, "insult", post);
    threads_head(town, post, head);
    REFUSED(town, &town->wang, NOT_MODERATOR, "forum.hide", "id=%s seen=%s reason=x", post, head);
    REFUSED(town, &town->lin, UNKNOWN_POST, "forum.hide", "id=forum/99 seen=%s reason=x", head);
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=\"Not here\"", post, head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.hide", "id=%s seen=%s reason=x", post, head);

    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 2);
    SAYS(town, " hidden_by=lin reason=\"Not here\"");
    SAYS_NOT(town, "insult");
    SAYS(town, "What do you say?");
    ASKS(town, &threads_zhou, "forum.edits", "id=%s", post); /* not to its author either */
    ROWS_ARE(town, 1);
    SAYS_NOT(town, "insult");
    ASKS(town, &town->lin, "forum.show", "id=%s", thread);
    SAYS(town, " text=insult");
    SAYS(town, " hidden_by=lin");
    ASKS(town, NULL, "facts",
         "channel=forum after=2 limit=1"); /* the fact stays, with a mark for who shows it */
    SAYS(town, " sig=");
    SAYS(town, " hidden=yes");
    ASKS(town, NULL, "facts", "channel=forum after=1 limit=1");
    SAYS_NOT(town, " hidden=yes");
    REFUSED(town, &threads_zhou, HIDDEN, "forum.edit", "id=%s seen=%s text=x", post,
            threads_head(town, post, head));
    REFUSED(town, &town->wang, HIDDEN, "forum.post", "id=%s text=x answers=%s", thread, post);
    NAMES(town, post);

    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=mistake hidden=no", post, head);
    ASKS(town, NULL, "forum.show", "id=%s", post);
    SAYS(town, " text=insult");
    SAYS_NOT(town, "hidden");
    ASKS(town, NULL, "facts", "channel=forum after=2 limit=1");
    SAYS_NOT(town, " hidden=yes");
    town_is_sound(town);
}

static void a_hidden_thread_is_hidden_as_a_whole(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX];
    threads_open(town, &threads_zhou, "Scandal", thread);
    threads_post(town, &town->wang, thread, "gossip", post);
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=Names", thread,
         threads_head(town, thread, head));
    REFUSED(town, &threads_zhou, HIDDEN, "forum.post", "id=%s text=x", thread);
    NAMES(town, thread);
    REFUSED(town, &town->wang, HIDDEN, "forum.edit", "id=%s seen=%s text=x", post,
            threads_head(town, post, head));
    ASKS(town, NULL, "forum.threads", "channel=forum");
    ROWS_ARE(town, 1);
    SAYS(town, " hidden=yes");
    SAYS_NOT(town, "Scandal");
    ASKS(town, &town->lin, "forum.threads", "channel=forum");
    SAYS(town, "Scandal");
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 2);
    SAYS_NOT(town, "gossip");
    SAYS_NOT(town, "Scandal");
    ASKS(town, NULL, "forum.show", "id=%s", post);
    SAYS(town, " hidden_by=lin reason=Names");
    ASKS(town, &town->lin, "forum.show", "id=%s", thread);
    SAYS(town, "gossip");
    town_is_sound(town);
}

static void the_author_stays_who_it_was(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX];
    threads_open(town, &town->wang, "One", thread);
    threads_post(town, &town->wang, thread, "as labour", post);
    ACTS(town, &town->house, "account.change", "account=wang seen=%s department=civil",
         town_head_of(town, "account.list", "account=wang", head));
    threads_post(town, &town->wang, thread, "as civil", post);
    ASKS(town, NULL, "forum.show", "id=%s limit=2", thread);
    ROWS_ARE(town, 2);
    SAYS(town, "department=labour");
    SAYS_NOT(town, "department=civil");
    ASKS(town, NULL, "forum.show", "id=%s", post);
    SAYS(town, "actor=wang department=civil ");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, "actor=wang department=labour ");
    town_is_sound(town);
}

int main(void)
{
#define FORUM_TEST(test) cmocka_unit_test_setup_teardown(test, threads_settle, town_leave)
    const struct CMUnitTest tests[] = {
        FORUM_TEST(a_thread_and_its_posts_are_read),
        FORUM_TEST(what_nobody_could_read_is_refused),
        FORUM_TEST(signed_tricks_are_refused_too),
        FORUM_TEST(posts_go_into_threads_that_take_them),
        FORUM_TEST(speaking_too_fast_is_refused_with_the_time),
        FORUM_TEST(edits_keep_the_earlier_texts),
        FORUM_TEST(hiding_leaves_a_marked_place),
        FORUM_TEST(a_hidden_thread_is_hidden_as_a_whole),
        FORUM_TEST(the_author_stays_who_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
