/* Asks the nouns what is hidden. It knows none of them. */
#include "server/domain/contract/hidden.h"

#include "server/domain/contract/noun.h"

bool fact_hidden(struct txn *txn, const struct head *head)
{
    const struct fact_kind *kind = fact_kind_find(head->kind);
    return kind != NULL && noun_of_kind(kind)->hidden(txn, head);
}

bool channel_hides(struct txn *txn, struct bytes channel)
{
    for (size_t i = 0; nouns[i] != NULL; i++) {
        if (nouns[i]->hides(txn, channel))
            return true;
    }
    return false;
}
