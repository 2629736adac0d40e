/* What people read of activities: a list by their dates, one of them, and who comes. Texts are read from the
 * acts in the ledger and never copied; of an act that was erased only the head is left. */
#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/activity/views.h"
#include "server/domain/views/listing.h"

enum { DAY_BYTES = 10 };

/* --- one activity --- */

static void add_said(const struct args_activity_announce *said, bool whole, struct record_activity *record)
{
    record->has.headline = record->has.kind = true;
    record->headline = said->headline;
    record->kind = said->kind;
    record->has.place = said->has.place;
    record->place = said->place;
    record->has.days = record->days =
        said->starts.size == DAY_BYTES && (!said->has.ends || said->ends.size == DAY_BYTES);
    if (!whole)
        return;
    record->has.text = said->has.text;
    record->text = said->text;
    record->has.to = said->has.to;
    record->to = said->to;
}

static void add_cancelled(struct txn *txn, const struct view_activity *row, bool whole,
                          struct record_activity *record)
{
    struct fact fact;
    if (!row->has.cancelled || !fact_needed(txn, row->cancelled, &fact))
        return;
    record->has.cancelled = true;
    record->cancelled = fact.head.time_ms;
    record->has.reason = whole && fact_reason(txn, &fact, &record->reason);
}

static void add_attended(struct txn *txn, const struct view_activity *row, struct record_activity *record)
{
    struct args_activity_attended args;
    struct fact fact;
    if (!row->has.attended || !fact_needed(txn, row->attended, &fact) ||
        !fact_args(txn, &fact, &shape_args_activity_attended, &args))
        return;
    record->has.attended = args.has.departments;
    record->attended = args.departments;
    record->has.uninvited = args.has.uninvited;
    record->uninvited = args.uninvited;
    record->has.attended_people = args.has.people;
    record->attended_people = args.people;
    record->has.note = args.has.note;
    record->note = args.note;
}

/* Gives every department that is invited now, in order; false to stop. */
typedef bool reply_taken(void *context, struct bytes department, const struct view_reply *row);
static void walk_replies(struct txn *txn, struct bytes channel, uint64_t number, reply_taken *take,
                         void *context)
{
    struct store_key of = key_place(channel, number);
    struct view_reply row;
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_REPLIES, key_of(&of));
    while (view_next(&walk, &shape_view_reply, &row) &&
           (!row.has.invited || take(context, walk_rest(&walk), &row)))
        continue;
    walk_end(&walk);
}

struct counting {
    const struct actor *actor;
    struct record_activity *record;
};

static bool count_reply(void *context, struct bytes department, const struct view_reply *row)
{
    struct counting *counting = context;
    struct record_activity *record = counting->record;
    const bool coming = row->has.coming && row->coming;
    record->invited++;
    record->coming += coming;
    record->people += coming ? row->people : 0;
    if (bytes_equal_text(department, counting->actor->department)) {
        record->has.mine = record->mine = true;
        record->has.replied = row->has.coming;
        record->replied = row->coming;
    }
    return true;
}

static bool take_activity(const struct asking *asking, struct bytes channel, uint64_t number,
                          const struct view_activity *row, bool whole)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct fact_activity_announced announced;
    struct args_activity_announce said;
    struct fact made, newest;
    if (!fact_needed(asking->txn, row->seq, &made) || !fact_needed(asking->txn, row->text_seq, &newest) ||
        !fact_decided(asking->txn, &made, &shape_fact_activity_announced, &announced))
        return false;
    id_write(&id, channel, number);
    struct record_activity record = {
        .has = {.department = announced.has.department,
                .changed = row->texts > 1,
                .due = row->has.due,
                .erased = row->has.erased},
        .id = buffer_bytes(&id),
        .head = row->head,
        .starts = row->starts,
        .ends = row->ends,
        .actor = made.head.actor,
        .department = announced.department,
        .time = made.head.time_ms,
        .changed = newest.head.time_ms,
        .due = row->due,
        .erased = row->has.erased,
    };
    if (activity_said_by(asking->txn, &newest, &said))
        add_said(&said, whole, &record);
    add_cancelled(asking->txn, row, whole, &record);
    if (whole)
        add_attended(asking->txn, row, &record);
    walk_replies(asking->txn, channel, number, count_reply,
                 &(struct counting){.actor = asking->actor, .record = &record});
    record.has.invited = record.has.coming = record.has.people = record.invited > 0;
    return rows_take(asking->rows, &record);
}

enum error ask_activity_show(const struct asking *asking, const struct args_activity_show *args,
                             struct record_count *ok)
{
    (void)ok;
    struct view_activity row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_activity(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_ACTIVITY, "id", args->id, 0);
    take_activity(asking, channel, number, &row, true);
    return OK;
}

/* --- a list of them --- */

/* A bound of the list: what is given, or what holds by default. */
static enum error read_bound(bool given, const char *field, struct bytes moment, enum day_edge edge,
                             int64_t unless_told, int64_t *time_ms, struct refusal *why)
{
    *time_ms = unless_told;
    return !given || calendar_moment(moment, edge, time_ms) ? OK
                                                            : refuse(why, ERR_BAD_VALUE, field, moment, 0);
}

/* Those that end at the very moment `from` have ended by then. */
static void list(const struct asking *asking, const struct args_activity_list *args, int64_t from_ms,
                 int64_t until_ms)
{
    struct view_activity row;
    struct bytes channel;
    uint64_t number;
    struct listing listing;
    struct store_key first = view_due_key(from_ms, (struct bytes){0}, 0);
    listing_up(&listing, asking->txn, TABLE_ACTIVITIES_BY, asking->rows, &first, 0);
    while (listing_next(&listing)) {
        if (!view_key_split(listing.walk.key, &channel, &number) ||
            !view_activity(asking->txn, channel, number, &row)) {
            txn_fail(asking->txn, ERR_INTERNAL);
            break;
        }
        if (row.ends <= from_ms || row.starts >= until_ms ||
            (args->has.channel && !bytes_equal(channel, args->channel)) ||
            !channel_allows(asking->txn, channel, RIGHT_READ, asking->actor))
            continue;
        if (!take_activity(asking, channel, number, &row, args->has.whole && args->whole))
            listing_stop(&listing);
    }
    listing_end(&listing);
}

enum error ask_activity_list(const struct asking *asking, const struct args_activity_list *args,
                             struct record_count *ok)
{
    (void)ok;
    int64_t from_ms, until_ms;
    enum error error = read_bound(args->has.from, "from", args->from, DAY_BEGINS,
                                  calendar_hour(asking->now_ms, 0, 0), &from_ms, asking->why);
    if (error == OK)
        error =
            read_bound(args->has.until, "until", args->until, DAY_ENDS, INT64_MAX, &until_ms, asking->why);
    if (error == OK)
        list(asking, args, from_ms, until_ms);
    return error;
}

/* --- who comes --- */

/* False when it did not fit. */
static bool take_reply(struct txn *txn, struct bytes id, struct bytes department,
                       const struct view_reply *row, struct rows *rows)
{
    struct args_activity_reply args;
    struct fact fact;
    struct record_reply record = {
        .has = {.coming = row->has.coming,
                .people = row->has.people,
                .actor = row->has.replied,
                .time = row->has.replied},
        .id = id,
        .department = department,
        .coming = row->coming,
        .people = row->people,
    };
    if (row->has.replied) {
        if (!fact_needed(txn, row->replied, &fact))
            return false;
        record.actor = fact.head.actor;
        record.time = fact.head.time_ms;
        record.has.comment = fact_args(txn, &fact, &shape_args_activity_reply, &args) && args.has.comment;
        if (record.has.comment)
            record.comment = args.comment;
        record.has.late = record.late = row->has.late && row->late;
    }
    return rows_take(rows, &record);
}

/* As with receipts: those who publish there see all, others what is their own department's. */
enum error ask_activity_replies(const struct asking *asking, const struct args_activity_replies *args,
                                struct record_count *ok)
{
    (void)ok;
    struct view_activity row;
    struct view_reply reply;
    struct listing listing;
    struct bytes channel, only = {0};
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_activity(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_ACTIVITY, "id", args->id, 0);
    if (!channel_oversees(asking->txn, channel, asking->actor)) {
        only = bytes_of_text(asking->actor->department);
        if (only.size == 0)
            return refuse(asking->why, ERR_NOT_ALLOWED, "id", args->id, 0);
        if (!activity_reply(asking->txn, channel, number, only, &reply))
            return refuse(asking->why, ERR_NOT_INVITED, "id", args->id, 0);
    }
    struct store_key of = activity_reply_key(channel, number, (struct bytes){0});
    listing_names(&listing, asking->txn, TABLE_REPLIES, asking->rows, &of, only);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_reply, &reply)) {
        if (reply.has.invited &&
            !take_reply(asking->txn, args->id, walk_rest(&listing.walk), &reply, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
