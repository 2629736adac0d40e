/* Looks at the pages of a store's file before LMDB believes them. LMDB follows whatever stands in a page, so
 * one damaged number is a fault, or a page of good facts written over. It knows LMDB's file format, version
 * 1, and nothing of what the keys and values mean. */
#ifndef BULLETIN_SERVER_STORE_PAGES_H
#define BULLETIN_SERVER_STORE_PAGES_H

#include "server/store/store_metas.h"

/* Walks every tree as it stood at `snapshot` (LMDB's transaction id), which the caller keeps alive meanwhile:
 * each page is where its parent says, has its own number and kind, and keys in order; none is used twice, or
 * listed as free as well; all lie within the file. Of each table no more than `pages_each` pages are looked
 * at, unless the file is shorter than it claims to be: then everything is. The names of the tables and the
 * free pages are looked at whole.
 *
 * Errors: STORE_DAMAGED (`what` says which page and why), STORE_FAILED (the disk cannot read it), NO_MEMORY,
 * and BUSY (a running server has replaced the snapshot's root: take a newer one). */
enum error pages_check(int file, uint64_t snapshot, uint64_t pages_each, char what[PAGES_WHAT_BYTES]);

#endif
