/* The row of something that was found: the line with the hit, by whom, and where it stands. It does not know
 * how it was found. */
#include <stdalign.h>
#include <stddef.h>

#include "server/domain/search/search.h"
#include "server/domain/views/views.h"

enum { LINE_BEFORE = 200 }; /* bytes of a long line that are shown before the end of the hit */

static bool is_tail(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The line in which the first place ends, cut where it is long. */
static struct bytes line_of(struct txn *txn, const struct said *said, uint64_t offset,
                            char room[LIMIT_HIT_BYTES])
{
    static const char cut[] = "…";
    uint8_t text_room[SEARCH_PIECE];
    const uint64_t begins = offset > LINE_BEFORE + 4 ? offset - LINE_BEFORE - 4 : 0;
    struct bytes text = search_text_at(txn, said, begins, text_room);
    struct buffer out = buffer_over(room, LIMIT_HIT_BYTES);
    size_t at = (size_t)(offset - begins), from = at, to = at;
    if (at >= text.size)
        return (struct bytes){0};
    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    while (to < text.size && text.at[to] != '\n')
        to++;
    bool before = at - from > LINE_BEFORE;
    if (before)
        for (from = at - LINE_BEFORE; is_tail(text.at[from]); from++) {
        }
    bool after = to - from > LIMIT_HIT_BYTES - 2 * (sizeof cut - 1);
    if (after)
        for (to = from + LIMIT_HIT_BYTES - 2 * (sizeof cut - 1); is_tail(text.at[to]); to--) {
        }
    if (before)
        buffer_add_text(&out, cut);
    for (; from < to; from++)
        buffer_add(&out, text.at[from] == '\t' ? (const uint8_t *)" " : text.at + from, 1);
    if (after)
        buffer_add_text(&out, cut);
    return buffer_bytes(&out);
}

/* The headline of the thread that it stands in. */
static struct bytes thread_headline(struct txn *txn, const struct search_found *found)
{
    struct thing thread;
    struct fact fact;
    struct said said;
    if (thing_find(txn, found->channel, found->standing.thread, &thread) &&
        ledger_read(txn, thread.text_seq, &fact) && fact_said(txn, &fact, &said))
        return said.headline;
    return (struct bytes){0};
}

/* What a fact says of its author's department; size 0: nothing. */
static struct bytes told_department(struct txn *txn, const struct fact *fact)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    const struct bytes *department = NULL;
    if (kind != NULL && fact_decided(txn, fact, kind->decided, decided))
        department = shape_value(kind->decided, decided, "department");
    return department != NULL ? *department : (struct bytes){0};
}

/* By the fact itself, or by the one that made the thing, if that is the same person's. */
static struct bytes department_of(struct txn *txn, const struct search_found *found)
{
    const struct bytes department = told_department(txn, &found->fact);
    struct thing thing;
    struct fact made;
    if (department.size == 0 && thing_find(txn, found->channel, found->number, &thing) &&
        ledger_read(txn, thing.seq, &made) && bytes_equal(made.head.actor, found->fact.head.actor))
        return told_department(txn, &made);
    return department;
}

bool search_show(struct txn *txn, const struct search_found *found, const struct match *in_text,
                 struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES], thread_room[LIMIT_ID_BYTES], line_room[LIMIT_HIT_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct buffer thread = buffer_over(thread_room, sizeof thread_room);
    const bool in_thread = found->standing.in_thread;
    id_write(&id, found->channel, found->number);
    if (in_thread)
        id_write(&thread, found->channel, found->standing.thread);
    struct bytes headline = in_thread ? thread_headline(txn, found) : found->said.headline;
    struct bytes department = department_of(txn, found);
    struct record_hit hit = {
        .has = {.headline = headline.size > 0,
                .line = in_text->places > 0,
                .department = department.size > 0,
                .thread = in_thread,
                .withdrawn = found->standing.withdrawn},
        .id = buffer_bytes(&id),
        .seq = found->fact.head.seq,
        .in = found->in,
        .headline = headline,
        .actor = found->fact.head.actor,
        .department = department,
        .time = found->fact.head.time_ms,
        .thread = buffer_bytes(&thread),
        .withdrawn = found->standing.withdrawn,
    };
    if (hit.has.line)
        hit.line = line_of(txn, &found->said, in_text->offset, line_room);
    return rows_take(rows, &hit);
}
