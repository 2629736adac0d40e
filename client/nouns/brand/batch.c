/* Headline, text and preview of a batch. How a department got there stays in its application. */
#include "client/nouns/brand/batch.h"

#include "client/lib/show/lines.h"
#include "client/nouns/brand/titles.h"

/* --- the headline --- */

static void add_rest(struct buffer *out, size_t count)
{
    buffer_add_text(out, ", and ");
    lines_number(out, count);
    buffer_add_text(out, " more");
}

void batch_headline(struct buffer *out, const struct batch *batch)
{
    enum { REST_BYTES = 32 }; /* of what add_rest adds, and more */
    buffer_add_text(out, batch->count == 1 ? "Service brand, batch " : "Service brands, batch ");
    lines_number(out, batch->number);
    buffer_add_text(out, " of ");
    lines_number(out, batch->brands[0].year);
    for (size_t i = 0; i < batch->count; i++) {
        const struct bytes name = batch->brands[i].name;
        if (out->size + name.size + REST_BYTES > LIMIT_HEADLINE_BYTES) {
            add_rest(out, batch->count - i);
            return;
        }
        buffer_add_text(out, i == 0 ? ": " : ", ");
        lines_bytes(out, name);
    }
}

/* --- the text --- */

/* "Named at: The naming meeting, 2006-11-30 14:00, City hall (programme/7)" */
static void add_meeting(struct buffer *out, const struct record_activity *meeting)
{
    buffer_add_text(out, "Named at: ");
    lines_bytes(out, lines_standing(meeting->has.headline, meeting->headline, false));
    buffer_add_text(out, ", ");
    lines_span(out, meeting->starts, meeting->ends, meeting->has.days && meeting->days);
    lines_bytes_if(out, meeting->has.place, ", ", meeting->place, "");
    buffer_add_text(out, " (");
    lines_bytes(out, meeting->id);
    buffer_add_text(out, ")\n");
}

static void add_items(struct buffer *out, struct bytes items, uint64_t nth)
{
    struct item item;
    uint64_t count = 0;
    for (size_t at = 0; items_next(items, &at, &item);) {
        buffer_add_text(out, count == 0 ? "\n" : "");
        lines_number(out, nth);
        buffer_add_text(out, ".");
        lines_number(out, ++count);
        buffer_add_text(out, ". ");
        lines_bytes(out, item.parts[ITEM_what]);
        for (size_t part = ITEM_for_whom; part < ITEM_PARTS_COUNT; part++) {
            buffer_add_text(out, "\n  ");
            brand_add_part(out, &item, part);
        }
        buffer_add_text(out, "\n");
    }
}

static void add_brand(struct buffer *out, const struct record_brand *brand, uint64_t nth)
{
    buffer_add_text(out, "\n");
    lines_number(out, nth);
    buffer_add_text(out, ". ");
    lines_bytes(out, brand->name);
    buffer_add_text(out, " (");
    lines_bytes(out, brand->department);
    buffer_add_text(out, ")\n");
    lines_bytes_if(out, brand->has.slogan, "\n", brand->slogan, "\n");
    lines_bytes_if(out, brand->has.meaning, "\n", brand->meaning, "\n");
    lines_bytes_if(out, brand->has.vision, "\n", brand->vision, "\n");
    if (brand->has.items)
        add_items(out, brand->items, nth);
}

void batch_text(struct buffer *out, const struct batch *batch)
{
    add_meeting(out, batch->meeting);
    for (size_t i = 0; i < batch->count; i++)
        add_brand(out, &batch->brands[i], i + 1);
    while (out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
}

/* --- what is agreed to --- */

void batch_preview(struct buffer *out, struct bytes channel, struct bytes headline, struct bytes text,
                   struct bytes files)
{
    struct file_named file;
    lines_bytes(out, headline);
    buffer_add_text(out, "\nPublished in ");
    lines_bytes(out, channel);
    for (size_t at = 0; files_next(files, &at, &file);) {
        buffer_add_text(out, "\nFile ");
        lines_bytes(out, file.name);
        buffer_add_text(out, ", ");
        lines_size(out, file.size);
    }
    buffer_add_text(out, text.size > 0 ? "\n\n" : "");
    lines_bytes(out, text);
}
