/* Tests of what is no picture that can be sent: each way of being none, with what is said of it. Nothing
 * comes out of it, and nothing else is shown than was there. */
#include <stdlib.h>

#include "tests/unit/support/logos.h"
#include "tests/unit/support/testing.h"

static void check_refused(const char *name, struct bytes file, enum error error, const char *expected)
{
    struct picture picture = {.width = 77};
    struct failure failure = {0};
    char text[1024];
    assert_int_equal(picture_clean(name, file, &picture, &failure), error);
    assert_int_equal(failure.code, error);
    assert_int_equal(picture.width, 77);
    struct buffer said = buffer_over(text, sizeof text - 1);
    failure_text(&failure, &said);
    text[said.size] = '\0';
    assert_string_equal(text, expected);
}

#define BROKEN(why) "The picture 'logo.png' cannot be read: " why ". Open it, and save it again as a PNG."
#define UNTRUE      BROKEN("its pixels are not what it says of them")
#define SHORT       BROKEN("it is cut short")

static void what_is_no_such_picture_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes, *said;
        enum error error;
    } cases[] = {
        {"a.png", "", "'a.png' is neither a PNG nor a JPEG. Save the picture as a PNG.", ERR_NO_PICTURE},
        {"a.gif", "GIF89a", "'a.gif' is neither a PNG nor a JPEG. Save the picture as a PNG.",
         ERR_NO_PICTURE},
        {"a.svg", "<svg xmlns=", "'a.svg' is neither a PNG nor a JPEG. Save the picture as a PNG.",
         ERR_NO_PICTURE},
        {"a.jpg", "\x89PNG\r\n\x1a\n",
         "'a.jpg' is a PNG, and its name says otherwise. Rename it, or save it again as a PNG.",
         ERR_PICTURE_OTHERWISE},
        {"a.b.PNG", "\xff\xd8\xff\xe0",
         "'a.b.PNG' is a JPEG, and its name says otherwise. Rename it, or save it again as a PNG.",
         ERR_PICTURE_OTHERWISE},
        {"a.webp", "\xff\xd8\xff\xe0",
         "'a.webp' is a JPEG, and its name says otherwise. Rename it, or save it again as a PNG.",
         ERR_PICTURE_OTHERWISE},
        {"logo.png", "\x89PNG\r\n\x1a\n", SHORT, ERR_PICTURE_BROKEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_refused(cases[i].name, bytes_of_text(cases[i].bytes), cases[i].error, cases[i].said);
}

static void a_size_that_is_not_true_is_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, height;
        enum error error;
        const char *said;
    } lies[] = {
        {13, 6, ERR_PICTURE_BROKEN, UNTRUE},
        {13, 8, ERR_PICTURE_BROKEN, UNTRUE},
        {12, 7, ERR_PICTURE_BROKEN, UNTRUE},
        {14, 7, ERR_PICTURE_BROKEN, UNTRUE},
        {7, 13, ERR_PICTURE_BROKEN, UNTRUE},
        {0, 7, ERR_PICTURE_BROKEN, BROKEN("it says that it has no pixels")},
        {13, 0, ERR_PICTURE_BROKEN, BROKEN("it says that it has no pixels")},
        {2048, 2048, ERR_PICTURE_BROKEN, UNTRUE},
        {2049, 1, ERR_PICTURE_PIXELS,
         "The picture 'logo.png' has too many pixels: at most 2048 each way. Make it smaller."},
        {1, 2049, ERR_PICTURE_PIXELS,
         "The picture 'logo.png' has too many pixels: at most 2048 each way. Make it smaller."},
        {20000, 20000, ERR_PICTURE_PIXELS,
         "The picture 'logo.png' has too many pixels: at most 2048 each way. Make it smaller."},
        {UINT32_MAX, UINT32_MAX, ERR_PICTURE_PIXELS,
         "The picture 'logo.png' has too many pixels: at most 2048 each way. Make it smaller."},
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        struct buffer file = logo_room();
        picture_draw_png(&file, &logo_small, 3);
        picture_lie(file.at, file.size, lies[i].width, lies[i].height);
        check_refused("logo.png", buffer_bytes(&file), lies[i].error, lies[i].said);
    }
}

static void a_size_that_is_not_true_is_refused_of_a_jpeg(void **state)
{
    (void)state;
    static const uint32_t lies[][2] = {{32, 8},      {32, 24}, {16, 16},   {48, 16},
                                       {2048, 2048}, {32, 0},  {2049, 16}, {20000, 20000}};
    for (size_t i = 0; i < 2 * sizeof lies / sizeof lies[0]; i++) {
        const uint32_t *lie = lies[i / 2];
        struct photo photo = logo_quarters;
        photo.progressive = i % 2 == 1;
        struct buffer file = logo_room();
        picture_take_jpeg(&file, &photo);
        picture_lie(file.at, file.size, lie[0], lie[1]);
        struct picture picture;
        struct failure failure = {0};
        const enum error error = picture_clean("logo", buffer_bytes(&file), &picture, &failure);
        assert_int_equal(error, lie[0] > LIMIT_LOGO_PIXELS ? ERR_PICTURE_PIXELS : ERR_PICTURE_BROKEN);
    }
}

static void what_is_cut_anywhere_is_refused(void **state)
{
    (void)state;
    struct picture picture;
    struct failure failure = {0};
    for (int kind = 0; kind < 3; kind++) {
        struct buffer file = logo_room();
        struct photo photo = logo_quarters;
        photo.progressive = kind == 2;
        if (kind == 0)
            picture_draw_png(&file, &logo_small, 3);
        else
            picture_take_jpeg(&file, &photo);
        for (size_t size = 0; size < file.size; size++) {
            uint8_t *cut = malloc(size + 1); /* of its own, so that a byte too many is noticed */
            memcpy(cut, file.at, size);
            const enum error error = picture_clean("logo", bytes_of(cut, size), &picture, &failure);
            assert_true(error == ERR_NO_PICTURE || error == ERR_PICTURE_BROKEN);
            free(cut);
        }
    }
}

/* A flipped bit is refused, or takes nothing of the pixels. */
static void what_is_damaged_is_not_shown_otherwise(void **state)
{
    (void)state;
    struct buffer file = logo_room();
    picture_draw_png(&file, &logo_small, 3);
    struct picture plain = logo_clean("logo.png", buffer_bytes(&file));
    size_t taken = 0;
    for (size_t bit = 0; bit < file.size * 8; bit++) {
        struct picture picture;
        struct failure failure = {0};
        file.at[bit / 8] ^= (uint8_t)(1U << bit % 8);
        if (picture_clean("logo.png", buffer_bytes(&file), &picture, &failure) == OK) {
            assert_true(bytes_equal(logo_png(&picture), logo_png(&plain)));
            picture_free(&picture);
            taken++;
        }
        file.at[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    assert_true(taken <= 4 * 8); /* of the last checksum, behind which nothing comes */
    picture_free(&plain);
}

static void what_would_be_shown_otherwise_is_refused(void **state)
{
    (void)state;
    struct buffer file = logo_room(), with = logo_other_room();
    picture_draw_png(&file, &logo_small, 3);
    picture_add_chunk(&with, buffer_bytes(&file), 1, "acTL", bytes_of("\0\0\0\2\0\0\0\0", 8));
    check_refused("logo.png", buffer_bytes(&with), ERR_PICTURE_MOVES,
                  "The picture 'logo.png' is animated. Save one of its frames as a PNG.");
    with = logo_other_room();
    picture_add_chunk(&with, buffer_bytes(&file), 1, "CgBI", bytes_of_text(""));
    check_refused("logo.png", buffer_bytes(&with), ERR_PICTURE_BROKEN,
                  BROKEN("it has a part that no PNG has"));
    with = logo_other_room();
    picture_add_chunk(&with, buffer_bytes(&file), 0, "tIME", bytes_of_text(""));
    check_refused("logo.png", buffer_bytes(&with), ERR_PICTURE_BROKEN,
                  BROKEN("it does not begin as a PNG does"));
    struct photo photo = logo_quarters;
    photo.components = 4;
    file = logo_room();
    picture_take_jpeg(&file, &photo);
    check_refused("logo.jpg", buffer_bytes(&file), ERR_PICTURE_INKS,
                  "The picture 'logo.jpg' has the colours of a printer (CMYK). Save it as RGB.");
    photo = logo_quarters;
    photo.components = 1;
    photo.layered = true;
    file = logo_room();
    picture_take_jpeg(&file, &photo);
    check_refused(
        "logo.jpg", buffer_bytes(&file), ERR_PICTURE_BROKEN,
        "The picture 'logo.jpg' cannot be read: it is made of too many layers. Open it, and save it "
        "again as a PNG.");
}

/* A palette of two colours, and pixels of others. */

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    struct buffer file = logo_room();
    picture_draw_png(&file, &logo_small, 3);
    memset(file.at + file.size, 0, LIMIT_LOGO_BYTES);
    file.size = LIMIT_LOGO_BYTES;
    struct picture picture = logo_clean("logo.png", buffer_bytes(&file));
    picture_free(&picture);
    file.size++;
    check_refused(
        "logo.png", buffer_bytes(&file), ERR_PICTURE_BYTES,
        "The picture 'logo.png' is too large: at most 524288 bytes. Make it smaller, or save it with "
        "fewer colours.");
    file = logo_room();
    picture_take_jpeg(
        &file, &(struct photo){.width = 700, .height = 700, .components = 3, .quality = 20, .noise = true});
    assert_true(file.size < LIMIT_LOGO_BYTES);
    check_refused(
        "logo.jpg", buffer_bytes(&file), ERR_PICTURE_DETAIL,
        "The pixels of 'logo.jpg' need more than 524288 bytes as a PNG, which is how they are sent. "
        "Make it smaller, or save it with fewer colours.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_such_picture_is_refused),
        cmocka_unit_test(a_size_that_is_not_true_is_refused),
        cmocka_unit_test(a_size_that_is_not_true_is_refused_of_a_jpeg),
        cmocka_unit_test(what_is_cut_anywhere_is_refused),
        cmocka_unit_test(what_is_damaged_is_not_shown_otherwise),
        cmocka_unit_test(what_would_be_shown_otherwise_is_refused),
        cmocka_unit_test(what_is_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
