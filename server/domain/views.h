/* The rows that are folded from facts, kept as encoded maps by the same field lists as what goes over the
 * wire. It reads and writes rows; it knows no rule.
 *
 * Every row that is read borrows its strings from the store: until the next write in, or the end of, the
 * transaction. A row that does not decode makes the transaction fail with INTERNAL. */
#ifndef BULLETIN_DOMAIN_VIEWS_H
#define BULLETIN_DOMAIN_VIEWS_H

#include "server/domain/domain.h"

/* Accounts, keys and departments are kept as the records of that name (records.h); these have no such. */
#define VIEWS(VIEW)                                                                                          \
    VIEW(house, "what the house is")                                                                         \
    VIEW(invite, "an invitation")                                                                            \
    VIEW(channel, "a channel and who may")                                                                   \
    VIEW(bulletin, "where the facts of a bulletin are")

#define VIEW_FIELDS_house(F, S) F(S, epoch, NUMBER, REQUIRED, 0, "rises when a backup is restored")
#define VIEW_FIELDS_invite(F, S)                                                                             \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "the person's name and office")                           \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")                                          \
    F(S, used, FLAG, OPTIONAL, 0, "a key was enrolled with it")
#define VIEW_FIELDS_channel(F, S)                                                                            \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")                                \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define VIEW_FIELDS_bulletin(F, S)                                                                           \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                               \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, withdrawn, NUMBER, OPTIONAL, 0, "seq of the fact that withdrew it")

#define VIEW_STRUCT(symbol, ...) TABLE_STRUCT(view, symbol, VIEW_FIELDS_##symbol)
VIEWS(VIEW_STRUCT)
#undef VIEW_STRUCT
#define VIEW_SHAPE(symbol, ...) TABLE_SHAPE_EXTERN(view, symbol)
VIEWS(VIEW_SHAPE)
#undef VIEW_SHAPE

/* One row. False when there is none (or the transaction failed); `row` is then untouched. */
bool view_get(struct txn *txn, enum table table, struct bytes key, const struct shape *shape, void *row);
/* The row that a walk stands on. */
bool view_decode(struct txn *txn, struct bytes value, const struct shape *shape, void *row);
/* `row` may borrow from the store; it no longer may be read afterwards. Nor may `key`. */
void view_put(struct txn *txn, enum table table, struct bytes key, const struct shape *shape,
              const void *row);

bool view_house(struct txn *txn, struct view_house *row);
bool view_account(struct txn *txn, struct bytes account, struct record_account *row);
bool view_key(struct txn *txn, struct bytes key, struct record_key *row);
bool view_invite(struct txn *txn, struct bytes code_hash, struct view_invite *row);
bool view_department(struct txn *txn, struct bytes department, struct record_department *row);
bool view_channel(struct txn *txn, struct bytes channel, struct view_channel *row);
bool view_bulletin(struct txn *txn, struct bytes channel, uint64_t number, struct view_bulletin *row);

/* Keys of the tables that need more than a name. */
struct store_key view_bulletin_key(struct bytes channel, uint64_t number);
struct store_key view_account_key_key(struct bytes account, struct bytes key);
/* The first key that can come after a name: where a walk goes on. */
struct store_key view_key_after(struct bytes name);

/* The fields of the act a fact came from. False when it was erased; a transaction fails when they do not
 * decode. The fact must have come from an act of that verb. */
bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args);
/* What the server decided, by the fact's kind. */
bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided);

#endif
