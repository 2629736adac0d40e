/* From a verb or a kind of fact to its function, by the tables. It does not know what any of them does. */
#include "server/domain/contract/handlers.h"

#include <assert.h>

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
enum error handler_decide(const struct deciding *deciding, const struct verb *verb, const void *args)
{
    switch (verb - verbs) {
#define CASE(symbol, ...)                                                                                    \
    case VERB_##symbol:                                                                                      \
        return decide_##symbol(deciding, args);
        ACT_VERBS(CASE)
#undef CASE
    }
    assert(false); /* it is not a verb of kind ACT */
    return ERR_INTERNAL;
}

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
enum error handler_ask(const struct asking *asking, const struct verb *verb, const void *args, void *ok)
{
    switch (verb - verbs) {
#define CASE(symbol, ...)                                                                                    \
    case VERB_##symbol:                                                                                      \
        return ask_##symbol(asking, args, ok);
        ASK_VERBS(CASE)
#undef CASE
    }
    assert(false); /* it is not a verb of kind ASK */
    return ERR_INTERNAL;
}

/* As long as the table. NOLINTNEXTLINE(readability-function-size) */
void handler_fold(struct txn *txn, const struct fact_kind *kind, const struct fact *fact, const void *decided)
{
    switch (kind - fact_kinds) {
#define CASE(symbol, ...)                                                                                    \
    case FACT_##symbol:                                                                                      \
        fold_##symbol(txn, fact, decided);                                                                   \
        return;
        FACTS(CASE)
#undef CASE
    }
    assert(false); /* it is not a kind of the table */
}
