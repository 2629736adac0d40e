/* What people read of duties: what a department has yet to do, and who is late. It changes nothing and does
 * not know how a duty ends. */
#include "server/domain/handlers.h"
#include "server/domain/notice.h"
#include "server/domain/views.h"

/* The time of a fact that a view names. */
static int64_t time_of(struct txn *txn, uint64_t seq)
{
    struct fact fact;
    if (ledger_read(txn, seq, &fact))
        return fact.head.time_ms;
    txn_fail(txn, ERR_INTERNAL);
    return 0;
}

/* The headline of a bulletin's newest revision; none (size 0) when it was erased. */
static struct bytes headline_of(struct txn *txn, const struct view_bulletin *row)
{
    struct fact fact;
    struct view_notice notice;
    if (!ledger_read(txn, row->revision_seq, &fact))
        txn_fail(txn, ERR_INTERNAL);
    else if (notice_of_fact(txn, &fact, &notice))
        return notice.headline;
    return (struct bytes){0};
}

static bool take_duty(struct txn *txn, struct bytes department, struct bytes channel, uint64_t number,
                      int64_t now_ms, struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_bulletin row;
    struct view_receipt receipt;
    if (!view_bulletin(txn, channel, number, &row) ||
        !view_receipt(txn, channel, number, row.revision, department, &receipt)) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    id_write(&id, channel, number);
    struct bytes headline = headline_of(txn, &row);
    bool late = row.has.due && row.due <= now_ms;
    struct record_duty record = {
        .has = {.id = true,
                .department = true,
                .headline = headline.size > 0,
                .revision = true,
                .revision_head = true,
                .committed = true,
                .priority = row.has.priority,
                .receipt = row.has.receipt,
                .due = row.has.due,
                .late = late,
                .delivered = receipt.has.delivered,
                .opened = receipt.has.opened},
        .id = buffer_bytes(&id),
        .department = department,
        .headline = headline,
        .revision = row.revision,
        .revision_head = row.revision_head,
        .committed = time_of(txn, receipt.assigned),
        .priority = row.priority,
        .receipt = row.receipt,
        .due = row.due,
        .late = late,
        .delivered = receipt.has.delivered ? time_of(txn, receipt.delivered) : 0,
        .opened = receipt.has.opened ? time_of(txn, receipt.opened) : 0,
    };
    return rows->take(rows->context, &record);
}

/* Whose inbox: the asker's own, or the one that was named. */
static enum error inbox_of(struct txn *txn, const struct actor *actor, const struct args_inbox *args,
                           struct bytes *department, struct refusal *why)
{
    struct record_department row;
    struct bytes own = bytes_of_text(actor->department);
    bool any = actor->role == ROLE_COMMITTEE || actor->role == ROLE_OPERATOR;
    if (!args->has.department && own.size == 0)
        return refuse(why, ERR_NOT_MEMBER, "department", (struct bytes){0}, 0);
    struct bytes asked = args->has.department ? args->department : own;
    if (!any && !bytes_equal(asked, own))
        return refuse(why, ERR_NOT_ALLOWED, "department", asked, 0);
    if (!view_department(txn, asked, &row))
        return refuse(why, ERR_UNKNOWN_DEPARTMENT, "department", asked, 0);
    *department = asked;
    return OK;
}

enum error ask_inbox(struct txn *txn, const struct actor *actor, int64_t now_ms,
                     const struct args_inbox *args, struct rows *rows, struct record_count *ok,
                     struct refusal *why)
{
    struct bytes department, channel;
    uint64_t number;
    struct walk walk;
    enum error error = inbox_of(txn, actor, args, &department, why);
    if (error != OK)
        return error;
    struct store_key from = key_empty();
    key_name(&from, department);
    size_t prefix = from.size;
    if (args->has.after && id_split(args->after, &channel, &number) && number < UINT64_MAX)
        from = view_inbox_key(department, channel, number + 1);
    walk_up(&walk, txn, TABLE_INBOX, key_of(&from));
    while (!ok->more && walk_next(&walk) && walk.key.size > prefix &&
           memcmp(walk.key.at, from.at, prefix) == 0) {
        if (view_key_split(walk.key, &channel, &number))
            ok->has.more = ok->more = !take_duty(txn, department, channel, number, now_ms, rows);
    }
    walk_end(&walk);
    return OK;
}

/* One bulletin that is late, while its departments are walked. */
struct late {
    struct txn *txn;
    struct bytes id, headline;
    const struct view_bulletin *row;
    struct bytes only; /* of this department; size 0: of all */
    struct rows *rows;
    bool full;
};

static bool take_overdue(void *context, struct bytes department, const struct view_receipt *receipt)
{
    struct late *late = context;
    if (receipt->has.signed_for || (late->only.size > 0 && !bytes_equal(department, late->only)))
        return true;
    struct record_overdue record = {
        .has = {.id = true,
                .department = true,
                .headline = late->headline.size > 0,
                .revision = true,
                .due = true,
                .delivered = receipt->has.delivered,
                .opened = receipt->has.opened},
        .id = late->id,
        .department = department,
        .headline = late->headline,
        .revision = late->row->revision,
        .due = late->row->due,
        .delivered = receipt->has.delivered ? time_of(late->txn, receipt->delivered) : 0,
        .opened = receipt->has.opened ? time_of(late->txn, receipt->opened) : 0,
    };
    late->full = !late->rows->take(late->rows->context, &record);
    return !late->full;
}

/* Whose rows of a channel's bulletins the asker may see and wants: false for nobody's. */
static bool rows_wanted(struct txn *txn, const struct actor *actor, struct bytes channel,
                        const struct args_overdue *args, struct bytes *only)
{
    struct bytes own = bytes_of_text(actor->department);
    bool all = channel_allows(txn, channel, RIGHT_READ, actor) && receipts_allowed(txn, channel, actor);
    if (!all && (own.size == 0 || (args->has.department && !bytes_equal(args->department, own))))
        return false;
    *only = !all ? own : args->has.department ? args->department : (struct bytes){0};
    return true;
}

/* False when the answer is full. */
static bool take_late(struct txn *txn, const struct actor *actor, struct bytes channel, uint64_t number,
                      const struct args_overdue *args, struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_bulletin row;
    struct late late = {.txn = txn, .row = &row, .rows = rows};
    if ((args->has.channel && !bytes_equal(args->channel, channel)) ||
        !rows_wanted(txn, actor, channel, args, &late.only) || !view_bulletin(txn, channel, number, &row))
        return true;
    id_write(&id, channel, number);
    late.id = buffer_bytes(&id);
    late.headline = headline_of(txn, &row);
    duty_walk(txn, channel, number, row.revision, take_overdue, &late);
    return !late.full;
}

enum error ask_overdue(struct txn *txn, const struct actor *actor, int64_t now_ms,
                       const struct args_overdue *args, struct rows *rows, struct record_count *ok,
                       struct refusal *why)
{
    struct record_department department;
    struct bytes channel;
    uint64_t number;
    struct walk walk;
    if (args->has.channel && !channel_exists(txn, args->channel))
        return refuse(why, ERR_UNKNOWN_CHANNEL, "channel", args->channel, 0);
    if (args->has.department && !view_department(txn, args->department, &department))
        return refuse(why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    struct store_key from = key_empty();
    walk_up(&walk, txn, TABLE_DUES, key_of(&from));
    while (!ok->more && walk_next(&walk) && view_key_time(walk.key) <= now_ms) {
        if (view_key_split(walk.key, &channel, &number))
            ok->has.more = ok->more = !take_late(txn, actor, channel, number, args, rows);
    }
    walk_end(&walk);
    return OK;
}
