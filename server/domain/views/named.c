/* What acts name is found by the kinds of their fields, and counted, so that the last act that goes takes its
 * texts and files along. It knows no verb. */
#include "server/domain/views/named.h"

#include <stdalign.h>
#include <stddef.h>

#include "server/domain/views/views.h"

/* --- what an act names --- */

static bool is_text(const struct field *field)
{
    return field->kind == KIND_HASH && strcmp(field->name, "text_hash") == 0;
}

static bool names_any(const struct shape *args)
{
    for (size_t i = 0; i < args->count; i++) {
        if (is_text(&args->fields[i]) || args->fields[i].kind == KIND_FILES)
            return true;
    }
    return false;
}

static void add_files(struct named *named, struct bytes files)
{
    struct file_named file;
    for (size_t at = 0; named->count < LIMIT_FILES + 1 && files_next(files, &at, &file);) {
        named->list[named->count].hash = file.hash;
        named->list[named->count++].size = file.size;
    }
}

bool named_by_fact(struct txn *txn, const struct fact *fact, struct named *named)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    *named = (struct named){.count = 0};
    if (fact->erased)
        return false;
    const struct verb *verb = verb_find(fact->act.act.verb);
    if (verb == NULL || !names_any(verb->args) || !fact_args(txn, fact, verb->args, args))
        return false;
    const struct bytes *text = shape_value(verb->args, args, "text_hash");
    if (text != NULL) {
        named->has_text = true;
        named->list[named->count++].hash = *text;
    }
    for (size_t i = 0; i < verb->args->count; i++) {
        const struct field *field = &verb->args->fields[i];
        if (field->kind == KIND_FILES && field_present(args, i))
            add_files(named, *(const struct bytes *)(const void *)(args + field->offset));
    }
    return named->count > 0;
}

/* --- how often --- */

static struct store_key name_key(uint64_t act_seq, struct bytes hash)
{
    struct store_key key = key_seq(act_seq);
    key_bytes(&key, hash);
    return key;
}

static uint64_t uses_of(struct txn *txn, struct bytes hash)
{
    uint64_t uses = 0;
    view_number(txn, TABLE_BLOB_USES, hash, &uses);
    return uses;
}

static void put_uses(struct txn *txn, struct bytes hash, uint64_t uses)
{
    if (uses == 0)
        txn_delete(txn, TABLE_BLOB_USES, hash);
    else
        view_put_number(txn, TABLE_BLOB_USES, hash, uses);
}

void named_fold(struct txn *txn, const struct fact *fact)
{
    struct named named;
    struct bytes there;
    if (!named_by_fact(txn, fact, &named) || ledger_act_seq(txn, &fact->head) != fact->head.seq)
        return;
    for (size_t i = 0; i < named.count; i++) {
        const struct bytes hash = named.list[i].hash;
        struct store_key key = name_key(fact->head.seq, hash);
        if (txn_get(txn, TABLE_BLOB_NAMES, key_of(&key), &there))
            continue; /* two files of the same bytes */
        txn_put(txn, TABLE_BLOB_NAMES, key_of(&key), (struct bytes){0});
        put_uses(txn, hash, uses_of(txn, hash) + 1);
    }
}

/* What an act names, copied. */
static size_t names_of_act(struct txn *txn, uint64_t act_seq,
                           uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES])
{
    const struct store_key from = key_seq(act_seq);
    struct walk walk;
    size_t count = 0;
    walk_prefix(&walk, txn, TABLE_BLOB_NAMES, key_of(&from));
    while (count <= LIMIT_FILES && walk_next(&walk) && walk_rest(&walk).size == LIMIT_HASH_BYTES)
        memcpy(hashes[count++], walk_rest(&walk).at, LIMIT_HASH_BYTES);
    walk_end(&walk);
    return count;
}

size_t named_forget(struct txn *txn, uint64_t act_seq, uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES])
{
    uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    const size_t count = names_of_act(txn, act_seq, hashes);
    size_t lasts = 0;
    for (size_t i = 0; i < count; i++) {
        struct bytes hash = bytes_of(hashes[i], LIMIT_HASH_BYTES);
        struct store_key key = name_key(act_seq, hash);
        uint64_t uses = uses_of(txn, hash);
        txn_delete(txn, TABLE_BLOB_NAMES, key_of(&key));
        put_uses(txn, hash, uses > 0 ? uses - 1 : 0);
        if (uses <= 1)
            memcpy(last[lasts++], hashes[i], LIMIT_HASH_BYTES);
    }
    return lasts;
}
