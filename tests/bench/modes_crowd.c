/* What a crowd does to others: some stop reading, one is far behind, many ask, all come back at once. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "protocol/tables.h"
#include "tests/bench/modes.h"
#include "tests/bench/sample.h"
#include "tests/bench/usage.h"

enum {
    STALLED_HEADLINES = 1000, /* some 500 KiB: more than the buffers of a socket hold */
    STALLED_IN_FLIGHT = 32,
    STALLED_BUFFER_BYTES = 16 * 1024,
    /* The kernel asks those who are full after 0.2 s, then waits twice as long each time. All of them fell
     * silent at once and are asked at once: at 0.6, 1.4, 3, 6.2, 12.6 and 25.4 s. */
    STALLED_SETTLE_SECONDS = 3,
    CATCHUP_SECONDS_MOST = 120,
    ASKERS_BURST = 16,
    ASKERS_BUFFER_BYTES = 64 * 1024,
    BACKOFF_FIRST_MS = 200, /* as the client does it */
    BACKOFF_LAST_MS = 30000,
    STORM_PUBLISH_MS = 100,
    STORM_SECONDS_MOST = 120,
    STORM_TURN_NS = 2000000,
};

/* --- those who stop reading --- */

/* Connects them and lets them fall silent, then publishes more than their sockets take. */
static bool stall(const struct plan *plan, struct crowd *crowd, struct session *stalled)
{
    struct bench *bench = plan->bench;
    bench->small_buffer_bytes = STALLED_BUFFER_BYTES;
    for (unsigned i = 0; i < plan->stalled; i++)
        stalled[i].position = crowd->subscribers[0].position;
    if (!connect_all(plan, stalled, plan->stalled, LAGGARD))
        return false;
    pause_for(plan, second_ns / 2);
    for (unsigned i = 0; i < plan->stalled; i++)
        session_stall(&stalled[i]);
    for (unsigned sent = 0; well(plan) && sent < STALLED_HEADLINES;) {
        for (; well(plan) && bench->published - bench->delivered / plan->subscribers < STALLED_IN_FLIGHT;
             sent++)
            session_publish(&crowd->publisher);
        bench_turn(bench, TURN_NS);
    }
    drain(plan);
    pause_for(plan, second_ns / 2);
    return well(plan);
}

bool mode_stalled(const struct plan *plan)
{
    struct crowd crowd;
    struct session *stalled = room_for(plan->stalled, sizeof *stalled);
    if (crowd_open(plan, &crowd)) {
        latency_measure(plan, &crowd.publisher, 1, NULL);
        struct latency before = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
        uint64_t resident = usage_resident_bytes(plan->server), tcp = usage_tcp_bytes();
        struct mark from = mark_now(plan);
        if (stall(plan, &crowd, stalled)) {
            double count = plan->stalled;
            double bytes = ((double)usage_resident_bytes(plan->server) - (double)resident) / count;
            double kernel = ((double)usage_tcp_bytes() - (double)tcp) / count;
            struct latency beside = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
            pause_for(plan, STALLED_SETTLE_SECONDS * second_ns);
            struct latency settled = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
            struct mark to = mark_now(plan);
            if (well(plan)) {
                printf("{\"p99_before_ms\": %.3f, \"p99_beside_ms\": %.3f, \"p99_settled_ms\": %.3f, "
                       "\"bytes_each\": %.0f, \"kernel_bytes_each\": %.0f",
                       before.p99_ms, beside.p99_ms, settled.p99_ms, bytes, kernel);
                print_end(&from, &to);
            }
        }
    }
    close_all(stalled, plan->stalled);
    crowd_close(plan, &crowd);
    free(stalled);
    return well(plan);
}

/* --- one who is far behind --- */

bool mode_catchup(const struct plan *plan)
{
    struct crowd crowd;
    struct session laggard = {0};
    if (crowd_open(plan, &crowd)) {
        latency_measure(plan, &crowd.publisher, 1, NULL);
        struct latency before = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
        struct mark from = mark_now(plan);
        session_open(plan->bench, &laggard, LAGGARD, &plan->identities[0], 0);
        struct latency beside = latency_measure(plan, &crowd.publisher, CATCHUP_SECONDS_MOST, &laggard);
        struct mark to = mark_now(plan);
        if (well(plan) && laggard.position < plan->from)
            bench_fail(plan->bench, "the one behind", "it did not catch up in time");
        if (well(plan)) {
            printf("{\"facts_per_s\": %.0f, \"p99_before_ms\": %.3f, \"p99_beside_ms\": %.3f",
                   (double)plan->from / ((double)(to.time_ns - from.time_ns) / 1e9), before.p99_ms,
                   beside.p99_ms);
            print_end(&from, &to);
        }
    }
    session_close(&laggard);
    crowd_close(plan, &crowd);
    return well(plan);
}

/* --- many who ask --- */

/* What costs most: words that stand in every headline, letters, pages of headlines, whole facts. */
static void ask_dear(struct session *session)
{
    static unsigned turn;
    static const char *const words[] = {"市工作", "a", "1 2", "公布"};
    struct args_search search = {
        .has = {.words = true, .order = true, .limit = true},
        .words = bytes_of_text(words[turn % 4]),
        .order = ORDER_BEST,
        .limit = LIMIT_ROWS,
    };
    struct args_headlines headlines = {
        .has = {.channel = true, .limit = true},
        .channel = bytes_of_text(SAMPLE_CHANNEL),
        .limit = LIMIT_ROWS,
    };
    struct args_facts facts = {
        .has = {.channel = true, .limit = true},
        .channel = bytes_of_text(SAMPLE_CHANNEL),
        .limit = LIMIT_ROWS,
    };
    for (unsigned i = 0; i < ASKERS_BURST && session->state != SESSION_CLOSED; i++, turn++) {
        if (turn % 8 == 6)
            session_question(session, verbs[VERB_headlines].word, &shape_args_headlines, &headlines);
        else if (turn % 8 == 7)
            session_question(session, verbs[VERB_facts].word, &shape_args_facts, &facts);
        else
            session_question(session, verbs[VERB_search].word, &shape_args_search, &search);
    }
}

/* Guests of one address, who ask in bursts all the time and read their answers. */
bool mode_askers(const struct plan *plan)
{
    struct crowd crowd;
    struct bench *bench = plan->bench;
    struct session *askers = room_for(plan->stalled, sizeof *askers);
    int buffer_bytes = ASKERS_BUFFER_BYTES;
    if (crowd_open(plan, &crowd)) {
        latency_measure(plan, &crowd.publisher, 1, NULL);
        struct latency before = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
        bench->ask_more = ask_dear;
        bool all = connect_all(plan, askers, plan->stalled, ASKER);
        for (unsigned i = 0; all && i < plan->stalled; i++) {
            setsockopt(askers[i].socket, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
            ask_dear(&askers[i]);
        }
        pause_for(plan, second_ns);
        uint64_t thrown_away = bench->thrown_away;
        struct mark from = mark_now(plan);
        struct latency beside = latency_measure(plan, &crowd.publisher, plan->seconds, NULL);
        struct mark to = mark_now(plan);
        double answered_mb = (double)(bench->thrown_away - thrown_away) / 1e6;
        if (well(plan) && answered_mb == 0)
            bench_fail(bench, "those who ask", "they were not answered at all");
        if (well(plan)) {
            printf("{\"p50_before_ms\": %.3f, \"p99_before_ms\": %.3f, \"p50_beside_ms\": %.3f, "
                   "\"p99_beside_ms\": %.3f, \"answered_mb_per_s\": %.3f",
                   before.p50_ms, before.p99_ms, beside.p50_ms, beside.p99_ms,
                   answered_mb / ((double)(to.time_ns - from.time_ns) / 1e9));
            print_end(&from, &to);
        }
    }
    close_all(askers, plan->stalled);
    crowd_close(plan, &crowd);
    free(askers);
    return well(plan);
}

/* --- all come back --- */

/* One that dials again, with the client's own patience. */
struct caller {
    struct session *session;
    enum role_played played;
    unsigned last_ms;
    uint64_t again_ns; /* 0: not set */
    bool dialled;      /* since the storm began */
};

struct storm {
    const struct plan *plan;
    struct caller *callers; /* the publisher is the last */
    unsigned count, dials, back;
    uint64_t begun_ns; /* when the first one lost its connection */
};

static void call_again(struct storm *storm, struct caller *caller, uint64_t now_ns)
{
    const struct plan *plan = storm->plan;
    if (caller->session->state == SESSION_READY) {
        storm->back += caller->dialled;
        caller->last_ms = 0;
        caller->again_ns = 0;
    } else if (caller->session->state == SESSION_CLOSED && caller->again_ns == 0) {
        bool first =
            caller->last_ms == 0 || caller->played == PUBLISHER; /* an author does not wait for long */
        unsigned next = first ? BACKOFF_FIRST_MS : caller->last_ms * 2;
        caller->last_ms = next > BACKOFF_LAST_MS ? BACKOFF_LAST_MS : next;
        caller->again_ns =
            now_ns + (uint64_t)(caller->last_ms - randombytes_uniform(caller->last_ms / 2)) * 1000000;
        if (storm->begun_ns == 0)
            storm->begun_ns = now_ns;
    } else if (caller->session->state == SESSION_CLOSED && now_ns >= caller->again_ns) {
        caller->again_ns = 0;
        caller->dialled = true;
        storm->dials++;
        session_open(plan->bench, caller->session, caller->played, &plan->identities[0], 0);
    }
}

/* One look at each; true when all are back. */
static bool storm_turn(struct storm *storm)
{
    uint64_t now_ns = clock_ns();
    storm->back = 0;
    for (unsigned i = 0; i < storm->count; i++)
        call_again(storm, &storm->callers[i], now_ns);
    bench_turn(storm->plan->bench, STORM_TURN_NS);
    return storm->back == storm->count;
}

/* Publishes every so often while they come back; gives the longest time until one was on disk. */
static double storm_sit_out(struct storm *storm)
{
    const struct plan *plan = storm->plan;
    const struct caller *author = &storm->callers[plan->subscribers];
    struct session *publisher = author->session;
    uint64_t end_ns = clock_ns() + STORM_SECONDS_MOST * second_ns, sent_ns = 0, longest_ns = 0;
    while (well(plan) && !storm_turn(storm)) {
        uint64_t now_ns = clock_ns();
        if (now_ns > end_ns)
            bench_fail(plan->bench, "the storm", "not all came back in time");
        if (!author->dialled || publisher->state != SESSION_READY)
            continue;
        if (publisher->in_flight && now_ns - sent_ns > longest_ns)
            longest_ns = now_ns - sent_ns;
        if (!publisher->in_flight && now_ns - sent_ns > (uint64_t)STORM_PUBLISH_MS * 1000000) {
            sent_ns = now_ns;
            session_publish(publisher);
        }
    }
    return (double)longest_ns / 1e6;
}

bool mode_restart(const struct plan *plan)
{
    struct crowd crowd;
    struct storm storm = {.plan = plan, .count = plan->subscribers + 1};
    storm.callers = room_for(storm.count, sizeof *storm.callers);
    if (crowd_open(plan, &crowd)) {
        for (unsigned i = 0; i < plan->subscribers; i++)
            storm.callers[i] = (struct caller){.session = &crowd.subscribers[i], .played = SUBSCRIBER};
        storm.callers[plan->subscribers] = (struct caller){.session = &crowd.publisher, .played = PUBLISHER};
        session_publish(&crowd.publisher);
        drain(plan);
        plan->bench->patient = true;
        printf("connected\n"); /* whoever started us may end the server now, and begin it anew */
        fflush(stdout);
        double longest_ms = storm_sit_out(&storm);
        uint64_t back_ns = clock_ns();
        drain(plan);
        if (well(plan))
            printf("{\"back_s\": %.3f, \"current_s\": %.3f, \"dials\": %u, \"published\": %u, "
                   "\"longest_answer_ms\": %.1f}\n",
                   (double)(back_ns - storm.begun_ns) / 1e9, (double)(clock_ns() - storm.begun_ns) / 1e9,
                   storm.dials, (unsigned)plan->bench->published, longest_ms);
    }
    crowd_close(plan, &crowd);
    free(storm.callers);
    return well(plan);
}
