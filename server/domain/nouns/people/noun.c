/* What accounts and departments are to whatever walks nouns. Their acts have the names of people, which can
 * be erased and go with whoever leaves; it knows no text. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/people/account.h"

struct named_so {
    struct txn *txn;
    owned_taken *take;
    void *context;
};

static bool take_titled(void *context, const struct fact *fact)
{
    const struct named_so *so = context;
    struct bytes title;
    return !account_fact_title(so->txn, fact, &title) || so->take(so->context, fact);
}

void account_names_of(struct txn *txn, struct bytes account, owned_taken *take, void *context)
{
    struct named_so so = {.txn = txn, .take = take, .context = context};
    owned_walk(txn, TABLE_TITLED, account, take_titled, &so);
}

#define account_find           no_find
#define account_addressed      no_addressed
#define account_erasable       no_erasable
#define account_draft_erasure  no_draft_erasure
#define account_fold_erasure   no_fold_erasure
#define account_texts_of       no_texts_of
#define account_searched       no_searched
#define account_said           no_said
#define account_counts         no_counts
#define account_hidden         no_hidden
#define account_hides          no_hides
#define account_due            no_due
#define account_for_department no_for_department
#define account_of_the_zone    no_of_the_zone
#define AGAIN_join             AGAIN
#define AGAIN_account_invite   AGAIN
#define AGAIN_account_change   AGAIN
#define AGAIN_account_revoke   AGAIN
#define AGAIN_account_erase    "the names that it took are gone, and it decides by them"
#define AGAIN_account_leave    AGAIN
#define AGAIN_key_invite       AGAIN
#define AGAIN_key_revoke       AGAIN
NOUN(ACCOUNT, account);

#define department_find           no_find
#define department_addressed      no_addressed
#define department_erasable       no_erasable
#define department_draft_erasure  no_draft_erasure
#define department_fold_erasure   no_fold_erasure
#define department_texts_of       no_texts_of
#define department_names_of       no_names_of
#define department_searched       no_searched
#define department_said           no_said
#define department_counts         no_counts
#define department_hidden         no_hidden
#define department_hides          no_hides
#define department_due            no_due
#define department_for_department no_for_department
#define department_of_the_zone    no_of_the_zone
#define AGAIN_department_create   AGAIN
#define AGAIN_department_change   AGAIN
NOUN(DEPARTMENT, department);
