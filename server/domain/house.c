/* The house: the first facts of its ledger, and its epoch. It does not know how its key is kept. */
#include "server/domain/channel.h"
#include "server/domain/handlers.h"
#include "server/domain/views.h"

enum { FIRST_EPOCH = 1 };

enum error decide_house_found(struct txn *txn, const struct actor *actor, int64_t now_ms,
                              const struct args_house_found *args, struct decision *decision)
{
    (void)actor, (void)now_ms, (void)args;
    if (ledger_last(txn) != 0)
        return decision_refuse(decision, ERR_CHANNEL_EXISTS, NULL, bytes_of_text(CHANNEL_KEYS));

    struct bytes everyone[] = {bytes_of_text("everyone")};
    struct bytes operators[] = {bytes_of_text(role_words[ROLE_OPERATOR])};
    channel_draft(decision, bytes_of_text(CHANNEL_KEYS), bytes_of_text("Keys"),
                  &(struct channel_words){everyone, 1, NULL, 0});
    struct fact_house_founded founded = {
        .has = {.epoch = true, .format = true}, .epoch = FIRST_EPOCH, .format = STORE_FORMAT};
    decision_add(decision, bytes_of_text(CHANNEL_KEYS), &fact_kinds[FACT_house_founded], &founded);
    channel_draft(decision, bytes_of_text(CHANNEL_DESK_KEYS), bytes_of_text("Desk of keys"),
                  &(struct channel_words){operators, 1, NULL, 0});
    return OK;
}

void evolve_house_founded(struct txn *txn, const struct fact *fact, const struct fact_house_founded *decided)
{
    (void)fact;
    struct view_house row = {.has.epoch = true, .epoch = decided->epoch};
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
