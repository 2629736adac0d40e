/* A form that somebody filled in: any bytes, and files put together of what stands in forms. What has no
 * fault is written again and read again to the same, and what has some can be told. */
#include <stdlib.h>

#include "tests/unit/support/forms.h"

enum { ROOM = 1 << 17 };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void compare(const struct form_answers *one, const struct form_answers *other)
{
    require(one->count == other->count);
    for (size_t i = 0; i < one->count; i++) {
        const struct form_value *value = &one->values[i];
        const struct form_value *same =
            value->of == NULL ? form_find(other, value->field->word)
                              : form_find_in(other, value->of->word, value->block, value->field->word);
        require(same != NULL && bytes_equal(value->text, same->text));
    }
}

static void read_twice(struct bytes file)
{
    static uint8_t room[ROOM];
    struct form_answers answers, again;
    struct buffer out = buffer_over(room, sizeof room);
    require(form_read(&form_sample, file, &answers));
    form_add_faults(&out, &answers);
    require(!out.overflowed);
    if (answers.fault_count == 0) {
        out.size = 0;
        form_write(&form_sample, answers.values, answers.count, &out);
        require(!out.overflowed);
        require(form_read(&form_sample, buffer_bytes(&out), &again));
        require(again.fault_count == 0);
        compare(&answers, &again);
        compare(&again, &answers);
        form_free(&again);
    }
    form_free(&answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static const char *const pieces[] = {
        "name:",     "slogan:",    "meaning:",
        "rules:",    "score:",     "item:",
        "plan:",     "plan file:", "what:",
        "for whom:", "promise:",   "days:",
        "\n",        "\n  ",       "\n    ",
        "\n\t",      " ",          "　",
        "：",        "#",          "a",
        "1",         "服务",       "\r\n",
        "\ufeff",    "\u200b",     "name: A\nmeaning: B\nscore: 7\nitem:\n  what: C\n  promise: D\nplan: E\n",
    };
    static uint8_t room[ROOM];
    struct buffer made = buffer_over(room, sizeof room);
    read_twice(bytes_of(at, size));
    for (size_t i = 0; i < size; i++)
        buffer_add_text(&made, pieces[at[i] % (sizeof pieces / sizeof pieces[0])]);
    read_twice(buffer_bytes(&made));
    return 0;
}
