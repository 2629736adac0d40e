/* Accounts: what one is, and how operators change, revoke and list them. How one comes to be stands in
 * invite.c; how one ends of itself, in leave.c; which keys it has, in key.c. */
#include "server/domain/nouns/people/account.h"

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/views.h"

struct standing account_standing(const struct record_account *row)
{
    return (struct standing){
        .role = row->role,
        .department = row->has.department ? row->department : (struct bytes){0},
        .signs = row->has.signs && row->signs,
    };
}

enum error account_decide(struct txn *txn, const struct standing *standing, struct decision *decision)
{
    struct record_department department;
    if (standing->role == ROLE_GUEST)
        return decision_refuse(decision, ERR_BAD_VALUE, "role", bytes_of_text(role_words[ROLE_GUEST]));
    if (role_belongings[standing->role] == BELONGS_NOWHERE &&
        (standing->department.size > 0 || standing->signs))
        return decision_refuse(decision, ERR_ROLE_NOWHERE, standing->signs ? "signs" : "department",
                               bytes_of_text(role_words[standing->role]));
    if (standing->department.size == 0 && (role_belongings[standing->role] == MUST_BELONG || standing->signs))
        return decision_refuse(decision, ERR_FIELD_MISSING, "department", (struct bytes){0});
    if (standing->department.size > 0 && !view_department(txn, standing->department, &department))
        return decision_refuse(decision, ERR_UNKNOWN_DEPARTMENT, "department", standing->department);
    return OK;
}

const char *account_difference(const struct standing *one, const struct standing *other)
{
    if (one->role != other->role)
        return "role";
    if (!bytes_equal(one->department, other->department))
        return "department";
    return one->signs != other->signs ? "signs" : NULL;
}

/* --- titles --- */

bool account_fact_title(struct txn *txn, const struct fact *fact, struct bytes *title)
{
    union {
        struct args_account_invite invite;
        struct args_account_change change;
    } args;
    if (fact_kind_find(fact->head.kind) == &fact_kinds[FACT_account_invited]) {
        if (!fact_args(txn, fact, &shape_args_account_invite, &args.invite) || !args.invite.has.title)
            return false;
        *title = args.invite.title;
        return true;
    }
    if (!fact_args(txn, fact, &shape_args_account_change, &args.change) || !args.change.has.title)
        return false;
    *title = args.change.title;
    return true;
}

bool account_title(struct txn *txn, struct bytes account, struct bytes *title)
{
    struct store_key own = key_below(account);
    struct walk walk;
    struct fact fact;
    uint64_t seq;
    bool found = false;
    walk_numbers_down(&walk, txn, TABLE_TITLED, key_of(&own), UINT64_MAX);
    while (!found && walk_number(&walk, &seq))
        found = walk.value.size == 1 && walk.value.at[0] == 1 && ledger_read(txn, seq, &fact) &&
                account_fact_title(txn, &fact, title);
    walk_end(&walk);
    return found;
}

void account_titled_fold(struct txn *txn, struct bytes account, uint64_t seq, bool counts)
{
    const uint8_t value = counts;
    struct store_key key = key_place(account, seq);
    txn_put(txn, TABLE_TITLED, key_of(&key), bytes_of(&value, 1));
}

/* --- where their facts stand --- */

static void draft_residents(struct txn *txn, struct decision *decision)
{
    const struct bytes read[] = {bytes_of_text(role_words[ROLE_OPERATOR]),
                                 bytes_of_text(role_words[ROLE_COMMITTEE])};
    channel_draft_unasked(
        txn, decision, bytes_of_text(CHANNEL_RESIDENTS), bytes_of_text("Residents"),
        &(struct channel_words){.read = read, .read_count = 2, .moderate = NULL, .moderate_count = 0});
}

struct bytes account_channel(struct txn *txn, uint64_t role, struct decision *decision)
{
    struct bytes residents = bytes_of_text(CHANNEL_RESIDENTS);
    if (role != ROLE_RESIDENT)
        return bytes_of_text(CHANNEL_KEYS);
    if (!channel_exists(txn, residents))
        draft_residents(txn, decision);
    return residents;
}

/* --- deciding --- */

/* The account, if it can be changed and the act's author saw it as it is. */
static enum error find_live(const struct deciding *deciding, struct bytes account, struct bytes head,
                            struct record_account *row)
{
    if (!view_account(deciding->txn, account, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACCOUNT, "account", account);
    if (row->has.revoked)
        return decision_refuse(deciding->decision, ERR_ACCOUNT_REVOKED, "account", account);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", account);
    return OK;
}

/* What an account is after a change. A department can be changed but not taken away: an account that needs
 * none may keep one; with a role that belongs nowhere, department and right to sign go. */
static struct standing changed_standing(const struct record_account *row,
                                        const struct args_account_change *args)
{
    struct standing standing = account_standing(row);
    if (args->has.role)
        standing.role = args->role;
    if (args->has.role && role_belongings[args->role] == BELONGS_NOWHERE)
        standing = (struct standing){.role = args->role};
    if (args->has.department)
        standing.department = args->department;
    if (args->has.signs)
        standing.signs = args->signs;
    return standing;
}

/* Nobody becomes a resident or ceases to be one: their keys stand in another channel. */
enum error decide_account_change(const struct deciding *deciding, const struct args_account_change *args)
{
    struct record_account row;
    enum error error = find_live(deciding, args->account, args->seen, &row);
    if (error != OK)
        return error;
    if (!args->has.title && !args->has.role && !args->has.department && !args->has.signs)
        return decision_refuse(deciding->decision, ERR_FIELD_MISSING, "title", (struct bytes){0});

    if (args->has.role && args->role != row.role &&
        (args->role == ROLE_RESIDENT || row.role == ROLE_RESIDENT))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "role",
                               bytes_of_text(role_words[args->role]));
    struct standing standing = changed_standing(&row, args);
    error = account_decide(deciding->txn, &standing, deciding->decision);
    if (error != OK)
        return error;
    struct fact_account_changed changed = {
        .has = {.department = standing.department.size > 0, .signs = standing.signs},
        .account = args->account,
        .role = standing.role,
        .department = standing.department,
        .signs = standing.signs,
    };
    decision_add(deciding->decision, account_channel(deciding->txn, row.role, deciding->decision),
                 &fact_kinds[FACT_account_changed], &changed);
    return OK;
}

enum error decide_account_revoke(const struct deciding *deciding, const struct args_account_revoke *args)
{
    struct record_account row;
    enum error error = find_live(deciding, args->account, args->seen, &row);
    if (error != OK)
        return error;
    struct fact_account_revoked revoked = {.account = args->account};
    decision_add(deciding->decision, account_channel(deciding->txn, row.role, deciding->decision),
                 &fact_kinds[FACT_account_revoked], &revoked);
    return OK;
}

/* --- folding --- */

static bool is_signer(const struct record_account *row)
{
    return row->has.signs && row->signs && row->has.department && !row->has.revoked;
}

void account_put(struct txn *txn, struct bytes account, const struct record_account *row)
{
    struct record_account before;
    const bool signed_before = view_account(txn, account, &before) && is_signer(&before);
    const bool signs = is_signer(row);
    struct store_key key, key_before;
    if (signed_before)
        key_before = key_pair(before.department, account);
    if (signs)
        key = key_pair(row->department, account);
    view_put(txn, TABLE_ACCOUNTS, account, &shape_record_account, row);
    if (signed_before)
        txn_delete(txn, TABLE_SIGNERS, key_of(&key_before));
    if (signs)
        txn_put(txn, TABLE_SIGNERS, key_of(&key), (struct bytes){0});
}

bool account_signs_for(struct txn *txn, struct bytes department)
{
    struct store_key of = key_below(department);
    return txn_has_prefix(txn, TABLE_SIGNERS, key_of(&of));
}

void fold_account_changed(struct txn *txn, const struct fact *fact,
                          const struct fact_account_changed *decided)
{
    struct record_account row;
    if (!view_account(txn, decided->account, &row))
        return;
    row.role = decided->role;
    row.has.department = decided->has.department;
    row.department = decided->department;
    row.has.signs = decided->has.signs;
    row.signs = decided->signs;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    account_put(txn, decided->account, &row);
    account_titled_fold(txn, decided->account, fact->head.seq, true);
}

static void fold_revoked(struct txn *txn, const struct fact *fact, struct bytes account)
{
    struct record_account row;
    if (!view_account(txn, account, &row))
        return;
    row.has.revoked = true;
    row.revoked = fact->head.time_ms;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    account_put(txn, account, &row);
}

void fold_account_revoked(struct txn *txn, const struct fact *fact,
                          const struct fact_account_revoked *decided)
{
    fold_revoked(txn, fact, decided->account);
}

void fold_account_left(struct txn *txn, const struct fact *fact, const struct fact_account_left *decided)
{
    fold_revoked(txn, fact, decided->account);
}

/* --- asking --- */

static bool take_account(struct txn *txn, struct record_account *row, struct rows *rows)
{
    row->has.title = account_title(txn, row->account, &row->title);
    return rows_take(rows, row);
}

enum error ask_account_list(const struct asking *asking, const struct args_account_list *args,
                            struct record_count *ok)
{
    (void)ok;
    struct record_account row;
    if (args->has.account) {
        if (!view_account(asking->txn, args->account, &row))
            return refuse(asking->why, ERR_UNKNOWN_ACCOUNT, "account", args->account, 0);
        take_account(asking->txn, &row, asking->rows);
        return OK;
    }
    struct store_key from = key_empty();
    struct listing listing;
    listing_up(&listing, asking->txn, TABLE_ACCOUNTS, asking->rows, &from, 0);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_record_account, &row)) {
        if (!take_account(asking->txn, &row, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
