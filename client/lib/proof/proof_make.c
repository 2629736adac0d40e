/* Asks for what a proof needs, in the order in which it holds together: first the bulletin and the
 * departments, last the keys, so that the house's word on them is the newest. */
#include "client/lib/proof/proof_make.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/connect/blob.h"
#include "client/lib/connect/wait.h"
#include "protocol/tables.h"

enum { HEADS_FIRST_ROOM = 16384, INTERVALS_WAITED = 3 };

/* A channel as far as it has come: its heads as encoded `bin`s, and its signed head. */
struct collected {
    char name[LIMIT_CHANNEL_BYTES + 1];
    struct proof_addressee *addressee; /* NULL: not a department's */
    uint8_t *heads;
    size_t size, capacity;
    uint64_t count, number; /* of heads; and of the last one's fact, or the one before the first */
    bool done;              /* its signed head is there */
    int64_t signed_ms;
    uint8_t signed_head[LIMIT_HEAD_BYTES];
    size_t signed_head_size;
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
};

struct maker {
    struct client *client;
    const struct proof_wish *wish;
    struct failure *failure;
    struct bytes channel; /* of the bulletin */
    size_t count;
    struct collected *channels[PROOF_CHANNELS];
    struct collected *current;
    enum error code;   /* of taking a row */
    int64_t needed_ms; /* the keys must be known up to here */
    uint64_t interval_ms;
    bool takes_act; /* the next fact is asked for its act */
    size_t act_count;
    struct {
        uint8_t bytes[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
        size_t size;
    } * acts[PROOF_ACTS];
    uint8_t *text;
    size_t text_size;
};

static enum error no_memory(struct maker *maker)
{
    return failure_say(maker->failure, ERR_INTERNAL, "There is no memory left.");
}

static enum error broken(struct maker *maker, const char *what)
{
    return failure_refuse(maker->failure, ERR_PROOF_BROKEN, NULL, bytes_of_text(what), 0);
}

static struct collected *add_channel(struct maker *maker, struct proof_addressee *addressee,
                                     const char *prefix, struct bytes name, uint64_t first_number)
{
    struct collected *one = calloc(1, sizeof *one);
    if (one == NULL || maker->count == PROOF_CHANNELS) {
        free(one);
        return NULL;
    }
    snprintf(one->name, sizeof one->name, "%s%.*s", prefix, (int)name.size, (const char *)name.at);
    one->addressee = addressee;
    one->number = first_number - 1;
    maker->channels[maker->count++] = one;
    return one;
}

static void drop_channel(struct maker *maker)
{
    struct collected *one = maker->channels[--maker->count];
    free(one->heads);
    free(one);
}

/* A bin of at most LIMIT_HEAD_BYTES, in its shortest form. */
static enum error append_head(struct maker *maker, struct collected *one, struct bytes head)
{
    uint8_t front[3] = {0xc4, (uint8_t)head.size};
    size_t front_size = 2;
    if (head.size > UINT8_MAX) {
        front[0] = 0xc5;
        front[1] = (uint8_t)(head.size >> 8);
        front[2] = (uint8_t)head.size;
        front_size = 3;
    }
    if (one->capacity - one->size < front_size + head.size) {
        size_t capacity = one->capacity == 0 ? HEADS_FIRST_ROOM : 2 * one->capacity;
        uint8_t *heads = capacity <= PROOF_BYTES ? realloc(one->heads, capacity) : NULL;
        if (heads == NULL)
            return capacity > PROOF_BYTES ? broken(maker, "it would be larger than 64 MiB")
                                          : no_memory(maker);
        one->heads = heads;
        one->capacity = capacity;
    }
    memcpy(one->heads + one->size, front, front_size);
    memcpy(one->heads + one->size + front_size, head.at, head.size);
    one->size += front_size + head.size;
    one->count++;
    one->number++;
    return OK;
}

/* Heads come by number; whether they are what they should be is judged when all is there. */
static enum error take_head_of(struct maker *maker, struct collected *one, struct bytes bytes)
{
    struct head head;
    struct refusal why;
    if (head_read(bytes, &head, &why) != OK)
        return failure_take(maker->failure, &why);
    if (!bytes_equal_text(head.channel, one->name) || head.number <= one->number)
        return OK;
    if (head.number != one->number + 1)
        return broken(maker, "the server left out a fact");
    return append_head(maker, one, bytes);
}

static enum error take_act_of(struct maker *maker, const struct record_fact *fact)
{
    if (!fact->has.act || !fact->has.sig)
        return broken(maker, "an act is missing: its text was erased");
    if (maker->act_count == PROOF_ACTS || fact->act.size > LIMIT_ACT_BYTES)
        return broken(maker, "it has too many acts");
    maker->acts[maker->act_count] = malloc(sizeof *maker->acts[0]);
    if (maker->acts[maker->act_count] == NULL)
        return no_memory(maker);
    memcpy(maker->acts[maker->act_count]->bytes, fact->act.at, fact->act.size);
    memcpy(maker->acts[maker->act_count]->signature, fact->sig.at, LIMIT_SIGNATURE_BYTES);
    maker->acts[maker->act_count++]->size = fact->act.size;
    return OK;
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct maker *maker = context;
    const struct record_fact *fact = values;
    (void)shape;
    if (maker->code != OK)
        return;
    maker->code =
        maker->takes_act ? take_act_of(maker, fact) : take_head_of(maker, maker->current, fact->head);
}

static enum error ask_facts(struct maker *maker, const char *channel, uint64_t after, bool heads, bool *more)
{
    struct args_facts args = {
        .has = {.channel = true, .after = true, .limit = true, .heads = heads},
        .channel = bytes_of_text(channel),
        .after = after,
        .limit = heads ? LIMIT_ROWS : 1,
        .heads = heads,
    };
    struct record_count count = {0};
    struct answer answer = {.row = take_row, .context = maker, .ok = &count};
    maker->code = OK;
    maker->takes_act = !heads;
    enum error code = client_call_values(maker->client, VERB_facts, &args, &answer, maker->failure);
    *more = count.has.more && count.more;
    return code == OK ? maker->code : code;
}

static enum error collect_heads(struct maker *maker, struct collected *one)
{
    bool more = true;
    maker->current = one;
    while (more) {
        uint64_t before = one->number;
        enum error code = ask_facts(maker, one->name, one->number, true, &more);
        if (code != OK)
            return code;
        if (more && one->number == before)
            return broken(maker, "the server gives no more facts and says that there are more");
    }
    return one->count > 0 ? OK : broken(maker, "a channel has not the fact that it should have");
}

static enum error subscribe(struct maker *maker, size_t first)
{
    struct position positions[PROOF_CHANNELS];
    uint8_t room[PROOF_CHANNELS * (LIMIT_CHANNEL_BYTES + 16)];
    struct buffer map = buffer_over(room, sizeof room);
    for (size_t i = first; i < maker->count; i++)
        positions[i - first] =
            (struct position){bytes_of_text(maker->channels[i]->name), maker->channels[i]->number};
    positions_write(&map, positions, maker->count - first);
    struct args_subscribe args = {.has.channels = true, .channels = buffer_bytes(&map)};
    struct record_following following = {0};
    struct answer answer = {.ok = &following};
    enum error code = client_call_values(maker->client, VERB_subscribe, &args, &answer, maker->failure);
    maker->interval_ms = following.interval_ms < 3600000 ? following.interval_ms : 3600000;
    return code;
}

static struct collected *find_channel(const struct maker *maker, struct bytes name)
{
    for (size_t i = 0; i < maker->count; i++) {
        if (bytes_equal_text(name, maker->channels[i]->name))
            return maker->channels[i];
    }
    return NULL;
}

static enum error take_signed_head(struct maker *maker, const struct push_head *push)
{
    struct signed_head head;
    struct refusal why;
    if (signed_head_read(push->head, &head, &why) != OK)
        return failure_take(maker->failure, &why);
    struct collected *one = find_channel(maker, head.channel);
    if (one == NULL || one->done || head.number != one->number)
        return OK;
    one->signed_ms = head.time_ms;
    one->signed_head_size = push->head.size;
    memcpy(one->signed_head, push->head.at, push->head.size);
    memcpy(one->signature, push->sig.at, LIMIT_SIGNATURE_BYTES);
    one->done = !bytes_equal_text(head.channel, "keys") || head.time_ms >= maker->needed_ms;
    if (!one->done && maker->wish->waits != NULL && head.time_ms < maker->needed_ms)
        maker->wish->waits(maker->wish->context, maker->interval_ms);
    return OK;
}

/* What is pushed after a channel's signed head is left alone: the proof ends there. */
static enum error take_push(struct maker *maker, const struct push *push)
{
    struct refusal why = {0};
    struct push_fact fact;
    struct push_head head;
    struct push_ended ended;
    struct head read;
    if (push->kind == &push_kinds[PUSH_fact]) {
        if (codec_decode_known(&shape_push_fact, push->body, &fact, &why) != OK ||
            head_read(fact.head, &read, &why) != OK)
            return failure_take(maker->failure, &why);
        struct collected *one = find_channel(maker, read.channel);
        return one == NULL || one->done ? OK : take_head_of(maker, one, fact.head);
    }
    if (push->kind == &push_kinds[PUSH_head]) {
        if (codec_decode_known(&shape_push_head, push->body, &head, &why) != OK)
            return failure_take(maker->failure, &why);
        return take_signed_head(maker, &head);
    }
    if (push->kind == &push_kinds[PUSH_ended]) {
        if (codec_decode_known(&shape_push_ended, push->body, &ended, &why) != OK)
            return failure_take(maker->failure, &why);
        return failure_refuse(maker->failure, ERR_UNKNOWN_CHANNEL, NULL, ended.channel, 0);
    }
    return OK;
}

static bool all_done(const struct maker *maker)
{
    for (size_t i = 0; i < maker->count; i++) {
        if (!maker->channels[i]->done)
            return false;
    }
    return true;
}

static enum error collect_signed_heads(struct maker *maker, size_t first)
{
    enum error code = subscribe(maker, first);
    int64_t deadline = wait_deadline(INTERVALS_WAITED * (int64_t)maker->interval_ms + 10000);
    while (code == OK && !all_done(maker)) {
        struct push *push = NULL;
        code = client_next_push(maker->client, deadline, &push, maker->failure);
        if (code == OK)
            code = take_push(maker, push);
        push_free(push);
    }
    return code;
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

/* The acts of the heads that are there, in their order. */
static enum error collect_acts(struct maker *maker)
{
    struct refusal why;
    bool more;
    for (size_t i = 0; i < maker->count; i++) {
        struct collected *one = maker->channels[i];
        struct bytes heads = bytes_of(one->heads, one->size), bytes;
        for (bool first = i == 0; proof_head_next(&heads, &bytes); first = false) {
            struct head head;
            if (head_read(bytes, &head, &why) != OK)
                return failure_take(maker->failure, &why);
            if (!needs_act(maker, &head, first))
                continue;
            if (head.time_ms > maker->needed_ms)
                maker->needed_ms = head.time_ms;
            enum error code = ask_facts(maker, one->name, head.number - 1, false, &more);
            if (code != OK)
                return code;
        }
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
            maker->count + 1 < PROOF_CHANNELS
                ? add_channel(maker, addressee, "dept/", bytes_of_text(addressee->department),
                              addressee->committed_number)
                : NULL;
        if (one != NULL)
            code = collect_heads(maker, one);
        else
            failure_refuse(maker->failure, code, NULL, (struct bytes){0}, PROOF_CHANNELS);
        if (code == OK)
            continue;
        if (code != ERR_UNKNOWN_CHANNEL && code != ERR_NOT_ENROLLED && code != ERR_TOO_MANY_SUBSCRIPTIONS)
            return code;
        addressee->left_out = true;
        addressee->why = *maker->failure;
        if (one != NULL)
            drop_channel(maker);
    }
    return OK;
}

static enum error collect_text(struct maker *maker)
{
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    struct act act;
    struct refusal why;
    if (maker->act_count == 0)
        return broken(maker, "the revision is not there");
    if (act_read(bytes_of(maker->acts[0]->bytes, maker->acts[0]->size), &act, &why) != OK)
        return failure_take(maker->failure, &why);
    const struct verb *verb = verb_find(act.verb);
    if (verb == NULL || codec_decode_kept(verb->args, act.args, args, &why) != OK)
        return broken(maker, "the act of the bulletin does not say what it should");
    int index = shape_find(verb->args, bytes_of_text("text_hash"));
    if (index < 0 || !field_present(args, (size_t)index))
        return OK;
    const struct bytes *hash = (const void *)(args + verb->args->fields[index].offset);
    return blob_download(maker->client, maker->wish->id, *hash, &maker->text, &maker->text_size,
                         maker->failure);
}

/* The layout, with `keys` moved from the last place to the second. */
static enum error write_file(struct maker *maker, uint8_t **content, size_t *size)
{
    enum error code = OK;
    uint8_t *room = NULL;
    struct signed_head head;
    struct refusal why;
    struct proof *proof = NULL;
    struct proof_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return no_memory(maker);
    for (size_t i = 0; i < maker->count; i++) {
        const struct collected *one = maker->channels[i == 1 ? maker->count - 1 : i > 1 ? i - 1 : 0];
        file->channels[i] = (struct proof_channel){
            .name = bytes_of_text(one->name),
            .heads = bytes_of(one->heads, one->size),
            .count = one->count,
            .signed_head = bytes_of(one->signed_head, one->signed_head_size),
            .signature = bytes_of(one->signature, LIMIT_SIGNATURE_BYTES),
        };
    }
    if (signed_head_read(file->channels[0].signed_head, &head, &why) != OK) {
        code = failure_take(maker->failure, &why);
        goto out;
    }
    file->house = head.house;
    file->id = maker->wish->id;
    file->revision = maker->wish->revision;
    file->channel_count = maker->count;
    file->act_count = maker->act_count;
    for (size_t i = 0; i < maker->act_count; i++)
        file->acts[i] = (struct proof_act){bytes_of(maker->acts[i]->bytes, maker->acts[i]->size),
                                           bytes_of(maker->acts[i]->signature, LIMIT_SIGNATURE_BYTES)};
    file->has_text = maker->text != NULL;
    file->text = bytes_of(maker->text, maker->text_size);

    size_t capacity = proof_file_room(file);
    room = malloc(capacity);
    if (room == NULL) {
        code = no_memory(maker);
        goto out;
    }
    struct buffer out = buffer_over(room, capacity);
    proof_file_write(file, &out);
    code = proof_read(buffer_bytes(&out), &proof, maker->failure);
    proof_free(proof);
    if (code != OK)
        goto out;
    *content = room;
    *size = out.size;
    room = NULL;
out:
    free(room);
    free(file);
    return code;
}

/* Holds the heads of one channel against what the house signed of it before, and keeps what it signed now. */
static enum error compare_heads(struct maker *maker, const struct collected *one)
{
    struct check *check = maker->wish->check;
    struct bytes name = bytes_of_text(one->name), heads = bytes_of(one->heads, one->size), bytes;
    uint64_t number = one->number - one->count;
    uint8_t hash[LIMIT_HASH_BYTES];
    struct push_head push = {.has = {.head = true, .sig = true},
                             .head = bytes_of(one->signed_head, one->signed_head_size),
                             .sig = bytes_of(one->signature, LIMIT_SIGNATURE_BYTES)};
    enum error code = check_begin(check, name, number, NULL, maker->failure);
    while (code == OK && proof_head_next(&heads, &bytes)) {
        hash_bytes(bytes, hash);
        code = check_seen(check, name, ++number, hash, maker->failure);
    }
    return code == OK ? check_head(check, &push, maker->failure) : code;
}

/* A house that says something else than before is caught here: its proof would hold by itself. */
static enum error compare_with_kept(struct maker *maker)
{
    enum error code = OK;
    for (size_t i = 0; code == OK && i < maker->count; i++)
        code = compare_heads(maker, maker->channels[i]);
    return code;
}

static enum error collect(struct maker *maker)
{
    uint64_t number;
    if (!id_split(maker->wish->id, &maker->channel, &number))
        return failure_refuse(maker->failure, ERR_BAD_VALUE, "id", maker->wish->id, 0);
    struct collected *bulletin = add_channel(maker, NULL, "", maker->channel, number);
    if (bulletin == NULL)
        return no_memory(maker);
    enum error code = collect_heads(maker, bulletin);
    if (code == OK)
        code = collect_departments(maker);
    if (code == OK)
        code = collect_signed_heads(maker, 0);
    if (code == OK)
        code = collect_acts(maker);
    if (code == OK)
        code = collect_text(maker);
    size_t keys_at = maker->count;
    struct collected *keys = code == OK ? add_channel(maker, NULL, "", bytes_of_text("keys"), 1) : NULL;
    if (code == OK && keys == NULL)
        code = no_memory(maker);
    if (code == OK)
        code = collect_heads(maker, keys);
    return code == OK ? collect_signed_heads(maker, keys_at) : code;
}

enum error proof_make(struct client *client, const struct proof_wish *wish, uint8_t **content, size_t *size,
                      struct failure *failure)
{
    struct maker *maker = calloc(1, sizeof *maker);
    if (maker == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    maker->client = client;
    maker->wish = wish;
    maker->failure = failure;
    maker->needed_ms = INT64_MIN;
    enum error code = collect(maker);
    if (code == OK)
        code = compare_with_kept(maker);
    if (code == OK)
        code = write_file(maker, content, size);
    while (maker->count > 0)
        drop_channel(maker);
    for (size_t i = 0; i < maker->act_count; i++)
        free(maker->acts[i]);
    free(maker->text);
    free(maker);
    return code;
}
