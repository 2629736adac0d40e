/* Two walks along one table in step. It must not know what a row means. */
#include "server/ledger/ledger.h"

#include <stdio.h>

enum { SHOWN_BYTES = 48 };

/* A key as a person can find it again: what can be printed as it is, all else as \hh. */
static void write_key(char room[4 * SHOWN_BYTES + 4], struct bytes key)
{
    size_t at = 0;
    for (size_t i = 0; i < key.size && i < SHOWN_BYTES; i++) {
        bool plain = key.at[i] > ' ' && key.at[i] < 0x7f && key.at[i] != '\\';
        at += (size_t)snprintf(room + at, 5, plain ? "%c" : "\\%02x", key.at[i]);
    }
    snprintf(room + at, 4, "%s", key.size > SHOWN_BYTES ? "..." : "");
}

static bool differs(const struct ledger_comparison *comparison, struct bytes key, const char *how,
                    char *words, size_t words_size)
{
    char room[4 * SHOWN_BYTES + 4];
    write_key(room, key);
    snprintf(words, words_size, "%s: the row %s %s", store_table_name(comparison->table), room, how);
    return false;
}

static int order(struct bytes one, struct bytes other)
{
    size_t least = one.size < other.size ? one.size : other.size;
    int by_bytes = least > 0 ? memcmp(one.at, other.at, least) : 0;
    return by_bytes != 0 ? by_bytes : (one.size > other.size) - (one.size < other.size);
}

/* What follows a key directly is that key and a zero byte. */
static void go_on_after(struct ledger_comparison *comparison, struct bytes key)
{
    comparison->from = key_empty();
    key_bytes(&comparison->from, key);
    if (key.size < STORE_KEY_BYTES)
        key_bytes(&comparison->from, bytes_of("", 1));
}

bool ledger_compare(struct ledger_comparison *comparison, struct txn *stands, struct txn *folded, size_t most,
                    char *words, size_t words_size)
{
    struct walk one, other;
    bool good = true;
    size_t rows = 0;
    walk_up(&one, stands, comparison->table, key_of(&comparison->from));
    walk_up(&other, folded, comparison->table, key_of(&comparison->from));
    while (good && rows++ < most) {
        bool has_one = walk_next(&one), has_other = walk_next(&other);
        if (!has_one && !has_other) {
            comparison->done = true;
            break;
        }
        int which = !has_one ? 1 : !has_other ? -1 : order(one.key, other.key);
        if (which < 0)
            good = differs(comparison, one.key, "comes from no fact", words, words_size);
        else if (which > 0)
            good = differs(comparison, other.key, "is missing", words, words_size);
        else if (!bytes_equal(one.value, other.value))
            good = differs(comparison, one.key, "is not what the facts fold to", words, words_size);
        else
            go_on_after(comparison, one.key);
    }
    walk_end(&one);
    walk_end(&other);
    return good && txn_error(stands) == OK && txn_error(folded) == OK;
}
