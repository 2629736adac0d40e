/* How a person comes in, and how a further key of theirs: a code is given out, and whoever has it joins with
 * a key. The code itself is never kept here, only its hash; who may invite a person is not judged here. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/people/account.h"
#include "server/domain/nouns/people/views.h"
#include "server/domain/views/views.h"

static enum error decide_expires(int64_t expires, int64_t now_ms, struct decision *decision)
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

/* What both verbs that give out a code say. */
struct invitation {
    struct bytes account;
    struct standing standing;
    bool further; /* for another key of an account that there is */
    struct bytes code_hash;
    int64_t expires;
    bool replaces;
};

/* The code that is open for an account: at most one is. */
static bool open_invite(struct txn *txn, struct bytes account, int64_t now_ms, struct view_invite *invite)
{
    struct bytes code_hash;
    return txn_get(txn, TABLE_INVITED, account, &code_hash) && view_invite(txn, code_hash, invite) &&
           !invite->has.used && !invite->has.ended && invite->expires > now_ms;
}

static enum error decide_invitation(const struct deciding *deciding, const struct invitation *invitation)
{
    struct view_invite other;
    enum error error = decide_expires(invitation->expires, deciding->now_ms, deciding->decision);
    if (error != OK)
        return error;
    if (view_invite(deciding->txn, invitation->code_hash, &other))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "code_hash",
                               bytes_of_text("that of another invitation"));
    if (!invitation->replaces && open_invite(deciding->txn, invitation->account, deciding->now_ms, &other)) {
        decision_refuse(deciding->decision, ERR_INVITATION_OPEN, "account", invitation->account);
        deciding->decision->why.time_ms = other.expires;
        return ERR_INVITATION_OPEN;
    }
    return OK;
}

static enum error draft_invitation(const struct deciding *deciding, const struct invitation *invitation)
{
    const struct standing *standing = &invitation->standing;
    enum error error = decide_invitation(deciding, invitation);
    if (error != OK)
        return error;
    struct fact_account_invited invited = {
        .has = {.department = standing->department.size > 0, .signs = standing->signs},
        .account = invitation->account,
        .role = standing->role,
        .department = standing->department,
        .signs = standing->signs,
        .code_hash = invitation->code_hash,
        .expires = invitation->expires,
    };
    int kind = invitation->further ? FACT_key_invited : FACT_account_invited; /* of the same fields */
    decision_add(deciding->decision, bytes_of_text(CHANNEL_DESK_KEYS), &fact_kinds[kind], &invited);
    return OK;
}

static int64_t week_after(int64_t now_ms)
{
    return now_ms + INT64_C(1000) * LIMIT_INVITE_AGE_S;
}

enum error decide_account_invite(const struct deciding *deciding, const struct args_account_invite *args)
{
    struct record_account row;
    struct invitation invitation = {
        .account = args->account,
        .standing = {.role = args->role,
                     .department = args->has.department ? args->department : (struct bytes){0},
                     .signs = args->has.signs && args->signs},
        .code_hash = args->code_hash,
        .expires = args->has.expires ? args->expires : week_after(deciding->now_ms),
        .replaces = args->has.replace && args->replace,
    };
    if (bytes_equal_text(args->account, ACTOR_HOUSE))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "account", args->account);
    if (view_account(deciding->txn, args->account, &row))
        return decision_refuse(deciding->decision, row.has.revoked ? ERR_ACCOUNT_REVOKED : ERR_ACCOUNT_EXISTS,
                               "account", args->account);
    enum error error = account_decide(deciding->txn, &invitation.standing, deciding->decision);
    return error == OK ? draft_invitation(deciding, &invitation) : error;
}

/* To add a key is the holder's own matter, or an operator's for somebody who has none left. */
enum error decide_key_invite(const struct deciding *deciding, const struct args_key_invite *args)
{
    struct record_account row;
    if (deciding->actor->role != ROLE_OPERATOR && !bytes_equal_text(args->account, deciding->actor->account))
        return decision_refuse(deciding->decision, ERR_NOT_ALLOWED, "account", (struct bytes){0});
    if (!view_account(deciding->txn, args->account, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACCOUNT, "account", args->account);
    if (row.has.revoked)
        return decision_refuse(deciding->decision, ERR_ACCOUNT_REVOKED, "account", args->account);
    enum error error = account_keys_decide(deciding->txn, args->account, deciding->decision);
    if (error != OK)
        return error;
    struct invitation invitation = {
        .account = args->account,
        .standing = account_standing(&row),
        .further = true,
        .code_hash = args->code_hash,
        .expires = args->has.expires ? args->expires : week_after(deciding->now_ms),
        .replaces = args->has.replace && args->replace,
    };
    return draft_invitation(deciding, &invitation);
}

/* The earlier code of an account becomes void. */
static void end_invite(struct txn *txn, struct bytes account, bool only_own)
{
    struct view_invite invite;
    struct bytes code_hash;
    uint8_t hash[LIMIT_HASH_BYTES];
    if (!txn_get(txn, TABLE_INVITED, account, &code_hash) || !view_invite(txn, code_hash, &invite) ||
        invite.has.used || (only_own && !invite.has.own))
        return;
    memcpy(hash, code_hash.at, sizeof hash);
    invite.has.ended = invite.ended = true;
    view_put(txn, TABLE_INVITES, bytes_of(hash, sizeof hash), &shape_view_invite, &invite);
}

void invite_end_own(struct txn *txn, struct bytes account)
{
    end_invite(txn, account, true);
}

static void fold_invited(struct txn *txn, const struct fact *fact, const struct fact_account_invited *decided,
                         bool further)
{
    const bool own = further && bytes_equal(fact->head.actor, decided->account);
    struct view_invite row = {
        .has = {.department = decided->has.department,
                .signs = decided->has.signs,
                .further = further,
                .own = own},
        .account = decided->account,
        .seq = fact->head.seq,
        .role = decided->role,
        .department = decided->department,
        .signs = decided->signs,
        .expires = decided->expires,
        .further = further,
        .own = own,
    };
    end_invite(txn, decided->account, false);
    view_put(txn, TABLE_INVITES, decided->code_hash, &shape_view_invite, &row);
    txn_put(txn, TABLE_INVITED, decided->account, decided->code_hash);
}

void fold_account_invited(struct txn *txn, const struct fact *fact,
                          const struct fact_account_invited *decided)
{
    fold_invited(txn, fact, decided, false);
    account_titled_fold(txn, decided->account, fact->head.seq, false);
}

void fold_key_invited(struct txn *txn, const struct fact *fact, const struct fact_key_invited *decided)
{
    struct fact_account_invited same = {0};
    shape_copy(&shape_fact_key_invited, decided, &shape_fact_account_invited, &same);
    fold_invited(txn, fact, &same, true);
}

static enum error decide_invite(const struct view_invite *invite, int64_t now_ms, struct decision *decision)
{
    if (invite->has.used && invite->used)
        return decision_refuse(decision, ERR_CODE_USED, "code", (struct bytes){0});
    if (invite->has.ended)
        return decision_refuse(decision, ERR_CODE_VOID, "code", (struct bytes){0});
    if (invite->expires <= now_ms) {
        decision_refuse(decision, ERR_CODE_EXPIRED, "code", (struct bytes){0});
        decision->why.time_ms = invite->expires;
        return ERR_CODE_EXPIRED;
    }
    return OK;
}

/* A code makes a new account or adds a key to the one it names, and never the other of the two. That account
 * may have been changed or revoked since: a code opens nothing more than was meant when it was given out. */
static enum error decide_account(const struct deciding *deciding, const struct view_invite *invite,
                                 const struct standing *invited)
{
    struct record_account row;
    const bool exists = view_account(deciding->txn, invite->account, &row);
    if (!exists && !invite->has.further)
        return OK;
    if (!exists)
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ACCOUNT, NULL, invite->account);
    if (row.has.revoked)
        return decision_refuse(deciding->decision, ERR_ACCOUNT_REVOKED, NULL, invite->account);
    if (!invite->has.further)
        return decision_refuse(deciding->decision, ERR_ACCOUNT_EXISTS, NULL, invite->account);
    struct standing known = account_standing(&row);
    const char *field = account_difference(invited, &known);
    if (field != NULL)
        return decision_refuse(deciding->decision, ERR_ROLE_DIFFERS, field, invite->account);
    return account_keys_decide(deciding->txn, invite->account,
                               deciding->decision); /* more may have come since the invitation */
}

enum error decide_join(const struct deciding *deciding, const struct args_join *args)
{
    uint8_t code_hash[LIMIT_HASH_BYTES];
    struct view_invite invite;
    hash_code(args->code, code_hash);
    if (!view_invite(deciding->txn, bytes_of(code_hash, sizeof code_hash), &invite))
        return decision_refuse(deciding->decision, ERR_CODE_UNKNOWN, "code", (struct bytes){0});
    enum error error = decide_invite(&invite, deciding->now_ms, deciding->decision);
    if (error != OK)
        return error;
    if (deciding->actor->account[0] != '\0') /* a key that was revoked never comes so far: domain_decide */
        return decision_refuse(deciding->decision, ERR_KEY_ENROLLED, NULL,
                               bytes_of_text(deciding->actor->account));
    struct standing standing = {
        .role = invite.role,
        .department = invite.has.department ? invite.department : (struct bytes){0},
        .signs = invite.has.signs && invite.signs,
    };
    error = decide_account(deciding, &invite, &standing);
    if (error != OK)
        return error;

    struct fact_key_enrolled enrolled = {
        .has = {.department = standing.department.size > 0, .signs = standing.signs},
        .key = bytes_of(deciding->actor->key, LIMIT_KEY_BYTES),
        .account = invite.account,
        .role = standing.role,
        .department = standing.department,
        .signs = standing.signs,
        .code_hash = bytes_of(code_hash, sizeof code_hash),
    };
    decision_add(deciding->decision, account_channel(deciding->txn, standing.role, deciding->decision),
                 &fact_kinds[FACT_key_enrolled], &enrolled);
    struct buffer joins = buffer_over(deciding->decision->joins, sizeof deciding->decision->joins);
    buffer_add(&joins, invite.account.at, invite.account.size);
    buffer_add(&joins, "", 1);
    return OK;
}

/* The title comes from the invitation: the act of joining has none. */
static void enrol_account(struct txn *txn, const struct fact *fact, const struct fact_key_enrolled *decided,
                          uint64_t invite_seq)
{
    struct record_account row = {
        .has = {.department = decided->has.department, .signs = decided->has.signs},
        .account = decided->account,
        .role = decided->role,
        .department = decided->department,
        .signs = decided->signs,
        .since = fact->head.time_ms,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    account_put(txn, decided->account, &row);
    account_titled_fold(txn, decided->account, invite_seq, true);
}

/* Every row is read anew after a write: rows borrow from the store. */
void fold_key_enrolled(struct txn *txn, const struct fact *fact, const struct fact_key_enrolled *decided)
{
    struct view_invite invite;
    struct record_account account;
    if (!view_invite(txn, decided->code_hash, &invite))
        return;
    if (!view_account(txn, decided->account, &account))
        enrol_account(txn, fact, decided, invite.seq);

    struct record_key key = {
        .key = decided->key,
        .account = decided->account,
        .since = fact->head.time_ms,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_KEYS, decided->key, &shape_record_key, &key);
    struct store_key of_account = key_pair(decided->account, decided->key);
    txn_put(txn, TABLE_ACCOUNT_KEYS, key_of(&of_account), (struct bytes){0});
    txn_put(txn, TABLE_LIVE_KEYS, key_of(&of_account), (struct bytes){0});

    if (!view_invite(txn, decided->code_hash, &invite))
        return;
    invite.has.used = invite.used = true;
    view_put(txn, TABLE_INVITES, decided->code_hash, &shape_view_invite, &invite);
}
