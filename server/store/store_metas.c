/* Reads the two metas of LMDB's file with pread and holds them to each other and to the size of the file. It
 * changes nothing, and must not know what hangs on a root. */
#include "server/store/store_metas.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    KIND_META = 0x08,
    META_VERSION = 1,
    PAGE_LEAST = 512,
    PAGE_MOST = 65536,
    FREE_BYTES = 8, /* that each free page takes in the list of them */
};
#define META_MAGIC UINT32_C(0xBEEFC0DE)

/* LMDB's format, version 1, as a machine of 64 bits writes it: numbers are in the machine's own order. */
struct meta_page {
    uint64_t number;
    uint16_t pad, kind, lower, upper;
    uint32_t magic, version;
    uint64_t address, map_bytes;
    uint8_t trees[2][TREE_BYTES]; /* the first begins with the size of a page */
    uint64_t last, snapshot;
};
_Static_assert(sizeof(struct meta_page) == 152, "as LMDB lays it out");

static enum error damaged(char what[PAGES_WHAT_BYTES], const char *words)
{
    snprintf(what, PAGES_WHAT_BYTES, "%s", words);
    return ERR_STORE_DAMAGED;
}

static enum error read_page(int file, uint64_t at, struct meta_page *page, char what[PAGES_WHAT_BYTES])
{
    ssize_t got = pread(file, page, sizeof *page, (off_t)at);
    if (got < 0)
        return errno == ENOMEM ? ERR_NO_MEMORY : ERR_STORE_FAILED;
    if (got < (ssize_t)sizeof *page) {
        snprintf(what, PAGES_WHAT_BYTES, "data.mdb ends at byte %" PRIu64 ", and more was written",
                 at + (uint64_t)got);
        return ERR_STORE_DAMAGED;
    }
    if (page->kind != KIND_META || page->magic != META_MAGIC)
        return damaged(what, "data.mdb is not a store");
    if (page->version != META_VERSION)
        return damaged(what, "it was made by another version of LMDB");
    return OK;
}

static size_t page_bytes_of(const struct meta_page *page)
{
    uint32_t bytes;
    memcpy(&bytes, page->trees[0], sizeof bytes);
    return bytes;
}

/* The first meta is read again after the second: a writer changes them by turns. */
static enum error read_pair(int file, struct meta_page pages[METAS], char what[PAGES_WHAT_BYTES])
{
    struct meta_page again;
    enum error error = read_page(file, 0, &pages[0], what);
    if (error != OK)
        return error;
    const size_t bytes = page_bytes_of(&pages[0]);
    if (bytes < PAGE_LEAST || bytes > PAGE_MOST || (bytes & (bytes - 1)) != 0)
        return damaged(what, "data.mdb is not a store");
    error = read_page(file, bytes, &pages[1], what);
    if (error == OK)
        error = read_page(file, 0, &again, what);
    if (error != OK)
        return error;
    if (memcmp(&again, &pages[0], sizeof again) != 0)
        return ERR_BUSY;
    return page_bytes_of(&pages[1]) == bytes ? OK : damaged(what, "data.mdb is not a store");
}

/* Each transaction writes the meta that the one before did not. A store just made has none yet. */
static bool follow_each_other(uint64_t even, uint64_t odd)
{
    return (even == 0 && odd == 0) || (even % 2 == 0 && (odd == even + 1 || odd + 1 == even));
}

/* Pages behind the end of the file are free ones that were never written, so the file lists each of them. */
static bool last_can_be(const struct meta_page *page, const struct store_metas *metas)
{
    const uint64_t listed_most = metas->file_pages * (metas->page_bytes / FREE_BYTES);
    return page->last >= METAS - 1 && page->last < metas->file_pages + listed_most &&
           page->last < page->map_bytes / metas->page_bytes;
}

enum error metas_read(int file, struct store_metas *metas, char what[PAGES_WHAT_BYTES])
{
    struct meta_page pages[METAS];
    struct stat data;
    enum error error = read_pair(file, pages, what);
    if (error != OK)
        return error;
    if (fstat(file, &data) != 0)
        return ERR_STORE_FAILED;
    if (!follow_each_other(pages[0].snapshot, pages[1].snapshot))
        return damaged(what, "the two beginnings of data.mdb do not belong together");
    metas->page_bytes = page_bytes_of(&pages[0]);
    metas->file_pages = (uint64_t)data.st_size / metas->page_bytes;
    for (unsigned i = 0; i < METAS; i++) {
        if (!last_can_be(&pages[i], metas)) {
            snprintf(what, PAGES_WHAT_BYTES,
                     "data.mdb says that its last page is %" PRIu64 ", and has %" PRIu64 " pages",
                     pages[i].last, metas->file_pages);
            return ERR_STORE_DAMAGED;
        }
        metas->of[i].last = pages[i].last;
        metas->of[i].snapshot = pages[i].snapshot;
        memcpy(metas->of[i].trees, pages[i].trees, sizeof pages[i].trees);
    }
    return OK;
}
