/* The keys of accounts: revoking, counting and listing them. How one is enrolled stands in invite.c. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/listing.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/people/account.h"

/* Operators may see and revoke anyone's keys; to others there is no such key. */
static bool may_see(const struct actor *actor, struct bytes account)
{
    return actor->role == ROLE_OPERATOR || bytes_equal_text(account, actor->account);
}

size_t account_keys(struct txn *txn, struct bytes account, size_t most)
{
    struct store_key from = view_account_key_key(account, (struct bytes){0});
    struct walk walk;
    size_t count = 0;
    walk_up(&walk, txn, TABLE_LIVE_KEYS, key_of(&from));
    while (count < most && walk_next(&walk) && walk.key.size > from.size &&
           memcmp(walk.key.at, from.at, from.size) == 0)
        count++;
    walk_end(&walk);
    return count;
}

enum error account_keys_check(struct txn *txn, struct bytes account, struct decision *decision)
{
    if (account_keys(txn, account, LIMIT_ACCOUNT_KEYS) < LIMIT_ACCOUNT_KEYS)
        return OK;
    decision_refuse(decision, ERR_TOO_MANY_KEYS, "account", account);
    decision->why.limit = LIMIT_ACCOUNT_KEYS;
    return ERR_TOO_MANY_KEYS;
}

enum error decide_key_revoke(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_key_revoke *args, struct decision *decision)
{
    (void)now_ms;
    struct record_account account;
    struct record_key row;
    if (!view_key(txn, args->key, &row) || !may_see(actor, row.account))
        return decision_refuse(decision, ERR_UNKNOWN_KEY, "key", (struct bytes){0});
    if (row.has.revoked)
        return decision_refuse(decision, ERR_KEY_REVOKED, "key", (struct bytes){0});
    if (!bytes_equal(args->head, row.head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", bytes_of_text("key"));
    if (!view_account(txn, row.account, &account)) {
        txn_fail(txn, ERR_INTERNAL);
        return decision_refuse(decision, ERR_INTERNAL, NULL, (struct bytes){0});
    }
    struct fact_key_revoked revoked = {
        .has = {.key = true, .account = true}, .key = args->key, .account = row.account};
    decision_add(decision, account_channel(txn, account.role, decision), &fact_kinds[FACT_key_revoked],
                 &revoked);
    return OK;
}

void evolve_key_revoked(struct txn *txn, const struct fact *fact, const struct fact_key_revoked *decided)
{
    struct record_key row;
    if (!view_key(txn, decided->key, &row))
        return;
    row.has.revoked = true;
    row.revoked = fact->head.time_ms;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    view_put(txn, TABLE_KEYS, decided->key, &shape_record_key, &row);
    struct store_key live = view_account_key_key(decided->account, decided->key);
    txn_delete(txn, TABLE_LIVE_KEYS, key_of(&live));
    invite_end_own(txn, decided->account);
}

static enum error ask_one_key(struct txn *txn, const struct actor *actor, const struct args_key_list *args,
                              struct rows *rows, struct refusal *why)
{
    struct record_key row;
    if (!view_key(txn, args->key, &row) || !may_see(actor, row.account) ||
        (args->has.account && !bytes_equal(args->account, row.account)))
        return refuse(why, ERR_UNKNOWN_KEY, "key", (struct bytes){0}, 0);
    rows_take(rows, &row);
    return OK;
}

enum error ask_key_list(struct txn *txn, const struct actor *actor, int64_t now_ms,
                        const struct args_key_list *args, struct rows *rows, struct record_count *ok,
                        struct refusal *why)
{
    (void)now_ms, (void)ok;
    struct record_account account_row;
    struct record_key row;
    if (args->has.key)
        return ask_one_key(txn, actor, args, rows, why);
    struct bytes account = args->has.account ? args->account : bytes_of_text(actor->account);
    if (!may_see(actor, account))
        return refuse(why, ERR_NOT_ALLOWED, "account", (struct bytes){0}, 0);
    if (args->has.account && !view_account(txn, account, &account_row))
        return refuse(why, ERR_UNKNOWN_ACCOUNT, "account", account, 0);

    struct store_key from = view_account_key_key(account, (struct bytes){0});
    struct listing listing;
    listing_up(&listing, txn, TABLE_ACCOUNT_KEYS, rows, &from, from.size);
    while (listing_next(&listing)) {
        if (view_key(txn, bytes_skip(listing.walk.key, from.size), &row) && !rows_take(rows, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
