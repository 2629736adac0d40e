/* Folding brands: where their facts are and how far they have come. Their acts can be erased, so it looks at
 * heads; but for names, which no head may keep: those are taken while the act is there, and given back when
 * it goes. */
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/award/award.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/views/things.h"

/* What one fact does to a brand's row beyond its stage. The row's strings may borrow from `decided`. */
typedef void step_change(struct view_brand *row, const struct fact *fact, const void *decided);

/* --- its name --- */

/* A name that a row holds, apart from the store. */
struct name_held {
    bool is;
    uint8_t hash[LIMIT_HASH_BYTES];
};

static struct name_held name_of_row(const struct view_brand *row)
{
    struct name_held name = {.is = row->has.name_hash};
    if (name.is)
        memcpy(name.hash, row->name_hash.at, sizeof name.hash);
    return name;
}

/* What the act of a fact calls it, if it is there. */
static struct name_held name_of_fact(struct txn *txn, const struct fact *fact)
{
    struct view_application application;
    struct name_held name = {.is = false};
    name.is = brand_said_by(txn, fact, &application) && brand_name_hash(application.name, name.hash);
    return name;
}

static void change_name(struct txn *txn, const struct name_held *before, const struct name_held *after,
                        struct bytes id)
{
    if (before->is && !(after->is && memcmp(before->hash, after->hash, sizeof before->hash) == 0))
        txn_delete(txn, TABLE_BRAND_NAMES, bytes_of(before->hash, sizeof before->hash));
    if (after->is)
        txn_put(txn, TABLE_BRAND_NAMES, bytes_of(after->hash, sizeof after->hash), id);
}

/* --- every step --- */

/* Writes the row, and what it is called from now on. */
static void put(struct txn *txn, struct bytes channel, uint64_t number, struct view_brand *row,
                const struct name_held *name)
{
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    const struct name_held before = name_of_row(row);
    id_write(&id, channel, number);
    row->has.name_hash = name->is;
    row->name_hash = bytes_of(name->hash, sizeof name->hash);
    view_brand_put(txn, channel, number, row);
    change_name(txn, &before, name, buffer_bytes(&id));
}

static void step(struct txn *txn, const struct fact *fact, struct bytes id, const void *decided,
                 step_change *change)
{
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number) || !view_brand(txn, channel, number, &row)) {
        view_missing(txn);
        return;
    }
    const uint64_t texts = row.texts;
    row.stage = brand_stage_by(kind, decided);
    row.moved = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    if (change != NULL)
        change(&row, fact, decided);
    struct name_held name = row.texts > texts ? name_of_fact(txn, fact) : name_of_row(&row);
    name.is = name.is && !brand_is_over(&row);
    put(txn, channel, number, &row, &name);
    things_fold(txn, &fact->head, fact->head.number);
}

/* --- what was handed in --- */

void fold_brand_begun(struct txn *txn, const struct fact *fact, const struct fact_brand_begun *decided)
{
    const struct view_brand row = {
        .seq = fact->head.seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .year = decided->year,
        .department = decided->department,
        .stage = BRAND_STAGE_PREPARING,
        .moved = fact->head.seq,
    };
    view_brand_put(txn, fact->head.channel, fact->head.number, &row);
    things_fold(txn, &fact->head, fact->head.number);
}

static void hand_in(struct view_brand *row, const struct fact *fact, const void *decided)
{
    (void)decided;
    row->texts++;
    row->has.erased = false; /* these words stand, whatever was erased before them */
    row->has.text_seq = true;
    row->text_seq = fact->head.seq;
}

/* The nth text of a thing is found by its place. */
static void note_text(struct txn *txn, const struct fact *fact, struct bytes id, uint64_t revision)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number))
        return;
    struct store_key key = key_nth(channel, number, revision);
    view_put_number(txn, TABLE_REVISIONS, key_of(&key), fact->head.seq);
}

static void hand_in_first(struct view_brand *row, const struct fact *fact, const void *decided)
{
    const struct fact_brand_submitted *submitted = decided;
    hand_in(row, fact, decided);
    row->has.submitted = true;
    row->submitted = fact->head.seq;
    row->has.late = row->late = submitted->has.late && submitted->late;
}

void fold_brand_submitted(struct txn *txn, const struct fact *fact,
                          const struct fact_brand_submitted *decided)
{
    step(txn, fact, decided->id, decided, hand_in_first);
    note_text(txn, fact, decided->id, decided->revision);
}

void fold_brand_revised(struct txn *txn, const struct fact *fact, const struct fact_brand_revised *decided)
{
    step(txn, fact, decided->id, decided, hand_in);
    note_text(txn, fact, decided->id, decided->revision);
}

void fold_brand_withdrawn(struct txn *txn, const struct fact *fact,
                          const struct fact_brand_withdrawn *decided)
{
    step(txn, fact, decided->id, decided, NULL);
}

/* --- what became of it --- */

static void accept(struct view_brand *row, const struct fact *fact, const void *decided)
{
    (void)decided;
    row->has.accepted = true;
    row->accepted = fact->head.seq;
}

void fold_brand_accepted(struct txn *txn, const struct fact *fact, const struct fact_brand_accepted *decided)
{
    step(txn, fact, decided->id, decided, accept);
}

void fold_brand_returned(struct txn *txn, const struct fact *fact, const struct fact_brand_returned *decided)
{
    step(txn, fact, decided->id, decided, NULL);
}

static void evaluate(struct view_brand *row, const struct fact *fact, const void *decided)
{
    (void)decided;
    row->has.evaluated = true;
    row->evaluated = fact->head.seq;
}

void fold_brand_evaluated(struct txn *txn, const struct fact *fact,
                          const struct fact_brand_evaluated *decided)
{
    step(txn, fact, decided->id, decided, evaluate);
}

static void name_it(struct view_brand *row, const struct fact *fact, const void *decided)
{
    const struct fact_brand_named *named = decided;
    row->has.named = row->has.batch = row->has.bulletin = true;
    row->named = fact->head.seq;
    row->batch = named->batch;
    row->bulletin = named->bulletin;
}

void fold_brand_named(struct txn *txn, const struct fact *fact, const struct fact_brand_named *decided)
{
    step(txn, fact, decided->id, decided, name_it);
    achievement_count(txn, decided->id, decided->id); /* what it was named for counts by that */
    achievement_count(txn, decided->bulletin, decided->id);
}

void fold_brand_reviewed(struct txn *txn, const struct fact *fact, const struct fact_brand_reviewed *decided)
{
    step(txn, fact, decided->id, decided, NULL);
}

void fold_brand_kept(struct txn *txn, const struct fact *fact, const struct fact_brand_kept *decided)
{
    step(txn, fact, decided->id, decided, NULL);
}

void fold_brand_revoked(struct txn *txn, const struct fact *fact, const struct fact_brand_revoked *decided)
{
    step(txn, fact, decided->id, decided, NULL);
}

/* What happened is folded from the fact in the brand's channel; everyone can read that it did. */
void fold_brand_upheld(struct txn *txn, const struct fact *fact, const struct fact_brand_upheld *decided)
{
    (void)decided;
    things_fold(txn, &fact->head, fact->head.number);
}

void fold_brand_ended(struct txn *txn, const struct fact *fact, const struct fact_brand_ended *decided)
{
    (void)decided;
    things_fold(txn, &fact->head, fact->head.number);
}

static void leave_schedule(struct view_brand *row, const struct fact *fact, const void *decided)
{
    (void)fact, (void)decided;
    row->has.closing = false;
}

void fold_brand_closed(struct txn *txn, const struct fact *fact, const struct fact_brand_closed *decided)
{
    struct view_brand row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_brand(txn, channel, number, &row)) {
        view_missing(txn);
        return;
    }
    struct store_key entry = view_schedule_key(row.closing, TRANSITION_BRAND_CLOSE, channel, number);
    step(txn, fact, decided->id, decided, leave_schedule);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
}

/* --- erasing --- */

void brand_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    const struct fact_kind *kind = fact_kind_find(gone->head.kind);
    const struct name_held nameless = {.is = false};
    struct view_brand row;
    /* Reasons go by themselves, and what was published when it was named is a bulletin's. */
    if ((kind != &fact_kinds[FACT_brand_submitted] && kind != &fact_kinds[FACT_brand_revised]) ||
        !view_brand(txn, by->head.channel, BRAND_NUMBER, &row))
        return;
    row.has.erased = true;
    row.erased = by->head.seq;
    row.head = bytes_of(by->hash, LIMIT_HASH_BYTES);
    put(txn, by->head.channel, BRAND_NUMBER, &row, &nameless);
}
