/* Judges channels of a proof: heads that continue each other without a hole, up to what the house signed. It
 * does not know what the facts are about. */
#include "client/lib/proof/proof_chain.h"

enum error proof_break_at(struct failure *failure, struct bytes channel, uint64_t number, const char *what)
{
    return failure_say(failure, ERR_PROOF_BROKEN, "The proof is broken: %.*s/%llu: %s.", (int)channel.size,
                       (const char *)channel.at, (unsigned long long)number, what);
}

enum error proof_break(struct failure *failure, const char *what)
{
    return failure_refuse(failure, ERR_PROOF_BROKEN, NULL, bytes_of_text(what), 0);
}

static bool is_time(int64_t time_ms)
{
    return time_ms >= TIME_FIRST_MS && time_ms <= TIME_LAST_MS;
}

/* What a person will be shown of a head must be what its fields would be. */
static bool head_is_shown_safely(const struct head *head)
{
    static const struct field actor = {.name = "actor", .kind = KIND_NAME, .needed = REQUIRED};
    static const struct field kind = {.name = "kind", .kind = KIND_NAME, .needed = REQUIRED};
    struct refusal why;
    return codec_check(&actor, &head->actor, &why) == OK && codec_check(&kind, &head->kind, &why) == OK &&
           is_time(head->time_ms) && is_time(head->act_time_ms);
}

static bool is_channel(struct bytes name)
{
    static const struct field channel = {.name = "channel", .kind = KIND_CHANNEL, .needed = REQUIRED};
    struct refusal why;
    return codec_check(&channel, &name, &why) == OK;
}

static enum error judge_checkpoint(struct proof_chains *chains, const struct proof_channel *channel,
                                   const struct head *last, const uint8_t *hash, int64_t *signed_ms)
{
    struct checkpoint checkpoint;
    struct refusal why;
    const char *wrong = NULL;
    if (checkpoint_read(channel->checkpoint, &checkpoint, &why) != OK)
        wrong = "its checkpoint cannot be read";
    else if (!bytes_equal(checkpoint.house, chains->house))
        wrong = "its checkpoint is of another house";
    else if (!checkpoint_verify(&checkpoint, channel->checkpoint, channel->signature))
        wrong = "the house's signature does not fit its checkpoint";
    else if (!bytes_equal(checkpoint.channel, channel->name) || checkpoint.number != last->number ||
             !bytes_equal(checkpoint.hash, bytes_of(hash, LIMIT_HASH_BYTES)))
        wrong = "the house signed another history";
    else if (chains->has_epoch && chains->epoch != checkpoint.epoch)
        wrong = "its checkpoint is of another epoch than the others";
    else if (!is_time(checkpoint.time_ms))
        wrong = "its checkpoint has no time";
    if (wrong != NULL)
        return proof_break_at(chains->failure, channel->name, last->number, wrong);
    chains->has_epoch = true;
    chains->epoch = checkpoint.epoch;
    *signed_ms = checkpoint.time_ms;
    return OK;
}

/* One head after the one before it (none: the first). */
static const char *judge_next(const struct proof_channel *channel, const struct head *head,
                              const struct head *before, const uint8_t *before_hash)
{
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    if (!bytes_equal(head->channel, channel->name))
        return "it is of another channel";
    if (!head_is_shown_safely(head))
        return "it has a word or a time that is none";
    if (before == NULL)
        return head->number == 1 && memcmp(head->prev.at, zeros, sizeof zeros) != 0
                   ? "something stands before the first fact"
                   : NULL;
    if (head->number != before->number + 1)
        return "a fact is missing before it";
    if (memcmp(head->prev.at, before_hash, LIMIT_HASH_BYTES) != 0)
        return "it does not continue the chain";
    if (head->seq <= before->seq)
        return "it stands before the one before it";
    return NULL;
}

enum error proof_judge_channel(struct proof_chains *chains, const struct proof_channel *channel,
                               uint64_t first_number, proof_take_head *take, struct head *last,
                               int64_t *signed_ms)
{
    uint8_t hash[LIMIT_HASH_BYTES], before_hash[LIMIT_HASH_BYTES];
    struct bytes heads = channel->heads, bytes;
    struct refusal why;
    bool first = true;
    if (!is_channel(channel->name))
        return proof_break(chains->failure, "a channel's name is not one");
    if (channel->count == 0)
        return proof_break(chains->failure, "a channel without facts");
    while (proof_head_next(&heads, &bytes)) {
        struct head head;
        if (head_read(bytes, &head, &why) != OK)
            return failure_refuse(chains->failure, ERR_PROOF_BROKEN, NULL, why.name, 0);
        const char *wrong = judge_next(channel, &head, first ? NULL : last, before_hash);
        if (wrong == NULL && first && first_number != 0 && head.number != first_number)
            wrong = "the channel does not begin where it should";
        if (wrong != NULL)
            return proof_break_at(chains->failure, channel->name, head.number, wrong);
        hash_bytes(bytes, hash);
        enum error code = take(chains->context, &head, hash);
        if (code != OK)
            return code;
        *last = head;
        memcpy(before_hash, hash, sizeof hash);
        first = false;
    }
    return judge_checkpoint(chains, channel, last, before_hash, signed_ms);
}
