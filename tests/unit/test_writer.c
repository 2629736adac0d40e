/* The writer: an answer comes after its facts are on disk, facts come before answers, many acts share a
 * transaction, a retry gets the same answer, a full store refuses and goes on. */
#include "server/writer.h"

#include <pthread.h>

#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "server/domain/domain.h"
#include "tests/unit/scratch.h"

enum { JOBS = 200 };

struct desk {
    struct scratch scratch;
    struct identity house;
    struct writer *writer;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    unsigned answered, facts, batches;
    bool facts_late; /* an answer came before the facts of its commit */
    bool not_on_disk;
    char answers[JOBS][LIMIT_ID_BYTES + 1]; /* by request id: the id of the fact, or the code of the error */
    uint32_t serial;
};

static int64_t clock_ms(void)
{
    return INT64_C(1164844800000);
}

static void on_facts(void *context, struct batch *batch)
{
    struct desk *desk = context;
    pthread_mutex_lock(&desk->mutex);
    desk->facts += (unsigned)batch->count;
    desk->batches++;
    pthread_mutex_unlock(&desk->mutex);
}

static void note_answer(struct desk *desk, struct job *job)
{
    struct bytes rest = bytes_of(job->answer, job->answer_size);
    struct message message;
    struct refusal why;
    struct record_done done;
    struct record_error error;
    char *note = desk->answers[job->request_id];
    assert_int_equal(message_take(&rest, &message, &why), OK);
    assert_int_equal(message.id, job->request_id);
    if (bytes_equal_text(message.word, "error")) {
        assert_int_equal(codec_decode(&shape_record_error, message.body, &error, &why), OK);
        snprintf(note, LIMIT_ID_BYTES, "%.*s", (int)error.code.size, (const char *)error.code.at);
        return;
    }
    assert_int_equal(codec_decode(&shape_record_done, message.body, &done, &why), OK);
    snprintf(note, LIMIT_ID_BYTES, "%.*s", (int)done.id.size, (const char *)done.id.at);
    /* A transaction begun now sees it: it has been committed. */
    struct txn *txn = txn_read(desk->scratch.store);
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    desk->not_on_disk |=
        !id_split(done.id, &channel, &number) || !ledger_read_at(txn, channel, number, &fact);
    desk->facts_late |= ledger_last(txn) > 3 && desk->facts == 0;
    txn_end(txn);
}

static void on_answered(void *context, struct job *job)
{
    struct desk *desk = context;
    pthread_mutex_lock(&desk->mutex);
    note_answer(desk, job);
    desk->answered++;
    pthread_cond_signal(&desk->wake);
    pthread_mutex_unlock(&desk->mutex);
    job_free(job);
}

static void on_fatal(void *context, enum error error)
{
    (void)context;
    fail_msg("the writer stopped: %s", error_kinds[error].word);
}

static void wait_for(struct desk *desk, unsigned answers)
{
    pthread_mutex_lock(&desk->mutex);
    while (desk->answered < answers)
        pthread_cond_wait(&desk->wake, &desk->mutex);
    pthread_mutex_unlock(&desk->mutex);
}

static struct job *house_job(struct desk *desk, uint64_t request_id, const char *verb, const char *line)
{
    uint8_t room[8192], nonce[LIMIT_NONCE_BYTES] = {0};
    struct buffer args = buffer_over(room, sizeof room);
    struct refusal why;
    struct job *job;
    desk->serial++;
    memcpy(nonce, &desk->serial, sizeof desk->serial);
    assert_int_equal(text_to_map(verb_find(bytes_of_text(verb))->args, bytes_of_text(line), &args, &why), OK);
    assert_int_equal(job_of_house_act(&desk->house, clock_ms(), nonce, bytes_of_text(verb),
                                      buffer_bytes(&args), &job, &why),
                     OK);
    job->request_id = request_id;
    return job;
}

static void submit(struct desk *desk, struct job *job)
{
    assert_int_equal(writer_submit(desk->writer, job), OK);
}

static void desk_start(struct desk *desk)
{
    struct writer_options options = {
        .store = desk->scratch.store,
        .now_ms = clock_ms,
        .context = desk,
        .facts = on_facts,
        .answered = on_answered,
        .fatal = on_fatal,
    };
    memcpy(options.house, desk->house.public_key, sizeof options.house);
    desk->writer = writer_start(&options);
    assert_non_null(desk->writer);
}

static int desk_open_with(void **state, uint64_t map_bytes)
{
    struct refusal why = {0};
    struct desk *desk = calloc(1, sizeof *desk);
    pthread_mutex_init(&desk->mutex, NULL);
    pthread_cond_init(&desk->wake, NULL);
    desk->house = scratch_identity(1);
    scratch_folder(&desk->scratch);
    scratch_serve(&desk->scratch, map_bytes);
    assert_int_equal(writer_found(desk->scratch.store, &desk->house, clock_ms(), &why), OK);
    desk_start(desk);
    *state = desk;
    return 0;
}

static int desk_open(void **state)
{
    return desk_open_with(state, SCRATCH_MAP_BYTES);
}

static int desk_open_small(void **state)
{
    return desk_open_with(state, 512 * 1024);
}

static int desk_close(void **state)
{
    struct desk *desk = *state;
    writer_stop(desk->writer);
    writer_free(desk->writer);
    scratch_close(&desk->scratch);
    pthread_cond_destroy(&desk->wake);
    pthread_mutex_destroy(&desk->mutex);
    free(desk);
    return 0;
}

static void an_answer_means_it_is_on_disk(void **state)
{
    struct desk *desk = *state;
    submit(desk, house_job(desk, 0, "channel.create", "channel=programme title=Programme"));
    for (uint64_t i = 1; i < JOBS; i++) {
        char line[128];
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%d", (int)i);
        submit(desk, house_job(desk, i, "import", line));
    }
    wait_for(desk, JOBS);
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
    submit(desk, house_job(desk, 0, "channel.create", "channel=programme title=Programme"));
    submit(desk, house_job(desk, 1, "channel.create", "channel=programme title=Again"));
    submit(desk, house_job(desk, 2, "import", "channel=nowhere headline=h dated=2006 source=a"));
    submit(desk, house_job(desk, 3, "import", "channel=programme headline=h dated=2006 source=a"));
    submit(desk, house_job(desk, 4, "import", "channel=programme headline=h dated=2006 source=a"));
    wait_for(desk, 5);
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
    struct job *again, *first = house_job(desk, 0, "channel.create", "channel=programme title=Programme");
    assert_int_equal(job_of_act(first->act.bytes, first->act.signature, &again, &why), OK);
    again->request_id = 1;
    submit(desk, first);
    submit(desk, again);
    wait_for(desk, 2);
    assert_string_equal(desk->answers[0], "programme/1");
    assert_string_equal(desk->answers[1], "programme/1");
    assert_int_equal(desk->facts, 1);
}

static void an_altered_act_is_not_taken(void **state)
{
    struct desk *desk = *state;
    struct refusal why;
    struct job *altered, *job = house_job(desk, 0, "channel.create", "channel=programme title=Programme");
    job->bytes[job->act.bytes.size - 1] ^= 1;
    assert_int_equal(job_of_act(job->act.bytes, job->act.signature, &altered, &why), ERR_BAD_SIGNATURE);
    assert_int_equal(job_of_act(bytes_of("x", 1), job->act.signature, &altered, &why), ERR_ACT_BROKEN);
    job_free(job);
}

static void a_full_store_refuses_and_reading_goes_on(void **state)
{
    struct desk *desk = *state;
    char text[4000], line[4200];
    memset(text, 'x', sizeof text);
    submit(desk, house_job(desk, 0, "channel.create", "channel=programme title=Programme"));
    wait_for(desk, 1);
    unsigned sent = 1;
    while (sent < JOBS) {
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%u text=%.4000s", sent,
                 text);
        submit(desk, house_job(desk, sent, "import", line));
        wait_for(desk, ++sent);
        if (strcmp(desk->answers[sent - 1], "store-full") == 0)
            break;
    }
    assert_in_range(sent, 3, JOBS - 1);
    assert_string_equal(desk->answers[sent - 1], "store-full");
    assert_false(desk->not_on_disk);
    struct txn *txn = txn_read(desk->scratch.store);
    struct fact fact;
    assert_true(
        ledger_read_at(txn, bytes_of_text("programme"), sent - 1, &fact)); /* the last that was taken */
    assert_false(ledger_read_at(txn, bytes_of_text("programme"), sent, &fact));
    txn_end(txn);
}

static void a_stopping_writer_ends_what_waits_and_takes_no_more(void **state)
{
    struct desk *desk = *state;
    for (uint64_t i = 0; i < 50; i++) {
        char line[64];
        snprintf(line, sizeof line, "channel=c%d title=x", (int)i);
        submit(desk, house_job(desk, i, "channel.create", line));
    }
    writer_stop(desk->writer);
    writer_free(desk->writer);
    assert_int_equal(desk->answered, 50);
    assert_string_equal(desk->answers[49], "c49/1");
    desk_start(desk);
}

#define DESK(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK(an_answer_means_it_is_on_disk),
        DESK(a_refused_act_does_not_spoil_its_neighbours),
        DESK(the_same_act_gets_the_same_answer),
        DESK(an_altered_act_is_not_taken),
        cmocka_unit_test_setup_teardown(a_full_store_refuses_and_reading_goes_on, desk_open_small,
                                        desk_close),
        DESK(a_stopping_writer_ends_what_waits_and_takes_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
