/* The list of a forum's threads: pinned ones, then those last spoken in. It does not know what stands in
 * them. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/forum_read.h"
#include "server/domain/nouns/forum/views.h"

/* What opened it counts, too; what is the reader's own does not. */
static uint64_t count_unread(const struct forum_reader *reader, uint64_t thread,
                             const struct view_thread *row, uint64_t marker)
{
    if (marker >= row->last)
        return 0;
    uint64_t unread = row->posts + 1;
    if (marker >= thread) {
        struct store_key in_thread = key_place(reader->channel, thread);
        struct walk walk; /* stands on the last one that has been seen */
        uint64_t seen = 0;
        walk_numbers_down(&walk, reader->txn, TABLE_THREAD_POSTS, key_of(&in_thread), marker);
        view_next_number(&walk, &seen);
        walk_end(&walk);
        unread = row->posts - seen;
    }
    uint64_t own = seen_own_posts(reader->txn, reader->account, reader->channel, thread, marker);
    return unread > own ? unread - own : 0;
}

/* A thread as it is shown: its row, what opened it, and the facts that these name. */
struct shown {
    struct view_thread row;
    struct view_post opening;
    struct fact made, last, newest; /* `newest`: of an amended theme alone */
    bool amended;
};

static bool read_shown(const struct forum_reader *reader, uint64_t number, struct shown *shown)
{
    struct txn *txn = reader->txn;
    if (!view_thread(txn, reader->channel, number, &shown->row) ||
        !view_post(txn, reader->channel, number, &shown->opening)) {
        return view_missing(txn);
    }
    shown->amended = shown->row.has.month && shown->opening.texts > 1;
    return fact_needed(txn, shown->opening.seq, &shown->made) &&
           fact_needed(txn, shown->row.last_seq, &shown->last) &&
           (!shown->amended || fact_needed(txn, shown->opening.text_seq, &shown->newest));
}

/* False when the answer is full. */
static bool take_thread(const struct forum_reader *reader, uint64_t number, struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct shown shown = {.amended = false};
    const struct view_thread *row = &shown.row;
    const struct view_post *opening = &shown.opening;
    struct bytes department = {0}, headline = {0};
    if (!read_shown(reader, number, &shown))
        return false;
    const bool seen = !opening->has.hidden || reader->moderates;
    id_write(&id, reader->channel, number);
    struct record_thread record = {
        .has = {.headline = seen && forum_headline(reader->txn, opening, &headline),
                .department = forum_read_department(reader->txn, &shown.made, &department),
                .unread = reader->account.size > 0,
                .month = row->has.month,
                .amended = shown.amended,
                .pinned = row->has.pinned && row->pinned,
                .locked = row->has.locked && row->locked,
                .hidden = opening->has.hidden,
                .erased = opening->has.erased},
        .id = buffer_bytes(&id),
        .headline = headline,
        .actor = shown.made.head.actor,
        .department = department,
        .time = shown.made.head.time_ms,
        .posts = row->posts,
        .last = row->last,
        .last_time = shown.last.head.time_ms,
        .last_by = shown.last.head.actor,
        .month = row->month,
        .amended = shown.newest.head.time_ms,
        .pinned = true,
        .locked = true,
        .hidden = true,
        .erased = true,
    };
    if (record.has.unread)
        record.unread = count_unread(reader, number, row, forum_reader_marker(reader, record.id));
    return rows_take(rows, &record);
}

/* Where the list of threads goes on. Pinned ones stand at the top of the first page, the newest first; then
 * all others, and those pinned that were not shown there, by their newest posts. */
struct place {
    bool pinned;    /* among those at the top */
    uint64_t at;    /* the thread's number there; below, the number of its newest post */
    uint64_t shown; /* the lowest number of a thread that was shown at the top */
};
enum { PLACE_BYTES = 1 + 2 * 8 };

static void stop_at_thread(struct rows *rows, const struct place *place)
{
    uint8_t bytes[PLACE_BYTES] = {place->pinned};
    number_write(bytes + 1, place->at);
    number_write(bytes + 9, place->shown);
    rows_stop(rows, bytes_of(bytes, sizeof bytes));
}

static bool read_place(const struct rows *rows, struct place *place)
{
    if (rows->from.size != PLACE_BYTES)
        return false;
    *place = (struct place){
        .pinned = rows->from.at[0] != 0,
        .at = number_at(rows->from.at + 1),
        .shown = number_at(rows->from.at + 9),
    };
    return true;
}

/* One fewer than asked for: a page must end with a thread whose `last` says where the next page begins, for
 * who asks on with it. False when the piece ends here. */
static bool take_pinned(const struct forum_reader *reader, uint64_t floor, struct place *place,
                        struct rows *rows)
{
    struct store_key in_channel = key_below(reader->channel);
    struct view_thread row;
    struct walk walk;
    bool goes_on = true;
    walk_numbers_down(&walk, reader->txn, TABLE_PINNED, key_of(&in_channel), place->at);
    while (goes_on && rows->left > 1 && walk_number(&walk, &place->at)) {
        goes_on = !rows_due(rows);
        if (goes_on && !view_thread(reader->txn, reader->channel, place->at, &row))
            txn_fail(reader->txn, ERR_INTERNAL);
        else if (goes_on && row.last > floor)
            goes_on = take_thread(reader, place->at, rows);
        if (!goes_on)
            stop_at_thread(rows, place);
        else if (row.last > floor)
            place->shown = place->at;
    }
    walk_end(&walk);
    return goes_on;
}

static bool was_shown(const struct forum_reader *reader, const struct place *place, uint64_t number)
{
    struct store_key key = key_place(reader->channel, number);
    struct bytes value;
    return number >= place->shown && txn_get(reader->txn, TABLE_PINNED, key_of(&key), &value);
}

/* Threads by their newest posts, above `floor` and below `ceiling`, from a place on. */
static void take_threads(const struct forum_reader *reader, uint64_t floor, uint64_t ceiling, bool up,
                         struct place *place, struct rows *rows)
{
    struct store_key in_channel = key_below(reader->channel);
    struct walk walk;
    bool goes_on = true;
    (up ? walk_numbers_up : walk_numbers_down)(&walk, reader->txn, TABLE_THREADS_BY, key_of(&in_channel),
                                               place->at);
    while (goes_on && walk_number(&walk, &place->at) && place->at > floor && place->at < ceiling) {
        uint64_t number = walk.value.size == 8 ? number_at(walk.value.at) : 0;
        goes_on = !rows_due(rows) && (was_shown(reader, place, number) || take_thread(reader, number, rows));
        if (!goes_on)
            stop_at_thread(rows, place);
    }
    walk_end(&walk);
}

enum error ask_forum_threads(const struct asking *asking, const struct args_forum_threads *args,
                             struct record_count *ok)
{
    (void)ok;
    const struct forum_reader reader = forum_reader_of(asking->txn, args->channel, asking->actor);
    uint64_t floor = args->has.since ? ledger_number_before(asking->txn, args->channel, args->since) : 0;
    const uint64_t ceiling = args->has.before ? args->before : UINT64_MAX;
    struct place place = {
        .pinned = !args->has.before && !args->has.after, .at = UINT64_MAX, .shown = UINT64_MAX};
    if (args->has.after && args->after > floor)
        floor = args->after;
    if (floor >= ceiling || floor == UINT64_MAX)
        return OK;
    const uint64_t first = args->has.after ? floor + 1 : ceiling - 1;
    const bool goes_on = read_place(asking->rows, &place);
    if (place.pinned && !take_pinned(&reader, floor, &place, asking->rows))
        return OK;
    if (place.pinned || !goes_on)
        place.at = first;
    place.pinned = false;
    take_threads(&reader, floor, ceiling, args->has.after, &place, asking->rows);
    return OK;
}
