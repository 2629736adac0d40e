/* Push: in order, without a hole, by one path for backlog and live; rights judged when it sends. What is
 * hidden by then is a matter of another test. */
#include "server/net/push.h"

#include "tests/unit/support/audience.h"

static void backlog_comes_in_order_and_then_the_checkpoint(void **state)
{
    struct audience *audience = *state;
    audience_publish(audience, "two");
    audience_publish(audience, "three");
    assert_int_equal(audience_subscribe(audience, "programme", 0), OK);
    assert_int_equal(audience->ready, 1);
    audience_fills(audience,
                   "fact programme/1\nfact programme/2\nfact programme/3\ncheckpoint programme/3\n");
    audience_fills(audience, "");
}

static void live_facts_follow_the_backlog_once_each(void **state)
{
    struct audience *audience = *state;
    audience_publish(audience, "two");
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    audience_fills(audience, "fact programme/2\ncheckpoint programme/2\n");
    audience_publish(audience, "three");
    audience_fills(audience, ""); /* committed, but not handed to this loop yet */
    audience_hand_over_last(audience);
    assert_int_equal(audience->ready, 1);
    audience_fills(audience, "fact programme/3\n");
    audience_fills(audience, "");
}

static void a_batch_from_before_the_subscription_changes_nothing(void **state)
{
    struct audience *audience = *state;
    audience_publish(audience, "two");
    uint64_t seq = ledger_last(audience->town->txn);
    assert_int_equal(audience_subscribe(audience, "programme", 2), OK);
    audience_fills(audience, "checkpoint programme/2\n");
    audience_hand_over(audience, seq, seq);
    audience_fills(audience, "");
}

static void a_subscriber_ahead_of_this_loop_waits(void **state)
{
    struct audience *audience = *state;
    struct subscriber other = {0};
    uint8_t anchor[LIMIT_HASH_BYTES];
    struct refusal why;
    assert_int_equal(push_subscribe(audience->push, audience->town->txn, &other, bytes_of_text("programme"),
                                    1, anchor, &why),
                     OK); /* the audience now stands at 1 */
    audience_publish(audience, "two");
    audience_publish(audience, "three");
    assert_int_equal(audience_subscribe(audience, "programme", 2), OK); /* it had 2 from another loop */
    audience_fills(audience, "");
    uint64_t last = ledger_last(audience->town->txn);
    audience_hand_over(audience, last - 1, last);
    audience_fills(audience, "fact programme/3\ncheckpoint programme/3\n");
    push_leave(audience->push, &other);
}

static void no_head_is_signed_behind_the_ledger(void **state)
{
    struct audience *audience = *state;
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    audience_publish(audience, "two");
    audience_fills(
        audience,
        ""); /* at 1, where this loop stands; but the ledger is at 2, and another loop may have said so */
    audience_hand_over_last(audience);
    audience_fills(audience, "fact programme/2\ncheckpoint programme/2\n");
}

static void a_small_buffer_gives_whole_messages_and_says_there_is_more(void **state)
{
    struct audience *audience = *state;
    char all[512] = "";
    for (int i = 0; i < 9; i++)
        audience_publish(audience, "x");
    assert_int_equal(audience_subscribe(audience, "programme", 0), OK);
    while (audience_fill(audience, 1200)) {
        assert_true(audience->said[0] != '\0');
        strcat(all, audience->said);
    }
    strcat(all, audience->said);
    assert_string_equal(all, "fact programme/1\nfact programme/2\nfact programme/3\nfact programme/4\n"
                             "fact programme/5\nfact programme/6\nfact programme/7\nfact programme/8\n"
                             "fact programme/9\nfact programme/10\ncheckpoint programme/10\n");
}

static void one_far_behind_reads_the_ledger_beyond_the_recent_facts(void **state)
{
    struct audience *audience = *state;
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    audience_fills(audience, "checkpoint programme/1\n");
    uint64_t first = ledger_last(audience->town->txn) + 1;
    for (int i = 0; i < 100; i++) /* more than are held in memory */
        audience_publish(audience, "x");
    audience_hand_over(audience, first, first + 99);
    uint64_t next = 2;
    bool more = true;
    while (more) {
        more = audience_fill(audience, 20000);
        for (char *line = strtok(audience->said, "\n"); line != NULL; line = strtok(NULL, "\n")) {
            char expected[64];
            snprintf(expected, sizeof expected, "fact programme/%d", (int)next++);
            assert_string_equal(line, expected);
        }
    }
    assert_int_equal(next, 102);
}

static void a_lost_right_ends_the_subscription_before_anything_later(void **state)
{
    struct audience *audience = *state;
    char head[TOWN_HEX];
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    assert_int_equal(audience_subscribe(audience, "keys", 1), OK);
    audience_fill(audience, LIMIT_PLAIN_BYTES);
    uint64_t before = ledger_last(audience->town->txn);
    town_head_of(audience->town, "channels", "channel=programme", head);
    ACTS(audience->town, &audience->town->house, "channel.change", "channel=programme seen=%s read=committee",
         head);
    audience_publish(audience, "secret");
    audience_hand_over(audience, before + 1, ledger_last(audience->town->txn));
    assert_string_equal(audience->ended, "programme/1 unknown-channel");
    assert_int_equal(audience->guest.count, 1); /* keys goes on */
    audience_fills(audience, "");
}

static void a_member_keeps_what_a_guest_loses(void **state)
{
    struct audience *audience = *state;
    char head[TOWN_HEX];
    audience->guest.known_key = true;
    audience->guest.key = audience->town->lin.public_key;
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    audience_fill(audience, LIMIT_PLAIN_BYTES);
    town_head_of(audience->town, "channels", "channel=programme", head);
    ACTS(audience->town, &audience->town->house, "channel.change", "channel=programme seen=%s read=committee",
         head);
    audience_hand_over_last(audience);
    audience_fills(audience, "fact programme/2\n");
    town_head_of(audience->town, "account.list", "account=lin", head);
    ACTS(audience->town, &audience->town->house, "account.revoke", "account=lin seen=%s", head);
    audience_hand_over_last(audience);
    assert_string_equal(audience->ended, "programme/2 unknown-channel");
}

static void checkpoints_come_at_intervals(void **state)
{
    struct audience *audience = *state;
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    push_tick(audience->push, audience->town->now_ms);
    audience_fills(audience, "checkpoint programme/1\n");
    push_tick(audience->push, audience->town->now_ms += INTERVAL_MS - 1);
    audience_fills(audience, "");
    push_tick(audience->push, audience->town->now_ms += 1);
    audience_fills(audience, "checkpoint programme/1\n");
    push_tick(audience->push,
              audience->town->now_ms -= 10 * INTERVAL_MS); /* a clock set back does not silence them */
    audience_fills(audience, "checkpoint programme/1\n");
}

/* What was erased is not sent any more, though it was kept for those who are up to date. */
static void an_erased_act_is_not_sent(void **state)
{
    struct audience *audience = *state;
    char head[TOWN_HEX];
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    audience_publish(audience, "two");
    audience_hand_over_last(audience);
    audience_publish(audience, "three");
    audience_hand_over_last(audience);
    ACTS(audience->town, &audience->town->lin, "erase", "id=programme/2 seen=%s reason=law",
         town_head_of(audience->town, "read", "id=programme/2", head));
    audience_hand_over_last(audience);
    audience_fills(audience,
                   "hole programme/2\nfact programme/3\nfact programme/4\ncheckpoint programme/4\n");
    audience_publish(audience, "five");
    audience_hand_over_last(audience);
    audience_fills(audience, "fact programme/5\n");
}

static void refusals_leave_nothing_behind(void **state)
{
    struct audience *audience = *state;
    struct refusal why;
    assert_int_equal(audience_subscribe(audience, "programme", 2), ERR_PAST_END);
    assert_int_equal(audience->guest.count, 0);
    assert_int_equal(audience_subscribe(audience, "programme", 1), OK);
    assert_int_equal(audience_subscribe(audience, "programme", 0), ERR_SUBSCRIBED);
    assert_int_equal(audience->guest.count, 1);
    assert_int_equal(push_unsubscribe(audience->push, &audience->guest, bytes_of_text("keys"), &why),
                     ERR_NOT_SUBSCRIBED);
    assert_int_equal(push_unsubscribe(audience->push, &audience->guest, bytes_of_text("programme"), &why),
                     OK);
    audience_publish(audience, "two");
    audience_hand_over_last(audience);
    audience_fills(audience, "");
    for (int i = 0; i < LIMIT_FOLLOWED; i++) {
        char name[32];
        snprintf(name, sizeof name, "c%d", i);
        assert_int_equal(audience_subscribe(audience, name, 0),
                         OK); /* push does not judge names: the session does */
    }
    assert_int_equal(audience_subscribe(audience, "programme", 0), ERR_TOO_MANY_SUBSCRIPTIONS);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, audience_open, audience_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(backlog_comes_in_order_and_then_the_checkpoint),
        STAGED(live_facts_follow_the_backlog_once_each),
        STAGED(a_batch_from_before_the_subscription_changes_nothing),
        STAGED(a_subscriber_ahead_of_this_loop_waits),
        STAGED(no_head_is_signed_behind_the_ledger),
        STAGED(a_small_buffer_gives_whole_messages_and_says_there_is_more),
        STAGED(one_far_behind_reads_the_ledger_beyond_the_recent_facts),
        STAGED(a_lost_right_ends_the_subscription_before_anything_later),
        STAGED(a_member_keeps_what_a_guest_loses),
        STAGED(checkpoints_come_at_intervals),
        STAGED(an_erased_act_is_not_sent),
        STAGED(refusals_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
