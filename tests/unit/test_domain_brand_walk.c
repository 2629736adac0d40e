/* A walk at random over the real rules of brands, held against the table of moves step by step. Stages,
 * heads, names, rounds, erasures and rights are known from a model, and so is who may see what. BRAND_SEED is
 * another walk. */
#include "tests/unit/support/brands.h"

#include <stdlib.h>

enum {
    STEPS = SANITIZED ? 10000 : 100000,
    STEPS_A_TOWN = 250,
    BRANDS = 4,
    NAMES_APART = 3,
    SPELLINGS = 3,
    NO_NAME = NAMES_APART
};

/* What is known of a brand without looking at it. */
struct model_brand {
    uint64_t stage;
    bool handed_in, erased, was_named;
    uint64_t texts, gone; /* how many revisions there are, and how many of them, the first, were erased */
    size_t name;          /* NO_NAME: none that counts */
    char head[TOWN_HEX], old[TOWN_HEX];
};

#define NO_HEAD "0000000000000000000000000000000000000000000000000000000000000000"

/* Two departments in two rounds, of which one is open at a time. */
struct model {
    struct town *town;
    uint64_t random;
    bool closed[2];
    uint64_t batches[2]; /* that were named, by round */
    bool zhao_signs;
    struct model_brand brands[BRANDS]; /* by round, and by department in it */
    const struct identity *last_who;
    char said[256];
    uint64_t taken, refused, seen_inside, seen_outside;
};

static uint64_t draw(struct model *model, uint64_t below)
{
    uint64_t mixed = model->random += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ mixed >> 31) % below;
}

static size_t round_of(size_t brand)
{
    return brand / 2;
}

static const char *department_of(size_t brand)
{
    return brand % 2 == 0 ? "labour" : "land";
}

static const char *id_of(size_t brand)
{
    static const char *const ids[BRANDS] = {"brand/2006-labour/2", "brand/2006-land/2", "brand/2007-labour/2",
                                            "brand/2007-land/2"};
    return ids[brand];
}

static bool is_of_department(const struct model *model, const struct identity *who, size_t brand)
{
    const struct town *town = model->town;
    return brand % 2 == 0 ? who == &town->wang || who == &brands_zhao : who == &brands_he;
}

static bool is_inside(const struct model *model, const struct identity *who, size_t brand)
{
    return who == &model->town->lin || is_of_department(model, who, brand);
}

static bool makes(const struct model *model, const struct identity *who, enum brand_mover mover, size_t brand)
{
    const struct town *town = model->town;
    switch (mover) {
    case MOVER_MEMBERS:
        return is_of_department(model, who, brand);
    case MOVER_SIGNERS:
        return is_of_department(model, who, brand) && (who != &brands_zhao || model->zhao_signs);
    case MOVER_COMMITTEE:
        return who == &town->lin;
    default:
        return who == &town->house;
    }
}

static bool is_taken(const struct model *model, size_t name, size_t but)
{
    for (size_t i = 0; i < BRANDS; i++) {
        if (i != but && model->brands[i].name == name)
            return true;
    }
    return false;
}

static const char *spelled(size_t name, uint64_t how)
{
    static const char *const spellings[NAMES_APART][SPELLINGS] = {
        {"阳光 Sun", "阳光SUN", "阳光Ｓｕｎ"}, {"café", "CAFE", "Ｃａｆé"}, {"大地", " 大 地", "大地！"}};
    return spellings[name][how % SPELLINGS];
}

/* Something that is tried: what it would be, and whether it should be taken. */
struct tried {
    const struct identity *who;
    int verb;
    size_t brand, name;
    uint64_t to;
    bool fresh;
};

static bool should_be_taken(const struct model *model, const struct tried *tried)
{
    const struct model_brand *brand = &model->brands[tried->brand];
    const bool says_name = shape_find(verbs[tried->verb].args, bytes_of_text("logo")) >= 0;
    const struct view_brand row = {.stage = brand->stage};
    const bool begins = brand->stage == BRAND_STAGE_NOTHING || tried->verb == VERB_brand_begin ||
                        tried->verb == VERB_brand_submit;
    if (!makes(model, tried->who, brand_mover_of(tried->verb), tried->brand) ||
        !brands_allows(tried->verb, brand->stage, tried->to))
        return false;
    if (brand->erased && !brand_is_named(&row) && !says_name && tried->verb != VERB_brand_withdraw)
        return false;                                     /* there is nothing to judge */
    if (round_of(tried->brand) == 1 && !model->closed[0]) /* it is not open yet */
        return false;
    if (model->closed[round_of(tried->brand)] && (begins || brand_ends_with_round(&row)))
        return false;
    if (says_name && is_taken(model, tried->name, tried->brand))
        return false;
    return begins || tried->fresh;
}

/* The number of the batch is always the next one of its round. */
static void name_line(struct model *model, const struct tried *tried, const char *seen, char *line,
                      size_t size)
{
    const char *files = strstr(brands_application(model->town, tried->who, "x"), "logo=") + strlen("logo=");
    snprintf(line, size,
             "brands=%s heads=%s attach=%.*s batch=%zu activity=" BRANDS_MEETING
             " channel=programme headline=x",
             id_of(tried->brand), seen[0] != '\0' ? seen : NO_HEAD, (int)strcspn(files, " "), files,
             (size_t)model->batches[round_of(tried->brand)] + 1);
}

static enum error act(struct model *model, const struct tried *tried)
{
    struct town *town = model->town;
    const struct model_brand *brand = &model->brands[tried->brand];
    const char *seen = tried->fresh ? brand->head : brand->old;
    const struct shape *args = verbs[tried->verb].args;
    char line[4096], more[128] = "";
    const char *application = shape_find(args, bytes_of_text("logo")) >= 0
                                  ? brands_application(town, tried->who, spelled(tried->name, model->random))
                                  : "";
    if (shape_find(args, bytes_of_text("reason")) >= 0)
        snprintf(more, sizeof more, "reason=x");
    if (tried->verb == VERB_brand_evaluate)
        snprintf(more, sizeof more, "verdict=%s", brand_stage_words[tried->to]);
    if (tried->verb == VERB_brand_name)
        name_line(model, tried, seen, line, sizeof line);
    else if (args->fields[0].kind == KIND_NUMBER)
        snprintf(line, sizeof line, "year=%zu %s", 2006 + round_of(tried->brand), application);
    else
        snprintf(line, sizeof line, "id=%s seen=%s %s %s", id_of(tried->brand),
                 seen[0] != '\0' ? seen : NO_HEAD, more, application);
    snprintf(model->said, sizeof model->said, "%s %.200s", verbs[tried->verb].word, line);
    return town_act(town, tried->who, verbs[tried->verb].word, line);
}

static void look(struct model *model, size_t index)
{
    struct model_brand *brand = &model->brands[index];
    struct view_brand row;
    char head[TOWN_HEX];
    if (!view_brand_of_id(model->town->txn, bytes_of_text(id_of(index)), &row)) {
        if (brand->stage != BRAND_STAGE_NOTHING)
            fail_msg("%s is gone, after %s", id_of(index), model->said);
        return;
    }
    if (row.stage != brand->stage || row.has.erased != brand->erased ||
        row.has.name_hash != (brand->name != NO_NAME))
        fail_msg("%s is %s%s%s, not %s%s%s, after %s", id_of(index), brand_stage_words[row.stage],
                 row.has.erased ? " erased" : "", row.has.name_hash ? " with a name" : "",
                 brand->stage < BRAND_STAGE_COUNT ? brand_stage_words[brand->stage] : "nothing",
                 brand->erased ? " erased" : "", brand->name != NO_NAME ? " with a name" : "", model->said);
    town_hex(row.head.at, head);
    if (strcmp(head, brand->head) != 0)
        memcpy(brand->old, brand->head, sizeof brand->old);
    memcpy(brand->head, head, sizeof head);
}

/* Anything at all: mostly refused. */
static struct tried any_try(struct model *model)
{
    static const int acts[] = {
#define ACT_OF(symbol, ...) VERB_##symbol,
        BRAND_ACTS(ACT_OF)
#undef ACT_OF
    };
    struct tried tried = {.who = brands_person(model->town, draw(model, BRANDS_PEOPLE)),
                          .verb = acts[draw(model, sizeof acts / sizeof acts[0])],
                          .brand = draw(model, BRANDS)};
    /* what begins is of one's own department */
    if (verbs[tried.verb].args->fields[0].kind == KIND_NUMBER)
        tried.brand = tried.brand / 2 * 2 + (tried.who == &brands_he);
    tried.to = brands_target(tried.verb, model->brands[tried.brand].stage, draw(model, 3));
    return tried;
}

/* A move of the table, by whoever makes it; what ends a brand is drawn less often. False: none was drawn. */
static bool likely_try(struct model *model, struct tried *tried)
{
    struct town *town = model->town;
    const size_t brand = draw(model, BRANDS);
    const struct brand_move *move = &brand_moves[draw(model, brands_moves())];
    const struct view_brand row = {.stage = move->to};
    const struct identity *signer = brand % 2 == 0 ? &town->wang : &brands_he;
    if (move->from != model->brands[brand].stage || move->verb == VERB_schedule_run ||
        (brand_is_over(&row) && draw(model, 8) > 0))
        return false;
    *tried = (struct tried){.who = move->who == MOVER_COMMITTEE ? &town->lin
                                   : move->who == MOVER_HOUSE   ? &town->house
                                                                : signer,
                            .verb = move->verb,
                            .brand = brand,
                            .to = move->to};
    return true;
}

static void step_move(struct model *model)
{
    struct tried tried = any_try(model);
    for (int i = 0; i < 40 && !likely_try(model, &tried); i++) {
        if (draw(model, 80) == 0)
            break;
    }
    struct model_brand *brand = &model->brands[tried.brand];
    tried.name = draw(model, NAMES_APART);
    tried.fresh = draw(model, 8) > 0 || brand->old[0] == '\0' || strcmp(brand->old, brand->head) == 0;
    const bool should = should_be_taken(model, &tried);
    const enum error error = act(model, &tried);
    if ((error == OK) != should)
        fail_msg("%s: %s", model->said, error_kinds[error].word);
    model->taken += should;
    model->refused += !should;
    if (!should)
        return;
    brand->stage = tried.to;
    brand->was_named = brand->was_named || tried.verb == VERB_brand_name;
    model->batches[round_of(tried.brand)] += tried.verb == VERB_brand_name;
    const struct view_brand row = {.stage = brand->stage};
    if (shape_find(verbs[tried.verb].args, bytes_of_text("logo")) >= 0) {
        brand->handed_in = true;
        brand->erased = false;
        brand->texts++;
        brand->name = tried.name;
    }
    if (brand_is_over(&row))
        brand->name = NO_NAME;
}

static void step_erase(struct model *model)
{
    const size_t index = draw(model, BRANDS);
    struct model_brand *brand = &model->brands[index];
    struct town *town = model->town;
    const bool should = brand->handed_in && !brand->erased;
    if (brand->stage == BRAND_STAGE_NOTHING)
        return;
    snprintf(model->said, sizeof model->said, "erase %s", id_of(index));
    const enum error error =
        town_act(town, &town->lin, "erase", town_line("id=%s seen=%s reason=x", id_of(index), brand->head));
    if ((error == OK) != should)
        fail_msg("%s: %s", model->said, error_kinds[error].word);
    if (should) {
        brand->erased = true;
        brand->gone = brand->texts;
        brand->name = NO_NAME;
    }
}

/* The open round is closed, and the next one opened; what it ends, the schedule ends a while later. */
static void step_round(struct model *model)
{
    struct town *town = model->town;
    char head[TOWN_HEX];
    if (model->closed[1])
        return;
    const size_t round = model->closed[0];
    ASKS(town, &town->lin, "round.show", "year=%zu", 2006 + round);
    ACTS(town, &town->lin, "round.close", "year=%zu seen=%s reason=x", 2006 + round,
         town_hash_said(town, "head", head));
    model->closed[round] = true;
    snprintf(model->said, sizeof model->said, "round.close %zu", 2006 + round);
    if (round == 0)
        ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2006-12-20");
}

static void step_run(struct model *model)
{
    town_run(model->town);
    snprintf(model->said, sizeof model->said, "what was due");
    for (size_t i = 0; i < BRANDS; i++) {
        struct model_brand *brand = &model->brands[i];
        const struct view_brand row = {.stage = brand->stage};
        if (brand->stage != BRAND_STAGE_NOTHING && model->closed[round_of(i)] &&
            brand_ends_with_round(&row)) {
            brand->stage = BRAND_STAGE_CLOSED;
            brand->name = NO_NAME;
        }
    }
}

static void step_right(struct model *model)
{
    struct town *town = model->town;
    char head[TOWN_HEX];
    ASKS(town, &town->clerk, "account.list", "account=zhao");
    ACTS(town, &town->clerk, "account.change", "account=zhao seen=%s title=Zhao signs=%s",
         town_hash_said(town, "head", head), model->zhao_signs ? "no" : "yes");
    model->zhao_signs = !model->zhao_signs;
    snprintf(model->said, sizeof model->said, "a right");
}

/* Each revision is there for who is inside, and those that were erased are without words. */
static void look_at_revision(struct model *model, const struct identity *who, size_t index)
{
    struct town *town = model->town;
    const struct model_brand *brand = &model->brands[index];
    if (brand->texts == 0)
        return;
    const uint64_t revision = 1 + draw(model, brand->texts);
    ASKS(town, who, "brand.show", "id=%s revision=%llu", id_of(index), (unsigned long long)revision);
    const bool gone = revision <= brand->gone;
    if ((strstr(town->answer, " name=") == NULL) != gone ||
        (strstr(town->answer, " erased=yes") != NULL) != gone)
        fail_msg("%s, revision %llu, is %s", id_of(index), (unsigned long long)revision, town->answer);
}

/* What nobody outside is told; why a review ended as it did, they are. */
static void tells_no_secret(const struct model *model, const struct model_brand *brand)
{
    static const char *const secret[] = {
        " head=", " revision=", " actor=", " position=", " answers=", " plan=", " stage=reviewing"};
    const struct town *town = model->town;
    const bool told = brand->stage == BRAND_STAGE_KEPT || brand->stage == BRAND_STAGE_REVOKED;
    for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
        SAYS_NOT(town, secret[i]);
    if (!told)
        SAYS_NOT(town, " reason=");
    assert_int_equal(strstr(town->answer, " moved=") != NULL, told);
    SAYS(town, " activity=" BRANDS_MEETING);
}

/* What somebody sees of a brand is what its stage and their place allow. */
static void look_as(struct model *model, const struct identity *who, size_t index)
{
    struct town *town = model->town;
    const struct model_brand *brand = &model->brands[index];
    const struct view_brand row = {.stage = brand->stage};
    const bool there = brand->stage != BRAND_STAGE_NOTHING, inside = is_inside(model, who, index);
    const bool named = there && brand_is_named(&row), public = there && brand->was_named;
    const enum error shown = town_ask(town, who, "brand.show", town_line("id=%s", id_of(index)));
    const enum error told = town_ask(town, who, "brand.history", town_line("id=%s", id_of(index)));
    if (shown != (there && (inside || public) ? OK : ERR_UNKNOWN_BRAND) ||
        told != (there && inside ? OK : ERR_UNKNOWN_CHANNEL))
        fail_msg("%s is shown with %s at %s", id_of(index), error_kinds[shown].word,
                 there ? brand_stage_words[brand->stage] : "nothing");
    if (there && inside)
        look_at_revision(model, who, index);
    assert_int_equal(
        town_ask(town, who, "brand.list",
                 town_line("year=%zu department=%s", 2006 + round_of(index), department_of(index))),
        OK);
    if (town->row_count != (size_t)(there && (inside || public)))
        fail_msg("%s stands in %zu rows at %s", id_of(index), town->row_count,
                 there ? brand_stage_words[brand->stage] : "nothing");
    if (town->row_count == 1 && !inside)
        tells_no_secret(model, brand);
    assert_int_equal((strstr(town->answer, " name=") != NULL),
                     town->row_count == 1 && brand->handed_in && !brand->erased);
    assert_int_equal(
        town_ask(town, who, "brand.examples",
                 town_line("year=%zu department=%s", 2006 + round_of(index), department_of(index))),
        OK);
    assert_int_equal(town->row_count, named);
    SAYS_NOT(town, " position=");
    model->seen_inside += inside && there;
    model->seen_outside += !inside && there;
}

static void step(struct model *model)
{
    const uint64_t what = draw(model, 1000);
    if (what < 12)
        step_erase(model);
    else if (what < 15)
        step_round(model);
    else if (what < 30)
        step_run(model);
    else if (what < 50)
        step_right(model);
    else
        step_move(model);
    for (size_t i = 0; i < BRANDS; i++)
        look(model, i);
    if (draw(model, 4) == 0)
        look_as(model, brands_person(model->town, draw(model, BRANDS_PEOPLE - 1)), draw(model, BRANDS));
}

static void a_walk_at_random_stays_in_the_table(void **state)
{
    const char *given = getenv("BRAND_SEED");
    const uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 2006;
    uint64_t taken = 0, refused = 0, inside = 0, outside = 0;
    (void)state;
    for (size_t done = 0; done < STEPS; done += STEPS_A_TOWN) {
        struct model model = {.random = seed + done};
        void *own;
        brands_settle(&own);
        model.town = own;
        for (size_t i = 0; i < BRANDS; i++)
            model.brands[i] = (struct model_brand){.stage = BRAND_STAGE_NOTHING, .name = NO_NAME};
        for (size_t i = 0; i < STEPS_A_TOWN; i++)
            step(&model);
        town_is_sound(model.town);
        taken += model.taken;
        refused += model.refused;
        inside += model.seen_inside;
        outside += model.seen_outside;
        town_leave(&own);
    }
    print_message("%d steps, %llu moves taken, %llu refused, seed %llu\n", STEPS, (unsigned long long)taken,
                  (unsigned long long)refused, (unsigned long long)seed);
    assert_true(taken > STEPS / 10 && refused > STEPS / 10 && inside > STEPS / 100 && outside > STEPS / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_at_random_stays_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
