/* What is unread, before a model. People publish, speak and read at random, and each time what the domain
 * counts is what nobody but a list would count. The numbers are drawn from a seed that a failure prints. */
#include <stdio.h>
#include <stdlib.h>

#include "server/domain/nouns/forum/views.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/town.h"

enum { PEOPLE = 2, THINGS_MOST = 400, ROUNDS = 12, STEPS = 120 };

/* The others know each thing by its number, its thread and who made it. */
struct thing {
    uint64_t number, group;
    int author;
    bool read[PEOPLE];
};

struct model {
    struct town *town;
    struct thing things[THINGS_MOST];
    size_t count;
    uint32_t seed;
};

static const char *const names[PEOPLE] = {"lin", "wang"};

static uint32_t draw(struct model *model, uint32_t below)
{
    model->seed = model->seed * 1664525 + 1013904223;
    return (model->seed >> 8) % below;
}

static const struct identity *person(struct model *model, int who)
{
    return who == 0 ? &model->town->lin : &model->town->wang;
}

static void add(struct model *model, int author, uint64_t group)
{
    struct bytes channel;
    struct thing *thing = &model->things[model->count++];
    *thing = (struct thing){.author = author};
    assert_true(model->count <= THINGS_MOST);
    assert_true(id_split(bytes_of_text(model->town->id), &channel, &thing->number));
    thing->group = group != 0 ? group : thing->number;
}

static uint64_t some_thread(struct model *model)
{
    uint64_t found = 0;
    for (size_t i = 0, seen = 0; i < model->count; i++) {
        const struct thing *thing = &model->things[i];
        struct view_thread ignored;
        bool opens = thing->group == thing->number &&
                     view_thread(model->town->txn, bytes_of_text("square"), thing->number, &ignored);
        if (opens && draw(model, (uint32_t)++seen) == 0)
            found = thing->number;
    }
    return found;
}

static void says(struct model *model, int author)
{
    struct town *town = model->town;
    const struct identity *who = person(model, author);
    uint64_t thread = some_thread(model);
    town->now_ms += 60000; /* nobody is too fast */
    switch (draw(model, 5)) {
    case 0:
        if (author != 0)
            return; /* an office publishes nothing there */
        ACTS(town, who, "publish", "channel=square headline=x");
        return add(model, author, 0);
    case 1:
        if (author != 0)
            return;
        ACTS(town, who, "activity.announce",
             "channel=square headline=x kind=lecture starts=2006-12-31T09:00");
        return add(model, author, 0);
    case 2:
        ACTS(town, who, "forum.open", "channel=square headline=x text=x");
        return add(model, author, 0);
    default:
        if (thread == 0)
            return;
        ACTS(town, who, "forum.post", "id=square/%llu text=x", (unsigned long long)thread);
        return add(model, author, thread);
    }
}

static void marks(struct model *model, int who, bool (*covers)(const struct thing *, uint64_t, uint64_t),
                  uint64_t one, uint64_t other)
{
    for (size_t i = 0; i < model->count; i++)
        model->things[i].read[who] = model->things[i].read[who] || covers(&model->things[i], one, other);
}

static bool in_thread(const struct thing *thing, uint64_t group, uint64_t number)
{
    return thing->group == group && thing->number <= number;
}

static bool is_it(const struct thing *thing, uint64_t number, uint64_t ignored)
{
    (void)ignored;
    return thing->number == number;
}

static bool in_stretch(const struct thing *thing, uint64_t after, uint64_t number)
{
    return thing->number > after && thing->number <= number;
}

static void reads(struct model *model, int who)
{
    char id[64];
    struct seen seen = {.account = bytes_of_text(names[who]), .channel = bytes_of_text("square")};
    if (model->count == 0)
        return;
    const struct thing *thing = &model->things[draw(model, (uint32_t)model->count)];
    const struct thing *from = &model->things[draw(model, (uint32_t)model->count)];
    seen.number = thing->number;
    switch (draw(model, 8)) {
    case 0: /* a stretch, as a watch shows it */
        seen.after = (from->number < thing->number ? from->number : thing->number) - 1;
        marks(model, who, in_stretch, seen.after, seen.number);
        break;
    case 1: /* everything up to there, seldom */
        if (draw(model, 6) != 0)
            return;
        marks(model, who, in_stretch, 0, seen.number);
        break;
    case 2:
    case 3:
    case 4: /* a thread up to one of its posts */
        snprintf(id, sizeof id, "square/%llu", (unsigned long long)thing->group);
        seen.thread = bytes_of_text(id);
        marks(model, who, in_thread, thing->group, thing->number);
        break;
    default: /* one thing */
        snprintf(id, sizeof id, "square/%llu", (unsigned long long)thing->number);
        seen.thread = bytes_of_text(id);
        marks(model, who, thing->group == thing->number ? in_thread : is_it, thing->number, thing->number);
    }
    seen_note(model->town->txn, &seen);
}

static void compare(struct model *model, uint32_t seed)
{
    for (int who = 0; who < PEOPLE; who++) {
        uint64_t expected = 0;
        for (size_t i = 0; i < model->count; i++)
            expected += model->things[i].author != who && !model->things[i].read[who];
        uint64_t counted = seen_unread(model->town->txn, bytes_of_text(names[who]), bytes_of_text("square"));
        if (counted != expected)
            fail_msg("seed %u, %zu things: %s has %llu unread, and not %llu", seed, model->count, names[who],
                     (unsigned long long)counted, (unsigned long long)expected);
    }
}

static void what_is_counted_is_what_nobody_read(void **state)
{
    struct model model = {.town = *state};
    struct town *town = model.town;
    ACTS(town, &town->house, "channel.create",
         "channel=square title=x read=everyone speak=committee,office publish=committee moderate=committee");
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        model.seed = round;
        model.count = 0;
        /* Anew for each round: what there was is read by both. */
        for (int who = 0; who < PEOPLE; who++) {
            struct seen all = {.account = bytes_of_text(names[who]),
                               .channel = bytes_of_text("square"),
                               .number = UINT64_MAX - 1};
            seen_note(town->txn, &all);
        }
        for (int step = 0; step < STEPS; step++) {
            int who = (int)draw(&model, PEOPLE);
            if (draw(&model, 2) == 0)
                says(&model, who);
            else
                reads(&model, who);
            compare(&model, round);
        }
    }
    town_is_sound(town);
}

/* Receipts, revisions, reactions of the house: nothing that anybody reads as such. */
static void housekeeping_is_not_unread(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], id[128], line[160];
    ACTS(town, &town->house, "channel.create",
         "channel=square title=x read=everyone speak=committee,office publish=committee moderate=committee");
    ACTS(town, &town->lin, "publish", "channel=square headline=x text=y to=labour receipt=yes");
    snprintf(id, sizeof id, "%s", town->id);
    snprintf(line, sizeof line, "id=%s", id);
    ASKS(town, &town->wang, "channels", "channel=square");
    SAYS(town, " unread=1 ");
    ASKS(town, &town->lin, "channels", "channel=square");
    SAYS(town, " unread=0 ");
    ASKS(town, &town->wang, "channels", "channel=dept/labour");
    SAYS(town, " unread=0 ");
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=z", id, town_head_of(town, "read", line, head));
    ASKS(town, &town->wang, "channels", "channel=square");
    SAYS(town, " unread=1 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_counted_is_what_nobody_read, town_settle, town_leave),
        cmocka_unit_test_setup_teardown(housekeeping_is_not_unread, town_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
