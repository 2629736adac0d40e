/* What every verb and every kind of fact needs: the prototypes, straight from the tables. A verb or a kind
 * without its function does not link. It knows no rule of any of them. */
#ifndef BULLETIN_DOMAIN_HANDLERS_H
#define BULLETIN_DOMAIN_HANDLERS_H

#include "server/domain/base/decision.h"
#include "server/domain/views/rows.h"
#include "server/domain/views/values.h"

/* Judges: adds drafts to `decision`, or refuses in decision->why. Writes nothing. */
#define HANDLER_DECIDE(symbol, ...)                                                                          \
    enum error decide_##symbol(const struct deciding *deciding, const struct args_##symbol *args);
ACT_VERBS(HANDLER_DECIDE)
#undef HANDLER_DECIDE

/* Answers from the views. */
#define HANDLER_ASK(symbol, word, roles, scope, row, okay, ...)                                              \
    enum error ask_##symbol(const struct asking *asking, const struct args_##symbol *args,                   \
                            struct record_##okay *ok);
ASK_VERBS(HANDLER_ASK)
#undef HANDLER_ASK

/* Folds one fact into the views; cannot refuse. */
#define HANDLER_FOLD(symbol, ...)                                                                            \
    void fold_##symbol(struct txn *txn, const struct fact *fact, const struct fact_##symbol *decided);
FACTS(HANDLER_FOLD)
#undef HANDLER_FOLD

/* The one way from a verb or a kind of fact to its function. `args`, `decided` and `ok` are the structs of
 * that verb or kind. The verb must be of the kind that the function is for. */
enum error handler_decide(const struct deciding *deciding, const struct verb *verb, const void *args);
enum error handler_ask(const struct asking *asking, const struct verb *verb, const void *args, void *ok);
void handler_fold(struct txn *txn, const struct fact_kind *kind, const struct fact *fact,
                  const void *decided);

#endif
