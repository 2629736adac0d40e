/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/forum/views.h"

FORUM_VIEWS(VIEW_DEFINED)

bool view_thread(struct txn *txn, struct bytes channel, uint64_t number, struct view_thread *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_THREADS, key_of(&key), &shape_view_thread, row);
}

bool view_post(struct txn *txn, struct bytes channel, uint64_t number, struct view_post *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_POSTS, key_of(&key), &shape_view_post, row);
}
