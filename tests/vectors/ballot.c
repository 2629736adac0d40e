/* See ballot.h. What is refused is made in ballot_refused.c. */
#include "tests/vectors/ballot.h"

#include <string.h>

#include "protocol/ballot/elements.h"
#include "tests/unit/support/scenes.h"
#include "tests/vectors/ballot_json.h"
#include "tests/vectors/ballot_refused.h"

enum { MANY_VOICES = 12, MANY_WHICH = 500 };

/* --- H and B --- */

static json_t *element_told(const struct element *element)
{
    json_t *told = json_object();
    switch (element->type) {
    case ELEMENT_TEXT:
        vector_put_text(told, "text", element->bytes);
        break;
    case ELEMENT_NUMBER:
        vector_put_number(told, "number", element->number);
        break;
    case ELEMENT_BYTES:
        vector_put_bytes(told, "bytes", element->bytes);
        break;
    }
    return told;
}

static json_t *hash_told(const struct element *elements, size_t count)
{
    uint8_t scalar[32], digest[32];
    json_t *told = json_object(), *array = json_array();
    for (size_t i = 0; i < count; i++)
        vector_add(array, element_told(&elements[i]));
    elements_scalar(elements, count, scalar);
    elements_digest(elements, count, digest);
    vector_put(told, "elements", array);
    vector_put_32(told, "H", scalar);
    vector_put_32(told, "B", digest);
    return told;
}

static json_t *hashes(void)
{
    static const uint8_t long_bin[300] = {1, 2, 3};
    const struct element short_one[] = {element_word("bulletin test 1")};
    const struct element long_one[] = {
        element_word("bulletin test 1"),
        element_name(bytes_of_text("a name of more than thirty-one bytes")),
        element_name(bytes_of_text("王芳")),
        element_number(0),
        element_number(127),
        element_number(128),
        element_number(255),
        element_number(256),
        element_number(65535),
        element_number(65536),
        element_number(UINT32_MAX),
        element_number((uint64_t)UINT32_MAX + 1),
        element_bytes(bytes_of(long_bin, 0)),
        element_bytes(bytes_of(long_bin, 32)),
        element_bytes(bytes_of(long_bin, 255)),
        element_bytes(bytes_of(long_bin, 256)),
        element_bytes(bytes_of(long_bin, 300)),
    };
    json_t *told = json_array();
    vector_add(told, hash_told(short_one, 1));
    vector_add(told, hash_told(long_one, sizeof long_one / sizeof long_one[0]));
    return told;
}

/* --- ceremonies --- */

static void put_random(json_t *object, unsigned number)
{
    uint8_t random[32];
    ballots_random(number, random);
    vector_put_32(object, "random", random);
}

static json_t *trustee_told(const struct held_ceremony *held, unsigned which, unsigned j)
{
    json_t *told = json_object(), *transport = json_object(), *deal = json_object(),
           *acceptance = json_object();
    put_random(transport, which + RANDOM_TRANSPORT + j);
    vector_put_32(transport, "secret", held->transport_secrets[j - 1]);
    vector_put_bytes(transport, "bytes", bytes_of(held->transports[j - 1], TRANSPORT_BYTES));
    put_random(deal, which + RANDOM_DEAL + j);
    vector_put_bytes(deal, "bytes", held->deals[j - 1]);
    put_random(acceptance, which + RANDOM_ACCEPTANCE + j);
    vector_put_bytes(acceptance, "bytes", bytes_of(held->acceptances[j - 1], ACCEPTANCE_BYTES));
    vector_put(told, "transport", transport);
    vector_put(told, "deal", deal);
    vector_put_32(told, "voice_secret", held->secrets[j - 1].voice);
    vector_put_32(told, "form_secret", held->secrets[j - 1].form);
    vector_put_32(told, "voice_part", held->keys.voice_parts[j - 1]);
    vector_put_32(told, "form_part", held->keys.form_parts[j - 1]);
    vector_put(told, "acceptance", acceptance);
    return told;
}

static json_t *ceremony_told(const struct held_ceremony *held, unsigned which)
{
    json_t *told = json_object(), *trustees = json_array();
    vector_put_number(told, "threshold", held->ceremony.threshold);
    vector_put_32(told, "house", held->heads.house);
    vector_put_32(told, "called", held->heads.called);
    vector_put_32(told, "keyed", held->heads.keyed);
    vector_put_32(told, "dealt", held->heads.dealt);
    for (unsigned j = 1; j <= held->ceremony.trustees; j++)
        vector_add(trustees, trustee_told(held, which, j));
    vector_put(told, "trustees", trustees);
    vector_put_32(told, "voice_key", held->keys.voice_key);
    vector_put_32(told, "form_key", held->keys.form_key);
    return told;
}

/* --- voices, parts and counts --- */

struct many {
    struct held_ceremony held;
    struct questionnaire asked;
    struct sums sums;
    json_t *told, *voices;
};

static void put_place(json_t *told, const struct ballot_place *place)
{
    vector_put_text(told, "handle", place->handle);
    vector_put_32(told, "author", place->author);
    vector_put_32(told, "replaces", place->replaces);
}

static void put_choices(json_t *told, const uint8_t *choices, size_t questions)
{
    json_t *chosen = json_array();
    for (size_t q = 0; q < questions; q++)
        vector_add(chosen, json_integer(choices[q]));
    vector_put(told, "choices", chosen);
}

static void tell_voice(struct many *many, const struct ballot_place *place, const uint8_t *choices,
                       unsigned random)
{
    uint8_t room[VOICE_BYTES], bytes[32], secrets[BALLOT_CIPHERTEXTS * 32], print[32];
    struct buffer out = buffer_over(room, sizeof room);
    json_t *told = json_object();
    ballots_random(random, bytes);
    voice_make(place, &many->asked, choices, bytes, &out);
    require_good(voice_check(place, &many->asked, buffer_bytes(&out)));
    require_good(sums_add(&many->sums, buffer_bytes(&out)));
    voice_secrets(place, &many->asked, choices, bytes, secrets);
    voice_print(place, buffer_bytes(&out), print);
    put_place(told, place);
    put_choices(told, choices, many->asked.questions);
    vector_put_32(told, "random", bytes);
    vector_put_bytes(told, "secrets", bytes_of(secrets, questionnaire_ciphertexts(&many->asked) * 32));
    vector_put_bytes(told, "bytes", buffer_bytes(&out));
    vector_put_32(told, "print", print);
    vector_add(many->voices, told);
}

static json_t *sums_told(const struct vote *vote, struct bytes unit, const struct sums *sums)
{
    json_t *told = json_object();
    uint8_t digest[32];
    sums_digest(vote, unit, sums, digest);
    vector_put_number(told, "voices", sums->voices);
    vector_put_bytes(told, "bases", bytes_of(sums->bases, sums->ciphertexts * 32));
    vector_put_bytes(told, "points", bytes_of(sums->points, sums->ciphertexts * 32));
    vector_put_32(told, "digest", digest);
    return told;
}

/* All parts, and the count, which each set of trustees must find. */
static void tell_parts(struct many *many, struct bytes unit)
{
    static uint8_t rooms[BALLOT_TRUSTEES][PART_BYTES];
    struct opened_part parts[BALLOT_TRUSTEES];
    const struct held_ceremony *held = &many->held;
    uint64_t counts[BALLOT_CIPHERTEXTS];
    json_t *told = json_array(), *counted = json_array();
    for (unsigned j = 1; j <= held->ceremony.trustees; j++) {
        struct buffer out = buffer_over(rooms[j - 1], PART_BYTES);
        json_t *part = json_object();
        uint8_t random[32];
        ballots_random(MANY_WHICH + 40 + j, random);
        part_make(&held->vote, unit, &many->sums, j, held->keys.voice_parts[j - 1],
                  held->secrets[j - 1].voice, random, &out);
        require_good(
            part_check(&held->vote, unit, &many->sums, j, held->keys.voice_parts[j - 1], buffer_bytes(&out)));
        vector_put_32(part, "random", random);
        vector_put_bytes(part, "bytes", buffer_bytes(&out));
        vector_add(told, part);
        parts[j - 1] = (struct opened_part){.j = j, .part = rooms[j - 1]};
    }
    require_good(count_sums(&many->asked, &many->sums, parts, held->ceremony.threshold, counts));
    for (size_t k = 0; k < many->sums.ciphertexts; k++)
        vector_add(counted, json_integer((json_int_t)counts[k]));
    vector_put(many->told, "parts", told);
    vector_put(many->told, "counts", counted);
}

static void tell_voices(struct many *many, struct bytes unit)
{
    const char *const handles[MANY_VOICES] = {"an", "bo", "chen", "ding", "fang", "gu",
                                              "he", "ji", "kong", "li",   "ma",   "ning"};
    uint8_t author[32], zeros[32] = {0};
    for (unsigned i = 0; i < MANY_VOICES; i++) {
        const uint8_t choices[] = {i % 3 == 0, 1};
        const struct ballot_place place = {
            .vote = &many->held.vote,
            .unit = unit,
            .handle = bytes_of_text(handles[i]),
            .author = author,
            .replaces = zeros,
        };
        ballots_random(MANY_WHICH + i, author);
        tell_voice(many, &place, choices, MANY_WHICH + 20 + i);
    }
}

static void put_grades(json_t *told, const struct questionnaire *asked)
{
    json_t *grades = json_array();
    for (size_t q = 0; q < asked->questions; q++)
        vector_add(grades, json_integer(asked->grades[q]));
    vector_put(told, "grades", grades);
}

/* A vote by twelve, in which one grade has nobody and one has everybody. */
static json_t *vote_of_many(struct many *many)
{
    const struct bytes unit = bytes_of_text("brands/12");
    many->asked = (struct questionnaire){.questions = 2, .grades = {3, 2}};
    many->told = json_object();
    many->voices = json_array();
    sums_begin(&many->sums, &many->asked);
    vector_put_32(many->told, "opened", many->held.heads.opened);
    vector_put_32(many->told, "closed", many->held.heads.closed);
    vector_put_text(many->told, "unit", unit);
    put_grades(many->told, &many->asked);
    tell_voices(many, unit);
    vector_put(many->told, "voices", many->voices);
    vector_put(many->told, "sums", sums_told(&many->held.vote, unit, &many->sums));
    tell_parts(many, unit);
    return many->told;
}

/* --- one of each thing --- */

static json_t *randoms_told(void)
{
    static const struct {
        const char *name;
        unsigned number;
    } randoms[] = {
        {"complaint", SCENE_RANDOM_COMPLAINT},
        {"part", SCENE_RANDOM_PART},
        {"form", SCENE_RANDOM_FORM},
        {"form part", SCENE_RANDOM_FORM_PART},
    };
    json_t *told = json_object();
    for (size_t i = 0; i < sizeof randoms / sizeof randoms[0]; i++) {
        uint8_t random[32];
        ballots_random(randoms[i].number, random);
        vector_put_32(told, randoms[i].name, random);
    }
    return told;
}

static json_t *scene_told(const struct scene *scene)
{
    json_t *told = json_object(), *bytes = json_object(), *voices = json_array();
    vector_put_number(told, "dealer", scene->i);
    vector_put_number(told, "trustee", scene->j);
    vector_put_32(told, "opened", scene->held.heads.opened);
    vector_put_32(told, "closed", scene->held.heads.closed);
    vector_put_text(told, "unit", scene->place.unit);
    put_place(told, &scene->place);
    vector_put_32(told, "act", scene->act);
    vector_put_number(told, "padded_bytes", SCENE_PADDED_BYTES);
    vector_put_text(told, "content", bytes_of_text("85 of 100"));
    put_grades(told, &scene->asked);
    for (unsigned i = 0; i < SCENE_VOICES; i++) {
        json_t *voice = json_object();
        put_choices(voice, scene_choices[i], scene->asked.questions);
        put_random(voice, SCENE_RANDOM_VOICE + i);
        vector_put_bytes(voice, "bytes", scene->voices[i]);
        vector_add(voices, voice);
    }
    vector_put(told, "voices", voices);
    vector_put(told, "sums", sums_told(&scene->held.vote, scene->place.unit, &scene->sums));
    for (size_t k = 0; k < SCENE_OBJECTS; k++)
        vector_put_bytes(bytes, scene_objects[k].name, scene_objects[k].bytes(scene));
    vector_put(told, "objects", bytes);
    vector_put(told, "randoms", randoms_told());
    vector_put(told, "refused", refused_of(scene));
    return told;
}

void ballot_print(FILE *out)
{
    static struct scene scene;
    static struct many many;
    json_t *all = json_object(), *ceremonies = json_array();
    vector_require(sodium_init() >= 0);
    scene_set(&scene);
    ceremony_hold(&many.held, 5, 3, MANY_WHICH);
    vector_put(all, "hashes", hashes());
    vector_add(ceremonies, ceremony_told(&scene.held, 0));
    vector_add(ceremonies, ceremony_told(&many.held, MANY_WHICH));
    vector_put(all, "ceremonies", ceremonies);
    vector_put(all, "complaints", complaints_told());
    vector_put(all, "scene", scene_told(&scene));
    vector_put(all, "vote", vote_of_many(&many));
    vector_require(json_dumpf(all, out, JSON_INDENT(1)) == 0);
    vector_require(fputc('\n', out) == '\n');
    json_decref(all);
}
