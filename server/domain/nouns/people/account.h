/* What an account is, as the files that invite, enrol and change share it. */
#ifndef BULLETIN_DOMAIN_ACCOUNT_H
#define BULLETIN_DOMAIN_ACCOUNT_H

#include "server/domain/base/decision.h"

/* What an account is apart from its name and keys. */
struct standing {
    uint64_t role;
    struct bytes department; /* none: size 0 */
    bool signs;
};

struct standing account_standing(const struct record_account *row);

/* Whether there can be such an account: what a role needs, and that the department exists.
 * Errors: BAD_VALUE, ROLE_NOWHERE, FIELD_MISSING, UNKNOWN_DEPARTMENT. */
enum error account_decide(struct txn *txn, const struct standing *standing, struct decision *decision);

/* Folding: writes the row, and notes whether the account may sign for its department. The row may borrow from
 * the store; it and `fact`'s strings may no longer be read afterwards. */
void account_put(struct txn *txn, struct bytes account, const struct record_account *row);

/* Whether anybody may sign for a department. */
bool account_signs_for(struct txn *txn, struct bytes department);

/* Whether the act of this fact gives the account its title, and which. */
bool account_fact_title(struct txn *txn, const struct fact *fact, struct bytes *title);
/* The account's title as its newest act says it that is still there; false when it has none. It is kept in no
 * view, so that it is gone with the acts. Borrowed from the store. */
bool account_title(struct txn *txn, struct bytes account, struct bytes *title);
/* Folding: notes a fact whose act may give the account a title. An invitation counts when it has made the
 * account. */
void account_titled_fold(struct txn *txn, struct bytes account, uint64_t seq, bool counts);

/* The channel in which facts about accounts of this role stand: `keys` is everybody's to read, so residents
 * have one of their own. Drafts it when it is needed first. Once in a decision. */
struct bytes account_channel(struct txn *txn, uint64_t role, struct decision *decision);

/* Folding: a code that the account gave out for a further key of its own is void. (A lost machine may have
 * made one before its key was revoked.) In invite.c. */
void invite_end_own(struct txn *txn, struct bytes account);

/* How many keys of the account are not revoked; at most `most` are counted. In key.c. */
size_t account_keys(struct txn *txn, struct bytes account, size_t most);
/* Whether one more may be enrolled. Errors: TOO_MANY_KEYS. */
enum error account_keys_decide(struct txn *txn, struct bytes account, struct decision *decision);

/* The first field in which two differ, or NULL. */
const char *account_difference(const struct standing *one, const struct standing *other);

#endif
