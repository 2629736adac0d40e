/* What lies ahead of a subscriber, filled into a buffer: facts, recent or read back, and the checkpoint
 * where it has caught up. It must not know sockets or ciphers, nor who may follow what. */
#include "protocol/wire/message.h"
#include "server/net/push_inside.h"

enum { CHECKPOINT_SHARED_MS = 1000 };

/* The checkpoint of where the audience stands, made anew when it has moved. One made within the last second
 * is shared, so that a crowd that comes back costs few signatures; who comes later gets one of today. */
static struct bytes audience_head(struct push *push, struct audience *audience, int64_t now_ms)
{
    const struct push_options *options = &push->options;
    bool fresh = audience->checkpoint_size > 0 && audience->checkpoint_number == audience->tip.number &&
                 now_ms >= audience->checkpoint_made_ms &&
                 now_ms - audience->checkpoint_made_ms < CHECKPOINT_SHARED_MS;
    if (!fresh) {
        uint8_t bytes[CHECKPOINT_MESSAGE_BYTES / 2], signature[LIMIT_SIGNATURE_BYTES];
        struct buffer head = buffer_over(bytes, sizeof bytes);
        struct buffer message =
            buffer_over(audience->checkpoint_message, sizeof audience->checkpoint_message);
        checkpoint_write(&head, &(struct checkpoint){
                                    .house = bytes_of(options->house->public_key, LIMIT_KEY_BYTES),
                                    .epoch = options->epoch,
                                    .channel = audience_name(audience),
                                    .number = audience->tip.number,
                                    .hash = bytes_of(audience->tip.hash, LIMIT_HASH_BYTES),
                                    .time_ms = now_ms,
                                });
        identity_sign(options->house, CHECKPOINT_CONTEXT, buffer_bytes(&head), signature);
        struct push_checkpoint push_checkpoint = {
            .checkpoint = buffer_bytes(&head),
            .sig = bytes_of(signature, sizeof signature),
        };
        message_write(&message, 0, push_kinds[PUSH_checkpoint].word, &shape_push_checkpoint,
                      &push_checkpoint);
        audience->checkpoint_size = message.size;
        audience->checkpoint_number = audience->tip.number;
        audience->checkpoint_made_ms = now_ms;
    }
    return bytes_of(audience->checkpoint_message, audience->checkpoint_size);
}

/* Where facts come from: without a run, from the recent ones alone. */
struct source {
    struct txn *txn;
    struct ledger_run *run; /* begun by the first fact that is not a recent one */
    bool behind;            /* one was needed that is not recent */
    bool asked, can_hide;   /* whether the channel has what can be hidden; asked once for each subscription */
};

/* Asked of what is read back alone: what has just happened is hidden by nobody yet. Where nothing can
 * be hidden, as in channels of notices, heads are not taken apart: who is a million facts behind
 * would notice. */
static bool is_hidden(struct source *source, struct bytes channel, const struct stored_fact *fact)
{
    struct head head;
    struct refusal why;
    if (!source->asked) {
        source->asked = true;
        source->can_hide = channel_hides(source->txn, channel);
    }
    return source->can_hide && head_read(fact->head, &head, &why) == OK && fact_hidden(source->txn, &head);
}

/* Whether the fact after subscription->number was appended. If not, it does not fit, cannot be read, or is
 * not recent and only such are wanted. */
static bool fill_one(struct source *source, struct subscription *one, struct buffer *out)
{
    struct audience *audience = one->audience;
    uint64_t number = one->number + 1;
    struct shared_fact *recent = audience->recent[number % RECENT_FACTS];
    if (recent != NULL && recent->number == number) {
        buffer_add(out, recent->message, recent->message_size);
    } else if (source->run == NULL) {
        source->behind = true;
        return false;
    } else {
        struct stored_fact fact;
        if (source->run->txn == NULL)
            ledger_run_begin(source->run, source->txn);
        if (!ledger_run_to(source->run, audience_name(audience), number, &fact))
            return false;
        fact_write_push(&fact, is_hidden(source, audience_name(audience), &fact), out);
    }
    if (out->overflowed) {
        out->overflowed = false; /* it holds what it held; the fact goes into the next one */
        return false;
    }
    one->number = number;
    return true;
}

/* Whether this loop has been handed all there is. A checkpoint behind one that another loop has signed would
 * look like a history taken back; the facts that are missing here are on their way, and the checkpoint
 * follows them. */
static bool audience_is_current(struct txn *txn, const struct audience *audience)
{
    struct tip tip;
    ledger_tip(txn, audience_name(audience), &tip);
    return tip.number == audience->tip.number;
}

/* Fills in all that one subscription has ahead; false when it was not all. */
static bool fill_subscription(struct push *push, struct source *source, struct subscription *one,
                              int64_t now_ms, struct buffer *out)
{
    struct audience *audience = one->audience;
    source->asked = false;
    while (one->number < audience->tip.number) {
        if (!fill_one(source, one, out))
            return false;
    }
    if (one->number > audience->tip.number || one->checkpoint_sent ||
        !audience_is_current(source->txn, audience))
        return true;
    struct bytes head = audience_head(push, audience, now_ms);
    if (head.size > out->capacity - out->size)
        return false;
    buffer_add(out, head.at, head.size);
    one->checkpoint_sent = true;
    return true;
}

bool push_fill(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
               struct buffer *out)
{
    struct ledger_run run;
    struct source source = {.txn = txn, .run = &run};
    bool all = true;
    run.txn = NULL;
    for (struct subscription *one = subscriber->subscriptions; all && one != NULL; one = one->next)
        all = fill_subscription(push, &source, one, now_ms, out);
    if (run.txn != NULL)
        ledger_run_end(&run);
    return !all && txn_error(txn) == OK;
}

bool push_fill_recent(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
                      struct buffer *out, bool *behind)
{
    *behind = false;
    for (struct subscription *one = subscriber->subscriptions; one != NULL; one = one->next) {
        struct source source = {.txn = txn};
        if (!fill_subscription(push, &source, one, now_ms, out) && !source.behind)
            return true;
        *behind |= source.behind;
    }
    return false;
}
