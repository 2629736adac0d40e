/* Bulletins: publishing, revising, withdrawing, and taking in those of the past. What people read of them
 * stands in bulletin_read.c. Their acts can be erased, so folding looks at heads alone. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/owned.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/nouns/people/views.h"
#include "server/domain/nouns/receipt/views.h"

/* --- judging --- */

enum error decide_publish(const struct deciding *deciding, const struct args_publish *args)
{
    struct view_notice notice = {0};
    struct notice_times times;
    uint64_t text_size = 0;
    shape_copy(&shape_args_publish, args, &shape_view_notice, &notice);
    enum error error = notice_decide(deciding, args->channel, &notice, (struct bytes){0}, &times, &text_size);
    if (error != OK)
        return error;
    if (times.has_at) {
        char room[LIMIT_CHANNEL_BYTES];
        uint8_t signerless_room[NOTICE_SIGNERLESS_BYTES];
        struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
        struct fact_bulletin_scheduled scheduled = {.has.at = true, .at = times.at};
        scheduled.has.signerless = notice_signerless(deciding->txn, &notice, &signerless);
        scheduled.signerless = buffer_bytes(&signerless);
        desk_draft(deciding->txn, args->channel, deciding->decision);
        decision_add(deciding->decision, channel_of_desk(args->channel, room),
                     &fact_kinds[FACT_bulletin_scheduled], &scheduled);
        return OK;
    }
    char id_room[LIMIT_ID_BYTES];
    struct bytes id;
    struct notice_coming coming = {
        .author = deciding->actor,
        .channel = args->channel,
        .notice = &notice,
        .times = &times,
        .text_size = text_size,
    };
    notice_draft(deciding, &coming, id_room, &id);
    return OK;
}

enum error decide_import(const struct deciding *deciding, const struct args_import *args)
{
    uint8_t source_hash[LIMIT_HASH_BYTES];
    struct record_department department;
    struct view_notice notice = {0};
    struct notice_times times;
    uint64_t known_seq, text_size = 0;
    hash_bytes(args->source, source_hash);
    if (view_number(deciding->txn, TABLE_SOURCES, bytes_of(source_hash, sizeof source_hash), &known_seq)) {
        deciding->decision->already_seq = known_seq;
        return OK;
    }
    if (channel_is_the_servers(args->channel))
        return decision_refuse(deciding->decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    if (!channel_exists(deciding->txn, args->channel))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_CHANNEL, "channel", args->channel);
    if (args->has.department && !view_department(deciding->txn, args->department, &department))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    shape_copy(&shape_args_import, args, &shape_view_notice, &notice);
    enum error error = notice_decide_content(deciding, &notice, (struct bytes){0}, &times, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_imported imported = {
        .has = {.department = args->has.department, .source_hash = true, .text_size = args->has.text_hash},
        .department = args->department,
        .source_hash = bytes_of(source_hash, sizeof source_hash),
        .text_size = text_size,
    };
    decision_add(deciding->decision, args->channel, &fact_kinds[FACT_bulletin_imported], &imported);
    return OK;
}

/* The bulletin that a change names, when it can be changed and is as the author saw it. */
static enum error find_changeable(const struct deciding *deciding, struct bytes id, struct bytes head,
                                  struct view_bulletin *row)
{
    if (!view_bulletin_of_id(deciding->txn, id, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ID, "id", id);
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", id);
    if (row->has.withdrawn)
        return decision_refuse(deciding->decision, ERR_WITHDRAWN, "id", id);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "head", id);
    if (row->has.addressed && row->addressed > LIMIT_ADDRESSEES) { /* each is told by a fact of its own */
        decision_refuse(deciding->decision, ERR_TOO_MANY_ADDRESSEES, "id", id);
        deciding->decision->why.limit = LIMIT_ADDRESSEES;
        return ERR_TOO_MANY_ADDRESSEES;
    }
    return OK;
}

static enum error decide_revision(const struct deciding *deciding, const struct args_revise *args,
                                  const struct view_bulletin *row)
{
    struct fact made;
    if (!ledger_read(deciding->txn, row->seq, &made)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return decision_refuse(deciding->decision, ERR_INTERNAL, NULL, (struct bytes){0});
    }
    if (fact_kind_find(made.head.kind) == &fact_kinds[FACT_bulletin_imported])
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "id", args->id);
    if (args->has.due && !(row->has.receipt && row->receipt))
        return decision_refuse(deciding->decision, ERR_NEEDS_FIELD, "due", bytes_of_text("receipt"));
    if (row->revision >= LIMIT_REVISIONS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_REVISIONS, "id", args->id);
        deciding->decision->why.limit = LIMIT_REVISIONS;
        return ERR_TOO_MANY_REVISIONS;
    }
    return OK;
}

struct duties {
    const struct fact_duty_assigned *duty;
    struct decision *decision;
};

static bool draft_duty(void *context, struct bytes department, const struct view_receipt *row)
{
    (void)row;
    struct duties *duties = context;
    char room[LIMIT_CHANNEL_BYTES];
    decision_add(duties->decision, channel_of_department(department, room), &fact_kinds[FACT_duty_assigned],
                 duties->duty);
    return true;
}

enum error decide_revise(const struct deciding *deciding, const struct args_revise *args)
{
    struct view_notice notice = {0};
    struct view_bulletin row;
    struct notice_times times;
    struct bytes channel;
    uint64_t number, text_size = 0;
    enum error error = find_changeable(deciding, args->id, args->head, &row);
    if (error != OK)
        return error;
    id_split(args->id, &channel, &number);
    shape_copy(&shape_args_revise, args, &shape_view_notice, &notice);
    error = decide_revision(deciding, args, &row);
    if (error == OK)
        error = notice_decide_related(deciding, channel, row.has.addressed && row.addressed > 0, &notice,
                                      args->id);
    if (error == OK)
        error = notice_decide_content(deciding, &notice, args->id, &times, &text_size);
    if (error != OK)
        return error;

    const bool receipt = row.has.receipt && row.receipt;
    struct fact_bulletin_published said =
        notice_revision(deciding->actor, &notice, &times, text_size, receipt, deciding->now_ms);
    struct fact_bulletin_revised revised = {
        .has = {.id = true, .revision = true}, .id = args->id, .revision = row.revision + 1};
    shape_copy(&shape_fact_bulletin_published, &said, &shape_fact_bulletin_revised, &revised);
    decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_revised], &revised);
    struct fact_duty_assigned duty = {
        .has = {.id = true,
                .revision = true,
                .receipt = receipt,
                .priority = notice.has.priority,
                .due = times.has_due},
        .id = args->id,
        .revision = revised.revision,
        .receipt = receipt,
        .priority = notice.priority,
        .due = times.due,
    };
    duty_walk(deciding->txn, channel, number, row.revision, draft_duty,
              &(struct duties){&duty, deciding->decision});
    return OK;
}

enum error decide_withdraw(const struct deciding *deciding, const struct args_withdraw *args)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    enum error error = find_changeable(deciding, args->id, args->head, &row);
    if (error != OK)
        return error;
    id_split(args->id, &channel, &number);
    struct fact_bulletin_withdrawn withdrawn = {.has.id = true, .id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_bulletin_withdrawn], &withdrawn);
    duty_end(deciding->txn, args->id, &row, deciding->decision);
    return OK;
}

/* --- folding --- */

void bulletin_unrelate(struct txn *txn, struct bytes channel, uint64_t number)
{
    struct store_key names[LIMIT_RELATED];
    struct store_key from = view_related_key(channel, number, 0, NULL, 0);
    struct bytes other;
    uint64_t other_number;
    size_t count = 0;
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_RELATED, key_of(&from));
    while (count < LIMIT_RELATED && walk_next(&walk)) {
        names[count] = key_empty();
        key_bytes(&names[count++], walk.key);
    }
    walk_end(&walk);
    for (size_t i = 0; i < count; i++) {
        if (!view_key_split(key_of(&names[i]), &other, &other_number))
            continue;
        struct store_key named = view_related_key(other, other_number, 1, &channel, number);
        txn_delete(txn, TABLE_RELATED, key_of(&names[i]));
        txn_delete(txn, TABLE_RELATED, key_of(&named));
    }
}

static void fold_related(struct txn *txn, struct bytes channel, uint64_t number, struct bytes related)
{
    const struct bytes nothing = {0};
    struct bytes id, other;
    uint64_t other_number;
    for (size_t at = 0; words_next(related, &at, &id);) {
        if (!id_split(id, &other, &other_number))
            continue;
        struct store_key names = view_related_key(channel, number, 0, &other, other_number);
        struct store_key named = view_related_key(other, other_number, 1, &channel, number);
        txn_put(txn, TABLE_RELATED, key_of(&names), nothing);
        txn_put(txn, TABLE_RELATED, key_of(&named), nothing);
    }
}

/* What a revision's fact says becomes what the bulletin is. `said` has the fields that published and revised
 * share. */
static void fold_revision(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                          const struct fact_bulletin_published *said, struct view_bulletin *row)
{
    row->has.head = row->has.revision_seq = row->has.revision_head = true;
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
    notice_schedule(txn, channel, number, row);
    if (said->has.related)
        fold_related(txn, channel, number, said->related);
}

void fold_bulletin_published(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_published *decided)
{
    struct view_bulletin row = {
        .has = {.seq = true,
                .revision = true,
                .receipt = decided->has.receipt,
                .roster = decided->has.roster},
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
    struct view_bulletin row = {.has = {.seq = true, .revision = true}, .seq = fact->head.seq, .revision = 1};
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
    notice_unschedule(txn, channel, number, &row);
    bulletin_unrelate(txn, channel, number);
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
    notice_close(txn, channel, number, &before);
}
