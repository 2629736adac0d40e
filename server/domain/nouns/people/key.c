/* The keys of accounts: revoking, counting and listing them. How one is enrolled stands in invite.c. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/people/account.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/views.h"

/* Operators may see and revoke anyone's keys; to others there is no such key. */
static bool may_see(const struct actor *actor, struct bytes account)
{
    return actor->role == ROLE_OPERATOR || bytes_equal_text(account, actor->account);
}

size_t account_keys(struct txn *txn, struct bytes account, size_t most)
{
    struct store_key own = key_below(account);
    struct walk walk;
    size_t count = 0;
    walk_prefix(&walk, txn, TABLE_LIVE_KEYS, key_of(&own));
    while (count < most && walk_next(&walk))
        count++;
    walk_end(&walk);
    return count;
}

enum error account_keys_decide(struct txn *txn, struct bytes account, struct decision *decision)
{
    if (account_keys(txn, account, LIMIT_ACCOUNT_KEYS) < LIMIT_ACCOUNT_KEYS)
        return OK;
    decision_refuse(decision, ERR_TOO_MANY_KEYS, "account", account);
    decision->why.limit = LIMIT_ACCOUNT_KEYS;
    return ERR_TOO_MANY_KEYS;
}

enum error decide_key_revoke(const struct deciding *deciding, const struct args_key_revoke *args)
{
    struct record_account account;
    struct record_key row;
    if (!view_key(deciding->txn, args->key, &row) || !may_see(deciding->actor, row.account))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_KEY, "key", (struct bytes){0});
    if (row.has.revoked)
        return decision_refuse(deciding->decision, ERR_KEY_REVOKED, "key", (struct bytes){0});
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", bytes_of_text("key"));
    if (!view_account(deciding->txn, row.account, &account)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return decision_refuse(deciding->decision, ERR_INTERNAL, NULL, (struct bytes){0});
    }
    struct fact_key_revoked revoked = {.key = args->key, .account = row.account};
    decision_add(deciding->decision, account_channel(deciding->txn, account.role, deciding->decision),
                 &fact_kinds[FACT_key_revoked], &revoked);
    return OK;
}

void fold_key_revoked(struct txn *txn, const struct fact *fact, const struct fact_key_revoked *decided)
{
    struct record_key row;
    if (!view_key(txn, decided->key, &row))
        return;
    row.has.revoked = true;
    row.revoked = fact->head.time_ms;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    view_put(txn, TABLE_KEYS, decided->key, &shape_record_key, &row);
    struct store_key live = key_pair(decided->account, decided->key);
    txn_delete(txn, TABLE_LIVE_KEYS, key_of(&live));
    invite_end_own(txn, decided->account);
}

static enum error ask_one_key(const struct asking *asking, const struct args_key_list *args)
{
    struct record_key row;
    if (!view_key(asking->txn, args->key, &row) || !may_see(asking->actor, row.account) ||
        (args->has.account && !bytes_equal(args->account, row.account)))
        return refuse(asking->why, ERR_UNKNOWN_KEY, "key", (struct bytes){0}, 0);
    rows_take(asking->rows, &row);
    return OK;
}

enum error ask_key_list(const struct asking *asking, const struct args_key_list *args,
                        struct record_count *ok)
{
    (void)ok;
    struct record_account account_row;
    struct record_key row;
    if (args->has.key)
        return ask_one_key(asking, args);
    struct bytes account = args->has.account ? args->account : bytes_of_text(asking->actor->account);
    if (!may_see(asking->actor, account))
        return refuse(asking->why, ERR_NOT_ALLOWED, "account", (struct bytes){0}, 0);
    if (args->has.account && !view_account(asking->txn, account, &account_row))
        return refuse(asking->why, ERR_UNKNOWN_ACCOUNT, "account", account, 0);

    struct store_key from = key_below(account);
    struct listing listing;
    listing_up(&listing, asking->txn, TABLE_ACCOUNT_KEYS, asking->rows, &from, from.size);
    while (listing_next(&listing)) {
        if (view_key(asking->txn, walk_rest(&listing.walk), &row) && !rows_take(asking->rows, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
