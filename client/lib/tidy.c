/* Takes away what was not typed. It does not judge what is left. */
#include "client/lib/tidy.h"

#include <string.h>

enum { MARK_BYTES = 3 };

size_t tidy_text(uint8_t *text, size_t size)
{
    const size_t begin = size >= MARK_BYTES && memcmp(text, "\xef\xbb\xbf", MARK_BYTES) == 0 ? MARK_BYTES : 0;
    size_t kept = 0;
    for (size_t i = begin; i < size; i++) {
        if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
            continue;
        text[kept++] = text[i];
    }
    while (kept > 0 && text[kept - 1] == '\n')
        kept--;
    return kept;
}

/* Each of its bytes may be the \n of an \r\n, and some lines may be empty at the end. */
size_t tidy_room(size_t most)
{
    return MARK_BYTES + 2 * most + 4096;
}
