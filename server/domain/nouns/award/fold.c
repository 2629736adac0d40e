/* Folding awards: where their facts are, how many stand, and which achievement each counts. Their words can
 * be erased, so it looks at heads alone, but for the title of an award, which stays. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/award/award.h"
#include "server/domain/nouns/award/views.h"
#include "server/domain/views/things.h"

/* --- what is counted --- */

void achievement_count(struct txn *txn, struct bytes id, struct bytes by)
{
    const struct view_counted row = {.by = by};
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_ACHIEVEMENTS, key_of(&key), &shape_view_counted, &row);
}

void achievement_free(struct txn *txn, struct bytes id)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    struct store_key key = key_place(channel, number);
    txn_delete(txn, TABLE_ACHIEVEMENTS, key_of(&key));
}

/* --- titles --- */

void fold_award_defined(struct txn *txn, const struct fact *fact, const struct fact_award_defined *decided)
{
    struct args_award_define args;
    if (!fact_args(txn, fact, &shape_args_award_define, &args))
        return;
    const struct view_award_title row = {
        .title = args.title,
        .since = fact->head.time_ms,
        .given = 0,
    };
    view_put(txn, TABLE_AWARD_TITLES, decided->award, &shape_view_award_title, &row);
}

/* One more of an award, or one less. */
static void count_given(struct txn *txn, struct bytes award, bool more)
{
    struct view_award_title row;
    if (!view_award_title(txn, award, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    row.given = more ? row.given + 1 : row.given - 1;
    view_put(txn, TABLE_AWARD_TITLES, award, &shape_view_award_title, &row);
}

/* --- what was given --- */

static void put_award(struct txn *txn, struct bytes channel, uint64_t number, const struct view_award *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_AWARDS, key_of(&key), &shape_view_award, row);
}

/* That a brand has the award of this number in `brands`, or has it no more. Its id is not a row's. */
static void note_of_brand(struct txn *txn, struct bytes brand, uint64_t number, bool has)
{
    struct bytes channel;
    uint64_t of;
    if (!id_split(brand, &channel, &of)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    struct store_key key = key_nth(channel, of, number);
    if (has)
        txn_put(txn, TABLE_AWARDS_OF, key_of(&key), (struct bytes){0});
    else
        txn_delete(txn, TABLE_AWARDS_OF, key_of(&key));
}

void fold_award_given(struct txn *txn, const struct fact *fact, const struct fact_award_given *decided)
{
    const struct head *head = &fact->head;
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    const struct view_award row = {
        .has.brand = decided->has.brand,
        .seq = head->seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .award = decided->award,
        .year = decided->year,
        .ground = decided->ground,
        .achievement = decided->achievement,
        .department = decided->honoured,
        .brand = decided->brand,
    };
    put_award(txn, head->channel, head->number, &row);
    id_write(&id, head->channel, head->number);
    achievement_count(txn, decided->achievement, buffer_bytes(&id));
    if (decided->has.brand)
        note_of_brand(txn, decided->brand, head->number, true);
    count_given(txn, decided->award, true);
    things_fold(txn, head, head->number);
}

void fold_award_withdrawn(struct txn *txn, const struct fact *fact,
                          const struct fact_award_withdrawn *decided)
{
    char award_room[LIMIT_NAME_BYTES], achievement_room[LIMIT_ID_BYTES], brand_room[LIMIT_ID_BYTES];
    struct buffer award = buffer_over(award_room, sizeof award_room);
    struct buffer achievement = buffer_over(achievement_room, sizeof achievement_room);
    struct buffer brand = buffer_over(brand_room, sizeof brand_room);
    struct view_award row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_award(txn, channel, number, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    buffer_add(&award, row.award.at, row.award.size); /* the row's strings are the store's */
    buffer_add(&achievement, row.achievement.at, row.achievement.size);
    if (row.has.brand)
        buffer_add(&brand, row.brand.at, row.brand.size);
    row.has.withdrawn = true;
    row.withdrawn = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_award(txn, channel, number, &row);
    achievement_free(txn, buffer_bytes(&achievement));
    if (brand.size > 0)
        note_of_brand(txn, buffer_bytes(&brand), number, false);
    count_given(txn, buffer_bytes(&award), false);
}
