/* What files, pipes and editors put around a text and nobody typed. It does not know where a text comes
 * from. */
#ifndef BULLETIN_CLIENT_TIDY_H
#define BULLETIN_CLIENT_TIDY_H

#include <stddef.h>
#include <stdint.h>

/* Takes away, in place, a byte order mark at the beginning, the \r of every \r\n, and the newlines at the
 * end. Gives the size that is left. */
size_t tidy_text(uint8_t *text, size_t size);

/* How many bytes may be read of a text, so that one of `most` is still told from a longer one. */
size_t tidy_room(size_t most);

#endif
