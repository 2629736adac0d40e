/* The measurements. Every loop ends by time or count, and at the first failure. What a figure is compared
 * with is not known here: a floor is driven by the same code. */
#include "tests/bench/modes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/sample.h"
#include "tests/bench/usage.h"

enum {
    VISITS_AT_ONCE = 64,   /* handshakes that run at the same time */
    WARM_SUBSCRIBERS = 8,  /* those of `idle` that come before the others are counted */
    LAST_SAMPLES = 100000, /* headlines whose last delivery is looked at */
};

static const uint64_t visit_limit_ns = UINT64_C(120000000000);
static const uint64_t settle_ns = UINT64_C(100000000);

/* How long each headline took to its last subscriber, while one is on its way at a time. */
struct lasts {
    double *ms;
    size_t count;
};

/* Keeps `in_flight` headlines on their way. */
static void fanout_until(const struct plan *plan, struct session *publisher, uint64_t end_ns,
                         struct lasts *lasts)
{
    struct bench *bench = plan->bench;
    uint64_t sent_ns = 0;
    while (well(plan) && clock_ns() < end_ns) {
        while (well(plan) && bench->published - bench->delivered / plan->subscribers < plan->in_flight) {
            if (lasts != NULL && sent_ns != 0 && plan->in_flight == 1 && lasts->count < LAST_SAMPLES)
                lasts->ms[lasts->count++] = (double)(clock_ns() - sent_ns) / 1e6;
            sent_ns = clock_ns();
            session_publish(publisher);
        }
        if (well(plan))
            bench_turn(bench, TURN_NS);
    }
}

static int compare_times(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double lasts_median(struct lasts *lasts)
{
    qsort(lasts->ms, lasts->count, sizeof *lasts->ms, compare_times);
    return lasts->count == 0 ? 0 : lasts->ms[lasts->count / 2];
}

bool mode_fanout(const struct plan *plan)
{
    struct crowd crowd;
    struct lasts lasts = {.ms = room_for(LAST_SAMPLES, sizeof *lasts.ms)};
    if (crowd_open(plan, &crowd)) {
        uint64_t measured_ns = (uint64_t)(plan->seconds * 1e9);
        fanout_until(plan, &crowd.publisher, clock_ns() + measured_ns / 10, NULL);
        struct mark from = mark_now(plan);
        fanout_until(plan, &crowd.publisher, clock_ns() + measured_ns, &lasts);
        struct mark to = mark_now(plan);
        drain(plan);
        double deliveries = (double)(to.delivered - from.delivered);
        if (well(plan)) {
            printf("{\"cpu_s_per_million\": %.4f, \"deliveries_per_s\": %.0f, \"last_ms\": %.3f",
                   (double)(to.server_ns - from.server_ns) / 1e9 / deliveries * 1e6,
                   deliveries / ((double)(to.time_ns - from.time_ns) / 1e9), lasts_median(&lasts));
            print_end(&from, &to);
        }
    }
    crowd_close(plan, &crowd);
    free(lasts.ms);
    return well(plan);
}

bool mode_latency(const struct plan *plan)
{
    struct crowd crowd;
    if (crowd_open(plan, &crowd)) {
        latency_measure(plan, &crowd.publisher, 1, NULL);
        struct mark from = mark_now(plan);
        struct latency latency = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
        struct mark to = mark_now(plan);
        if (well(plan)) {
            printf("{\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f", latency.p50_ms, latency.p99_ms,
                   latency.most_ms);
            print_end(&from, &to);
        }
    }
    crowd_close(plan, &crowd);
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
    close_all(subscribers, plan->subscribers);
    close_all(warm, WARM_SUBSCRIBERS);
    session_close(&publisher);
    free(subscribers);
    return well(plan);
}

/* Dials until so many have been served, VISITS_AT_ONCE at a time; each hangs up when its ping is answered. */
static void visit(const struct plan *plan, unsigned handshakes)
{
    struct session visitors[VISITS_AT_ONCE] = {0};
    uint64_t end_ns = clock_ns() + visit_limit_ns;
    unsigned begun = 0, done = 0;
    while (well(plan) && done < handshakes) {
        for (unsigned i = 0; i < VISITS_AT_ONCE; i++) {
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
    close_all(visitors, VISITS_AT_ONCE);
}

bool mode_handshake(const struct plan *plan)
{
    struct session publisher = {0};
    if (connect_all(plan, &publisher, 1, PUBLISHER)) {
        visit(plan, plan->handshakes / 10);
        struct mark from = mark_now(plan);
        visit(plan, plan->handshakes);
        pause_for(plan, settle_ns); /* for the server to hang up too */
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
    close_all(publishers, plan->publishers);
    free(publishers);
    return well(plan);
}
