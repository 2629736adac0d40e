/* See shown.h. */
#include "tests/unit/support/shown.h"

#include <string.h>

char shown[8192];

struct buffer shown_begin(void)
{
    memset(shown, 0, sizeof shown);
    return buffer_over(shown, sizeof shown - 1);
}
