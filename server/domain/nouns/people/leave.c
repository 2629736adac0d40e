/* Leaving: somebody ends their own account; their name goes at once, and what they said if they wish. And
 * names that go by law or order, of whomever. What that is, each noun says. */
#include "server/domain/contract/erasing.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/people/account.h"
#include "server/domain/views/views.h"

/* What one act of leaving may still take; the next goes on. */
struct leaving {
    struct txn *txn;
    struct bytes account;
    size_t texts;
    bool more; /* it did not take all */
    struct decision *decision;
};

/* Whether the decision has room for what erasing takes, and for the facts that end the account. */
static bool has_room(struct leaving *leaving, size_t drafts, size_t acts)
{
    enum { LAST_DRAFTS = 2 }; /* the channel of residents, and account.left */
    const struct decision *decision = leaving->decision;
    const size_t acts_room = sizeof decision->erases / sizeof decision->erases[0];
    leaving->more = leaving->more || leaving->texts == LIMIT_LEAVE_TEXTS ||
                    decision->draft_count + drafts + LAST_DRAFTS > LIMIT_ACT_FACTS ||
                    decision->erase_count + acts > acts_room;
    leaving->texts += !leaving->more;
    return !leaving->more;
}

static bool take_name(void *context, const struct fact *fact)
{
    struct leaving *leaving = context;
    if (has_room(leaving, 1, 1))
        erasing_draft_fact(leaving->txn, fact, leaving->decision);
    return !leaving->more;
}

/* Something too large for an act of its own is left to `erase`, as is what that cannot take either, and what
 * is others', too. */
static bool take_text(void *context, const struct fact *fact)
{
    struct leaving *leaving = context;
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct erasable found;
    id_write(&id, fact->head.channel, fact->head.number);
    if (!erasing_find(leaving->txn, buffer_bytes(&id), &found) || found.erased || found.became.size > 0 ||
        found.besides.size > 0 || found.drafts > ERASABLE_MOST_DRAFTS)
        return true;
    if (has_room(leaving, found.drafts, found.acts))
        erasing_draft(leaving->txn, &found, leaving->decision);
    return !leaving->more;
}

static void take_names(struct leaving *leaving)
{
    for (size_t i = 0; nouns[i] != NULL && !leaving->more; i++)
        nouns[i]->names_of(leaving->txn, leaving->account, take_name, leaving);
}

static void take_texts(struct leaving *leaving, const struct actor *actor)
{
    for (size_t i = 0; nouns[i] != NULL && !leaving->more; i++)
        nouns[i]->texts_of(leaving->txn, actor, take_text, leaving);
}

/* An operator who is not needed any more is revoked by another: so there always is one. */
enum error decide_account_leave(const struct deciding *deciding, const struct args_account_leave *args)
{
    struct leaving leaving = {.txn = deciding->txn,
                              .account = bytes_of_text(deciding->actor->account),
                              .decision = deciding->decision};
    if (deciding->actor->role == ROLE_OPERATOR)
        return decision_refuse(deciding->decision, ERR_NOT_ALLOWED, NULL, bytes_of_text("account.leave"));
    take_names(&leaving);
    if (args->has.texts && args->texts)
        take_texts(&leaving, deciding->actor);
    if (leaving.more)
        return OK;
    struct fact_account_left left = {.account = leaving.account};
    decision_add(deciding->decision,
                 account_channel(deciding->txn, deciding->actor->role, deciding->decision),
                 &fact_kinds[FACT_account_left], &left);
    return OK;
}

/* Also of an account that was revoked, and of an invitation that nobody used: every name can go. What does
 * not fit into one act is left to the next. */
enum error decide_account_erase(const struct deciding *deciding, const struct args_account_erase *args)
{
    struct leaving leaving = {.txn = deciding->txn, .account = args->account, .decision = deciding->decision};
    struct record_account account;
    struct bytes code_hash;
    take_names(&leaving);
    if (deciding->decision->draft_count > 0)
        return OK;
    const bool known = view_account(deciding->txn, args->account, &account) ||
                       txn_get(deciding->txn, TABLE_INVITED, args->account, &code_hash);
    return decision_refuse(deciding->decision, known ? ERR_ERASED : ERR_UNKNOWN_ACCOUNT, "account",
                           args->account);
}
