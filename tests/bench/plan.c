/* Crowds of sessions, marks and latencies. Every loop ends by time or count, and at the first failure. */
#include "tests/bench/plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/bench/sample.h"
#include "tests/bench/usage.h"

enum { CONNECT_AT_ONCE = 64 }; /* handshakes that run at the same time */

static const uint64_t connect_limit_ns = UINT64_C(120000000000);
static const uint64_t drain_limit_ns = UINT64_C(15000000000);
static const uint64_t settle_ns = UINT64_C(300000000);

void *room_for(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (room == NULL) {
        perror("bench");
        exit(1);
    }
    return room;
}

void pause_for(const struct plan *plan, uint64_t ns)
{
    for (uint64_t end_ns = clock_ns() + ns; well(plan) && clock_ns() < end_ns;)
        bench_turn(plan->bench, TURN_NS);
}

bool connect_all(const struct plan *plan, struct session *sessions, unsigned count, enum role_played played)
{
    struct bench *bench = plan->bench;
    uint64_t before = bench->ready, end_ns = clock_ns() + connect_limit_ns;
    unsigned begun = 0;
    while (well(plan) && bench->ready - before < count) {
        for (; begun < count && begun - (bench->ready - before) < CONNECT_AT_ONCE; begun++) {
            sessions[begun].joined = plan->joined;
            session_open(bench, &sessions[begun], played, &plan->identities[played == PUBLISHER ? begun : 0],
                         begun);
        }
        bench_turn(bench, TURN_NS);
        if (clock_ns() > end_ns)
            bench_fail(bench, "connecting", "it takes too long");
    }
    return well(plan);
}

void close_all(struct session *sessions, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        session_close(&sessions[i]);
}

/* Publishers join first, so that subscribers use an enrolled key. At a floor the publisher comes last: by
 * then all its subscribers are known. */
bool crowd_open(const struct plan *plan, struct crowd *crowd)
{
    bool good, last = plan->bench->floor;
    *crowd = (struct crowd){.subscribers = room_for(plan->subscribers, sizeof *crowd->subscribers)};
    for (unsigned i = 0; i < plan->subscribers; i++)
        crowd->subscribers[i].position = plan->from;
    good = (last || connect_all(plan, &crowd->publisher, 1, PUBLISHER)) &&
           connect_all(plan, crowd->subscribers, plan->subscribers, SUBSCRIBER) &&
           (!last || connect_all(plan, &crowd->publisher, 1, PUBLISHER));
    if (good)
        pause_for(plan, settle_ns);
    return good && well(plan);
}

void crowd_close(const struct plan *plan, struct crowd *crowd)
{
    close_all(crowd->subscribers, plan->subscribers);
    session_close(&crowd->publisher);
    free(crowd->subscribers);
}

void drain(const struct plan *plan)
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

struct mark mark_now(const struct plan *plan)
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

void print_end(const struct mark *from, const struct mark *to)
{
    double elapsed_ns = (double)(to->time_ns - from->time_ns);
    printf(", \"seconds\": %.3f, \"server_busy\": %.3f, \"driver_busy\": %.3f, \"published\": %" PRIu64 "}\n",
           elapsed_ns / 1e9, (double)(to->server_ns - from->server_ns) / elapsed_ns,
           (double)(to->driver_ns - from->driver_ns) / elapsed_ns, to->published - from->published);
}

/* One headline whenever it is due. */
static void publish_at_rate(const struct plan *plan, struct session *publisher, uint64_t for_ns,
                            const struct session *laggard)
{
    uint64_t start_ns = clock_ns(), sent = 0, all = for_ns / second_ns * plan->rate;
    while (well(plan) && sent < all && (laggard == NULL || laggard->position < plan->from)) {
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
    return bench->latency_count == 0
               ? 0
               : bench->latencies_us[(size_t)((double)(bench->latency_count - 1) * part)] / 1e3;
}

struct latency latency_measure(const struct plan *plan, struct session *publisher, double seconds,
                               const struct session *laggard)
{
    struct bench *bench = plan->bench;
    bench->latency_count = 0;
    bench->latency_room = (size_t)(seconds + 1) * plan->rate * plan->subscribers;
    bench->latencies_us = room_for(bench->latency_room, sizeof *bench->latencies_us);
    /* Pages that are touched for the first time would be measured too. */
    memset(bench->latencies_us, 1, bench->latency_room * sizeof *bench->latencies_us);
    publish_at_rate(plan, publisher, (uint64_t)(seconds * 1e9), laggard);
    drain(plan);
    qsort(bench->latencies_us, bench->latency_count, sizeof *bench->latencies_us, compare_numbers);
    struct latency latency = {
        .p50_ms = latency_ms(bench, 0.5),
        .p99_ms = latency_ms(bench, 0.99),
        .most_ms = latency_ms(bench, 1),
    };
    bench->latency_room = 0;
    free(bench->latencies_us);
    bench->latencies_us = NULL;
    return latency;
}
