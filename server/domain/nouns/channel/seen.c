/* What somebody has not read: what others put into a channel, beyond how far they have read it. What they
 * have read singly is taken off. Markers are in the store's notes; it does not know who may read what they
 * mark. */
#include "server/domain/nouns/channel/seen.h"

#include "server/domain/views/things.h"
#include "server/domain/views/views.h"

/* Single markers and things of one's own beyond the channel's marker, of which no more are looked at: too
 * much is said to be unread then, and a marker that moves on puts it right. */
enum { LOOKED_AT_MOST = 1000, DROPPED_AT_ONCE = 32 };

static bool is_own(struct txn *txn, struct bytes account, struct bytes channel, uint64_t number)
{
    struct store_key key = key_place_of(account, channel, number);
    struct bytes value;
    return txn_get(txn, TABLE_THINGS_BY, key_of(&key), &value);
}

/* --- markers --- */

bool seen_number(struct txn *txn, struct bytes account, struct bytes place, uint64_t *number)
{
    struct store_key key = key_pair(account, place);
    return view_number(txn, TABLE_SEEN, key_of(&key), number);
}

static void put_seen(struct txn *txn, struct bytes account, struct bytes place, uint64_t number)
{
    struct store_key key = key_pair(account, place);
    uint64_t before = 0;
    if (seen_number(txn, account, place, &before) && before >= number)
        return;
    view_put_number(txn, TABLE_SEEN, key_of(&key), number);
}

/* How far a thread, or one thing, has been read by a marker of its own. */
static uint64_t seen_of(struct txn *txn, struct bytes account, struct bytes channel, uint64_t number)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    uint64_t seen = 0;
    id_write(&id, channel, number);
    seen_number(txn, account, buffer_bytes(&id), &seen);
    return seen;
}

static bool is_read_singly(struct txn *txn, struct bytes account, struct bytes channel, uint64_t number,
                           uint64_t group)
{
    return seen_of(txn, account, channel, group) >= number ||
           (group != number && seen_of(txn, account, channel, number) >= number);
}

/* The markers below a channel's, one a step. */
struct marks {
    struct walk walk;
    struct bytes channel;
    size_t steps;
};

static void marks_begin(struct marks *marks, struct txn *txn, struct bytes account, struct bytes channel)
{
    struct store_key below = key_pair(account, channel);
    key_bytes(&below, bytes_of("/", 1));
    marks->channel = channel;
    marks->steps = 0;
    walk_prefix(&marks->walk, txn, TABLE_SEEN, key_of(&below));
}

/* A channel's name may go on behind a slash: what is no number there is another channel's. */
static bool marks_next(struct marks *marks, uint64_t *number, uint64_t *seen)
{
    const struct walk *walk = &marks->walk;
    struct bytes channel;
    while (marks->steps++ < LOOKED_AT_MOST && walk_next(&marks->walk)) {
        struct bytes id = bytes_skip(walk->key, walk->prefix - marks->channel.size - 1);
        if (walk->value.size != 8 || !id_split(id, &channel, number) || !bytes_equal(channel, marks->channel))
            continue;
        *seen = number_at(walk->value.at);
        return true;
    }
    return false;
}

/* --- what is unread --- */

/* How many posts of a thread, what opened it among them, stand up to a number. */
static uint64_t posts_upto(struct txn *txn, struct bytes channel, uint64_t thread, uint64_t number)
{
    struct store_key in_thread = key_place(channel, thread);
    struct walk walk;
    uint64_t before;
    walk_numbers_down(&walk, txn, TABLE_THREAD_POSTS, key_of(&in_thread), number);
    const bool any = view_next_number(&walk, &before);
    walk_end(&walk);
    return any ? before + 1 : 0;
}

/* How many things beyond the channel's marker the marker of one place covers. */
static uint64_t covered_by(struct txn *txn, struct bytes account, struct bytes channel, uint64_t marker,
                           uint64_t number, uint64_t seen)
{
    const struct store_key opening = key_nth(channel, number, number);
    struct bytes there;
    uint64_t group;
    if (seen <= marker || !things_group(txn, channel, number, &group))
        return 0;
    if (group != number) /* a post by itself, unless its thread's marker covers it too */
        return number > marker && seen_of(txn, account, channel, group) < number;
    if (!txn_get(txn, TABLE_THREAD_POSTS, key_of(&opening), &there)) /* nothing stands in it but itself */
        return number > marker;
    return posts_upto(txn, channel, number, seen) - posts_upto(txn, channel, number, marker);
}

/* What somebody put into a channel, beyond a marker. */
static void walk_own(struct walk *walk, struct txn *txn, struct bytes account, struct bytes channel,
                     uint64_t marker)
{
    struct store_key own = key_below(account);
    key_name(&own, channel);
    walk_numbers_up(walk, txn, TABLE_THINGS_BY, key_of(&own), marker + 1);
}

/* How much of one's own beyond the marker is not counted as read already. */
static uint64_t own_besides(struct txn *txn, struct bytes account, struct bytes channel, uint64_t marker)
{
    struct walk walk;
    uint64_t number, count = 0;
    walk_own(&walk, txn, account, channel, marker);
    for (size_t steps = 0; steps < LOOKED_AT_MOST && walk_number(&walk, &number); steps++) {
        uint64_t group = walk.value.size == 8 ? number_at(walk.value.at) : number;
        count += !is_read_singly(txn, account, channel, number, group);
    }
    walk_end(&walk);
    return count;
}

uint64_t seen_unread(struct txn *txn, struct bytes account, struct bytes channel)
{
    uint64_t marker = 0, number, seen, read = 0;
    struct marks marks;
    seen_number(txn, account, channel, &marker);
    if (marker == UINT64_MAX)
        return 0;
    uint64_t all = things_upto(txn, channel, UINT64_MAX) - things_upto(txn, channel, marker);
    if (all == 0)
        return 0;
    marks_begin(&marks, txn, account, channel);
    while (marks_next(&marks, &number, &seen))
        read += covered_by(txn, account, channel, marker, number, seen);
    walk_end(&marks.walk);
    read += own_besides(txn, account, channel, marker);
    return all > read ? all - read : 0;
}

uint64_t seen_own_posts(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread,
                        uint64_t marker)
{
    struct walk walk;
    uint64_t number, count = 0;
    walk_own(&walk, txn, account, channel, marker);
    for (size_t steps = 0; steps < LOOKED_AT_MOST && walk_number(&walk, &number); steps++)
        count += walk.value.size == 8 && number_at(walk.value.at) == thread;
    walk_end(&walk);
    return count;
}

/* --- noting --- */

/* How far everything of the channel has been read: its marker goes on over what is one's own and what was
 * read singly. */
static uint64_t read_through(struct txn *txn, struct bytes account, struct bytes channel, uint64_t marker)
{
    struct store_key in_channel = key_below(channel);
    struct walk walk;
    struct tip tip;
    uint64_t number = 0;
    size_t steps = 0;
    bool unread = false;
    walk_numbers_up(&walk, txn, TABLE_THINGS, key_of(&in_channel), marker + 1);
    while (steps++ < LOOKED_AT_MOST && walk_number(&walk, &number)) {
        uint64_t group = walk.value.size == THING_BYTES ? number_at(walk.value.at + 8) : number;
        unread =
            !is_own(txn, account, channel, number) && !is_read_singly(txn, account, channel, number, group);
        if (unread)
            break;
        marker = number;
    }
    walk_end(&walk);
    ledger_tip(txn, channel, &tip);
    return unread || steps > LOOKED_AT_MOST ? marker : tip.number;
}

/* Markers of places that the channel's has passed say nothing any more. */
static void drop_passed(struct txn *txn, struct bytes account, struct bytes channel, uint64_t marker)
{
    struct store_key passed[DROPPED_AT_ONCE];
    struct marks marks;
    size_t count = 0;
    uint64_t number, seen;
    marks_begin(&marks, txn, account, channel);
    while (count < DROPPED_AT_ONCE && marks_next(&marks, &number, &seen)) {
        if (seen > marker)
            continue;
        passed[count] = key_empty();
        key_bytes(&passed[count++], marks.walk.key);
    }
    walk_end(&marks.walk);
    for (size_t i = 0; i < count; i++)
        txn_delete(txn, TABLE_SEEN, key_of(&passed[i]));
}

/* What was shown of a channel in one go, from behind `after` on. */
static void note_stretch(struct txn *txn, const struct seen *seen, uint64_t marker, uint64_t number)
{
    struct store_key in_channel = key_below(seen->channel);
    struct walk walk;
    uint64_t numbers[LOOKED_AT_MOST], at;
    size_t count = 0;
    if (marker >= seen->after) {
        put_seen(txn, seen->account, seen->channel, number);
        return;
    }
    walk_numbers_up(&walk, txn, TABLE_THINGS, key_of(&in_channel), seen->after + 1);
    while (count < LOOKED_AT_MOST && walk_number(&walk, &at) && at <= number)
        numbers[count++] = at;
    walk_end(&walk);
    for (size_t i = 0; i < count; i++) {
        char room[LIMIT_ID_BYTES];
        struct buffer id = buffer_over(room, sizeof room);
        id_write(&id, seen->channel, numbers[i]);
        put_seen(txn, seen->account, buffer_bytes(&id), numbers[i]);
    }
}

void seen_note(struct txn *txn, const struct seen *seen)
{
    uint64_t marker = 0, number = seen->number;
    struct tip tip;
    ledger_tip(txn, seen->channel, &tip);
    if (number > tip.number)
        number = tip.number;
    seen_number(txn, seen->account, seen->channel, &marker);
    if (seen->thread.size > 0)
        put_seen(txn, seen->account, seen->thread, number);
    else
        note_stretch(txn, seen, marker, number);
    seen_number(txn, seen->account, seen->channel, &marker);
    put_seen(txn, seen->account, seen->channel, read_through(txn, seen->account, seen->channel, marker));
    seen_number(txn, seen->account, seen->channel, &marker);
    drop_passed(txn, seen->account, seen->channel, marker);
}

bool seen_is_new(struct txn *txn, struct bytes account, struct bytes channel, struct bytes id,
                 uint64_t number, struct bytes author)
{
    uint64_t of_channel = 0, of_itself = 0;
    seen_number(txn, account, channel, &of_channel);
    seen_number(txn, account, id, &of_itself);
    return account.size > 0 && number > of_channel && number > of_itself && !bytes_equal(author, account);
}
