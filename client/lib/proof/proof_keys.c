/* Whose a key was: folds the facts of `keys` for the few keys in question. It knows nothing of bulletins. */
#include "client/lib/proof/proof.h"

static void take_enrolled(struct proof_signer *signer, const struct head *head,
                          const struct fact_key_enrolled *enrolled)
{
    if (signer->known || head->seq >= signer->seq || !bytes_equal(enrolled->key, signer->key))
        return;
    signer->known = true;
    signer->account = enrolled->account;
    signer->role = enrolled->role;
    signer->department = enrolled->has.department ? enrolled->department : (struct bytes){0};
    signer->signs = enrolled->has.signs && enrolled->signs;
    signer->since_ms = head->time_ms;
}

static void take_changed(struct proof_signer *signer, const struct head *head,
                         const struct fact_account_changed *changed)
{
    if (!signer->known || head->seq >= signer->seq || !bytes_equal(changed->account, signer->account))
        return;
    signer->role = changed->role;
    signer->department = changed->has.department ? changed->department : (struct bytes){0};
    signer->signs = changed->has.signs && changed->signs;
}

static void take_revoked(struct proof_signer *signer, const struct head *head)
{
    if (signer->revoked)
        return;
    signer->revoked = true;
    signer->revoked_ms = head->time_ms;
    signer->revoked_before = head->seq < signer->seq;
}

static void take_fact(struct proof_signer *signer, int kind, const struct head *head, const void *decided)
{
    const struct fact_key_revoked *key = decided;
    const struct fact_account_revoked *account = decided;
    const bool revokes_key = kind == FACT_key_revoked && bytes_equal(key->key, signer->key);
    const bool revokes_account =
        kind == FACT_account_revoked && signer->known && bytes_equal(account->account, signer->account);
    if (kind == FACT_key_enrolled)
        take_enrolled(signer, head, decided);
    else if (kind == FACT_account_changed)
        take_changed(signer, head, decided);
    else if (revokes_key || revokes_account)
        take_revoked(signer, head);
}

enum error proof_find_signers(const struct proof_channel *keys, struct proof_signer **signers, size_t count,
                              struct failure *failure)
{
    static const int kinds[] = {FACT_key_enrolled, FACT_account_changed, FACT_key_revoked,
                                FACT_account_revoked};
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct bytes heads = keys->heads, bytes;
    struct refusal why;
    while (proof_head_next(&heads, &bytes)) {
        struct head head;
        if (head_read(bytes, &head, &why) != OK)
            return failure_refuse(failure, ERR_PROOF_BROKEN, NULL, why.name, 0);
        const struct fact_kind *kind = fact_kind_find(head.kind);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            if (kind != &fact_kinds[kinds[i]])
                continue;
            if (codec_decode_known(kind->decided, head.decided, decided, &why) != OK)
                return failure_refuse(failure, ERR_PROOF_BROKEN, NULL,
                                      bytes_of_text("a fact about keys does not say what it should"), 0);
            for (size_t s = 0; s < count; s++)
                take_fact(signers[s], kinds[i], &head, decided);
        }
    }
    return OK;
}
