/* What a rating is, by its row; and the service items that can be rated by themselves, which the named brands
 * of a department promise. It judges nobody. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/rating/rating.h"
#include "server/domain/views/rows.h"

/* --- its stages in classes --- */

bool rating_is_aside(const struct view_rating *row)
{
    return row->stage == RATING_STAGE_SET_ASIDE || row->stage == RATING_STAGE_APPEALED ||
           row->stage == RATING_STAGE_UPHELD;
}

bool rating_is_unanswered(const struct view_rating *row)
{
    return row->stage == RATING_STAGE_OPEN || row->stage == RATING_STAGE_UNSETTLED;
}

bool rating_is_case(const struct view_rating *row)
{
    return rating_is_unanswered(row) || row->stage == RATING_STAGE_ANSWERED;
}

bool rating_waits_for_rater(const struct view_rating *row)
{
    return row->stage == RATING_STAGE_ANSWERED || row->stage == RATING_STAGE_SET_ASIDE;
}

bool rating_waits_for_committee(const struct view_rating *row)
{
    return row->stage == RATING_STAGE_APPEALED || (rating_is_unanswered(row) && row->has.overdue);
}

/* --- whom it concerns --- */

bool rating_is_seen_by(const struct view_rating *row, const struct actor *actor)
{
    if (actor->role == ROLE_GUEST)
        return false;
    return bytes_equal_text(row->rater, actor->account) || actor->role == ROLE_COMMITTEE ||
           bytes_equal_text(row->department, actor->department);
}

bool rating_said_by(struct txn *txn, const struct fact *fact, struct view_rating_words *words)
{
    static const int says[] = {
        VERB_rate,          VERB_rating_answer, VERB_rating_settle, VERB_rating_set_aside,
        VERB_rating_appeal, VERB_rating_uphold, VERB_rating_restore};
    return fact_says(txn, fact, says, sizeof says / sizeof says[0], &shape_view_rating_words, words);
}

/* --- service items --- */

/* What the newest text of a brand promises; false when that was erased, or the brand is not named. */
static bool items_of(struct txn *txn, uint64_t year, struct bytes department, struct bytes *items)
{
    struct view_application application;
    struct view_brand brand;
    struct fact fact;
    if (!brand_of(txn, year, department, &brand) || !brand_is_named(&brand) || !brand.has.text_seq ||
        !fact_needed(txn, brand.text_seq, &fact) || !brand_said_by(txn, &fact, &application) ||
        !application.has.items)
        return false;
    *items = application.items;
    return true;
}

/* Walks the items of all named brands of a department, in the order of their rounds. */
struct items {
    struct txn *txn;
    struct bytes department;
    struct walk rounds;
    uint64_t year;
    struct bytes of_brand; /* borrowed from its act; size 0: the next brand's turn */
    size_t at;
};

static void items_begin(struct items *items, struct txn *txn, struct bytes department)
{
    const struct store_key from = key_empty();
    *items = (struct items){.txn = txn, .department = department};
    walk_numbers_up(&items->rounds, txn, TABLE_ROUNDS, key_of(&from), 0);
}

static bool items_go_on(struct items *items, struct item *item)
{
    while (items->of_brand.size == 0 || !items_next(items->of_brand, &items->at, item)) {
        items->of_brand.size = items->at = 0;
        if (!walk_number(&items->rounds, &items->year))
            return false;
        items_of(items->txn, items->year, items->department, &items->of_brand);
    }
    return true;
}

bool items_have(struct txn *txn, struct bytes department, struct bytes item)
{
    struct items items;
    struct item one;
    bool any = false, found = false;
    items_begin(&items, txn, department);
    while (!found && items_go_on(&items, &one)) {
        any = true;
        found = bytes_equal(one.parts[ITEM_what], item);
    }
    walk_end(&items.rounds);
    return found || !any;
}

/* They are few, and one step of the work: a piece begins behind the number where the one before stopped. */
enum error ask_rating_items(const struct asking *asking, const struct args_rating_items *args,
                            struct record_count *ok)
{
    const struct bytes from = asking->rows->from;
    const uint64_t behind = from.size == sizeof(uint64_t) ? number_at(from.at) : 0;
    struct record_rating_item record = {.number = 0};
    struct record_department row;
    char room[LIMIT_ID_BYTES];
    struct items items;
    struct item one;
    (void)ok;
    if (!view_department(asking->txn, args->department, &row))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    items_begin(&items, asking->txn, args->department);
    while (items_go_on(&items, &one)) {
        uint8_t next[sizeof(uint64_t)];
        number_write(next, record.number++);
        if (record.number <= behind)
            continue;
        record.item = one.parts[ITEM_what];
        record.brand = brand_id(items.year, args->department, room);
        if (!rows_take(asking->rows, &record)) {
            rows_stop(asking->rows, bytes_of(next, sizeof next));
            break;
        }
    }
    walk_end(&items.rounds);
    return OK;
}
