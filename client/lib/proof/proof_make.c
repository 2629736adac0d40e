/* Asks for what a proof needs, in the order in which it holds together: first the bulletin and the
 * departments, last the keys, so that the house's word on them is the newest. */
#include "client/lib/proof/proof_make.h"

#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/proof/proof_collect.h"
#include "protocol/tables.h"

enum { RENEWALS = 2 }; /* of a channel of which something was erased meanwhile */

struct maker {
    struct collector collector;
    const struct proof_wish *wish;
    enum error code; /* of taking an act */
    size_t act_count;
    struct {
        uint8_t bytes[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
        size_t size; /* 0: it was erased */
    } * acts[PROOF_ACTS];
    uint8_t *text;
    size_t text_size;
};

static enum error take_act_of(struct maker *maker, const struct record_fact *fact)
{
    if (fact->has.act != fact->has.sig)
        return collector_broken(&maker->collector, "the server gives an act without its signature");
    if (maker->act_count == PROOF_ACTS || fact->act.size > LIMIT_ACT_BYTES)
        return collector_broken(&maker->collector, "it has too many acts");
    maker->acts[maker->act_count] = malloc(sizeof *maker->acts[0]);
    if (maker->acts[maker->act_count] == NULL)
        return collector_no_memory(&maker->collector);
    maker->acts[maker->act_count]->size = fact->has.act ? fact->act.size : 0;
    if (fact->has.act) {
        memcpy(maker->acts[maker->act_count]->bytes, fact->act.at, fact->act.size);
        memcpy(maker->acts[maker->act_count]->signature, fact->sig.at, LIMIT_SIGNATURE_BYTES);
    }
    maker->act_count++;
    return OK;
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct maker *maker = context;
    (void)shape;
    if (maker->code == OK)
        maker->code = take_act_of(maker, values);
}

static bool is_mine(const struct maker *maker, bool decoded, struct bytes id, uint64_t revision)
{
    return decoded && revision == maker->wish->revision && bytes_equal(id, maker->wish->id);
}

/* Whether a head names an act that belongs into the proof. */
static bool needs_act(const struct maker *maker, const struct head *head, bool first)
{
    struct fact_bulletin_revised revised;
    struct fact_receipt_signed receipt;
    struct refusal why;
    if (first && maker->wish->revision == 1)
        return true;
    if (bytes_equal_text(head->kind, fact_kinds[FACT_bulletin_revised].word)) {
        bool read = codec_decode_known(&shape_fact_bulletin_revised, head->decided, &revised, &why) == OK;
        return is_mine(maker, read, revised.id, revised.revision);
    }
    if (!bytes_equal_text(head->kind, fact_kinds[FACT_receipt_delivered].word) &&
        !bytes_equal_text(head->kind, fact_kinds[FACT_receipt_opened].word) &&
        !bytes_equal_text(head->kind, fact_kinds[FACT_receipt_signed].word))
        return false;
    bool read = codec_decode_known(&shape_fact_receipt_signed, head->decided, &receipt, &why) == OK;
    return is_mine(maker, read, receipt.id, receipt.revision);
}

/* Whether the channel says later that this receipt's act was erased. */
static bool is_explained(const struct collected *one, const struct head *receipt)
{
    struct bytes heads = bytes_of(one->heads, one->size), bytes;
    struct fact_thing_erased erased;
    struct head head;
    struct refusal why;
    while (proof_head_next(&heads, &bytes)) {
        if (head_read(bytes, &head, &why) == OK && head.number > receipt->number &&
            bytes_equal_text(head.kind, fact_kinds[FACT_thing_erased].word) &&
            codec_decode_known(&shape_fact_thing_erased, head.decided, &erased, &why) == OK &&
            proof_erasure_takes(&erased, receipt))
            return true;
    }
    return false;
}

/* Takes the act of one head. Without it, *explained says whether the channel's heads tell why. */
static enum error collect_act(struct maker *maker, const struct collected *one, const struct head *head,
                              bool *explained)
{
    const struct answer row = {.row = take_row, .context = maker};
    size_t before = maker->act_count;
    bool more;
    maker->code = OK;
    enum error code = collector_facts(&maker->collector, one->name, head->number - 1, false, &row, &more);
    if (code == OK)
        code = maker->code;
    if (code != OK)
        return code;
    if (maker->act_count != before + 1)
        return collector_broken(&maker->collector, "the server left out a fact");
    if (maker->acts[before]->size > 0) {
        if (head->time_ms > maker->collector.needed_ms)
            maker->collector.needed_ms = head->time_ms;
    } else if (before == 0) {
        return failure_refuse(maker->collector.failure, ERR_ERASED, NULL, maker->wish->id, 0);
    } else if (!is_explained(one, head)) {
        *explained = false;
    }
    return OK;
}

static enum error collect_acts_of(struct maker *maker, const struct collected *one, bool *explained)
{
    struct bytes heads = bytes_of(one->heads, one->size), bytes;
    struct refusal why;
    bool is_bulletins = one == maker->collector.channels[0];
    enum error code = OK;
    *explained = true;
    for (bool first = is_bulletins; code == OK && proof_head_next(&heads, &bytes); first = false) {
        struct head head;
        if (head_read(bytes, &head, &why) != OK)
            return failure_take(maker->collector.failure, &why);
        if (needs_act(maker, &head, first))
            code = collect_act(maker, one, &head, explained);
    }
    return code;
}

static void drop_acts(struct maker *maker, size_t from)
{
    while (maker->act_count > from)
        free(maker->acts[--maker->act_count]);
}

/* The acts of the heads that are there, in their order. What was erased since a channel's checkpoint is told
 * by its facts since then. */
static enum error collect_acts(struct maker *maker)
{
    for (size_t i = 0; i < maker->collector.count; i++) {
        struct collected *one = maker->collector.channels[i];
        size_t before = maker->act_count;
        bool explained;
        enum error code = collect_acts_of(maker, one, &explained);
        for (int renewals = 0; code == OK && !explained; renewals++) {
            if (renewals == RENEWALS)
                return collector_broken(&maker->collector,
                                        "an act is missing, and the house does not say that it was erased");
            drop_acts(maker, before);
            code = collector_renew(&maker->collector, one);
            if (code == OK)
                code = collect_acts_of(maker, one, &explained);
        }
        if (code != OK)
            return code;
    }
    return OK;
}

/* Departments one by one: whoever may not read one of them gets a proof without it, and hears so. */
static enum error collect_departments(struct maker *maker)
{
    for (size_t i = 0; i < maker->wish->count; i++) {
        struct proof_addressee *addressee = &maker->wish->addressees[i];
        enum error code = ERR_TOO_MANY_SUBSCRIPTIONS;
        /* One place is kept for `keys`. */
        struct collected *one =
            maker->collector.count + 1 < PROOF_CHANNELS
                ? collector_add(&maker->collector, PREFIX_DEPARTMENT, bytes_of_text(addressee->department),
                                addressee->committed_number)
                : NULL;
        if (one != NULL)
            code = collector_heads(&maker->collector, one);
        else
            failure_refuse(maker->collector.failure, code, NULL, (struct bytes){0}, PROOF_CHANNELS);
        if (code == OK)
            continue;
        if (code != ERR_UNKNOWN_CHANNEL && code != ERR_NOT_ENROLLED && code != ERR_TOO_MANY_SUBSCRIPTIONS)
            return code;
        addressee->left_out = true;
        addressee->why = *maker->collector.failure;
        if (one != NULL)
            collector_drop(&maker->collector);
    }
    return OK;
}

static enum error collect_text(struct maker *maker)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    struct act act;
    struct refusal why;
    if (maker->act_count == 0)
        return collector_broken(&maker->collector, "the revision is not there");
    if (act_read(bytes_of(maker->acts[0]->bytes, maker->acts[0]->size), &act, &why) != OK)
        return failure_take(maker->collector.failure, &why);
    const struct verb *verb = verb_find(act.verb);
    if (verb == NULL || codec_decode_kept(verb->args, act.args, args, &why) != OK)
        return collector_broken(&maker->collector, "the act of the bulletin does not say what it should");
    int index = shape_find(verb->args, bytes_of_text("text_hash"));
    if (index < 0 || !field_present(args, (size_t)index))
        return OK;
    const struct bytes *hash = (const void *)(args + verb->args->fields[index].offset);
    return blob_download(maker->collector.client, maker->wish->id, *hash, &maker->text, &maker->text_size,
                         maker->collector.failure);
}

/* The layout, with `keys` moved from the last place to the second. */
static void lay_out_channels(const struct maker *maker, struct proof_file *file)
{
    file->channel_count = maker->collector.count;
    for (size_t i = 0; i < maker->collector.count; i++) {
        size_t from = i == 1 ? maker->collector.count - 1 : i > 1 ? i - 1 : 0;
        const struct collected *one = maker->collector.channels[from];
        file->channels[i] = (struct proof_channel){
            .name = bytes_of_text(one->name),
            .heads = bytes_of(one->heads, one->size),
            .count = one->count,
            .checkpoint = bytes_of(one->checkpoint, one->checkpoint_size),
            .signature = bytes_of(one->signature, LIMIT_SIGNATURE_BYTES),
        };
    }
}

static enum error lay_out(const struct maker *maker, struct proof_file *file)
{
    struct checkpoint checkpoint;
    struct refusal why;
    lay_out_channels(maker, file);
    if (checkpoint_read(file->channels[0].checkpoint, &checkpoint, &why) != OK)
        return failure_take(maker->collector.failure, &why);
    file->house = checkpoint.house;
    file->id = maker->wish->id;
    file->revision = maker->wish->revision;
    file->act_count = maker->act_count;
    for (size_t i = 0; i < maker->act_count; i++)
        file->acts[i] =
            (struct proof_act){.bytes = bytes_of(maker->acts[i]->bytes, maker->acts[i]->size),
                               .signature = bytes_of(maker->acts[i]->signature, LIMIT_SIGNATURE_BYTES)};
    file->has_text = maker->text != NULL;
    file->text = bytes_of(maker->text, maker->text_size);
    return OK;
}

/* What was written is read back, as whoever gets it will. */
static enum error write_file(struct maker *maker, uint8_t **content, size_t *size)
{
    struct proof *proof = NULL;
    struct proof_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return collector_no_memory(&maker->collector);
    enum error code = lay_out(maker, file);
    size_t capacity = code == OK ? proof_file_room(file) : 0;
    uint8_t *room = code == OK ? malloc(capacity) : NULL;
    struct buffer out = buffer_over(room, capacity);
    if (code == OK && room == NULL)
        code = collector_no_memory(&maker->collector);
    if (code == OK)
        proof_file_write(file, &out);
    if (code == OK)
        code = proof_read(buffer_bytes(&out), &proof, maker->collector.failure);
    proof_free(proof);
    free(file);
    if (code != OK) {
        free(room);
        return code;
    }
    *content = room;
    *size = out.size;
    return OK;
}

/* Holds the heads of one channel against what the house signed of it before, and keeps what it signed now. */
static enum error compare_heads(struct maker *maker, const struct collected *one)
{
    struct check *check = maker->wish->check;
    struct bytes name = bytes_of_text(one->name), heads = bytes_of(one->heads, one->size), bytes;
    uint64_t number = one->number - one->count;
    uint8_t hash[LIMIT_HASH_BYTES];
    struct push_checkpoint push = {.has = {.checkpoint = true, .sig = true},
                                   .checkpoint = bytes_of(one->checkpoint, one->checkpoint_size),
                                   .sig = bytes_of(one->signature, LIMIT_SIGNATURE_BYTES)};
    enum error code = check_begin(check, name, number, NULL, maker->collector.failure);
    while (code == OK && proof_head_next(&heads, &bytes)) {
        hash_bytes(bytes, hash);
        code = check_seen(check, name, ++number, hash, maker->collector.failure);
    }
    return code == OK ? check_checkpoint(check, &push, maker->collector.failure) : code;
}

/* A house that says something else than before is caught here: its proof would hold by itself. */
static enum error compare_with_kept(struct maker *maker)
{
    enum error code = OK;
    for (size_t i = 0; code == OK && i < maker->collector.count; i++)
        code = compare_heads(maker, maker->collector.channels[i]);
    return code;
}

static enum error collect(struct maker *maker)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(maker->wish->id, &channel, &number))
        return failure_refuse(maker->collector.failure, ERR_BAD_VALUE, "id", maker->wish->id, 0);
    struct collected *bulletin = collector_add(&maker->collector, "", channel, number);
    if (bulletin == NULL)
        return collector_no_memory(&maker->collector);
    enum error code = collector_heads(&maker->collector, bulletin);
    if (code == OK)
        code = collect_departments(maker);
    if (code == OK)
        code = collector_checkpoints(&maker->collector, 0);
    if (code == OK)
        code = collect_acts(maker);
    if (code == OK)
        code = collect_text(maker);
    size_t keys_at = maker->collector.count;
    struct collected *keys =
        code == OK ? collector_add(&maker->collector, "", bytes_of_text(CHANNEL_KEYS), 1) : NULL;
    if (code == OK && keys == NULL)
        code = collector_no_memory(&maker->collector);
    if (code == OK)
        code = collector_heads(&maker->collector, keys);
    return code == OK ? collector_checkpoints(&maker->collector, keys_at) : code;
}

enum error proof_make(struct client *client, const struct proof_wish *wish, uint8_t **content, size_t *size,
                      struct failure *failure)
{
    struct maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    maker->wish = wish;
    maker->collector = (struct collector){.client = client,
                                          .failure = failure,
                                          .needed_ms = INT64_MIN,
                                          .waits = wish->waits,
                                          .context = wish->context};
    enum error code = collect(maker);
    if (code == OK)
        code = compare_with_kept(maker);
    if (code == OK)
        code = write_file(maker, content, size);
    while (maker->collector.count > 0)
        collector_drop(&maker->collector);
    drop_acts(maker, 0);
    free(maker->text);
    free(maker);
    return code;
}
