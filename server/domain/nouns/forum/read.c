/* What people read of a thread: its posts, and every text that a post has had. Texts are read from the acts
 * in the ledger; what is hidden is left out for all but those who moderate. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/forum_read.h"
#include "server/domain/nouns/forum/views.h"

struct forum_reader forum_reader_of(struct txn *txn, struct bytes channel, const struct actor *actor)
{
    return (struct forum_reader){.txn = txn,
                                 .channel = channel,
                                 .account = bytes_of_text(actor->account),
                                 .moderates = channel_allows(txn, channel, RIGHT_MODERATE, actor)};
}

uint64_t forum_reader_marker(const struct forum_reader *reader, struct bytes thread_id)
{
    uint64_t thread = 0, channel = 0;
    seen_number(reader->txn, reader->account, thread_id, &thread);
    seen_number(reader->txn, reader->account, reader->channel, &channel);
    return thread > channel ? thread : channel;
}

/* By the head: both kinds say it under the same name. */
bool forum_read_department(struct txn *txn, const struct fact *made, struct bytes *department)
{
    struct fact_thread_opened opened;
    struct fact_post_made post;
    if (bytes_equal_text(made->head.kind, fact_kinds[FACT_thread_opened].word)) {
        if (!fact_decided(txn, made, &shape_fact_thread_opened, &opened))
            return false;
        *department = opened.department;
        return opened.has.department;
    }
    if (!fact_decided(txn, made, &shape_fact_post_made, &post))
        return false;
    *department = post.department;
    return post.has.department;
}

/* --- posts --- */

/* Ids of a post, of its thread and of what it answers. */
struct post_ids {
    char rooms[3][LIMIT_ID_BYTES];
};

static struct bytes write_id(char room[LIMIT_ID_BYTES], struct bytes channel, uint64_t number)
{
    struct buffer out = buffer_over(room, LIMIT_ID_BYTES);
    id_write(&out, channel, number);
    return buffer_bytes(&out);
}

/* All that its rows share, whichever of its texts they show. False when the transaction failed. */
static bool read_post(const struct forum_reader *reader, uint64_t number, const struct view_post *row,
                      struct post_ids *ids, struct fact *made, struct record_post *record)
{
    uint64_t hidden;
    *record = (struct record_post){.has = {0}};
    if (!fact_needed(reader->txn, row->seq, made))
        return false;
    record->id = write_id(ids->rooms[0], reader->channel, number);
    record->head = row->head;
    record->thread = write_id(ids->rooms[1], reader->channel, row->thread);
    record->has.answers = row->has.answers;
    if (row->has.answers)
        record->answers = write_id(ids->rooms[2], reader->channel, row->answers);
    record->actor = made->head.actor;
    record->has.department = forum_read_department(reader->txn, made, &record->department);
    record->time = made->head.time_ms;
    if (forum_row_hidden(reader->txn, reader->channel, row, &hidden))
        fact_tell(reader->txn, hidden, &shape_record_post, record, "hidden");
    if (row->has.erased)
        fact_tell(reader->txn, row->erased, &shape_record_post, record,
                  "erased"); /* its reason counts first */
    return txn_error(reader->txn) == OK;
}

/* The text of one of its facts, and its headline: a post's later texts have none, and keep the first. */
static void add_text(const struct forum_reader *reader, const struct fact *made, const struct fact *said,
                     struct record_post *record)
{
    struct forum_text text;
    if (record->has.hidden && !reader->moderates)
        return;
    if (forum_text_of(reader->txn, made, &text)) {
        record->has.headline = text.has_headline;
        record->headline = text.headline;
    }
    if (forum_text_of(reader->txn, said, &text)) {
        record->has.text = text.has_text;
        record->text = text.text;
        if (text.has_headline)
            record->headline = text.headline;
    }
}

/* What only the row of a thread says. */
static void add_thread(const struct forum_reader *reader, uint64_t number, struct record_post *record)
{
    struct view_thread row;
    if (!view_thread(reader->txn, reader->channel, number, &row)) {
        txn_fail(reader->txn, ERR_INTERNAL);
        return;
    }
    record->has.locked = record->locked = row.has.locked && row.locked;
    record->has.pinned = record->pinned = row.has.pinned && row.pinned;
    record->has.month = row.has.month;
    record->month = row.month;
}

/* False when the answer is full. */
static bool take_post(const struct forum_reader *reader, uint64_t number, uint64_t marker, struct rows *rows)
{
    struct record_post record;
    struct view_post row;
    struct post_ids ids;
    struct fact made, newest;
    if (!view_post(reader->txn, reader->channel, number, &row)) {
        return view_missing(reader->txn);
    }
    if (!read_post(reader, number, &row, &ids, &made, &record) ||
        !fact_needed(reader->txn, row.text_seq, &newest))
        return false;
    add_text(reader, &made, &newest, &record);
    if (row.texts > 1) {
        record.has.edited = record.has.edits = true;
        record.edited = newest.head.time_ms;
        record.edits = row.texts - 1;
    }
    record.has.unread = record.unread =
        reader->account.size > 0 && number > marker && !bytes_equal(record.actor, reader->account);
    if (row.thread == number)
        add_thread(reader, number, &record);
    if (row.texts > 1 && record.has.month) {
        record.has.edited_by = true;
        record.edited_by = newest.head.actor;
    }
    return rows_take(rows, &record);
}

/* Some posts of a thread, oldest first: from `first` on and below `ceiling`. */
struct page {
    uint64_t first, ceiling;
    uint64_t at; /* where it goes on; 0: the page is still to be found, the last one below the ceiling */
};
enum { PAGE_BYTES = 3 * 8 };

static void stop_in_page(struct rows *rows, const struct page *page)
{
    uint8_t bytes[PAGE_BYTES];
    number_write(bytes, page->first);
    number_write(bytes + 8, page->ceiling);
    number_write(bytes + 16, page->at);
    rows_stop(rows, bytes_of(bytes, sizeof bytes));
}

static void read_page(const struct rows *rows, struct page *page)
{
    if (rows->from.size == PAGE_BYTES)
        *page = (struct page){.first = number_at(rows->from.at),
                              .ceiling = number_at(rows->from.at + 8),
                              .at = number_at(rows->from.at + 16)};
}

/* The last posts below the ceiling that are wanted: at most LIMIT_ROWS steps, of which none reads a text. */
static void find_page(const struct forum_reader *reader, uint64_t thread, uint64_t floor, uint64_t wanted,
                      struct page *page)
{
    struct store_key in_thread = key_place(reader->channel, thread);
    struct walk walk;
    uint64_t number;
    page->first = page->at = page->ceiling;
    walk_numbers_down(&walk, reader->txn, TABLE_THREAD_POSTS, key_of(&in_thread), page->ceiling - 1);
    for (; wanted > 0 && walk_number(&walk, &number) && number > floor; wanted--)
        page->first = page->at = number;
    walk_end(&walk);
}

/* Whether a thread has a post above `floor` and below `ceiling`. */
static bool has_posts(const struct forum_reader *reader, uint64_t thread, uint64_t floor, uint64_t ceiling)
{
    struct store_key in_thread = key_place(reader->channel, thread);
    struct walk walk;
    uint64_t number;
    walk_numbers_down(&walk, reader->txn, TABLE_THREAD_POSTS, key_of(&in_thread), ceiling - 1);
    bool has = walk_number(&walk, &number) && number > floor;
    walk_end(&walk);
    return has;
}

/* False when the piece ends before the page does. */
static bool take_page(const struct forum_reader *reader, uint64_t thread, struct page *page, uint64_t marker,
                      struct rows *rows)
{
    struct store_key in_thread = key_place(reader->channel, thread);
    struct walk walk;
    bool goes_on = true;
    walk_numbers_up(&walk, reader->txn, TABLE_THREAD_POSTS, key_of(&in_thread), page->at);
    while (goes_on && walk_number(&walk, &page->at) && page->at < page->ceiling) {
        goes_on = !rows_due(rows) && take_post(reader, page->at, marker, rows);
        if (!goes_on)
            stop_in_page(rows, page);
    }
    walk_end(&walk);
    return goes_on;
}

/* A page from the end: its posts oldest first, and then the page before it. */
static void take_last(const struct forum_reader *reader, uint64_t thread, uint64_t floor, struct page *page,
                      uint64_t marker, struct rows *rows)
{
    if (page->at == 0)
        find_page(reader, thread, floor, rows->left, page);
    if (take_page(reader, thread, page, marker, rows) && has_posts(reader, thread, floor, page->first))
        stop_in_page(rows, &(struct page){.ceiling = page->first});
}

enum error ask_forum_show(const struct asking *asking, const struct args_forum_show *args,
                          struct record_count *ok)
{
    (void)ok;
    char thread_room[LIMIT_ID_BYTES];
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_post(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_POST, "id", args->id, 0);
    const struct forum_reader reader = forum_reader_of(asking->txn, channel, asking->actor);
    const uint64_t marker = forum_reader_marker(&reader, write_id(thread_room, channel, row.thread));
    if (row.thread != number) {
        take_post(&reader, number, marker, asking->rows);
        return OK;
    }
    uint64_t floor = args->has.since ? ledger_number_before(asking->txn, channel, args->since) : 0;
    struct page page = {.ceiling = args->has.before ? args->before : UINT64_MAX};
    if (args->has.after && args->after > floor)
        floor = args->after;
    if (floor >= page.ceiling || floor == UINT64_MAX)
        return OK;
    if (!args->has.before)
        page.first = page.at = floor + 1;
    read_page(asking->rows, &page);
    if (args->has.before)
        take_last(&reader, number, floor, &page, marker, asking->rows);
    else
        take_page(&reader, number, &page, marker, asking->rows);
    return OK;
}

static void stop_at_text(struct rows *rows, size_t index)
{
    uint8_t bytes[8];
    number_write(bytes, index);
    rows_stop(rows, bytes_of(bytes, sizeof bytes));
}

enum error ask_forum_edits(const struct asking *asking, const struct args_forum_edits *args,
                           struct record_count *ok)
{
    (void)ok;
    uint64_t seqs[FORUM_TEXTS], number;
    struct record_post record;
    struct view_post row;
    struct post_ids ids;
    struct fact made, said;
    struct bytes channel;
    size_t count;
    if (!id_split(args->id, &channel, &number) || !view_post(asking->txn, channel, number, &row) ||
        !forum_texts(asking->txn, channel, number, seqs, &count))
        return refuse(asking->why, ERR_UNKNOWN_POST, "id", args->id, 0);
    const struct forum_reader reader = forum_reader_of(asking->txn, channel, asking->actor);
    size_t i = asking->rows->from.size == 8 ? (size_t)number_at(asking->rows->from.at) : 0;
    for (bool goes_on = true; i < count && goes_on; i++) {
        if (!read_post(&reader, number, &row, &ids, &made, &record) ||
            !fact_needed(asking->txn, seqs[i], &said))
            return refuse(asking->why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
        add_text(&reader, &made, &said, &record);
        record.has.department = record.has.department && bytes_equal(record.actor, said.head.actor);
        record.actor = said.head.actor; /* a theme is amended by whoever plans, not only by who did */
        record.time = said.head.time_ms;
        record.has.edits = i > 0;
        record.edits = i;
        goes_on = !rows_due(asking->rows) && rows_take(asking->rows, &record);
        if (!goes_on)
            stop_at_text(asking->rows, i);
    }
    return OK;
}
