/* See audience.h. */
#include "tests/unit/support/audience.h"

#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"

static void on_ready(void *context, struct subscriber *subscriber)
{
    struct audience *audience = context;
    (void)subscriber;
    audience->ready++;
}

static void on_ended(void *context, struct subscriber *subscriber, struct bytes channel, uint64_t number,
                     enum error error)
{
    struct audience *audience = context;
    (void)subscriber;
    snprintf(audience->ended, sizeof audience->ended, "%.*s/%d %s", (int)channel.size,
             (const char *)channel.at, (int)number, error_kinds[error].word);
}

static void say(struct audience *audience, const char *word, struct bytes channel, uint64_t number)
{
    size_t at = strlen(audience->said);
    snprintf(audience->said + at, sizeof audience->said - at, "%s %.*s/%d\n", word, (int)channel.size,
             (const char *)channel.at, (int)number);
}

static void read_message(struct audience *audience, const struct message *message)
{
    struct push_fact fact;
    struct push_checkpoint push;
    struct head head;
    struct checkpoint checkpoint;
    struct refusal why;
    if (bytes_equal_text(message->word, "fact")) {
        assert_int_equal(codec_decode(&shape_push_fact, message->body, &fact, &why), OK);
        assert_int_equal(head_read(fact.head, &head, &why), OK);
        say(audience,
            !fact.has.act                    ? "hole"
            : fact.has.hidden && fact.hidden ? "hidden"
                                             : "fact",
            head.channel, head.number);
        return;
    }
    assert_true(bytes_equal_text(message->word, "checkpoint"));
    assert_int_equal(codec_decode(&shape_push_checkpoint, message->body, &push, &why), OK);
    assert_int_equal(checkpoint_read(push.checkpoint, &checkpoint, &why), OK);
    assert_true(checkpoint_verify(&checkpoint, push.checkpoint, push.sig));
    say(audience, "checkpoint", checkpoint.channel, checkpoint.number);
}

bool audience_fill(struct audience *audience, size_t room_bytes)
{
    struct buffer out = buffer_over(audience->room, room_bytes);
    struct refusal why;
    bool more =
        push_fill(audience->push, audience->town->txn, &audience->guest, audience->town->now_ms, &out);
    struct bytes rest = buffer_bytes(&out);
    audience->said[0] = '\0';
    audience->ready = 0;
    assert_false(out.overflowed);
    if (rest.size > 0)
        assert_int_equal(scan_check(rest, &why), OK);
    while (rest.size > 0) {
        struct message message;
        assert_int_equal(message_take(&rest, &message, &why), OK);
        read_message(audience, &message);
    }
    return more;
}

void audience_fills(struct audience *audience, const char *expected)
{
    assert_false(audience_fill(audience, LIMIT_PLAIN_BYTES));
    assert_string_equal(audience->said, expected);
}

enum error audience_subscribe(struct audience *audience, const char *channel, uint64_t number)
{
    uint8_t anchor[LIMIT_HASH_BYTES];
    struct refusal why;
    return push_subscribe(audience->push, audience->town->txn, &audience->guest, bytes_of_text(channel),
                          number, anchor, &why);
}

void audience_publish(struct audience *audience, const char *headline)
{
    ACTS(audience->town, &audience->town->lin, "publish", "channel=programme headline=%s", headline);
}

void audience_hand_over(struct audience *audience, uint64_t from, uint64_t to)
{
    struct batch *batch = batch_new((size_t)(to - from + 1));
    for (uint64_t seq = from; seq <= to; seq++) {
        struct fact fact;
        assert_true(ledger_read(audience->town->txn, seq, &fact));
        batch->facts[batch->count++] = shared_fact_new(&fact);
    }
    push_take(audience->push, audience->town->txn, batch);
    batch_release(batch);
}

void audience_hand_over_last(struct audience *audience)
{
    uint64_t last = ledger_last(audience->town->txn);
    audience_hand_over(audience, last, last);
}

int audience_open(void **state)
{
    struct audience *audience = calloc(1, sizeof *audience);
    town_settle((void **)&audience->town);
    audience->push = push_new(&(struct push_options){
        .house = &audience->town->house,
        .epoch = 1,
        .checkpoint_interval_ms = INTERVAL_MS,
        .context = audience,
        .ready = on_ready,
        .ended = on_ended,
    });
    *state = audience;
    return 0;
}

int audience_close(void **state)
{
    struct audience *audience = *state;
    push_leave(audience->push, &audience->guest);
    push_free(audience->push);
    town_leave((void **)&audience->town);
    free(audience);
    return 0;
}
