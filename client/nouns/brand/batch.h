/* What the bulletin says that names a batch of brands, made of what their applications say and of the meeting
 * at which they are named. It asks nobody and sends nothing. */
#ifndef BULLETIN_CLIENT_BRAND_BATCH_H
#define BULLETIN_CLIENT_BRAND_BATCH_H

#include "protocol/tables.h"

/* Everything is borrowed. */
struct batch {
    uint64_t number;
    const struct record_activity *meeting;
    size_t count; /* 1 and up */
    const struct record_brand *brands;
};

/* At most LIMIT_HEADLINE_BYTES, into a buffer over as many: the number, the round and the brands, of which
 * the last are only counted where they have no room. */
void batch_headline(struct buffer *out, const struct batch *batch);

/* What everyone can rely on; no newline at its end. */
void batch_text(struct buffer *out, const struct batch *batch);

/* All that is to be agreed to: where it is published, in which words and with which files (a FILES value). */
void batch_preview(struct buffer *out, struct bytes channel, struct bytes headline, struct bytes text,
                   struct bytes files);

#endif
