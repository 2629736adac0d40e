/* Departments and their channels dept/NAME. It does not know who their members are. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/views.h"

enum error decide_department_create(const struct deciding *deciding,
                                    const struct args_department_create *args)
{
    struct record_department row;
    if (bytes_equal_text(args->department, TO_ALL))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "department", args->department);
    if (view_department(deciding->txn, args->department, &row))
        return decision_refuse(deciding->decision, ERR_DEPARTMENT_EXISTS, "department", args->department);

    struct fact_department_created created = {.department = args->department};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_KEYS), &fact_kinds[FACT_department_created],
                 &created);

    char channel_room[LIMIT_CHANNEL_BYTES], word_room[LIMIT_CHANNEL_BYTES];
    struct bytes committee = bytes_of_text(role_words[ROLE_COMMITTEE]);
    struct bytes read[] = {channel_word_of(args->department, word_room), committee};
    channel_draft(
        deciding->decision, channel_of_department(args->department, channel_room), args->title,
        &(struct channel_words){.read = read, .read_count = 2, .moderate = &committee, .moderate_count = 1});
    for (size_t i = 0; nouns[i] != NULL; i++)
        nouns[i]->for_department(deciding, args->department);
    return OK;
}

enum error decide_department_change(const struct deciding *deciding,
                                    const struct args_department_change *args)
{
    struct record_department row;
    struct view_channel channel_row;
    char channel_room[LIMIT_CHANNEL_BYTES];
    struct bytes channel = channel_of_department(args->department, channel_room);
    if (!view_department(deciding->txn, args->department, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->department);
    if (!view_channel(deciding->txn, channel, &channel_row)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return decision_refuse(deciding->decision, ERR_INTERNAL, NULL, (struct bytes){0});
    }

    struct fact_department_changed changed = {.department = args->department};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_KEYS), &fact_kinds[FACT_department_changed],
                 &changed);
    /* Its channel goes by the same title. */
    struct fact_channel_changed renamed = channel_state(&channel_row);
    renamed.has.title = true;
    renamed.title = args->title;
    decision_add(deciding->decision, channel, &fact_kinds[FACT_channel_changed], &renamed);
    return OK;
}

void fold_department_created(struct txn *txn, const struct fact *fact,
                             const struct fact_department_created *decided)
{
    struct args_department_create args;
    if (!fact_args(txn, fact, &shape_args_department_create, &args))
        return;
    struct record_department row = {
        .department = decided->department,
        .title = args.title,
        .since = fact->head.time_ms,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_DEPARTMENTS, decided->department, &shape_record_department, &row);
}

void fold_department_changed(struct txn *txn, const struct fact *fact,
                             const struct fact_department_changed *decided)
{
    struct args_department_change args;
    struct record_department row;
    if (!fact_args(txn, fact, &shape_args_department_change, &args) ||
        !view_department(txn, decided->department, &row))
        return;
    row.title = args.title;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    view_put(txn, TABLE_DEPARTMENTS, decided->department, &shape_record_department, &row);
}

enum error ask_department_list(const struct asking *asking, const struct args_department_list *args,
                               struct record_count *ok)
{
    (void)ok;
    struct record_department row;
    if (args->has.department) {
        if (!view_department(asking->txn, args->department, &row))
            return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
        rows_take(asking->rows, &row);
        return OK;
    }
    struct store_key from = key_empty();
    struct listing listing;
    listing_up(&listing, asking->txn, TABLE_DEPARTMENTS, asking->rows, &from, 0);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_record_department, &row)) {
        if (!rows_take(asking->rows, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
