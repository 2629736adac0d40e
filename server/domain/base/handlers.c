/* From a verb or a kind of fact to its function, by the tables. It does not know what any of them does. */
#include "server/domain/base/handlers.h"

#include <assert.h>

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
enum error handler_decide(struct txn *txn, const struct verb *verb, const struct actor *actor, int64_t now_ms,
                          const void *args, struct decision *decision)
{
    switch (verb - verbs) {
#define CASE(symbol, word, kind, ...)                                                                        \
    ONLY_ACT(kind, case VERB_##symbol : return decide_##symbol(txn, actor, now_ms, args, decision);)
        VERBS(CASE)
#undef CASE
    }
    assert(false); /* it is not a verb of kind ACT */
    return ERR_INTERNAL;
}

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
enum error handler_ask(struct txn *txn, const struct verb *verb, const struct actor *actor, int64_t now_ms,
                       const void *args, struct rows *rows, void *ok, struct refusal *why)
{
    switch (verb - verbs) {
#define CASE(symbol, word, kind, ...)                                                                        \
    ONLY_ASK(kind, case VERB_##symbol : return ask_##symbol(txn, actor, now_ms, args, rows, ok, why);)
        VERBS(CASE)
#undef CASE
    }
    assert(false); /* it is not a verb of kind ASK */
    return ERR_INTERNAL;
}

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
void handler_evolve(struct txn *txn, const struct fact_kind *kind, const struct fact *fact,
                    const void *decided)
{
    switch (kind - fact_kinds) {
#define CASE(symbol, ...)                                                                                    \
    case FACT_##symbol:                                                                                      \
        evolve_##symbol(txn, fact, decided);                                                                 \
        return;
        FACTS(CASE)
#undef CASE
    }
    assert(false); /* it is not a kind of the table */
}
