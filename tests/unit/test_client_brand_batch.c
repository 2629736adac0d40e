/* What the bulletin of a batch says: its headline, its text, and what is agreed to. All is made of rows that
 * no server gave. */
#include "client/nouns/brand/batch.h"

#include <stdlib.h>

#include "tests/unit/support/shown.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/times.h"

static uint8_t items_room[512];

static struct record_activity meeting(void)
{
    return (struct record_activity){
        .has = {.headline = true, .place = true, .days = true},
        .id = bytes_of_text("programme/7"),
        .headline = bytes_of_text("命名大会"),
        .starts = times_of("2006-11-30T00:00:00+08:00"),
        .ends = times_of("2006-12-02T00:00:00+08:00"),
        .days = true,
        .place = bytes_of_text("City hall"),
    };
}

static struct record_brand brand(const char *name, const char *department)
{
    return (struct record_brand){.has = {.name = true},
                                 .year = 2006,
                                 .name = bytes_of_text(name),
                                 .department = bytes_of_text(department)};
}

static struct bytes items(void)
{
    const struct item list[] = {
        {.parts = {bytes_of_text("办证"), bytes_of_text("市民"), bytes_of_text("当天"), bytes_of_text("回访"),
                   bytes_of_text("12333")}},
        {.parts = {bytes_of_text("a"), bytes_of_text("b"), bytes_of_text("c"), bytes_of_text("d"),
                   bytes_of_text("e")}}};
    struct buffer out = buffer_over(items_room, sizeof items_room);
    items_write(&out, list, 2);
    return buffer_bytes(&out);
}

static const char *headline_of(const struct batch *batch)
{
    static char line[LIMIT_HEADLINE_BYTES + 1];
    struct buffer out = buffer_over(line, LIMIT_HEADLINE_BYTES);
    batch_headline(&out, batch);
    assert_false(out.overflowed);
    line[out.size] = '\0';
    return line;
}

static void a_headline_names_what_has_room(void **state)
{
    char names[LIMIT_BATCH][LIMIT_TITLE_BYTES + 1];
    struct record_brand brands[LIMIT_BATCH];
    const struct record_activity at = meeting();
    struct batch batch = {.number = 3, .meeting = &at, .count = 1, .brands = brands};
    (void)state;
    brands[0] = brand("阳光 Sunshine", "labour");
    brands[1] = brand("大地", "land");
    assert_string_equal(headline_of(&batch), "Service brand, batch 3 of 2006: 阳光 Sunshine");
    batch.count = 2;
    assert_string_equal(headline_of(&batch), "Service brands, batch 3 of 2006: 阳光 Sunshine, 大地");
    for (size_t length = 1; length <= LIMIT_TITLE_BYTES; length++) {
        for (size_t i = 0; i < LIMIT_BATCH; i++) {
            memset(names[i], 'a' + (char)i, length);
            names[i][length] = '\0';
            brands[i] = brand(names[i], "labour");
        }
        for (batch.count = 1; batch.count <= LIMIT_BATCH; batch.count++) {
            const char *line = headline_of(&batch);
            const char *more = strstr(line, ", and ");
            size_t named = 0;
            for (size_t i = 0; i < batch.count; i++)
                named += strstr(line, names[i]) != NULL;
            assert_true(named > 0);
            assert_int_equal(named + (more != NULL ? strtoul(more + strlen(", and "), NULL, 10) : 0),
                             batch.count);
        }
    }
}

static void a_text_says_what_everyone_can_rely_on(void **state)
{
    struct record_brand brands[] = {brand("阳光", "labour"), brand("大地", "land")};
    const struct record_activity at = meeting();
    const struct batch batch = {.number = 1, .meeting = &at, .count = 2, .brands = brands};
    struct buffer out = shown_begin();
    (void)state;
    brands[0].has.slogan = brands[0].has.items = brands[0].has.position = true;
    brands[0].slogan = bytes_of_text("一次办好");
    brands[0].position = bytes_of_text("nobody else's");
    brands[0].items = items();
    brands[1].has.meaning = brands[1].has.vision = true;
    brands[1].meaning = bytes_of_text("用心");
    brands[1].vision = bytes_of_text("满意\nfor all");
    batch_text(&out, &batch);
    shown[out.size] = 0; /* newlines at its end were taken away */
    assert_string_equal(shown, "Named at: 命名大会, 2006-11-30 to 2006-12-01, City hall (programme/7)\n"
                               "\n"
                               "1. 阳光 (labour)\n"
                               "\n"
                               "一次办好\n"
                               "\n"
                               "1.1. 办证\n"
                               "  For whom: 市民\n"
                               "  Promise: 当天\n"
                               "  Measured: 回访\n"
                               "  Contact: 12333\n"
                               "1.2. a\n"
                               "  For whom: b\n"
                               "  Promise: c\n"
                               "  Measured: d\n"
                               "  Contact: e\n"
                               "\n"
                               "2. 大地 (land)\n"
                               "\n"
                               "用心\n"
                               "\n"
                               "满意\nfor all");
}

static void all_that_is_published_is_agreed_to(void **state)
{
    static const uint8_t hash[LIMIT_HASH_BYTES] = {1};
    const struct file_named files[] = {
        {.name = bytes_of_text("labour.png"), .size = 12288, .hash = bytes_of(hash, sizeof hash)},
        {.name = bytes_of_text("land.jpg"), .size = 9, .hash = bytes_of(hash, sizeof hash)}};
    uint8_t room[256];
    struct buffer list = buffer_over(room, sizeof room), out = shown_begin();
    (void)state;
    files_write(&list, files, 2);
    batch_preview(&out, bytes_of_text("programme"), bytes_of_text("Two brands"), bytes_of_text("The text"),
                  buffer_bytes(&list));
    assert_string_equal(shown, "Two brands\nPublished in programme\nFile labour.png, 12.0 KiB\n"
                               "File land.jpg, 9 B\n\nThe text");
}

int main(void)
{
    times_zone("Asia/Shanghai");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headline_names_what_has_room),
        cmocka_unit_test(a_text_says_what_everyone_can_rely_on),
        cmocka_unit_test(all_that_is_published_is_agreed_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
