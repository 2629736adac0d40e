/* Holds an erasure against the facts it names, by their heads. It knows kinds of facts and no files. */
#include "client/lib/home/erasing.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "protocol/tables.h"

static const char desk_prefix[] = "desk/";

static void copy_place(char place[LIMIT_ID_BYTES + 1], struct bytes text)
{
    size_t size = text.size <= LIMIT_ID_BYTES ? text.size : 0;
    if (size > 0)
        memcpy(place, text.at, size);
    place[size] = '\0';
}

static bool is_kind(const struct head *head, int kind)
{
    return bytes_equal_text(head->kind, fact_kinds[kind].word);
}

void erasing_place(const struct head *head, char place[LIMIT_ID_BYTES + 1])
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    struct refusal why;
    const struct fact_kind *kind = fact_kind_find(head->kind);
    place[0] = '\0';
    if (kind == NULL || kind->erasing != ERASABLE)
        return;
    if (is_kind(head, FACT_bulletin_scheduled) || is_kind(head, FACT_bulletin_rescheduled)) {
        copy_place(place, head->channel);
        return;
    }
    if (is_kind(head, FACT_bulletin_published) || is_kind(head, FACT_bulletin_imported)) {
        id_write(&id, head->channel, head->number);
        copy_place(place, id.overflowed ? (struct bytes){0} : buffer_bytes(&id));
        return;
    }
    int index = shape_find(kind->decided, bytes_of_text("id"));
    if (index < 0 || codec_decode_known(kind->decided, head->decided, decided, &why) != OK ||
        !field_present(decided, (size_t)index))
        return;
    copy_place(place, *(const struct bytes *)(const void *)(decided + kind->decided->fields[index].offset));
}

/* Whether it is the name of the desk of the bulletin's channel. */
static bool is_desk_of(const char *place, struct bytes id)
{
    struct bytes channel;
    uint64_t number;
    size_t size = strlen(desk_prefix);
    return strncmp(place, desk_prefix, size) == 0 && id_split(id, &channel, &number) &&
           bytes_equal_text(channel, place + size);
}

bool erasing_takes(const struct erasure *erasing, uint64_t seq, const char *place)
{
    uint64_t named;
    if (!bytes_equal_text(erasing->id, place) && !is_desk_of(place, erasing->id))
        return false;
    for (size_t at = 0; numbers_next(erasing->seqs, &at, &named);) {
        if (named == seq)
            return true;
    }
    return false;
}

bool erasing_takes_fact(const struct erasure *erasing, const struct head *head)
{
    char place[LIMIT_ID_BYTES + 1];
    erasing_place(head, place);
    return erasing_takes(erasing, head->seq, place);
}
