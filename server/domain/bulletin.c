/* Bulletins: publishing, withdrawing, and taking in those of the past. What people read of them stands in
 * bulletin_read.c. Their acts can be erased, so folding looks at heads alone. */
#include "server/domain/bulletin_text.h"
#include "server/domain/channel.h"
#include "server/domain/handlers.h"
#include "server/domain/views.h"

/* The text of publish and import: inside the act, uploaded before, or none. `*size` is of an uploaded one. */
static enum error decide_text(struct txn *txn, const struct actor *actor, bool inside,
                              const struct bytes *text_hash, struct decision *decision, uint64_t *size)
{
    if (text_hash == NULL)
        return OK;
    if (inside)
        return decision_refuse(decision, ERR_TEXT_TWICE, "text_hash", (struct bytes){0});
    enum error error = bulletin_text_check(txn, actor->key, *text_hash, size, decision);
    if (error == OK) {
        decision->adopts = true;
        memcpy(decision->adopted, text_hash->at, LIMIT_HASH_BYTES);
    }
    return error;
}

enum error decide_publish(struct txn *txn, const struct actor *actor, int64_t now_ms,
                          const struct args_publish *args, struct decision *decision)
{
    (void)now_ms;
    uint64_t text_size = 0;
    enum error error = decide_text(txn, actor, args->has.text, args->has.text_hash ? &args->text_hash : NULL,
                                   decision, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_published published = {
        .has = {.department = actor->department[0] != '\0', .text_size = args->has.text_hash},
        .department = bytes_of_text(actor->department),
        .text_size = text_size,
    };
    decision_add(decision, args->channel, &fact_kinds[FACT_bulletin_published], &published);
    return OK;
}

enum error decide_import(struct txn *txn, const struct actor *actor, int64_t now_ms,
                         const struct args_import *args, struct decision *decision)
{
    (void)now_ms;
    uint8_t source_hash[LIMIT_HASH_BYTES];
    struct record_department department;
    struct bytes known;
    uint64_t text_size = 0;
    hash_bytes(args->source, source_hash);
    if (txn_get(txn, TABLE_SOURCES, bytes_of(source_hash, sizeof source_hash), &known)) {
        if (known.size == 8)
            decision->already_seq = number_at(known.at);
        else
            txn_fail(txn, ERR_INTERNAL);
        return OK;
    }
    if (channel_is_the_servers(args->channel))
        return decision_refuse(decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    if (!channel_exists(txn, args->channel))
        return decision_refuse(decision, ERR_UNKNOWN_CHANNEL, "channel", args->channel);
    if (args->has.department && !view_department(txn, args->department, &department))
        return decision_refuse(decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    enum error error = decide_text(txn, actor, args->has.text, args->has.text_hash ? &args->text_hash : NULL,
                                   decision, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_imported imported = {
        .has = {.department = args->has.department, .source_hash = true, .text_size = args->has.text_hash},
        .department = args->department,
        .source_hash = bytes_of(source_hash, sizeof source_hash),
        .text_size = text_size,
    };
    decision_add(decision, args->channel, &fact_kinds[FACT_bulletin_imported], &imported);
    return OK;
}

enum error decide_withdraw(struct txn *txn, const struct actor *actor, int64_t now_ms,
                           const struct args_withdraw *args, struct decision *decision)
{
    (void)actor, (void)now_ms;
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return decision_refuse(decision, ERR_UNKNOWN_ID, "id", args->id);
    if (row.has.withdrawn)
        return decision_refuse(decision, ERR_WITHDRAWN, "id", args->id);
    if (!bytes_equal(args->head, row.head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", args->id);
    struct fact_bulletin_withdrawn withdrawn = {.has.id = true, .id = args->id};
    decision_add(decision, channel, &fact_kinds[FACT_bulletin_withdrawn], &withdrawn);
    return OK;
}

static void evolve_new(struct txn *txn, const struct fact *fact)
{
    struct store_key key = view_bulletin_key(fact->head.channel, fact->head.number);
    struct view_bulletin row = {
        .has = {.seq = true, .head = true},
        .seq = fact->head.seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
}

void evolve_bulletin_published(struct txn *txn, const struct fact *fact,
                               const struct fact_bulletin_published *decided)
{
    (void)decided;
    evolve_new(txn, fact);
}

void evolve_bulletin_imported(struct txn *txn, const struct fact *fact,
                              const struct fact_bulletin_imported *decided)
{
    uint8_t seq[8];
    evolve_new(txn, fact);
    number_write(seq, fact->head.seq);
    txn_put(txn, TABLE_SOURCES, decided->source_hash, bytes_of(seq, sizeof seq));
}

void evolve_bulletin_withdrawn(struct txn *txn, const struct fact *fact,
                               const struct fact_bulletin_withdrawn *decided)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    row.has.withdrawn = true;
    row.withdrawn = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    struct store_key key = view_bulletin_key(channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
}
