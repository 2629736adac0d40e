/* The parts of which nouns make what erases their texts. It judges nothing. */
#include "server/domain/base/erasable.h"

#include "server/domain/views/views.h"

void erasable_is(struct erasable *found, struct bytes head, bool erased, uint64_t acts)
{
    found->found = true;
    found->head = head;
    found->erased = erased;
    found->drafts = 1;
    found->acts = (size_t)acts;
}

void erasable_is_fact(struct erasable *found, const struct fact *fact, uint64_t acts)
{
    memcpy(found->hash, fact->hash, sizeof found->hash);
    erasable_is(found, bytes_of(found->hash, sizeof found->hash), fact->erased, acts);
}

bool erasable_text_seq(struct txn *txn, struct bytes channel, uint64_t number, uint64_t nth, uint64_t *seq)
{
    struct store_key key = key_nth(channel, number, nth);
    if (view_number(txn, TABLE_REVISIONS, key_of(&key), seq))
        return true;
    return view_missing(txn);
}

void erasable_draft_seqs(struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *facts, size_t count)
{
    uint8_t room[16 * LIMIT_ERASED_FACTS];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, facts, count);
    struct fact_thing_erased erased = {.id = id, .facts = buffer_bytes(&numbers)};
    decision_add(decision, channel, &fact_kinds[FACT_thing_erased], &erased);
}

void erasable_draft_acts(struct txn *txn, struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *facts, size_t count)
{
    uint64_t there[LIMIT_ERASED_FACTS];
    size_t there_count = 0;
    struct fact fact;
    for (size_t i = 0; i < count && there_count < LIMIT_ERASED_FACTS; i++) {
        if (!fact_needed(txn, facts[i], &fact) || fact.erased)
            continue;
        decision_erase(decision, ledger_act_seq(txn, &fact.head));
        there[there_count++] = facts[i];
    }
    if (there_count > 0)
        erasable_draft_seqs(decision, channel, id, there, there_count);
}

void erasable_draft_texts(struct txn *txn, struct decision *decision, struct bytes channel, uint64_t number,
                          uint64_t count, struct bytes id)
{
    uint64_t facts[LIMIT_REVISIONS];
    size_t found = 0;
    while (found < count && found < LIMIT_REVISIONS) {
        if (!erasable_text_seq(txn, channel, number, found + 1, &facts[found]))
            return;
        found++;
    }
    erasable_draft_acts(txn, decision, channel, id, facts, found);
}
