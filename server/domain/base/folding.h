/* Folding a text into characters that compare: letters without case, accents or width, by utf8proc. It does
 * not know words, nor where texts are kept. */
#ifndef BULLETIN_DOMAIN_FOLDING_H
#define BULLETIN_DOMAIN_FOLDING_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/wire/buffer.h"

enum sort { SORT_GAP, SORT_LETTER, SORT_IDEOGRAPH };
enum { UNFOLDED_MOST = 32 }; /* of one character: the longest has 18 */

/* A piece of a text, character by character. One may fold into several, all at its place. */
struct folding {
    struct bytes text;
    size_t at;     /* how far it has been taken */
    size_t offset; /* where the character below begins */
    bool ends;     /* the text ends where the piece does; else what it cuts is left to the next */
    uint32_t character;
    enum sort sort;
    int32_t ahead[UNFOLDED_MOST];
    int ahead_count, ahead_at;
};
struct folding folding_of(struct bytes text, bool ends);
bool folding_next(struct folding *folding);
/* Whether all of the characters before `at` have been given: the text can be left here. */
static inline bool folding_is_between(const struct folding *folding)
{
    return folding->ahead_at == folding->ahead_count;
}

#endif
