/* What people read of brands: one of them, those that there are, what happened to one, and the examples. Of a
 * brand that was named everyone reads what it stands for; what was applied with, only who reads its channel.
 * Texts are read from the acts in the ledger and never copied. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/award/award.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/views/listing.h"

/* --- one brand --- */

/* The revision of a number, which there is. */
static bool read_revision(struct txn *txn, struct bytes channel, const struct view_brand *row,
                          uint64_t revision, struct fact *fact)
{
    const struct store_key key = key_nth(channel, BRAND_NUMBER, revision);
    uint64_t seq = row->text_seq;
    if (revision != row->texts && !view_number(txn, TABLE_REVISIONS, key_of(&key), &seq))
        return view_missing(txn);
    return fact_needed(txn, seq, fact);
}

/* What a revision says, and who handed it in when; `whole`: with its long texts. */
static void add_revision(struct txn *txn, struct bytes channel, const struct view_brand *row,
                         uint64_t revision, bool whole, struct record_brand *record)
{
    struct view_application application;
    struct fact fact = {.erased = false}, first;
    if (row->texts == 0 || !read_revision(txn, channel, row, revision, &fact) ||
        !fact_needed(txn, row->submitted, &first))
        return;
    record->has.revision = record->has.revisions = record->has.actor = record->has.time = true;
    record->revision = revision;
    record->revisions = row->texts;
    record->has.erased = record->erased = fact.erased; /* it alone: another may have been, or not */
    record->actor = fact.head.actor;
    record->time = fact.head.time_ms;
    record->has.submitted = true;
    record->submitted = first.head.time_ms;
    record->has.late = record->late = row->has.late && row->late;
    if (!brand_said_by(txn, &fact, &application))
        return;
    if (!whole)
        application.has.meaning = application.has.vision = application.has.position =
            application.has.strengths = application.has.items = application.has.plan =
                application.has.plan_file = application.has.answers = false;
    shape_copy(&shape_view_application, &application, &shape_record_brand, record);
}

/* Since when it is at its stage, and why. */
static void add_moved(struct txn *txn, const struct view_brand *row, struct record_brand *record)
{
    struct fact moved;
    if (!fact_needed(txn, row->moved, &moved))
        return;
    record->has.moved = record->has.moved_by = true;
    record->moved = moved.head.time_ms;
    record->moved_by = moved.head.actor;
    record->has.reason = fact_reason(txn, &moved, &record->reason);
}

/* The meeting at which it was named. */
static void add_meeting(struct txn *txn, const struct view_brand *row, struct record_brand *record)
{
    struct fact_brand_named named;
    struct fact fact;
    if (!row->has.named || !fact_needed(txn, row->named, &fact) ||
        !fact_decided(txn, &fact, &shape_fact_brand_named, &named))
        return;
    record->has.activity = true;
    record->activity = named.activity;
}

static struct record_brand record_of(const struct view_brand *row, struct bytes id)
{
    return (struct record_brand){
        .has = {.batch = row->has.batch, .bulletin = row->has.bulletin, .erased = row->has.erased},
        .id = id,
        .year = row->year,
        .department = row->department,
        .stage = row->stage,
        .batch = row->batch,
        .bulletin = row->bulletin,
        .erased = row->has.erased,
    };
}

/* The awards that it has. */
static void find_awards(struct txn *txn, const struct view_brand *row, struct awards *awards)
{
    char room[LIMIT_CHANNEL_BYTES];
    awards_of_brand(txn, brand_channel(row->year, row->department, room), BRAND_NUMBER, awards);
}

/* The record borrows them. */
static void add_awards(struct txn *txn, const struct view_brand *row, struct awards *awards,
                       struct record_brand *record)
{
    find_awards(txn, row, awards);
    record->awards = awards->names;
    record->award_titles = awards->titles;
    record->has.awards = record->has.award_titles = awards->names.size > 0;
}

/* What it is to whoever asks. */
static void add_mine(const struct actor *actor, const struct view_brand *row, struct record_brand *record)
{
    record->has.mine = record->mine = bytes_equal_text(row->department, actor->department);
    record->has.to_check = record->to_check =
        actor->role == ROLE_COMMITTEE && row->stage == BRAND_STAGE_SUBMITTED && !row->has.erased;
}

/* For who reads its channel. */
static bool take_inside(const struct asking *asking, struct bytes channel, const struct view_brand *row,
                        uint64_t revision, bool whole)
{
    char room[LIMIT_ID_BYTES];
    struct awards awards;
    struct record_brand record = record_of(row, brand_id(row->year, row->department, room));
    record.has.head = true;
    record.head = row->head;
    add_mine(asking->actor, row, &record);
    add_revision(asking->txn, channel, row, revision, whole, &record);
    add_moved(asking->txn, row, &record);
    add_meeting(asking->txn, row, &record);
    add_awards(asking->txn, row, &awards, &record);
    return rows_take(asking->rows, &record);
}

/* Everyone was told of it, and is told what became of it since. */
static bool is_public(const struct view_brand *row)
{
    return row->has.named;
}

/* For everyone. That it is being reviewed is told when something has come of that. */
static uint64_t public_stage(const struct view_brand *row)
{
    return row->stage == BRAND_STAGE_REVIEWING ? BRAND_STAGE_NAMED : row->stage;
}

static bool take_outside(const struct asking *asking, const struct view_brand *row)
{
    char room[LIMIT_ID_BYTES];
    struct awards awards;
    struct view_application application;
    struct record_brand record = record_of(row, brand_id(row->year, row->department, room));
    struct fact fact;
    record.stage = public_stage(row);
    if (row->stage == BRAND_STAGE_KEPT || row->stage == BRAND_STAGE_REVOKED)
        add_moved(asking->txn, row, &record);
    add_meeting(asking->txn, row, &record);
    add_awards(asking->txn, row, &awards, &record);
    if (!fact_needed(asking->txn, row->text_seq, &fact))
        return false;
    if (brand_said_by(asking->txn, &fact, &application)) {
        record.has.name = true;
        record.name = application.name;
        record.has.slogan = application.has.slogan;
        record.slogan = application.slogan;
        record.has.logo = true;
        record.logo = application.logo;
    }
    return rows_take(asking->rows, &record);
}

enum error ask_brand_show(const struct asking *asking, const struct args_brand_show *args,
                          struct record_count *ok)
{
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    (void)ok;
    if (!id_split(args->id, &channel, &number) || !view_brand(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_BRAND, "id", args->id, 0);
    const bool inside = channel_allows(asking->txn, channel, RIGHT_READ, asking->actor);
    if (!inside && !is_public(&row)) /* to a stranger it is as if there were none */
        return refuse(asking->why, ERR_UNKNOWN_BRAND, "id", args->id, 0);
    if (!inside && args->has.revision)
        return refuse(asking->why, ERR_BRAND_REVISIONS, "revision", args->id, 0);
    if (!inside) {
        take_outside(asking, &row);
        return OK;
    }
    if (args->has.revision && (args->revision == 0 || args->revision > row.texts))
        return refuse(asking->why, ERR_UNKNOWN_REVISION, "revision", args->id, row.texts);
    take_inside(asking, channel, &row, args->has.revision ? args->revision : row.texts, true);
    return OK;
}

/* --- those that there are --- */

/* A walk over brands, of a round and a department or of all. */
struct brands {
    const struct asking *asking;
    struct bytes only; /* the department; size 0: all */
    struct listing listing;
    struct bytes channel;
};

static void brands_begin(struct brands *brands, const struct asking *asking, const uint64_t *year,
                         struct bytes department)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct store_key first = key_empty();
    if (year != NULL)
        key_bytes(&first, brand_channels_of(*year, room));
    *brands = (struct brands){.asking = asking, .only = department};
    listing_up(&brands->listing, asking->txn, TABLE_BRANDS, asking->rows, &first, first.size);
}

static bool brands_next(struct brands *brands, struct view_brand *row)
{
    uint64_t number;
    while (listing_next(&brands->listing)) {
        if (!view_key_split(brands->listing.walk.key, &brands->channel, &number))
            return view_missing(brands->asking->txn);
        if (!view_decode(brands->asking->txn, brands->listing.walk.value, &shape_view_brand, row))
            return false;
        if (brands->only.size == 0 || bytes_equal(row->department, brands->only))
            return true;
    }
    return false;
}

/* Whoever names a department that is not there has mistyped it. */
static enum error judge_department(const struct asking *asking, bool has, struct bytes named)
{
    struct record_department department;
    return !has || view_department(asking->txn, named, &department)
               ? OK
               : refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", named, 0);
}

enum error ask_brand_list(const struct asking *asking, const struct args_brand_list *args,
                          struct record_count *ok)
{
    struct brands brands;
    struct view_brand row;
    (void)ok;
    enum error error = judge_department(asking, args->has.department, args->department);
    if (error != OK)
        return error;
    brands_begin(&brands, asking, args->has.year ? &args->year : NULL,
                 args->has.department ? args->department : (struct bytes){0});
    while (brands_next(&brands, &row)) {
        const bool inside = channel_allows(asking->txn, brands.channel, RIGHT_READ, asking->actor);
        if (!inside && !is_public(&row))
            continue;
        if (args->has.stage && args->stage != (inside ? row.stage : public_stage(&row)))
            continue;
        if (!(inside ? take_inside(asking, brands.channel, &row, row.texts, false)
                     : take_outside(asking, &row)))
            listing_stop(&brands.listing);
    }
    listing_end(&brands.listing);
    return OK;
}

/* --- what there is to learn from --- */

static bool take_example(const struct asking *asking, const struct view_brand *row)
{
    char room[LIMIT_ID_BYTES];
    struct awards awards;
    struct view_application application;
    struct fact text, named;
    find_awards(asking->txn, row, &awards);
    struct record_example record = {
        .has = {.awards = awards.names.size > 0, .award_titles = awards.titles.size > 0},
        .id = brand_id(row->year, row->department, room),
        .year = row->year,
        .department = row->department,
        .batch = row->batch,
        .bulletin = row->bulletin,
        .awards = awards.names,
        .award_titles = awards.titles,
    };
    if (!fact_needed(asking->txn, row->text_seq, &text) || !fact_needed(asking->txn, row->named, &named))
        return false;
    record.time = named.head.time_ms;
    if (brand_said_by(asking->txn, &text, &application)) /* the record has what everyone may see of it */
        shape_copy(&shape_view_application, &application, &shape_record_example, &record);
    return rows_take(asking->rows, &record);
}

enum error ask_brand_examples(const struct asking *asking, const struct args_brand_examples *args,
                              struct record_count *ok)
{
    struct brands brands;
    struct view_brand row = {.department = {0}};
    (void)ok;
    enum error error = judge_department(asking, args->has.department, args->department);
    if (error != OK)
        return error;
    brands_begin(&brands, asking, args->has.year ? &args->year : NULL,
                 args->has.department ? args->department : (struct bytes){0});
    while (brands_next(&brands, &row)) {
        if (brand_is_named(&row) && !take_example(asking, &row))
            listing_stop(&brands.listing);
    }
    listing_end(&brands.listing);
    return OK;
}

/* --- what happened to one --- */

/* False when it did not fit. */
static bool take_move(const struct asking *asking, const struct fact *fact, const struct fact_kind *kind,
                      const void *decided, enum brand_stage stage)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    const uint64_t *revision = shape_value(kind->decided, decided, "revision");
    const bool *late = shape_value(kind->decided, decided, "late");
    id_write(&id, fact->head.channel, fact->head.number);
    struct record_brand_move record = {
        .has = {.revision = revision != NULL, .late = late != NULL && *late, .erased = fact->erased},
        .id = buffer_bytes(&id),
        .stage = stage,
        .revision = revision != NULL ? *revision : 0,
        .time = fact->head.time_ms,
        .actor = fact->head.actor,
        .late = true,
        .erased = true,
    };
    record.has.reason = fact_reason(asking->txn, fact, &record.reason);
    return rows_take(asking->rows, &record);
}

enum error ask_brand_history(const struct asking *asking, const struct args_brand_history *args,
                             struct record_count *ok)
{
    _Alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct listing listing;
    struct view_brand row;
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    (void)ok;
    if (!id_split(args->id, &channel, &number) || !view_brand(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_BRAND, "id", args->id, 0);
    const struct store_key first = key_place(channel, number);
    listing_up(&listing, asking->txn, TABLE_PLACES, asking->rows, &first, first.size - 8);
    while (listing_next(&listing)) {
        if (listing.walk.value.size != 8 ||
            !fact_needed(asking->txn, number_at(listing.walk.value.at), &fact)) {
            view_missing(asking->txn);
            break;
        }
        const struct fact_kind *kind = fact_kind_find(fact.head.kind);
        if (kind == NULL || !fact_decided(asking->txn, &fact, kind->decided, decided))
            continue;
        const enum brand_stage stage = brand_stage_by(kind, decided);
        if (stage != BRAND_STAGE_COUNT && !take_move(asking, &fact, kind, decided, stage))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
