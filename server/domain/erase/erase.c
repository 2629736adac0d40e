/* Erasing: acts, and texts and files that nothing else names, are taken off the ledger, and facts say so
 * where they stood. Which those are, the nouns know. */
#include "server/domain/contract/erasing.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/domain.h"
#include "server/domain/views/named.h"
#include "server/domain/views/views.h"

/* --- deciding --- */

/* The house, which may erase where its operator does not read, cannot name a head there. */
static bool seen_as_it_is(struct txn *txn, const struct actor *actor, const struct erasable *found,
                          struct bytes head)
{
    static const uint8_t unseen[LIMIT_HASH_BYTES];
    if (actor->house && bytes_equal(head, bytes_of(unseen, sizeof unseen)) &&
        !channel_allows(txn, found->channel, RIGHT_READ, actor))
        return true;
    return bytes_equal(head, found->head);
}

enum error decide_erase(const struct deciding *deciding, const struct args_erase *args)
{
    struct decision *decision = deciding->decision;
    const struct actor *actor = deciding->actor;
    struct txn *txn = deciding->txn;
    struct erasable found;
    if (!erasing_find(txn, args->id, &found))
        return decision_refuse(decision, ERR_NOT_ERASABLE, "id", args->id);
    if (found.became.size > 0)
        return decision_refuse(decision, ERR_ERASE_OTHER, "id", found.became);
    if (found.besides.size > 0 && !actor->house && !channel_allows(txn, found.besides, RIGHT_MODERATE, actor))
        return decision_refuse(decision, ERR_NOT_MODERATOR, "id", found.besides);
    if (found.erased)
        return decision_refuse(decision, ERR_ERASED, "id", args->id);
    if (!seen_as_it_is(txn, actor, &found, args->seen))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "seen", args->id);
    if (found.drafts > ERASABLE_MOST_DRAFTS) {
        decision_refuse(decision, ERR_TOO_MANY_ADDRESSEES, "id", args->id);
        decision->why.limit = LIMIT_ADDRESSEES;
        return ERR_TOO_MANY_ADDRESSEES;
    }
    erasing_draft(txn, &found, decision);
    return OK;
}

/* --- taking off the ledger --- */

void domain_erase(struct txn *txn, const struct decision *decision)
{
    uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    for (size_t i = 0; i < decision->erase_count; i++) {
        const size_t count = named_forget(txn, decision->erases[i], last);
        for (size_t k = 0; k < count; k++)
            blob_drop(txn, last[k]);
        ledger_drop_act(txn, decision->erases[i]);
    }
}

/* --- folding --- */

void fold_thing_erased(struct txn *txn, const struct fact *fact, const struct fact_thing_erased *decided)
{
    uint64_t seq;
    size_t at = 0;
    uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    struct fact gone;
    while (numbers_next(decided->facts, &at, &seq)) {
        const struct store_key key = key_seq(seq);
        view_put_number(txn, TABLE_ERASED, key_of(&key), fact->head.seq);
        named_forget(txn, seq, last); /* a verifier has folded them, when it was erased beside it */
        if (!ledger_read(txn, seq, &gone))
            continue;
        const struct fact_kind *kind = fact_kind_find(gone.head.kind);
        if (kind != NULL)
            noun_of_kind(kind)->fold_erasure(txn, fact, &gone);
    }
}
