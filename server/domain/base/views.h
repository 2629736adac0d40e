/* The rows that are folded from facts, kept as encoded maps by the same field lists as what goes over the
 * wire. It reads and writes rows; it knows no rule.
 *
 * Every row that is read borrows its strings from the store: until the next write in, or the end of, the
 * transaction. A row that does not decode makes the transaction fail with INTERNAL. */
#ifndef BULLETIN_DOMAIN_VIEWS_H
#define BULLETIN_DOMAIN_VIEWS_H

#include "protocol/tables.h"
#include "server/ledger/ledger.h"

/* Accounts, keys and departments are kept as the records of that name (protocol/nouns/), an account without
 * its title (see account_title); these have no such. */
#define VIEWS(VIEW)                                                                                          \
    VIEW(house, "what the house is")                                                                         \
    VIEW(invite, "an invitation")                                                                            \
    VIEW(channel, "a channel and who may")                                                                   \
    VIEW(bulletin, "where the facts of a bulletin are, and where it stands")                                 \
    VIEW(receipt, "where the facts of one department's receipt are")                                         \
    VIEW(draft, "what is scheduled")                                                                         \
    VIEW(thread, "where a thread stands")                                                                    \
    VIEW(post, "where the facts of a post are")                                                              \
    VIEW(theme, "the theme of a month, and where its facts are")                                             \
    VIEW(activity, "where the facts of an activity are, and when it is")                                     \
    VIEW(reply, "where a department's reply is; also that it is invited")                                    \
    VIEW(notice, "what an act says of a bulletin, whatever its verb; not kept")

#define VIEW_FIELDS_house(F, S) F(S, epoch, NUMBER, REQUIRED, 0, "rises when a backup is restored")
#define VIEW_FIELDS_invite(F, S)                                                                             \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact; its act may say the person's name and office")              \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")                                          \
    F(S, further, FLAG, OPTIONAL, 0, "for a further key of an account that there is")                        \
    F(S, own, FLAG, OPTIONAL, 0, "given out by that account itself")                                         \
    F(S, used, FLAG, OPTIONAL, 0, "a key was enrolled with it")                                              \
    F(S, ended, FLAG, OPTIONAL, 0, "its code is void: another took its place, or a key was revoked")
#define VIEW_FIELDS_channel(F, S)                                                                            \
    F(S, title, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "what people call it")                                    \
    F(S, read, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who reads")                                        \
    F(S, speak, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who opens threads and posts")                     \
    F(S, publish, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who publishes")                                 \
    F(S, moderate, AUDIENCE, REQUIRED, LIMIT_AUDIENCE_WORDS, "who moderates")                                \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define VIEW_FIELDS_bulletin(F, S)                                                                           \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                               \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, withdrawn, NUMBER, OPTIONAL, 0, "seq of the fact that withdrew it")                                 \
    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")                                      \
    F(S, revision, NUMBER, REQUIRED, 0, "the newest, from 1")                                                \
    F(S, revision_seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                      \
    F(S, revision_head, HASH, REQUIRED, 0, "of that fact")                                                   \
    F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")                                             \
    F(S, effective, TIME, OPTIONAL, 0, "when it comes or came into force")                                   \
    F(S, waiting, FLAG, OPTIONAL, 0, "`effective` is still in the schedule")                                 \
    F(S, expires, TIME, OPTIONAL, 0, "until when it is in force")                                            \
    F(S, expired, FLAG, OPTIONAL, 0, "that has passed, and a fact says so")                                  \
    F(S, receipt, FLAG, OPTIONAL, 0, "the departments addressed must sign for it")                           \
    F(S, roster, ROSTER, OPTIONAL, 0, "open when departments made later are addressed too")                  \
    F(S, addressed, NUMBER, OPTIONAL, 0, "how many departments have the duty")                               \
    F(S, signed_for, NUMBER, OPTIONAL, 0, "how many of them signed the newest revision")                     \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, remind, TIME, OPTIONAL, 0, "when the schedule reminds next")
/* Seqs of facts in the department's channel. */
#define VIEW_FIELDS_receipt(F, S)                                                                            \
    F(S, assigned, NUMBER, REQUIRED, 0, "of the duty")                                                       \
    F(S, delivered, NUMBER, OPTIONAL, 0, "of the receipt")                                                   \
    F(S, opened, NUMBER, OPTIONAL, 0, "of the receipt")                                                      \
    F(S, signed_for, NUMBER, OPTIONAL, 0, "of the receipt")                                                  \
    F(S, undated, FLAG, OPTIONAL, 0, "no due date counts: it has none, or was past when this began")
#define VIEW_FIELDS_draft(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact whose act will be published")                                \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, edits, NUMBER, REQUIRED, 0, "how many acts it has had, from 1")                                     \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    F(S, published, ID, OPTIONAL, 0, "the bulletin it became")                                               \
    F(S, cancelled, FLAG, OPTIONAL, 0, "it will not come")                                                   \
    F(S, cancelled_seq, NUMBER, OPTIONAL, 0, "of the fact that says so")                                     \
    F(S, erased, FLAG, OPTIONAL, 0, "its acts are gone")
#define VIEW_FIELDS_thread(F, S)                                                                             \
    F(S, posts, NUMBER, REQUIRED, 0, "in it, without what opened it")                                        \
    F(S, last, NUMBER, REQUIRED, 0, "number of the newest post, or of what opened it")                       \
    F(S, last_seq, NUMBER, REQUIRED, 0, "of that fact")                                                      \
    F(S, locked, FLAG, OPTIONAL, 0, "nobody may post any more")                                              \
    F(S, pinned, FLAG, OPTIONAL, 0, "kept at the top")                                                       \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")
/* What opened a thread is a post too. */
#define VIEW_FIELDS_post(F, S)                                                                               \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that made it")                                               \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, thread, NUMBER, REQUIRED, 0, "the thread's number in the channel")                                  \
    F(S, answers, NUMBER, OPTIONAL, 0, "number of the post that it answers")                                 \
    F(S, texts, NUMBER, REQUIRED, 0, "how many it has had, from 1; see TABLE_REVISIONS")                     \
    F(S, text_seq, NUMBER, REQUIRED, 0, "of the fact with the newest")                                       \
    F(S, hidden, NUMBER, OPTIONAL, 0, "seq of the fact that hid it")                                         \
    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")
#define VIEW_FIELDS_theme(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that planned it")                                            \
    F(S, desk, NUMBER, REQUIRED, 0, "that fact's number on desk/themes: its entries in the schedule")        \
    F(S, text_seq, NUMBER, REQUIRED, 0, "of the fact whose act says what it is")                             \
    F(S, texts, NUMBER, REQUIRED, 0, "how many acts it has had, from 1")                                     \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, stage, STAGE, REQUIRED, 0, "where its life stands")                                                 \
    F(S, opens, TIME, REQUIRED, 0, "when")                                                                   \
    F(S, closes, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, remind, TIME, OPTIONAL, 0, "when, while it is in the schedule")                                     \
    F(S, thread, ID, OPTIONAL, 0, "where people answer")                                                     \
    F(S, opened, NUMBER, OPTIONAL, 0, "number of its theme.opened in `themes`")                              \
    F(S, said, NUMBER, OPTIONAL, 0, "how often its words were said there, from 1; see TABLE_REVISIONS")      \
    F(S, said_seq, NUMBER, OPTIONAL, 0, "of the fact there with the newest")                                 \
    F(S, closed, NUMBER, OPTIONAL, 0, "seq of the fact with the summary")                                    \
    F(S, cancelled, NUMBER, OPTIONAL, 0, "seq of the fact that cancelled it")
#define VIEW_FIELDS_activity(F, S)                                                                           \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that announced it")                                          \
    F(S, text_seq, NUMBER, REQUIRED, 0, "of the fact whose act says what it is")                             \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, texts, NUMBER, REQUIRED, 0, "how many acts it has had, from 1; see TABLE_REVISIONS")                \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, due, TIME, OPTIONAL, 0, "until when departments reply")                                             \
    F(S, cancelled, NUMBER, OPTIONAL, 0, "seq of the fact that cancelled it")                                \
    F(S, attended, NUMBER, OPTIONAL, 0, "seq of the fact that says who attended")                            \
    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")
#define VIEW_FIELDS_reply(F, S)                                                                              \
    F(S, invited, NUMBER, OPTIONAL, 0, "seq of the newest invitation; missing: no longer invited")           \
    F(S, replied, NUMBER, OPTIONAL, 0, "seq of the newest reply")                                            \
    F(S, coming, FLAG, OPTIONAL, 0, "what it says")                                                          \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "it came after the day by which it was asked for")
/* The fields of publish, revise, schedule.edit and import together. */
#define VIEW_FIELDS_notice(F, S)                                                                             \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it will be published")                               \
    F(S, source, LINE, OPTIONAL, LIMIT_SOURCE_BYTES, "where it was imported from")

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
/* Goes to the next row of a walk. False at the end, and at a row that does not decode. */
bool view_next(struct walk *walk, const struct shape *shape, void *row);
/* Rows that are one number: mostly the seq of a fact. A row of another size does not decode. */
bool view_number(struct txn *txn, enum table table, struct bytes key, uint64_t *number);
bool view_next_number(struct walk *walk, uint64_t *number);
void view_put_number(struct txn *txn, enum table table, struct bytes key, uint64_t number);
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

bool view_receipt(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                  struct bytes department, struct view_receipt *row);
bool view_thread(struct txn *txn, struct bytes channel, uint64_t number, struct view_thread *row);
bool view_post(struct txn *txn, struct bytes channel, uint64_t number, struct view_post *row);
bool view_theme(struct txn *txn, struct bytes month, struct view_theme *row);
bool view_activity(struct txn *txn, struct bytes channel, uint64_t number, struct view_activity *row);
bool view_draft(struct txn *txn, struct bytes desk, uint64_t number, struct view_draft *row);
/* The bulletin that an id names. */
bool view_bulletin_of_id(struct txn *txn, struct bytes id, struct view_bulletin *row);

/* Keys of no usual shape; those of such are in store_keys.h. */
struct store_key view_receipt_key(struct bytes channel, uint64_t number, uint64_t revision,
                                  struct bytes department);
/* Both begin with a time, turned so that times before 1970 come first: view_key_time reads it back. A
 * schedule's key has the transition, one byte, after it. */
struct store_key view_due_key(int64_t due_ms, struct bytes channel, uint64_t number);
struct store_key view_schedule_key(int64_t time_ms, enum transition what, struct bytes channel,
                                   uint64_t number);
int64_t view_key_time(struct bytes key);
enum transition view_key_transition(struct bytes key);
/* `way` 0: the others that it names; 1: those that name it. A walk over one way begins at the key without
 * `other` (NULL). */
struct store_key view_related_key(struct bytes channel, uint64_t number, uint8_t way,
                                  const struct bytes *other, uint64_t other_number);
/* Reads the channel and the number at the end of a key back: of a bulletin, a due date, an entry of the
 * schedule or an inbox, and the other of a relation. False when the key does not end with them. */
bool view_key_split(struct bytes key, struct bytes *channel, uint64_t *number);

/* The fields of the act a fact came from. False when it was erased; a transaction fails when they do not
 * decode. The fact must have come from an act of that verb. */
bool fact_args(struct txn *txn, const struct fact *fact, const struct shape *shape, void *args);
/* What the server decided, by the fact's kind. */
bool fact_decided(struct txn *txn, const struct fact *fact, const struct shape *shape, void *decided);

#endif
