/* Walks over what somebody made. It reads the facts and does not look at them. */
#include "server/domain/base/owned.h"

#include "server/domain/views/views.h"

void owned_put(struct txn *txn, enum table table, struct bytes account, uint64_t seq)
{
    struct store_key key = key_place(account, seq);
    txn_put(txn, table, key_of(&key), (struct bytes){0});
}

void owned_walk(struct txn *txn, enum table table, struct bytes account, owned_taken *take, void *context)
{
    const struct store_key below = key_below(account);
    struct fact fact;
    struct walk walk;
    uint64_t seq;
    bool goes_on = true;
    walk_numbers_up(&walk, txn, table, key_of(&below), 0);
    while (goes_on && walk_number(&walk, &seq)) {
        if (!fact_needed(txn, seq, &fact))
            break;
        goes_on = take(context, &fact);
    }
    walk_end(&walk);
}

struct of_kind {
    const struct fact_kind *kind;
    owned_taken *take;
    void *context;
};

static bool take_of_kind(void *context, const struct fact *fact)
{
    const struct of_kind *of = context;
    return fact_kind_find(fact->head.kind) != of->kind || of->take(of->context, fact);
}

void owned_walk_kind(struct txn *txn, enum table table, struct bytes account, const struct fact_kind *kind,
                     owned_taken *take, void *context)
{
    struct of_kind of = {.kind = kind, .take = take, .context = context};
    owned_walk(txn, table, account, take_of_kind, &of);
}
