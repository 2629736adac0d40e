/* What other nouns ask of rounds: which one is open, and whether something can be handed in. It does not know
 * what is handed in. */
#ifndef BULLETIN_DOMAIN_ROUND_H
#define BULLETIN_DOMAIN_ROUND_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/round/views.h"
#include "server/domain/views/rows.h"

/* The one that is not closed. */
bool round_open(struct txn *txn, struct view_round *row);

/* The one that a question names by its year, or else the one that is open, or the newest. Errors: NO_ROUND,
 * UNKNOWN_ROUND. */
enum error round_asked(const struct asking *asking, bool given, uint64_t year, struct view_round *row);

/* The round of a year, or the one that is open when none is given, if something can still happen in it.
 * Errors: NO_ROUND, UNKNOWN_ROUND, ROUND_CLOSED. */
enum error round_named(const struct deciding *deciding, bool given, uint64_t year, struct view_round *row);
/* The same, if departments may hand in by now; `*late`: its time for that is over. Errors: ROUND_NOT_BEGUN,
 * too. */
enum error round_takes(const struct deciding *deciding, bool given, uint64_t year, struct view_round *row,
                       bool *late);

/* What the act of a fact says of a round, whichever of both verbs it is of. False when it was erased. */
bool round_said_by(struct txn *txn, const struct fact *fact, struct args_round_open *said);

/* Refuses for a year, which the error's text has as its name or its number. Returns `code`. */
enum error round_refuse(const struct deciding *deciding, enum error code, const char *field, uint64_t year);

#endif
