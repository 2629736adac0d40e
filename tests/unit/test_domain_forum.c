/* Tests of the forum: threads and posts, who may say what and how fast. They are edited, hidden, locked,
 * pinned, paged in both directions, and marked as read. */
#include "tests/unit/support/town.h"

#include "server/domain/nouns/forum/forum.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS INT64_C(60000)

/* A forum in which offices and residents speak and the committee moderates. Zhou is a resident. */
static struct identity zhou;

static int settle_forum(void **state)
{
    town_settle(state);
    struct town *town = *state;
    zhou = made_identity(40);
    town_enrol(town, &zhou, 4, "account=zhou role=resident");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone speak=office,resident,committee publish=committee "
         "moderate=committee");
    ACTS(town, &town->house, "department.create", "department=civil title=民政局");
    return 0;
}

static void note_id(const struct town *town, char id[128])
{
    memcpy(id, town->id, sizeof town->id);
}

static void opens(struct town *town, const struct identity *who, const char *headline, char id[128])
{
    town->now_ms += MINUTE_MS; /* nobody is too fast here unless a test says so */
    ACTS(town, who, "forum.open", "channel=forum headline=\"%s\" text=\"What do you say?\"", headline);
    note_id(town, id);
}

static void posts(struct town *town, const struct identity *who, const char *thread, const char *text,
                  char id[128])
{
    town->now_ms += MINUTE_MS;
    ACTS(town, who, "forum.post", "id=%s text=\"%s\"", thread, text);
    note_id(town, id);
}

static const char *head_of(struct town *town, const char *id, char head[TOWN_HEX])
{
    return town_head_of(town, "forum.show", town_line("id=%s limit=1", id), head);
}

/* Where `text` stands in the answer: later rows, higher places. */
static size_t place(const struct town *town, const char *text)
{
    const char *at = strstr(town->answer, text);
    assert_non_null(at);
    return (size_t)(at - town->answer);
}

static void a_thread_and_its_posts_are_read(void **state)
{
    struct town *town = *state;
    char thread[128], first[128], answer[128];
    opens(town, &zhou, "门牌怎么改", thread);
    posts(town, &town->wang, thread, "我们下周来", first);
    town->now_ms += MINUTE_MS;
    ACTS(town, &zhou, "forum.post", "id=%s text=\"多谢\" answers=%s", thread, first);
    note_id(town, answer);

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
    assert_true(place(town, "What do you say?") < place(town, "我们下周来"));
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
    opens(town, &zhou, "One", thread);
    for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
        uint8_t room[512];
        struct buffer out = buffer_over(room, sizeof room);
        struct args_forum_post args = {.has = {.id = true, .text = true},
                                       .id = bytes_of_text(thread),
                                       .text = bytes_of_text(tricks[i].text)};
        codec_encode(&shape_args_forum_post, &args, &out);
        town_sign(town, &zhou, town->house.public_key, town->now_ms, "forum.post", buffer_bytes(&out));
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
    opens(town, &zhou, "One", thread);
    opens(town, &zhou, "Two", other);
    posts(town, &zhou, thread, "mine", post);
    posts(town, &zhou, other, "there", theirs);
    ACTS(town, &town->house, "channel.create", "channel=office title=x read=office publish=office");
    ACTS(town, &town->wang, "forum.open", "channel=office headline=Inside");
    char inside[128];
    note_id(town, inside);

    REFUSED(town, &zhou, UNKNOWN_THREAD, "forum.post", "id=forum/99 text=x");
    REFUSED(town, &zhou, UNKNOWN_THREAD, "forum.post", "id=%s text=x", post); /* a post is no thread */
    REFUSED(town, &town->lin, UNKNOWN_THREAD, "forum.lock", "id=forum/99 head=%s", town->head);
    REFUSED(town, &zhou, UNKNOWN_CHANNEL, "forum.post", "id=%s text=x", inside);
    REFUSED(town, &zhou, UNKNOWN_CHANNEL, "forum.post", "id=nowhere/1 text=x");
    REFUSED(town, &town->guest, NOT_ENROLLED, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &town->clerk, NOT_SPEAKER, "forum.open", "channel=forum headline=x");
    ASK_REFUSED(town, &zhou, UNKNOWN_CHANNEL, "forum.show", "id=%s", inside);

    REFUSED(town, &zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, theirs);
    NAMES(town, theirs);
    FIELD_IS(town, "answers");
    REFUSED(town, &zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, other);
    REFUSED(town, &zhou, FOREIGN_THREAD, "forum.post", "id=%s text=x answers=%s", thread, inside);
    REFUSED(town, &zhou, UNKNOWN_POST, "forum.post", "id=%s text=x answers=forum/99", thread);
    town->now_ms += MINUTE_MS;
    ACTS(town, &zhou, "forum.post", "id=%s text=x answers=%s", thread, thread); /* what opened it */

    REFUSED(town, &zhou, NOT_MODERATOR, "forum.lock", "id=%s head=%s", thread, head_of(town, thread, head));
    ACTS(town, &town->lin, "forum.lock", "id=%s head=%s", thread, head);
    REFUSED(town, &zhou, THREAD_LOCKED, "forum.post", "id=%s text=x", thread);
    NAMES(town, thread);
    REFUSED(town, &town->lin, THREAD_LOCKED, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &zhou, THREAD_LOCKED, "forum.edit", "id=%s head=%s text=x", post,
            head_of(town, post, head));
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " locked=yes");
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.lock", "id=%s head=%s locked=no", thread, head);
    ACTS(town, &town->lin, "forum.lock", "id=%s head=%s locked=no", thread, head_of(town, thread, head));
    ACTS(town, &zhou, "forum.post", "id=%s text=x", thread);
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    SAYS_NOT(town, "locked");
    town_is_sound(town);
}

static void speaking_too_fast_is_refused_with_the_time(void **state)
{
    struct town *town = *state;
    char thread[128];
    opens(town, &town->wang, "Not zhou's", thread);
    const int64_t began_ms = town->now_ms;
    ACTS(town, &zhou, "forum.open", "channel=forum headline=One"); /* a thread counts as a post */
    for (int i = 1; i < LIMIT_POSTS_A_MINUTE; i++) {
        town->now_ms += SECOND_MS;
        ACTS(town, &zhou, "forum.post", "id=%s text=x", thread);
    }
    REFUSED(town, &zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    assert_int_equal(town->decision.why.limit, LIMIT_POSTS_A_MINUTE);
    assert_true(town->decision.why.time_ms == began_ms + MINUTE_MS);
    REFUSED(town, &zhou, TOO_FAST, "forum.open", "channel=forum headline=Two");
    ACTS(town, &town->wang, "forum.post", "id=%s text=\"others may\"", thread);
    town->now_ms = began_ms + MINUTE_MS - 1;
    REFUSED(town, &zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    town->now_ms = began_ms + MINUTE_MS;
    ACTS(town, &zhou, "forum.post", "id=%s text=x", thread);
    REFUSED(town, &zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    assert_true(town->decision.why.time_ms == began_ms + SECOND_MS + MINUTE_MS);

    /* Editing is speaking. */
    char post[128], head[TOWN_HEX];
    town->now_ms += 2 * MINUTE_MS;
    ACTS(town, &zhou, "forum.post", "id=%s text=x", thread);
    note_id(town, post);
    for (int i = 1; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &zhou, "forum.edit", "id=%s head=%s text=x%d", post, head_of(town, post, head), i);
    REFUSED(town, &zhou, TOO_FAST, "forum.edit", "id=%s head=%s text=y", post, head_of(town, post, head));
    REFUSED(town, &zhou, TOO_FAST, "forum.post", "id=%s text=x", thread);
    town_is_sound(town);
}

static void edits_keep_the_earlier_texts(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX], old[TOWN_HEX];
    opens(town, &zhou, "One", thread);
    posts(town, &zhou, thread, "frist", post);
    head_of(town, post, old);
    REFUSED(town, &town->wang, NOT_AUTHOR, "forum.edit", "id=%s head=%s text=mine", post, old);
    NAMES(town, post);
    REFUSED(town, &town->lin, NOT_AUTHOR, "forum.edit", "id=%s head=%s text=mine", post, old);
    REFUSED(town, &zhou, UNKNOWN_POST, "forum.edit", "id=forum/99 head=%s text=x", old);
    ACTS(town, &zhou, "forum.edit", "id=%s head=%s text=first", post, old);
    REFUSED(town, &zhou, HEAD_CHANGED, "forum.edit", "id=%s head=%s text=second", post, old);

    ASKS(town, NULL, "forum.show", "id=%s", post);
    SAYS(town, " text=first ");
    SAYS(town, " edits=1");
    SAYS_NOT(town, "frist");
    ASKS(town, NULL, "forum.edits", "id=%s", post);
    ROWS_ARE(town, 2);
    assert_true(place(town, " text=frist") < place(town, " text=first"));

    /* A thread's text can be edited, its headline not; posting order does not change. */
    ACTS(town, &zhou, "forum.edit", "id=%s head=%s text=\"Or else?\"", thread, head_of(town, thread, head));
    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 2);
    SAYS(town, " headline=One ");
    SAYS(town, " text=\"Or else?\"");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " headline=One ");
    SAYS(town, " posts=1 last=3 ");

    for (int i = 1; i < LIMIT_EDITS; i++) {
        town->now_ms += MINUTE_MS;
        ACTS(town, &zhou, "forum.edit", "id=%s head=%s text=again%d", post, head_of(town, post, head), i);
    }
    REFUSED(town, &zhou, TOO_MANY_EDITS, "forum.edit", "id=%s head=%s text=x", post,
            head_of(town, post, head));
    assert_int_equal(town->decision.why.limit, LIMIT_EDITS);
    ASKS(town, NULL, "forum.edits", "id=%s", post);
    ROWS_ARE(town, LIMIT_EDITS + 1);

    head_of(town, thread, old);
    town_head_of(town, "channels", "channel=forum", head);
    ACTS(town, &town->house, "channel.change", "channel=forum head=%s speak=office", head);
    REFUSED(town, &zhou, NOT_SPEAKER, "forum.edit", "id=%s head=%s text=x", thread, old);
    town_is_sound(town);
}

static void hiding_leaves_a_marked_place(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX];
    opens(town, &zhou, "One", thread);
    posts(town, &zhou, thread, "insult", post);
    head_of(town, post, head);
    REFUSED(town, &town->wang, NOT_MODERATOR, "forum.hide", "id=%s head=%s reason=x", post, head);
    REFUSED(town, &town->lin, UNKNOWN_POST, "forum.hide", "id=forum/99 head=%s reason=x", head);
    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=\"Not here\"", post, head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.hide", "id=%s head=%s reason=x", post, head);

    ASKS(town, NULL, "forum.show", "id=%s", thread);
    ROWS_ARE(town, 2);
    SAYS(town, " hidden_by=lin reason=\"Not here\"");
    SAYS_NOT(town, "insult");
    SAYS(town, "What do you say?");
    ASKS(town, &zhou, "forum.edits", "id=%s", post); /* not to its author either */
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
    REFUSED(town, &zhou, HIDDEN, "forum.edit", "id=%s head=%s text=x", post, head_of(town, post, head));
    REFUSED(town, &town->wang, HIDDEN, "forum.post", "id=%s text=x answers=%s", thread, post);
    NAMES(town, post);

    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=mistake hidden=no", post, head);
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
    opens(town, &zhou, "Scandal", thread);
    posts(town, &town->wang, thread, "gossip", post);
    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=Names", thread, head_of(town, thread, head));
    REFUSED(town, &zhou, HIDDEN, "forum.post", "id=%s text=x", thread);
    NAMES(town, thread);
    REFUSED(town, &town->wang, HIDDEN, "forum.edit", "id=%s head=%s text=x", post, head_of(town, post, head));
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

static void pages_go_both_ways_through_posts(void **state)
{
    struct town *town = *state;
    char thread[128], other[128], post[128], text[16];
    opens(town, &zhou, "One", thread); /* forum/2 */
    opens(town, &zhou, "Two", other);
    for (int i = 0; i < 5; i++) {
        snprintf(text, sizeof text, "post%d.", i);
        posts(town, &zhou, thread, text, post); /* forum/4 6 8 10 12 */
        posts(town, &zhou, other, "between", post);
    }
    ASKS(town, NULL, "forum.show", "id=%s limit=2", thread);
    ROWS_ARE(town, 2);
    assert_true(town->more);
    SAYS(town, "id=forum/2 ");
    SAYS(town, "id=forum/4 ");
    ASKS(town, NULL, "forum.show", "id=%s limit=2 after=4", thread);
    assert_true(place(town, "id=forum/6 ") < place(town, "id=forum/8 "));
    assert_true(town->more);
    ASKS(town, NULL, "forum.show", "id=%s limit=2 after=8", thread);
    SAYS(town, "id=forum/12 ");
    assert_false(town->more);
    ASKS(town, NULL, "forum.show", "id=%s limit=2 before=12", thread);
    ROWS_ARE(town, 2);
    assert_true(place(town, "id=forum/8 ") < place(town, "id=forum/10 "));
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
    opens(town, &zhou, "One", thread);
    for (int i = 0; i < 45; i++)
        posts(town, &zhou, thread, text, post); /* forum/3 to forum/47 */
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
        opens(town, &zhou, headline, threads[i]); /* forum/2 to forum/7 */
    }
    posts(town, &town->wang, threads[0], "back to the top", post); /* forum/8: 0 5 4 3 2 1 */
    REFUSED(town, &zhou, NOT_MODERATOR, "forum.pin", "id=%s head=%s", threads[2],
            head_of(town, threads[2], head));
    REFUSED(town, &town->lin, UNKNOWN_THREAD, "forum.pin", "id=%s head=%s", post, head);
    ACTS(town, &town->lin, "forum.pin", "id=%s head=%s", threads[2], head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "forum.pin", "id=%s head=%s pinned=no", threads[2], head);

    ASKS(town, NULL, "forum.threads", "channel=forum");
    ROWS_ARE(town, 6); /* the pinned one once */
    SAYS(town, " pinned=yes");
    assert_true(place(town, "headline=T2") < place(town, "headline=T0"));
    assert_true(place(town, "headline=T0") < place(town, "headline=T5"));
    assert_true(place(town, "headline=T5") < place(town, "headline=T1"));
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3");
    ROWS_ARE(town, 3);
    assert_true(town->more);
    SAYS(town, "headline=T2");
    SAYS(town, "headline=T0");
    SAYS(town, "headline=T5");
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3 before=7"); /* T5's `last` */
    ROWS_ARE(town, 3);
    assert_true(place(town, "headline=T4") < place(town, "headline=T3"));
    assert_true(place(town, "headline=T3") < place(town, "headline=T2")); /* in its place */
    assert_true(town->more);
    ASKS(town, NULL, "forum.threads", "channel=forum limit=3 before=4");
    ROWS_ARE(town, 1);
    assert_false(town->more);
    SAYS(town, "headline=T1");
    /* And back, the nearest first. */
    ASKS(town, NULL, "forum.threads", "channel=forum limit=2 after=4");
    ROWS_ARE(town, 2);
    assert_true(place(town, "headline=T3") < place(town, "headline=T4"));
    assert_true(town->more);
    ASKS(town, NULL, "forum.threads", "channel=forum limit=2 after=6");
    assert_true(place(town, "headline=T5") < place(town, "headline=T0"));
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

    ACTS(town, &town->lin, "forum.pin", "id=%s head=%s pinned=no", threads[2],
         head_of(town, threads[2], head));
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
    opens(town, &zhou, "One", thread);          /* forum/2 */
    opens(town, &zhou, "Two", other);           /* forum/3 */
    posts(town, &zhou, thread, "a", post);      /* forum/4 */
    posts(town, &town->wang, other, "b", post); /* forum/5 */
    posts(town, &zhou, thread, "c", post);      /* forum/6 */

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

static void the_author_stays_who_it_was(void **state)
{
    struct town *town = *state;
    char thread[128], post[128], head[TOWN_HEX];
    opens(town, &town->wang, "One", thread);
    posts(town, &town->wang, thread, "as labour", post);
    ACTS(town, &town->house, "account.change", "account=wang head=%s department=civil",
         town_head_of(town, "account.list", "account=wang", head));
    posts(town, &town->wang, thread, "as civil", post);
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
    opens(town, &zhou, "One", thread); /* forum/2 */
    opens(town, &zhou, "Two", other);
    posts(town, &zhou, thread, "a", post); /* forum/4 */
    town->now_ms += MINUTE_MS;
    ACTS(town, &town->wang, "forum.post", "id=%s text=b answers=%s", thread, post);
    ACTS(town, &town->wang, "forum.post", "id=%s text=c answers=%s", thread, post);
    ACTS(town, &zhou, "forum.edit", "id=%s head=%s text=d", post, head_of(town, post, head));

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
#define FORUM_TEST(test) cmocka_unit_test_setup_teardown(test, settle_forum, town_leave)
    const struct CMUnitTest tests[] = {
        FORUM_TEST(a_thread_and_its_posts_are_read),
        FORUM_TEST(what_nobody_could_read_is_refused),
        FORUM_TEST(signed_tricks_are_refused_too),
        FORUM_TEST(posts_go_into_threads_that_take_them),
        FORUM_TEST(speaking_too_fast_is_refused_with_the_time),
        FORUM_TEST(edits_keep_the_earlier_texts),
        FORUM_TEST(hiding_leaves_a_marked_place),
        FORUM_TEST(a_hidden_thread_is_hidden_as_a_whole),
        FORUM_TEST(pages_go_both_ways_through_posts),
        FORUM_TEST(a_page_from_the_end_fits_into_an_answer),
        FORUM_TEST(threads_go_by_who_spoke_last),
        FORUM_TEST(markers_are_each_accounts_own),
        FORUM_TEST(the_author_stays_who_it_was),
        FORUM_TEST(other_nouns_find_what_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
