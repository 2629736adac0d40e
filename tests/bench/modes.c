/* The measurements. Every loop ends by time or count, and at the first failure. What a figure is compared
 * with is not known here: a floor is driven by the same code. */
#include "tests/bench/modes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/sample.h"
#include "tests/bench/usage.h"

enum {
    CONNECT_AT_ONCE = 64, /* handshakes that run at the same time */
    TURN_NS = 20000000,
    WARM_SUBSCRIBERS = 8, /* those of `idle` that come before the others are counted */
};

static const uint64_t second_ns = UINT64_C(1000000000);
static const uint64_t connect_limit_ns = UINT64_C(120000000000);
static const uint64_t drain_limit_ns = UINT64_C(15000000000);
static const uint64_t settle_ns = UINT64_C(300000000);

static bool well(const struct plan *plan)
{
    return plan->bench->failures == 0;
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (room == NULL) {
        perror("bench");
        exit(1);
    }
    return room;
}

/* Serves until the time has come, whatever comes. */
static void pause_for(const struct plan *plan, uint64_t ns)
{
    for (uint64_t end_ns = clock_ns() + ns; well(plan) && clock_ns() < end_ns;)
        bench_turn(plan->bench, TURN_NS);
}

static bool connect_all(const struct plan *plan, struct session *sessions, unsigned count,
                        enum role_played played)
{
    struct bench *bench = plan->bench;
    uint64_t before = bench->ready, end_ns = clock_ns() + connect_limit_ns;
    unsigned begun = 0;
    while (well(plan) && bench->ready - before < count) {
        for (; begun < count && begun - (bench->ready - before) < CONNECT_AT_ONCE; begun++)
            session_open(bench, &sessions[begun], played, &plan->identities[played == PUBLISHER ? begun : 0],
                         begun);
        bench_turn(bench, TURN_NS);
        if (clock_ns() > end_ns)
            bench_fail(bench, "connecting", "it takes too long");
    }
    return well(plan);
}

/* Publishers join first, so that subscribers use an enrolled key. At a floor the publisher comes last: by
 * then all its subscribers are known. */
static bool connect_audience(const struct plan *plan, struct session *subscribers, struct session *publisher)
{
    bool good;
    if (plan->bench->floor)
        good = connect_all(plan, subscribers, plan->subscribers, SUBSCRIBER) &&
               connect_all(plan, publisher, 1, PUBLISHER);
    else
        good = connect_all(plan, publisher, 1, PUBLISHER) &&
               connect_all(plan, subscribers, plan->subscribers, SUBSCRIBER);
    if (good)
        pause_for(plan, settle_ns);
    return good && well(plan);
}

/* Waits until every headline has reached everyone. */
static void drain(const struct plan *plan)
{
    struct bench *bench = plan->bench;
    uint64_t end_ns = clock_ns() + drain_limit_ns;
    while (well(plan) && bench->delivered < bench->published * plan->subscribers) {
        bench_turn(bench, TURN_NS);
        if (clock_ns() > end_ns)
            bench_fail(bench, "deliveries", "some never came");
    }
    if (well(plan) && bench->delivered > bench->published * plan->subscribers)
        bench_fail(bench, "deliveries", "some came twice");
}

/* Where things stand at one moment; two of them make a figure. */
struct mark {
    uint64_t time_ns, server_ns, driver_ns, delivered, published, acknowledged;
};

static struct mark mark_now(const struct plan *plan)
{
    const struct bench *bench = plan->bench;
    return (struct mark){
        .time_ns = clock_ns(),
        .server_ns = usage_cpu_ns(plan->server),
        .driver_ns = usage_cpu_ns(getpid()),
        .delivered = bench->delivered,
        .published = bench->published,
        .acknowledged = bench->acknowledged,
    };
}

/* What every figure tells of its circumstances, and the end of its line. */
static void print_end(const struct mark *from, const struct mark *to)
{
    double elapsed_ns = (double)(to->time_ns - from->time_ns);
    printf(", \"seconds\": %.3f, \"server_busy\": %.3f, \"driver_busy\": %.3f, \"published\": %" PRIu64 "}\n",
           elapsed_ns / 1e9, (double)(to->server_ns - from->server_ns) / elapsed_ns,
           (double)(to->driver_ns - from->driver_ns) / elapsed_ns, to->published - from->published);
}

/* Keeps `in_flight` headlines on their way. */
static void fanout_until(const struct plan *plan, struct session *publisher, uint64_t end_ns)
{
    struct bench *bench = plan->bench;
    while (well(plan) && clock_ns() < end_ns) {
        while (well(plan) && bench->published - bench->delivered / plan->subscribers < plan->in_flight)
            session_publish(publisher);
        if (well(plan))
            bench_turn(bench, TURN_NS);
    }
}

bool mode_fanout(const struct plan *plan)
{
    struct session *subscribers = room_for(plan->subscribers, sizeof *subscribers), publisher = {0};
    if (connect_audience(plan, subscribers, &publisher)) {
        uint64_t measured_ns = (uint64_t)(plan->seconds * 1e9);
        fanout_until(plan, &publisher, clock_ns() + measured_ns / 10);
        struct mark from = mark_now(plan);
        fanout_until(plan, &publisher, clock_ns() + measured_ns);
        struct mark to = mark_now(plan);
        drain(plan);
        double deliveries = (double)(to.delivered - from.delivered);
        if (well(plan)) {
            printf("{\"cpu_s_per_million\": %.4f, \"deliveries_per_s\": %.0f",
                   (double)(to.server_ns - from.server_ns) / 1e9 / deliveries * 1e6,
                   deliveries / ((double)(to.time_ns - from.time_ns) / 1e9));
            print_end(&from, &to);
        }
    }
    for (unsigned i = 0; i < plan->subscribers; i++)
        session_close(&subscribers[i]);
    session_close(&publisher);
    free(subscribers);
    return well(plan);
}

/* One headline whenever it is due. */
static void publish_at_rate(const struct plan *plan, struct session *publisher, uint64_t for_ns)
{
    uint64_t start_ns = clock_ns(), sent = 0, all = for_ns / second_ns * plan->rate;
    while (well(plan) && sent < all) {
        uint64_t due_ns = start_ns + sent * second_ns / plan->rate, now_ns = clock_ns();
        if (now_ns >= due_ns) {
            session_publish(publisher);
            sent++;
        } else {
            bench_turn(plan->bench, due_ns - now_ns);
        }
    }
}

static int compare_numbers(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static double latency_ms(const struct bench *bench, double part)
{
    return bench->latencies_us[(size_t)((double)(bench->latency_count - 1) * part)] / 1e3;
}

bool mode_latency(const struct plan *plan)
{
    struct bench *bench = plan->bench;
    struct session *subscribers = room_for(plan->subscribers, sizeof *subscribers), publisher = {0};
    if (connect_audience(plan, subscribers, &publisher)) {
        publish_at_rate(plan, &publisher, second_ns);
        drain(plan);
        bench->latency_room = (size_t)(plan->seconds + 1) * plan->rate * plan->subscribers;
        bench->latencies_us = room_for(bench->latency_room, sizeof *bench->latencies_us);
        /* Pages that are touched for the first time would be measured too. */
        memset(bench->latencies_us, 1, bench->latency_room * sizeof *bench->latencies_us);
        struct mark from = mark_now(plan);
        publish_at_rate(plan, &publisher, (uint64_t)(plan->seconds * 1e9));
        drain(plan);
        struct mark to = mark_now(plan);
        if (well(plan)) {
            qsort(bench->latencies_us, bench->latency_count, sizeof *bench->latencies_us, compare_numbers);
            printf("{\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f", latency_ms(bench, 0.5),
                   latency_ms(bench, 0.99), latency_ms(bench, 1));
            print_end(&from, &to);
        }
        free(bench->latencies_us);
    }
    for (unsigned i = 0; i < plan->subscribers; i++)
        session_close(&subscribers[i]);
    session_close(&publisher);
    free(subscribers);
    return well(plan);
}

bool mode_idle(const struct plan *plan)
{
    struct session warm[WARM_SUBSCRIBERS] = {0}, publisher = {0};
    struct session *subscribers = room_for(plan->subscribers, sizeof *subscribers);
    bool good =
        connect_all(plan, &publisher, 1, PUBLISHER) && connect_all(plan, warm, WARM_SUBSCRIBERS, SUBSCRIBER);
    for (unsigned i = 0; good && i < 16; i++) /* so that what is touched once has been */
        session_publish(&publisher);
    pause_for(plan, second_ns);
    uint64_t resident = usage_resident_bytes(plan->server), slab = usage_slab_bytes();
    struct mark from = mark_now(plan);
    if (good && well(plan) && connect_all(plan, subscribers, plan->subscribers, SUBSCRIBER)) {
        pause_for(plan, 2 * second_ns);
        struct mark to = mark_now(plan);
        double count = plan->subscribers;
        /* Half of the sockets are the driver's. */
        printf("{\"bytes_each\": %.0f, \"kernel_bytes_each_socket\": %.0f",
               ((double)usage_resident_bytes(plan->server) - (double)resident) / count,
               ((double)usage_slab_bytes() - (double)slab) / (2 * count));
        print_end(&from, &to);
    }
    for (unsigned i = 0; i < plan->subscribers; i++)
        session_close(&subscribers[i]);
    for (unsigned i = 0; i < WARM_SUBSCRIBERS; i++)
        session_close(&warm[i]);
    session_close(&publisher);
    free(subscribers);
    return well(plan);
}

/* Dials until so many have been served, CONNECT_AT_ONCE at a time; each hangs up when its ping is answered.
 */
static void visit(const struct plan *plan, unsigned handshakes)
{
    struct session visitors[CONNECT_AT_ONCE] = {0};
    uint64_t end_ns = clock_ns() + connect_limit_ns;
    unsigned begun = 0, done = 0;
    while (well(plan) && done < handshakes) {
        for (unsigned i = 0; i < CONNECT_AT_ONCE; i++) {
            if (visitors[i].state == SESSION_READY) {
                session_close(&visitors[i]);
                done++;
            }
            if (visitors[i].state == SESSION_CLOSED && begun < handshakes) {
                session_open(plan->bench, &visitors[i], VISITOR, &plan->identities[0], 0);
                begun++;
            }
        }
        bench_turn(plan->bench, TURN_NS);
        if (clock_ns() > end_ns)
            bench_fail(plan->bench, "handshakes", "they take too long");
    }
    for (unsigned i = 0; i < CONNECT_AT_ONCE; i++)
        session_close(&visitors[i]);
}

bool mode_handshake(const struct plan *plan)
{
    struct session publisher = {0};
    if (connect_all(plan, &publisher, 1, PUBLISHER)) {
        visit(plan, plan->handshakes / 10);
        struct mark from = mark_now(plan);
        visit(plan, plan->handshakes);
        pause_for(plan, settle_ns / 3); /* for the server to hang up too */
        struct mark to = mark_now(plan);
        if (well(plan)) {
            printf("{\"cpu_ms\": %.4f",
                   (double)(to.server_ns - from.server_ns) / 1e6 / (double)plan->handshakes);
            print_end(&from, &to);
        }
    }
    session_close(&publisher);
    return well(plan);
}

/* Each publisher sends its next act when the last one has been acknowledged. */
static void publish_until(const struct plan *plan, struct session *publishers, uint64_t end_ns)
{
    while (well(plan) && clock_ns() < end_ns) {
        for (unsigned i = 0; i < plan->publishers && well(plan); i++) {
            if (!publishers[i].in_flight)
                session_publish(&publishers[i]);
        }
        bench_turn(plan->bench, TURN_NS);
    }
}

bool mode_publish(const struct plan *plan)
{
    struct session *publishers = room_for(plan->publishers, sizeof *publishers);
    if (connect_all(plan, publishers, plan->publishers, PUBLISHER)) {
        uint64_t measured_ns = (uint64_t)(plan->seconds * 1e9);
        publish_until(plan, publishers, clock_ns() + measured_ns / 10);
        struct mark from = mark_now(plan);
        publish_until(plan, publishers, clock_ns() + measured_ns);
        struct mark to = mark_now(plan);
        double acts = (double)(to.acknowledged - from.acknowledged);
        if (well(plan)) {
            printf("{\"acts_per_s\": %.1f, \"cpu_us_per_act\": %.1f",
                   acts / ((double)(to.time_ns - from.time_ns) / 1e9),
                   (double)(to.server_ns - from.server_ns) / 1e3 / acts);
            print_end(&from, &to);
        }
    }
    for (unsigned i = 0; i < plan->publishers; i++)
        session_close(&publishers[i]);
    free(publishers);
    return well(plan);
}
