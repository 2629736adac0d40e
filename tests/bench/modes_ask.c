/* What a long history costs: questions about any part of it, and one who follows it from its beginning. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/tables.h"
#include "tests/bench/modes.h"
#include "tests/bench/sample.h"

enum { HEADLINES_ASKED = 20 };

/* --- questions --- */

/* A page of headlines that ends somewhere in the channel, or one bulletin of it. The channel's first fact is
 * none. */
static void ask_one(const struct plan *plan, struct session *session, bool headlines)
{
    char id[LIMIT_ID_BYTES];
    if (headlines) {
        uint64_t least = HEADLINES_ASKED + 2;
        struct args_headlines args = {
            .has = {.channel = true, .limit = true, .before = true},
            .channel = bytes_of_text(SAMPLE_CHANNEL),
            .limit = HEADLINES_ASKED,
            .before = least + randombytes_uniform((uint32_t)(plan->from + 2 - least)),
        };
        session_question(session, verbs[VERB_headlines].word, &shape_args_headlines, &args);
    } else {
        snprintf(id, sizeof id, SAMPLE_CHANNEL "/%u", 2 + randombytes_uniform((uint32_t)plan->from - 1));
        struct args_read args = {.has.id = true, .id = bytes_of_text(id)};
        session_question(session, verbs[VERB_read].word, &shape_args_read, &args);
    }
}

/* Each asks again when it has been answered. */
static void ask_until(const struct plan *plan, struct session *askers, bool headlines, uint64_t end_ns)
{
    while (well(plan) && clock_ns() < end_ns) {
        for (unsigned i = 0; i < plan->subscribers && well(plan); i++) {
            if (!askers[i].in_flight)
                ask_one(plan, &askers[i], headlines);
        }
        bench_turn(plan->bench, TURN_NS);
    }
}

/* Takes the answers that are on their way. */
static void answers_drain(const struct plan *plan, const struct session *askers)
{
    uint64_t end_ns = clock_ns() + 10 * second_ns;
    for (unsigned i = 0; i < plan->subscribers;) {
        if (well(plan) && askers[i].in_flight)
            bench_turn(plan->bench, TURN_NS);
        else
            i++;
        if (clock_ns() > end_ns)
            bench_fail(plan->bench, "a question", "it was never answered");
    }
}

bool mode_ask(const struct plan *plan)
{
    struct bench *bench = plan->bench;
    bool headlines = strcmp(plan->question, "headlines") == 0;
    struct session *askers = room_for(plan->subscribers, sizeof *askers);
    if (!headlines && strcmp(plan->question, "read") != 0)
        bench_fail(bench, "--question", "say headlines or read");
    else if (plan->from < 2 + HEADLINES_ASKED)
        bench_fail(bench, "--from", "the channel must have more facts than one answer");
    else if (connect_all(plan, askers, plan->subscribers, VISITOR)) {
        uint64_t measured_ns = (uint64_t)(plan->seconds * 1e9);
        ask_until(plan, askers, headlines, clock_ns() + measured_ns / 10);
        struct mark from = mark_now(plan);
        ask_until(plan, askers, headlines, clock_ns() + measured_ns);
        struct mark to = mark_now(plan);
        answers_drain(plan, askers);
        if (well(plan) && bench->rows != bench->acknowledged * (headlines ? HEADLINES_ASKED : 1))
            bench_fail(bench, "an answer", "it has another number of rows");
        double asks = (double)(to.acknowledged - from.acknowledged);
        if (well(plan)) {
            printf("{\"asks_per_s\": %.1f, \"cpu_us_per_ask\": %.2f",
                   asks / ((double)(to.time_ns - from.time_ns) / 1e9),
                   (double)(to.server_ns - from.server_ns) / 1e3 / asks);
            print_end(&from, &to);
        }
    }
    close_all(askers, plan->subscribers);
    free(askers);
    return well(plan);
}

/* --- following from the beginning --- */

/* Follows until it has everything or the time is over; gives how long it was at it. */
static uint64_t follow(const struct plan *plan, struct session *laggard, uint64_t end_ns)
{
    laggard->position = 0;
    if (!connect_all(plan, laggard, 1, LAGGARD))
        return 0;
    uint64_t start_ns = clock_ns();
    while (well(plan) && laggard->position < plan->from && clock_ns() < end_ns)
        bench_turn(plan->bench, TURN_NS);
    return clock_ns() - start_ns;
}

bool mode_backlog(const struct plan *plan)
{
    struct session laggard = {0};
    uint64_t facts = 0, followed_ns = 0;
    struct mark from = mark_now(plan);
    uint64_t end_ns = from.time_ns + (uint64_t)(plan->seconds * 1e9);
    while (well(plan) && clock_ns() < end_ns) {
        followed_ns += follow(plan, &laggard, end_ns);
        facts += laggard.position;
        session_close(&laggard);
    }
    struct mark to = mark_now(plan);
    if (well(plan)) {
        printf("{\"facts_per_s\": %.0f, \"cpu_us_per_fact\": %.3f",
               (double)facts / ((double)followed_ns / 1e9),
               (double)(to.server_ns - from.server_ns) / 1e3 / (double)facts);
        print_end(&from, &to);
    }
    return well(plan);
}
