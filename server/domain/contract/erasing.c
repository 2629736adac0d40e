/* What an id names that can be erased: the nouns say so; or a reason, a comment or a name that somebody wrote
 * beside a thing, which is known by its own fact. Which facts may lose their act, the table says. */
#include "server/domain/contract/erasing.h"

#include <stdalign.h>
#include <stddef.h>

#include "protocol/proof/fits.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/noun.h"

/* --- a single fact --- */

/* Whether `erase` may take the act of such a fact when its own id is named. */
static bool is_erased_itself(const struct fact_kind *kind)
{
    for (size_t i = 0; kind != NULL && i < kind->eraser_count; i++) {
        if (kind->erasers[i].verb == &verbs[VERB_erase] && kind->erasers[i].naming == ERASED_itself)
            return true;
    }
    return false;
}

static bool is_words(enum kind kind)
{
    return kind == KIND_LINE || kind == KIND_TEXT || kind == KIND_NAMES || kind == KIND_LINES ||
           kind == KIND_ITEMS;
}

/* Whether somebody wrote words into the act of a fact. Without any there is nothing to take away but the
 * proof that it was done: a signature, an answer. */
static bool has_words(struct txn *txn, const struct fact *fact)
{
    const struct verb *verb = verb_find(fact->act.act.verb);
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    if (verb == NULL || !fact_args(txn, fact, verb->args, args))
        return false;
    for (size_t i = 0; i < verb->args->count; i++) {
        if (is_words(verb->args->fields[i].kind) && field_present(args, i))
            return true;
    }
    return false;
}

/* The facts that carry the act of this one follow each other: what people say beside a thing is told at once
 * to all whom it concerns. Gives the seq of each. */
static size_t carriers(struct txn *txn, const struct fact *fact, uint64_t seqs[ERASABLE_MOST_DRAFTS])
{
    uint8_t act_hash[LIMIT_HASH_BYTES];
    struct fact other;
    size_t count = 0;
    uint64_t seq = ledger_act_seq(txn, &fact->head);
    memcpy(act_hash, fact->head.act_hash.at, sizeof act_hash);
    while (count < ERASABLE_MOST_DRAFTS && ledger_read(txn, seq, &other) &&
           bytes_equal(other.head.act_hash, bytes_of(act_hash, sizeof act_hash)))
        seqs[count++] = seq++;
    return count;
}

static void find_single(struct txn *txn, struct erasable *found)
{
    uint64_t seqs[ERASABLE_MOST_DRAFTS];
    struct fact fact;
    if (!ledger_read_at(txn, found->channel, found->number, &fact) ||
        !is_erased_itself(fact_kind_find(fact.head.kind)) || !(fact.erased || has_words(txn, &fact)))
        return;
    erasable_is_fact(found, &fact, 1);
    found->single = true;
    found->drafts = carriers(txn, &fact, seqs);
}

static void draft_single(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    uint64_t seqs[ERASABLE_MOST_DRAFTS];
    struct fact fact, other;
    if (!ledger_read_at(txn, found->channel, found->number, &fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    size_t count = carriers(txn, &fact, seqs);
    if (count == 0) { /* the ledger does not have it */
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    decision_erase(decision, seqs[0]);
    for (size_t i = 0; i < count && fact_needed(txn, seqs[i], &other); i++)
        erasable_draft_seqs(decision, other.head.channel, found->id, &seqs[i], 1);
}

/* --- any of them --- */

bool erasing_find(struct txn *txn, struct bytes id, struct erasable *found)
{
    *found = (struct erasable){.id = id};
    if (!id_split(id, &found->channel, &found->number))
        return false;
    for (size_t i = 0; nouns[i] != NULL; i++)
        nouns[i]->erasable(txn, found);
    if (!found->found)
        find_single(txn, found);
    return found->found;
}

void erasing_draft(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    if (found->single) {
        draft_single(txn, found, decision);
        return;
    }
    for (size_t i = 0; nouns[i] != NULL; i++)
        nouns[i]->draft_erasure(txn, found, decision);
}

void erasing_draft_fact(struct txn *txn, const struct fact *fact, struct decision *decision)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    id_write(&id, fact->head.channel, fact->head.number);
    erasable_draft_acts(txn, decision, fact->head.channel, buffer_bytes(&id), &fact->head.seq, 1);
}

/* --- who may --- */

/* The channel that an id in `dept/NAME` is about. */
static bool about_channel(struct txn *txn, struct bytes channel, uint64_t number, struct bytes *about)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct fact fact;
    uint64_t other;
    if (!ledger_read_at(txn, channel, number, &fact))
        return false;
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    if (kind == NULL || !fact_decided(txn, &fact, kind->decided, decided))
        return false;
    const struct bytes *id = shape_value(kind->decided, decided, "id");
    return id != NULL && id_split(*id, about, &other);
}

bool erasing_may(struct txn *txn, struct bytes channel, uint64_t number, const struct actor *actor)
{
    struct bytes about = channel;
    if (bytes_equal_text(channel, CHANNEL_KEYS) || bytes_equal_text(channel, CHANNEL_RESIDENTS) ||
        bytes_equal_text(channel, CHANNEL_DESK_KEYS))
        return actor->role == ROLE_OPERATOR;
    if (channel_has_prefix(channel, PREFIX_DESK, &about) ||
        !channel_has_prefix(channel, PREFIX_DEPARTMENT, &about))
        return channel_allows(txn, about, RIGHT_MODERATE, actor);
    return about_channel(txn, channel, number, &about) && channel_allows(txn, about, RIGHT_MODERATE, actor);
}
