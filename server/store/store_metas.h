/* The two metas at the beginning of a store's file, each of which names the roots of a snapshot. LMDB maps as
 * much as they say and takes the newer one. It knows what a sound pair looks like, and no other page. */
#ifndef BULLETIN_SERVER_STORE_METAS_H
#define BULLETIN_SERVER_STORE_METAS_H

#include <stddef.h>
#include <stdint.h>

#include "protocol/errors.h"

enum { METAS = 2, TREE_BYTES = 48, PAGES_WHAT_BYTES = 120 };

struct store_metas {
    size_t page_bytes;
    uint64_t file_pages; /* whole ones, that are there */
    struct store_meta {
        uint64_t last, snapshot;      /* the last page that may be used; LMDB's transaction id */
        uint8_t trees[2][TREE_BYTES]; /* the records of free pages, and of names */
    } of[METAS];
};

/* Reads both and sees that they belong together and say nothing that cannot be.
 *
 * Errors: STORE_DAMAGED (`what` says how), STORE_FAILED and NO_MEMORY (the disk cannot read them), and BUSY
 * (a running server has just changed them: look again). */
enum error metas_read(int file, struct store_metas *metas, char what[PAGES_WHAT_BYTES]);

#endif
