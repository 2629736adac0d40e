/* Erasing: the acts of a bulletin and the texts and files that nothing else names are taken off the ledger,
 * and facts say so in every channel where those acts stood. It does not judge why something is erased. */
#include "server/domain/handlers.h"
#include "server/domain/notice.h"
#include "server/domain/views.h"

/* --- deciding --- */

static bool revision_seq(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                         uint64_t *seq)
{
    struct store_key key = view_revision_key(channel, number, revision);
    struct bytes value;
    if (!txn_get(txn, TABLE_REVISIONS, key_of(&key), &value) || value.size != 8) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    *seq = number_at(value.at);
    return true;
}

static void add_erased(struct decision *decision, struct bytes channel, struct bytes id,
                       const uint64_t *facts, size_t count)
{
    uint8_t room[16 * LIMIT_ERASED_FACTS];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, facts, count);
    struct fact_bulletin_erased erased = {
        .has = {.id = true, .facts = true}, .id = id, .facts = buffer_bytes(&numbers)};
    decision_add(decision, channel, &fact_kinds[FACT_bulletin_erased], &erased);
}

/* The facts of one channel that carry the acts of revisions or, on a desk, of edits. */
static void erase_revisions(struct txn *txn, struct bytes channel, uint64_t number, uint64_t count,
                            struct bytes id, struct decision *decision)
{
    uint64_t facts[LIMIT_REVISIONS];
    struct fact fact;
    size_t found = 0;
    for (uint64_t i = 1; i <= count && found < LIMIT_REVISIONS; i++) {
        if (!revision_seq(txn, channel, number, i, &facts[found]) || !ledger_read(txn, facts[found], &fact))
            return;
        decision_erase(decision, ledger_act_seq(txn, &fact.head));
        found++;
    }
    add_erased(decision, channel, id, facts, found);
}

/* What it was scheduled as. */
static void erase_draft(struct txn *txn, uint64_t seq, struct bytes id, struct decision *decision)
{
    struct fact fact;
    struct fact_bulletin_published published;
    struct view_draft draft;
    struct bytes desk;
    uint64_t number;
    if (!ledger_read(txn, seq, &fact) ||
        !bytes_equal_text(fact.head.kind, fact_kinds[FACT_bulletin_published].word) ||
        !fact_decided(txn, &fact, &shape_fact_bulletin_published, &published) || !published.has.draft)
        return;
    if (id_split(published.draft, &desk, &number) && view_draft(txn, desk, number, &draft))
        erase_revisions(txn, desk, number, draft.edits, id, decision);
    else
        txn_fail(txn, ERR_INTERNAL);
}

struct duties {
    struct txn *txn;
    struct bytes id, channel;
    uint64_t number, revisions;
    struct decision *decision;
};

/* The duties of one department: one for each revision since it was addressed. */
static bool erase_duties(void *context, struct bytes department, const struct view_receipt *newest)
{
    const struct duties *duties = context;
    char room[LIMIT_CHANNEL_BYTES];
    uint64_t facts[LIMIT_REVISIONS];
    size_t found = 0;
    struct view_receipt row;
    (void)newest;
    for (uint64_t i = 1; i <= duties->revisions && found < LIMIT_REVISIONS; i++) {
        if (view_receipt(duties->txn, duties->channel, duties->number, i, department, &row))
            facts[found++] = row.assigned;
    }
    add_erased(duties->decision, channel_of_department(department, room), duties->id, facts, found);
    return true;
}

/* Whether a bulletin that people may rely on names this one; `name` is then that one's id, in the decision.
 */
static enum error decide_unnamed(struct txn *txn, struct bytes channel, uint64_t number,
                                 struct decision *decision)
{
    enum { IS_NAMED_BY = 1 };
    struct store_key from = view_related_key(channel, number, IS_NAMED_BY, NULL, 0);
    struct walk walk;
    enum error error = OK;
    walk_up(&walk, txn, TABLE_RELATED, key_of(&from));
    while (error == OK && walk_next(&walk) && walk.key.size > from.size &&
           memcmp(walk.key.at, from.at, from.size) == 0) {
        char room[LIMIT_ID_BYTES];
        struct buffer id = buffer_over(room, sizeof room);
        struct view_bulletin row;
        struct bytes other;
        uint64_t other_number;
        if (!view_key_split(bytes_skip(walk.key, from.size), &other, &other_number) ||
            !view_bulletin(txn, other, other_number, &row)) {
            txn_fail(txn, ERR_INTERNAL);
            break;
        }
        if (row.has.withdrawn || row.has.erased || (other_number == number && bytes_equal(other, channel)))
            continue;
        id_write(&id, other, other_number);
        error = decision_refuse(decision, ERR_STILL_NAMED, "id", buffer_bytes(&id));
    }
    walk_end(&walk);
    return error;
}

enum error decide_erase(struct txn *txn, const struct actor *actor, int64_t now_ms,
                        const struct args_erase *args, struct decision *decision)
{
    (void)actor, (void)now_ms;
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return decision_refuse(decision, ERR_UNKNOWN_ID, "id", args->id);
    if (row.has.erased)
        return decision_refuse(decision, ERR_ERASED, "id", args->id);
    if (!bytes_equal(args->head, row.head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", args->id);
    if (row.has.addressed && row.addressed > LIMIT_ADDRESSEES) { /* each is told by a fact of its own */
        decision_refuse(decision, ERR_TOO_MANY_ADDRESSEES, "id", args->id);
        decision->why.limit = LIMIT_ADDRESSEES;
        return ERR_TOO_MANY_ADDRESSEES;
    }
    enum error error = decide_unnamed(txn, channel, number, decision);
    if (error != OK)
        return error;
    struct duties duties = {txn, args->id, channel, number, row.revision, decision};
    erase_revisions(txn, channel, number, row.revision, args->id, decision);
    erase_draft(txn, row.seq, args->id, decision);
    duty_walk(txn, channel, number, row.revision, erase_duties, &duties);
    return OK;
}

/* --- taking off the ledger --- */

static struct store_key blob_name_key(uint64_t act_seq, struct bytes hash)
{
    struct store_key key = key_empty();
    key_number(&key, act_seq);
    key_bytes(&key, hash);
    return key;
}

static uint64_t blob_uses(struct txn *txn, struct bytes hash)
{
    struct bytes value;
    if (!txn_get(txn, TABLE_BLOB_USES, hash, &value))
        return 0;
    if (value.size == 8)
        return number_at(value.at);
    txn_fail(txn, ERR_INTERNAL);
    return 0;
}

static void blob_uses_put(struct txn *txn, struct bytes hash, uint64_t uses)
{
    uint8_t value[8];
    number_write(value, uses);
    if (uses == 0)
        txn_delete(txn, TABLE_BLOB_USES, hash);
    else
        txn_put(txn, TABLE_BLOB_USES, hash, bytes_of(value, sizeof value));
}

void blob_names_fold(struct txn *txn, const struct fact *fact, const struct view_notice *notice)
{
    struct bytes hashes[LIMIT_FILES + 1], there;
    struct file_named file;
    size_t count = 0, at = 0;
    if (fact->erased || ledger_act_seq(txn, &fact->head) != fact->head.seq)
        return;
    if (notice->has.text_hash)
        hashes[count++] = notice->text_hash;
    while (notice->has.attach && count <= LIMIT_FILES && files_next(notice->attach, &at, &file))
        hashes[count++] = file.hash;
    for (size_t i = 0; i < count; i++) {
        struct store_key key = blob_name_key(fact->head.seq, hashes[i]);
        if (txn_get(txn, TABLE_BLOB_NAMES, key_of(&key), &there))
            continue; /* two files of the same bytes */
        txn_put(txn, TABLE_BLOB_NAMES, key_of(&key), (struct bytes){0});
        blob_uses_put(txn, hashes[i], blob_uses(txn, hashes[i]) + 1);
    }
}

/* What an act names, copied. */
static size_t blob_names(struct txn *txn, uint64_t act_seq, uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES])
{
    struct store_key from = blob_name_key(act_seq, (struct bytes){0});
    struct walk walk;
    size_t count = 0;
    walk_up(&walk, txn, TABLE_BLOB_NAMES, key_of(&from));
    while (count <= LIMIT_FILES && walk_next(&walk) && walk.key.size == from.size + LIMIT_HASH_BYTES &&
           memcmp(walk.key.at, from.at, from.size) == 0)
        memcpy(hashes[count++], walk.key.at + from.size, LIMIT_HASH_BYTES);
    walk_end(&walk);
    return count;
}

/* The rows that say what an act names live as long as the act: a rebuild finds neither. */
void domain_erase(struct txn *txn, const struct decision *decision)
{
    uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    for (size_t i = 0; i < decision->erase_count; i++) {
        size_t count = blob_names(txn, decision->erases[i], hashes);
        for (size_t k = 0; k < count; k++) {
            struct bytes hash = bytes_of(hashes[k], LIMIT_HASH_BYTES);
            struct store_key key = blob_name_key(decision->erases[i], hash);
            uint64_t uses = blob_uses(txn, hash);
            txn_delete(txn, TABLE_BLOB_NAMES, key_of(&key));
            blob_uses_put(txn, hash, uses > 0 ? uses - 1 : 0);
            if (uses <= 1)
                blob_drop(txn, hash.at);
        }
        ledger_drop_act(txn, decision->erases[i]);
    }
}

/* --- folding --- */

static void close_bulletin(struct txn *txn, const struct fact *fact, uint64_t number)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, fact->head.channel, number, &row))
        return;
    const struct view_bulletin before = row;
    row.has.erased = true;
    row.erased = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.remind = false;
    struct store_key key = view_bulletin_key(fact->head.channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    notice_close(txn, fact->head.channel, number, &before); /* its strings are gone; it reads none */
}

static void close_draft(struct txn *txn, const struct fact *fact, uint64_t number)
{
    struct view_draft row;
    if (!view_draft(txn, fact->head.channel, number, &row))
        return;
    row.has.erased = row.erased = true;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    struct store_key key = view_bulletin_key(fact->head.channel, number);
    view_put(txn, TABLE_DRAFTS, key_of(&key), &shape_view_draft, &row);
}

void evolve_bulletin_erased(struct txn *txn, const struct fact *fact,
                            const struct fact_bulletin_erased *decided)
{
    struct bytes channel;
    uint64_t number, seq;
    size_t at = 0;
    uint8_t by[8];
    struct fact gone;
    number_write(by, fact->head.seq);
    while (numbers_next(decided->facts, &at, &seq)) {
        struct store_key key = key_empty();
        key_number(&key, seq);
        txn_put(txn, TABLE_ERASED, key_of(&key), bytes_of(by, sizeof by));
        if (ledger_read(txn, seq, &gone) &&
            bytes_equal_text(gone.head.kind, fact_kinds[FACT_bulletin_scheduled].word))
            close_draft(txn, fact, gone.head.number);
    }
    if (id_split(decided->id, &channel, &number) && bytes_equal(channel, fact->head.channel))
        close_bulletin(txn, fact, number);
}
