/* The titles as a table. Whoever adds a field to an application finds here that it wants one. */
#include "client/nouns/brand/titles.h"

#include <assert.h>
#include <string.h>

#include "protocol/wire/shape.h"

static const struct {
    const char *field, *title;
} titles[] = {
    {.field = "name", .title = "Name"},
    {.field = "slogan", .title = "Slogan"},
    {.field = "logo", .title = "Logo"},
    {.field = "meaning", .title = "Meaning"},
    {.field = "vision", .title = "Vision"},
    {.field = "position", .title = "Position"},
    {.field = "strengths", .title = "Strengths"},
    {.field = "items", .title = "Service items"},
    {.field = "plan", .title = "Plan"},
    {.field = "plan_file", .title = "Plan as a file"},
    {.field = "answers", .title = "Who answers for it"},
};

static const char *const part_titles[ITEM_PARTS_COUNT] = {
    [ITEM_what] = "What",         [ITEM_for_whom] = "For whom", [ITEM_promise] = "Promise",
    [ITEM_measured] = "Measured", [ITEM_contact] = "Contact",
};

const char *brand_title(const char *field)
{
    size_t i = 0;
    while (i < sizeof titles / sizeof titles[0] && strcmp(titles[i].field, field) != 0)
        i++;
    assert(i < sizeof titles / sizeof titles[0]);
    return titles[i].title;
}

void brand_add_part(struct buffer *out, const struct item *item, size_t part)
{
    buffer_add_text(out, part_titles[part]);
    buffer_add_text(out, ": ");
    buffer_add(out, item->parts[part].at, item->parts[part].size);
}
