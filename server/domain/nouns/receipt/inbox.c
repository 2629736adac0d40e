/* What people read of duties: what a department has yet to do, and who is late. It changes nothing and does
 * not know how a duty ends. */
#include <assert.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/views.h"

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

static bool take_duty(const struct asking *asking, struct bytes department, struct bytes channel,
                      uint64_t number)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_bulletin row;
    struct view_receipt receipt;
    if (!view_bulletin(asking->txn, channel, number, &row) ||
        !view_receipt(asking->txn, channel, number, row.revision, department, &receipt)) {
        return view_missing(asking->txn);
    }
    id_write(&id, channel, number);
    struct bytes headline = headline_of(asking->txn, &row);
    const bool has_due = row.has.due && !receipt.has.undated;
    const bool late = has_due && row.due <= asking->now_ms;
    struct record_duty record = {
        .has = {.headline = headline.size > 0,
                .priority = row.has.priority,
                .receipt = row.has.receipt,
                .due = has_due,
                .late = late,
                .delivered = receipt.has.delivered,
                .opened = receipt.has.opened},
        .id = buffer_bytes(&id),
        .department = department,
        .headline = headline,
        .revision = row.revision,
        .revision_head = row.revision_head,
        .committed = time_of(asking->txn, receipt.assigned),
        .priority = row.priority,
        .receipt = row.receipt,
        .due = row.due,
        .late = late,
        .delivered = receipt.has.delivered ? time_of(asking->txn, receipt.delivered) : 0,
        .opened = receipt.has.opened ? time_of(asking->txn, receipt.opened) : 0,
    };
    return rows_take(asking->rows, &record);
}

/* Whose inbox: the asker's own, or the one that was named. */
static enum error inbox_of(const struct asking *asking, const struct args_inbox *args,
                           struct bytes *department)
{
    struct record_department row;
    struct bytes own = bytes_of_text(asking->actor->department);
    bool any = asking->actor->role == ROLE_COMMITTEE || asking->actor->role == ROLE_OPERATOR;
    if (!args->has.department && own.size == 0)
        return refuse(asking->why, ERR_NOT_MEMBER, "department", (struct bytes){0}, 0);
    struct bytes asked = args->has.department ? args->department : own;
    if (!any && !bytes_equal(asked, own))
        return refuse(asking->why, ERR_NOT_ALLOWED, "department", asked, 0);
    if (!view_department(asking->txn, asked, &row))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", asked, 0);
    *department = asked;
    return OK;
}

enum error ask_inbox(const struct asking *asking, const struct args_inbox *args, struct record_count *ok)
{
    (void)ok;
    struct bytes department, channel;
    struct listing listing;
    uint64_t number;
    enum error error = inbox_of(asking, args, &department);
    if (error != OK)
        return error;
    /* Its duties are a department's own wherever they stand; others see what they may read. */
    const bool own = bytes_equal_text(department, asking->actor->department);
    struct store_key from = key_below(department);
    listing_up(&listing, asking->txn, TABLE_INBOX, asking->rows, &from, from.size);
    while (listing_next(&listing)) {
        if (view_key_split(listing.walk.key, &channel, &number) &&
            (own || channel_allows(asking->txn, channel, RIGHT_READ, asking->actor)) &&
            !take_duty(asking, department, channel, number))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- who is late --- */

/* The dues while they are walked: each with the departments of its bulletin. */
struct lateness {
    struct txn *txn;
    const struct actor *actor;
    const struct args_overdue *args;
    struct rows *rows;
    struct bytes due_key; /* the one that the walk stands on */
    bool stopped;
};

/* Where a piece stopped: the due, as its key with its size before it, and the department. */
struct stopped_at {
    struct bytes due_key, department;
};

static void stop_at(struct lateness *lateness, struct bytes department)
{
    uint8_t room[1 + UINT8_MAX + LIMIT_NAME_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    const uint8_t size = (uint8_t)lateness->due_key.size;
    assert(lateness->due_key.size <= UINT8_MAX);
    buffer_add(&out, &size, 1);
    buffer_add(&out, lateness->due_key.at, size);
    buffer_add(&out, department.at, department.size);
    rows_stop(lateness->rows, buffer_bytes(&out));
    lateness->stopped = true;
}

static struct stopped_at read_stop(struct bytes from)
{
    const size_t size = from.size > 0 ? from.at[0] : 0;
    if (size == 0 || size > from.size - 1)
        return (struct stopped_at){.due_key = {0}, .department = {0}};
    return (struct stopped_at){.due_key = bytes_of(from.at + 1, size),
                               .department = bytes_skip(from, 1 + size)};
}

/* Whose rows of a channel's bulletins the asker may see and wants: false for nobody's. */
static bool rows_wanted(const struct lateness *lateness, struct bytes channel, struct bytes *only)
{
    const struct args_overdue *args = lateness->args;
    struct bytes own = bytes_of_text(lateness->actor->department);
    bool all = channel_allows(lateness->txn, channel, RIGHT_READ, lateness->actor) &&
               channel_oversees(lateness->txn, channel, lateness->actor);
    if (!all && (own.size == 0 || (args->has.department && !bytes_equal(args->department, own))))
        return false;
    *only = !all ? own : args->has.department ? args->department : (struct bytes){0};
    return true;
}

/* One bulletin that is late, while its departments are walked. */
struct late {
    struct bytes id, headline;
    struct view_bulletin row;
};

static bool take_overdue(const struct lateness *lateness, const struct late *late, struct bytes department,
                         const struct view_receipt *receipt)
{
    if (receipt->has.signed_for || receipt->has.undated)
        return true;
    struct record_overdue record = {
        .has = {.headline = late->headline.size > 0,
                .delivered = receipt->has.delivered,
                .opened = receipt->has.opened},
        .id = late->id,
        .department = department,
        .headline = late->headline,
        .revision = late->row.revision,
        .due = late->row.due,
        .delivered = receipt->has.delivered ? time_of(lateness->txn, receipt->delivered) : 0,
        .opened = receipt->has.opened ? time_of(lateness->txn, receipt->opened) : 0,
    };
    return rows_take(lateness->rows, &record);
}

/* The departments of a bulletin from one on, or only that one. */
static void take_departments(struct lateness *lateness, const struct late *late, const struct store_key *of,
                             struct bytes only, struct bytes from)
{
    struct view_receipt receipt;
    struct store_key first = *of;
    struct walk walk;
    key_bytes(&first, only.size > 0 ? only : from);
    walk_prefix_up(&walk, lateness->txn, TABLE_RECEIPTS, key_of(&first), of->size);
    while (!lateness->stopped && view_next(&walk, &shape_view_receipt, &receipt)) {
        struct bytes department = walk_rest(&walk);
        if (only.size > 0 && !bytes_equal(department, only))
            break;
        if (rows_due(lateness->rows) || !take_overdue(lateness, late, department, &receipt))
            stop_at(lateness, department);
    }
    walk_end(&walk);
}

static void take_late(struct lateness *lateness, struct bytes channel, uint64_t number, struct bytes from)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct bytes only;
    struct late late;
    if ((lateness->args->has.channel && !bytes_equal(lateness->args->channel, channel)) ||
        !rows_wanted(lateness, channel, &only) || !view_bulletin(lateness->txn, channel, number, &late.row))
        return;
    id_write(&id, channel, number);
    late.id = buffer_bytes(&id);
    late.headline = headline_of(lateness->txn, &late.row);
    struct store_key of = key_nth(channel, number, late.row.revision);
    take_departments(lateness, &late, &of, only, from);
}

enum error ask_overdue(const struct asking *asking, const struct args_overdue *args, struct record_count *ok)
{
    (void)ok;
    struct lateness lateness = {
        .txn = asking->txn, .actor = asking->actor, .args = args, .rows = asking->rows};
    struct record_department department;
    struct bytes channel;
    uint64_t number;
    struct walk walk;
    if (args->has.department && !view_department(asking->txn, args->department, &department))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    struct stopped_at from = read_stop(asking->rows->from);
    walk_up(&walk, asking->txn, TABLE_DUES, from.due_key);
    while (!lateness.stopped && walk_next(&walk) && view_key_time(walk.key) <= asking->now_ms) {
        /* Where the last piece stopped, a step has been made only when a department has been looked at. */
        const bool resumed = bytes_equal(walk.key, from.due_key);
        lateness.due_key = walk.key;
        if (!resumed && rows_due(asking->rows))
            stop_at(&lateness, (struct bytes){0});
        else if (view_key_split(walk.key, &channel, &number))
            take_late(&lateness, channel, number, resumed ? from.department : (struct bytes){0});
    }
    walk_end(&walk);
    return OK;
}
