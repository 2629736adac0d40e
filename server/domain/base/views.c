/* Rows in and out of the store by their shapes. It knows no rule. */
#include "server/domain/base/views.h"

#include <assert.h>

#include "protocol/wire/scan.h"

#define VIEW_SHAPE(symbol, words) TABLE_SHAPE(view, symbol, words, VIEW_FIELDS_##symbol)
VIEWS(VIEW_SHAPE)
#undef VIEW_SHAPE

enum { ROW_BYTES = 8192 }; /* more than the longest row: three audiences and a title */

static const char house_word[] = "house";

bool view_decode(struct txn *txn, struct bytes value, const struct shape *shape, void *row)
{
    struct refusal why;
    if (scan_check(value, &why) != OK || codec_decode_kept(shape, value, row, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    return true;
}

bool view_get(struct txn *txn, enum table table, struct bytes key, const struct shape *shape, void *row)
{
    struct bytes value;
    return txn_get(txn, table, key, &value) && view_decode(txn, value, shape, row);
}

bool view_next(struct walk *walk, const struct shape *shape, void *row)
{
    return walk_next(walk) && view_decode(walk->txn, walk->value, shape, row);
}

static bool number_of(struct txn *txn, struct bytes value, uint64_t *number)
{
    if (value.size != 8) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    *number = number_at(value.at);
    return true;
}

bool view_number(struct txn *txn, enum table table, struct bytes key, uint64_t *number)
{
    struct bytes value;
    return txn_get(txn, table, key, &value) && number_of(txn, value, number);
}

bool view_next_number(struct walk *walk, uint64_t *number)
{
    return walk_next(walk) && number_of(walk->txn, walk->value, number);
}

void view_put_number(struct txn *txn, enum table table, struct bytes key, uint64_t number)
{
    uint8_t value[8];
    number_write(value, number);
    txn_put(txn, table, key, bytes_of(value, sizeof value));
}

void view_put(struct txn *txn, enum table table, struct bytes key, const struct shape *shape, const void *row)
{
    uint8_t room[ROW_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct store_key kept = key_empty();
    codec_encode(shape, row, &out);
    assert(!out.overflowed);
    key_bytes(&kept, key);
    txn_put(txn, table, key_of(&kept), buffer_bytes(&out));
}

bool view_house(struct txn *txn, struct view_house *row)
{
    return view_get(txn, TABLE_HOUSE, bytes_of_text(house_word), &shape_view_house, row);
}

bool view_account(struct txn *txn, struct bytes account, struct record_account *row)
{
    return view_get(txn, TABLE_ACCOUNTS, account, &shape_record_account, row);
}

bool view_key(struct txn *txn, struct bytes key, struct record_key *row)
{
    return view_get(txn, TABLE_KEYS, key, &shape_record_key, row);
}

bool view_invite(struct txn *txn, struct bytes code_hash, struct view_invite *row)
{
    return view_get(txn, TABLE_INVITES, code_hash, &shape_view_invite, row);
}

bool view_department(struct txn *txn, struct bytes department, struct record_department *row)
{
    return view_get(txn, TABLE_DEPARTMENTS, department, &shape_record_department, row);
}

bool view_channel(struct txn *txn, struct bytes channel, struct view_channel *row)
{
    return view_get(txn, TABLE_CHANNELS, channel, &shape_view_channel, row);
}

bool view_bulletin(struct txn *txn, struct bytes channel, uint64_t number, struct view_bulletin *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, row);
}

bool view_bulletin_of_id(struct txn *txn, struct bytes id, struct view_bulletin *row)
{
    struct bytes channel;
    uint64_t number;
    return id_split(id, &channel, &number) && view_bulletin(txn, channel, number, row);
}

bool view_receipt(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                  struct bytes department, struct view_receipt *row)
{
    struct store_key key = view_receipt_key(channel, number, revision, department);
    return view_get(txn, TABLE_RECEIPTS, key_of(&key), &shape_view_receipt, row);
}

bool view_draft(struct txn *txn, struct bytes desk, uint64_t number, struct view_draft *row)
{
    struct store_key key = key_place(desk, number);
    return view_get(txn, TABLE_DRAFTS, key_of(&key), &shape_view_draft, row);
}

bool view_thread(struct txn *txn, struct bytes channel, uint64_t number, struct view_thread *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_THREADS, key_of(&key), &shape_view_thread, row);
}

bool view_post(struct txn *txn, struct bytes channel, uint64_t number, struct view_post *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_POSTS, key_of(&key), &shape_view_post, row);
}

bool view_theme(struct txn *txn, struct bytes month, struct view_theme *row)
{
    return view_get(txn, TABLE_THEMES, month, &shape_view_theme, row);
}

bool view_activity(struct txn *txn, struct bytes channel, uint64_t number, struct view_activity *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_ACTIVITIES, key_of(&key), &shape_view_activity, row);
}

struct store_key view_receipt_key(struct bytes channel, uint64_t number, uint64_t revision,
                                  struct bytes department)
{
    struct store_key key = key_nth(channel, number, revision);
    key_bytes(&key, department);
    return key;
}

/* What stands before a channel ends with a byte that no channel has, so that view_key_split finds it. */
static struct store_key timed_key(int64_t time_ms, uint8_t byte, struct bytes channel, uint64_t number)
{
    struct store_key key = key_empty();
    key_time(&key, time_ms);
    key_bytes(&key, bytes_of(&byte, 1));
    key_name(&key, channel);
    key_number(&key, number);
    return key;
}

struct store_key view_due_key(int64_t due_ms, struct bytes channel, uint64_t number)
{
    return timed_key(due_ms, 0, channel, number);
}

struct store_key view_schedule_key(int64_t time_ms, enum transition what, struct bytes channel,
                                   uint64_t number)
{
    return timed_key(time_ms, (uint8_t)what, channel, number);
}

int64_t view_key_time(struct bytes key)
{
    assert(key.size >= 8);
    return key_time_at(key.at);
}

enum transition view_key_transition(struct bytes key)
{
    assert(key.size > 8 && key.at[8] < TRANSITION_COUNT);
    return (enum transition)key.at[8];
}

struct store_key view_related_key(struct bytes channel, uint64_t number, uint8_t way,
                                  const struct bytes *other, uint64_t other_number)
{
    struct store_key key = key_place(channel, number);
    key_bytes(&key, bytes_of(&way, 1));
    if (other != NULL) {
        key_name(&key, *other);
        key_number(&key, other_number);
    }
    return key;
}

bool view_key_split(struct bytes key, struct bytes *channel, uint64_t *number)
{
    enum { END_BYTES = 1 + 8 };
    if (key.size <= END_BYTES || key.at[key.size - END_BYTES] != 0)
        return false;
    size_t end = key.size - END_BYTES, start = end;
    while (start > 0 && key.at[start - 1] > ' ')
        start--;
    if (start == end)
        return false;
    *channel = bytes_of(key.at + start, end - start);
    *number = number_at(key.at + end + 1);
    return true;
}

bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args)
{
    struct refusal why;
    if (fact->erased)
        return false;
    if (codec_decode_kept(shape, fact->act.act.args, args, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    return true;
}

bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided)
{
    struct refusal why;
    if (codec_decode_kept(shape, fact->head.decided, decided, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    return true;
}
