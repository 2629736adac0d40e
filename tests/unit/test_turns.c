/* Whose turn it is to ask: by payer and by what was used, counted with costs that the test makes up. */
#include <stdlib.h>
#include <string.h>
// cmocka wants those before it

#include "server/net/turns.h"
#include "tests/unit/support/testing.h"

enum { PIECE_NS = 3000000, CHEAP_NS = 20000, CROWD = 128 };

struct crowd {
    struct turns turns;
    struct turn turn[CROWD];
    unsigned heard[CROWD];
    size_t size;
};

static int crowd_open(void **state)
{
    return (*state = calloc(1, sizeof(struct crowd))) == NULL ? -1 : 0;
}

static int crowd_close(void **state)
{
    struct crowd *crowd = *state;
    while (turns_next(&crowd->turns) != NULL)
        continue;
    for (size_t i = 0; i < crowd->size; i++)
        turn_leave(&crowd->turns, &crowd->turn[i]);
    assert_int_equal(crowd->turns.payers, 0);
    turns_fini(&crowd->turns);
    free(crowd);
    return 0;
}

static void come(struct crowd *crowd, size_t count, enum payer_kind kind, uint64_t id)
{
    while (count-- > 0) {
        assert_true(turn_pay(&crowd->turns, &crowd->turn[crowd->size], kind, id));
        assert_true(turn_wait(&crowd->turns, &crowd->turn[crowd->size]));
        crowd->size++;
    }
}

/* The next one has its turn, which costs so much, and waits again. Gives which it was. */
static size_t hear_next(struct crowd *crowd, uint64_t cost_ns)
{
    struct turn *turn = turns_next(&crowd->turns);
    assert_non_null(turn);
    size_t which = (size_t)(turn - crowd->turn);
    crowd->heard[which]++;
    turn_charge(&crowd->turns, turn, cost_ns);
    assert_true(turn_wait(&crowd->turns, turn));
    return which;
}

static unsigned heard_of(const struct crowd *crowd, enum payer_kind kind, uint64_t id)
{
    unsigned heard = 0;
    for (size_t i = 0; i < crowd->size; i++) {
        if (crowd->turn[i].payer->kind == kind && crowd->turn[i].payer->id == id)
            heard += crowd->heard[i];
    }
    return heard;
}

static void many_of_one_address_cost_what_one_costs(void **state)
{
    struct crowd *crowd = *state;
    come(crowd, 100, PAYER_ADDRESS, 1);
    come(crowd, 1, PAYER_ADDRESS, 2);
    come(crowd, 1, PAYER_ACCOUNT, 1); /* an account is not the address of the same number */
    for (unsigned i = 0; i < 300; i++)
        hear_next(crowd, PIECE_NS);
    assert_int_equal(heard_of(crowd, PAYER_ADDRESS, 1), 100);
    assert_int_equal(heard_of(crowd, PAYER_ADDRESS, 2), 100);
    assert_int_equal(heard_of(crowd, PAYER_ACCOUNT, 1), 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(crowd->heard[i], 1); /* and those of one address go round */
}

static void what_a_turn_costs_is_what_counts(void **state)
{
    struct crowd *crowd = *state;
    come(crowd, 4, PAYER_ADDRESS, 1);
    come(crowd, 1, PAYER_ADDRESS, 2);
    uint64_t used_ns[3] = {0};
    for (unsigned i = 0; i < 10000; i++) {
        uint64_t address = crowd->turns.heap[0]->id, cost_ns = address == 1 ? PIECE_NS : CHEAP_NS;
        hear_next(crowd, cost_ns);
        used_ns[address] += cost_ns;
    }
    assert_in_range(used_ns[1], used_ns[2] - PIECE_NS, used_ns[2] + PIECE_NS);
    assert_true(heard_of(crowd, PAYER_ADDRESS, 2) > 100 * heard_of(crowd, PAYER_ADDRESS, 1));
}

static void who_comes_waits_for_no_more_than_each_payers_one(void **state)
{
    struct crowd *crowd = *state;
    for (uint64_t address = 1; address <= 10; address++)
        come(crowd, 12, PAYER_ADDRESS, address);
    for (unsigned i = 0; i < 1000; i++)
        hear_next(crowd, PIECE_NS + i); /* uneven */
    come(crowd, 1, PAYER_ACCOUNT, 7);
    unsigned before = 0;
    while (hear_next(crowd, PIECE_NS) != crowd->size - 1)
        before++;
    assert_in_range(before, 0, 10);
}

static void time_nobody_wanted_is_not_saved_up(void **state)
{
    struct crowd *crowd = *state;
    come(crowd, 1, PAYER_ADDRESS, 1);
    come(crowd, 1, PAYER_ADDRESS, 2);
    assert_ptr_equal(turns_next(&crowd->turns), &crowd->turn[0]); /* it goes away, and comes back later */
    for (unsigned i = 0; i < 1000; i++)
        hear_next(crowd, PIECE_NS);
    turn_wait(&crowd->turns, &crowd->turn[0]);
    memset(crowd->heard, 0, sizeof crowd->heard);
    for (unsigned i = 0; i < 100; i++)
        hear_next(crowd, PIECE_NS);
    assert_in_range(crowd->heard[0], 50, 51);
}

static void who_was_served_at_once_is_not_behind_for_it(void **state)
{
    struct crowd *crowd = *state;
    come(crowd, 1, PAYER_ADDRESS, 1);
    assert_ptr_equal(turns_next(&crowd->turns), &crowd->turn[0]);
    for (unsigned i = 0; i < 100000; i++) { /* alone, for minutes */
        turn_at_once(&crowd->turns, &crowd->turn[0]);
        turn_charge(&crowd->turns, &crowd->turn[0], PIECE_NS);
    }
    turn_wait(&crowd->turns, &crowd->turn[0]);
    come(crowd, 1, PAYER_ADDRESS, 2);
    for (unsigned i = 0; i < 100; i++)
        hear_next(crowd, PIECE_NS);
    assert_in_range(crowd->heard[0], 49, 51);
}

static void a_turn_changes_who_pays_and_waits_once(void **state)
{
    struct crowd *crowd = *state;
    come(crowd, 2, PAYER_ADDRESS, 1);
    assert_false(turn_wait(&crowd->turns, &crowd->turn[0]));
    assert_ptr_equal(turns_next(&crowd->turns), &crowd->turn[0]);
    assert_true(turn_pay(&crowd->turns, &crowd->turn[0], PAYER_ACCOUNT, 9));
    assert_true(turn_pay(&crowd->turns, &crowd->turn[0], PAYER_ACCOUNT, 9));
    assert_int_equal(crowd->turn[0].payer->turns, 1);
    assert_int_equal(crowd->turn[1].payer->turns, 1);
    assert_ptr_equal(turns_next(&crowd->turns), &crowd->turn[1]);
    assert_null(turns_next(&crowd->turns));
}

/* The heap, against a plain search for the least. */
static void the_one_that_has_used_least_is_always_next(void **state)
{
    struct crowd *crowd = *state;
    unsigned random = 1;
    for (uint64_t address = 1; address <= CROWD; address++)
        come(crowd, 1, PAYER_ADDRESS, address);
    for (unsigned i = 0; i < 20000; i++) {
        uint64_t least = UINT64_MAX;
        for (size_t k = 0; k < crowd->size; k++) {
            if (crowd->turn[k].waits && crowd->turn[k].payer->used_ns < least)
                least = crowd->turn[k].payer->used_ns;
        }
        random = random * 1664525u + 1013904223u;
        struct turn *turn = turns_next(&crowd->turns);
        assert_int_equal(turn->payer->used_ns, least);
        turn_charge(&crowd->turns, turn, random >> 16);
        turn_charge(&crowd->turns, &crowd->turn[random % CROWD], random >> 24); /* one that waits */
        if (random % 5 != 0)
            turn_wait(&crowd->turns, turn);
        turn_wait(&crowd->turns, &crowd->turn[i % CROWD]);
    }
}

#define CROWDED(test) cmocka_unit_test_setup_teardown(test, crowd_open, crowd_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CROWDED(many_of_one_address_cost_what_one_costs),
        CROWDED(what_a_turn_costs_is_what_counts),
        CROWDED(who_comes_waits_for_no_more_than_each_payers_one),
        CROWDED(time_nobody_wanted_is_not_saved_up),
        CROWDED(who_was_served_at_once_is_not_behind_for_it),
        CROWDED(a_turn_changes_who_pays_and_waits_once),
        CROWDED(the_one_that_has_used_least_is_always_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
