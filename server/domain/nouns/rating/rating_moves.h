/* The one way in which a rating is moved: by the table of moves (RATING_MOVES). It does not know what a move
 * says beside that. */
#ifndef BULLETIN_DOMAIN_RATING_MOVES_H
#define BULLETIN_DOMAIN_RATING_MOVES_H

#include "server/domain/nouns/rating/rating.h"

/* From what is not there yet. */
enum { RATING_STAGE_NOTHING = RATING_STAGE_COUNT };

enum rating_mover {
#define MOVER_SYMBOL(symbol, who) MOVER_OF_RATING_##symbol,
    RATING_MOVERS(MOVER_SYMBOL)
#undef MOVER_SYMBOL
        RATING_MOVER_COUNT
};

struct rating_move {
    uint64_t from, to; /* RATING_STAGE_… */
    int verb;          /* VERB_… */
    enum rating_mover who;
};
/* All that there are, and then one from and to nothing. */
extern const struct rating_move rating_moves[];

/* Who makes the moves of a verb; RATING_MOVER_COUNT: it makes none. */
enum rating_mover rating_mover_of(int verb);

/* Whether a rating can be moved so by whoever acts, who has seen it as it is; gives it. `to` is the wanted
 * stage where a verb leads to several, and RATING_STAGE_COUNT where it does not, or to the one before it was
 * set aside. Errors: UNKNOWN_RATING, RATING_OTHERS, RATING_NOT_YOURS, RATING_PARTY, NOT_ALLOWED, that of its
 * stage (RATING_…), RATING_STANDS, HEAD_CHANGED. */
enum error rating_move(const struct deciding *deciding, int verb, uint64_t to, struct bytes id,
                       struct bytes seen, struct view_rating *row);
/* The same of a stage alone: the error that says why not. */
enum error rating_move_from(int verb, uint64_t from, uint64_t to);

#endif
