/* What is seeded of the present: threads and posts, themes, activities and a round. Their days are reckoned
 * from the day on which they are loaded, and what stands there already is found by its words. */
#ifndef BULLETIN_CLIENT_SEEDED_H
#define BULLETIN_CLIENT_SEEDED_H

#include "client/lib/connect/client.h"
#include "client/lib/seeds.h"

/* `this` or `next` as a month, by the server's clock and zone. Errors: BAD_VALUE. */
enum { SEEDED_MONTH_BYTES = 8, SEEDED_MOMENT_BYTES = 20, SEEDED_YEAR_BYTES = 5 };
enum error seeded_month(struct bytes word, int64_t now_ms, char month[SEEDED_MONTH_BYTES],
                        struct failure *failure);
/* `this` as a year; the same. */
enum error seeded_year(struct bytes word, int64_t now_ms, char year[SEEDED_YEAR_BYTES],
                       struct failure *failure);
/* `+14d` or `+14d 09:00` as a day, or a minute of it; anything else stays as it is. Errors: BAD_VALUE. */
enum error seeded_moment(struct bytes word, int64_t now_ms, char moment[SEEDED_MOMENT_BYTES],
                         struct failure *failure);

/* Whether a thread of this headline, a post of this text or an activity of this headline is there: *id is
 * then its id, or that of the thread in which the post would stand; without one it is empty. */
enum error seeded_find(struct client *client, const struct seed *seed, char id[LIMIT_ID_BYTES + 1],
                       bool *there, struct failure *failure);

#endif
