/* Rows by their shapes and keys. It decides nothing. */
#include "server/domain/nouns/activity/views.h"

ACTIVITY_VIEWS(VIEW_DEFINED)

bool view_activity(struct txn *txn, struct bytes channel, uint64_t number, struct view_activity *row)
{
    struct store_key key = key_place(channel, number);
    return view_get(txn, TABLE_ACTIVITIES, key_of(&key), &shape_view_activity, row);
}

bool activity_said_by(struct txn *txn, const struct fact *fact, struct args_activity_announce *said)
{
    static const int says[] = {VERB_activity_announce, VERB_activity_change};
    return fact_says(txn, fact, says, sizeof says / sizeof says[0], &shape_args_activity_announce, said);
}
