/* Tests of pictures that are to be sent: their pixels come through, nothing else does. What is no such
 * picture is in test_client_picture_refused.c. */
#include <stdio.h>
#include <stdlib.h>

#include <png.h>

#include "tests/unit/support/logos.h"
#include "tests/unit/support/testing.h"

static void check_left_out(const struct picture *picture, const char *expected)
{
    char text[512];
    struct buffer said = buffer_over(text, sizeof text - 1);
    picture_add_left_out(picture, &said);
    text[said.size] = '\0';
    assert_string_equal(text, expected);
}

/* Of all the parts that a PNG can have, those that are pixels. */
static void check_only_pixels(const struct picture *picture)
{
    char type[5];
    struct bytes data;
    size_t chunks = 0, bytes = 8;
    for (; picture_chunk(logo_png(picture), chunks, type, &data); chunks++) {
        assert_non_null(strstr("IHDR PLTE tRNS IDAT IEND", type));
        bytes += 12 + data.size;
    }
    assert_true(chunks >= 3);
    assert_string_equal(type, "IEND");
    assert_int_equal(bytes, picture->size);
}

static void check_same(const struct picture *picture, struct bytes original)
{
    uint32_t width, height, wide, high;
    uint8_t *before = picture_show(original, &width, &height);
    uint8_t *after = picture_show(logo_png(picture), &wide, &high);
    assert_int_equal(width, wide);
    assert_int_equal(height, high);
    assert_int_equal(picture->width, width);
    assert_int_equal(picture->height, height);
    for (size_t i = 0; i < (size_t)width * height * 4; i += 4) {
        if (before[i + 3] != 0 || after[i + 3] != 0)
            assert_memory_equal(before + i, after + i, 4);
        else
            assert_int_equal(after[i] | after[i + 1] | after[i + 2], 0); /* unseen */
    }
    free(before);
    free(after);
}

/* --- what comes through --- */

static void every_kind_of_png_comes_through(void **state)
{
    (void)state;
    static const struct {
        int colour, depths[6];
    } kinds[] = {
        {PNG_COLOR_TYPE_GRAY, {1, 2, 4, 8, 16}}, {PNG_COLOR_TYPE_PALETTE, {1, 2, 4, 8}},
        {PNG_COLOR_TYPE_RGB, {8, 16}},           {PNG_COLOR_TYPE_GRAY_ALPHA, {8, 16}},
        {PNG_COLOR_TYPE_RGB_ALPHA, {8, 16}},
    };
    static const uint32_t sizes[][2] = {{1, 1}, {2, 3}, {13, 7}, {64, 64}, {2048, 1}, {1, 2048}};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0] * 12; k++) {
        const size_t kind = k / 12, size = k / 2 % 6;
        for (const int *depth = kinds[kind].depths; *depth != 0; depth++) {
            struct buffer file = logo_room();
            picture_draw_png(&file,
                             &(struct drawing){.width = sizes[size][0],
                                               .height = sizes[size][1],
                                               .colour = kinds[kind].colour,
                                               .depth = *depth,
                                               .interlaced = k % 2 == 1},
                             k + 1);
            struct picture picture = logo_clean("logo.png", buffer_bytes(&file));
            check_only_pixels(&picture);
            check_same(&picture, buffer_bytes(&file));
            picture_free(&picture);
        }
    }
}

static void the_largest_comes_through_where_it_is_simple(void **state)
{
    (void)state;
    uint8_t *pixels = calloc(LIMIT_LOGO_PIXELS, (size_t)LIMIT_LOGO_PIXELS * 4);
    assert_non_null(pixels);
    for (size_t i = 0; i < (size_t)LIMIT_LOGO_PIXELS * LIMIT_LOGO_PIXELS; i++)
        pixels[i * 4 + i % 3] = pixels[i * 4 + 3] = (uint8_t)(i / 65536 * 4 + 3);
    struct buffer file = logo_room();
    picture_draw_rgba(&file, pixels, LIMIT_LOGO_PIXELS, LIMIT_LOGO_PIXELS);
    struct picture picture = logo_clean("logo.png", buffer_bytes(&file));
    check_same(&picture, buffer_bytes(&file));
    picture_free(&picture);
    free(pixels);
}

static void the_same_bytes_give_the_same_picture(void **state)
{
    (void)state;
    struct buffer file = logo_room();
    picture_draw_png(&file, &logo_small, 5);
    struct picture first = logo_clean("logo.png", buffer_bytes(&file));
    struct picture second = logo_clean("logo", buffer_bytes(&file));
    struct picture again = logo_clean("again.PNG", logo_png(&first));
    assert_true(bytes_equal(logo_png(&first), logo_png(&second)));
    assert_true(bytes_equal(logo_png(&first), logo_png(&again)));
    check_left_out(&again, "");
    picture_free(&first);
    picture_free(&second);
    picture_free(&again);
}

/* Red, green, blue and white where they stood, as far as a JPEG keeps colours. */
static void check_corners(const struct picture *picture, const char *expected)
{
    uint32_t width, height;
    uint8_t *pixels = picture_show(logo_png(picture), &width, &height);
    for (size_t corner = 0; corner < 4; corner++) {
        const size_t x = corner % 2 == 0 ? 0 : width - 1, y = corner < 2 ? 0 : height - 1;
        const uint8_t *pixel = pixels + (y * width + x) * 4;
        const unsigned colours =
            (pixel[0] > 200) | (unsigned)(pixel[1] > 200) << 1 | (unsigned)(pixel[2] > 200) << 2;
        assert_int_equal(" rg.b..w"[colours], expected[corner]);
        assert_int_equal(pixel[3], 255);
    }
    free(pixels);
}

static void every_kind_of_jpeg_comes_through(void **state)
{
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        struct photo photo = logo_quarters;
        photo.progressive = kind == 1;
        struct buffer file = logo_room();
        picture_take_jpeg(&file, &photo);
        struct picture picture = logo_clean("logo.JPG", buffer_bytes(&file));
        check_only_pixels(&picture);
        check_corners(&picture, "rgbw");
        assert_false(picture.turned);
        check_left_out(&picture, "");
        picture_free(&picture);
    }
    struct photo grey = logo_quarters;
    grey.components = 1;
    struct buffer file = logo_room();
    picture_take_jpeg(&file, &grey);
    struct picture picture = logo_clean("logo.jpeg", buffer_bytes(&file));
    check_corners(&picture, "w  w");
    picture_free(&picture);
}

/* Which needs the most memory of all. */
static void the_largest_jpeg_comes_through(void **state)
{
    (void)state;
    struct photo photo = logo_quarters;
    struct buffer file = logo_room();
    photo.width = photo.height = LIMIT_LOGO_PIXELS;
    photo.progressive = true;
    picture_take_jpeg(&file, &photo);
    struct picture picture = logo_clean("logo.jpg", buffer_bytes(&file));
    check_corners(&picture, "rgbw");
    picture_free(&picture);
}

/* EXIF's eight ways, in both orders of bytes; a ninth says nothing. */
static void a_jpeg_is_turned_as_its_camera_says(void **state)
{
    (void)state;
    static const char *const turned[] = {"rgbw", "rgbw", "grwb", "wbgr", "bwrg",
                                         "rbgw", "brwg", "wgbr", "gwrb", "rgbw"};
    for (unsigned i = 0; i < 20; i++) {
        const unsigned orientation = i / 2;
        uint8_t room[64];
        struct buffer exif = buffer_over(room, sizeof room), file = logo_room();
        picture_add_exif(&exif, orientation, i % 2 == 0);
        struct photo photo = logo_quarters;
        photo.parts = &(struct photo_part){0xe1, buffer_bytes(&exif)};
        photo.part_count = 1;
        picture_take_jpeg(&file, &photo);
        struct picture picture = logo_clean("logo.jpg", buffer_bytes(&file));
        check_corners(&picture, turned[orientation]);
        const bool across = orientation >= 5 && orientation <= 8;
        assert_int_equal(picture.width, across ? photo.height : photo.width);
        assert_int_equal(picture.height, across ? photo.width : photo.height);
        assert_int_equal(picture.turned, orientation >= 2 && orientation <= 8);
        check_left_out(&picture, "a camera's notes (EXIF)");
        picture_free(&picture);
    }
}

/* Whatever a camera notes, cut anywhere: it is understood or it says nothing. */
static void a_camera_may_note_nonsense(void **state)
{
    (void)state;
    for (size_t size = 6; size <= 32; size++) {
        uint8_t room[64];
        struct buffer exif = buffer_over(room, sizeof room), file = logo_room();
        picture_add_exif(&exif, 3, true);
        if (size % 2 == 0)
            memset(exif.at + 10, 0xff, 4); /* where the directory lies */
        struct photo photo = logo_quarters;
        photo.parts = &(struct photo_part){0xe1, bytes_of(exif.at, size)};
        photo.part_count = 1;
        picture_take_jpeg(&file, &photo);
        struct picture picture = logo_clean("logo.jpg", buffer_bytes(&file));
        check_corners(&picture, size % 2 == 1 && size >= 28 ? "wbgr" : "rgbw");
        picture_free(&picture);
    }
}

/* --- what does not --- */

static void nothing_but_pixels_is_sent(void **state)
{
    (void)state;
    static const struct {
        const char *type, *said;
    } parts[] = {
        {"tEXt", "text"},
        {"zTXt", "text"},
        {"iTXt", "text"},
        {"eXIf", "a camera's notes (EXIF)"},
        {"iCCP", "a colour profile"},
        {"cICP", "a colour profile"},
        {"tIME", "a date"},
        {"prVt", "parts that are no pixels"},
        {"fdAT", "parts that are no pixels"},
        {"gAMA", ""},
        {"pHYs", ""},
    };
    struct buffer file = logo_room();
    picture_draw_png(&file, &logo_small, 9);
    struct picture plain = logo_clean("logo.png", buffer_bytes(&file));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        for (size_t at = 1; at < 3; at++) { /* before the pixels, and behind them */
            struct buffer with = logo_other_room();
            picture_add_chunk(&with, buffer_bytes(&file), at, parts[i].type, bytes_of_text("secret"));
            struct picture picture = logo_clean("logo.png", buffer_bytes(&with));
            check_left_out(&picture, parts[i].said);
            assert_true(bytes_equal(logo_png(&picture), logo_png(&plain)));
            picture_free(&picture);
        }
    }
    buffer_add_text(&file, "secret");
    struct picture picture = logo_clean("logo.png", buffer_bytes(&file));
    check_left_out(&picture, "what stood behind its end");
    assert_true(bytes_equal(logo_png(&picture), logo_png(&plain)));
    picture_free(&picture);
    picture_free(&plain);
}

static void nothing_but_pixels_is_sent_of_a_jpeg(void **state)
{
    (void)state;
    static const struct {
        int marker;
        const char *data, *said;
    } parts[] = {
        {0xfe, "secret", "text"},
        {0xe2, "ICC_PROFILE secret", "a colour profile"},
        {0xe1, "http://ns.adobe.com/xap/1.0/ secret", "parts that are no pixels"},
        {0xed, "Photoshop 3.0 secret", "parts that are no pixels"},
    };
    struct buffer file = logo_room();
    picture_take_jpeg(&file, &logo_quarters);
    struct picture plain = logo_clean("logo.jpg", buffer_bytes(&file));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct photo photo = logo_quarters;
        photo.parts = &(struct photo_part){parts[i].marker, bytes_of_text(parts[i].data)};
        photo.part_count = 1;
        file = logo_room();
        picture_take_jpeg(&file, &photo);
        buffer_add(&file, "secret", i % 2 * 6);
        struct picture picture = logo_clean("logo.jpg", buffer_bytes(&file));
        char said[128];
        snprintf(said, sizeof said, "%s%s", parts[i].said,
                 i % 2 == 1 ? " and what stood behind its end" : "");
        check_left_out(&picture, said);
        assert_true(bytes_equal(logo_png(&picture), logo_png(&plain)));
        picture_free(&picture);
    }
    picture_free(&plain);
}

static void colours_that_nobody_sees_are_not_sent(void **state)
{
    (void)state;
    const uint8_t pixels[] = {'s', 'e', 'c', 0, 'r', 'e', 't', 1};
    struct buffer file = logo_room();
    picture_draw_rgba(&file, pixels, 2, 1);
    struct picture picture = logo_clean("logo.png", buffer_bytes(&file));
    uint32_t width, height;
    uint8_t *shown = picture_show(logo_png(&picture), &width, &height);
    assert_memory_equal(shown, ((uint8_t[]){0, 0, 0, 0, 'r', 'e', 't', 1}), 8);
    check_left_out(&picture, "colours under transparent pixels");
    free(shown);
    picture_free(&picture);
}

static void a_colour_outside_the_palette_is_black(void **state)
{
    (void)state;
    struct buffer file = logo_room(), with = logo_other_room();
    picture_draw_png(
        &file, &(struct drawing){.width = 8, .height = 8, .colour = PNG_COLOR_TYPE_PALETTE, .depth = 8}, 4);
    char type[5];
    struct bytes data;
    for (size_t i = 0; picture_chunk(buffer_bytes(&file), i, type, &data); i++) {
        if (i == 0)
            buffer_add(&with, file.at, 33);
        else if (strcmp(type, "PLTE") == 0)
            buffer_add(&with, "\0\0\0\6PLTEabcdef....", 18);
        else if (strcmp(type, "tRNS") != 0)
            buffer_add(&with, data.at - 8, data.size + 12);
    }
    picture_mend(with.at, with.size);
    struct picture picture = logo_clean("logo.png", buffer_bytes(&with));
    uint32_t width, height;
    uint8_t *pixels = picture_show(logo_png(&picture), &width, &height);
    for (size_t i = 0; i < (size_t)width * height * 4; i += 4)
        assert_true(pixels[i] == 0 || pixels[i] == 'a' || pixels[i] == 'd');
    free(pixels);
    picture_free(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_png_comes_through),
        cmocka_unit_test(the_largest_comes_through_where_it_is_simple),
        cmocka_unit_test(the_same_bytes_give_the_same_picture),
        cmocka_unit_test(every_kind_of_jpeg_comes_through),
        cmocka_unit_test(the_largest_jpeg_comes_through),
        cmocka_unit_test(a_jpeg_is_turned_as_its_camera_says),
        cmocka_unit_test(a_camera_may_note_nonsense),
        cmocka_unit_test(nothing_but_pixels_is_sent),
        cmocka_unit_test(nothing_but_pixels_is_sent_of_a_jpeg),
        cmocka_unit_test(colours_that_nobody_sees_are_not_sent),
        cmocka_unit_test(a_colour_outside_the_palette_is_black),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
