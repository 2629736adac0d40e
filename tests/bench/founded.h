/* A house of the bench without a server. It is the store that `bulletind serve` would open in this folder,
 * and acts are taken into it as the writer takes them, some thousands a commit. It knows no queue, loop or
 * socket. What cannot be done ends the program with a word on stderr: nothing is measured then. */
#ifndef BULLETIN_BENCH_FOUNDED_H
#define BULLETIN_BENCH_FOUNDED_H

#include "server/domain/domain.h"
#include "tests/bench/sample.h"

enum { FOUNDED_ACTS = 4 * 4096 }; /* of one commit; the index has its rows by 4096 facts */

struct founded {
    struct store *store;
    struct identity *house;
    struct txn *txn; /* open while acts wait for their commit; else NULL */
    struct decision *decision;
    uint64_t acts, serial; /* in the transaction; and of the house */
};

/* Ends the program. */
void founded_fail(const char *what, const char *why) __attribute__((noreturn));

/* Founds a house in a folder that has none, as of this time. */
void founded_open(struct founded *founded, const char *folder, int64_t now_ms);
/* Everything is on disk before. */
void founded_close(struct founded *founded);

/* Judges, appends and folds. Refusals end the program. Commits now and then. */
void founded_take(struct founded *founded, const struct sample_act *act, int64_t now_ms);
/* Folds the search index too, so that whoever opens the store finds nothing to do. */
void founded_commit(struct founded *founded);

/* The channel of the sample, readable by everyone; and its invitations from `first` on. */
void founded_channel(struct founded *founded, int64_t now_ms);
void founded_invite(struct founded *founded, unsigned first, unsigned count, int64_t now_ms);
/* Somebody who was invited comes. */
void founded_join(struct founded *founded, unsigned number, const struct identity *identity, int64_t now_ms);

#endif
