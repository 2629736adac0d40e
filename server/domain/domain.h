/* The nouns and their rules, as the writer and the shells see them: judge an act, fold a fact, answer a
 * question. No socket, clock or randomness here: time is handed in. Each noun's own file has three kinds of
 * functions and no others: decide_* reads and judges, evolve_* folds one fact and cannot refuse, ask_*
 * answers from the views. */
#ifndef BULLETIN_DOMAIN_DOMAIN_H
#define BULLETIN_DOMAIN_DOMAIN_H

#include "protocol/tables.h"
#include "server/blob.h"
#include "server/ledger.h"

/* Who acts or asks, as the newest views say. Copies: it outlives the transaction. */
struct actor {
    bool house;     /* the house itself: its own acts, and the operator on the control socket */
    bool known_key; /* `key` is the peer's or author's identity */
    bool revoked;   /* the key or its account has been revoked; the role is then guest */
    enum role role;
    bool signs;
    uint8_t key[LIMIT_KEY_BYTES];
    char account[LIMIT_NAME_BYTES + 1];    /* "" for a guest; "house" for the house */
    char department[LIMIT_NAME_BYTES + 1]; /* "" for none */
};

/* `key` may be NULL: a guest. */
void actor_of_key(struct txn *txn, const uint8_t *key, struct actor *actor);
/* Who an account is, whatever key it comes with. The rest of `actor` stays. */
void actor_of_account(const struct record_account *account, struct actor *actor);
void actor_of_house(const uint8_t house[LIMIT_KEY_BYTES], struct actor *actor);

/* What a decide_* function concludes. The writer owns one and reuses it. */
struct decision {
    struct draft drafts[LIMIT_ACT_FACTS];
    size_t draft_count;
    size_t adopt_count; /* staged blobs that the act names */
    uint8_t adopts[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    size_t erase_count; /* acts to be erased, by the seq of their first fact */
    uint64_t erases[2 * LIMIT_REVISIONS];
    uint64_t act_seq;     /* what decision_add gives its drafts */
    uint64_t already_seq; /* not 0: nothing to do, that fact says it (an import of a known source) */
    char joins[LIMIT_NAME_BYTES + 1]; /* not "": the account that the actor's key is enrolled for */
    struct refusal why; /* what a refusal names is borrowed from the act, static, or lives in `room` */
    struct buffer room; /* channel names and decided maps of the drafts live here */
    uint8_t bytes[512 * 1024];
};
void decision_reset(struct decision *decision);
/* Adds a draft; `decided` is a struct of that kind of fact. The channel's name is copied. */
void decision_add(struct decision *decision, struct bytes channel, const struct fact_kind *kind,
                  const void *decided);

/* The drafts added from here on carry the act of that fact; 0: the act that is being decided. */
void decision_carry(struct decision *decision, uint64_t act_seq);
void decision_adopt(struct decision *decision, struct bytes hash);
void decision_erase(struct decision *decision, uint64_t first_seq);

/* Refuses. The name is copied. Returns `code`. */
enum error decision_refuse(struct decision *decision, enum error code, const char *field, struct bytes name);

/* A question is answered in pieces: each has the time that `due` leaves it and the room that `take` has, and
 * goes on where the one before stopped. Nothing is kept between them. */
enum { ROWS_NEXT_BYTES = 3838 };
struct rows {
    /* Takes one row of the verb's row shape; false when the answer is full, and the row was not taken. */
    bool (*take)(void *context, const void *row);
    /* Whether the time of this piece is over. It is asked before each step of the work, which is small. */
    bool (*due)(void *context);
    void *context;
    struct bytes from;  /* what `next` of the piece before held; size 0: this is the first */
    struct buffer next; /* of ROWS_NEXT_BYTES, empty; where the next piece begins, empty: there is none */
    uint64_t left;      /* rows that the question still wants; domain_ask sets it */
    bool begun;         /* a step has been made: each piece makes one, whatever `due` says */
};
/* Before each step: whether it is for the next piece. False for the first of a piece. */
bool rows_due(struct rows *rows);
/* Gives a row; false when it is one too many, or does not fit: the next piece begins with it. */
bool rows_take(struct rows *rows, const void *row);
/* Says where the next piece begins. */
void rows_stop(struct rows *rows, struct bytes next);

/* Takes the acts that the decision erases, and blobs that nothing else names, off the ledger. Before its
 * facts are folded: domain_append does so. */
void domain_erase(struct txn *txn, const struct decision *decision);

/* The earliest entry of the schedule: false when there is none. `id` is borrowed from `room`. */
bool domain_schedule_next(struct txn *txn, char room[LIMIT_ID_BYTES], struct args_schedule_run *entry);

/* The one permission check: role, then scope (SCOPES in verbs.h). `args` is decoded by verb->args.
 * Errors: NOT_ENROLLED, NOT_ALLOWED, REVOKED, UNKNOWN_CHANNEL, NOT_SPEAKER, NOT_PUBLISHER,
 * NOT_MODERATOR, NOT_OWN, NOT_AUTHOR. */
enum error permit(struct txn *txn, const struct verb *verb, const struct actor *actor, const void *args,
                  struct refusal *why);

/* The rights of a channel. RIGHT_READ decides pushes too; guests have no other. Unknown channels
 * give false. */
bool channel_allows(struct txn *txn, struct bytes channel, enum right right, const struct actor *actor);
bool channel_exists(struct txn *txn, struct bytes channel);
/* The one way by which somebody is refused a channel: one that they may not read is to them as if it were not
 * there. `field` is what named it. Errors: UNKNOWN_CHANNEL, NOT_SPEAKER, NOT_PUBLISHER, NOT_MODERATOR. */
enum error channel_for(struct txn *txn, const struct actor *actor, struct bytes channel, enum right right,
                       const char *field, struct refusal *why);

/* Read markers: how far an account has read a channel, a thread, or whether it has read one bulletin or
 * activity, on any of its machines. They are notes: nothing official rests on them. */
struct seen {
    struct bytes account, channel;
    struct bytes thread; /* its id, or that of another thing; size 0: the channel itself is meant */
    uint64_t number;     /* the last one seen in the channel */
    uint64_t after;      /* of the channel: only what comes after this one was seen; 0: all */
};
/* Moves the marker on; never back, and never past the channel's newest fact. That of the channel goes on by
 * itself over what is the account's own and what was read singly. */
void seen_note(struct txn *txn, const struct seen *seen);
/* How many things of a channel the account has not read: bulletins, activities, threads and posts
 * of others. */
uint64_t seen_unread(struct txn *txn, struct bytes account, struct bytes channel);
/* How many posts of a thread beyond a number are the account's own. */
uint64_t seen_own_posts(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread,
                        uint64_t marker);

/* What people read has a number among the things of its channel. `group` is the number of its thread, or its
 * own. */
void things_fold(struct txn *txn, const struct head *head, uint64_t group);
uint64_t things_upto(struct txn *txn, struct bytes channel, uint64_t number);
bool thing_exists(struct txn *txn, struct bytes id);
/* Where the marker of a channel or, by its id, of a thing stands. False, `*number` untouched, without one. */
bool seen_number(struct txn *txn, struct bytes account, struct bytes place, uint64_t *number);
/* Whether an id is a thread's. */
bool thread_exists(struct txn *txn, struct bytes id);
/* Whether what the act of a fact says is hidden by now (protocol/proof/spoken.h). No view is read for a kind
 * that cannot be. */
bool forum_fact_hidden(struct txn *txn, const struct head *head);
/* Whether a channel has anything of that kind: threads, or themes. */
bool forum_can_hide(struct txn *txn, struct bytes channel);

/* Whether this clock is further ahead of the last time that the house knows (of its newest fact, or noted
 * since) than it can have run unnoticed. Then acts are refused, the schedule's too, until `clock.confirm`. */
bool domain_clock_ahead(struct txn *txn, int64_t now_ms);
/* Notes that it is now this late, unless the clock is ahead: so that a quiet house knows its time. */
void domain_clock_note(struct txn *txn, int64_t now_ms);

/* 0 before the house was founded. */
uint64_t house_epoch(struct txn *txn);

/* Judges a verified act: house, time, key, verb, fields, permission, then the verb's decide function. When
 * the act had been taken before, *taken_seq is the seq of its first fact, and nothing is decided (a retry).
 * `actor` is who the facts will name: for a join, the account joined. Writes nothing. Errors in
 * decision->why. */
enum error domain_decide(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES], int64_t now_ms,
                         const struct signed_act *act, struct actor *actor, struct decision *decision,
                         uint64_t *taken_seq);

/* Folds a fact into the views. The ledger's own views are folded by the ledger. */
void domain_evolve(struct txn *txn, const struct fact *fact);

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

/* How the views are laid out. It is raised whenever a row's shape or what is folded into it changes; views of
 * another layout are folded anew, by whoever opens the store to write. */
enum { VIEWS_LAYOUT = 5 };
bool domain_views_fit(struct txn *txn);

/* The search index, which may trail: folds the next facts into it, at most so many, fewer when their texts
 * are long; true when there are more, and never once the transaction has failed. And the seq of the last fact
 * that it holds. */
bool domain_index(struct txn *txn, uint64_t most);
bool domain_index_to(struct txn *txn, uint64_t last, uint64_t most); /* and none after `last` */
/* Whether nothing of the fact after domain_indexed has been begun. `views` is where the views of
 * `txn` are. */
bool domain_index_rests(struct txn *txn, struct txn *views);
uint64_t domain_indexed(struct txn *txn);

/* Room for the decoded fields of any verb, and for any answer. */
#define ARGS_MEMBER(symbol, ...) struct args_##symbol symbol;
union any_args {
    VERBS(ARGS_MEMBER)
};
#undef ARGS_MEMBER
#define RECORD_MEMBER(symbol, ...) struct record_##symbol symbol;
union any_record {
    RECORDS(RECORD_MEMBER)
};
#undef RECORD_MEMBER

#endif
