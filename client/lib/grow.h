/* A list on the heap that grows. It does not know what is in it. */
#ifndef BULLETIN_CLIENT_GROW_H
#define BULLETIN_CLIENT_GROW_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for one more behind `count` members of `member_bytes` each; the list may move. False when there
 * is no memory, and everything is as it was. */
bool grow_list(void **list, size_t count, size_t *capacity, size_t member_bytes);

#endif
