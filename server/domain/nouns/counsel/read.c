/* What people read of counsel: all that was said about one thing, and what waits for them. Texts are read
 * from the acts in the ledger; of an act that was erased only the head is left. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/counsel/counsel.h"
#include "server/domain/nouns/counsel/views.h"
#include "server/domain/views/listing.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static struct bytes write_id(char room[LIMIT_ID_BYTES], struct bytes channel, uint64_t number)
{
    struct buffer out = buffer_over(room, LIMIT_ID_BYTES);
    id_write(&out, channel, number);
    return buffer_bytes(&out);
}

/* --- what was said --- */

static void add_words(struct txn *txn, const struct fact *fact, const struct view_counsel *row,
                      struct record_counsel *record)
{
    struct args_counsel_ask asked;
    struct args_counsel said;
    if (row->has.task && fact_args(txn, fact, &shape_args_counsel_ask, &asked)) {
        record->has.text = true;
        record->text = asked.text;
    } else if (!row->has.task && fact_args(txn, fact, &shape_args_counsel, &said)) {
        record->has.text = true;
        record->text = said.text;
        record->has.attach = said.has.attach;
        record->attach = said.attach;
    }
}

/* By whom and when it was ticked off, and what was noted then. */
static void add_done(struct txn *txn, const struct view_counsel *row, struct record_counsel *record)
{
    struct args_counsel_done args;
    struct fact fact;
    if (!row->has.done || !fact_needed(txn, row->done, &fact))
        return;
    record->has.done = record->has.done_by = true;
    record->done = fact.head.time_ms;
    record->done_by = fact.head.actor;
    record->has.note = fact_args(txn, &fact, &shape_args_counsel_done, &args) && args.has.note;
    if (record->has.note)
        record->note = args.note;
}

static void add_department(struct txn *txn, const struct fact *fact, const struct view_counsel *row,
                           struct record_counsel *record)
{
    struct fact_counsel_asked asked;
    struct fact_counsel_said said;
    if (row->has.task && fact_decided(txn, fact, &shape_fact_counsel_asked, &asked)) {
        record->has.department = asked.has.department;
        record->department = asked.department;
    } else if (!row->has.task && fact_decided(txn, fact, &shape_fact_counsel_said, &said)) {
        record->has.department = said.has.department;
        record->department = said.department;
    }
}

static bool take_counsel(const struct asking *asking, struct bytes channel, uint64_t number,
                         const struct view_counsel *row)
{
    char id_room[LIMIT_ID_BYTES], thread_room[LIMIT_ID_BYTES];
    struct fact fact;
    if (!fact_needed(asking->txn, row->seq, &fact))
        return false;
    struct record_counsel record = {
        .has = {.task = row->has.task, .due = row->has.due, .erased = row->has.erased},
        .id = write_id(id_room, channel, number),
        .head = bytes_of(fact.hash, LIMIT_HASH_BYTES),
        .thread = write_id(thread_room, channel, row->thread),
        .actor = fact.head.actor,
        .side = row->side,
        .time = fact.head.time_ms,
        .task = row->has.task,
        .due = row->due,
        .erased = row->has.erased,
    };
    add_words(asking->txn, &fact, row, &record);
    add_department(asking->txn, &fact, row, &record);
    add_done(asking->txn, row, &record);
    record.has.unread = record.unread = seen_is_new(asking->txn, bytes_of_text(asking->actor->account),
                                                    channel, record.id, number, record.actor);
    return rows_take(asking->rows, &record);
}

/* All that was said about a thing. */
static void list_said(const struct asking *asking, struct bytes channel, uint64_t thread, bool only_tasks)
{
    const struct store_key of = key_below(channel);
    struct view_counsel row;
    struct listing listing;
    uint64_t number;
    listing_up(&listing, asking->txn, TABLE_COUNSELS, asking->rows, &of, of.size);
    while (listing_number(&listing, &number) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_counsel, &row)) {
        if (row.thread != thread || (only_tasks && (!row.has.task || row.has.done || row.has.erased)))
            continue;
        if (!take_counsel(asking, channel, number, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
}

enum error ask_counsel_show(const struct asking *asking, const struct args_counsel_show *args,
                            struct record_count *ok)
{
    (void)ok;
    struct counselled about;
    struct view_counsel row;
    struct bytes channel;
    uint64_t number, of_channel;
    const bool is_id = id_split(args->id, &channel, &number);
    if (is_id && view_counsel(asking->txn, channel, number, &row))
        take_counsel(asking, channel, number, &row);
    else if (is_id && counselled_find(asking->txn, channel, number, &about))
        list_said(asking, channel, number, args->has.tasks && args->tasks);
    else if (is_id && counselled_in(asking->txn, channel, &of_channel))
        return refuse(asking->why, ERR_UNKNOWN_COUNSEL, "id", args->id, 0);
    else
        return refuse(asking->why, ERR_NO_COUNSEL, "id", args->id, 0);
    return OK;
}

/* --- what waits --- */

/* What the thing is called: what its newest text says, if that was not erased. */
static void add_headline(struct txn *txn, struct bytes channel, uint64_t number,
                         struct record_waiting *record)
{
    struct thing thing;
    struct said said;
    struct fact fact;
    record->has.headline = thing_find(txn, channel, number, &thing) &&
                           ledger_read(txn, thing.text_seq, &fact) && fact_said(txn, &fact, &said) &&
                           said.headline.size > 0;
    if (record->has.headline)
        record->headline = said.headline;
}

/* What a waiting fact is about; false for one that is over, or that nobody here may read. */
static bool find_waiting(const struct asking *asking, const struct fact *fact, struct view_counsel *row,
                         struct counselled *about)
{
    struct fact_counsel_invited invited;
    struct bytes channel;
    *row = (struct view_counsel){.has = {0}};
    if (!view_counsel(asking->txn, fact->head.channel, fact->head.number, row) &&
        (!fact_decided(asking->txn, fact, &shape_fact_counsel_invited, &invited) ||
         !id_split(invited.thread, &channel, &row->thread)))
        return false;
    return channel_allows(asking->txn, fact->head.channel, RIGHT_READ, asking->actor) &&
           counselled_find(asking->txn, fact->head.channel, row->thread, about) && !about->over;
}

/* False when the answer is full. */
static bool take_waiting(const struct asking *asking, uint64_t seq)
{
    char id_room[LIMIT_ID_BYTES], thread_room[LIMIT_ID_BYTES];
    struct record_counsel words = {.has = {0}};
    struct counselled about;
    struct view_counsel row;
    struct fact fact;
    if (!fact_needed(asking->txn, seq, &fact) || !find_waiting(asking, &fact, &row, &about))
        return true;
    const struct bytes channel = fact.head.channel;
    const bool invited = !row.has.seq;
    if (!invited)
        add_words(asking->txn, &fact, &row, &words);
    struct record_waiting record = {
        .has = {.text = words.has.text, .task = row.has.task, .due = row.has.due, .invited = invited},
        .id = write_id(id_room, channel, fact.head.number),
        .thread = write_id(thread_room, channel, row.thread),
        .department = bytes_of_text(about.department),
        .side = invited ? SIDE_COUNSEL : side_other((enum side)row.side),
        .actor = fact.head.actor,
        .since = fact.head.time_ms,
        .days =
            asking->now_ms > fact.head.time_ms ? (uint64_t)(asking->now_ms - fact.head.time_ms) / DAY_MS : 0,
        .text = words.text,
        .task = row.has.task,
        .due = row.due,
        .invited = invited,
    };
    add_headline(asking->txn, channel, row.thread, &record);
    return rows_take(asking->rows, &record);
}

/* In which words something waits for somebody. */
struct ears {
    char rooms[2][LIMIT_CHANNEL_BYTES];
    struct bytes words[3];
    size_t count;
};

static void hear(const struct actor *actor, struct ears *ears)
{
    ears->count = 0;
    if (actor->department[0] != '\0')
        ears->words[ears->count++] = channel_word_of(bytes_of_text(actor->department), ears->rooms[0]);
    if (actor->role == ROLE_COMMITTEE || actor->role == ROLE_EXPERT)
        ears->words[ears->count++] = bytes_of_text(role_words[ROLE_COMMITTEE]);
    if (actor->role == ROLE_EXPERT)
        ears->words[ears->count++] = channel_word_of_account(bytes_of_text(actor->account), ears->rooms[1]);
}

/* Whether an answer stopped among what waits in this word. */
static bool stopped_in(const struct rows *rows, const struct store_key *of)
{
    return rows->from.size >= of->size && memcmp(rows->from.at, of->at, of->size) == 0;
}

enum error ask_counsel_waiting(const struct asking *asking, const struct args_counsel_waiting *args,
                               struct record_count *ok)
{
    (void)args, (void)ok;
    struct listing listing = {.stopped = false};
    struct ears ears;
    uint64_t seq;
    size_t from = 0;
    hear(asking->actor, &ears);
    for (size_t i = 0; i < ears.count; i++) {
        const struct store_key of = key_below(ears.words[i]);
        if (stopped_in(asking->rows, &of))
            from = i;
    }
    for (size_t i = from; i < ears.count && !listing.stopped; i++) {
        const struct store_key of = key_below(ears.words[i]);
        listing_up(&listing, asking->txn, TABLE_COUNSEL_WAITS, asking->rows, &of, of.size);
        while (listing_number(&listing, &seq)) {
            if (!take_waiting(asking, seq))
                listing_stop(&listing);
        }
        listing_end(&listing);
    }
    return OK;
}
