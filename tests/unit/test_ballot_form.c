/* Experts' forms: sealed, opened by each pair of trustees, and what counts as none. */
#include <sodium.h>

#include "protocol/ballot/elements.h"
#include "protocol/ballot/point.h"
#include "tests/unit/support/scenes.h"
#include "tests/unit/support/testing.h"

static struct scene scene;
enum { BOX_AT = 96 };

static void parts_of(struct bytes form, uint8_t rooms[3][SEALED_FORM_PART_BYTES])
{
    struct opened_form opened = scene.opened;
    uint8_t random[32];
    opened.form = form;
    for (size_t j = 1; j <= 3; j++) {
        ballots_random(3000 + (unsigned)j, random);
        sealed_form_part_make(&opened, j, scene.held.keys.form_parts[j - 1], scene.held.secrets[j - 1].form,
                              random, rooms[j - 1]);
        assert_int_equal(sealed_form_part_check(&opened, j, scene.held.keys.form_parts[j - 1],
                                                bytes_of(rooms[j - 1], SEALED_FORM_PART_BYTES)),
                         BALLOT_GOOD);
    }
}

static enum ballot_fault open_by(struct bytes form, size_t a, size_t b, uint8_t room[BALLOT_FORM_BYTES],
                                 struct bytes *content)
{
    uint8_t rooms[3][SEALED_FORM_PART_BYTES];
    parts_of(form, rooms);
    const struct opened_part parts[] = {{.j = a, .part = rooms[a - 1]}, {.j = b, .part = rooms[b - 1]}};
    return sealed_form_open(&scene.place, form, parts, 2, room, content);
}

static void each_pair_opens_a_form(void **state)
{
    uint8_t room[BALLOT_FORM_BYTES];
    struct bytes content;
    (void)state;
    for (size_t a = 1; a <= 3; a++) {
        for (size_t b = 1; b <= 3; b++) {
            if (a == b)
                continue;
            assert_int_equal(open_by(scene.form, a, b, room, &content), BALLOT_GOOD);
            assert_true(bytes_equal_text(content, "85 of 100"));
        }
    }
}

static void one_alone_does_not_open_it(void **state)
{
    uint8_t rooms[3][SEALED_FORM_PART_BYTES], room[BALLOT_FORM_BYTES] = {1};
    struct bytes content = {0};
    (void)state;
    parts_of(scene.form, rooms);
    const struct opened_part part = {.j = 1, .part = rooms[0]};
    assert_int_equal(sealed_form_open(&scene.place, scene.form, &part, 1, room, &content), BALLOT_BOX);
    assert_int_equal(content.size, 0);
    assert_true(sodium_is_zero(room, sizeof room));
}

static void forms_are_of_one_length_whatever_they_say(void **state)
{
    static uint8_t content_room[BALLOT_FORM_BYTES], room[BALLOT_FORM_BYTES], form_room[SEALED_FORM_BYTES];
    const struct {
        size_t content, padded;
        enum ballot_fault fault;
    } sizes[] = {
        {0, 2, BALLOT_GOOD},         {0, 1, BALLOT_BOUNDS},     {0, 0, BALLOT_BOUNDS},
        {1, 2, BALLOT_BOUNDS},       {0, 300, BALLOT_GOOD},     {298, 300, BALLOT_GOOD},
        {299, 300, BALLOT_BOUNDS},   {4094, 4096, BALLOT_GOOD}, {0, 4097, BALLOT_BOUNDS},
        {4095, 4096, BALLOT_BOUNDS},
    };
    uint8_t random[32];
    (void)state;
    memset(content_room, 0xab, sizeof content_room);
    ballots_random(4, random);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer out = buffer_over(form_room, sizeof form_room);
        struct bytes said = bytes_of(content_room, sizes[i].content), content;
        assert_int_equal(sealed_form_make(&scene.place, said, sizes[i].padded, random, &out), sizes[i].fault);
        if (sizes[i].fault != BALLOT_GOOD) {
            assert_int_equal(out.size, 0);
            continue;
        }
        struct bytes form = buffer_bytes(&out);
        assert_int_equal(form.size, sealed_form_bytes(sizes[i].padded));
        assert_int_equal(sealed_form_check(&scene.place, sizes[i].padded, form), BALLOT_GOOD);
        assert_int_equal(open_by(form, 1, 3, room, &content), BALLOT_GOOD);
        assert_true(bytes_equal(content, said));
    }
}

/* A form whose padded bytes are the caller's: as an expert makes it that has read the rules alone. */
static struct bytes sealed_by_hand(const uint8_t *padded, size_t size, uint8_t room[SEALED_FORM_BYTES])
{
    static const uint8_t no_nonce[12];
    uint8_t r[32], shared[32], key[32];
    scalar_of_number(r, 4242);
    point_times(room, r, NULL);
    point_times(shared, r, scene.held.keys.form_key);
    const struct element elements[] = {
        element_word("bulletin form key 1"),
        element_of_32(scene.held.heads.house),
        element_of_32(scene.held.heads.opened),
        element_of_32(scene.held.keys.form_key),
        element_name(scene.place.unit),
        element_name(scene.place.handle),
        element_of_32(scene.author),
        element_of_32(scene.replaces),
        element_of_32(room),
        element_of_32(shared),
    };
    elements_digest(elements, 10, key);
    crypto_aead_chacha20poly1305_ietf_encrypt(room + BOX_AT, NULL, padded, size, NULL, 0, NULL, no_nonce,
                                              key);
    return bytes_of(room, BOX_AT + size + 16);
}

static void wrong_padding_counts_as_no_form(void **state)
{
    const struct {
        uint8_t padded[6];
        enum ballot_fault fault;
    } forms[] = {
        {{0, 2, 'o', 'k', 0, 0}, BALLOT_GOOD},  {{0, 4, 'o', 'k', 0, 0}, BALLOT_GOOD},
        {{0, 5, 'o', 'k', 0, 0}, BALLOT_BOX},   {{1, 0, 'o', 'k', 0, 0}, BALLOT_BOX},
        {{0, 1, 'o', 'k', 0, 0}, BALLOT_BOX},   {{0, 2, 'o', 'k', 0, 1}, BALLOT_BOX},
        {{0xff, 0xff, 0, 0, 0, 0}, BALLOT_BOX},
    };
    uint8_t form_room[SEALED_FORM_BYTES], room[BALLOT_FORM_BYTES] = {0};
    struct bytes content;
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct bytes form = sealed_by_hand(forms[i].padded, 6, form_room);
        assert_int_equal(open_by(form, 1, 2, room, &content), forms[i].fault);
        assert_int_equal(sodium_is_zero(room, sizeof room), forms[i].fault != BALLOT_GOOD);
    }
    struct bytes empty = sealed_by_hand(forms[0].padded, 1, form_room); /* no room for a length */
    assert_int_equal(open_by(empty, 1, 2, room, &content), BALLOT_BOX);
}

static void a_box_that_was_changed_does_not_open(void **state)
{
    uint8_t form_room[SEALED_FORM_BYTES], room[BALLOT_FORM_BYTES];
    struct bytes content;
    (void)state;
    for (size_t at = BOX_AT; at < scene.form.size; at += 7) {
        memcpy(form_room, scene.form.at, scene.form.size);
        form_room[at] ^= 1;
        assert_int_equal(open_by(bytes_of(form_room, scene.form.size), 1, 2, room, &content), BALLOT_BOX);
    }
}

/* An expert gives the point of a voter's ciphertext, or of another expert, so that it be opened as a form. */
static void the_point_of_somebody_else_is_no_form(void **state)
{
    uint8_t form_room[SEALED_FORM_BYTES];
    struct ballot_place thief = scene.place;
    (void)state;
    memcpy(form_room, scene.form.at, scene.form.size);
    memcpy(form_room, scene.voices[0].at, 32);
    assert_int_equal(
        sealed_form_check(&scene.place, SCENE_PADDED_BYTES, bytes_of(form_room, scene.form.size)),
        BALLOT_PROOF);
    thief.handle = bytes_of_text("li.na");
    assert_int_equal(sealed_form_check(&thief, SCENE_PADDED_BYTES, scene.form), BALLOT_PROOF);
}

/* The same random bytes for another content: another key, so the two boxes say nothing of each other. */
static void the_same_random_bytes_do_not_repeat_a_key(void **state)
{
    uint8_t rooms[2][SEALED_FORM_BYTES], random[32];
    (void)state;
    ballots_random(4, random);
    for (size_t i = 0; i < 2; i++) {
        struct buffer out = buffer_over(rooms[i], SEALED_FORM_BYTES);
        assert_int_equal(
            sealed_form_make(&scene.place, bytes_of_text(i == 0 ? "85" : "86"), 16, random, &out),
            BALLOT_GOOD);
    }
    assert_memory_not_equal(rooms[0], rooms[1], 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_opens_a_form),
        cmocka_unit_test(one_alone_does_not_open_it),
        cmocka_unit_test(forms_are_of_one_length_whatever_they_say),
        cmocka_unit_test(wrong_padding_counts_as_no_form),
        cmocka_unit_test(a_box_that_was_changed_does_not_open),
        cmocka_unit_test(the_point_of_somebody_else_is_no_form),
        cmocka_unit_test(the_same_random_bytes_do_not_repeat_a_key),
    };
    if (sodium_init() < 0)
        return 1;
    scene_set(&scene);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
