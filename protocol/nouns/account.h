/* People: accounts, their roles, keys and invitations: the vocabulary of one noun (nouns.h). It does not know
 * what they may do in which channel, which the general rights say. */
#ifndef BULLETIN_NOUNS_ACCOUNT_H
#define BULLETIN_NOUNS_ACCOUNT_H

/* A guest is whoever has no enrolled key. Residents are a department's clients, experts judge departments,
 * operators make everybody's accounts: none of them binds one. The last column: enum belonging (verbs.h). */
#define ROLES(ROW, X)                                                                                        \
    ROW(X, GUEST, "guest", "anyone with no account", BELONGS_NOWHERE)                                        \
    ROW(X, RESIDENT, "resident", "citizens and clients of a department", BELONGS_NOWHERE)                    \
    ROW(X, EXPERT, "expert", "the expert consultation and evaluation team", BELONGS_NOWHERE)                 \
    ROW(X, OFFICE, "office", "people of a department", MUST_BELONG)                                          \
    ROW(X, COMMITTEE, "committee", "the working committee", MAY_BELONG)                                      \
    ROW(X, OPERATOR, "operator", "who runs the server", BELONGS_NOWHERE)

#define ACCOUNT_CHOICES(CHOICE) CHOICE(ROLE, role, "a role", "roles", "who", ROLES)

#define ACCOUNT_ASKS(ASK)                                                                                    \
    ASK(account_list, "account.list", OPERATORS, ANYONE, account, count, LIMIT_ROWS, "List the accounts.")   \
    ASK(key_list, "key.list", ENROLLED, ANYONE, key, count, LIMIT_ROWS,                                      \
        "List the keys of an account: mine, or for operators anyone's.")

#define ACCOUNT_ACTS(ACT)                                                                                    \
    ACT(join, "join", ALL_ROLES, ANYONE, REVERSIBLE, NULL, "Enrol the signing key with an invitation code.") \
    ACT(account_invite, "account.invite", OPERATORS, ANYONE, REVERSIBLE, NULL, "Invite a new person.")       \
    ACT(account_change, "account.change", OPERATORS, ANYONE, REVERSIBLE, "account.list",                     \
        "Change an account's title, role, department or right to sign.")                                     \
    ACT(account_revoke, "account.revoke", OPERATORS, ANYONE, FINAL, "account.list",                          \
        "Revoke an account with all its keys.")                                                              \
    ACT(account_erase, "account.erase", OPERATORS, ANYONE, FINAL, NULL,                                      \
        "Erase a person's name by law or order: every title of the account or of an invitation for it.")     \
    ACT(account_leave, "account.leave", ENROLLED, ANYONE, FINAL, NULL,                                       \
        "Leave: revoke my account and erase my name, and my texts if I ask for it.")                         \
    ACT(key_invite, "key.invite", ENROLLED, ANYONE, REVERSIBLE, NULL,                                        \
        "Invite a further key of an account: of mine, or for operators of anyone's.")                        \
    ACT(key_revoke, "key.revoke", ENROLLED, ANYONE, FINAL, "key.list",                                       \
        "Revoke a key: mine, or for operators anyone's.")

#define ACCOUNT_LINKS(LINK)

#define ACCOUNT_FACTS(FACT)                                                                                  \
    FACT(account_invited, "account.invited", CONTENT, MADE(account_invite, account_invited),                 \
         ERASED(erase, itself) ERASED(account_erase, name) ERASED(account_leave, own_name),                  \
         "Somebody was invited.")                                                                            \
    FACT(key_invited, "key.invited", CONTENT, MADE(key_invite, account_invited), KEPT,                       \
         "A further key of an account was invited.")                                                         \
    FACT(key_enrolled, "key.enrolled", CONTENT, MADE(join, by_code), KEPT,                                   \
         "A key was enrolled for an account.")                                                               \
    FACT(account_changed, "account.changed", REVOKES, MADE(account_change, account),                         \
         ERASED(erase, itself) ERASED(account_erase, name) ERASED(account_leave, own_name),                  \
         "An account was changed.")                                                                          \
    FACT(key_revoked, "key.revoked", REVOKES, MADE(key_revoke, key), ERASED(erase, itself),                  \
         "A key was revoked.")                                                                               \
    FACT(account_revoked, "account.revoked", REVOKES, MADE(account_revoke, account), ERASED(erase, itself),  \
         "An account was revoked with all its keys.")                                                        \
    FACT(account_left, "account.left", REVOKES, MADE(account_leave, left), KEPT,                             \
         "Somebody left, and their account was revoked.")

#define ACCOUNT_RECORDS(RECORD)                                                                              \
    RECORD(account, "an account")                                                                            \
    RECORD(key, "a key of an account")

#define ACCOUNT_ERRORS(ERROR)                                                                                \
    ERROR(UNKNOWN_ACCOUNT, "unknown-account", STAYS, "There is no account '{name}'.")                        \
    ERROR(UNKNOWN_KEY, "unknown-key", STAYS, "There is no such key.")                                        \
    ERROR(KEY_REVOKED, "key-revoked", STAYS, "This key has been revoked.")                                   \
    ERROR(ROLE_NOWHERE, "role-nowhere", STAYS,                                                               \
          "The role '{name}' belongs to no department and signs for none. Leave out {field}.")               \
    ERROR(ROLE_DIFFERS, "role-differs", STAYS,                                                               \
          "The {field} of the account '{name}' was changed since the invitation. Ask for a new one.")        \
    ERROR(ACCOUNT_EXISTS, "account-exists", STAYS,                                                           \
          "There is already an account '{name}'. To add another machine of the same person: `key invite "    \
          "{name}`.")                                                                                        \
    ERROR(INVITATION_OPEN, "invitation-open", STAYS,                                                         \
          "An invitation for '{name}' is open until {time}. Give replace=yes to void its code.")             \
    ERROR(ACCOUNT_REVOKED, "account-revoked", STAYS, "The account '{name}' has been revoked.")               \
    ERROR(KEY_ENROLLED, "key-enrolled", STAYS, "This key is already enrolled as '{name}'.")                  \
    ERROR(TOO_MANY_KEYS, "too-many-keys", STAYS,                                                             \
          "The account '{name}' already has {limit} keys, the maximum. Revoke one first (key revoke).")      \
    ERROR(CODE_UNKNOWN, "code-unknown", STAYS, "There is no invitation with this code. Check it.")           \
    ERROR(CODE_USED, "code-used", STAYS, "This invitation has been used. Ask for a new one.")                \
    ERROR(CODE_VOID, "code-void", STAYS,                                                                     \
          "This invitation was replaced by a later one, or voided with a revoked key. Ask for a new one.")   \
    ERROR(CODE_EXPIRED, "code-expired", STAYS, "This invitation expired at {time}. Ask for a new one.")

#define ACCOUNT_FEATURES(FEATURE)

/* --- what verbs are told --- */

#define FIELDS_account_list(F, S)                                                                            \
    FIELD_ACCOUNT(F, S, OPTIONAL, "only this one")                                                           \
    FIELDS_PAGE(F, S)
#define FIELDS_key_list(F, S)                                                                                \
    F(S, key, KEY, OPTIONAL, 0, "only this one")                                                             \
    FIELD_ACCOUNT(F, S, OPTIONAL, "whose; mine by default")                                                  \
    FIELDS_PAGE(F, S)
#define FIELDS_join(F, S) F(S, code, CODE, REQUIRED, 0, "the invitation code")
#define FIELDS_CODE(F, S)                                                                                    \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code")                                             \
    F(S, expires, TIME, OPTIONAL, 0, "when the code expires; in a week by default")                          \
    F(S, replace, FLAG, OPTIONAL, 0, "an open code for this account becomes void")
#define FIELDS_account_invite(F, S)                                                                          \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account's name, which must be new")                                   \
    FIELD_TITLE(F, S, OPTIONAL, "the person's name and office")                                              \
    FIELD_ROLE(F, S)                                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the department it belongs to")                                         \
    FIELD_SIGNS(F, S)                                                                                        \
    FIELDS_CODE(F, S)
#define FIELDS_account_change(F, S)                                                                          \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account")                                                             \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_TITLE(F, S, OPTIONAL, "the person's name and office")                                              \
    F(S, role, ROLE, OPTIONAL, 0, "its new role")                                                            \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "its new department")                                                   \
    FIELD_SIGNS(F, S)
#define FIELDS_account_revoke(F, S)                                                                          \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account")                                                             \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, OPTIONAL, "why")
#define FIELDS_account_erase(F, S)                                                                           \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account, or the name in an invitation")                               \
    FIELD_REASON(F, S, REQUIRED, "the law or order")
#define FIELDS_account_leave(F, S) F(S, texts, FLAG, OPTIONAL, 0, "also erase what I wrote")
#define FIELDS_key_invite(F, S)                                                                              \
    FIELD_ACCOUNT(F, S, REQUIRED, "whose key it will be")                                                    \
    FIELDS_CODE(F, S)
#define FIELDS_key_revoke(F, S)                                                                              \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, OPTIONAL, "why")

/* --- what the server decided --- */

#define FACT_FIELDS_account_invited(F, S)                                                                    \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account's name")                                                      \
    FIELDS_MEMBER(F, S)                                                                                      \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code; every earlier one for the account is void")  \
    F(S, expires, TIME, REQUIRED, 0, "when the code expires")
/* What the account was then: the code opens nothing more. */
#define FACT_FIELDS_key_invited(F, S) FACT_FIELDS_account_invited(F, S)
#define FACT_FIELDS_key_enrolled(F, S)                                                                       \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    FIELD_ACCOUNT(F, S, REQUIRED, "whose")                                                                   \
    FIELDS_MEMBER(F, S)                                                                                      \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code that was used")
#define FACT_FIELDS_account_changed(F, S)                                                                    \
    FIELD_ACCOUNT(F, S, REQUIRED, "the account's name")                                                      \
    FIELDS_MEMBER(F, S)
#define FACT_FIELDS_key_revoked(F, S)                                                                        \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    FIELD_ACCOUNT(F, S, REQUIRED, "whose")
#define FACT_FIELDS_account_revoked(F, S) FIELD_ACCOUNT(F, S, REQUIRED, "the account's name")
#define FACT_FIELDS_account_left(F, S)    FIELD_ACCOUNT(F, S, REQUIRED, "the account's name")

/* --- rows and answers --- */

#define RECORD_FIELDS_account(F, S)                                                                          \
    FIELD_ACCOUNT(F, S, REQUIRED, "its name")                                                                \
    FIELD_TITLE(F, S, OPTIONAL, "the person's name and office")                                              \
    FIELD_ROLE(F, S)                                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the department it belongs to")                                         \
    FIELD_SIGNS(F, S)                                                                                        \
    F(S, since, TIME, REQUIRED, 0, "when its first key was enrolled")                                        \
    F(S, revoked, TIME, OPTIONAL, 0, "when it was revoked")                                                  \
    FIELD_HEAD(F, S)
#define RECORD_FIELDS_key(F, S)                                                                              \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    FIELD_ACCOUNT(F, S, REQUIRED, "whose")                                                                   \
    F(S, since, TIME, REQUIRED, 0, "when it was enrolled")                                                   \
    F(S, revoked, TIME, OPTIONAL, 0, "when it was revoked")                                                  \
    FIELD_HEAD(F, S)

#endif
