/* The writer and the schedule: what is due happens once and in order, whatever the clock does. The clock is
 * the test's; it knows nothing of what a noun's entries do. */
#include "protocol/wire/text.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/desk.h"

/* A channel in which the house may publish. */
static void make_channel(struct desk *desk, uint64_t request_id)
{
    desk_house_acts(desk, request_id, "channel.create", "channel=programme title=Programme publish=operator");
}

/* Tells the clock, and waits until a job that came after the tick is answered: what was due is done. Gives
 * how many facts there are then besides the one that the job made. */
static unsigned tick(struct desk *desk, int64_t time_ms)
{
    char line[64];
    unsigned asked = desk->answered;
    desk_now_ms = time_ms;
    writer_tick(desk->writer);
    desk->ticks++;
    snprintf(line, sizeof line, "channel=tick%u title=x", desk->ticks);
    desk_house_acts(desk, JOBS - 1, "channel.create", line);
    desk_wait(desk, asked + 1);
    assert_int_equal(strncmp(desk->answers[JOBS - 1], "tick", 4), 0);
    return desk->facts - desk->ticks;
}

static void fact_is(struct desk *desk, const char *channel, uint64_t number, const char *kind)
{
    struct txn *txn = txn_read(desk->scratch.store);
    struct fact fact;
    assert_true(ledger_read_at(txn, bytes_of_text(channel), number, &fact));
    assert_true(bytes_equal_text(fact.head.kind, kind));
    txn_end(txn);
}

/* The headline of what was published as this number. */
static void headline_is(struct desk *desk, uint64_t number, const char *headline)
{
    struct txn *txn = txn_read(desk->scratch.store);
    struct args_publish args;
    struct refusal why;
    struct fact fact;
    assert_true(ledger_read_at(txn, bytes_of_text("programme"), number, &fact));
    assert_true(bytes_equal_text(fact.head.kind, "bulletin.published"));
    assert_int_equal(codec_decode(&shape_args_publish, fact.act.act.args, &args, &why), OK);
    assert_true(bytes_equal_text(args.headline, headline));
    txn_end(txn);
}

/* Two that wait: the later one was scheduled first. */
static void schedule_two(struct desk *desk)
{
    make_channel(desk, 0);
    desk_house_acts(desk, 1, "publish", "channel=programme headline=second at=2006-12-02T00:00:00Z");
    desk_submit(
        desk, desk_house_job(desk, 2, "publish", "channel=programme headline=first at=2006-12-01T00:00:00Z"));
    desk_wait(desk, 3);
    assert_string_equal(desk->answers[1], "desk/programme/2");
    assert_string_equal(desk->answers[2], "desk/programme/3");
    assert_int_equal(desk->facts, 4); /* and the desk itself */
}

static void what_is_due_happens_once_and_in_order(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + DAY_MS - 1), 4);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + DAY_MS), 6); /* published, released */
    headline_is(desk, 2, "first");
    fact_is(desk, "desk/programme", 4, "bulletin.released");
    assert_int_equal(tick(desk, DESK_BEGAN_MS + DAY_MS), 6);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + 3 * DAY_MS), 8);
    headline_is(desk, 3, "second");
    assert_int_equal(tick(desk, DESK_BEGAN_MS + 16 * DAY_MS), 8);
}

/* No job is needed: the tick alone wakes the writer, and the facts reach the loops. */
static void the_tick_alone_is_enough(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    desk_now_ms = DESK_BEGAN_MS + 9 * DAY_MS;
    writer_tick(desk->writer);
    desk_wait_for_facts(desk, 8);
    headline_is(desk, 2, "first");
    headline_is(desk, 3, "second");
}

static void what_was_slept_through_happens_once_on_start(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    writer_stop(desk->writer);
    writer_free(desk->writer);
    store_close(desk->scratch.store);
    scratch_serve(&desk->scratch, SCRATCH_MAP_BYTES);
    desk_now_ms = DESK_BEGAN_MS + 9 * DAY_MS;
    desk_start(desk);
    writer_tick(desk->writer);
    desk_wait_for_facts(desk, 8);
    headline_is(desk, 2, "first");
    headline_is(desk, 3, "second");
    writer_stop(desk->writer);
    writer_free(desk->writer);
    desk_start(desk);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + 10 * DAY_MS), 8);
}

static void a_clock_that_goes_back_and_forth(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    assert_int_equal(tick(desk, DESK_BEGAN_MS - DAY_MS / 2), 4);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + DAY_MS), 6);
    assert_int_equal(tick(desk, DESK_BEGAN_MS), 6);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + DAY_MS), 6); /* once is once */
    assert_int_equal(tick(desk, DESK_BEGAN_MS + 2 * DAY_MS), 8);
    assert_int_equal(tick(desk, DESK_BEGAN_MS), 8);
    assert_int_equal(tick(desk, DESK_BEGAN_MS + 14 * DAY_MS), 8);
}

/* Nothing is done by a clock that leapt, until an operator confirms it; then all that is due is. */
static void a_clock_that_leaps(void **state)
{
    struct desk *desk = *state;
    char line[64], time[40];
    struct buffer out = buffer_over(time, sizeof time - 1);
    schedule_two(desk);
    unsigned answered = desk->answered, facts = desk->facts;
    desk_now_ms = DESK_BEGAN_MS + 40 * DAY_MS;
    for (int i = 0; i < 2; i++) {
        writer_tick(desk->writer);
        desk_house_acts(desk, 5, "channel.create", "channel=late title=x");
        desk_wait(desk, ++answered);
        assert_string_equal(desk->answers[5], "clock-ahead");
    }
    assert_int_equal(desk->facts, facts);
    assert_int_equal(desk->leaps, 1);
    assert_int_equal(desk->leapt_ms, desk_now_ms);
    text_from_time(desk_now_ms, 0, &out);
    time[out.size] = '\0';
    snprintf(line, sizeof line, "time=%s", time);
    desk_house_acts(desk, 6, "clock.confirm", line);
    desk_wait(desk, ++answered);
    assert_string_equal(desk->answers[6], "desk/keys/2");
    writer_tick(desk->writer);
    desk_wait_for_facts(desk, facts + 1 + 4);
    headline_is(desk, 2, "first");
    headline_is(desk, 3, "second");
}

/* More is due than one transaction takes. */
static void much_is_done_in_parts(void **state)
{
    enum { DEPARTMENTS = 120, DRAFTS = 40, EACH = 2 + DEPARTMENTS };
    struct desk *desk = *state;
    uint64_t id = 0;
    char line[128];
    make_channel(desk, id++);
    for (int i = 0; i < DEPARTMENTS; i++) {
        snprintf(line, sizeof line, "department=d%d title=x", i);
        desk_house_acts(desk, id++, "department.create", line);
    }
    for (int i = 0; i < DRAFTS; i++) {
        snprintf(line, sizeof line, "channel=programme headline=h%d to=all at=2006-12-01T00:00:00Z", i);
        desk_house_acts(desk, id++, "publish", line);
    }
    desk_wait(desk, (unsigned)id);
    unsigned facts = desk->facts, batches = desk->batches;
    desk_now_ms = DESK_BEGAN_MS + 2 * DAY_MS;
    writer_tick(desk->writer);
    desk_wait_for_facts(desk, facts + DRAFTS * EACH);
    assert_int_equal(desk->facts, facts + DRAFTS * EACH);
    assert_int_equal(desk->batches, batches + 2);
    assert_in_range(desk->largest_batch, WRITER_BATCH_FACTS, WRITER_BATCH_FACTS + 2 * LIMIT_ACT_FACTS);
}

/* An entry that its own fact does not take away is a mistake of ours; it must not fill the ledger. */
static void an_entry_that_stays_is_not_run_for_ever(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = txn_write(desk->scratch.store);
    struct store_key key = view_schedule_key(DESK_BEGAN_MS, TRANSITION_EXPIRES, bytes_of_text("nowhere"), 1);
    txn_put(txn, TABLE_SCHEDULE, key_of(&key), (struct bytes){0});
    assert_int_equal(txn_commit(txn), OK);
    writer_tick(desk->writer);
    desk_wait_for_facts(desk, 1);
    make_channel(desk, 0);
    desk_house_acts(desk, 1, "import", "channel=programme headline=h dated=2006 source=a");
    desk_wait(desk, 2);
    assert_string_equal(desk->answers[1], "programme/2");
    assert_int_equal(desk->facts, 3);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK(what_is_due_happens_once_and_in_order),
        DESK(the_tick_alone_is_enough),
        DESK(what_was_slept_through_happens_once_on_start),
        DESK(a_clock_that_goes_back_and_forth),
        DESK(a_clock_that_leaps),
        DESK(much_is_done_in_parts),
        DESK(an_entry_that_stays_is_not_run_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
