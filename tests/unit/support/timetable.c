/* See timetable.h. */
#include "tests/unit/support/timetable.h"

#include <time.h>

int timetable_settle(void **state)
{
    times_zone("UTC");
    town_settle(state);
    struct town *town = *state;
    ACTS(town, &town->house, "department.create", "department=finance title=财政局");
    return 0;
}

const char *timetable_next(struct town *town)
{
    static char words[LIMIT_ID_BYTES + 64];
    char id_room[LIMIT_ID_BYTES];
    struct args_schedule_run entry;
    if (!domain_schedule_next(town->txn, id_room, &entry))
        return "nothing";
    time_t time_s = (time_t)(entry.time / 1000);
    struct tm parts;
    char at[32];
    gmtime_r(&time_s, &parts);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%MZ", &parts);
    snprintf(words, sizeof words, "%s %s %.*s", at, transition_words[entry.what], (int)entry.id.size,
             (const char *)entry.id.at);
    return words;
}

void timetable_fact(struct town *town, const char *channel, uint64_t number, const char *kind,
                    const char *actor, struct fact *fact)
{
    assert_true(ledger_read_at(town->txn, bytes_of_text(channel), number, fact));
    assert_true(bytes_equal_text(fact->head.kind, kind));
    assert_true(bytes_equal_text(fact->head.actor, actor));
}
