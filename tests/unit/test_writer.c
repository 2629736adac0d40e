/* The writer: an answer comes after its facts are on disk, and facts come before answers. Many acts share a
 * transaction, and a retry gets the same answer. It looks neither at full stores nor at the schedule. */
#include "server/writer/writer.h"

#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/desk.h"

static void an_answer_means_it_is_on_disk(void **state)
{
    struct desk *desk = *state;
    desk_house_acts(desk, 0, "channel.create", "channel=programme title=Programme");
    for (uint64_t i = 1; i < JOBS; i++) {
        char line[128];
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%d", (int)i);
        desk_house_acts(desk, i, "import", line);
    }
    desk_wait(desk, JOBS);
    for (int i = 0; i < JOBS; i++) {
        char expected[64];
        snprintf(expected, sizeof expected, "programme/%d", i + 1);
        assert_string_equal(desk->answers[i], expected); /* in the order in which they came */
    }
    assert_false(desk->not_on_disk);
    assert_false(desk->facts_late);
    assert_int_equal(desk->facts, JOBS);
    assert_in_range(desk->batches, 1, JOBS);
}

static void a_refused_act_does_not_spoil_its_neighbours(void **state)
{
    struct desk *desk = *state;
    desk_house_acts(desk, 0, "channel.create", "channel=programme title=Programme");
    desk_house_acts(desk, 1, "channel.create", "channel=programme title=Again");
    desk_house_acts(desk, 2, "import", "channel=nowhere headline=h dated=2006 source=a");
    desk_house_acts(desk, 3, "import", "channel=programme headline=h dated=2006 source=a");
    desk_house_acts(desk, 4, "import", "channel=programme headline=h dated=2006 source=a");
    desk_wait(desk, 5);
    assert_string_equal(desk->answers[1], "channel-exists");
    assert_string_equal(desk->answers[2], "unknown-channel");
    assert_string_equal(desk->answers[3], "programme/2");
    assert_string_equal(desk->answers[4], "programme/2"); /* known already */
    assert_int_equal(desk->facts, 2);
}

static void the_same_act_gets_the_same_answer(void **state)
{
    struct desk *desk = *state;
    struct refusal why;
    struct job *again,
        *first = desk_house_job(desk, 0, "channel.create", "channel=programme title=Programme");
    assert_int_equal(job_of_act(first->act.bytes, first->act.signature, &again, &why), OK);
    again->request_id = 1;
    desk_submit(desk, first);
    desk_submit(desk, again);
    desk_wait(desk, 2);
    assert_string_equal(desk->answers[0], "programme/1");
    assert_string_equal(desk->answers[1], "programme/1");
    assert_int_equal(desk->facts, 1);
}

/* Uploads bytes that are all `letter`, of the largest size; adds `NAME:SIZE:HASH` to the line. */
static void add_file(struct desk *desk, char letter, char line[512])
{
    uint8_t hash[LIMIT_HASH_BYTES];
    char hex_room[2 * LIMIT_HASH_BYTES];
    struct buffer hex = buffer_over(hex_room, sizeof hex_room);
    struct refusal why;
    uint64_t offset = 0;
    uint8_t *bytes = malloc(LIMIT_FILE_BYTES);
    struct txn *txn = txn_write(desk->scratch.store);
    memset(bytes, letter, LIMIT_FILE_BYTES);
    hash_bytes(bytes_of(bytes, LIMIT_FILE_BYTES), hash);
    text_from_hex(bytes_of(hash, sizeof hash), &hex);
    while (offset < LIMIT_FILE_BYTES)
        assert_int_equal(blob_stage(txn, bytes_of_text(ACTOR_HOUSE), hash, LIMIT_FILE_BYTES, offset,
                                    bytes_of(bytes + offset, LIMIT_BLOB_CHUNK_BYTES), desk_now_ms, &offset,
                                    &why),
                         OK);
    assert_int_equal(txn_commit(txn), OK);
    free(bytes);
    size_t size = strlen(line);
    snprintf(line + size, 512 - size, "%s%c:%d:%.*s", line[size - 1] == '=' ? "" : "/", letter,
             (int)LIMIT_FILE_BYTES, (int)hex.size, hex_room);
}

/* What is adopted lies in memory until the commit, so one transaction takes only so much of it. */
static void one_transaction_adopts_only_so_much(void **state)
{
    struct desk *desk = *state;
    char first[512] = "channel=programme headline=first attach=";
    char second[512] = "channel=programme headline=second attach=";
    struct refusal why;
    struct job *again;
    desk_house_acts(desk, 0, "channel.create",
                    "channel=programme title=Programme publish=operator moderate=operator");
    desk_wait(desk, 1);
    add_file(desk, 'a', first);
    add_file(desk, 'b', first);
    add_file(desk, 'c', second);
    struct job *job = desk_house_job(desk, 3, "publish", second);
    assert_int_equal(job_of_act(job->act.bytes, job->act.signature, &again, &why), OK);
    again->request_id = 5;

    desk_hold(desk, true);
    desk_house_acts(desk, 1, "publish", "channel=programme headline=none");
    desk_wait_for_facts(desk, 2); /* the writer is held: the others wait for its next transaction together */
    desk_house_acts(desk, 2, "publish", first);
    desk_submit(desk, job);
    desk_house_acts(desk, 4, "publish", "channel=programme headline=none");
    desk_hold(desk, false);
    desk_wait(desk, 5);
    assert_string_equal(desk->answers[2], "programme/3");
    assert_string_equal(desk->answers[3], "busy");
    assert_string_equal(desk->answers[4], "programme/4");
    desk_submit(desk, again);
    desk_wait(desk, 6);
    assert_string_equal(desk->answers[5], "programme/5");
}

static void an_altered_act_is_not_taken(void **state)
{
    struct desk *desk = *state;
    struct refusal why;
    struct job *altered,
        *job = desk_house_job(desk, 0, "channel.create", "channel=programme title=Programme");
    job->bytes[job->act.bytes.size - 1] ^= 1;
    assert_int_equal(job_of_act(job->act.bytes, job->act.signature, &altered, &why), ERR_BAD_SIGNATURE);
    assert_int_equal(job_of_act(bytes_of("x", 1), job->act.signature, &altered, &why), ERR_ACT_BROKEN);
    job_free(job);
}

static void a_stopping_writer_ends_what_waits_and_takes_no_more(void **state)
{
    struct desk *desk = *state;
    for (uint64_t i = 0; i < 50; i++) {
        char line[64];
        snprintf(line, sizeof line, "channel=c%d title=x", (int)i);
        desk_house_acts(desk, i, "channel.create", line);
    }
    writer_stop(desk->writer);
    writer_free(desk->writer);
    assert_int_equal(desk->answered, 50);
    assert_string_equal(desk->answers[49], "c49/1");
    desk_start(desk);
}

/* Read markers: jobs that need no signature. */
static struct job *crowd_of_jobs(unsigned count)
{
    struct job *jobs = NULL, **end = &jobs;
    for (unsigned i = 0; i < count; i++, end = &(*end)->next) {
        *end = job_of_seen(
            &(struct seen){.account = bytes_of_text("li"), .channel = bytes_of_text("programme")});
        assert_non_null(*end);
        (*end)->request_id = JOBS + i;
    }
    return jobs;
}

/* That these are `count` jobs, the last of a crowd of `all`, each refused for this reason; frees them. */
static void expect_refused(struct job *jobs, unsigned count, unsigned all, const char *reason)
{
    for (unsigned i = all - count; i < all; i++) {
        assert_non_null(jobs);
        struct bytes rest = bytes_of(jobs->answer, jobs->answer_size);
        struct job *next = jobs->next;
        struct message message;
        struct record_error error;
        struct refusal why;
        assert_int_equal(message_take(&rest, &message, &why), OK);
        assert_int_equal(message.id, JOBS + i);
        assert_int_equal(codec_decode(&shape_record_error, message.body, &error, &why), OK);
        assert_true(bytes_equal_text(error.error, reason));
        job_free(jobs);
        jobs = next;
    }
    assert_null(jobs);
}

static void a_list_is_taken_as_far_as_there_is_room(void **state)
{
    struct desk *desk = *state;
    const unsigned crowd = WRITER_QUEUE_JOBS + 3;
    desk_hold(desk, true);
    desk_house_acts(desk, 0, "channel.create", "channel=programme title=Programme");
    desk_wait_for_facts(desk, 1); /* the writer is held: nothing leaves the queue */
    struct job *three = writer_submit(desk->writer, crowd_of_jobs(crowd));
    struct job *one = writer_submit(desk->writer, crowd_of_jobs(1));
    desk_hold(desk, false); /* before anything can fail, or the desk could not be closed */
    expect_refused(three, 3, crowd, "busy");
    expect_refused(one, 1, 1, "busy");
    desk_wait(desk, 1 + WRITER_QUEUE_JOBS);
    struct job *pair = desk_house_job(desk, 1, "channel.create", "channel=labour title=Labour");
    pair->next = desk_house_job(desk, 2, "channel.create", "channel=labour title=Again");
    desk_submit(desk, pair);
    desk_wait(desk, 3 + WRITER_QUEUE_JOBS);
    assert_string_equal(desk->answers[1], "labour/1");
    assert_string_equal(desk->answers[2], "channel-exists"); /* in their order */
    writer_stop(desk->writer);
    expect_refused(writer_submit(desk->writer, crowd_of_jobs(2)), 2, 2, "server-stopping");
    writer_free(desk->writer);
    desk_start(desk);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK(an_answer_means_it_is_on_disk),
        DESK(a_refused_act_does_not_spoil_its_neighbours),
        DESK(the_same_act_gets_the_same_answer),
        DESK(one_transaction_adopts_only_so_much),
        DESK(an_altered_act_is_not_taken),
        DESK(a_stopping_writer_ends_what_waits_and_takes_no_more),
        DESK(a_list_is_taken_as_far_as_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
