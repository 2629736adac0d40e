/* Twice the room whenever it is full. It frees nothing. */
#include "client/lib/grow.h"

#include <stdlib.h>

bool grow_list(void **list, size_t count, size_t *capacity, size_t member_bytes)
{
    enum { FIRST = 16 };
    if (count < *capacity)
        return true;
    size_t more = 2 * *capacity + FIRST;
    void *moved = realloc(*list, more * member_bytes);
    if (moved == NULL)
        return false;
    *list = moved;
    *capacity = more;
    return true;
}
