/* Rows in and out of the store by their shapes. It knows no rule. */
#include "server/domain/views.h"

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
    if (scan_check(value, &why) != OK || codec_decode(shape, value, row, &why) != OK) {
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
    struct store_key key = view_bulletin_key(channel, number);
    return view_get(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, row);
}

struct store_key view_bulletin_key(struct bytes channel, uint64_t number)
{
    struct store_key key = key_empty();
    key_name(&key, channel);
    key_number(&key, number);
    return key;
}

struct store_key view_account_key_key(struct bytes account, struct bytes key)
{
    struct store_key both = key_empty();
    key_name(&both, account);
    key_bytes(&both, key);
    return both;
}

struct store_key view_key_after(struct bytes name)
{
    struct store_key key = key_empty();
    key_name(&key, name); /* its zero byte makes it higher than the name, and lower than any longer one */
    return key;
}

bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args)
{
    struct refusal why;
    if (fact->erased)
        return false;
    if (codec_decode(shape, fact->act.act.args, args, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    return true;
}

bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided)
{
    struct refusal why;
    if (codec_decode(shape, fact->head.decided, decided, &why) != OK) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    return true;
}
