/* The rows that are folded from facts, kept as encoded maps by the same field lists as what goes over the
 * wire. It reads and writes rows; it knows no rule.
 *
 * Every row that is read borrows its strings from the store: until the next write in, or the end of, the
 * transaction. A row that does not decode makes the transaction fail with INTERNAL. */
#ifndef BULLETIN_DOMAIN_VIEWS_H
#define BULLETIN_DOMAIN_VIEWS_H

#include "protocol/tables.h"
#include "server/ledger/ledger.h"

/* A noun lists its rows in its own views.h as X_VIEWS(VIEW), VIEW(symbol, its words), with VIEW_FIELDS_symbol
 * beside; there X_VIEWS(VIEW_DECLARED) makes struct view_symbol, and in views.c X_VIEWS(VIEW_DEFINED) its
 * shape. */
#define VIEW_DECLARED(symbol, words)                                                                         \
    TABLE_STRUCT(view, symbol, VIEW_FIELDS_##symbol)                                                         \
    TABLE_SHAPE_EXTERN(view, symbol)
#define VIEW_DEFINED(symbol, words) TABLE_SHAPE(view, symbol, words, VIEW_FIELDS_##symbol)

/* Fields that return in rows. Of a thing that has texts of its own, its row has these names: contract/noun.h
 * reads them. */
#define VIEW_FIELDS_TEXTS(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                               \
    F(S, text_seq, NUMBER, REQUIRED, 0, "of the fact with its newest text")                                  \
    F(S, texts, NUMBER, REQUIRED, 0, "how many it has had, from 1; see TABLE_REVISIONS")                     \
    FIELD_HEAD(F, S)
#define VIEW_FIELD_ERASED(F, S)    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")
#define VIEW_FIELD_CANCELLED(F, S) F(S, cancelled, NUMBER, OPTIONAL, 0, "seq of the fact that cancelled it")

/* What a right rests on: accounts, keys and departments, kept as the records of that name, an account without
 * its title (see account_title); and channels. */
#define VIEW_FIELDS_channel(F, S)                                                                            \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")                                \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
VIEW_DECLARED(channel, "a channel and who may")

/* One row. False when there is none (or the transaction failed); `row` is then untouched. */
bool view_get(struct txn *txn, enum table table, struct bytes key, const struct shape *shape, void *row);
/* The row that a walk stands on. */
bool view_decode(struct txn *txn, struct bytes value, const struct shape *shape, void *row);
/* Goes to the next row of a walk. False at the end, and at a row that does not decode. */
bool view_next(struct walk *walk, const struct shape *shape, void *row);
/* Rows that are one number: mostly the seq of a fact. A row of another size does not decode. */
bool view_number(struct txn *txn, enum table table, struct bytes key, uint64_t *number);
bool view_next_number(struct walk *walk, uint64_t *number);
void view_put_number(struct txn *txn, enum table table, struct bytes key, uint64_t number);
/* `row` may borrow from the store; it no longer may be read afterwards. Nor may `key`. */
void view_put(struct txn *txn, enum table table, struct bytes key, const struct shape *shape,
              const void *row);

bool view_account(struct txn *txn, struct bytes account, struct record_account *row);
bool view_key(struct txn *txn, struct bytes key, struct record_key *row);
bool view_department(struct txn *txn, struct bytes department, struct record_department *row);
bool view_channel(struct txn *txn, struct bytes channel, struct view_channel *row);

/* Keys of no usual shape; those of such are in store_keys.h. */
/* Both begin with a time, turned so that times before 1970 come first: view_key_time reads it back. A
 * schedule's key has the transition, one byte, after it. */
struct store_key view_due_key(int64_t due_ms, struct bytes channel, uint64_t number);
struct store_key view_schedule_key(int64_t time_ms, enum transition what, struct bytes channel,
                                   uint64_t number);
int64_t view_key_time(struct bytes key);
enum transition view_key_transition(struct bytes key);
/* Reads the channel and the number at the end of a key back: of a bulletin, a due date, an entry of the
 * schedule or an inbox, and the other of a relation. False when the key does not end with them. */
bool view_key_split(struct bytes key, struct bytes *channel, uint64_t *number);

/* What a row names is not there: the transaction fails. False. */
bool view_missing(struct txn *txn);
/* Reads a fact that a row names: one that must be there. */
bool fact_needed(struct txn *txn, uint64_t seq, struct fact *fact);

/* The fields of the act a fact came from. False when it was erased; a transaction fails when they do not
 * decode. The fact must have come from an act of that verb. */
bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args);
/* The same of a fact whose act may be of one of these verbs: those of its fields that `shape` has too, the
 * others absent. False for another verb. */
bool fact_says(struct txn *txn, const struct fact *fact, const int *says, size_t count,
               const struct shape *shape, void *into);
/* The reason that its act gives, whatever its verb. False where it gives none or was erased. */
bool fact_reason(struct txn *txn, const struct fact *fact, struct bytes *reason);
/* Tells a record of what happened, by the fact that says so: its field NAME when, NAME_by by whom, and
 * `reason` why, where the act gives a reason. */
void fact_tell(struct txn *txn, uint64_t seq, const struct shape *shape, void *record, const char *name);
/* What the server decided, by the fact's kind. */
bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided);

#endif
