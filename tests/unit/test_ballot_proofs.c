/* Whatever a stranger sends in a ballot, with each of its parts spoilt in each way. Before everything, too,
 * that it was not made for; walked by the tables of scenes.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "protocol/ballot/point.h"
#include "tests/unit/support/scenes.h"
#include "tests/unit/support/testing.h"

static struct scene scene, other;

enum { ROOM_BYTES = 2048 };

/* The object's own bytes, to be spoilt. */
struct spoilt {
    const struct scene_object *object;
    char parts[SCENE_LAYOUT_BYTES];
    uint8_t room[ROOM_BYTES];
    size_t size;
};

static struct spoilt take(const struct scene_object *object)
{
    struct spoilt spoilt = {.object = object};
    struct bytes bytes = object->bytes(&scene);
    assert_in_range(bytes.size, 1, ROOM_BYTES - 32);
    memcpy(spoilt.room, bytes.at, bytes.size);
    spoilt.size = bytes.size;
    object->layout(&scene, spoilt.parts);
    return spoilt;
}

static void expect(const struct spoilt *spoilt, enum ballot_fault fault, const char *what, size_t part)
{
    enum ballot_fault said = spoilt->object->check(&scene, bytes_of(spoilt->room, spoilt->size));
    if (said != fault)
        fail_msg("a %s with %s at part %zu is '%s' and not '%s'", spoilt->object->name, what, part,
                 ballot_fault_word(said), ballot_fault_word(fault));
}

static size_t part_bytes_at(char part)
{
    return part == 'b' ? 1 : 32;
}

/* Walks the parts of one kind: before each call of `step`, the object is whole again. */
static void each_part(char kind, void (*step)(struct spoilt *spoilt, uint8_t *at, size_t part))
{
    for (size_t k = 0; k < SCENE_OBJECTS; k++) {
        const struct spoilt whole = take(&scene_objects[k]);
        size_t at = 0, part = 0;
        for (; whole.parts[part] != '\0'; at += part_bytes_at(whole.parts[part]), part++) {
            if (whole.parts[part] != kind)
                continue;
            struct spoilt spoilt = whole;
            step(&spoilt, spoilt.room + at, part);
        }
        assert_int_equal(at, whole.size); /* the layout says all of it */
    }
}

static void whole_ones_are_good(void **state)
{
    (void)state;
    for (size_t k = 0; k < SCENE_OBJECTS; k++) {
        struct spoilt whole = take(&scene_objects[k]);
        expect(&whole, BALLOT_GOOD, "nothing", 0);
    }
}

static bool is_good_elsewhere(const char *word, const char *depends)
{
    const size_t size = strlen(word);
    for (const char *at = depends; (at = strstr(at, word)) != NULL; at += size) {
        if ((at == depends || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return false;
    }
    return true;
}

/* Both ways: what a proof is over cannot be another, and what it is not over does not matter. */
static void each_proof_is_for_its_own_place(void **state)
{
    size_t refused = 0;
    (void)state;
    for (size_t c = 0; c < SCENE_CHANGES; c++) {
        scene_set(&other);
        scene_changes[c].make(&other);
        for (size_t k = 0; k < SCENE_OBJECTS; k++) {
            const struct scene_object *object = &scene_objects[k];
            enum ballot_fault said = object->check(&other, object->bytes(&scene));
            bool good = is_good_elsewhere(scene_changes[c].word, object->depends);
            if (said != (good ? BALLOT_GOOD : BALLOT_PROOF))
                fail_msg("a %s before another %s is '%s'", object->name, scene_changes[c].word,
                         ballot_fault_word(said));
            refused += !good;
        }
    }
    assert_int_equal(refused, 3 + 4 + 6 + 7 + 7 + 8 + 7 + 8);
}

static const char *const bad_scalars[] = {
    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", /* q */
    "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", /* q + 1 */
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", /* 2^255 - 1 */
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000080",
};

static void from_hex(const char *hex, uint8_t at[32])
{
    assert_int_equal(sodium_hex2bin(at, 32, hex, 64, NULL, NULL, NULL), 0);
}

static void spoil_scalar(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    uint8_t was[32], order[32];
    memcpy(was, at, 32);
    for (size_t i = 0; i < sizeof bad_scalars / sizeof bad_scalars[0]; i++) {
        from_hex(bad_scalars[i], at);
        expect(spoilt, BALLOT_SCALAR, "a scalar out of range", part);
    }
    memcpy(at, was, 32);
    from_hex(bad_scalars[0], order);
    sodium_add(at, order, 32); /* the same number again, in other bytes */
    expect(spoilt, BALLOT_SCALAR, "a scalar and the order", part);
    memcpy(at, was, 32);
    for (size_t byte = 0; byte < 32; byte += 5) {
        at[byte] ^= (uint8_t)(1u << byte % 4);
        expect(spoilt, BALLOT_PROOF, "another scalar", part);
        at[byte] = was[byte];
    }
    memset(at, 0, 32);
    expect(spoilt, BALLOT_PROOF, "zero", part);
}

static void spoilt_scalars_are_refused(void **state)
{
    (void)state;
    each_part('S', spoil_scalar);
}

/* Of a deal, what lies in its boxes is not in its proof, and each trustee finds it out. */
static bool is_in_no_proof(const struct spoilt *spoilt, size_t part)
{
    return strcmp(spoilt->object->name, "deal") == 0 && part > strspn(spoilt->parts, "PS") - 2;
}

static void spoil_point(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    uint8_t was[32];
    memcpy(was, at, 32);
    at[31] |= 0x80;
    expect(spoilt, BALLOT_POINT, "a point with its top bit set", part);
    memset(at, 0, 32);
    expect(spoilt, BALLOT_POINT, "the identity", part);
    at[31] = 0x80;
    expect(spoilt, BALLOT_POINT, "the identity with its top bit set", part);
    memcpy(at, was, 32);
    at[0] ^= 1; /* no canonical encoding is odd */
    expect(spoilt, BALLOT_POINT, "a negative point", part);
    memcpy(at, was, 32);
    point_plus(at, at, point_base);
    expect(spoilt, is_in_no_proof(spoilt, part) ? BALLOT_GOOD : BALLOT_PROOF, "another point", part);
}

static void spoilt_points_are_refused(void **state)
{
    (void)state;
    each_part('P', spoil_point);
}

static void spoil_box(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    *at ^= 1;
    expect(spoilt, spoilt->object->box_is_proved ? BALLOT_PROOF : BALLOT_GOOD, "another sealed byte", part);
}

static void spoilt_boxes_are_refused_where_they_are_proved(void **state)
{
    (void)state;
    each_part('b', spoil_box);
}

static void leave_out(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    memmove(at, at + 32, spoilt->size - (size_t)(at - spoilt->room) - 32);
    spoilt->size -= 32;
    expect(spoilt, BALLOT_LENGTH, "a part left out", part);
}

static void give_twice(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    memmove(at + 32, at, spoilt->size - (size_t)(at - spoilt->room));
    spoilt->size += 32;
    expect(spoilt, BALLOT_LENGTH, "a part given twice", part);
}

static void take_from_the_next(struct spoilt *spoilt, uint8_t *at, size_t part)
{
    if (spoilt->parts[part + 1] != spoilt->parts[part])
        return;
    memcpy(at, at + 32, 32);
    expect(spoilt, BALLOT_PROOF, "the next part in its place", part);
}

static void parts_left_out_or_added_or_moved_are_refused(void **state)
{
    (void)state;
    for (const char *kind = "PS"; *kind != '\0'; kind++) {
        each_part(*kind, leave_out);
        each_part(*kind, give_twice);
        each_part(*kind, take_from_the_next);
    }
    for (size_t k = 0; k < SCENE_OBJECTS; k++) {
        struct spoilt spoilt = take(&scene_objects[k]);
        const size_t whole = spoilt.size;
        const size_t sizes[] = {0, 1, 31, 32, whole - 1, whole + 1};
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            spoilt.size = sizes[i];
            expect(&spoilt, BALLOT_LENGTH, "so many bytes", sizes[i]);
        }
    }
}

/* A proof for one thing stands before none of the others that are as long. */
static void proofs_are_of_one_kind(void **state)
{
    size_t compared = 0;
    (void)state;
    for (size_t k = 0; k < SCENE_OBJECTS; k++) {
        for (size_t l = 0; l < SCENE_OBJECTS; l++) {
            struct bytes bytes = scene_objects[l].bytes(&scene);
            if (k == l || bytes.size != scene_objects[k].bytes(&scene).size)
                continue;
            assert_int_not_equal(scene_objects[k].check(&scene, bytes), BALLOT_GOOD);
            compared++;
        }
    }
    assert_true(compared >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_ones_are_good),
        cmocka_unit_test(each_proof_is_for_its_own_place),
        cmocka_unit_test(spoilt_scalars_are_refused),
        cmocka_unit_test(spoilt_points_are_refused),
        cmocka_unit_test(spoilt_boxes_are_refused_where_they_are_proved),
        cmocka_unit_test(parts_left_out_or_added_or_moved_are_refused),
        cmocka_unit_test(proofs_are_of_one_kind),
    };
    if (sodium_init() < 0)
        return 1;
    scene_set(&scene);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
