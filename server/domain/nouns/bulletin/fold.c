/* Folding bulletins: where their facts are, which revision counts, and what lies ahead of them. It looks at
 * heads alone, since acts can be erased. */
#include "server/domain/base/owned.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/entries.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/views/things.h"

/* What a revision's fact says becomes what the bulletin is. `said` has the fields that published and revised
 * share. */
static void fold_revision(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                          const struct fact_bulletin_published *said, struct view_bulletin *row)
{
    row->head = row->revision_head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row->revision_seq = fact->head.seq;
    row->has.priority = said->has.priority;
    row->priority = said->priority;
    row->has.effective = said->has.effective;
    row->effective = said->effective;
    row->has.waiting = row->waiting = said->has.effective && said->effective > fact->head.time_ms;
    row->has.expires = said->has.expires;
    row->expires = said->expires;
    row->has.expired = row->expired = false;
    row->has.due = said->has.due;
    row->due = said->due;
    row->has.remind = said->has.remind;
    row->remind = said->remind;
    /* Its duties follow, one fact each. */
    row->has.addressed = row->has.signed_for = true;
    row->addressed = row->signed_for = 0;

    struct store_key key = key_place(channel, number);
    struct store_key revision_key = key_nth(channel, number, row->revision);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, row);
    view_put_number(txn, TABLE_REVISIONS, key_of(&revision_key), fact->head.seq);
    entries_put(txn, channel, number, row);
    if (said->has.related)
        entries_relate(txn, channel, number, said->related);
}

void fold_bulletin_published(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_published *decided)
{
    struct view_bulletin row = {
        .has = {.receipt = decided->has.receipt, .roster = decided->has.roster},
        .seq = fact->head.seq,
        .revision = 1,
        .receipt = decided->receipt,
        .roster = decided->roster,
    };
    fold_revision(txn, fact, fact->head.channel, fact->head.number, decided, &row);
    owned_put(txn, TABLE_PUBLISHED, fact->head.actor, fact->head.seq);
    things_fold(txn, &fact->head, fact->head.number);
    if (decided->has.roster && decided->roster == ROSTER_OPEN) {
        struct store_key key = key_place(fact->head.channel, fact->head.number);
        txn_put(txn, TABLE_ROSTERS, key_of(&key), (struct bytes){0});
    }
}

void fold_bulletin_imported(struct txn *txn, const struct fact *fact,
                            const struct fact_bulletin_imported *decided)
{
    const struct fact_bulletin_published said = {.has = {0}};
    struct view_bulletin row = {.seq = fact->head.seq, .revision = 1};
    fold_revision(txn, fact, fact->head.channel, fact->head.number, &said, &row);
    view_put_number(txn, TABLE_SOURCES, decided->source_hash, fact->head.seq);
}

void fold_bulletin_revised(struct txn *txn, const struct fact *fact,
                           const struct fact_bulletin_revised *decided)
{
    struct fact_bulletin_published said = {.has = {0}};
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    shape_copy(&shape_fact_bulletin_revised, decided, &shape_fact_bulletin_published, &said);
    entries_drop(txn, channel, number, &row);
    entries_unrelate(txn, channel, number);
    row.revision = decided->revision;
    fold_revision(txn, fact, channel, number, &said, &row); /* replaces the row's strings, all of them */
}

void fold_bulletin_withdrawn(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_withdrawn *decided)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    const struct view_bulletin before = row;
    row.has.withdrawn = true;
    row.withdrawn = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.remind = false;
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    entries_close(txn, channel, number, &before);
}

/* The bulletin passes one of its two times. */
static void fold_passed(struct txn *txn, const struct fact *fact, struct bytes id, enum transition what)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    int64_t time_ms = what == TRANSITION_EFFECTIVE ? row.effective : row.expires;
    struct store_key entry = view_schedule_key(time_ms, what, channel, number);
    struct store_key key = key_place(channel, number);
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    if (what == TRANSITION_EFFECTIVE)
        row.has.waiting = false;
    else
        row.has.expired = row.expired = true;
    const bool over = what == TRANSITION_EXPIRES, reminds = over && row.has.remind;
    struct store_key remind = view_schedule_key(row.remind, TRANSITION_REMIND, channel, number);
    row.has.remind = row.has.remind && !over;
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
    if (reminds)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&remind));
    if (over) /* departments made later are not asked for it any more */
        txn_delete(txn, TABLE_ROSTERS, key_of(&key));
}

void fold_bulletin_effective(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_effective *decided)
{
    fold_passed(txn, fact, decided->id, TRANSITION_EFFECTIVE);
}

void fold_bulletin_expired(struct txn *txn, const struct fact *fact,
                           const struct fact_bulletin_expired *decided)
{
    fold_passed(txn, fact, decided->id, TRANSITION_EXPIRES);
}
