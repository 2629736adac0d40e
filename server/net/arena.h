/* Blocks of one size that hold session keys: zeroed when taken, wiped when given back, kept out of core
 * dumps. One thread's. */
#ifndef BULLETIN_NET_ARENA_H
#define BULLETIN_NET_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(size_t block_bytes); /* NULL when memory is out */
void arena_free(struct arena *arena);        /* every block must have been given back */
void *arena_take(struct arena *arena);       /* NULL when memory is out */
void arena_give(struct arena *arena, void *block);

#endif
