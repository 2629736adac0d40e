/* The nouns and their rules, as the writer and the shells see them: judge an act, fold a fact, answer a
 * question. No socket, clock or randomness here: time is handed in. A noun has three kinds of
 * functions: decide_* reads and judges, fold_* folds one fact and cannot refuse, ask_* answers from the
 * views; and what it says to those who walk all nouns (base/noun.h). */
#ifndef BULLETIN_DOMAIN_DOMAIN_H
#define BULLETIN_DOMAIN_DOMAIN_H

#include "server/domain/base/actor.h"
#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/hidden.h"
#include "server/domain/contract/permit.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/house/house.h"
#include "server/domain/nouns/schedule/schedule.h"
#include "server/domain/search/index.h"
#include "server/domain/views/rows.h"
#include "server/domain/views/things.h"
#include "server/domain/views/values.h"
#include "server/ledger/blob.h"
#include "server/ledger/ledger.h"

/* Takes the acts that the decision erases, and blobs that nothing else names, off the ledger. Before its
 * facts are folded: domain_append does so. */
void domain_erase(struct txn *txn, const struct decision *decision);

/* Judges a verified act: house, time, key, verb, fields, permission, then the verb's decide function. When
 * the act had been taken before, *taken_seq is the seq of its first fact, and nothing is decided (a retry).
 * `actor` is who the facts will name: for a join, the account joined. Writes nothing. Errors in
 * decision->why. */
enum error domain_decide(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES], int64_t now_ms,
                         const struct signed_act *act, struct actor *actor, struct decision *decision,
                         uint64_t *taken_seq);

/* Folds a fact into the views. The ledger's own views are folded by the ledger. */
void domain_fold(struct txn *txn, const struct fact *fact);

/* Makes a decision true in the transaction: takes off what it erases, adopts the uploads it names,
 * appends its drafts and folds them. Each new fact is handed on; it borrows from the act and from room
 * that ends with the call. `own` says that it carries this act: the first such fact answers it. Errors
 * stick in the transaction. */
typedef void fact_appended(void *context, const struct fact *fact, bool own);
void domain_append(struct txn *txn, const struct signed_act *act, const struct actor *actor, int64_t now_ms,
                   const struct decision *decision, fact_appended *appended, void *context);

/* Answers a piece of a question of kind ASK whose args are decoded and permitted. `ok` is a struct of
 * verb->ok. The caller says in it how many rows there were, and where the next piece begins. */
enum error domain_ask(struct txn *txn, const struct verb *verb, const struct actor *actor, int64_t now_ms,
                      const void *args, struct rows *rows, void *ok, struct refusal *why);

/* What the act's first fact answers: `done`. Borrowed from `fact` and `id_room` (LIMIT_ID_BYTES). */
void domain_done(const struct fact *fact, char id_room[LIMIT_ID_BYTES], struct record_done *done);

/* Verifies everything (ledger_verify), and what the ledger cannot know: that every hole is one that an
 * erasure says, that every blob an act names is there and whole and none is there unnamed, that heads say
 * what their acts and the facts before them make them say, and that the views and the search index are what
 * the facts fold to. `scratch` is empty and filled; `renews` allows `txn` to be renewed between slices. */
enum error domain_verify(struct txn *txn, bool renews, struct store *scratch, struct ledger_report *report,
                         struct refusal *why);

/* Drops all views and folds the whole ledger again, in one transaction of the caller. `progress` may
 * be NULL. */
enum error domain_rebuild(struct txn *txn, void (*progress)(void *context, uint64_t done, uint64_t all),
                          void *context);

#endif
