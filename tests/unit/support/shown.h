/* Where tests have the client show things. It does not know what is shown. */
#ifndef BULLETIN_TESTS_SHOWN_H
#define BULLETIN_TESTS_SHOWN_H

#include "protocol/wire/buffer.h"

extern char shown[8192]; /* a string, as far as it has come */

/* From here on `shown` is empty, and the buffer's. */
struct buffer shown_begin(void);

#endif
