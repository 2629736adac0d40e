/* The one way in which a brand is moved: by the table of moves (BRAND_MOVES). It does not know what a move
 * says beside that. */
#ifndef BULLETIN_DOMAIN_BRAND_MOVES_H
#define BULLETIN_DOMAIN_BRAND_MOVES_H

#include "server/domain/nouns/brand/brand.h"

/* From what is not there yet. */
enum { BRAND_STAGE_NOTHING = BRAND_STAGE_COUNT };

enum brand_mover {
#define MOVER_SYMBOL(symbol, who) MOVER_##symbol,
    BRAND_MOVERS(MOVER_SYMBOL)
#undef MOVER_SYMBOL
        MOVER_COUNT
};

struct brand_move {
    uint64_t from, to; /* BRAND_STAGE_… */
    int verb;          /* VERB_… */
    enum brand_mover who;
};
/* All that there are, and then one from and to nothing. */
extern const struct brand_move brand_moves[];

/* Who makes the moves of a verb; MOVER_COUNT: it makes none. */
enum brand_mover brand_mover_of(int verb);
/* Whether whoever acts makes the moves of a verb, of a department's brand (what it is called: `id`). Errors:
 * NOT_MEMBER, BRAND_OTHERS, NOT_SIGNER, NOT_ALLOWED. */
enum error brand_mover_decide(const struct deciding *deciding, int verb, struct bytes department,
                              struct bytes id);

/* Whether a brand can be moved so by whoever acts, who has seen it as it is; gives it. `to` is the wanted
 * stage where a verb leads to several, and BRAND_STAGE_COUNT where it does not. Errors: UNKNOWN_BRAND, those
 * of brand_mover_decide, that of its stage (BRAND_…), BRAND_WORDLESS, ROUND_CLOSED, HEAD_CHANGED. */
enum error brand_move(const struct deciding *deciding, int verb, uint64_t to, struct bytes id,
                      struct bytes seen, struct view_brand *row);
/* The same where an act names the brand, and what was seen of it, by other fields than `id` and `seen`. */
struct brand_named_by {
    const char *id_field, *seen_field;
    struct bytes id, seen;
};
enum error brand_move_by(const struct deciding *deciding, int verb, uint64_t to,
                         const struct brand_named_by *by, struct view_brand *row);
/* The same of a stage alone: the error that says why not. */
enum error brand_move_from(int verb, uint64_t from, uint64_t to);
/* Whether a move judges what was handed in, and so cannot be made once that was erased. A revision brings new
 * words, a withdrawal needs none, and what is named stays so without the words it came by. */
bool brand_reads_words(int verb, uint64_t from);

#endif
