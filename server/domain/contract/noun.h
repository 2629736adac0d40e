/* What a noun is to whatever walks nouns: permission, erasing, leaving, searching, verifying, pushing. Each
 * asks every noun of the list, or the one that a kind of fact belongs to, and knows none by name. */
#ifndef BULLETIN_DOMAIN_NOUN_H
#define BULLETIN_DOMAIN_NOUN_H

#include "server/domain/base/decision.h"
#include "server/domain/base/erasable.h"
#include "server/domain/base/owned.h"

/* A thing that an id names: what has a text of its own, is changed under its head, and can be erased. */
struct thing {
    uint64_t seq;      /* of the fact that made it */
    uint64_t text_seq; /* of the fact with its newest text */
    uint64_t texts;    /* how many it has had, from 1 */
    struct bytes head; /* of the fact that last changed it; borrowed from the store */
    bool erased;
};

/* What a fact says that can be found. Borrowed from the fact; size 0: none. It has a text, a text that is a
 * blob, or several parts, each in lines of its own. */
enum { SAID_PARTS = 8 + LIMIT_ITEMS * ITEM_PARTS_COUNT };
struct said {
    struct bytes headline, text;
    struct bytes text_hash;
    size_t part_count;
    struct bytes parts[SAID_PARTS];
};

/* How what was found stands. */
struct hit_standing {
    bool withdrawn; /* it can be read and is no longer valid */
    bool in_thread; /* it stands in the thread of that number of its channel, under its headline */
    uint64_t thread;
};

/* The members of the contract: MEMBER(X, result, name, parameters). Of a noun X each is the function X_name;
 * one that has nothing to say names no_name instead, in its noun.c. A noun without one of them is not built.
 *
 * - find: what stands at a number of a channel, if it is a thing of this noun.
 * - addressed: whether a thing of the noun is this department's duty, which can be done to its end though the
 *   channel is closed to the department by now.
 * - erasable: adds what of this noun goes when `found->id` is erased, and what that costs; says so in
 *   `found->found` when that is its own thing.
 * - draft_erasure: drafts thing.erased for that, in each channel where its acts stand.
 * - fold_erasure: folds that the act of `gone` is gone, a fact of this noun in the channel of `by`. `gone`
 *   is borrowed from the store: it is read before anything is written.
 * - texts_of: gives the facts that made what goes when somebody leaves and takes along what they said.
 * - names_of: gives the facts whose acts have the name of an account.
 * - searched: whether facts of this kind say something that can be found, and where people look for it.
 * - said: what such a fact says; false when its act was erased.
 * - counts: whether it has the newest text of what it is about, at a number of a channel, which is neither
 *   hidden nor erased; and how that stands.
 * - hidden: whether what the act of a fact says has been hidden by who moderates.
 * - hides: whether there is anything in a channel that could be.
 * - due: does what the clock brings, as `args` says, if that transition is the noun's own; false: it is not.
 * - for_department: drafts what a department has to be told that is being made by this act.
 * - of_the_zone: whether an act rests on the time zone, too, so that it is not decided a second time. */
/* clang-format off */
#define NOUN_MEMBERS(MEMBER, X)                                                                                   \
    MEMBER(X, bool, find, (struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing))          \
    MEMBER(X, bool, addressed, (struct txn *txn, struct bytes channel, uint64_t number, struct bytes department)) \
    MEMBER(X, void, erasable, (struct txn *txn, struct erasable *found))                                          \
    MEMBER(X, void, draft_erasure, (struct txn *txn, const struct erasable *found, struct decision *decision))    \
    MEMBER(X, void, fold_erasure, (struct txn *txn, const struct fact *by, const struct fact *gone))              \
    MEMBER(X, void, texts_of, (struct txn *txn, const struct actor *actor, owned_taken *take, void *context))     \
    MEMBER(X, void, names_of, (struct txn *txn, struct bytes account, owned_taken *take, void *context))          \
    MEMBER(X, bool, searched, (const struct fact_kind *kind, enum searched *in))                                  \
    MEMBER(X, bool, said, (struct txn *txn, const struct fact *fact, struct said *said))                          \
    MEMBER(X, bool, counts, (struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,     \
                             struct hit_standing *standing))                                                      \
    MEMBER(X, bool, hidden, (struct txn *txn, const struct head *head))                                           \
    MEMBER(X, bool, hides, (struct txn *txn, struct bytes channel))                                               \
    MEMBER(X, bool, due, (const struct deciding *deciding, const struct args_schedule_run *args,                  \
                          struct bytes channel, uint64_t number))                                                 \
    MEMBER(X, void, for_department, (const struct deciding *deciding, struct bytes department))                   \
    MEMBER(X, bool, of_the_zone, (const struct act *act))
/* clang-format on */

/* Why the acts of a verb are not decided a second time when a ledger is verified; NULL: they are. */
struct noun_act {
    const struct verb *verb;
    const char *not_again;
};

struct noun {
    const char *name;
    const int *facts;            /* the kinds that are the noun's, then FACT_COUNT */
    const struct noun_act *acts; /* its verbs of acts, then one without a verb */
#define NOUN_POINTER(X, result, member, parameters) result(*member) parameters;
    NOUN_MEMBERS(NOUN_POINTER, )
#undef NOUN_POINTER
};

/* NOUN(X, x) makes noun_x, the one constant of a noun, in its noun.c. There stand before it the members that
 * have nothing to say (`#define x_find no_find`), and for each of its acts AGAIN_verb: AGAIN, or why it
 * is not decided again. Whoever changes what a verb decides says that there, or older ledgers are called
 * broken. */
#define AGAIN                                      NULL
#define NOUN_FACT(symbol, ...)                     FACT_##symbol,
#define NOUN_ACT(symbol, ...)                      {.verb = &verbs[VERB_##symbol], .not_again = AGAIN_##symbol},
#define NOUN_MEMBER(x, result, member, parameters) .member = x##_##member,
#define NOUN(X, x)                                                                                           \
    static const int facts_of_##x[] = {X##_FACTS(NOUN_FACT) FACT_COUNT};                                     \
    static const struct noun_act acts_of_##x[] = {X##_ACTS(NOUN_ACT){.verb = NULL}};                         \
    const struct noun noun_##x = {                                                                           \
        .name = #x, .facts = facts_of_##x, .acts = acts_of_##x, NOUN_MEMBERS(NOUN_MEMBER, x)}

/* All of them, in the order of the vocabulary, and then NULL. */
extern const struct noun *const nouns[];
#define NOUN_PROTOTYPE(x, result, member, parameters) result x##_##member parameters;
#define NOUN_DECLARED(X, x, each)                                                                            \
    extern const struct noun noun_##x;                                                                       \
    NOUN_MEMBERS(NOUN_PROTOTYPE, x)
NOUNS(NOUN_DECLARED, )

/* What a member is where there is nothing to say. */
NOUN_MEMBERS(NOUN_PROTOTYPE, no)

/* The noun of a kind of fact. */
const struct noun *noun_of_kind(const struct fact_kind *kind);
/* The row of a verb of acts, and whose it is; NULL for another verb. */
const struct noun_act *noun_act_find(const struct verb *verb, const struct noun **noun);

/* --- things whose rows have seq, text_seq, texts and head, and erased where they are --- */

/* What `find` and `erasable` of such a noun say, by the row in its table; false when there is none. */
bool thing_of_row(struct txn *txn, enum table table, const struct shape *shape, struct bytes place,
                  struct thing *thing);
bool erasable_by_row(struct txn *txn, enum table table, const struct shape *shape, struct erasable *found);
/* What `fold_erasure` does: the row is erased by that fact of its channel, and has its head. */
void erased_in_row(struct txn *txn, enum table table, const struct shape *shape, const struct fact *by,
                   uint64_t number);

/* --- walks over all of them --- */

/* The thing of any noun that stands there. */
bool thing_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing);
bool thing_addressed(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department);
/* What a fact of any noun says; false when it says nothing that can be found, or its act was erased. */
bool fact_searched(struct bytes kind, enum searched *in);
bool fact_said(struct txn *txn, const struct fact *fact, struct said *said);
/* The thing that a fact is about: what its field `id` names, or what it made itself. */
bool fact_about(struct txn *txn, const struct fact *fact, struct bytes *channel, uint64_t *number);

#endif
