/* Saying that a duty lies on this disk. What is owed is derived from the kept facts, so it is found again
 * after a restart. It opens and signs nothing. */
#include "client/watch/deliver.h"

#include <stdlib.h>

#include "client/lib/follow/revision.h"
#include "client/lib/grow.h"
#include "client/nouns/client_nouns.h"
#include "client/watch/broken.h"
#include "client/watch/keeping.h"

enum { HASHES = 1 + LIMIT_FILES };

struct delivery {
    char id[LIMIT_ID_BYTES + 1];
    char fact_id[LIMIT_ID_BYTES + 1]; /* of the duty, which names the texts and files */
    uint64_t revision;
    uint8_t act_hash[LIMIT_HASH_BYTES]; /* of the act that is kept */
    size_t hash_count;
    uint8_t hashes[HASHES][LIMIT_HASH_BYTES];
};

struct deliveries {
    size_t count, capacity;
    struct delivery *list;
    int64_t again_ms; /* not before; 0: at once */
    struct backoff backoff;
};

struct deliveries *deliveries_new(void)
{
    return calloc(1, sizeof(struct deliveries));
}

void deliveries_free(struct deliveries *deliveries)
{
    if (deliveries == NULL)
        return;
    free(deliveries->list);
    free(deliveries);
}

/* Those of a bulletin up to this revision. */
static void drop(struct deliveries *deliveries, struct bytes id, uint64_t revision)
{
    size_t left = 0;
    for (size_t i = 0; i < deliveries->count; i++) {
        struct delivery *one = &deliveries->list[i];
        if (!bytes_equal_text(id, one->id) || one->revision > revision)
            deliveries->list[left++] = *one;
    }
    deliveries->count = left;
}

static void add_hash(struct delivery *delivery, struct bytes hash)
{
    if (delivery->hash_count < HASHES)
        memcpy(delivery->hashes[delivery->hash_count++], hash.at, LIMIT_HASH_BYTES);
}

static bool add(struct deliveries *deliveries, const struct fact_seen *fact)
{
    struct bytes id = fact_about(fact);
    const struct bytes *text_hash = fact_arg(fact, "text_hash"), *attach = fact_arg(fact, "attach");
    struct file_named file;
    void *list = deliveries->list;
    if (!grow_list(&list, deliveries->count, &deliveries->capacity, sizeof *deliveries->list))
        return false;
    deliveries->list = list;
    struct delivery *added = &deliveries->list[deliveries->count++];
    *added = (struct delivery){.revision = fact_revision(fact)};
    memcpy(added->id, id.at, id.size < LIMIT_ID_BYTES ? id.size : LIMIT_ID_BYTES);
    memcpy(added->act_hash, fact->head.act_hash.at, LIMIT_HASH_BYTES);
    memcpy(added->fact_id, fact->id, sizeof added->fact_id);
    if (text_hash != NULL)
        add_hash(added, *text_hash);
    for (size_t at = 0; attach != NULL && files_next(*attach, &at, &file);)
        add_hash(added, file.hash);
    return true;
}

bool deliveries_fold(struct watch *watch, const struct fact_seen *fact)
{
    const struct telling *telling = nouns_telling(fact);
    if (watch->keep == NULL || !watch_is_inbox(watch, fact) || telling == NULL)
        return true;
    switch (telling->delivery) {
    case DELIVERY_OWED:
        drop(watch->deliveries, fact_about(fact), fact_revision(fact));
        return !fact->has_args || add(watch->deliveries, fact);
    case DELIVERY_KNOWN:
        drop(watch->deliveries, fact_about(fact), fact_revision(fact));
        return true;
    case DELIVERY_OVER:
        drop(watch->deliveries, fact_about(fact), UINT64_MAX);
        return true;
    case DELIVERY_NONE:
        break;
    }
    return true;
}

struct asked {
    bool owed;
    uint64_t revision;
    uint8_t head[LIMIT_HASH_BYTES];
};

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct asked *asked = context;
    const struct record_bulletin *bulletin = values;
    (void)shape;
    asked->owed = bulletin->revision == asked->revision && !bulletin->has.delivered &&
                  !bulletin->has.withdrawn && !bulletin->has.erased;
    memcpy(asked->head, bulletin->revision_head.at, sizeof asked->head);
}

/* Looks up the head of the revision, and says so if it is of the act that lies here. */
static enum error say_delivered(struct watch *watch, const struct delivery *delivery, struct failure *failure)
{
    struct client *client = watch->session.client;
    struct record_done done;
    struct asked asked = {.revision = delivery->revision};
    struct args_read read = {.id = bytes_of_text(delivery->id)};
    struct answer row = {.row = take_row, .context = &asked}, ok = {.ok = &done};
    enum error code = client_call_values(client, VERB_read, &read, &row, failure);
    if (code != OK || !asked.owed)
        return code;
    struct revision_place place;
    struct bytes head = bytes_of(asked.head, sizeof asked.head);
    code = revision_find(client, bytes_of_text(delivery->id), delivery->revision, head, &place, failure);
    if (code != OK)
        return code;
    if (memcmp(place.act_hash, delivery->act_hash, LIMIT_HASH_BYTES) != 0)
        return failure_say(failure, ERR_HEAD_MISMATCH,
                           "What was delivered of %s is not what the server says it is.", delivery->id);
    struct args_deliver args = {.id = bytes_of_text(delivery->id), .revision_head = head};
    return client_call_values(client, VERB_deliver, &args, &ok, failure);
}

static struct verdict have_all(struct watch *watch, const struct delivery *delivery, bool *whole)
{
    struct verdict verdict = go_on;
    *whole = true;
    for (size_t i = 0; !verdict.stop && *whole && i < delivery->hash_count; i++)
        verdict = keeping_fetch(watch, bytes_of_text(delivery->fact_id),
                                bytes_of(delivery->hashes[i], LIMIT_HASH_BYTES), whole);
    return verdict;
}

struct verdict deliveries_send(struct watch *watch)
{
    struct deliveries *deliveries = watch->deliveries;
    struct failure failure;
    bool whole;
    while (deliveries->count > 0 && deliveries->again_ms <= wait_now_ms() && !wait_interrupted()) {
        struct delivery first = deliveries->list[0];
        struct verdict verdict = have_all(watch, &first, &whole);
        if (verdict.stop)
            return verdict;
        enum error code = whole ? say_delivered(watch, &first, &failure) : OK;
        if (code != OK && (failure_is_passing(&failure) || failure.code == ERR_TOO_FAST)) {
            deliveries->again_ms = wait_deadline(backoff_next_ms(&deliveries->backoff));
            return go_on;
        }
        if (code != OK && !failure.said_by_server && failure.code != ERR_HEAD_MISMATCH)
            return watch_fail(&failure);
        if (code != OK && !failure.said_by_server)
            broken_thing(watch, first.fact_id, &failure);
        deliveries->again_ms = 0;
        deliveries->backoff = (struct backoff){0};
        drop(deliveries, bytes_of_text(first.id), first.revision);
    }
    return go_on;
}

int64_t deliveries_deadline_ms(const struct watch *watch)
{
    return watch->deliveries->count > 0 ? watch->deliveries->again_ms : WAIT_FOREVER;
}
