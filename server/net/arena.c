/* Slabs of memory mapped apart and marked MADV_DONTDUMP, cut into blocks of one size with a list of free
 * ones. It knows nothing of what the blocks hold. */
#include "server/net/arena.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SLAB_BYTES = 256 * 1024 };

struct slab {
    struct slab *next;
    size_t size;
};

struct arena {
    size_t block_bytes;
    struct slab *slabs;
    void *first_free; /* each free block begins with the next */
};

struct arena *arena_new(size_t block_bytes)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL)
        arena->block_bytes = (block_bytes + 15) & ~(size_t)15;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    while (arena->slabs != NULL) {
        struct slab *slab = arena->slabs;
        arena->slabs = slab->next;
        munmap(slab, slab->size);
    }
    free(arena);
}

static int arena_grow(struct arena *arena)
{
    size_t size = SLAB_BYTES;
    struct slab *slab = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slab == MAP_FAILED)
        return -1;
    (void)madvise(slab, size, MADV_DONTDUMP); /* where it is refused, cores are the host's matter */
    slab->next = arena->slabs;
    slab->size = size;
    arena->slabs = slab;
    for (size_t at = 16; at + arena->block_bytes <= size; at += arena->block_bytes) {
        void *block = (char *)slab + at;
        memcpy(block, &arena->first_free, sizeof arena->first_free);
        arena->first_free = block;
    }
    return 0;
}

void *arena_take(struct arena *arena)
{
    if (arena->first_free == NULL && arena_grow(arena) != 0)
        return NULL;
    void *block = arena->first_free;
    assert(block != NULL); /* a block is far smaller than a slab */
    memcpy(&arena->first_free, block, sizeof arena->first_free);
    memset(block, 0, arena->block_bytes);
    return block;
}

void arena_give(struct arena *arena, void *block)
{
    if (block == NULL)
        return;
    sodium_memzero(block, arena->block_bytes);
    memcpy(block, &arena->first_free, sizeof arena->first_free);
    arena->first_free = block;
}
