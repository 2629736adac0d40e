/* See ballot_refused.h. */
#include "tests/vectors/ballot_refused.h"

#include <string.h>

#include "protocol/ballot/point.h"
#include "tests/vectors/ballot_json.h"

enum { ROOM_BYTES = 2048, LIAR = 3, WRONGED = 2 };

/* What is being spoilt. */
struct refusing {
    const struct scene *scene;
    const struct scene_object *object;
    uint8_t room[ROOM_BYTES];
    size_t size;
    json_t *told;
};

static void tell(struct refusing *refusing, const char *what, json_t *entry)
{
    enum ballot_fault fault =
        refusing->object->check(refusing->scene, bytes_of(refusing->room, refusing->size));
    json_t *told = json_object();
    vector_put_text(told, "of", bytes_of_text(refusing->object->name));
    vector_put_text(told, "what", bytes_of_text(what));
    json_object_update(told, entry);
    json_decref(entry);
    vector_put_text(told, "fault", bytes_of_text(ballot_fault_word(fault)));
    vector_add(refusing->told, told);
}

static void put_at(struct refusing *refusing, size_t at, const char *what, struct bytes other)
{
    uint8_t was[64];
    json_t *entry = json_object();
    memcpy(was, refusing->room + at, other.size);
    memcpy(refusing->room + at, other.at, other.size);
    vector_put_number(entry, "at", at);
    vector_put_bytes(entry, "bytes", other);
    tell(refusing, what, entry);
    memcpy(refusing->room + at, was, other.size);
}

static void spoil_point(struct refusing *refusing, size_t at)
{
    uint8_t other[32] = {0};
    put_at(refusing, at, "the identity", bytes_of(other, 32));
    other[31] = 0x80;
    put_at(refusing, at, "the identity with its top bit set", bytes_of(other, 32));
    memcpy(other, refusing->room + at, 32);
    other[31] |= 0x80;
    put_at(refusing, at, "a point with its top bit set", bytes_of(other, 32));
    point_plus(other, refusing->room + at, point_base);
    put_at(refusing, at, "another point", bytes_of(other, 32));
}

static void spoil_scalar(struct refusing *refusing, size_t at)
{
    uint8_t other[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                         0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    put_at(refusing, at, "q", bytes_of(other, 32));
    other[0]++;
    put_at(refusing, at, "q + 1", bytes_of(other, 32));
    memset(other, 0xff, 32);
    other[31] = 0x7f;
    put_at(refusing, at, "2^255 - 1", bytes_of(other, 32));
    memset(other, 0, 32);
    put_at(refusing, at, "zero", bytes_of(other, 32));
    memcpy(other, refusing->room + at, 32);
    other[3] ^= 1;
    put_at(refusing, at, "another scalar", bytes_of(other, 32));
}

static void spoil_size(struct refusing *refusing)
{
    const size_t whole = refusing->size, sizes[] = {0, whole - 32, whole - 1, whole + 1, whole + 32};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        json_t *entry = json_object();
        refusing->size = sizes[i];
        vector_put_number(entry, "size", sizes[i]); /* cut off, or zeros behind it */
        tell(refusing, "another length", entry);
    }
    refusing->size = whole;
}

/* What only a voice can have wrong. */
static void spoil_voice(struct refusing *refusing)
{
    uint8_t other[32], zero[32] = {0};
    put_at(refusing, 32, "S is G", bytes_of(point_base, 32));
    point_plus(other, refusing->room, refusing->room + 64);
    point_minus(other, zero, other);
    put_at(refusing, 128, "R of a question add up to the identity", bytes_of(other, 32));
    point_plus(other, refusing->room + 32, refusing->room + 96);
    point_minus(other, point_base, other);
    put_at(refusing, 160, "S of a question add up to G", bytes_of(other, 32));
    uint8_t swapped[64];
    memcpy(swapped, refusing->room + 64, 32);
    memcpy(swapped + 32, refusing->room + 96, 32);
    put_at(refusing, 0, "a ciphertext twice", bytes_of(swapped, 64));
}

json_t *refused_of(const struct scene *scene)
{
    json_t *told = json_array();
    for (size_t k = 0; k < SCENE_OBJECTS; k++) {
        struct refusing refusing = {.scene = scene, .object = &scene_objects[k], .told = told};
        char parts[SCENE_LAYOUT_BYTES];
        struct bytes bytes = scene_objects[k].bytes(scene);
        vector_require(bytes.size <= ROOM_BYTES - 64);
        memcpy(refusing.room, bytes.at, bytes.size);
        refusing.size = bytes.size;
        scene_objects[k].layout(scene, parts);
        size_t at = 0;
        for (const char *part = parts; *part != '\0'; at += *part == 'b' ? 1 : 32, part++) {
            if (*part == 'P')
                spoil_point(&refusing, at);
            else if (*part == 'S')
                spoil_scalar(&refusing, at);
        }
        spoil_size(&refusing);
        if (strcmp(scene_objects[k].name, "voice") == 0)
            spoil_voice(&refusing);
    }
    return told;
}

/* --- complaints --- */

static uint8_t *lied_box(struct held_ceremony *held)
{
    uint8_t *deal = held->deal_rooms[LIAR - 1];
    return deal + (deal_box(&held->ceremony, held->deals[LIAR - 1], WRONGED) - deal);
}

static void seal_other(struct held_ceremony *held, size_t at)
{
    uint8_t w[32], shares[SHARE_BYTES], u[32];
    point_times(w, held->transport_secrets[WRONGED - 1], lied_box(held));
    require_good(deal_open(&held->ceremony, LIAR, held->deals[LIAR - 1], WRONGED, w, shares));
    shares[at] ^= 1;
    scalar_of_number(u, 1234567);
    share_seal(&held->ceremony, LIAR, WRONGED, u, shares, lied_box(held));
}

static void lie_not(struct held_ceremony *held)
{
    (void)held;
}

static void lie_does_not_open(struct held_ceremony *held)
{
    lied_box(held)[40] ^= 1;
}

static void lie_voice_share(struct held_ceremony *held)
{
    seal_other(held, 0);
}

static void lie_form_share(struct held_ceremony *held)
{
    seal_other(held, 32);
}

static void lie_no_scalar(struct held_ceremony *held)
{
    uint8_t shares[SHARE_BYTES], u[32];
    memset(shares, 0xff, sizeof shares);
    scalar_of_number(u, 1234567);
    share_seal(&held->ceremony, LIAR, WRONGED, u, shares, lied_box(held));
}

static json_t *complaint_told(const char *what, void (*lie)(struct held_ceremony *held))
{
    static struct held_ceremony held;
    uint8_t random[32], complaint[COMPLAINT_BYTES];
    const struct bytes all = bytes_of(complaint, sizeof complaint);
    json_t *told = json_object();
    ceremony_hold(&held, 3, 2, 0);
    lie(&held);
    const struct bytes deal = held.deals[LIAR - 1];
    ballots_random(24, random);
    complaint_make(&held.ceremony, LIAR, deal, WRONGED, held.transport_secrets[WRONGED - 1], random,
                   complaint);
    require_good(complaint_check(&held.ceremony, LIAR, deal, WRONGED, all));
    vector_put_text(told, "what", bytes_of_text(what));
    vector_put_number(told, "dealer", LIAR);
    vector_put_number(told, "trustee", WRONGED);
    vector_put_bytes(told, "deal", deal);
    vector_put_32(told, "random", random);
    vector_put_bytes(told, "bytes", all);
    vector_put(told, "true", json_boolean(complaint_is_true(&held.ceremony, LIAR, deal, WRONGED, all)));
    return told;
}

json_t *complaints_told(void)
{
    json_t *told = json_array();
    vector_add(told, complaint_told("nothing is wrong", lie_not));
    vector_add(told, complaint_told("the box does not open", lie_does_not_open));
    vector_add(told, complaint_told("the share of voices is another", lie_voice_share));
    vector_add(told, complaint_told("the share of forms is another", lie_form_share));
    vector_add(told, complaint_told("a share is no scalar", lie_no_scalar));
    return told;
}
