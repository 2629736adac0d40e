/* What people read of ratings: their own, those of their department, what waits for them, and what happened
 * to one. Words are read from the acts in the ledger and never copied; of an act that was erased only the
 * head is left. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/rating/rating.h"
#include "server/domain/views/listing.h"

static struct bytes write_id(char room[LIMIT_ID_BYTES], struct bytes channel, uint64_t number)
{
    struct buffer out = buffer_over(room, LIMIT_ID_BYTES);
    id_write(&out, channel, number);
    return buffer_bytes(&out);
}

/* --- one rating --- */

/* What it is to whoever asks. */
static void add_mine(const struct actor *actor, const struct view_rating *row, struct record_rating *record)
{
    const bool mine = bytes_equal_text(row->rater, actor->account);
    record->has.mine = record->mine = mine;
    record->has.to_answer = record->to_answer =
        !mine && rating_is_unanswered(row) && bytes_equal_text(row->department, actor->department);
    record->has.to_settle = record->to_settle = mine && row->stage == RATING_STAGE_ANSWERED;
    record->has.to_appeal = record->to_appeal = mine && row->stage == RATING_STAGE_SET_ASIDE;
    record->has.to_decide = record->to_decide =
        actor->role == ROLE_COMMITTEE && rating_waits_for_committee(row);
}

static void add_words(struct txn *txn, const struct fact *given, struct record_rating *record)
{
    struct view_rating_words words;
    if (!rating_said_by(txn, given, &words))
        return;
    record->has.item = words.has.item;
    record->item = words.item;
    record->has.comment = words.has.comment;
    record->comment = words.comment;
}

static bool take_rating(const struct asking *asking, struct bytes channel, uint64_t number,
                        const struct view_rating *row)
{
    char room[LIMIT_ID_BYTES];
    struct fact given, moved;
    if (!fact_needed(asking->txn, row->seq, &given) || !fact_needed(asking->txn, row->moved, &moved))
        return false;
    struct record_rating record = {
        .has = {.due = row->has.due, .overdue = row->has.overdue, .erased = row->has.erased},
        .id = write_id(room, channel, number),
        .head = row->head,
        .department = row->department,
        .grade = row->grade,
        .stage = row->stage,
        .actor = row->rater,
        .time = given.head.time_ms,
        .due = row->due,
        .overdue = true,
        .moved = moved.head.time_ms,
        .moved_by = moved.head.actor,
        .erased = true,
    };
    add_words(asking->txn, &given, &record);
    add_mine(asking->actor, row, &record);
    return rows_take(asking->rows, &record);
}

/* The rating that an id names, for who may see it. */
static enum error find_seen(const struct asking *asking, struct bytes id, struct bytes *channel,
                            uint64_t *number, struct view_rating *row)
{
    if (id_split(id, channel, number) && view_rating(asking->txn, *channel, *number, row) &&
        rating_is_seen_by(row, asking->actor))
        return OK;
    return refuse(asking->why, ERR_UNKNOWN_RATING, "id", id, 0);
}

enum error ask_rating_show(const struct asking *asking, const struct args_rating_show *args,
                           struct record_count *ok)
{
    struct view_rating row;
    struct bytes channel;
    uint64_t number;
    (void)ok;
    enum error error = find_seen(asking, args->id, &channel, &number, &row);
    if (error == OK)
        take_rating(asking, channel, number, &row);
    return error;
}

/* --- lists --- */

/* The rating that a fact gave; false when the answer is full. */
static bool take_given(const struct asking *asking, const struct fact *fact)
{
    struct view_rating row;
    if (!view_rating(asking->txn, fact->head.channel, fact->head.number, &row))
        return view_missing(asking->txn);
    return take_rating(asking, fact->head.channel, fact->head.number, &row);
}

enum error ask_rating_mine(const struct asking *asking, const struct args_rating_mine *args,
                           struct record_count *ok)
{
    const struct store_key first = key_place(bytes_of_text(asking->actor->account), UINT64_MAX);
    struct listing listing;
    struct fact fact;
    uint64_t seq;
    (void)args, (void)ok;
    listing_down(&listing, asking->txn, TABLE_RATED, asking->rows, &first, first.size - sizeof seq);
    while (listing_number(&listing, &seq) && fact_needed(asking->txn, seq, &fact)) {
        if (fact_kind_find(fact.head.kind) == &fact_kinds[FACT_rating_given] && !take_given(asking, &fact))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* What is behind all keys that begin with these bytes. */
static struct store_key key_behind(struct bytes beginning)
{
    static const uint8_t last[] = {0xff}; /* of no name */
    struct store_key key = key_empty();
    key_bytes(&key, beginning);
    key_bytes(&key, bytes_of(last, sizeof last));
    return key;
}

/* Down through all ratings of a department, or of every one. */
static void list_ratings(const struct asking *asking, const struct args_rating_list *args, bool all)
{
    const struct bytes any = bytes_of_text(PREFIX_RATING);
    char room[LIMIT_CHANNEL_BYTES];
    struct store_key first = key_behind(any);
    struct listing listing;
    struct view_rating row;
    struct bytes channel;
    uint64_t number;
    if (!all)
        first = key_place(rating_channel(args->department, room), UINT64_MAX);
    listing_down(&listing, asking->txn, TABLE_RATINGS, asking->rows, &first,
                 all ? any.size : first.size - sizeof number);
    while (listing_next(&listing) && view_decode(asking->txn, listing.walk.value, &shape_view_rating, &row)) {
        if (!view_key_split(listing.walk.key, &channel, &number)) {
            view_missing(asking->txn);
            break;
        }
        if ((!args->has.stage || args->stage == row.stage) && !take_rating(asking, channel, number, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
}

/* A member has those of the department; the committee, all. Whoever reads of none has none. */
enum error ask_rating_list(const struct asking *asking, const struct args_rating_list *args,
                           struct record_count *ok)
{
    const struct bytes own = bytes_of_text(asking->actor->department);
    const bool committee = asking->actor->role == ROLE_COMMITTEE;
    struct args_rating_list wanted = *args;
    struct record_department row;
    (void)ok;
    if (args->has.department && !view_department(asking->txn, args->department, &row))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    if (!committee && !args->has.department)
        wanted.department = own;
    if (committee || (own.size > 0 && bytes_equal(wanted.department, own)))
        list_ratings(asking, &wanted, committee && !args->has.department);
    return OK;
}

/* --- what waits --- */

/* In which words something waits for somebody. */
struct ears {
    char rooms[2][LIMIT_CHANNEL_BYTES];
    struct store_key words[3];
    size_t count;
};

static void hear(const struct actor *actor, struct ears *ears)
{
    ears->count = 0;
    ears->words[ears->count++] =
        key_below(channel_word_of_account(bytes_of_text(actor->account), ears->rooms[0]));
    if (actor->role == ROLE_COMMITTEE)
        ears->words[ears->count++] = key_below(bytes_of_text(role_words[ROLE_COMMITTEE]));
    if (actor->department[0] != '\0')
        ears->words[ears->count++] =
            key_below(channel_word_of(bytes_of_text(actor->department), ears->rooms[1]));
}

/* What waits for the department of somebody on the committee, too, is told once. */
static bool is_told_before(const struct asking *asking, const struct ears *ears, size_t word, uint64_t seq)
{
    struct bytes nothing;
    for (size_t i = 0; i < word; i++) {
        struct store_key key = ears->words[i];
        key_number(&key, seq);
        if (txn_get(asking->txn, TABLE_RATING_WAITS, key_of(&key), &nothing))
            return true;
    }
    return false;
}

enum error ask_rating_waiting(const struct asking *asking, const struct args_rating_waiting *args,
                              struct record_count *ok)
{
    const struct bytes from = asking->rows->from;
    struct listing listing = {.stopped = false};
    struct ears ears;
    struct fact fact;
    uint64_t seq;
    size_t begin = 0;
    (void)args, (void)ok;
    hear(asking->actor, &ears);
    for (size_t i = 0; i < ears.count; i++) {
        const struct store_key *of = &ears.words[i];
        if (from.size >= of->size && memcmp(from.at, of->at, of->size) == 0)
            begin = i;
    }
    for (size_t i = begin; i < ears.count && !listing.stopped; i++) {
        listing_up(&listing, asking->txn, TABLE_RATING_WAITS, asking->rows, &ears.words[i],
                   ears.words[i].size);
        while (listing_number(&listing, &seq) && fact_needed(asking->txn, seq, &fact)) {
            if (!is_told_before(asking, &ears, i, seq) && !take_given(asking, &fact))
                listing_stop(&listing);
        }
        listing_end(&listing);
    }
    return OK;
}

/* --- what happened to one --- */

static uint64_t stage_by(const struct fact_kind *kind, const void *decided, uint64_t grade)
{
#define REACHED(fact, stage_)                                                                                \
    {                                                                                                        \
        .kind = FACT_rating_##fact, .stage = RATING_STAGE_##stage_                                           \
    }
    static const struct {
        int kind;
        uint64_t stage;
    } reached[] = {REACHED(answered, ANSWERED), REACHED(set_aside, SET_ASIDE), REACHED(appealed, APPEALED),
                   REACHED(upheld, UPHELD)};
#undef REACHED
    for (size_t i = 0; i < sizeof reached / sizeof reached[0]; i++) {
        if (kind == &fact_kinds[reached[i].kind])
            return reached[i].stage;
    }
    if (kind == &fact_kinds[FACT_rating_settled])
        return ((const struct fact_rating_settled *)decided)->settled ? RATING_STAGE_SETTLED
                                                                      : RATING_STAGE_UNSETTLED;
    const uint64_t *said = shape_value(kind->decided, decided, "stage"); /* restored, or overdue */
    if (said != NULL)
        return *said;
    return grade_is_bad(grade) ? RATING_STAGE_OPEN : RATING_STAGE_NOTED;
}

/* The fact by which whoever gave it was told the same: the next that carries the act. False for another. */
static bool told_by(struct txn *txn, uint64_t seq, struct bytes rated, struct fact *told)
{
    struct fact fact;
    uint8_t act_hash[LIMIT_HASH_BYTES];
    if (!ledger_read(txn, seq, &fact))
        return false;
    memcpy(act_hash, fact.head.act_hash.at, sizeof act_hash);
    return ledger_read(txn, seq + 1, told) &&
           fact_kind_find(told->head.kind) == &fact_kinds[FACT_rating_told] &&
           bytes_equal(told->head.channel, rated) &&
           bytes_equal(told->head.act_hash, bytes_of(act_hash, sizeof act_hash));
}

static bool take_move(const struct asking *asking, uint64_t seq, const struct view_rating *row)
{
    _Alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    const bool mine = bytes_equal_text(row->rater, asking->actor->account);
    char id_room[LIMIT_ID_BYTES], rated_room[LIMIT_CHANNEL_BYTES];
    struct view_rating_words words = {.has = {0}};
    struct fact fact, told;
    if (!fact_needed(asking->txn, seq, &fact))
        return false;
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    if (kind == NULL || !fact_decided(asking->txn, &fact, kind->decided, decided))
        return view_missing(asking->txn);
    rating_said_by(asking->txn, &fact, &words);
    struct record_rating_move record = {
        .has = {.overdue = kind == &fact_kinds[FACT_rating_overdue],
                .text = words.has.text || words.has.comment,
                .reason = words.has.reason,
                .erased = fact.erased},
        .stage = stage_by(kind, decided, row->grade),
        .overdue = true,
        .time = fact.head.time_ms,
        .actor = fact.head.actor,
        .text = words.has.text ? words.text : words.comment,
        .reason = words.reason,
        .erased = true,
    };
    /* Whoever gave it reads of it elsewhere, and only what others did. */
    const bool told_here = mine && told_by(asking->txn, seq, rated_channel(row->rater, rated_room), &told);
    const struct head *read = told_here ? &told.head : &fact.head;
    record.id = write_id(id_room, read->channel, read->number);
    record.has.unread = record.unread =
        told_here == mine && seen_is_new(asking->txn, bytes_of_text(asking->actor->account), read->channel,
                                         record.id, read->number, record.actor);
    return rows_take(asking->rows, &record);
}

enum error ask_rating_history(const struct asking *asking, const struct args_rating_history *args,
                              struct record_count *ok)
{
    struct listing listing;
    struct view_rating row;
    struct bytes channel;
    uint64_t number, seq;
    (void)ok;
    enum error error = find_seen(asking, args->id, &channel, &number, &row);
    if (error != OK)
        return error;
    const struct store_key of = key_place(channel, number);
    listing_up(&listing, asking->txn, TABLE_RATING_MOVES, asking->rows, &of, of.size);
    while (listing_next(&listing)) {
        if (listing.walk.value.size != sizeof seq) {
            view_missing(asking->txn);
            break;
        }
        if (!take_move(asking, number_at(listing.walk.value.at), &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
