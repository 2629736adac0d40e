/* Whose a key was: folds the facts of `keys` for the few keys in question. It knows nothing of bulletins.
 *
 * A key always belongs to the account that it was first enrolled for. What an account is, it is by all of
 * its facts, whichever of its keys they came with. What has ended stays ended. */
#include "client/lib/proof/proof.h"

/* The first enrolment of a key counts, and no later one changes whose it is. */
static void take_owner(struct proof_signer *signer, const struct head *head,
                       const struct fact_key_enrolled *enrolled)
{
    if (signer->known || head->seq >= signer->seq || !bytes_equal(enrolled->key, signer->key))
        return;
    signer->known = true;
    signer->account = enrolled->account;
    signer->since_ms = head->time_ms;
}

/* The first key that an account has brings it into being; further ones change nothing of what it is. */
static void take_enrolled(struct proof_signer *signer, const struct head *head,
                          const struct fact_key_enrolled *enrolled)
{
    if (signer->stands || !signer->known || head->seq >= signer->seq ||
        !bytes_equal(enrolled->account, signer->account))
        return;
    signer->stands = true;
    signer->role = enrolled->role;
    signer->department = enrolled->has.department ? enrolled->department : (struct bytes){0};
    signer->signs = enrolled->has.signs && enrolled->signs;
}

static void take_changed(struct proof_signer *signer, const struct head *head,
                         const struct fact_account_changed *changed)
{
    if (!signer->stands || head->seq >= signer->seq || !bytes_equal(changed->account, signer->account))
        return;
    signer->role = changed->role;
    signer->department = changed->has.department ? changed->department : (struct bytes){0};
    signer->signs = changed->has.signs && changed->signs;
}

static void take_ended(struct proof_signer *signer, const struct head *head)
{
    if (signer->revoked)
        return;
    signer->revoked = true;
    signer->revoked_ms = head->time_ms;
    signer->revoked_before = head->seq < signer->seq;
}

static bool is_their_account(const struct proof_signer *signer, struct bytes account)
{
    return signer->known && bytes_equal(account, signer->account);
}

/* What it decided, by kind. */
union about_keys {
    struct fact_key_enrolled enrolled;
    struct fact_account_changed changed;
    struct fact_key_revoked key_revoked;
    struct fact_account_revoked account_revoked;
    struct fact_account_left left;
};

static void take_fact(struct proof_signer *signer, int kind, const struct head *head,
                      const union about_keys *decided)
{
    bool ends = false;
    if (kind == FACT_key_enrolled)
        take_enrolled(signer, head, &decided->enrolled);
    else if (kind == FACT_account_changed)
        take_changed(signer, head, &decided->changed);
    else if (kind == FACT_key_revoked)
        ends = bytes_equal(decided->key_revoked.key, signer->key);
    else if (kind == FACT_account_revoked)
        ends = is_their_account(signer, decided->account_revoked.account);
    else
        ends = is_their_account(signer, decided->left.account);
    if (ends)
        take_ended(signer, head);
}

/* The next head of a fact about keys, with what it decided; false at the end, or with *code not OK. */
static bool next_fact(struct bytes *heads, struct head *head, int *kind, union about_keys *decided,
                      enum error *code, struct failure *failure)
{
    static const int kinds[] = {FACT_key_enrolled, FACT_account_changed, FACT_key_revoked,
                                FACT_account_revoked, FACT_account_left};
    struct bytes bytes;
    struct refusal why;
    while (proof_head_next(heads, &bytes)) {
        if (head_read(bytes, head, &why) != OK) {
            *code = failure_refuse(failure, ERR_PROOF_BROKEN, NULL, why.name, 0);
            return false;
        }
        const struct fact_kind *found = fact_kind_find(head->kind);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (found != &fact_kinds[kinds[i]])
                continue;
            *kind = kinds[i];
            if (codec_decode_known(found->decided, head->decided, decided, &why) == OK)
                return true;
            *code = failure_refuse(failure, ERR_PROOF_BROKEN, NULL,
                                   bytes_of_text("a fact about keys does not say what it should"), 0);
            return false;
        }
    }
    return false;
}

enum error proof_find_signers(const struct proof_channel *keys, struct proof_signer **signers, size_t count,
                              struct failure *failure)
{
    enum error code = OK;
    union about_keys decided;
    struct head head;
    int kind;
    /* Whose the keys are comes first: an account's facts may stand before its key's. */
    for (struct bytes heads = keys->heads; next_fact(&heads, &head, &kind, &decided, &code, failure);) {
        for (size_t i = 0; i < count && kind == FACT_key_enrolled; i++)
            take_owner(signers[i], &head, &decided.enrolled);
    }
    for (struct bytes heads = keys->heads;
         code == OK && next_fact(&heads, &head, &kind, &decided, &code, failure);) {
        for (size_t i = 0; i < count; i++)
            take_fact(signers[i], kind, &head, &decided);
    }
    return code;
}
