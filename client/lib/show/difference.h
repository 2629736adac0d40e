/* What became of a text, line by line: kept, taken away, added. It knows two texts and no more; what they
 * belong to, whoever asks knows. */
#ifndef BULLETIN_CLIENT_DIFFERENCE_H
#define BULLETIN_CLIENT_DIFFERENCE_H

#include "protocol/wire/buffer.h"

enum difference_kind { DIFFERENCE_KEPT, DIFFERENCE_TAKEN, DIFFERENCE_ADDED };

struct difference_line {
    enum difference_kind kind;
    struct bytes text; /* without its newline; borrowed from one of the texts */
};

/* In order; where lines were exchanged, those taken away stand before those added. */
struct difference {
    struct difference_line *lines;
    size_t count;
    size_t changed; /* lines that were not kept; 0: the texts are the same but for a newline at the end */
};

/* As few lines as possible are taken away and added, up to 512 of them; of texts that differ in more, all
 * between the first and the last that differ. Freed by difference_free. False: no memory. */
bool difference_make(struct difference *difference, struct bytes before, struct bytes after);
void difference_free(struct difference *difference);

/* Appends the changed lines behind "- " and "+ ", and `around` of those kept before and behind them; "…"
 * stands for the others. Each line is wrapped as width_wrap does. */
void difference_show(struct buffer *out, const struct difference *difference, size_t around, size_t columns);

/* What difference_show writes is no longer than that. */
size_t difference_room(const struct difference *difference);

#endif
