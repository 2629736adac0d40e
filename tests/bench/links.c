/* Fan-out to more subscribers than a machine has sockets for: the server's store, writer, loops, push and
 * link, and subscribers in memory. It publishes, waits until each headline has reached everybody, and prints
 * one line of JSON. What the publisher's signatures cost is spent before the clock starts. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/wire/message.h"
#include "tests/bench/founded.h"
#include "tests/bench/memory_loop.h"
#include "tests/bench/usage.h"

enum { CORES_MOST = 64, FLIGHTS_MOST = 1 << 20, PATIENCE_S = 60 };

static const uint64_t second_ns = UINT64_C(1000000000);

/* One word of the command line that is a number. */
static const struct argp_option options[] = {
    {"links", 'n', "NUMBER", 0, "1000", 0},
    {"loops", 'l', "NUMBER", 0, "1 or 2: 1", 0},
    {"in-flight", 'w', "NUMBER", 0, "headlines on their way at a time: 1", 0},
    {"seconds", 's', "NUMBER", 0, "measured, as near as signed acts allow: 5", 0},
    {"data", 'd', "FOLDER", 0, "where the store is made; it must not be there (required)", 0},
    {"cores", 'c', "LIST", 0, "e.g. 0,1: a core for each loop; the other threads run on any of them (all)",
     0},
    {0},
};

struct plan {
    unsigned links, loops, in_flight, seconds;
    const char *data;
    unsigned cores[CORES_MOST], core_count;
};

struct publisher {
    struct fan *fan;
    struct identity identity;
    uint64_t serial, published;
    unsigned in_flight, in_flight_most;
};

struct runner {
    pthread_t thread;
    struct memory_loop *memory;
    int core; /* -1: any */
};

static unsigned number_of(struct argp_state *state, const char *text, unsigned least, unsigned most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < least || number > most)
        argp_error(state, "'%s' must be a number from %u to %u", text, least, most);
    return (unsigned)number;
}

static void take_cores(struct argp_state *state, struct plan *plan, char *list)
{
    char *rest = NULL;
    for (char *word = strtok_r(list, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (plan->core_count == CORES_MOST)
            argp_error(state, "too many cores");
        else
            plan->cores[plan->core_count++] = number_of(state, word, 0, CPU_SETSIZE - 1);
    }
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct plan *plan = state->input;
    switch (key) {
    case 'n':
        plan->links = number_of(state, value, FAN_LOOPS * WATCHED_LINKS, 10000000);
        break;
    case 'l':
        plan->loops = number_of(state, value, 1, FAN_LOOPS);
        break;
    case 'w':
        plan->in_flight = number_of(state, value, 1, 1000);
        break;
    case 's':
        plan->seconds = number_of(state, value, 1, 600);
        break;
    case 'd':
        plan->data = value;
        break;
    case 'c':
        take_cores(state, plan, value);
        break;
    case ARGP_KEY_END:
        if (plan->data == NULL)
            argp_error(state, "say --data FOLDER");
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const struct argp argp = {options, on_option, NULL, NULL, NULL, NULL, NULL};

/* --- cores and clocks --- */

static void bind_to(const unsigned *cores, unsigned count)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    for (unsigned i = 0; i < count; i++)
        CPU_SET(cores[i], &set);
    if (count > 0 && sched_setaffinity(0, sizeof set, &set) != 0) /* of this thread, and those it makes */
        founded_fail("--cores", "this machine does not let us use them");
}

static uint64_t process_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * second_ns + (uint64_t)now.tv_nsec;
}

/* Where things stand while nothing is on its way; two of them make a figure. */
struct mark {
    uint64_t time_ns, cpu_ns, deliveries, records, published;
};

static struct mark mark_now(const struct publisher *publisher)
{
    const struct fan *fan = publisher->fan;
    struct mark mark = {.time_ns = clock_ns(), .cpu_ns = process_ns(), .published = publisher->published};
    for (unsigned i = 0; i < fan->loop_count; i++) {
        mark.cpu_ns -= fan->loops[i]->watching_ns;
        mark.deliveries += fan->loops[i]->deliveries;
        mark.records += fan->loops[i]->records;
    }
    return mark;
}

/* --- publishing --- */

static void on_answered(void *context, struct job *job)
{
    struct bytes rest = bytes_of(job->answer, job->answer_size);
    struct message message;
    struct refusal why;
    (void)context;
    if (message_take(&rest, &message, &why) != OK || !bytes_equal_text(message.word, "ok"))
        founded_fail("a headline", "it was refused");
    job_free(job);
}

static void on_writer_fatal(void *context, enum error error)
{
    (void)context;
    founded_fail("the writer", error_kinds[error].text);
}

static void on_clock_ahead(void *context, int64_t time_ms)
{
    (void)context, (void)time_ms;
    founded_fail("the writer", error_kinds[ERR_CLOCK_AHEAD].text);
}

static void on_fatal(struct server *server, enum error error, const char *reason)
{
    (void)error;
    (void)server;
    founded_fail("a loop", reason);
}

static void sign_next(struct publisher *publisher, struct sample_act *act)
{
    sample_publish(&publisher->identity, publisher->fan->server.house->public_key, ++publisher->serial, act);
}

static void wait_for(sem_t *what, const char *name)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    while (sem_timedwait(what, &until) != 0) {
        if (errno != EINTR)
            founded_fail(name, "some never came");
    }
}

/* Waits until there is room on the way. */
static void wait_below(struct publisher *publisher, unsigned most)
{
    for (; publisher->in_flight > most; publisher->in_flight--)
        wait_for(&publisher->fan->landed, "deliveries");
}

/* As a loop does when an act comes in: it is read, hashed and verified before the queue. */
static void publish(struct publisher *publisher, const struct sample_act *act)
{
    struct refusal why;
    struct job *job;
    wait_below(publisher, publisher->in_flight_most - 1);
    if (job_of_act(bytes_of(act->bytes, act->size), bytes_of(act->signature, sizeof act->signature), &job,
                   &why) != OK ||
        writer_submit(publisher->fan->server.writer, job) != NULL)
        founded_fail("a headline", "it was not taken");
    publisher->in_flight++;
    publisher->published++;
}

/* Signs and publishes for a while; gives how many headlines a second that were. */
static double warm_up(struct publisher *publisher, uint64_t for_ns)
{
    uint64_t start_ns = clock_ns(), before = publisher->published;
    struct sample_act act;
    do {
        sign_next(publisher, &act);
        publish(publisher, &act);
    } while (clock_ns() - start_ns < for_ns);
    wait_below(publisher, 0);
    return (double)(publisher->published - before) / ((double)(clock_ns() - start_ns) / 1e9);
}

/* Publishes what was signed before, until the time is over or there is no more. */
static void publish_for(struct publisher *publisher, struct sample_act *acts, size_t count, uint64_t for_ns)
{
    uint64_t start_ns = clock_ns();
    size_t done = 0;
    while (done < count && clock_ns() - start_ns < for_ns)
        publish(publisher, &acts[done++]);
    wait_below(publisher, 0);
}

/* --- the run --- */

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* From the commit to the last link, in the middle of all headlines of the run. */
static double last_ms_p50(const struct fan *fan, uint64_t first, uint64_t count)
{
    double *times = calloc(count, sizeof *times);
    if (times == NULL || count == 0)
        founded_fail("the run", "there is nothing to measure");
    for (uint64_t i = 0; i < count; i++) {
        const struct flight *flight = &fan->flights[first + i];
        times[i] = (double)(flight->last_ns - flight->committed_ns) / 1e6;
    }
    qsort(times, count, sizeof *times, compare_numbers);
    double middle = times[(count - 1) / 2];
    free(times);
    return middle;
}

static void report(const struct plan *plan, const struct fan *fan, const struct mark *from,
                   const struct mark *to, double bytes_per_link)
{
    double deliveries = (double)(to->deliveries - from->deliveries);
    double seconds = (double)(to->time_ns - from->time_ns) / 1e9;
    uint64_t published = to->published - from->published;
    printf("{\"cpu_s_per_million\": %.4f, \"deliveries_per_s\": %.0f, \"last_ms_p50\": %.3f, "
           "\"bytes_per_link\": %.0f, \"published\": %" PRIu64 ", \"facts_per_record\": %.2f, "
           "\"links\": %u, \"loops\": %u, \"in_flight\": %u, \"seconds\": %.3f}\n",
           (double)(to->cpu_ns - from->cpu_ns) / 1e9 / deliveries * 1e6, deliveries / seconds,
           last_ms_p50(fan, fan->begun + from->published + 1, published), bytes_per_link, published,
           deliveries / (double)(to->records - from->records), plan->links, plan->loops, plan->in_flight,
           seconds);
}

static void *runner_main(void *context)
{
    struct runner *runner = context;
    unsigned core = (unsigned)runner->core;
    if (runner->core >= 0)
        bind_to(&core, 1);
    memory_loop_run(runner->memory);
    return NULL;
}

/* Makes the loops and their links, and sets them going; gives how many bytes a link is. */
static double start(const struct plan *plan, struct fan *fan, struct runner runners[FAN_LOOPS])
{
    for (unsigned i = 0; i < plan->loops; i++)
        runners[i].memory =
            memory_loop_new(fan, i, plan->links / plan->loops + (i < plan->links % plan->loops));
    uint64_t before = usage_resident_bytes(getpid());
    for (unsigned i = 0; i < plan->loops; i++)
        memory_loop_subscribe(runners[i].memory);
    for (unsigned i = 0; i < plan->loops; i++) {
        runners[i].core = plan->core_count == 0 ? -1 : (int)plan->cores[i % plan->core_count];
        if (pthread_create(&runners[i].thread, NULL, runner_main, &runners[i]) != 0)
            founded_fail("a loop", "no more threads can be started");
    }
    for (unsigned i = 0; i < plan->loops; i++)
        wait_for(&fan->greeted, "the first checkpoints");
    return (double)(usage_resident_bytes(getpid()) - before) / plan->links;
}

static void stop(struct fan *fan, struct runner runners[FAN_LOOPS], uint64_t last)
{
    writer_stop(fan->server.writer);
    for (unsigned i = 0; i < fan->loop_count; i++) {
        loop_stop(&runners[i].memory->loop);
        pthread_join(runners[i].thread, NULL);
        memory_loop_free(runners[i].memory, last);
    }
    writer_free(fan->server.writer);
}

/* Everything but the loops: a house whose publisher has come, and the writer. */
static void prepare(const struct plan *plan, struct founded *founded, struct fan *fan,
                    struct publisher *publisher)
{
    int64_t now_ms = clock_wall_ms();
    founded_open(founded, plan->data, now_ms);
    sample_identity(0, &publisher->identity);
    founded_channel(founded, now_ms);
    founded_invite(founded, 0, 1, now_ms);
    founded_join(founded, 0, &publisher->identity, now_ms);
    founded_commit(founded);
    publisher->fan = fan;
    publisher->in_flight_most = plan->in_flight;
    fan->begun = 1; /* the fact that made the channel */
    fan->flights_most = FLIGHTS_MOST;
    fan->flights = calloc(fan->flights_most, sizeof *fan->flights);
    if (fan->flights == NULL)
        founded_fail("the run", "memory is out");
    for (size_t i = 0; i < fan->flights_most; i++)
        atomic_init(&fan->flights[i].loops_left, plan->loops);
    sem_init(&fan->greeted, 0, 0);
    sem_init(&fan->landed, 0, 0);
    fan->server = (struct server){
        .store = founded->store,
        .house = founded->house,
        .epoch = 1,
        .now_ms = clock_wall_ms,
        .checkpoint_interval_ms =
            UINT64_C(3600) * 1000, /* none during the run: each record holds headlines */
        .fatal = on_fatal,
    };
    fan->server.writer = writer_start(&(struct writer_options){
        .store = founded->store,
        .house = founded->house,
        .now_ms = clock_wall_ms,
        .context = fan,
        .facts = fan_facts,
        .answered = on_answered,
        .fatal = on_writer_fatal,
        .clock_ahead = on_clock_ahead,
    });
    if (fan->server.writer == NULL)
        founded_fail("the writer", "it does not start");
}

static void measure(const struct plan *plan)
{
    static struct fan fan;
    struct founded founded;
    struct publisher publisher = {0};
    struct runner runners[FAN_LOOPS];
    prepare(plan, &founded, &fan, &publisher);
    double bytes_per_link = start(plan, &fan, runners);
    double rate = warm_up(&publisher, plan->seconds * second_ns / 10);
    size_t count = (size_t)(rate * plan->seconds * 3) + plan->in_flight;
    struct sample_act *acts = calloc(count, sizeof *acts);
    if (acts == NULL)
        founded_fail("the run", "memory is out");
    for (size_t i = 0; i < count; i++)
        sign_next(&publisher, &acts[i]);
    struct mark from = mark_now(&publisher);
    publish_for(&publisher, acts, count, plan->seconds * second_ns);
    struct mark to = mark_now(&publisher);
    stop(&fan, runners, fan.begun + publisher.published);
    report(plan, &fan, &from, &to, bytes_per_link);
    founded_close(&founded);
    free(acts);
    free(fan.flights);
}

int main(int count, char **words)
{
    struct plan plan = {.links = 1000, .loops = 1, .in_flight = 1, .seconds = 5};
    argp_parse(&argp, count, words, 0, NULL, &plan);
    if (sodium_init() < 0)
        return 1;
    bind_to(plan.cores, plan.core_count);
    measure(&plan);
    return 0;
}
