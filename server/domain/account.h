/* What an account is, as the files that invite, enrol and change share it. */
#ifndef BULLETIN_DOMAIN_ACCOUNT_H
#define BULLETIN_DOMAIN_ACCOUNT_H

#include "server/domain/domain.h"

/* What an account is apart from its name and keys. */
struct standing {
    uint64_t role;
    struct bytes department; /* none: size 0 */
    bool signs;
};

struct standing account_standing(const struct record_account *row);

/* Whether there can be such an account: what a role needs, and that the department exists.
 * Errors: BAD_VALUE, FIELD_MISSING, UNKNOWN_DEPARTMENT. */
enum error account_check(struct txn *txn, const struct standing *standing, struct decision *decision);

/* The first field in which two differ, or NULL. */
const char *account_difference(const struct standing *one, const struct standing *other);

#endif
