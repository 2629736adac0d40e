/* What people call the fields of an application and the parts of its items, on every screen and in every text
 * that is made of one. It does not know what is done with them. */
#ifndef BULLETIN_CLIENT_BRAND_TITLES_H
#define BULLETIN_CLIENT_BRAND_TITLES_H

#include "protocol/wire/codec.h"

/* Of a field of an application, by its name in the vocabulary. */
const char *brand_title(const char *field);

/* "Measured: by the clock", as a line without its newline. */
void brand_add_part(struct buffer *out, const struct item *item, size_t part);

#endif
