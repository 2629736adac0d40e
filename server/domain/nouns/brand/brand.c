/* What a brand is, wherever it is asked for: its channel, its stages in classes, its name folded, and its end
 * with its round. It judges nobody. */
#include "server/domain/nouns/brand/brand.h"

#include <assert.h>

#include "server/domain/base/folding.h"
#include "server/domain/nouns/bulletin/views.h"

/* --- its channel --- */

static struct bytes write_channel(uint64_t year, struct bytes department, char room[LIMIT_CHANNEL_BYTES])
{
    struct buffer out = buffer_over(room, LIMIT_CHANNEL_BYTES);
    const char digits[] = {(char)('0' + year / 1000 % 10), (char)('0' + year / 100 % 10),
                           (char)('0' + year / 10 % 10), (char)('0' + year % 10), '-'};
    buffer_add_text(&out, PREFIX_BRAND);
    buffer_add(&out, digits, sizeof digits); /* the codec takes no year beyond them */
    buffer_add(&out, department.at, department.size);
    return out.overflowed ? (struct bytes){0} : buffer_bytes(&out);
}

struct bytes brand_channel(uint64_t year, struct bytes department, char room[LIMIT_CHANNEL_BYTES])
{
    return write_channel(year, department, room);
}

struct bytes brand_channels_of(uint64_t year, char room[LIMIT_CHANNEL_BYTES])
{
    return write_channel(year, (struct bytes){0}, room);
}

struct bytes brand_id(uint64_t year, struct bytes department, char room[LIMIT_ID_BYTES])
{
    char channel_room[LIMIT_CHANNEL_BYTES];
    struct buffer out = buffer_over(room, LIMIT_ID_BYTES);
    id_write(&out, write_channel(year, department, channel_room), BRAND_NUMBER);
    return buffer_bytes(&out);
}

bool brand_of(struct txn *txn, uint64_t year, struct bytes department, struct view_brand *row)
{
    char room[LIMIT_CHANNEL_BYTES];
    return view_brand(txn, brand_channel(year, department, room), BRAND_NUMBER, row);
}

/* --- its stages --- */

enum { BIT_NAMED = 1, BIT_OVER = 2, BIT_APPLIED = 4, BIT_IN_ROUND = 8 };
static const unsigned classes[BRAND_STAGE_COUNT] = {
    [BRAND_STAGE_PREPARING] = BIT_IN_ROUND,
    [BRAND_STAGE_SUBMITTED] = BIT_APPLIED | BIT_IN_ROUND,
    [BRAND_STAGE_RETURNED] = BIT_APPLIED | BIT_IN_ROUND,
    [BRAND_STAGE_ACCEPTED] = BIT_APPLIED,
    [BRAND_STAGE_EVALUATING] = BIT_APPLIED,
    [BRAND_STAGE_PASSED] = BIT_APPLIED,
    [BRAND_STAGE_FAILED] = BIT_APPLIED | BIT_OVER,
    [BRAND_STAGE_NAMED] = BIT_APPLIED | BIT_NAMED,
    [BRAND_STAGE_REVIEWING] = BIT_APPLIED | BIT_NAMED,
    [BRAND_STAGE_KEPT] = BIT_APPLIED | BIT_NAMED,
    [BRAND_STAGE_WITHDRAWN] = BIT_OVER,
    [BRAND_STAGE_REVOKED] = BIT_APPLIED | BIT_OVER,
    [BRAND_STAGE_CLOSED] = BIT_OVER,
};

static bool is_of(const struct view_brand *row, unsigned bit)
{
    return row->stage < BRAND_STAGE_COUNT && (classes[row->stage] & bit) != 0;
}

bool brand_is_named(const struct view_brand *row)
{
    return is_of(row, BIT_NAMED);
}

bool brand_is_over(const struct view_brand *row)
{
    return is_of(row, BIT_OVER);
}

bool brand_is_applied(const struct view_brand *row)
{
    return is_of(row, BIT_APPLIED);
}

bool brand_ends_with_round(const struct view_brand *row)
{
    return is_of(row, BIT_IN_ROUND);
}

enum brand_stage brand_stage_by(const struct fact_kind *kind, const void *decided)
{
#define REACHED(fact, reached_)                                                                              \
    {                                                                                                        \
        .kind = FACT_brand_##fact, .stage = BRAND_STAGE_##reached_                                           \
    }
    static const struct {
        int kind;
        enum brand_stage stage;
    } reached[] = {
        REACHED(begun, PREPARING),     REACHED(submitted, SUBMITTED), REACHED(revised, SUBMITTED),
        REACHED(withdrawn, WITHDRAWN), REACHED(accepted, ACCEPTED),   REACHED(returned, RETURNED),
        REACHED(named, NAMED),         REACHED(reviewed, REVIEWING),  REACHED(kept, KEPT),
        REACHED(revoked, REVOKED),     REACHED(closed, CLOSED),
    };
#undef REACHED
    if (kind == &fact_kinds[FACT_brand_evaluated])
        return brand_stage_of_verdict(((const struct fact_brand_evaluated *)decided)->verdict);
    for (size_t i = 0; i < sizeof reached / sizeof reached[0]; i++) {
        if (kind == &fact_kinds[reached[i].kind])
            return reached[i].stage;
    }
    return BRAND_STAGE_COUNT;
}

enum brand_stage brand_stage_of_verdict(uint64_t verdict)
{
    static const enum brand_stage stages[BRAND_VERDICT_COUNT] = {
        [BRAND_VERDICT_EVALUATING] = BRAND_STAGE_EVALUATING,
        [BRAND_VERDICT_PASSED] = BRAND_STAGE_PASSED,
        [BRAND_VERDICT_FAILED] = BRAND_STAGE_FAILED,
    };
    assert(verdict < BRAND_VERDICT_COUNT);
    return stages[verdict];
}

/* --- what is said of it --- */

bool brand_name_hash(struct bytes name, uint8_t hash[LIMIT_HASH_BYTES])
{
    /* Of each byte at most as many characters as the longest folds into, each of at most four bytes. */
    uint8_t room[LIMIT_TITLE_BYTES * UNFOLDED_MOST * 4];
    struct buffer out = buffer_over(room, sizeof room);
    struct folding folding = folding_of(name, true);
    while (folding_next(&folding)) {
        const uint32_t character = folding.character;
        const uint8_t bytes[] = {(uint8_t)(character >> 24), (uint8_t)(character >> 16),
                                 (uint8_t)(character >> 8), (uint8_t)character};
        if (folding.sort != SORT_GAP)
            buffer_add(&out, bytes, sizeof bytes);
    }
    assert(!out.overflowed);
    hash_bytes(buffer_bytes(&out), hash);
    return out.size > 0;
}

bool brand_is_known(struct txn *txn, const struct view_brand *row)
{
    struct view_bulletin bulletin;
    struct bytes channel;
    uint64_t number;
    return !row->has.erased || (row->has.bulletin && id_split(row->bulletin, &channel, &number) &&
                                view_bulletin(txn, channel, number, &bulletin) && !bulletin.has.erased);
}

bool brand_said_by(struct txn *txn, const struct fact *fact, struct view_application *application)
{
    static const int says[] = {VERB_brand_submit, VERB_brand_revise};
    return fact_says(txn, fact, says, sizeof says / sizeof says[0], &shape_view_application, application);
}

/* --- its end with its round --- */

/* The first brand behind a key that ends with its round; its key becomes that. */
static bool find_unfinished(struct txn *txn, struct bytes channels, struct store_key *behind,
                            char room[LIMIT_CHANNEL_BYTES], struct bytes *channel)
{
    struct view_brand row;
    struct walk walk;
    struct bytes at;
    uint64_t number;
    bool found = false;
    walk_prefix_up(&walk, txn, TABLE_BRANDS, key_of(behind), channels.size);
    while (!found && view_next(&walk, &shape_view_brand, &row)) {
        if (!brand_ends_with_round(&row) || !view_key_split(walk.key, &at, &number))
            continue;
        memcpy(room, at.at, at.size);
        *channel = bytes_of(room, at.size);
        *behind = key_after(walk.key);
        found = true;
    }
    walk_end(&walk);
    return found;
}

static void walk_round(struct walk *walk, struct txn *txn, uint64_t year)
{
    char channels_room[LIMIT_CHANNEL_BYTES];
    const struct bytes channels = brand_channels_of(year, channels_room);
    struct store_key from = key_empty();
    key_bytes(&from, channels);
    walk_prefix_up(walk, txn, TABLE_BRANDS, key_of(&from), channels.size);
}

uint64_t brand_last_batch(struct txn *txn, uint64_t year)
{
    struct view_brand row;
    struct walk walk;
    uint64_t last = 0;
    walk_round(&walk, txn, year);
    while (view_next(&walk, &shape_view_brand, &row)) {
        if (row.has.batch && row.batch > last)
            last = row.batch;
    }
    walk_end(&walk);
    return last;
}

uint64_t brand_count_unfinished(struct txn *txn, uint64_t year)
{
    struct view_brand row;
    struct walk walk;
    uint64_t count = 0;
    walk_round(&walk, txn, year);
    while (view_next(&walk, &shape_view_brand, &row))
        count += brand_ends_with_round(&row);
    walk_end(&walk);
    return count;
}

void brand_close_with_round(struct txn *txn, uint64_t year, int64_t time_ms)
{
    char channels_room[LIMIT_CHANNEL_BYTES], room[LIMIT_CHANNEL_BYTES];
    const struct bytes channels = brand_channels_of(year, channels_room);
    struct store_key behind = key_empty();
    struct view_brand row;
    struct bytes channel;
    key_bytes(&behind, channels);
    while (find_unfinished(txn, channels, &behind, room, &channel) &&
           view_brand(txn, channel, BRAND_NUMBER, &row)) {
        struct store_key entry = view_schedule_key(time_ms, TRANSITION_BRAND_CLOSE, channel, BRAND_NUMBER);
        row.has.closing = true;
        row.closing = time_ms;
        view_brand_put(txn, channel, BRAND_NUMBER, &row);
        txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
    }
}
