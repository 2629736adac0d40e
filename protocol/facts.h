/* Every kind of fact once, with what the server decided beyond the act. A head outlives its act (an act can
 * be erased), so nothing that belongs to a person stands in these fields: names here are handles. */
#ifndef BULLETIN_PROTOCOL_FACTS_H
#define BULLETIN_PROTOCOL_FACTS_H

/* Whether a fact can take a right away: the push judges all rights again before it goes on. */
enum access { REVOKES, CONTENT };
/* Whether the act may be erased. The views of an ERASABLE kind come from the head alone. */
enum erasing { KEPT, ERASABLE };

/* FACT(symbol, kind, access, erasing, what happened) */
#define FACTS(FACT)                                                                                          \
    FACT(house_founded, "house.founded", CONTENT, KEPT, "The ledger began.")                                 \
    FACT(department_created, "department.created", CONTENT, KEPT, "A department was made.")                  \
    FACT(department_changed, "department.changed", CONTENT, KEPT, "A department's title was changed.")       \
    FACT(channel_created, "channel.created", CONTENT, KEPT, "A channel was made.")                           \
    FACT(channel_changed, "channel.changed", REVOKES, KEPT, "A channel's title or rights were changed.")     \
    FACT(account_invited, "account.invited", CONTENT, KEPT, "Somebody was invited.")                         \
    FACT(key_enrolled, "key.enrolled", CONTENT, KEPT, "A key was enrolled for an account.")                  \
    FACT(account_changed, "account.changed", REVOKES, KEPT, "An account was changed.")                       \
    FACT(key_revoked, "key.revoked", REVOKES, KEPT, "A key was revoked.")                                    \
    FACT(account_revoked, "account.revoked", REVOKES, KEPT, "An account was revoked with all its keys.")     \
    FACT(bulletin_published, "bulletin.published", CONTENT, ERASABLE, "A bulletin was published.")           \
    FACT(bulletin_imported, "bulletin.imported", CONTENT, ERASABLE, "A bulletin of the past was taken in.")  \
    FACT(bulletin_withdrawn, "bulletin.withdrawn", CONTENT, ERASABLE, "A bulletin was withdrawn.")

#define FACT_FIELDS_house_founded(F, S)                                                                      \
    F(S, epoch, NUMBER, REQUIRED, 0, "1; rises when a backup is restored")                                   \
    F(S, format, NUMBER, REQUIRED, 0, "of the store")
#define FACT_FIELDS_department_created(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_FIELDS_department_changed(F, S) F(S, department, NAME, REQUIRED, 0, "its name")
#define FACT_FIELDS_channel_created(F, S)                                                                    \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")
#define FACT_FIELDS_channel_changed(F, S) FACT_FIELDS_channel_created(F, S)
#define FACT_FIELDS_account_invited(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code")                                             \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")
#define FACT_FIELDS_key_enrolled(F, S)                                                                       \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")                                                                \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, code_hash, HASH, REQUIRED, 0, "of the invitation code that was used")
#define FACT_FIELDS_account_changed(F, S)                                                                    \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")
#define FACT_FIELDS_key_revoked(F, S)                                                                        \
    F(S, key, KEY, REQUIRED, 0, "the key")                                                                   \
    F(S, account, NAME, REQUIRED, 0, "whose")
#define FACT_FIELDS_account_revoked(F, S) F(S, account, NAME, REQUIRED, 0, "the account's name")
#define FACT_FIELDS_bulletin_published(F, S)                                                                 \
    F(S, department, NAME, OPTIONAL, 0, "the author's")                                                      \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")
#define FACT_FIELDS_bulletin_imported(F, S)                                                                  \
    F(S, department, NAME, OPTIONAL, 0, "whose it was")                                                      \
    F(S, source_hash, HASH, REQUIRED, 0, "of the source it was taken in from")                               \
    F(S, text_size, NUMBER, OPTIONAL, 0, "of a text kept as a blob, in bytes")
#define FACT_FIELDS_bulletin_withdrawn(F, S) F(S, id, ID, REQUIRED, 0, "the bulletin")

#endif
