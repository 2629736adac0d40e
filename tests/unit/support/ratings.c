/* See ratings.h. */
#include "tests/unit/support/ratings.h"

struct identity ratings_zhao, ratings_he, ratings_li, ratings_kong, ratings_mei, ratings_gu, ratings_hua;

int ratings_settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state);
    struct town *town = *state;
    const struct {
        struct identity *who;
        uint8_t which;
        const char *fields;
    } people[] = {
        {&ratings_zhao, 30, "account=zhao role=office department=labour"},
        {&ratings_he, 31, "account=he role=office department=land signs=yes"},
        {&ratings_li, 32, "account=li role=committee department=labour"},
        {&ratings_kong, 33, "account=kong role=committee"},
        {&ratings_mei, 34, "account=mei role=expert"},
        {&ratings_gu, 35, "account=gu role=resident"},
        {&ratings_hua, 36, "account=hua role=resident"},
    };
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        *people[i].who = made_identity(people[i].which);
        town_enrol(town, people[i].who, people[i].which, people[i].fields);
    }
    return 0;
}

struct ratings_person ratings_person(struct town *town, size_t index)
{
    const struct ratings_person people[RATINGS_PEOPLE] = {
        {.name = "a guest", .who = &town->guest},
        {.name = "who gave it", .who = &ratings_gu, .rater = true, .enrolled = true},
        {.name = "another resident", .who = &ratings_hua, .enrolled = true},
        {.name = "a member", .who = &ratings_zhao, .rated = true, .enrolled = true},
        {.name = "a signer", .who = &town->wang, .rated = true, .enrolled = true},
        {.name = "another department", .who = &ratings_he, .enrolled = true},
        {.name = "an expert", .who = &ratings_mei, .enrolled = true},
        {.name = "the committee", .who = &town->lin, .committee = true, .enrolled = true},
        {.name = "another of the committee", .who = &ratings_kong, .committee = true, .enrolled = true},
        {.name = "one of both", .who = &ratings_li, .rated = true, .committee = true, .enrolled = true},
        {.name = "an operator", .who = &town->clerk, .enrolled = true},
        {.name = "the house", .who = &town->house, .enrolled = true},
    };
    return people[index];
}

const struct identity *ratings_resident(struct town *town, size_t nth)
{
    static struct identity residents[RATINGS_RESIDENTS];
    const uint8_t which = (uint8_t)(100 + nth);
    char fields[64];
    assert_true(nth < RATINGS_RESIDENTS);
    residents[nth] = made_identity(which);
    snprintf(fields, sizeof fields, "account=r%zu role=resident", nth);
    town_enrol(town, &residents[nth], which, fields);
    return &residents[nth];
}

const char *ratings_head(struct town *town, const char *id)
{
    static char head[TOWN_HEX];
    ASKS(town, &ratings_kong, "rating.show", "id=%s", id);
    return town_hash_said(town, "head", head);
}

uint64_t ratings_stage(struct town *town, const char *id)
{
    struct view_rating row;
    return view_rating_of_id(town->txn, bytes_of_text(id), &row) ? row.stage : RATING_STAGE_NOTHING;
}

enum error ratings_act(struct town *town, const struct identity *who, int verb, uint64_t to, const char *id)
{
    const struct verb *made = &verbs[verb];
    char line[1024], seen[TOWN_HEX];
    if (verb == VERB_rate) {
        snprintf(line, sizeof line, "department=labour grade=%s comment=\"排队 two hours\"",
                 to == RATING_STAGE_NOTED ? "satisfied" : "dissatisfied");
        return town_act(town, who, made->word, line);
    }
    if (verb == VERB_rating_term)
        return town_act(town, who, made->word, "days=7");
    snprintf(seen, sizeof seen, "%s", ratings_head(town, id));
    snprintf(line, sizeof line, "id=%s seen=%s%s%s%s", id, seen,
             shape_find(made->args, bytes_of_text("reason")) >= 0 ? " reason=误会" : "",
             shape_find(made->args, bytes_of_text("text")) >= 0 ? " text=\"说明 words\"" : "",
             to == RATING_STAGE_UNSETTLED && verb == VERB_rating_settle ? " settled=no" : "");
    return town_act(town, who, made->word, line);
}

static bool is_last(const struct rating_move *move)
{
    return move->to == RATING_STAGE_NOTHING;
}

bool ratings_allows(int verb, uint64_t from, uint64_t to)
{
    for (const struct rating_move *move = rating_moves; !is_last(move); move++) {
        if (move->verb == verb && move->from == from && move->to == to)
            return true;
    }
    return false;
}

uint64_t ratings_target(int verb, uint64_t stage, size_t nth)
{
    for (const struct rating_move *move = rating_moves; !is_last(move); move++) {
        if (move->verb == verb && move->from == stage && nth-- == 0)
            return move->to;
    }
    return RATING_STAGE_NOTHING;
}

/* Where a rating goes that is to come to a stage; the way is short and has no choices but these. */
static const struct rating_move *first_move(uint64_t from, uint64_t stage)
{
    size_t steps[RATING_STAGE_COUNT + 1] = {0}; /* from there on, and one more; 0: no way is known */
    const struct rating_move *best = NULL;
    steps[stage] = 1;
    for (size_t round = 0; round <= RATING_STAGE_COUNT; round++) {
        for (const struct rating_move *move = rating_moves; !is_last(move); move++) {
            if (steps[move->to] > 0 && (steps[move->from] == 0 || steps[move->from] > steps[move->to] + 1))
                steps[move->from] = steps[move->to] + 1;
        }
    }
    for (const struct rating_move *move = rating_moves; !is_last(move); move++) {
        if (move->from == from && from != stage && steps[move->to] > 0 &&
            (best == NULL || steps[move->to] < steps[best->to]))
            best = move;
    }
    return best;
}

void ratings_bring(struct town *town, uint64_t stage)
{
    const struct identity *const movers[RATING_MOVER_COUNT] = {
        [MOVER_OF_RATING_RATER] = &ratings_gu,
        [MOVER_OF_RATING_RATED] = &town->wang,
        [MOVER_OF_RATING_JUDGES] = &town->lin,
    };
    const struct rating_move *move;
    while ((move = first_move(ratings_stage(town, RATINGS_ID), stage)) != NULL) {
        assert_int_equal(ratings_act(town, movers[move->who], move->verb, move->to, RATINGS_ID), OK);
        assert_int_equal(ratings_stage(town, RATINGS_ID), move->to);
    }
    assert_int_equal(ratings_stage(town, RATINGS_ID), stage);
}
