/* Leaving: somebody ends their own account; their name goes at once, and what they said if they wish.
 * What was said in an office stays: only `erase` takes that away. And names that go by law or order,
 * of whomever. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/views.h"
#include "server/domain/erase/erase.h"
#include "server/domain/nouns/people/account.h"

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

/* Gives the fact of every seq that a table has of the account, until there is no more room. */
static void walk_facts(struct leaving *leaving, enum table table,
                       void take(struct leaving *leaving, const struct fact *fact))
{
    struct store_key from = key_place(leaving->account, 0);
    const size_t prefix = from.size - 8;
    struct fact fact;
    struct walk walk;
    walk_up(&walk, leaving->txn, table, key_of(&from));
    while (!leaving->more && walk_next(&walk) && walk.key.size == from.size &&
           memcmp(walk.key.at, from.at, prefix) == 0) {
        if (!ledger_read(leaving->txn, number_at(walk.key.at + prefix), &fact)) {
            txn_fail(leaving->txn, ERR_INTERNAL);
            break;
        }
        take(leaving, &fact);
    }
    walk_end(&walk);
}

static void take_title(struct leaving *leaving, const struct fact *fact)
{
    struct bytes title;
    if (account_fact_title(leaving->txn, fact, &title) && has_room(leaving, 1, 1))
        erasable_draft_fact(leaving->txn, fact, leaving->decision);
}

/* Something too large for an act of its own is left to `erase`, as is what that cannot take either. */
static void take_text(struct leaving *leaving, const struct fact *fact)
{
    enum { MOST_DRAFTS = LIMIT_ADDRESSEES + 2 };
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_thread thread;
    struct erasable found;
    id_write(&id, fact->head.channel, fact->head.number);
    if (!erasable_find(leaving->txn, buffer_bytes(&id), &found) || found.erased || found.became.size > 0 ||
        found.drafts > MOST_DRAFTS)
        return;
    if (view_thread(leaving->txn, found.channel, found.number, &thread) && thread.has.month)
        return; /* a theme is the committee's */
    if (has_room(leaving, found.drafts, found.acts))
        erasable_draft(leaving->txn, &found, leaving->decision);
}

/* What stands on a desk is still its author's, whose office it may be. */
static void take_draft(struct leaving *leaving, const struct fact *fact)
{
    if (fact_kind_find(fact->head.kind) == &fact_kinds[FACT_bulletin_scheduled])
        take_text(leaving, fact);
}

/* An operator who is not needed any more is revoked by another: so there always is one. */
enum error decide_account_leave(const struct deciding *deciding, const struct args_account_leave *args)
{
    struct leaving leaving = {.txn = deciding->txn,
                              .account = bytes_of_text(deciding->actor->account),
                              .decision = deciding->decision};
    if (deciding->actor->role == ROLE_OPERATOR)
        return decision_refuse(deciding->decision, ERR_NOT_ALLOWED, NULL, bytes_of_text("account.leave"));
    walk_facts(&leaving, TABLE_TITLED, take_title);
    if (args->has.texts && args->texts) {
        walk_facts(&leaving, TABLE_SPOKEN, take_text);
        walk_facts(&leaving, TABLE_PUBLISHED,
                   deciding->actor->role == ROLE_RESIDENT ? take_text : take_draft);
    }
    if (leaving.more)
        return OK;
    struct fact_account_left left = {.has.account = true, .account = leaving.account};
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
    walk_facts(&leaving, TABLE_TITLED, take_title);
    if (deciding->decision->draft_count > 0)
        return OK;
    const bool known = view_account(deciding->txn, args->account, &account) ||
                       txn_get(deciding->txn, TABLE_INVITED, args->account, &code_hash);
    return decision_refuse(deciding->decision, known ? ERR_ERASED : ERR_UNKNOWN_ACCOUNT, "account",
                           args->account);
}
