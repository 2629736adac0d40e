/* What departments may say that they did with a bulletin (delivered, opened, signed), one step at a time and
 * each once. It does not show it. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"

/* The fact that made a revision; false when there is none of that number. */
static bool revision_fact(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                          struct fact *fact)
{
    struct store_key key = key_nth(channel, number, revision);
    uint64_t seq;
    return view_number(txn, TABLE_REVISIONS, key_of(&key), &seq) && ledger_read(txn, seq, fact);
}

/* Nobody acknowledges what was not before them: the head must be that of the newest revision. */
static enum error decide_revision(const struct deciding *deciding, struct bytes id,
                                  struct bytes revision_head, const struct view_bulletin *row)
{
    struct bytes channel;
    uint64_t number;
    struct fact fact;
    if (bytes_equal(revision_head, row->revision_head))
        return OK;
    if (!id_split(id, &channel, &number))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ID, "id", id);
    for (uint64_t revision = 1; revision < row->revision; revision++) {
        if (revision_fact(deciding->txn, channel, number, revision, &fact) &&
            bytes_equal(revision_head, bytes_of(fact.hash, LIMIT_HASH_BYTES))) {
            decision_refuse(deciding->decision, ERR_OLD_REVISION, "revision_head", id);
            deciding->decision->why.limit = row->revision;
            return ERR_OLD_REVISION;
        }
    }
    return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "revision_head", id);
}

/* Finds what the actor's department has to do with a bulletin, if it has to do anything with it now. */
static enum error find_duty(const struct deciding *deciding, struct bytes id, struct view_bulletin *row,
                            struct view_receipt *receipt)
{
    struct bytes channel, department = bytes_of_text(deciding->actor->department);
    uint64_t number;
    if (department.size == 0)
        return decision_refuse(deciding->decision, ERR_NOT_MEMBER, NULL, (struct bytes){0});
    if (!id_split(id, &channel, &number) || !view_bulletin(deciding->txn, channel, number, row) ||
        !view_receipt(deciding->txn, channel, number, row->revision, department, receipt))
        return decision_refuse(deciding->decision, ERR_NOT_ADDRESSED, "id", id);
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", id);
    if (row->has.withdrawn)
        return decision_refuse(deciding->decision, ERR_WITHDRAWN, "id", id);
    return OK;
}

/* Whether the department may bind itself, and is asked to. */
static enum error decide_signing(const struct deciding *deciding, struct bytes id,
                                 const struct view_bulletin *row)
{
    if (!row->has.receipt)
        return decision_refuse(deciding->decision, ERR_NO_RECEIPT, "id", id);
    if (!deciding->actor->signs)
        return decision_refuse(deciding->decision, ERR_NOT_SIGNER, NULL,
                               bytes_of_text(deciding->actor->department));
    return OK;
}

/* The seq of the fact by which this rung was climbed before; 0: it was not. */
static uint64_t climbed(const struct view_receipt *receipt, const struct fact_kind *kind)
{
    if (kind == &fact_kinds[FACT_receipt_delivered])
        return receipt->has.delivered ? receipt->delivered : 0;
    if (kind == &fact_kinds[FACT_receipt_opened])
        return receipt->has.opened ? receipt->opened : 0;
    return receipt->has.signed_for ? receipt->signed_for : 0;
}

/* The three kinds of receipts decide the same, and signing more. */
static enum error decide_rung(const struct deciding *deciding, struct bytes id, struct bytes revision_head,
                              const struct fact_kind *kind)
{
    char channel_room[LIMIT_CHANNEL_BYTES];
    struct view_bulletin row = {0};
    struct view_receipt receipt = {0};
    enum error error = find_duty(deciding, id, &row, &receipt);
    if (error == OK && kind == &fact_kinds[FACT_receipt_signed])
        error = decide_signing(deciding, id, &row);
    if (error == OK)
        error = decide_revision(deciding, id, revision_head, &row);
    if (error != OK)
        return error;
    deciding->decision->already_seq = climbed(&receipt, kind);
    if (deciding->decision->already_seq != 0)
        return OK;
    struct fact_receipt_delivered decided = {.id = id, .revision = row.revision};
    decision_add(deciding->decision,
                 channel_of_department(bytes_of_text(deciding->actor->department), channel_room), kind,
                 &decided);
    return OK;
}

enum error decide_deliver(const struct deciding *deciding, const struct args_deliver *args)
{
    return decide_rung(deciding, args->id, args->revision_head, &fact_kinds[FACT_receipt_delivered]);
}

enum error decide_open(const struct deciding *deciding, const struct args_open *args)
{
    return decide_rung(deciding, args->id, args->revision_head, &fact_kinds[FACT_receipt_opened]);
}

enum error decide_sign(const struct deciding *deciding, const struct args_sign *args)
{
    return decide_rung(deciding, args->id, args->revision_head, &fact_kinds[FACT_receipt_signed]);
}
