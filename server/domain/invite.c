/* How a person comes in: an operator invites, and whoever has the code joins with a key. The code itself is
 * never kept here, only its hash; who may invite is not judged here. */
#include "server/domain/account.h"
#include "server/domain/channel.h"
#include "server/domain/handlers.h"
#include "server/domain/views.h"

static enum error check_expires(int64_t expires, int64_t now_ms, struct decision *decision)
{
    const int64_t last = now_ms + INT64_C(1000) * LIMIT_INVITE_AGE_MAX_S;
    if (expires <= now_ms)
        return decision_refuse(decision, ERR_BAD_VALUE, "expires", bytes_of_text("in the past"));
    if (expires > last) {
        decision_refuse(decision, ERR_TOO_LATE, "expires", (struct bytes){0});
        decision->why.time_ms = last;
        return ERR_TOO_LATE;
    }
    return OK;
}

/* An account that exists is what it is: what the act says of it must be that. */
static enum error standing_of_known(struct txn *txn, const struct args_account_invite *args,
                                    const struct record_account *row, struct decision *decision,
                                    struct standing *standing)
{
    struct bytes title;
    if (row->has.revoked)
        return decision_refuse(decision, ERR_ACCOUNT_REVOKED, "account", args->account);
    struct standing known = account_standing(row);
    struct standing told = {
        .role = args->has.role ? args->role : known.role,
        .department = args->has.department ? args->department : known.department,
        .signs = args->has.signs ? args->signs : known.signs,
    };
    const char *field = account_difference(&told, &known);
    if (field == NULL && args->has.title &&
        !(account_title(txn, args->account, &title) && bytes_equal(args->title, title)))
        field = "title";
    if (field != NULL)
        return decision_refuse(decision, ERR_ROLE_DIFFERS, field, args->account);
    *standing = known;
    return OK;
}

static enum error standing_of_new(struct txn *txn, const struct args_account_invite *args,
                                  struct decision *decision, struct standing *standing)
{
    if (bytes_equal_text(args->account, ACTOR_HOUSE))
        return decision_refuse(decision, ERR_BAD_VALUE, "account", args->account);
    if (!args->has.role)
        return decision_refuse(decision, ERR_FIELD_MISSING, "role", (struct bytes){0});
    *standing = (struct standing){
        .role = args->role,
        .department = args->has.department ? args->department : (struct bytes){0},
        .signs = args->has.signs && args->signs,
    };
    return account_check(txn, standing, decision);
}

enum error decide_account_invite(struct txn *txn, const struct actor *actor, int64_t now_ms,
                                 const struct args_account_invite *args, struct decision *decision)
{
    (void)actor;
    struct record_account row;
    struct view_invite invite;
    struct standing standing;
    enum error error = view_account(txn, args->account, &row)
                           ? standing_of_known(txn, args, &row, decision, &standing)
                           : standing_of_new(txn, args, decision, &standing);
    if (error != OK)
        return error;
    int64_t expires = args->has.expires ? args->expires : now_ms + INT64_C(1000) * LIMIT_INVITE_AGE_S;
    error = check_expires(expires, now_ms, decision);
    if (error != OK)
        return error;
    if (view_invite(txn, args->code_hash, &invite))
        return decision_refuse(decision, ERR_BAD_VALUE, "code_hash",
                               bytes_of_text("that of another invitation"));

    struct fact_account_invited invited = {
        .has = {.account = true,
                .role = true,
                .department = standing.department.size > 0,
                .signs = standing.signs,
                .code_hash = true,
                .expires = true},
        .account = args->account,
        .role = standing.role,
        .department = standing.department,
        .signs = standing.signs,
        .code_hash = args->code_hash,
        .expires = expires,
    };
    decision_add(decision, bytes_of_text(CHANNEL_DESK_KEYS), &fact_kinds[FACT_account_invited], &invited);
    return OK;
}

void evolve_account_invited(struct txn *txn, const struct fact *fact,
                            const struct fact_account_invited *decided)
{
    struct view_invite row = {
        .has = {.account = true,
                .seq = true,
                .role = true,
                .department = decided->has.department,
                .signs = decided->has.signs,
                .expires = true},
        .account = decided->account,
        .seq = fact->head.seq,
        .role = decided->role,
        .department = decided->department,
        .signs = decided->signs,
        .expires = decided->expires,
    };
    view_put(txn, TABLE_INVITES, decided->code_hash, &shape_view_invite, &row);
    account_titled_fold(txn, decided->account, fact->head.seq, false);
}

static enum error check_invite(const struct view_invite *invite, int64_t now_ms, struct decision *decision)
{
    if (invite->has.used && invite->used)
        return decision_refuse(decision, ERR_CODE_USED, "code", (struct bytes){0});
    if (invite->expires <= now_ms) {
        decision_refuse(decision, ERR_CODE_EXPIRED, "code", (struct bytes){0});
        decision->why.time_ms = invite->expires;
        return ERR_CODE_EXPIRED;
    }
    return OK;
}

/* The account may have come to be, or been changed or revoked, since the invitation. A code must not open
 * more than what was meant when it was given out. */
static enum error check_account(struct txn *txn, const struct view_invite *invite,
                                const struct standing *invited, struct decision *decision)
{
    struct record_account row;
    if (!view_account(txn, invite->account, &row))
        return OK;
    if (row.has.revoked)
        return decision_refuse(decision, ERR_ACCOUNT_REVOKED, NULL, invite->account);
    struct standing known = account_standing(&row);
    const char *field = account_difference(invited, &known);
    return field == NULL ? OK : decision_refuse(decision, ERR_ROLE_DIFFERS, field, invite->account);
}

enum error decide_join(struct txn *txn, const struct actor *actor, int64_t now_ms,
                       const struct args_join *args, struct decision *decision)
{
    uint8_t code_hash[LIMIT_HASH_BYTES];
    struct view_invite invite;
    hash_code(args->code, code_hash);
    if (!view_invite(txn, bytes_of(code_hash, sizeof code_hash), &invite))
        return decision_refuse(decision, ERR_CODE_UNKNOWN, "code", (struct bytes){0});
    enum error error = check_invite(&invite, now_ms, decision);
    if (error != OK)
        return error;
    if (actor->account[0] != '\0') /* a key that was revoked never comes so far: domain_decide */
        return decision_refuse(decision, ERR_KEY_ENROLLED, NULL, bytes_of_text(actor->account));
    struct standing standing = {
        .role = invite.role,
        .department = invite.has.department ? invite.department : (struct bytes){0},
        .signs = invite.has.signs && invite.signs,
    };
    error = check_account(txn, &invite, &standing, decision);
    if (error != OK)
        return error;

    struct fact_key_enrolled enrolled = {
        .has = {.key = true,
                .account = true,
                .role = true,
                .department = standing.department.size > 0,
                .signs = standing.signs,
                .code_hash = true},
        .key = bytes_of(actor->key, LIMIT_KEY_BYTES),
        .account = invite.account,
        .role = standing.role,
        .department = standing.department,
        .signs = standing.signs,
        .code_hash = bytes_of(code_hash, sizeof code_hash),
    };
    decision_add(decision, account_channel(txn, standing.role, decision), &fact_kinds[FACT_key_enrolled],
                 &enrolled);
    struct buffer joins = buffer_over(decision->joins, sizeof decision->joins);
    buffer_add(&joins, invite.account.at, invite.account.size);
    buffer_add(&joins, "", 1);
    return OK;
}

/* The title comes from the invitation: the act of joining has none. */
static void enrol_account(struct txn *txn, const struct fact *fact, const struct fact_key_enrolled *decided,
                          uint64_t invite_seq)
{
    struct record_account row = {
        .has = {.account = true,
                .role = true,
                .department = decided->has.department,
                .signs = decided->has.signs,
                .since = true,
                .head = true},
        .account = decided->account,
        .role = decided->role,
        .department = decided->department,
        .signs = decided->signs,
        .since = fact->head.time_ms,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_ACCOUNTS, decided->account, &shape_record_account, &row);
    account_titled_fold(txn, decided->account, invite_seq, true);
}

/* Every row is read anew after a write: rows borrow from the store. */
void evolve_key_enrolled(struct txn *txn, const struct fact *fact, const struct fact_key_enrolled *decided)
{
    struct view_invite invite;
    struct record_account account;
    if (!view_invite(txn, decided->code_hash, &invite))
        return;
    if (!view_account(txn, decided->account, &account))
        enrol_account(txn, fact, decided, invite.seq);

    struct record_key key = {
        .has = {.key = true, .account = true, .since = true, .head = true},
        .key = decided->key,
        .account = decided->account,
        .since = fact->head.time_ms,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_KEYS, decided->key, &shape_record_key, &key);
    struct store_key of_account = view_account_key_key(decided->account, decided->key);
    txn_put(txn, TABLE_ACCOUNT_KEYS, key_of(&of_account), (struct bytes){0});

    if (!view_invite(txn, decided->code_hash, &invite))
        return;
    invite.has.used = invite.used = true;
    view_put(txn, TABLE_INVITES, decided->code_hash, &shape_view_invite, &invite);
}
