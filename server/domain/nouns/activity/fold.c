/* Folding activities: where their facts are, when they are, and how each department stands to them. Their
 * acts can be erased, so it looks at heads alone. */
#include "server/domain/base/owned.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/activity/views.h"
#include "server/domain/views/things.h"

struct store_key activity_reply_key(struct bytes channel, uint64_t number, struct bytes department)
{
    struct store_key key = key_place(channel, number);
    key_bytes(&key, department);
    return key;
}

bool activity_reply(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department,
                    struct view_reply *row)
{
    struct store_key key = activity_reply_key(channel, number, department);
    return view_get(txn, TABLE_REPLIES, key_of(&key), &shape_view_reply, row);
}

static void put_activity(struct txn *txn, struct bytes channel, uint64_t number,
                         const struct view_activity *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_ACTIVITIES, key_of(&key), &shape_view_activity, row);
}

/* A new text, and when it is by that; the row's strings are not read afterwards. */
static void fold_text(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                      struct view_activity *row)
{
    struct store_key text = key_nth(channel, number, row->texts);
    struct store_key by = view_due_key(row->ends, channel, number);
    row->text_seq = fact->head.seq;
    row->head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_activity(txn, channel, number, row);
    view_put_number(txn, TABLE_REVISIONS, key_of(&text), fact->head.seq);
    txn_put(txn, TABLE_ACTIVITIES_BY, key_of(&by), (struct bytes){0});
}

void fold_activity_announced(struct txn *txn, const struct fact *fact,
                             const struct fact_activity_announced *decided)
{
    const struct head *head = &fact->head;
    struct view_activity row = {
        .has = {.due = decided->has.due},
        .seq = head->seq,
        .texts = 1,
        .starts = decided->starts,
        .ends = decided->ends,
        .due = decided->due,
    };
    fold_text(txn, fact, head->channel, head->number, &row);
    owned_put(txn, TABLE_PUBLISHED, head->actor, head->seq);
    things_fold(txn, head, head->number);
}

/* The activity that a later fact is about. */
static bool find_folded(struct txn *txn, struct bytes id, struct bytes *channel, uint64_t *number,
                        struct view_activity *row)
{
    if (id_split(id, channel, number) && view_activity(txn, *channel, *number, row))
        return true;
    return view_missing(txn);
}

void fold_activity_changed(struct txn *txn, const struct fact *fact,
                           const struct fact_activity_changed *decided)
{
    struct view_activity row = {.ends = 0};
    struct bytes channel;
    uint64_t number;
    if (!find_folded(txn, decided->id, &channel, &number, &row))
        return;
    struct store_key before = view_due_key(row.ends, channel, number);
    row.texts++;
    row.starts = decided->starts;
    row.ends = decided->ends;
    row.has.due = decided->has.due;
    row.due = decided->due;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES); /* the last of its strings: it may be written now */
    txn_delete(txn, TABLE_ACTIVITIES_BY, key_of(&before));
    fold_text(txn, fact, channel, number, &row);
}

/* It will not take place, or has; who attended may be said anew. */
static void fold_end(struct txn *txn, const struct fact *fact, struct bytes id, bool cancelled)
{
    struct view_activity row;
    struct bytes channel;
    uint64_t number;
    if (!find_folded(txn, id, &channel, &number, &row))
        return;
    if (cancelled) {
        row.has.cancelled = true;
        row.cancelled = fact->head.seq;
    } else {
        row.has.attended = true;
        row.attended = fact->head.seq;
    }
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_activity(txn, channel, number, &row);
}

void fold_activity_cancelled(struct txn *txn, const struct fact *fact,
                             const struct fact_activity_cancelled *decided)
{
    fold_end(txn, fact, decided->id, true);
}

void fold_activity_attended(struct txn *txn, const struct fact *fact,
                            const struct fact_activity_attended *decided)
{
    fold_end(txn, fact, decided->id, false);
}

/* What a fact in dept/NAME makes of the department's row. A department that is no longer invited keeps an
 * empty one: its channel has acts of the activity. */
static void fold_reply(struct txn *txn, const struct fact *fact, struct bytes id,
                       void change(struct view_reply *row, const struct fact *fact, const void *decided),
                       const void *decided)
{
    struct view_reply row = {.has = {0}};
    struct bytes channel, department;
    uint64_t number;
    if (!channel_department(fact->head.channel, &department) || !id_split(id, &channel, &number)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    activity_reply(txn, channel, number, department, &row);
    change(&row, fact, decided);
    struct store_key key = activity_reply_key(channel, number, department);
    view_put(txn, TABLE_REPLIES, key_of(&key), &shape_view_reply, &row);
}

static void invite(struct view_reply *row, const struct fact *fact, const void *decided)
{
    (void)decided;
    row->has.invited = true;
    row->invited = fact->head.seq;
}

static void uninvite(struct view_reply *row, const struct fact *fact, const void *decided)
{
    (void)fact, (void)decided;
    *row = (struct view_reply){.has = {0}};
}

static void reply(struct view_reply *row, const struct fact *fact, const void *decided)
{
    const struct fact_activity_replied *replied = decided;
    row->has.replied = row->has.coming = true;
    row->replied = fact->head.seq;
    row->coming = replied->coming;
    row->has.late = row->late = replied->has.late && replied->late;
    row->has.people = replied->has.people;
    row->people = replied->people;
}

void fold_activity_invited(struct txn *txn, const struct fact *fact,
                           const struct fact_activity_invited *decided)
{
    fold_reply(txn, fact, decided->id, invite, decided);
}

void fold_activity_uninvited(struct txn *txn, const struct fact *fact,
                             const struct fact_activity_uninvited *decided)
{
    fold_reply(txn, fact, decided->id, uninvite, decided);
}

void fold_activity_replied(struct txn *txn, const struct fact *fact,
                           const struct fact_activity_replied *decided)
{
    fold_reply(txn, fact, decided->id, reply, decided);
}
