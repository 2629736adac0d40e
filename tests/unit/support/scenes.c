/* See scenes.h. */
#include "tests/unit/support/scenes.h"

#include <string.h>

#include "protocol/ballot/point.h"

const uint8_t scene_choices[SCENE_VOICES][2] = {{0, 1}, {2, 0}, {0, 0}};

static void make_voices(struct scene *scene)
{
    uint8_t random[32];
    sums_begin(&scene->sums, &scene->asked);
    for (unsigned i = 0; i < SCENE_VOICES; i++) {
        struct buffer out = buffer_over(scene->voice_rooms[i], VOICE_BYTES);
        ballots_random(SCENE_RANDOM_VOICE + i, random);
        voice_make(&scene->place, &scene->asked, scene_choices[i], random, &out);
        scene->voices[i] = buffer_bytes(&out);
        require_good(sums_add(&scene->sums, scene->voices[i]));
    }
}

static void make_form(struct scene *scene)
{
    uint8_t random[32];
    struct buffer out = buffer_over(scene->form_room, sizeof scene->form_room);
    ballots_random(SCENE_RANDOM_FORM, random);
    require_good(
        sealed_form_make(&scene->place, bytes_of_text("85 of 100"), SCENE_PADDED_BYTES, random, &out));
    scene->form = buffer_bytes(&out);
    scene->opened = (struct opened_form){
        .vote = &scene->held.vote,
        .unit = scene->place.unit,
        .form = scene->form,
        .act = scene->act,
    };
}

static void make_parts(struct scene *scene)
{
    const struct agreed_secrets *secrets = &scene->held.secrets[scene->j - 1];
    uint8_t random[32];
    struct buffer out = buffer_over(scene->part_room, sizeof scene->part_room);
    ballots_random(SCENE_RANDOM_PART, random);
    part_make(&scene->held.vote, scene->place.unit, &scene->sums, scene->j, scene->voice_part, secrets->voice,
              random, &out);
    scene->part = buffer_bytes(&out);
    ballots_random(SCENE_RANDOM_FORM_PART, random);
    sealed_form_part_make(&scene->opened, scene->j, scene->form_part, secrets->form, random,
                          scene->form_part_bytes);
}

void scene_set(struct scene *scene)
{
    uint8_t random[32];
    memset(scene, 0, sizeof *scene);
    ceremony_hold(&scene->held, 3, 2, 0);
    scene->asked = (struct questionnaire){.questions = 2, .grades = {3, 2}};
    scene->i = SCENE_DEALER;
    scene->j = SCENE_TRUSTEE;
    ballots_random(1, scene->author);
    ballots_random(2, scene->replaces);
    ballots_random(3, scene->act);
    memcpy(scene->voice_part, scene->held.keys.voice_parts[scene->j - 1], 32);
    memcpy(scene->form_part, scene->held.keys.form_parts[scene->j - 1], 32);
    scene->place = (struct ballot_place){
        .vote = &scene->held.vote,
        .unit = bytes_of_text("brands/3"),
        .handle = bytes_of_text("wang.fang"),
        .author = scene->author,
        .replaces = scene->replaces,
    };
    make_voices(scene);
    make_form(scene);
    make_parts(scene);
    ballots_random(SCENE_RANDOM_COMPLAINT, random);
    complaint_make(&scene->held.ceremony, scene->i, scene->held.deals[scene->i - 1], scene->j,
                   scene->held.transport_secrets[scene->j - 1], random, scene->complaint);
}

/* --- what strangers send --- */

static struct bytes transport_bytes_of(const struct scene *scene)
{
    return bytes_of(scene->held.transports[SCENE_TRUSTEE - 1], TRANSPORT_BYTES);
}

static enum ballot_fault check_transport(const struct scene *scene, struct bytes bytes)
{
    return transport_check(&scene->held.ceremony, scene->j, bytes);
}

static struct bytes deal_bytes_of(const struct scene *scene)
{
    return scene->held.deals[SCENE_DEALER - 1];
}

static enum ballot_fault check_deal(const struct scene *scene, struct bytes bytes)
{
    return deal_check(&scene->held.ceremony, scene->i, bytes);
}

static struct bytes acceptance_bytes_of(const struct scene *scene)
{
    return bytes_of(scene->held.acceptances[SCENE_TRUSTEE - 1], ACCEPTANCE_BYTES);
}

static enum ballot_fault check_acceptance(const struct scene *scene, struct bytes bytes)
{
    return acceptance_check(&scene->held.ceremony, scene->j, &scene->held.keys, bytes);
}

static struct bytes complaint_bytes_of(const struct scene *scene)
{
    return bytes_of(scene->complaint, COMPLAINT_BYTES);
}

static enum ballot_fault check_complaint(const struct scene *scene, struct bytes bytes)
{
    return complaint_check(&scene->held.ceremony, scene->i, scene->held.deals[SCENE_DEALER - 1], scene->j,
                           bytes);
}

static struct bytes voice_bytes_of(const struct scene *scene)
{
    return scene->voices[0];
}

static enum ballot_fault check_voice(const struct scene *scene, struct bytes bytes)
{
    return voice_check(&scene->place, &scene->asked, bytes);
}

static struct bytes part_bytes_of(const struct scene *scene)
{
    return scene->part;
}

static enum ballot_fault check_part(const struct scene *scene, struct bytes bytes)
{
    return part_check(&scene->held.vote, scene->place.unit, &scene->sums, scene->j, scene->voice_part, bytes);
}

static struct bytes form_bytes_of(const struct scene *scene)
{
    return scene->form;
}

static enum ballot_fault check_form(const struct scene *scene, struct bytes bytes)
{
    return sealed_form_check(&scene->place, SCENE_PADDED_BYTES, bytes);
}

static struct bytes form_part_bytes_of(const struct scene *scene)
{
    return bytes_of(scene->form_part_bytes, SEALED_FORM_PART_BYTES);
}

static enum ballot_fault check_form_part(const struct scene *scene, struct bytes bytes)
{
    return sealed_form_part_check(&scene->opened, scene->j, scene->form_part, bytes);
}

/* --- their parts --- */

static char *parts_add(char *parts, char part, size_t count)
{
    memset(parts, part, count);
    parts[count] = '\0';
    return parts + count;
}

static void layout_point_and_proof(const struct scene *scene, char *parts)
{
    (void)scene;
    parts_add(parts_add(parts, 'P', 1), 'S', 2);
}

static void layout_acceptance(const struct scene *scene, char *parts)
{
    (void)scene;
    parts_add(parts, 'S', 3);
}

static void layout_deal(const struct scene *scene, char *parts)
{
    const size_t coefficients = 2 * scene->held.ceremony.threshold;
    parts = parts_add(parts_add(parts, 'P', coefficients), 'S', 1 + coefficients);
    for (size_t j = 0; j < scene->held.ceremony.trustees; j++)
        parts = parts_add(parts_add(parts, 'P', 1), 'b', SHARE_BOX_BYTES - 32);
}

static void layout_voice(const struct scene *scene, char *parts)
{
    const size_t ciphertexts = questionnaire_ciphertexts(&scene->asked);
    parts_add(parts_add(parts, 'P', 2 * ciphertexts), 'S', 1 + 3 * ciphertexts + scene->asked.questions);
}

static void layout_part(const struct scene *scene, char *parts)
{
    parts_add(parts_add(parts, 'P', scene->sums.ciphertexts), 'S', 2);
}

static void layout_form(const struct scene *scene, char *parts)
{
    (void)scene;
    parts_add(parts_add(parts_add(parts, 'P', 1), 'S', 2), 'b', SCENE_PADDED_BYTES + LIMIT_TAG_BYTES);
}

#define OBJECT(word, function, parts, over)                                                                  \
    .name = word, .depends = over, .bytes = function##_bytes_of, .check = check_##function, .layout = parts
const struct scene_object scene_objects[SCENE_OBJECTS] = {
    {OBJECT("transport", transport, layout_point_and_proof, "house called j")},
    {OBJECT("deal", deal, layout_deal, "house called keyed i")},
    {OBJECT("acceptance", acceptance, layout_acceptance, "house called dealt j voice-part form-part")},
    {OBJECT("complaint", complaint, layout_point_and_proof, "house called dealt i j transport-key box")},
    {OBJECT("voice", voice, layout_voice, "house opened voice-key unit handle author replaces")},
    {OBJECT("part", part, layout_part, "house opened closed unit j voice-part sum-base sum-point")},
    {OBJECT("form", form, layout_form, "house opened form-key unit handle author replaces"),
     .box_is_proved = true},
    {OBJECT("form part", form_part, layout_point_and_proof,
            "house opened closed unit j form-part act form-point")},
};

/* --- what else can be another --- */

#define HEAD_CHANGE(head)                                                                                    \
    static void change_##head(struct scene *scene)                                                           \
    {                                                                                                        \
        scene->held.heads.head[31] ^= 1;                                                                     \
    }
HEAD_CHANGE(house)
HEAD_CHANGE(called)
HEAD_CHANGE(keyed)
HEAD_CHANGE(dealt)
HEAD_CHANGE(opened)
HEAD_CHANGE(closed)

static void change_i(struct scene *scene)
{
    scene->i = 3;
}

/* All that belongs to the number stays what it was. */
static void change_j(struct scene *scene)
{
    struct held_ceremony *held = &scene->held;
    uint8_t *deal = held->deal_rooms[SCENE_DEALER - 1];
    const size_t boxes_at = held->deals[0].size - 3 * SHARE_BOX_BYTES;
    memcpy(held->transport_keys + 64, held->transport_keys + 32, 32);
    memcpy(held->keys.voice_parts[2], held->keys.voice_parts[1], 32);
    memcpy(held->keys.form_parts[2], held->keys.form_parts[1], 32);
    memcpy(deal + boxes_at + 2 * (size_t)SHARE_BOX_BYTES, deal + boxes_at + SHARE_BOX_BYTES, SHARE_BOX_BYTES);
    scene->j = 3;
}

static void change_transport_key(struct scene *scene)
{
    uint8_t *key = scene->held.transport_keys + (SCENE_TRUSTEE - 1) * 32;
    point_plus(key, key, point_base);
}

static void change_box(struct scene *scene)
{
    uint8_t *deal = scene->held.deal_rooms[SCENE_DEALER - 1];
    uint8_t *box = deal + (deal_box(&scene->held.ceremony, scene->held.deals[0], SCENE_TRUSTEE) - deal);
    point_plus(box, box, point_base);
}

static void change_voice_key(struct scene *scene)
{
    point_plus(scene->held.keys.voice_key, scene->held.keys.voice_key, point_base);
}

static void change_form_key(struct scene *scene)
{
    point_plus(scene->held.keys.form_key, scene->held.keys.form_key, point_base);
}

static void change_voice_part(struct scene *scene)
{
    point_plus(scene->voice_part, scene->voice_part, point_base);
    memcpy(scene->held.keys.voice_parts[SCENE_TRUSTEE - 1], scene->voice_part, 32);
}

static void change_form_part(struct scene *scene)
{
    point_plus(scene->form_part, scene->form_part, point_base);
    memcpy(scene->held.keys.form_parts[SCENE_TRUSTEE - 1], scene->form_part, 32);
}

static void change_unit(struct scene *scene)
{
    scene->place.unit = scene->opened.unit = bytes_of_text("brands/4");
}

static void change_handle(struct scene *scene)
{
    scene->place.handle = bytes_of_text("wang.fan");
}

static void change_author(struct scene *scene)
{
    scene->author[0] ^= 1;
}

static void change_replaces(struct scene *scene)
{
    scene->replaces[0] ^= 1;
}

static void change_act(struct scene *scene)
{
    scene->act[0] ^= 1;
}

static void change_form_point(struct scene *scene)
{
    point_plus(scene->form_room, scene->form_room, point_base);
}

static void change_sum_base(struct scene *scene)
{
    point_plus(scene->sums.bases[4], scene->sums.bases[4], point_base);
}

static void change_sum_point(struct scene *scene)
{
    point_plus(scene->sums.points[4], scene->sums.points[4], point_base);
}

const struct scene_change scene_changes[SCENE_CHANGES] = {
    {"house", change_house},
    {"called", change_called},
    {"keyed", change_keyed},
    {"dealt", change_dealt},
    {"opened", change_opened},
    {"closed", change_closed},
    {"i", change_i},
    {"j", change_j},
    {"transport-key", change_transport_key},
    {"box", change_box},
    {"voice-key", change_voice_key},
    {"form-key", change_form_key},
    {"voice-part", change_voice_part},
    {"form-part", change_form_part},
    {"unit", change_unit},
    {"handle", change_handle},
    {"author", change_author},
    {"replaces", change_replaces},
    {"act", change_act},
    {"form-point", change_form_point},
    {"sum-base", change_sum_base},
    {"sum-point", change_sum_point},
};
