/* The house: the first facts of its ledger, and its epoch. It does not know how its key is kept. */
#include "server/domain/nouns/house/house.h"

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/house/views.h"
#include "server/domain/views/views.h"

enum { FIRST_EPOCH = 1 };

enum error decide_house_found(const struct deciding *deciding, const struct args_house_found *args)
{
    (void)args;
    if (channel_exists(deciding->txn, bytes_of_text(CHANNEL_KEYS)))
        return decision_refuse(deciding->decision, ERR_CHANNEL_EXISTS, NULL, bytes_of_text(CHANNEL_KEYS));

    struct bytes everyone[] = {bytes_of_text(AUDIENCE_EVERYONE)};
    struct bytes operators[] = {bytes_of_text(role_words[ROLE_OPERATOR])};
    channel_draft(
        deciding->decision, bytes_of_text(CHANNEL_KEYS), bytes_of_text("Keys"),
        &(struct channel_words){.read = everyone, .read_count = 1, .moderate = NULL, .moderate_count = 0});
    struct fact_house_founded founded = {.epoch = FIRST_EPOCH, .format = STORE_FORMAT};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_KEYS), &fact_kinds[FACT_house_founded], &founded);
    channel_draft(
        deciding->decision, bytes_of_text(CHANNEL_DESK_KEYS), bytes_of_text("Desk of keys"),
        &(struct channel_words){.read = operators, .read_count = 1, .moderate = NULL, .moderate_count = 0});
    return OK;
}

/* --- the clock --- */

static struct bytes clock_key(void)
{
    return bytes_of_text("seen");
}

/* The latest time that the house knows it has been: of its newest fact, or noted since. */
static int64_t clock_last(struct txn *txn)
{
    struct bytes noted;
    int64_t last_ms = INT64_MIN;
    ledger_last_time(txn, &last_ms);
    /* A note may be lost, and so may be damaged: acts go on without it. */
    if (txn_get(txn, TABLE_CLOCK, clock_key(), &noted) && noted.size == 8 &&
        (int64_t)number_at(noted.at) > last_ms)
        last_ms = (int64_t)number_at(noted.at);
    return last_ms;
}

bool domain_clock_ahead(struct txn *txn, int64_t now_ms)
{
    int64_t last_ms = clock_last(txn);
    return last_ms != INT64_MIN && now_ms > last_ms + LIMIT_CLOCK_AHEAD_S * INT64_C(1000);
}

void domain_clock_note(struct txn *txn, int64_t now_ms)
{
    if (!domain_clock_ahead(txn, now_ms))
        view_put_number(txn, TABLE_CLOCK, clock_key(), (uint64_t)now_ms);
}

/* The fact itself makes the time known: what comes after it is judged by the same clock. */
enum error decide_clock_confirm(const struct deciding *deciding, const struct args_clock_confirm *args)
{
    if (args->time < deciding->now_ms - LIMIT_ACT_AGE_MS ||
        args->time > deciding->now_ms + LIMIT_ACT_AGE_MS) {
        decision_refuse(deciding->decision, ERR_CLOCK_DIFFERS, "time", (struct bytes){0});
        deciding->decision->why.time_ms = deciding->now_ms;
        return ERR_CLOCK_DIFFERS;
    }
    struct fact_clock_confirmed confirmed = {.last = clock_last(deciding->txn)};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_DESK_KEYS), &fact_kinds[FACT_clock_confirmed],
                 &confirmed);
    return OK;
}

void fold_clock_confirmed(struct txn *txn, const struct fact *fact,
                          const struct fact_clock_confirmed *decided)
{
    (void)txn, (void)fact, (void)decided;
}

/* --- folding --- */

void fold_house_founded(struct txn *txn, const struct fact *fact, const struct fact_house_founded *decided)
{
    (void)fact;
    struct view_house row = {.epoch = decided->epoch};
    view_put(txn, TABLE_HOUSE, bytes_of_text("house"), &shape_view_house, &row);
    uint8_t layout[8];
    number_write(layout, VIEWS_LAYOUT);
    txn_put(txn, TABLE_HOUSE, bytes_of_text("layout"), bytes_of(layout, sizeof layout));
}

bool domain_views_fit(struct txn *txn)
{
    struct bytes layout;
    return ledger_last(txn) == 0 || (txn_get(txn, TABLE_HOUSE, bytes_of_text("layout"), &layout) &&
                                     layout.size == 8 && number_at(layout.at) == VIEWS_LAYOUT);
}

uint64_t house_epoch(struct txn *txn)
{
    struct view_house row;
    return view_house(txn, &row) ? row.epoch : 0;
}
