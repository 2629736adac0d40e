/* Rows in and out of the store by their shapes. It knows no rule. */
#include "server/domain/views/views.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>

#include "protocol/wire/scan.h"

VIEW_DEFINED(channel, "a channel and who may")

enum { ROW_BYTES = 8192 }; /* more than the longest row: three audiences and a title */

bool view_decode(struct txn *txn, struct bytes value, const struct shape *shape, void *row)
{
    struct refusal why;
    if (scan_check(value, &why) != OK || codec_decode_kept(shape, value, row, &why) != OK) {
        return view_missing(txn);
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
        return view_missing(txn);
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

bool view_account(struct txn *txn, struct bytes account, struct record_account *row)
{
    return view_get(txn, TABLE_ACCOUNTS, account, &shape_record_account, row);
}

bool view_key(struct txn *txn, struct bytes key, struct record_key *row)
{
    return view_get(txn, TABLE_KEYS, key, &shape_record_key, row);
}

bool view_department(struct txn *txn, struct bytes department, struct record_department *row)
{
    return view_get(txn, TABLE_DEPARTMENTS, department, &shape_record_department, row);
}

bool view_channel(struct txn *txn, struct bytes channel, struct view_channel *row)
{
    return view_get(txn, TABLE_CHANNELS, channel, &shape_view_channel, row);
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

bool view_missing(struct txn *txn)
{
    txn_fail(txn, ERR_INTERNAL);
    return false;
}

bool fact_needed(struct txn *txn, uint64_t seq, struct fact *fact)
{
    return ledger_read(txn, seq, fact) || view_missing(txn);
}

bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args)
{
    struct refusal why;
    if (fact->erased)
        return false;
    if (codec_decode_kept(shape, fact->act.act.args, args, &why) != OK) {
        return view_missing(txn);
    }
    return true;
}

bool fact_says(struct txn *txn, const struct fact *fact, const int *says, size_t count,
               const struct shape *shape, void *into)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    for (size_t i = 0; i < count && !fact->erased; i++) {
        const struct verb *verb = &verbs[says[i]];
        if (!bytes_equal_text(fact->act.act.verb, verb->word))
            continue;
        if (!fact_args(txn, fact, verb->args, args))
            return false;
        memset(into, 0, shape->size);
        shape_copy(verb->args, args, shape, into);
        return true;
    }
    return false;
}

bool fact_reason(struct txn *txn, const struct fact *fact, struct bytes *reason)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    const struct verb *verb = fact->erased ? NULL : verb_find(fact->act.act.verb);
    if (verb == NULL || !fact_args(txn, fact, verb->args, args))
        return false;
    const struct bytes *given = shape_value(verb->args, args, "reason");
    if (given != NULL)
        *reason = *given;
    return given != NULL;
}

void fact_tell(struct txn *txn, uint64_t seq, const struct shape *shape, void *record, const char *name)
{
    char by[LIMIT_WORD_BYTES];
    struct bytes reason;
    struct fact fact;
    if (!fact_needed(txn, seq, &fact))
        return;
    snprintf(by, sizeof by, "%s_by", name);
    shape_put(shape, record, name, &fact.head.time_ms);
    shape_put(shape, record, by, &fact.head.actor);
    if (fact_reason(txn, &fact, &reason))
        shape_put(shape, record, "reason", &reason);
}

bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided)
{
    struct refusal why;
    if (codec_decode_kept(shape, fact->head.decided, decided, &why) != OK) {
        return view_missing(txn);
    }
    return true;
}
