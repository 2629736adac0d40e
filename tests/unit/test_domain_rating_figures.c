/* Tests of figures: a month is counted once, for each who rated once, and told only of enough people. No
 * rater can be told from any two of them, or from sums of them, whenever they are asked for. */
#include "tests/unit/support/ratings.h"

/* --- one month --- */

static void rate_as(struct town *town, size_t nth, const char *rest)
{
    const struct identity *who = ratings_resident(town, nth);
    ACTS(town, who, "rate", "department=labour %s", rest);
}

static void a_month_is_told_of_five_people_a_week_after_it(void **state)
{
    struct town *town = *state;
    for (size_t i = 0; i < LIMIT_FIGURE_RATERS; i++)
        rate_as(town, i, i == 0 ? "grade=very-dissatisfied" : "grade=satisfied");
    for (size_t i = 0; i + 1 < LIMIT_FIGURE_RATERS; i++) {
        const struct identity *who = i == 0 ? &ratings_gu : ratings_resident(town, 10 + i);
        ACTS(town, who, "rate", "department=land grade=neutral");
    }
    ACTS(town, &ratings_gu, "rate", "department=land grade=satisfied"); /* twice is one */
    town_at(town, "2006-12-07T23:59:00+08:00");
    town_run(town);
    ASKS(town, NULL, "rating.figures", " ");
    ROWS_ARE(town, 0);
    assert_int_equal(town_run_at(town, "2006-12-08T00:00:00+08:00"), 2);
    ASKS(town, NULL, "rating.figures", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "department=labour month=2006-11 raters=5 mean=340");
    NEWEST(town, "ratings", "rating.counted rated=labour month=2006-11 raters=5 mean=340");
    NEWEST(town, "rating/land", "rating.closed id=rating/land/1 month=2006-11");
    const struct {
        const char *line;
        size_t rows;
    } asked[] = {{"year=2006", 1},
                 {"year=2007", 0},
                 {"month=2006-11", 1},
                 {"month=2006-12", 0},
                 {"department=labour", 1},
                 {"department=land", 0},
                 {"department=labour year=2006", 1}};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        ASKS(town, NULL, "rating.figures", "%s", asked[i].line);
        ROWS_ARE(town, asked[i].rows);
    }
    ASK_REFUSED(town, NULL, UNKNOWN_DEPARTMENT, "rating.figures", "department=roads");
    town_is_sound(town);
}

static void set_aside(struct town *town, const char *id)
{
    ACTS(town, &town->lin, "rating.set-aside", "id=%s seen=%s reason=x", id, ratings_head(town, id));
}

static void the_last_word_counts_and_what_is_set_aside_does_not(void **state)
{
    struct town *town = *state;
    char id[128];
    for (size_t i = 0; i + 1 < LIMIT_FIGURE_RATERS; i++)
        rate_as(town, i, "grade=neutral");
    ACTS(town, &ratings_gu, "rate", "department=labour grade=neutral");
    ACTS(town, &ratings_gu, "rate", "department=labour grade=very-satisfied comment=x");
    snprintf(id, sizeof id, "%s", town->id);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=x", id, ratings_head(town, id)); /* it counts */
    ACTS(town, &ratings_gu, "rate", "department=labour grade=very-dissatisfied");
    snprintf(id, sizeof id, "%s", town->id);
    set_aside(town, id);
    town_run_at(town, "2006-12-08T00:00:00+08:00");
    ASKS(town, NULL, "rating.figures", " ");
    SAYS(town, " raters=5 mean=340");
    /* What comes later changes nothing of it. */
    set_aside(town, RATINGS_ID);
    ACTS(town, &ratings_gu, "rating.appeal", "id=%s seen=%s text=x", id, ratings_head(town, id));
    ACTS(town, &town->lin, "rating.restore", "id=%s seen=%s reason=x", id, ratings_head(town, id));
    ACTS(town, &ratings_gu, "account.leave", "texts=yes");
    town_run_at(town, "2006-12-20T00:00:00+08:00");
    ASKS(town, NULL, "rating.figures", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " raters=5 mean=340");
    town_is_sound(town);
}

/* A zone that is changed puts a moment into another month: each is counted once, and what was judged by the
 * zone of then still holds. */
static void a_month_is_counted_once_in_any_zone(void **state)
{
    struct town *town = *state;
    town_at(town, "2006-12-01T08:00:00+08:00");
    for (size_t i = 0; i < LIMIT_FIGURE_RATERS; i++)
        rate_as(town, i, "grade=neutral");
    NEWEST(town, "rating/labour", " month=2006-12 counts=2007-01-08T00:00:00+08:00");
    times_zone("America/New_York");
    for (size_t i = 0; i < LIMIT_FIGURE_RATERS; i++)
        rate_as(town, 10 + i, "grade=satisfied");
    NEWEST(town, "rating/labour", " month=2006-11 counts=2006-12-08T13:00:00+08:00");
    times_zone("Asia/Shanghai");
    assert_int_equal(town_run_at(town, "2006-12-10T00:00:00+08:00"), 1);
    ASKS(town, NULL, "rating.figures", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " month=2006-11 raters=5 mean=400");
    town_at(town, "2006-12-22T00:00:00+08:00");
    town_run(town);
    town_at(town, "2007-01-02T00:00:00+08:00");
    town_run(town);
    assert_int_equal(town_run_at(town, "2007-01-08T00:00:00+08:00"), 1);
    ASKS(town, NULL, "rating.figures", " ");
    ROWS_ARE(town, 2);
    SAYS(town, " month=2006-12 raters=5 mean=300");
    town_is_sound(town);
}

/* --- any history --- */

/* Each department and each month of it is a history by itself. */
enum {
    DEPARTMENTS = 12,
    MONTHS = SANITIZED ? 20 : 180,
    RATERS = 12,
    KEPT = 64,
    GIVEN_MOST = 65536,
    UNIONS = 20000,
};

struct given {
    char id[128];
    uint8_t rater, department;
    uint16_t month;
    uint8_t points;
    bool aside, appealed;
};

/* What was published, with whom it is about by our own count. */
struct figure {
    uint8_t department;
    uint16_t month;
    uint64_t raters, mean;
    uint32_t of; /* a bit for each rater */
};

struct model {
    struct town *town;
    const struct identity *raters[RATERS];
    uint64_t random;
    struct given given[GIVEN_MOST];
    size_t given_count;
    struct figure figures[DEPARTMENTS * MONTHS];
    size_t figure_count;
    uint16_t month; /* that is being lived, from 0 */
};

static uint64_t draw(struct model *model, uint64_t below)
{
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return model->random % below;
}

static const char *name_of_month(uint16_t month, char room[16])
{
    snprintf(room, 16, "%04d-%02d", 2006 + (11 + month) / 12, (11 + month) % 12 + 1);
    return room;
}

static void give(struct model *model, uint8_t rater, uint8_t department)
{
    static const char *const grades[] = {"very-satisfied", "satisfied", "neutral", "dissatisfied",
                                         "very-dissatisfied"};
    const uint64_t grade = draw(model, 5);
    struct given *given = &model->given[model->given_count];
    if (town_act(model->town, model->raters[rater], "rate",
                 town_line("department=d%u grade=%s item=%zu", department, grades[grade],
                           model->given_count)) != OK)
        return; /* too many cases are open */
    assert_true(++model->given_count < GIVEN_MOST);
    *given = (struct given){
        .rater = rater, .department = department, .month = model->month, .points = (uint8_t)(5 - grade)};
    snprintf(given->id, sizeof given->id, "%s", model->town->id);
}

/* Does something about one of the newest ratings, in whatever month it was given. */
static void meddle(struct model *model)
{
    struct town *town = model->town;
    if (model->given_count == 0)
        return;
    const uint64_t back = draw(model, model->given_count < KEPT ? model->given_count : KEPT);
    struct given *given = &model->given[model->given_count - 1 - back];
    char head[TOWN_HEX];
    snprintf(head, sizeof head, "%s", ratings_head(town, given->id));
    if (draw(model, 8) == 0) {
        town_act(town, &town->lin, "erase", town_line("id=%s seen=%s reason=x", given->id, head));
    } else if (!given->aside && !given->appealed) {
        ACTS(town, &town->lin, "rating.set-aside", "id=%s seen=%s reason=x", given->id, head);
        given->aside = true;
    } else if (given->aside && !given->appealed) {
        ACTS(town, model->raters[given->rater], "rating.appeal", "id=%s seen=%s text=x", given->id, head);
        given->appealed = true;
    } else if (given->aside) {
        const bool restores = draw(model, 2) == 0;
        if (town_act(town, &ratings_kong, restores ? "rating.restore" : "rating.uphold",
                     town_line("id=%s seen=%s reason=x", given->id, head)) == OK)
            given->aside = !restores;
    }
}

/* What our own count says of a department's month as of now. */
static struct figure count(const struct model *model, uint8_t department, uint16_t month)
{
    struct figure figure = {.department = department, .month = month};
    uint64_t points[RATERS] = {0}, sum = 0;
    for (size_t i = 0; i < model->given_count; i++) {
        const struct given *given = &model->given[i];
        if (given->department == department && given->month == month && !given->aside) {
            points[given->rater] = given->points;
            figure.of |= UINT32_C(1) << given->rater;
        }
    }
    for (size_t i = 0; i < RATERS; i++) {
        figure.raters += points[i] > 0;
        sum += points[i];
    }
    /* Rounded half up. */
    figure.mean = figure.raters > 0 ? (uint64_t)(100.0 * (double)sum / (double)figure.raters + 0.5) : 0;
    return figure;
}

static const struct figure *known(const struct model *model, uint8_t department, uint16_t month)
{
    for (size_t i = 0; i < model->figure_count; i++) {
        if (model->figures[i].department == department && model->figures[i].month == month)
            return &model->figures[i];
    }
    return NULL;
}

/* A row that a stranger is told: the same as ever, or a new one, which our own count agrees with. */
static void look_at(struct model *model, const char *row)
{
    unsigned department, year, nth;
    unsigned long long raters, mean;
    assert_int_equal(sscanf(row, "department=d%u month=%u-%u raters=%llu mean=%llu", &department, &year, &nth,
                            &raters, &mean),
                     5);
    const uint16_t month = (uint16_t)((year - 2006) * 12 + nth - 12);
    const struct figure *before = known(model, (uint8_t)department, month);
    struct figure *fresh = &model->figures[model->figure_count];
    if (before == NULL) {
        *fresh = count(model, (uint8_t)department, month);
        model->figure_count++;
        before = fresh;
    }
    if (before->raters != raters || before->mean != mean || raters < LIMIT_FIGURE_RATERS)
        fail_msg("%s: by our count %llu, %llu", row, (unsigned long long)before->raters,
                 (unsigned long long)before->mean);
}

/* All that a stranger is told now. */
static void look(struct model *model)
{
    struct town *town = model->town;
    char month[16];
    size_t told = 0;
    ASKS(town, NULL, "rating.figures", "month=%s", name_of_month(model->month, month));
    ROWS_ARE(town, 0); /* it is not over */
    for (unsigned i = 0; i < DEPARTMENTS; i++) {
        ASKS(town, NULL, "rating.figures", "department=d%u", i);
        assert_false(town->more);
        for (const char *row = town->answer; (row = strstr(row, "department=d")) != NULL; row++, told++)
            look_at(model, row);
    }
    assert_int_equal(told, model->figure_count);
}

/* Around as many people as a figure needs, some of them twice. */
static void rate_all(struct model *model)
{
    for (uint8_t department = 0; department < DEPARTMENTS; department++) {
        const uint64_t voices = draw(model, 4) + 1;
        for (uint64_t i = 0; i < voices; i++)
            give(model, (uint8_t)draw(model, RATERS), department);
    }
}

static void live_a_month(struct model *model)
{
    static const char *const days[] = {"03", "14", "25"};
    char month[16];
    name_of_month(model->month, month);
    for (size_t day = 0; day < sizeof days / sizeof days[0]; day++) {
        const size_t before = model->figure_count;
        town_at(model->town, town_line("%s-%sT10:00:00+08:00", month, days[day]));
        while (town_run(model->town) > 0) {
        }
        look(model);
        assert_true(day == 1 || model->figure_count == before); /* on the 8th, and on no other day */
        rate_all(model);
        for (uint64_t i = draw(model, 12); i > 0; i--)
            meddle(model);
        look(model);
    }
}

static unsigned bits(uint32_t of)
{
    unsigned count = 0;
    for (; of != 0; of &= of - 1)
        count++;
    return count;
}

/* How many ratings by different people two sums of figures differ by. */
static unsigned difference(const struct model *model, const uint8_t *in)
{
    unsigned differ = 0;
    for (size_t i = 0; i < model->figure_count; i++) {
        const bool one = (in[i] & 1) != 0, other = (in[i] & 2) != 0;
        differ += one != other ? bits(model->figures[i].of) : 0;
    }
    return differ;
}

static void no_two_figures_differ_by_fewer(struct model *model)
{
    static uint8_t in[DEPARTMENTS * MONTHS];
    for (size_t i = 0; i < model->figure_count; i++) {
        assert_true(bits(model->figures[i].of) >= LIMIT_FIGURE_RATERS);
        for (size_t j = i + 1; j < model->figure_count; j++)
            assert_false(model->figures[i].department == model->figures[j].department &&
                         model->figures[i].month == model->figures[j].month);
    }
    for (size_t nth = 0; nth < UNIONS; nth++) {
        /* Sums that have nearly the same: few figures are in one of both. */
        for (size_t i = 0; i < model->figure_count; i++)
            in[i] = draw(model, 64) == 0 ? (uint8_t)draw(model, 4) : (uint8_t)(3 * draw(model, 2));
        const unsigned differ = difference(model, in);
        assert_true(differ == 0 || differ >= LIMIT_FIGURE_RATERS);
    }
}

/* What was to be counted was told if there were enough, and nothing else was: so much, that the rest means
 * something. */
static void both_sorts_of_months_came(const struct model *model)
{
    const size_t over = (size_t)DEPARTMENTS * (MONTHS - 1);
    print_message("%zu ratings in %zu months of departments; %zu figures\n", model->given_count, over,
                  model->figure_count);
    assert_true(model->figure_count > over / 5 && model->figure_count < over - over / 5);
}

/* What stands where everyone reads names no rating and no rater. */
static void the_public_channel_tells_no_more(struct model *model)
{
    struct town *town = model->town;
    ASKS(town, NULL, "facts", "channel=ratings limit=%d", LIMIT_FACT_ROWS);
    for (const char *at = town->answer; (at = strstr(at, "rating/d")) != NULL; at++)
        assert_non_null(strstr(at, "/1"));
    SAYS_NOT(town, "actor=r");
}

static void no_rater_is_told_by_any_history(void **state)
{
    struct model *model = calloc(1, sizeof *model);
    assert_non_null(model);
    model->town = *state;
    model->random = UINT64_C(0x9e3779b97f4a7c15);
    for (unsigned i = 0; i < DEPARTMENTS; i++)
        ACTS(model->town, &model->town->house, "department.create", "department=d%u title=x", i);
    for (size_t i = 0; i < RATERS; i++)
        model->raters[i] = ratings_resident(model->town, i);
    for (model->month = 1; model->month <= MONTHS; model->month++)
        live_a_month(model);
    both_sorts_of_months_came(model);
    no_two_figures_differ_by_fewer(model);
    the_public_channel_tells_no_more(model);
    free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_month_is_told_of_five_people_a_week_after_it, ratings_settle,
                                        town_leave),
        cmocka_unit_test_setup_teardown(the_last_word_counts_and_what_is_set_aside_does_not, ratings_settle,
                                        town_leave),
        cmocka_unit_test_setup_teardown(a_month_is_counted_once_in_any_zone, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(no_rater_is_told_by_any_history, ratings_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
