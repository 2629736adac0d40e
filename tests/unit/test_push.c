/* Push: in order, without a hole, by one path for backlog and live; rights judged when it sends. No sockets:
 * a subscriber here is a buffer that is read. */
#include "server/net/push.h"

#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "tests/unit/support/town.h"

enum { INTERVAL_MS = 30000 };

struct audience_seen {
    struct town *town;
    struct push *push;
    struct subscriber guest;
    unsigned ready;
    char ended[128];
    uint8_t room[LIMIT_PLAIN_BYTES];
    char said[16 * 1024]; /* what the last fill gave: "fact programme/2\n", "head programme/2\n" */
};

static void on_ready(void *context, struct subscriber *subscriber)
{
    struct audience_seen *stage = context;
    (void)subscriber;
    stage->ready++;
}

static void on_ended(void *context, struct subscriber *subscriber, struct bytes channel, uint64_t number,
                     enum error error)
{
    struct audience_seen *stage = context;
    (void)subscriber;
    snprintf(stage->ended, sizeof stage->ended, "%.*s/%d %s", (int)channel.size, (const char *)channel.at,
             (int)number, error_kinds[error].word);
}

static void say(struct audience_seen *stage, const char *word, struct bytes channel, uint64_t number)
{
    size_t at = strlen(stage->said);
    snprintf(stage->said + at, sizeof stage->said - at, "%s %.*s/%d\n", word, (int)channel.size,
             (const char *)channel.at, (int)number);
}

static void read_message(struct audience_seen *stage, const struct message *message)
{
    struct push_fact fact;
    struct push_head push;
    struct head head;
    struct signed_head signed_head;
    struct refusal why;
    if (bytes_equal_text(message->word, "fact")) {
        assert_int_equal(codec_decode(&shape_push_fact, message->body, &fact, &why), OK);
        assert_int_equal(head_read(fact.head, &head, &why), OK);
        say(stage,
            !fact.has.act                    ? "hole"
            : fact.has.hidden && fact.hidden ? "hidden"
                                             : "fact",
            head.channel, head.number);
        return;
    }
    assert_true(bytes_equal_text(message->word, "head"));
    assert_int_equal(codec_decode(&shape_push_head, message->body, &push, &why), OK);
    assert_int_equal(signed_head_read(push.head, &signed_head, &why), OK);
    assert_true(signed_head_verify(&signed_head, push.head, push.sig));
    say(stage, "head", signed_head.channel, signed_head.number);
}

/* One record's worth; gives whether more lies ahead. */
static bool fill(struct audience_seen *stage, size_t room_bytes)
{
    struct buffer out = buffer_over(stage->room, room_bytes);
    struct refusal why;
    bool more = push_fill(stage->push, stage->town->txn, &stage->guest, stage->town->now_ms, &out);
    struct bytes rest = buffer_bytes(&out);
    stage->said[0] = '\0';
    stage->ready = 0;
    assert_false(out.overflowed);
    if (rest.size > 0)
        assert_int_equal(scan_check(rest, &why), OK);
    while (rest.size > 0) {
        struct message message;
        assert_int_equal(message_take(&rest, &message, &why), OK);
        read_message(stage, &message);
    }
    return more;
}

static void fills(struct audience_seen *stage, const char *expected)
{
    assert_false(fill(stage, LIMIT_PLAIN_BYTES));
    assert_string_equal(stage->said, expected);
}

static enum error subscribe(struct audience_seen *stage, const char *channel, uint64_t number)
{
    uint8_t anchor[LIMIT_HASH_BYTES];
    struct refusal why;
    return push_subscribe(stage->push, stage->town->txn, &stage->guest, bytes_of_text(channel), number,
                          anchor, &why);
}

static void publish(struct audience_seen *stage, const char *headline)
{
    ACTS(stage->town, &stage->town->lin, "publish", "channel=programme headline=%s", headline);
}

/* Hands the facts from..to of the whole ledger to push, as the writer would after a commit. */
static void hand_over(struct audience_seen *stage, uint64_t from, uint64_t to)
{
    struct batch *batch = batch_new((size_t)(to - from + 1));
    for (uint64_t seq = from; seq <= to; seq++) {
        struct fact fact;
        assert_true(ledger_read(stage->town->txn, seq, &fact));
        batch->facts[batch->count++] = shared_fact_new(&fact);
    }
    push_take(stage->push, stage->town->txn, batch);
    batch_release(batch);
}

static void hand_over_last(struct audience_seen *stage)
{
    uint64_t last = ledger_last(stage->town->txn);
    hand_over(stage, last, last);
}

static int stage_open(void **state)
{
    struct audience_seen *stage = calloc(1, sizeof *stage);
    town_settle((void **)&stage->town);
    stage->push = push_new(&(struct push_options){
        .house = &stage->town->house,
        .epoch = 1,
        .head_interval_ms = INTERVAL_MS,
        .context = stage,
        .ready = on_ready,
        .ended = on_ended,
    });
    *state = stage;
    return 0;
}

static int stage_close(void **state)
{
    struct audience_seen *stage = *state;
    push_leave(stage->push, &stage->guest);
    push_free(stage->push);
    town_leave((void **)&stage->town);
    free(stage);
    return 0;
}

static void backlog_comes_in_order_and_then_the_signed_head(void **state)
{
    struct audience_seen *stage = *state;
    publish(stage, "two");
    publish(stage, "three");
    assert_int_equal(subscribe(stage, "programme", 0), OK);
    assert_int_equal(stage->ready, 1);
    fills(stage, "fact programme/1\nfact programme/2\nfact programme/3\nhead programme/3\n");
    fills(stage, "");
}

static void live_facts_follow_the_backlog_once_each(void **state)
{
    struct audience_seen *stage = *state;
    publish(stage, "two");
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    fills(stage, "fact programme/2\nhead programme/2\n");
    publish(stage, "three");
    fills(stage, ""); /* committed, but not handed to this loop yet */
    hand_over_last(stage);
    assert_int_equal(stage->ready, 1);
    fills(stage, "fact programme/3\n");
    fills(stage, "");
}

static void a_batch_from_before_the_subscription_changes_nothing(void **state)
{
    struct audience_seen *stage = *state;
    publish(stage, "two");
    uint64_t seq = ledger_last(stage->town->txn);
    assert_int_equal(subscribe(stage, "programme", 2), OK);
    fills(stage, "head programme/2\n");
    hand_over(stage, seq, seq);
    fills(stage, "");
}

static void a_subscriber_ahead_of_this_loop_waits(void **state)
{
    struct audience_seen *stage = *state;
    struct subscriber other = {0};
    uint8_t anchor[LIMIT_HASH_BYTES];
    struct refusal why;
    assert_int_equal(
        push_subscribe(stage->push, stage->town->txn, &other, bytes_of_text("programme"), 1, anchor, &why),
        OK); /* the audience now stands at 1 */
    publish(stage, "two");
    publish(stage, "three");
    assert_int_equal(subscribe(stage, "programme", 2), OK); /* it had 2 from another loop */
    fills(stage, "");
    uint64_t last = ledger_last(stage->town->txn);
    hand_over(stage, last - 1, last);
    fills(stage, "fact programme/3\nhead programme/3\n");
    push_leave(stage->push, &other);
}

static void no_head_is_signed_behind_the_ledger(void **state)
{
    struct audience_seen *stage = *state;
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    publish(stage, "two");
    fills(stage,
          ""); /* at 1, where this loop stands; but the ledger is at 2, and another loop may have said so */
    hand_over_last(stage);
    fills(stage, "fact programme/2\nhead programme/2\n");
}

static void a_small_buffer_gives_whole_messages_and_says_there_is_more(void **state)
{
    struct audience_seen *stage = *state;
    char all[512] = "";
    for (int i = 0; i < 9; i++)
        publish(stage, "x");
    assert_int_equal(subscribe(stage, "programme", 0), OK);
    while (fill(stage, 1200)) {
        assert_true(stage->said[0] != '\0');
        strcat(all, stage->said);
    }
    strcat(all, stage->said);
    assert_string_equal(all, "fact programme/1\nfact programme/2\nfact programme/3\nfact programme/4\n"
                             "fact programme/5\nfact programme/6\nfact programme/7\nfact programme/8\n"
                             "fact programme/9\nfact programme/10\nhead programme/10\n");
}

static void one_far_behind_reads_the_ledger_beyond_the_recent_facts(void **state)
{
    struct audience_seen *stage = *state;
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    fills(stage, "head programme/1\n");
    uint64_t first = ledger_last(stage->town->txn) + 1;
    for (int i = 0; i < 100; i++) /* more than are held in memory */
        publish(stage, "x");
    hand_over(stage, first, first + 99);
    uint64_t next = 2;
    bool more = true;
    while (more) {
        more = fill(stage, 20000);
        for (char *line = strtok(stage->said, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            char expected[64];
            snprintf(expected, sizeof expected, "fact programme/%d", (int)next++);
            assert_string_equal(line, expected);
        }
    }
    assert_int_equal(next, 102);
}

static void a_lost_right_ends_the_subscription_before_anything_later(void **state)
{
    struct audience_seen *stage = *state;
    char head[TOWN_HEX];
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    assert_int_equal(subscribe(stage, "keys", 1), OK);
    fill(stage, LIMIT_PLAIN_BYTES);
    uint64_t before = ledger_last(stage->town->txn);
    town_head_of(stage->town, "channels", "channel=programme", head);
    ACTS(stage->town, &stage->town->house, "channel.change", "channel=programme head=%s read=committee",
         head);
    publish(stage, "secret");
    hand_over(stage, before + 1, ledger_last(stage->town->txn));
    assert_string_equal(stage->ended, "programme/1 unknown-channel");
    assert_int_equal(stage->guest.count, 1); /* keys goes on */
    fills(stage, "");
}

static void a_member_keeps_what_a_guest_loses(void **state)
{
    struct audience_seen *stage = *state;
    char head[TOWN_HEX];
    stage->guest.known_key = true;
    stage->guest.key = stage->town->lin.public_key;
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    fill(stage, LIMIT_PLAIN_BYTES);
    town_head_of(stage->town, "channels", "channel=programme", head);
    ACTS(stage->town, &stage->town->house, "channel.change", "channel=programme head=%s read=committee",
         head);
    hand_over_last(stage);
    fills(stage, "fact programme/2\n");
    town_head_of(stage->town, "account.list", "account=lin", head);
    ACTS(stage->town, &stage->town->house, "account.revoke", "account=lin head=%s", head);
    hand_over_last(stage);
    assert_string_equal(stage->ended, "programme/2 unknown-channel");
}

static void signed_heads_come_at_intervals(void **state)
{
    struct audience_seen *stage = *state;
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    push_tick(stage->push, stage->town->now_ms);
    fills(stage, "head programme/1\n");
    push_tick(stage->push, stage->town->now_ms += INTERVAL_MS - 1);
    fills(stage, "");
    push_tick(stage->push, stage->town->now_ms += 1);
    fills(stage, "head programme/1\n");
    push_tick(stage->push,
              stage->town->now_ms -= 10 * INTERVAL_MS); /* a clock set back does not silence them */
    fills(stage, "head programme/1\n");
}

/* What was erased is not sent any more, though it was kept for those who are up to date. */
static void an_erased_act_is_not_sent(void **state)
{
    struct audience_seen *stage = *state;
    char head[TOWN_HEX];
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    publish(stage, "two");
    hand_over_last(stage);
    publish(stage, "three");
    hand_over_last(stage);
    ACTS(stage->town, &stage->town->lin, "erase", "id=programme/2 head=%s reason=law",
         town_head_of(stage->town, "read", "id=programme/2", head));
    hand_over_last(stage);
    fills(stage, "hole programme/2\nfact programme/3\nfact programme/4\nhead programme/4\n");
    publish(stage, "five");
    hand_over_last(stage);
    fills(stage, "fact programme/5\n");
}

/* A forum with a thread, two posts and an edit: forum/2 to forum/5. */
static void settle_forum(struct town *town)
{
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=x read=everyone speak=office,committee publish=committee moderate=committee");
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=One text=one");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=two");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=three");
    ACTS(town, &town->wang, "forum.edit", "id=forum/3 head=%s text=better",
         town_head_of(town, "forum.show", "id=forum/3", head));
}

static void hide(struct town *town, const char *id, const char *hidden)
{
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "forum.hide", "id=%s head=%s reason=x hidden=%s", id,
         town_head_of(town, "forum.show", town_line("id=%s limit=1", id), head), hidden);
}

/* What is read back says what is hidden by now, with every edit of it, and no more. */
static void what_is_hidden_is_marked_when_it_is_sent(void **state)
{
    struct audience_seen *stage = *state;
    struct town *town = stage->town;
    settle_forum(town);
    hide(town, "forum/3", "yes");
    assert_int_equal(subscribe(stage, "forum", 1), OK);
    fills(stage, "fact forum/2\nhidden forum/3\nfact forum/4\nhidden forum/5\nfact forum/6\nhead forum/6\n");
    push_leave(stage->push, &stage->guest);
    hide(town, "forum/3", "no");
    assert_int_equal(subscribe(stage, "forum", 2), OK);
    fills(stage, "fact forum/3\nfact forum/4\nfact forum/5\nfact forum/6\nfact forum/7\nhead forum/7\n");
    push_leave(stage->push, &stage->guest);
    hide(town, "forum/2", "yes"); /* the whole thread */
    assert_int_equal(subscribe(stage, "forum", 1), OK);
    fills(stage,
          "hidden forum/2\nhidden forum/3\nhidden forum/4\nhidden forum/5\nfact forum/6\nfact forum/7\n"
          "fact forum/8\nhead forum/8\n");
    push_leave(stage->push, &stage->guest);
    hide(town, "forum/2", "no");
    hide(town, "forum/3", "yes"); /* a post of a thread that is shown */
    assert_int_equal(subscribe(stage, "forum", 3), OK);
    assert_int_equal(subscribe(stage, "programme", 0),
                     OK); /* beside a channel in which nothing can be hidden */
    fills(stage,
          "fact programme/1\nhead programme/1\nfact forum/4\nhidden forum/5\nfact forum/6\nfact forum/7\n"
          "fact forum/8\nfact forum/9\nfact forum/10\nhead forum/10\n");
}

/* The facts that are held for those who are up to date were made before: they are not used any more. */
static void what_is_held_is_not_sent_once_it_is_hidden(void **state)
{
    struct audience_seen *stage = *state;
    settle_forum(stage->town);
    assert_int_equal(subscribe(stage, "forum", 5), OK);
    fills(stage, "head forum/5\n");
    ACTS(stage->town, &stage->town->wang, "forum.post", "id=forum/2 text=four");
    hand_over_last(stage);
    hide(stage->town, "forum/6", "yes");
    hand_over_last(stage); /* the post was not sent yet */
    fills(stage, "hidden forum/6\nfact forum/7\n");
    ACTS(stage->town, &stage->town->wang, "forum.post", "id=forum/2 text=five");
    hand_over_last(stage);
    fills(stage, "fact forum/8\n");
}

/* The thread is in the forum, and what opened the theme in a channel of its own. */
static void a_hidden_theme_is_marked_in_its_channel(void **state)
{
    struct audience_seen *stage = *state;
    struct town *town = stage->town;
    settle_forum(town);
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=x read=everyone publish=committee moderate=committee");
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=x text=y");
    assert_int_equal(subscribe(stage, "themes", 1), OK);
    fills(stage, "head themes/1\n");
    uint64_t before = ledger_last(town->txn);
    town_at(town, "2006-12-01T00:00:00Z");
    assert_int_equal(town_run(town), 1);
    hand_over(stage, before + 1, ledger_last(town->txn));
    hide(town, "forum/6", "yes");
    hand_over_last(stage); /* in the forum, which nobody follows here */
    fills(stage, "hidden themes/2\n");
}

static void refusals_leave_nothing_behind(void **state)
{
    struct audience_seen *stage = *state;
    struct refusal why;
    assert_int_equal(subscribe(stage, "programme", 2), ERR_PAST_END);
    assert_int_equal(stage->guest.count, 0);
    assert_int_equal(subscribe(stage, "programme", 1), OK);
    assert_int_equal(subscribe(stage, "programme", 0), ERR_SUBSCRIBED);
    assert_int_equal(stage->guest.count, 1);
    assert_int_equal(push_unsubscribe(stage->push, &stage->guest, bytes_of_text("keys"), &why),
                     ERR_NOT_SUBSCRIBED);
    assert_int_equal(push_unsubscribe(stage->push, &stage->guest, bytes_of_text("programme"), &why), OK);
    publish(stage, "two");
    hand_over_last(stage);
    fills(stage, "");
    for (int i = 0; i < LIMIT_FOLLOWED; i++) {
        char name[32];
        snprintf(name, sizeof name, "c%d", i);
        assert_int_equal(subscribe(stage, name, 0), OK); /* push does not judge names: the session does */
    }
    assert_int_equal(subscribe(stage, "programme", 0), ERR_TOO_MANY_SUBSCRIPTIONS);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(backlog_comes_in_order_and_then_the_signed_head),
        STAGED(live_facts_follow_the_backlog_once_each),
        STAGED(a_batch_from_before_the_subscription_changes_nothing),
        STAGED(a_subscriber_ahead_of_this_loop_waits),
        STAGED(no_head_is_signed_behind_the_ledger),
        STAGED(a_small_buffer_gives_whole_messages_and_says_there_is_more),
        STAGED(one_far_behind_reads_the_ledger_beyond_the_recent_facts),
        STAGED(a_lost_right_ends_the_subscription_before_anything_later),
        STAGED(a_member_keeps_what_a_guest_loses),
        STAGED(signed_heads_come_at_intervals),
        STAGED(an_erased_act_is_not_sent),
        STAGED(what_is_hidden_is_marked_when_it_is_sent),
        STAGED(what_is_held_is_not_sent_once_it_is_hidden),
        STAGED(a_hidden_theme_is_marked_in_its_channel),
        STAGED(refusals_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
