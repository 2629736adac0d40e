/* Reads facts with their acts back, by seq, by place, or along a channel, and says where channels stand. It
 * must not know what any kind of fact means, and writes nothing. */
#include "server/ledger/ledger_inside.h"

static bool get_number(struct txn *txn, enum table table, const struct store_key *key, uint64_t *number)
{
    struct bytes value;
    if (!txn_get(txn, table, key_of(key), &value))
        return false;
    if (value.size != 8) {
        txn_fail(txn, ERR_LEDGER_BROKEN);
        return false;
    }
    *number = number_at(value.at);
    return true;
}

static bool take_head(struct txn *txn, uint64_t seq, struct bytes head_bytes, struct head *head)
{
    struct refusal why;
    bool good = head_read(head_bytes, head, &why) == OK && head->seq == seq;
    if (!good)
        txn_fail(txn, ERR_LEDGER_BROKEN);
    return good;
}

static bool take_act(struct txn *txn, const struct head *head, struct bytes value, struct signed_act *act)
{
    struct refusal why;
    if (value.size <= LIMIT_SIGNATURE_BYTES)
        goto broken;
    act->signature = bytes_of(value.at, LIMIT_SIGNATURE_BYTES);
    act->bytes = bytes_skip(value, LIMIT_SIGNATURE_BYTES);
    hash_bytes(act->bytes, act->hash);
    if (!bytes_equal(head->act_hash, bytes_of(act->hash, LIMIT_HASH_BYTES)) ||
        act_read(act->bytes, &act->act, &why) != OK)
        goto broken;
    return true;
broken:
    txn_fail(txn, ERR_LEDGER_BROKEN);
    return false;
}

/* An act stands with the first fact it became; for a later one TAKEN says which that was. */
static bool find_act(struct txn *txn, const struct head *head, struct bytes *value)
{
    struct store_key key = key_seq(head->seq);
    if (txn_get(txn, TABLE_ACTS, key_of(&key), value))
        return true;
    uint64_t first;
    if (!ledger_taken(txn, head->act_time_ms, head->act_hash.at, &first))
        return false;
    key = key_seq(first);
    return txn_get(txn, TABLE_ACTS, key_of(&key), value);
}

bool ledger_read_bare(struct txn *txn, uint64_t seq, struct fact *fact)
{
    struct fact found = {0};
    struct bytes value;
    struct store_key key = key_seq(seq);
    if (!txn_get(txn, TABLE_HEADS, key_of(&key), &found.head_bytes) ||
        !take_head(txn, seq, found.head_bytes, &found.head))
        return false;
    hash_bytes(found.head_bytes, found.hash);
    found.erased = !find_act(txn, &found.head, &value);
    if (!found.erased && !take_act(txn, &found.head, value, &found.act))
        return false;
    if (txn_error(txn) != OK)
        return false;
    *fact = found;
    return true;
}

bool ledger_read(struct txn *txn, uint64_t seq, struct fact *fact)
{
    struct store_key key = key_seq(seq);
    struct bytes by;
    struct fact found;
    if (!ledger_read_bare(txn, seq, &found))
        return false;
    if (found.erased && !txn_get(txn, TABLE_ERASED, key_of(&key), &by))
        txn_fail(txn, ERR_LEDGER_BROKEN);
    if (txn_error(txn) != OK)
        return false;
    *fact = found;
    return true;
}

bool ledger_hold(const struct fact *fact, struct held_fact *held)
{
    struct refusal why;
    if (fact->head_bytes.size > sizeof held->head || fact->act.bytes.size > sizeof held->act)
        return false;
    held->fact = *fact;
    memcpy(held->head, fact->head_bytes.at, fact->head_bytes.size);
    held->fact.head_bytes.at = held->head;
    if (head_read(held->fact.head_bytes, &held->fact.head, &why) != OK)
        return false;
    if (fact->erased)
        return true;
    memcpy(held->act, fact->act.bytes.at, fact->act.bytes.size);
    memcpy(held->signature, fact->act.signature.at, sizeof held->signature);
    held->fact.act.bytes.at = held->act;
    held->fact.act.signature = bytes_of(held->signature, sizeof held->signature);
    return act_read(held->fact.act.bytes, &held->fact.act.act, &why) == OK;
}

/* The newest head, when there is one. */
static bool newest_head(struct txn *txn, struct head *head)
{
    struct store_key highest = key_seq(UINT64_MAX);
    struct walk walk;
    walk_down(&walk, txn, TABLE_HEADS, key_of(&highest));
    bool found = walk_next(&walk);
    walk_end(&walk);
    if (!found)
        return false;
    if (walk.key.size != 8) {
        txn_fail(txn, ERR_LEDGER_BROKEN);
        return false;
    }
    return take_head(txn, number_at(walk.key.at), walk.value, head);
}

uint64_t ledger_last(struct txn *txn)
{
    struct head head;
    return newest_head(txn, &head) ? head.seq : 0;
}

bool ledger_last_time(struct txn *txn, int64_t *time_ms)
{
    struct head head;
    if (!newest_head(txn, &head))
        return false;
    *time_ms = head.time_ms;
    return true;
}

bool ledger_place(struct txn *txn, struct bytes channel, uint64_t number, uint64_t *seq)
{
    struct store_key key = key_place(channel, number);
    return get_number(txn, TABLE_PLACES, &key, seq);
}

bool ledger_read_at(struct txn *txn, struct bytes channel, uint64_t number, struct fact *fact)
{
    uint64_t seq;
    return ledger_place(txn, channel, number, &seq) && ledger_read(txn, seq, fact);
}

void ledger_run_begin(struct ledger_run *run, struct txn *txn)
{
    run->txn = txn;
    walk_up(&run->places, txn, TABLE_PLACES, (struct bytes){0});
    walk_up(&run->heads, txn, TABLE_HEADS, (struct bytes){0});
    walk_up(&run->acts, txn, TABLE_ACTS, (struct bytes){0});
}

void ledger_run_end(struct ledger_run *run)
{
    walk_end(&run->places);
    walk_end(&run->heads);
    walk_end(&run->acts);
}

static struct stored_fact as_stored(const struct fact *fact)
{
    return (struct stored_fact){
        .head = fact->head_bytes,
        .act = fact->act.bytes,
        .signature = fact->act.signature,
    };
}

bool ledger_run_to(struct ledger_run *run, struct bytes channel, uint64_t number, struct stored_fact *stored)
{
    struct store_key key = key_place(channel, number);
    if (!walk_to(&run->places, key_of(&key)))
        return false;
    if (run->places.value.size != 8) {
        txn_fail(run->txn, ERR_LEDGER_BROKEN);
        return false;
    }
    uint64_t seq = number_at(run->places.value.at);
    key = key_seq(seq);
    if (walk_to(&run->heads, key_of(&key)) && walk_to(&run->acts, key_of(&key)) &&
        run->acts.value.size > LIMIT_SIGNATURE_BYTES) {
        *stored = (struct stored_fact){
            .head = run->heads.value,
            .signature = bytes_of(run->acts.value.at, LIMIT_SIGNATURE_BYTES),
            .act = bytes_skip(run->acts.value, LIMIT_SIGNATURE_BYTES),
        };
        return true;
    }
    struct fact fact; /* erased, or its act stands with an earlier fact */
    if (!ledger_read(run->txn, seq, &fact))
        return false;
    *stored = as_stored(&fact);
    return true;
}

void ledger_tip(struct txn *txn, struct bytes channel, struct tip *tip)
{
    struct bytes value;
    *tip = (struct tip){0};
    if (!txn_get(txn, TABLE_TIPS, channel, &value))
        return;
    if (value.size != TIP_BYTES) {
        txn_fail(txn, ERR_LEDGER_BROKEN);
        return;
    }
    tip->number = number_at(value.at);
    tip->time_ms = (int64_t)number_at(value.at + 8);
    memcpy(tip->hash, value.at + 16, LIMIT_HASH_BYTES);
}

bool ledger_taken(struct txn *txn, int64_t act_time_ms, const uint8_t act_hash[LIMIT_HASH_BYTES],
                  uint64_t *seq)
{
    struct store_key key = taken_key(act_time_ms, act_hash);
    return get_number(txn, TABLE_TAKEN, &key, seq);
}

uint64_t ledger_act_seq(struct txn *txn, const struct head *head)
{
    uint64_t seq;
    if (ledger_taken(txn, head->act_time_ms, head->act_hash.at, &seq))
        return seq;
    txn_fail(txn, ERR_LEDGER_BROKEN); /* every fact's act has been taken */
    return head->seq;
}

uint64_t ledger_first_of_act(struct txn *txn, uint64_t seq)
{
    struct bytes head_bytes;
    struct head head;
    struct store_key key = key_seq(seq);
    if (txn_get(txn, TABLE_HEADS, key_of(&key), &head_bytes) && take_head(txn, seq, head_bytes, &head))
        return ledger_act_seq(txn, &head);
    txn_fail(txn, ERR_LEDGER_BROKEN);
    return seq;
}

static bool time_at(struct txn *txn, struct bytes channel, uint64_t number, int64_t *time_ms)
{
    uint64_t seq;
    struct bytes head_bytes;
    struct head head;
    if (!ledger_place(txn, channel, number, &seq))
        return false;
    struct store_key key = key_seq(seq);
    if (!txn_get(txn, TABLE_HEADS, key_of(&key), &head_bytes) || !take_head(txn, seq, head_bytes, &head))
        return false;
    *time_ms = head.time_ms;
    return true;
}

uint64_t ledger_number_before(struct txn *txn, struct bytes channel, int64_t time_ms)
{
    struct tip tip;
    ledger_tip(txn, channel, &tip);
    /* `before` is known to lie before the time, `after` not to. Where the clock was set back there may be
     * several such places; this finds one of them. */
    uint64_t before = 0, after = tip.number + 1;
    while (after - before > 1) {
        uint64_t middle = before + (after - before) / 2;
        int64_t middle_ms;
        if (!time_at(txn, channel, middle, &middle_ms)) {
            txn_fail(txn, ERR_LEDGER_BROKEN);
            return 0;
        }
        if (middle_ms < time_ms)
            before = middle;
        else
            after = middle;
    }
    return before;
}
