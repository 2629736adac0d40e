/* See brands.h. */
#include "tests/unit/support/brands.h"

struct identity brands_zhao, brands_he, brands_mei, brands_song, brands_gu;

int brands_settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state);
    struct town *town = *state;
    brands_zhao = made_identity(30);
    brands_he = made_identity(31);
    brands_mei = made_identity(32);
    brands_song = made_identity(33);
    brands_gu = made_identity(34);
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    town_enrol(town, &brands_zhao, 30, "account=zhao role=office department=labour");
    town_enrol(town, &brands_he, 31, "account=he role=office department=land signs=yes");
    town_enrol(town, &brands_mei, 32, "account=mei role=expert");
    town_enrol(town, &brands_song, 33, "account=song role=expert");
    town_enrol(town, &brands_gu, 34, "account=gu role=resident");
    ACTS(town, &town->lin, "round.open", "year=2006 title=首批 until=2006-12-20");
    brands_announce(town);
    return 0;
}

void brands_announce(struct town *town)
{
    ACTS(town, &town->house, "channel.create",
         "channel=meetings title=x read=everyone publish=committee moderate=committee");
    ACTS(town, &town->lin, "activity.announce",
         "channel=meetings headline=命名大会 kind=naming-meeting starts=2006-12-30T14:00");
    assert_string_equal(town->id, BRANDS_MEETING);
}

struct bytes brands_logo(void)
{
    static const uint8_t logo[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 'x'};
    return bytes_of(logo, sizeof logo);
}

const char *brands_application(struct town *town, const struct identity *who, const char *name)
{
    static char fields[2048];
    char hash[TOWN_HEX];
    town_upload(town, who, brands_logo(), hash);
    snprintf(fields, sizeof fields,
             "name=\"%s\" logo=logo.png:%zu:%s meaning=用心 vision=满意 position=窗口 plan=三步 "
             "items=\"办证\\n市民\\n当天办结\\n回访\\n电话 12333\" answers=\"Wang 王\"",
             name, brands_logo().size, hash);
    return fields;
}

void brands_submit(struct town *town, const struct identity *who, const char *name)
{
    ACTS(town, who, "brand.submit", "year=2006 %s", brands_application(town, who, name));
}

const char *brands_head(struct town *town, const char *id)
{
    static char head[TOWN_HEX];
    assert_int_equal(town_ask(town, &town->lin, "brand.show", town_line("id=%s", id)), OK);
    return town_hash_said(town, "head", head);
}

uint64_t brands_stage(struct town *town, const char *id)
{
    struct view_brand row;
    return view_brand_of_id(town->txn, bytes_of_text(id), &row) ? row.stage : BRAND_STAGE_NOTHING;
}

bool brands_handed_in(struct town *town, const char *id)
{
    struct view_brand row;
    return view_brand_of_id(town->txn, bytes_of_text(id), &row) && row.texts > 0;
}

void brands_erase(struct town *town, const char *id)
{
    const char *head = brands_head(town, id);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", id, head);
}

const char *brands_naming(struct town *town, const struct identity *who, const char *ids)
{
    static char fields[4096];
    char heads[LIMIT_BATCH * 2 * LIMIT_HASH_BYTES + 1] = "", hash[TOWN_HEX], id[LIMIT_ID_BYTES + 1];
    for (const char *at = ids; *at != '\0'; at += strspn(at, ",")) {
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at, ","), at);
        strcat(heads, brands_head(town, id));
        at += strlen(id);
    }
    town_upload(town, who, brands_logo(), hash);
    snprintf(fields, sizeof fields,
             "brands=%s heads=%s attach=logo.png:%zu:%s activity=" BRANDS_MEETING
             " channel=programme headline=命名",
             ids, heads, brands_logo().size, hash);
    return fields;
}

enum error brands_act(struct town *town, const struct identity *who, int verb, uint64_t to, const char *id)
{
    static const char *const verdicts[BRAND_STAGE_COUNT + 1] = {
        [BRAND_STAGE_EVALUATING] = "evaluating",
        [BRAND_STAGE_PASSED] = "passed",
        [BRAND_STAGE_FAILED] = "failed",
    };
    const struct verb *made = &verbs[verb];
    const char *name = strcmp(id, BRANDS_ID) == 0 ? "阳光 Sunshine" : id;
    const bool applies = shape_find(made->args, bytes_of_text("logo")) >= 0;
    const char *application = applies ? brands_application(town, who, name) : "";
    const char *rest = shape_find(made->args, bytes_of_text("reason")) >= 0 ? "reason=x" : application;
    char line[4096], more[64] = "";
    if (verb == VERB_brand_evaluate)
        snprintf(more, sizeof more, "verdict=%s", verdicts[to] != NULL ? verdicts[to] : "passed");
    if (verb == VERB_brand_name)
        snprintf(line, sizeof line, "batch=%llu %s",
                 (unsigned long long)brand_last_batch(town->txn, 2006) + 1, brands_naming(town, who, id));
    else if (made->args->fields[0].kind == KIND_NUMBER)
        snprintf(line, sizeof line, "year=2006 %s", application);
    else
        snprintf(line, sizeof line, "id=%s seen=%s %s %s", id, brands_head(town, id), rest, more);
    return town_act(town, who, made->word, line);
}

static bool is_last(const struct brand_move *move)
{
    return move->to == BRAND_STAGE_NOTHING;
}

bool brands_allows(int verb, uint64_t from, uint64_t to)
{
    for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
        if (move->verb == verb && move->from == from && move->to == to)
            return true;
    }
    return false;
}

size_t brands_moves(void)
{
    size_t count = 0;
    while (!is_last(&brand_moves[count]))
        count++;
    return count;
}

const struct identity *brands_person(struct town *town, size_t index)
{
    const struct identity *const people[BRANDS_PEOPLE] = {&town->guest, &brands_gu,   &brands_zhao,
                                                          &town->wang,  &brands_he,   &brands_mei,
                                                          &town->lin,   &town->clerk, &town->house};
    return people[index];
}

uint64_t brands_target(int verb, uint64_t stage, uint64_t turn)
{
    static const uint64_t verdicts[] = {BRAND_STAGE_EVALUATING, BRAND_STAGE_PASSED, BRAND_STAGE_FAILED};
    if (verb == VERB_brand_evaluate)
        return verdicts[turn % 3];
    for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
        if (move->verb == verb && move->from == stage)
            return move->to;
    }
    return BRAND_STAGE_NOTHING;
}

/* The first move of a shortest way to a stage, by looking back from there; NULL: it is that already. */
static const struct brand_move *first_move(uint64_t from, uint64_t stage)
{
    size_t steps[BRAND_STAGE_COUNT + 1] = {0}; /* from there on, and one more; 0: no way is known */
    const struct brand_move *best = NULL;
    steps[stage] = 1;
    for (size_t round = 0; round <= BRAND_STAGE_COUNT; round++) {
        for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
            if (steps[move->to] > 0 && (steps[move->from] == 0 || steps[move->from] > steps[move->to] + 1))
                steps[move->from] = steps[move->to] + 1;
        }
    }
    for (const struct brand_move *move = brand_moves; !is_last(move); move++) {
        if (move->from == from && from != stage && steps[move->to] > 0 &&
            (best == NULL || steps[move->to] < steps[best->to]))
            best = move;
    }
    return best;
}

void brands_bring_of(struct town *town, const struct identity *signer, const char *id, uint64_t stage)
{
    const struct identity *const movers[MOVER_COUNT] = {
        [MOVER_MEMBERS] = signer,
        [MOVER_SIGNERS] = signer,
        [MOVER_COMMITTEE] = &town->lin,
        [MOVER_HOUSE] = &town->house,
    };
    const struct brand_move *move;
    char head[TOWN_HEX];
    while ((move = first_move(brands_stage(town, id), stage)) != NULL) {
        if (move->verb == VERB_schedule_run) {
            town_ask(town, &town->lin, "round.show", "year=2006");
            ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x",
                 town_hash_said(town, "head", head));
            assert_true(town_run(town) > 0);
        } else {
            assert_int_equal(brands_act(town, movers[move->who], move->verb, move->to, id), OK);
        }
        assert_int_equal(brands_stage(town, id), move->to);
    }
    assert_int_equal(brands_stage(town, id), stage);
}

void brands_bring(struct town *town, uint64_t stage)
{
    brands_bring_of(town, &town->wang, BRANDS_ID, stage);
}
