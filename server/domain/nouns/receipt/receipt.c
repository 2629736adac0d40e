/* Receipts: the rungs that a department climbs with a bulletin (delivered, opened, signed), one fact each at
 * most, and who may look at them. It does not know how a duty begins or ends. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/bulletin/notice.h"
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

/* `seq` of a rung that was climbed before; 0: it was not. The three kinds of receipts decide the same. */
static void draft_rung(const struct actor *actor, struct bytes id, const struct view_bulletin *row,
                       uint64_t seq, const struct fact_kind *kind, struct decision *decision)
{
    char channel_room[LIMIT_CHANNEL_BYTES];
    if (seq != 0) {
        decision->already_seq = seq;
        return;
    }
    struct fact_receipt_delivered decided = {
        .has = {.id = true, .revision = true}, .id = id, .revision = row->revision};
    decision_add(decision, channel_of_department(bytes_of_text(actor->department), channel_room), kind,
                 &decided);
}

enum error decide_deliver(const struct deciding *deciding, const struct args_deliver *args)
{
    struct view_bulletin row = {0};
    struct view_receipt receipt = {0};
    enum error error = find_duty(deciding, args->id, &row, &receipt);
    if (error == OK)
        error = decide_revision(deciding, args->id, args->revision_head, &row);
    if (error == OK)
        draft_rung(deciding->actor, args->id, &row, receipt.has.delivered ? receipt.delivered : 0,
                   &fact_kinds[FACT_receipt_delivered], deciding->decision);
    return error;
}

enum error decide_open(const struct deciding *deciding, const struct args_open *args)
{
    struct view_bulletin row = {0};
    struct view_receipt receipt = {0};
    enum error error = find_duty(deciding, args->id, &row, &receipt);
    if (error == OK)
        error = decide_revision(deciding, args->id, args->revision_head, &row);
    if (error == OK)
        draft_rung(deciding->actor, args->id, &row, receipt.has.opened ? receipt.opened : 0,
                   &fact_kinds[FACT_receipt_opened], deciding->decision);
    return error;
}

enum error decide_sign(const struct deciding *deciding, const struct args_sign *args)
{
    struct view_bulletin row = {0};
    struct view_receipt receipt = {0};
    enum error error = find_duty(deciding, args->id, &row, &receipt);
    if (error != OK)
        return error;
    if (!row.has.receipt)
        return decision_refuse(deciding->decision, ERR_NO_RECEIPT, "id", args->id);
    if (!deciding->actor->signs)
        return decision_refuse(deciding->decision, ERR_NOT_SIGNER, NULL,
                               bytes_of_text(deciding->actor->department));
    error = decide_revision(deciding, args->id, args->revision_head, &row);
    if (error == OK)
        draft_rung(deciding->actor, args->id, &row, receipt.has.signed_for ? receipt.signed_for : 0,
                   &fact_kinds[FACT_receipt_signed], deciding->decision);
    return error;
}

/* What a receipt is of. The parts are borrowed from the fact. */
struct rung {
    struct bytes department, channel;
    uint64_t number, revision;
};

static bool rung_of(const struct fact *fact, struct bytes id, uint64_t revision, struct rung *rung)
{
    rung->revision = revision;
    return channel_department(fact->head.channel, &rung->department) &&
           id_split(id, &rung->channel, &rung->number);
}

static bool rung_row(struct txn *txn, const struct rung *rung, struct view_receipt *row)
{
    return view_receipt(txn, rung->channel, rung->number, rung->revision, rung->department, row);
}

static void rung_put(struct txn *txn, const struct rung *rung, const struct view_receipt *row)
{
    struct store_key key = view_receipt_key(rung->channel, rung->number, rung->revision, rung->department);
    view_put(txn, TABLE_RECEIPTS, key_of(&key), &shape_view_receipt, row);
}

static void leave_inbox(struct txn *txn, const struct rung *rung)
{
    struct store_key key = key_place_of(rung->department, rung->channel, rung->number);
    txn_delete(txn, TABLE_INBOX, key_of(&key));
}

/* One department more has signed. After the last there is nothing due and nobody to remind. */
static void count_signature(struct txn *txn, const struct rung *rung)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, rung->channel, rung->number, &row))
        return;
    struct store_key due = view_due_key(row.due, rung->channel, rung->number);
    struct store_key remind = view_schedule_key(row.remind, TRANSITION_REMIND, rung->channel, rung->number);
    struct store_key key = key_place(rung->channel, rung->number);
    row.has.signed_for = true;
    row.signed_for++;
    bool all = row.signed_for >= row.addressed;
    bool had_due = all && row.has.due, had_remind = all && row.has.remind;
    if (had_remind)
        row.has.remind = false;
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    if (had_due)
        txn_delete(txn, TABLE_DUES, key_of(&due));
    if (had_remind)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&remind));
}

void fold_receipt_delivered(struct txn *txn, const struct fact *fact,
                            const struct fact_receipt_delivered *decided)
{
    struct rung rung;
    struct view_receipt row;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row))
        return;
    row.has.delivered = true;
    row.delivered = fact->head.seq;
    rung_put(txn, &rung, &row);
}

void fold_receipt_opened(struct txn *txn, const struct fact *fact, const struct fact_receipt_opened *decided)
{
    struct rung rung;
    struct view_receipt row;
    struct view_bulletin bulletin;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row) ||
        !view_bulletin(txn, rung.channel, rung.number, &bulletin))
        return;
    bool done = !bulletin.has.receipt;
    row.has.opened = true;
    row.opened = fact->head.seq;
    rung_put(txn, &rung, &row);
    if (done)
        leave_inbox(txn, &rung);
}

void fold_receipt_signed(struct txn *txn, const struct fact *fact, const struct fact_receipt_signed *decided)
{
    struct rung rung;
    struct view_receipt row;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row))
        return;
    row.has.signed_for = true;
    row.signed_for = fact->head.seq;
    rung_put(txn, &rung, &row);
    leave_inbox(txn, &rung);
    count_signature(txn, &rung);
}
