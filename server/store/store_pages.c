/* Walks the trees of LMDB's file with pread, page by page, and believes nothing. It changes nothing, and does
 * not know what any key or value means. */
#include "server/store/store_pages.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/wire/buffer.h"

/* LMDB's format, version 1, as a machine of 64 bits writes it. Numbers are in the machine's own order. */
enum {
    META_PAGES = METAS,
    HEADER_BYTES = 16, /* of each page: number 8, pad 2, kind 2, then lower 2 and upper 2, or a count of 4 */
    AT_KIND = 10,
    AT_LOWER = 12,
    AT_UPPER = 14,
    AT_RUN = 12,
    KIND_BRANCH = 0x01,
    KIND_LEAF = 0x02,
    KIND_RUN = 0x04, /* of whole pages for one large value */
    NODE_BYTES = 8,  /* before its key: size or page 4, flags or page 2, size of the key 2 */
    NODE_RUN = 0x01,
    NODE_TREE = 0x02,
    KEY_MOST = 511,
    LEVELS_MOST = 32,
    PAGE_MOST = 65536,
};

enum tree_kind { TREE_FREE, TREE_NAMES, TREE_VALUES };

struct tree {
    enum tree_kind kind;
    unsigned depth;
    uint64_t root, branches, leaves, run_pages, entries; /* as its record says */
    uint64_t seen_branches, seen_leaves, seen_run_pages, seen_entries;
};

struct check {
    int file;
    size_t page_bytes;
    uint64_t file_pages, last;       /* whole pages there; the last that may be used */
    uint64_t each, left;             /* how many to look at: of each table; of the tree that is looked at */
    uint8_t *used;                   /* a bit a page: in a tree, or free */
    uint8_t *rooms[2 * LEVELS_MOST]; /* a page a level, of the tree of names and of one below it */
    char *what;
};

/* Where a page hangs: keys under it are at least `low` and below `high` (no bytes: no bound). */
struct place {
    uint64_t page;
    unsigned level; /* 1: the root */
    struct bytes low, high;
    unsigned room;
};

struct node {
    unsigned flags;
    uint64_t number; /* of a branch: the page below; of a leaf: the size of the value */
    struct bytes key;
    const uint8_t *value;
    size_t bytes; /* of the page that it takes */
};

static const uint64_t NO_PAGE = UINT64_MAX;

static unsigned two(const uint8_t *at)
{
    uint16_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static uint32_t four(const uint8_t *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static uint64_t eight(const uint8_t *at)
{
    uint64_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

__attribute__((format(printf, 2, 3))) static enum error damaged(struct check *check, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(check->what, PAGES_WHAT_BYTES, format, values);
    va_end(values);
    return ERR_STORE_DAMAGED;
}

static enum error read_at(struct check *check, uint64_t at, uint8_t *room, size_t size)
{
    ssize_t got = pread(check->file, room, size, (off_t)at);
    if (got == (ssize_t)size)
        return OK;
    if (got >= 0)
        return damaged(check, "data.mdb ends at byte %" PRIu64 ", and more was written", at + (uint64_t)got);
    return errno == ENOMEM ? ERR_NO_MEMORY : ERR_STORE_FAILED;
}

/* Takes a run of pages for one use: within the file, and not used before. */
static enum error take_pages(struct check *check, uint64_t first, uint64_t count, bool read)
{
    unsigned long long named = first;
    if (first < META_PAGES || first > check->last || count == 0 || count > check->last - first + 1)
        return damaged(check, "page %llu is named, and there are pages %d to %llu", named, META_PAGES,
                       (unsigned long long)check->last);
    if (read && first + count > check->file_pages)
        return damaged(check, "data.mdb is cut off: it has %llu pages, and page %llu is in use",
                       (unsigned long long)check->file_pages, (unsigned long long)(first + count - 1));
    for (uint64_t page = first; page < first + count; page++) {
        uint8_t *byte = &check->used[page / 8], bit = (uint8_t)(1u << page % 8);
        if ((*byte & bit) != 0)
            return damaged(check, "page %llu is used twice", (unsigned long long)page);
        *byte |= bit;
    }
    return OK;
}

/* --- one page --- */

/* A node's parts, if they lie in the page. */
static bool node_read(const struct check *check, const uint8_t *page, bool leaf, unsigned at,
                      struct node *node)
{
    size_t room = check->page_bytes;
    if (at % 2 != 0 || at < two(page + AT_UPPER) || at + NODE_BYTES > room)
        return false;
    const uint8_t *from = page + at;
    size_t key_bytes = two(from + 6);
    node->flags = two(from + 4);
    node->number = four(from);
    if (key_bytes > room - at - NODE_BYTES)
        return false;
    node->key = bytes_of(from + NODE_BYTES, key_bytes);
    node->value = from + NODE_BYTES + key_bytes;
    node->bytes = NODE_BYTES + key_bytes;
    if (!leaf) {
        node->number |= (uint64_t)node->flags << 32;
        node->flags = 0;
    } else {
        uint64_t here = (node->flags & NODE_RUN) != 0 ? 8 : node->number;
        if (here > room - at - node->bytes)
            return false;
        node->bytes += here;
    }
    node->bytes += node->bytes % 2;
    return node->bytes <= room - at;
}

/* Free pages are listed under numbers, everything else under bytes. */
static int compare(enum tree_kind kind, struct bytes one, struct bytes other)
{
    if (kind == TREE_FREE) {
        uint64_t a = eight(one.at), b = eight(other.at);
        return a < b ? -1 : a > b;
    }
    int order = memcmp(one.at, other.at, one.size < other.size ? one.size : other.size);
    return order != 0 ? order : one.size < other.size ? -1 : one.size > other.size;
}

static bool key_fits(const struct tree *tree, struct bytes key)
{
    return tree->kind == TREE_FREE ? key.size == 8 : key.size >= 1 && key.size <= KEY_MOST;
}

/* The nodes of a page fill what lies above `upper`, each byte once, and their keys are in order and within
 * the bounds. The first key of a branch says nothing. */
static enum error check_nodes(struct check *check, const struct tree *tree, const struct place *place,
                              const uint8_t *page, bool leaf, unsigned count)
{
    unsigned long long number = place->page;
    size_t taken = 0;
    struct bytes before = place->low;
    uint8_t starts[PAGE_MOST / 16] = {0}; /* a bit each two bytes: a node begins here */
    for (unsigned i = 0; i < count; i++) {
        unsigned at = two(page + HEADER_BYTES + 2 * i);
        struct node node;
        if (!node_read(check, page, leaf, at, &node) || (starts[at / 16] & 1u << at / 2 % 8) != 0)
            return damaged(check, "page %llu: its node %u is damaged", number, i);
        starts[at / 16] |= (uint8_t)(1u << at / 2 % 8);
        taken += node.bytes;
        if (!leaf && i == 0)
            continue;
        bool orders =
            key_fits(tree, node.key) &&
            (before.size == 0 || compare(tree->kind, before, node.key) < (leaf && i == 0 ? 1 : 0)) &&
            (place->high.size == 0 || compare(tree->kind, node.key, place->high) < 0);
        if (!orders)
            return damaged(check, "page %llu: its key %u is out of order", number, i);
        before = node.key;
    }
    if (taken != check->page_bytes - two(page + AT_UPPER))
        return damaged(check, "page %llu: its nodes overlap", number);
    return OK;
}

/* Reads a page of a tree and sees that it is one, in the right place. Gives the number of its nodes. */
static enum error read_page(struct check *check, const struct tree *tree, const struct place *place,
                            uint8_t *page, unsigned *count)
{
    unsigned long long number = place->page;
    bool leaf = place->level == tree->depth;
    enum error error = take_pages(check, place->page, 1, true);
    if (error == OK)
        error = read_at(check, place->page * check->page_bytes, page, check->page_bytes);
    if (error != OK)
        return error;
    if (eight(page) != place->page || two(page + AT_KIND) != (leaf ? KIND_LEAF : KIND_BRANCH))
        return damaged(check, "page %llu is not the %s that belongs there", number, leaf ? "leaf" : "branch");
    unsigned lower = two(page + AT_LOWER), upper = two(page + AT_UPPER);
    *count = (lower - HEADER_BYTES) / 2;
    if (lower < HEADER_BYTES + 2 || lower % 2 != 0 || upper < lower || upper > check->page_bytes ||
        (!leaf && *count < 2 && tree->kind != TREE_FREE))
        return damaged(check, "page %llu: its sizes are wrong", number);
    return check_nodes(check, tree, place, page, leaf, *count);
}

/* --- what hangs on a leaf --- */

/* A run of pages that holds one large value. */
static enum error check_run(struct check *check, struct tree *tree, const struct node *node, uint64_t *first)
{
    uint8_t header[HEADER_BYTES];
    *first = eight(node->value);
    uint64_t needed = (HEADER_BYTES + node->number + check->page_bytes - 1) / check->page_bytes;
    if (*first < META_PAGES || *first >= check->file_pages)
        return take_pages(check, *first, needed, true); /* says why not */
    enum error error = read_at(check, *first * check->page_bytes, header, sizeof header);
    if (error != OK)
        return error;
    uint64_t pages = four(header + AT_RUN);
    if (eight(header) != *first || two(header + AT_KIND) != KIND_RUN || pages < needed)
        return damaged(check, "page %llu does not begin the large value that belongs there",
                       (unsigned long long)*first);
    tree->seen_run_pages += pages;
    return take_pages(check, *first, pages, true);
}

/* Pages that may be written over: none of them is in use. */
static enum error check_free(struct check *check, const struct node *node, uint64_t run)
{
    size_t size = node->number;
    uint8_t *list = size % 8 != 0 || size < 8 ? NULL : malloc(size);
    if (list == NULL)
        return size % 8 == 0 && size >= 8 ? ERR_NO_MEMORY : damaged(check, "a list of free pages is damaged");
    enum error error = OK;
    if (run != 0)
        error = read_at(check, run * check->page_bytes + HEADER_BYTES, list, size);
    else
        memcpy(list, node->value, size);
    uint64_t count = eight(list);
    if (error == OK && count > size / 8 - 1)
        error = damaged(check, "a list of free pages is damaged");
    for (uint64_t i = 1; i <= count && error == OK; i++)
        error = take_pages(check, eight(list + 8 * i), 1, false);
    free(list);
    return error;
}

static enum error check_tree(struct check *check, enum tree_kind kind, const uint8_t *record, unsigned room);

static enum error check_value(struct check *check, struct tree *tree, const struct node *node, unsigned room)
{
    uint64_t run = 0;
    enum error error = OK;
    tree->seen_entries++;
    if ((node->flags & ~(unsigned)(NODE_RUN | NODE_TREE)) != 0)
        return damaged(check, "a value is of a kind that does not belong here");
    if ((node->flags & NODE_RUN) != 0)
        error = check_run(check, tree, node, &run);
    if (error != OK)
        return error;
    if (tree->kind == TREE_FREE)
        return check_free(check, node, run);
    if ((node->flags & NODE_TREE) == 0)
        return OK;
    if (tree->kind != TREE_NAMES || run != 0 || node->number != TREE_BYTES)
        return damaged(check, "a table stands where none belongs");
    return check_tree(check, TREE_VALUES, node->value, room);
}

/* --- a tree --- */

static enum error check_page(struct check *check, struct tree *tree, const struct place *place)
{
    uint8_t *page = check->rooms[place->room];
    bool leaf = place->level == tree->depth;
    unsigned count = 0;
    if (check->left == 0)
        return OK;
    check->left--;
    enum error error = read_page(check, tree, place, page, &count);
    *(leaf ? &tree->seen_leaves : &tree->seen_branches) += 1;
    for (unsigned i = 0; i < count && error == OK; i++) {
        struct node node = {0}, after = {0};
        node_read(check, page, leaf, two(page + HEADER_BYTES + 2 * i), &node);
        if (leaf) {
            error = check_value(check, tree, &node, place->room + 1);
            continue;
        }
        if (i + 1 < count)
            node_read(check, page, leaf, two(page + HEADER_BYTES + 2 * (i + 1)), &after);
        struct place below = {
            .page = node.number,
            .level = place->level + 1,
            .low = i == 0 ? place->low : node.key,
            .high = i + 1 < count ? after.key : place->high,
            .room = place->room + 1,
        };
        error = check_page(check, tree, &below);
    }
    return error;
}

static enum error check_tree(struct check *check, enum tree_kind kind, const uint8_t *record, unsigned room)
{
    struct tree tree = {
        .kind = kind,
        .depth = two(record + 6),
        .branches = eight(record + 8),
        .leaves = eight(record + 16),
        .run_pages = eight(record + 24),
        .entries = eight(record + 32),
        .root = eight(record + 40),
    };
    unsigned flags = two(record + 4);
    if (flags != (kind == TREE_FREE ? 0x08 : 0) || tree.depth > LEVELS_MOST)
        return damaged(check, "the record of a table is damaged");
    if (tree.root == NO_PAGE)
        return tree.entries == 0 && tree.depth == 0 ? OK : damaged(check, "the record of a table is damaged");
    if (tree.depth == 0)
        return damaged(check, "the record of a table is damaged");
    const uint64_t left_above = check->left;
    check->left = kind == TREE_VALUES ? check->each : UINT64_MAX; /* names and free pages: all */
    enum error error = check_page(check, &tree, &(struct place){.page = tree.root, .level = 1, .room = room});
    if (error == OK && check->left > 0 &&
        (tree.seen_branches != tree.branches || tree.seen_leaves != tree.leaves ||
         tree.seen_run_pages != tree.run_pages || tree.seen_entries != tree.entries))
        error = damaged(check, "a table does not hold what its record says");
    check->left = left_above;
    return error;
}

/* --- the file --- */

static enum error prepare(struct check *check, const struct store_metas *metas, uint64_t last)
{
    check->page_bytes = metas->page_bytes;
    check->file_pages = metas->file_pages;
    check->last = last;
    if (check->last >= check->file_pages)
        check->each = UINT64_MAX;
    check->used = calloc(1, check->last / 8 + 1);
    for (size_t i = 0; i < sizeof check->rooms / sizeof *check->rooms && check->used != NULL; i++) {
        check->rooms[i] = malloc(check->page_bytes);
        if (check->rooms[i] == NULL)
            return ERR_NO_MEMORY;
    }
    return check->used != NULL ? OK : ERR_NO_MEMORY;
}

enum error pages_check(int file, uint64_t snapshot, uint64_t pages_each, char what[PAGES_WHAT_BYTES])
{
    struct store_metas metas;
    struct check check = {.file = file, .each = pages_each, .what = what};
    enum error error = metas_read(file, &metas, what);
    if (error != OK)
        return error;
    const struct store_meta *meta = &metas.of[snapshot % METAS];
    if (meta->snapshot != snapshot)
        return ERR_BUSY;
    error = prepare(&check, &metas, meta->last);
    if (error == OK)
        error = check_tree(&check, TREE_FREE, meta->trees[0], 0);
    if (error == OK)
        error = check_tree(&check, TREE_NAMES, meta->trees[1], 0);
    for (size_t i = 0; i < sizeof check.rooms / sizeof *check.rooms; i++)
        free(check.rooms[i]);
    free(check.used);
    return error;
}
