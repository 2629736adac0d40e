/* Pictures before they are cleaned, and what comes of them. It does not know what tests expect. */
#ifndef BULLETIN_TESTS_LOGOS_H
#define BULLETIN_TESTS_LOGOS_H

#include "client/lib/picture/picture.h"
#include "tests/unit/support/pictures.h"

/* Empty, each the same one every time. */
struct buffer logo_room(void);
struct buffer logo_other_room(void);

extern const struct drawing logo_small;
extern const struct photo logo_quarters;

/* Fails the test when it is refused; freed by picture_free. */
struct picture logo_clean(const char *name, struct bytes file);
struct bytes logo_png(const struct picture *picture);

#endif
