/* One of each thing that strangers send in a ballot, with all that it is checked against. Every way in which
 * that can be another one is a row here, so that tests walk tables and leave nothing out. */
#ifndef BULLETIN_TESTS_SCENES_H
#define BULLETIN_TESTS_SCENES_H

#include "tests/unit/support/ballots.h"

/* Which random bytes each was made with (ballots_random); a voice's with its number added. */
enum {
    SCENE_RANDOM_VOICE = 10,
    SCENE_RANDOM_FORM = 20,
    SCENE_RANDOM_PART,
    SCENE_RANDOM_FORM_PART,
    SCENE_RANDOM_COMPLAINT,
};

enum { SCENE_PADDED_BYTES = 48, SCENE_DEALER = 1, SCENE_TRUSTEE = 2, SCENE_VOICES = 3 };

/* Do not copy it: it points into itself. scene_set makes the same one each time. */
struct scene {
    struct held_ceremony held;
    struct questionnaire asked;
    size_t i, j;
    uint8_t author[32], replaces[32], act[32];
    uint8_t voice_part[32], form_part[32]; /* Y_j and F_j, as a part is checked against */
    struct ballot_place place;
    struct sums sums;
    struct opened_form opened;
    uint8_t complaint[COMPLAINT_BYTES], form_part_bytes[SEALED_FORM_PART_BYTES];
    uint8_t voice_rooms[SCENE_VOICES][VOICE_BYTES], part_room[PART_BYTES], form_room[SEALED_FORM_BYTES];
    struct bytes voices[SCENE_VOICES], part, form;
};

void scene_set(struct scene *scene);

/* What the voices of a scene choose. */
extern const uint8_t scene_choices[SCENE_VOICES][2];

/* What strangers send. */
struct scene_object {
    const char *name;
    const char *depends; /* the words of what its proof is over */
    bool box_is_proved;  /* its sealed bytes are in the statement */
    struct bytes (*bytes)(const struct scene *scene);
    enum ballot_fault (*check)(const struct scene *scene, struct bytes bytes);
    /* One character for each part: P a point, S a scalar, each of 32 bytes, b a sealed byte. */
    void (*layout)(const struct scene *scene, char *parts);
};

enum { SCENE_OBJECTS = 8, SCENE_LAYOUT_BYTES = 1024 };
extern const struct scene_object scene_objects[SCENE_OBJECTS];

/* How the rest of the scene can be another. */
struct scene_change {
    const char *word;
    void (*make)(struct scene *scene);
};

enum { SCENE_CHANGES = 22 };
extern const struct scene_change scene_changes[SCENE_CHANGES];

#endif
