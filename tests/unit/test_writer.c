/* The writer: an answer comes after its facts are on disk, and facts come before answers. Many acts share a
 * transaction, a retry gets the same answer, a full store refuses and goes on, what is due happens once. */
#include "server/writer/writer.h"

#include <pthread.h>

#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "server/domain/base/views.h"
#include "tests/unit/support/scratch.h"

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
    unsigned largest_batch;
    unsigned leaps; /* of the clock, that the writer told of; the last was to: */
    int64_t leapt_ms;
    char answers[JOBS][LIMIT_ID_BYTES + 1]; /* by request id: the id of the fact, or the code of the error */
    uint32_t serial;
    unsigned ticks;
    bool held; /* the writer waits where it hands on its facts */
};

#define BEGAN_MS INT64_C(1164844800000) /* 2006-11-30 */
#define DAY_MS   INT64_C(86400000)

static _Atomic int64_t now_ms;

static int64_t clock_ms(void)
{
    return now_ms;
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

static void wait_for(struct desk *desk, unsigned answers)
{
    pthread_mutex_lock(&desk->mutex);
    while (desk->answered < answers)
        pthread_cond_wait(&desk->wake, &desk->mutex);
    pthread_mutex_unlock(&desk->mutex);
}

static void wait_for_facts(struct desk *desk, unsigned facts)
{
    pthread_mutex_lock(&desk->mutex);
    while (desk->facts < facts)
        pthread_cond_wait(&desk->wake, &desk->mutex);
    pthread_mutex_unlock(&desk->mutex);
}

static struct job *job_by(struct desk *desk, const struct identity *who, uint64_t request_id,
                          const char *verb, const char *line)
{
    uint8_t room[8192], act_room[LIMIT_ACT_BYTES], nonce[LIMIT_NONCE_BYTES] = {0};
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
    struct buffer args = buffer_over(room, sizeof room), out = buffer_over(act_room, sizeof act_room);
    struct refusal why;
    struct job *job;
    desk->serial++;
    memcpy(nonce, &desk->serial, sizeof desk->serial);
    assert_int_equal(text_to_map(verb_find(bytes_of_text(verb))->args, bytes_of_text(line), &args, &why), OK);
    act_write(&out, &(struct act){
                        .house = bytes_of(desk->house.public_key, LIMIT_KEY_BYTES),
                        .author = bytes_of(who->public_key, LIMIT_KEY_BYTES),
                        .time_ms = clock_ms(),
                        .nonce = bytes_of(nonce, sizeof nonce),
                        .verb = bytes_of_text(verb),
                        .args = buffer_bytes(&args),
                    });
    act_sign(who, buffer_bytes(&out), signature);
    assert_int_equal(job_of_act(buffer_bytes(&out), bytes_of(signature, sizeof signature), &job, &why), OK);
    job->request_id = request_id;
    return job;
}

static struct job *house_job(struct desk *desk, uint64_t request_id, const char *verb, const char *line)
{
    return job_by(desk, &desk->house, request_id, verb, line);
}

static void submit(struct desk *desk, struct job *job)
{
    assert_null(writer_submit(desk->writer, job));
}

static void on_clock_ahead(void *context, int64_t time_ms)
{
    struct desk *desk = context;
    desk->leapt_ms = time_ms;
    desk->leaps++;
}

static void desk_start(struct desk *desk)
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
    desk->house = scratch_identity(1);
    now_ms = BEGAN_MS;
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

static int desk_open_small_still(void **state)
{
    return desk_open_with(state, 1536 * 1024);
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
                                    bytes_of(bytes + offset, LIMIT_BLOB_CHUNK_BYTES), clock_ms(), &offset,
                                    &why),
                         OK);
    assert_int_equal(txn_commit(txn), OK);
    free(bytes);
    size_t size = strlen(line);
    snprintf(line + size, 512 - size, "%s%c:%d:%.*s", line[size - 1] == '=' ? "" : "/", letter,
             (int)LIMIT_FILE_BYTES, (int)hex.size, hex_room);
}

static void hold_writer(struct desk *desk, bool held)
{
    pthread_mutex_lock(&desk->mutex);
    desk->held = held;
    pthread_cond_broadcast(&desk->wake);
    pthread_mutex_unlock(&desk->mutex);
}

/* What is adopted lies in memory until the commit, so one transaction takes only so much of it. */
static void one_transaction_adopts_only_so_much(void **state)
{
    struct desk *desk = *state;
    char first[512] = "channel=programme headline=first attach=";
    char second[512] = "channel=programme headline=second attach=";
    struct refusal why;
    struct job *again;
    submit(desk, house_job(desk, 0, "channel.create",
                           "channel=programme title=Programme publish=operator moderate=operator"));
    wait_for(desk, 1);
    add_file(desk, 'a', first);
    add_file(desk, 'b', first);
    add_file(desk, 'c', second);
    struct job *job = house_job(desk, 3, "publish", second);
    assert_int_equal(job_of_act(job->act.bytes, job->act.signature, &again, &why), OK);
    again->request_id = 5;

    hold_writer(desk, true);
    submit(desk, house_job(desk, 1, "publish", "channel=programme headline=none"));
    wait_for_facts(desk, 2); /* the writer is held: the others wait for its next transaction together */
    submit(desk, house_job(desk, 2, "publish", first));
    submit(desk, job);
    submit(desk, house_job(desk, 4, "publish", "channel=programme headline=none"));
    hold_writer(desk, false);
    wait_for(desk, 5);
    assert_string_equal(desk->answers[2], "programme/3");
    assert_string_equal(desk->answers[3], "busy");
    assert_string_equal(desk->answers[4], "programme/4");
    submit(desk, again);
    wait_for(desk, 6);
    assert_string_equal(desk->answers[5], "programme/5");
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

/* Says things until nothing fits: with long texts first, then with what still fits where they do not. */
static unsigned fill_up(struct desk *desk, unsigned sent)
{
    char line[8000], text[4001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (unsigned texts = 4000, stops = 0; stops < 2 && sent < JOBS - 1;) {
        snprintf(line, sizeof line, "channel=programme headline=h dated=2006 source=s%u text=x%.*s", sent,
                 (int)texts, text);
        submit(desk, house_job(desk, sent, "import", line));
        wait_for(desk, ++sent);
        if (strcmp(desk->answers[sent - 1], "store-full") == 0) {
            texts = 0;
            stops++;
        }
    }
    assert_string_equal(desk->answers[sent - 1], "store-full");
    return sent;
}

/* Whatever is full, what a law demands to be gone goes: a reserve is kept for it. */
static void a_full_store_still_erases(void **state)
{
    enum { DEPARTMENTS = 30 };
    struct desk *desk = *state;
    char line[512], head[2 * LIMIT_HASH_BYTES + 1];
    submit(desk, house_job(desk, 0, "channel.create",
                           "channel=programme title=Programme publish=operator moderate=operator"));
    unsigned sent = 1;
    while (sent <= DEPARTMENTS) {
        snprintf(line, sizeof line, "department=d%u title=D", sent);
        submit(desk, house_job(desk, sent++, "department.create", line));
    }
    submit(desk, house_job(desk, sent++, "publish", "channel=programme headline=h to=all"));
    wait_for(desk, sent);
    assert_string_equal(desk->answers[sent - 1], "programme/2");
    sent = fill_up(desk, sent);
    struct txn *txn = txn_read(desk->scratch.store);
    struct fact fact;
    assert_true(ledger_read_at(txn, bytes_of_text("programme"), 2, &fact));
    struct buffer hex = buffer_over(head, sizeof head);
    text_from_hex(bytes_of(fact.hash, LIMIT_HASH_BYTES), &hex);
    txn_end(txn);
    snprintf(line, sizeof line, "id=programme/2 head=%.*s reason=\"order 7\"", (int)hex.size, head);
    submit(desk, house_job(desk, sent, "erase", line));
    wait_for(desk, sent + 1);
    assert_string_not_equal(desk->answers[sent], "store-full");
    txn = txn_read(desk->scratch.store);
    assert_true(ledger_read_at(txn, bytes_of_text("programme"), 2, &fact) && fact.erased);
    txn_end(txn);
}

/* Invites somebody and joins as them; gives how many jobs were sent by then. */
static unsigned enrol(struct desk *desk, unsigned sent, const struct identity *who, const char *fields)
{
    char line[512], code[LIMIT_CODE_BYTES + 1], hex_room[2 * LIMIT_HASH_BYTES];
    uint8_t random[10] = {(uint8_t)sent}, hash[LIMIT_HASH_BYTES];
    struct buffer hex = buffer_over(hex_room, sizeof hex_room);
    code_from_random(random, code);
    hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
    text_from_hex(bytes_of(hash, sizeof hash), &hex);
    snprintf(line, sizeof line, "%s code_hash=%.*s", fields, (int)hex.size, hex_room);
    submit(desk, house_job(desk, sent, "account.invite", line));
    snprintf(line, sizeof line, "code=%s", code);
    submit(desk, job_by(desk, who, sent + 1, "join", line));
    wait_for(desk, sent + 2);
    return sent + 2;
}

/* That somebody leaves, as often as it takes; gives how many jobs were sent by then. */
static unsigned leave(struct desk *desk, unsigned sent, const struct identity *who, const char *account,
                      unsigned times)
{
    struct record_account row;
    for (unsigned i = 0; i < times; i++) {
        submit(desk, job_by(desk, who, sent, "account.leave", "texts=yes"));
        wait_for(desk, ++sent);
        assert_string_not_equal(desk->answers[sent - 1], "store-full");
    }
    struct txn *txn = txn_read(desk->scratch.store);
    assert_true(view_account(txn, bytes_of_text(account), &row));
    assert_true(row.has.revoked);
    txn_end(txn);
    return sent;
}

/* Leaving goes on in acts of its own, and ends with one that erases nothing. */
static void a_full_store_still_lets_people_leave(void **state)
{
    struct desk *desk = *state;
    const struct identity named = scratch_identity(21), nameless = scratch_identity(22);
    submit(desk, house_job(desk, 0, "channel.create",
                           "channel=programme title=Programme publish=operator moderate=operator"));
    unsigned sent = enrol(desk, 1, &named, "account=li role=committee title=Li");
    sent = enrol(desk, sent, &nameless, "account=lin role=committee");
    sent = fill_up(desk, sent);
    sent = leave(desk, sent, &nameless, "lin", 1);
    sent = leave(desk, sent, &named, "li", 1);
    submit(desk, house_job(desk, sent, "department.create", "department=d title=D"));
    wait_for(desk, sent + 1);
    assert_string_equal(desk->answers[sent], "store-full"); /* it was full all the time */
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
        assert_true(bytes_equal_text(error.code, reason));
        job_free(jobs);
        jobs = next;
    }
    assert_null(jobs);
}

static void a_list_is_taken_as_far_as_there_is_room(void **state)
{
    struct desk *desk = *state;
    const unsigned crowd = WRITER_QUEUE_JOBS + 3;
    hold_writer(desk, true);
    submit(desk, house_job(desk, 0, "channel.create", "channel=programme title=Programme"));
    wait_for_facts(desk, 1); /* the writer is held: nothing leaves the queue */
    struct job *three = writer_submit(desk->writer, crowd_of_jobs(crowd));
    struct job *one = writer_submit(desk->writer, crowd_of_jobs(1));
    hold_writer(desk, false); /* before anything can fail, or the desk could not be closed */
    expect_refused(three, 3, crowd, "busy");
    expect_refused(one, 1, 1, "busy");
    wait_for(desk, 1 + WRITER_QUEUE_JOBS);
    struct job *pair = house_job(desk, 1, "channel.create", "channel=labour title=Labour");
    pair->next = house_job(desk, 2, "channel.create", "channel=labour title=Again");
    submit(desk, pair);
    wait_for(desk, 3 + WRITER_QUEUE_JOBS);
    assert_string_equal(desk->answers[1], "labour/1");
    assert_string_equal(desk->answers[2], "channel-exists"); /* in their order */
    writer_stop(desk->writer);
    expect_refused(writer_submit(desk->writer, crowd_of_jobs(2)), 2, 2, "server-stopping");
    writer_free(desk->writer);
    desk_start(desk);
}

/* --- the schedule --- */

/* A channel in which the house may publish. */
static void make_channel(struct desk *desk, uint64_t request_id)
{
    submit(desk, house_job(desk, request_id, "channel.create",
                           "channel=programme title=Programme publish=operator"));
}

/* Tells the clock, and waits until a job that came after the tick is answered: what was due is done. Gives
 * how many facts there are then besides the one that the job made. */
static unsigned tick(struct desk *desk, int64_t time_ms)
{
    char line[64];
    unsigned asked = desk->answered;
    now_ms = time_ms;
    writer_tick(desk->writer);
    desk->ticks++;
    snprintf(line, sizeof line, "channel=tick%u title=x", desk->ticks);
    submit(desk, house_job(desk, JOBS - 1, "channel.create", line));
    wait_for(desk, asked + 1);
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

/* Two drafts: the later one was scheduled first. */
static void schedule_two(struct desk *desk)
{
    make_channel(desk, 0);
    submit(desk, house_job(desk, 1, "publish", "channel=programme headline=second at=2006-12-02T00:00:00Z"));
    submit(desk, house_job(desk, 2, "publish", "channel=programme headline=first at=2006-12-01T00:00:00Z"));
    wait_for(desk, 3);
    assert_string_equal(desk->answers[1], "desk/programme/2");
    assert_string_equal(desk->answers[2], "desk/programme/3");
    assert_int_equal(desk->facts, 4); /* and the desk itself */
}

static void what_is_due_happens_once_and_in_order(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    assert_int_equal(tick(desk, BEGAN_MS + DAY_MS - 1), 4);
    assert_int_equal(tick(desk, BEGAN_MS + DAY_MS), 6); /* published, released */
    headline_is(desk, 2, "first");
    fact_is(desk, "desk/programme", 4, "bulletin.released");
    assert_int_equal(tick(desk, BEGAN_MS + DAY_MS), 6);
    assert_int_equal(tick(desk, BEGAN_MS + 3 * DAY_MS), 8);
    headline_is(desk, 3, "second");
    assert_int_equal(tick(desk, BEGAN_MS + 16 * DAY_MS), 8);
}

/* No job is needed: the tick alone wakes the writer, and the facts reach the loops. */
static void the_tick_alone_is_enough(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    now_ms = BEGAN_MS + 9 * DAY_MS;
    writer_tick(desk->writer);
    wait_for_facts(desk, 8);
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
    now_ms = BEGAN_MS + 9 * DAY_MS;
    desk_start(desk);
    writer_tick(desk->writer);
    wait_for_facts(desk, 8);
    headline_is(desk, 2, "first");
    headline_is(desk, 3, "second");
    writer_stop(desk->writer);
    writer_free(desk->writer);
    desk_start(desk);
    assert_int_equal(tick(desk, BEGAN_MS + 10 * DAY_MS), 8);
}

static void a_clock_that_goes_back_and_forth(void **state)
{
    struct desk *desk = *state;
    schedule_two(desk);
    assert_int_equal(tick(desk, BEGAN_MS - DAY_MS / 2), 4);
    assert_int_equal(tick(desk, BEGAN_MS + DAY_MS), 6);
    assert_int_equal(tick(desk, BEGAN_MS), 6);
    assert_int_equal(tick(desk, BEGAN_MS + DAY_MS), 6); /* once is once */
    assert_int_equal(tick(desk, BEGAN_MS + 2 * DAY_MS), 8);
    assert_int_equal(tick(desk, BEGAN_MS), 8);
    assert_int_equal(tick(desk, BEGAN_MS + 14 * DAY_MS), 8);
}

/* Nothing is done by a clock that leapt, until an operator confirms it; then all that is due is. */
static void a_clock_that_leaps(void **state)
{
    struct desk *desk = *state;
    char line[64], time[40];
    struct buffer out = buffer_over(time, sizeof time - 1);
    schedule_two(desk);
    unsigned answered = desk->answered, facts = desk->facts;
    now_ms = BEGAN_MS + 40 * DAY_MS;
    for (int i = 0; i < 2; i++) {
        writer_tick(desk->writer);
        submit(desk, house_job(desk, 5, "channel.create", "channel=late title=x"));
        wait_for(desk, ++answered);
        assert_string_equal(desk->answers[5], "clock-ahead");
    }
    assert_int_equal(desk->facts, facts);
    assert_int_equal(desk->leaps, 1);
    assert_int_equal(desk->leapt_ms, now_ms);
    text_from_time(now_ms, 0, &out);
    time[out.size] = '\0';
    snprintf(line, sizeof line, "time=%s", time);
    submit(desk, house_job(desk, 6, "clock.confirm", line));
    wait_for(desk, ++answered);
    assert_string_equal(desk->answers[6], "desk/keys/2");
    writer_tick(desk->writer);
    wait_for_facts(desk, facts + 1 + 4);
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
        submit(desk, house_job(desk, id++, "department.create", line));
    }
    for (int i = 0; i < DRAFTS; i++) {
        snprintf(line, sizeof line, "channel=programme headline=h%d to=all at=2006-12-01T00:00:00Z", i);
        submit(desk, house_job(desk, id++, "publish", line));
    }
    wait_for(desk, (unsigned)id);
    unsigned facts = desk->facts, batches = desk->batches;
    now_ms = BEGAN_MS + 2 * DAY_MS;
    writer_tick(desk->writer);
    wait_for_facts(desk, facts + DRAFTS * EACH);
    assert_int_equal(desk->facts, facts + DRAFTS * EACH);
    assert_int_equal(desk->batches, batches + 2);
    assert_in_range(desk->largest_batch, WRITER_BATCH_FACTS, WRITER_BATCH_FACTS + 2 * LIMIT_ACT_FACTS);
}

/* An entry that its own fact does not take away is a mistake of ours; it must not fill the ledger. */
static void an_entry_that_stays_is_not_run_for_ever(void **state)
{
    struct desk *desk = *state;
    struct txn *txn = txn_write(desk->scratch.store);
    struct store_key key = view_schedule_key(BEGAN_MS, TRANSITION_EXPIRES, bytes_of_text("nowhere"), 1);
    txn_put(txn, TABLE_SCHEDULE, key_of(&key), (struct bytes){0});
    assert_int_equal(txn_commit(txn), OK);
    writer_tick(desk->writer);
    wait_for_facts(desk, 1);
    make_channel(desk, 0);
    submit(desk, house_job(desk, 1, "import", "channel=programme headline=h dated=2006 source=a"));
    wait_for(desk, 2);
    assert_string_equal(desk->answers[1], "programme/2");
    assert_int_equal(desk->facts, 3);
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
        cmocka_unit_test_setup_teardown(a_full_store_refuses_and_reading_goes_on, desk_open_small,
                                        desk_close),
        cmocka_unit_test_setup_teardown(a_full_store_still_erases, desk_open_small_still, desk_close),
        cmocka_unit_test_setup_teardown(a_full_store_still_lets_people_leave, desk_open_small_still,
                                        desk_close),
        DESK(what_is_due_happens_once_and_in_order),
        DESK(the_tick_alone_is_enough),
        DESK(what_was_slept_through_happens_once_on_start),
        DESK(a_clock_that_goes_back_and_forth),
        DESK(a_clock_that_leaps),
        DESK(much_is_done_in_parts),
        DESK(an_entry_that_stays_is_not_run_for_ever),
        DESK(a_stopping_writer_ends_what_waits_and_takes_no_more),
        DESK(a_list_is_taken_as_far_as_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
