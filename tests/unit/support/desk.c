/* See desk.h. */
#include "tests/unit/support/desk.h"

#include "protocol/wire/message.h"

_Atomic int64_t desk_now_ms;

static int64_t clock_ms(void)
{
    return desk_now_ms;
}

static void on_facts(void *context, struct batch *batch)
{
    struct desk *desk = context;
    pthread_mutex_lock(&desk->mutex);
    desk->facts += (unsigned)batch->count;
    desk->batches++;
    if (batch->count > desk->largest_batch)
        desk->largest_batch = (unsigned)batch->count;
    pthread_cond_broadcast(&desk->wake);
    while (desk->held)
        pthread_cond_wait(&desk->wake, &desk->mutex);
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
        snprintf(note, LIMIT_ID_BYTES, "%.*s", (int)error.error.size, (const char *)error.error.at);
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
    if (job->request_id < JOBS) /* not one of a crowd that nobody asks about */
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

void desk_wait(struct desk *desk, unsigned answers)
{
    pthread_mutex_lock(&desk->mutex);
    while (desk->answered < answers)
        pthread_cond_wait(&desk->wake, &desk->mutex);
    pthread_mutex_unlock(&desk->mutex);
}

void desk_wait_for_facts(struct desk *desk, unsigned facts)
{
    pthread_mutex_lock(&desk->mutex);
    while (desk->facts < facts)
        pthread_cond_wait(&desk->wake, &desk->mutex);
    pthread_mutex_unlock(&desk->mutex);
}

struct job *desk_job(struct desk *desk, const struct identity *who, uint64_t request_id, const char *verb,
                     const char *line)
{
    uint8_t args_room[8192], act_room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room),
                  out = buffer_over(act_room, sizeof act_room);
    const struct made made = {
        .house = desk->house.public_key,
        .author = who,
        .time_ms = desk_now_ms,
        .serial = ++desk->serial,
        .verb = verb,
        .args = made_args(verb, line, &args),
    };
    struct bytes act = made_act(&made, &out, signature);
    struct refusal why;
    struct job *job;
    assert_int_equal(job_of_act(act, bytes_of(signature, sizeof signature), &job, &why), OK);
    job->request_id = request_id;
    return job;
}

struct job *desk_house_job(struct desk *desk, uint64_t request_id, const char *verb, const char *line)
{
    return desk_job(desk, &desk->house, request_id, verb, line);
}

void desk_submit(struct desk *desk, struct job *job)
{
    assert_null(writer_submit(desk->writer, job));
}

void desk_house_acts(struct desk *desk, uint64_t request_id, const char *verb, const char *line)
{
    desk_submit(desk, desk_house_job(desk, request_id, verb, line));
}

static void on_clock_ahead(void *context, int64_t time_ms)
{
    struct desk *desk = context;
    desk->leapt_ms = time_ms;
    desk->leaps++;
}

void desk_start(struct desk *desk)
{
    struct writer_options options = {
        .store = desk->scratch.store,
        .house = &desk->house,
        .now_ms = clock_ms,
        .context = desk,
        .facts = on_facts,
        .answered = on_answered,
        .fatal = on_fatal,
        .clock_ahead = on_clock_ahead,
    };
    desk->writer = writer_start(&options);
    assert_non_null(desk->writer);
}

static int desk_open_with(void **state, uint64_t map_bytes)
{
    struct refusal why = {0};
    struct desk *desk = calloc(1, sizeof *desk);
    pthread_mutex_init(&desk->mutex, NULL);
    pthread_cond_init(&desk->wake, NULL);
    desk->house = made_identity(1);
    desk_now_ms = DESK_BEGAN_MS;
    scratch_folder(&desk->scratch);
    scratch_serve(&desk->scratch, map_bytes);
    assert_int_equal(writer_found(desk->scratch.store, &desk->house, desk_now_ms, &why), OK);
    desk_start(desk);
    *state = desk;
    return 0;
}

int desk_open(void **state)
{
    return desk_open_with(state, SCRATCH_MAP_BYTES);
}

int desk_open_small(void **state)
{
    return desk_open_with(state, 512 * 1024);
}

int desk_open_small_still(void **state)
{
    return desk_open_with(state, 1536 * 1024);
}

int desk_close(void **state)
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

void desk_hold(struct desk *desk, bool held)
{
    pthread_mutex_lock(&desk->mutex);
    desk->held = held;
    pthread_cond_broadcast(&desk->wake);
    pthread_mutex_unlock(&desk->mutex);
}
