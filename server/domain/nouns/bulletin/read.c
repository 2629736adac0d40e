/* What people read of bulletins: headlines, and one bulletin in any of its revisions. Texts are read from the
 * acts in the ledger and never copied; of an act that was erased only the head is left. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"
#include "server/domain/views/listing.h"

/* Of those that name a bulletin; most may stand where the reader does not see them. */
enum { NAMERS_LOOKED_AT = 1000 };

/* One revision as its fact says it, whether published, revised or imported. */
struct content {
    struct fact fact;
    bool imported;
    struct fact_bulletin_published said; /* by the head; of revised and imported what those share with it */
    struct view_notice notice;           /* by the act; all missing when it was erased */
};

static bool read_content(struct txn *txn, uint64_t seq, struct content *content)
{
    union {
        struct fact_bulletin_published published;
        struct fact_bulletin_revised revised;
        struct fact_bulletin_imported imported;
    } decided;
    *content = (struct content){.imported = false};
    if (!fact_needed(txn, seq, &content->fact))
        return false;
    const struct fact_kind *kind = fact_kind_find(content->fact.head.kind);
    if (kind != &fact_kinds[FACT_bulletin_published] && kind != &fact_kinds[FACT_bulletin_revised] &&
        kind != &fact_kinds[FACT_bulletin_imported]) {
        return view_missing(txn);
    }
    content->imported = kind == &fact_kinds[FACT_bulletin_imported];
    if (!fact_decided(txn, &content->fact, kind->decided, &decided))
        return false;
    shape_copy(kind->decided, &decided, &shape_fact_bulletin_published, &content->said);
    return notice_of_fact(txn, &content->fact, &content->notice) || content->fact.erased;
}

/* What both a headline and a bulletin say of where it stands. `newest`: the revision that counts is shown; an
 * older one is in force no longer. */
static bool out_of_force(const struct view_bulletin *row, bool newest)
{
    return !newest || (row->has.waiting && row->waiting) || (row->has.expired && row->expired);
}

/* --- headlines --- */

static bool take_headline(const struct content *content, const struct view_bulletin *row, int64_t first_ms,
                          struct bytes id, struct rows *rows)
{
    const struct fact *fact = &content->fact;
    const bool revised = row->revision > 1;
    struct record_headline record = {
        .has = {.headline = content->notice.has.headline,
                .dated = content->notice.has.dated,
                .department = content->said.has.department,
                .imported = content->imported,
                .withdrawn = row->has.withdrawn,
                .erased = row->has.erased,
                .revision = revised,
                .revised = revised,
                .priority = row->has.priority,
                .effective = row->has.effective,
                .expires = row->has.expires,
                .in_force = out_of_force(row, true),
                .due = row->has.due},
        .id = id,
        .headline = content->notice.headline,
        .time = first_ms,
        .dated = content->notice.dated,
        .actor = fact->head.actor,
        .department = content->said.department,
        .imported = content->imported,
        .withdrawn = row->has.withdrawn,
        .erased = row->has.erased,
        .revision = row->revision,
        .revised = fact->head.time_ms,
        .priority = row->priority,
        .effective = row->effective,
        .expires = row->expires,
        .in_force = false,
        .due = row->due,
    };
    return rows_take(rows, &record);
}

/* When the bulletin was first taken. */
static bool read_first_time(struct txn *txn, const struct view_bulletin *row, const struct content *content,
                            int64_t *time_ms)
{
    struct fact first;
    *time_ms = content->fact.head.time_ms;
    if (row->revision == 1)
        return true;
    if (!fact_needed(txn, row->seq, &first))
        return false;
    *time_ms = first.head.time_ms;
    return true;
}

enum error ask_headlines(const struct asking *asking, const struct args_headlines *args,
                         struct record_count *ok)
{
    (void)ok;
    if (args->has.before && args->before == 0)
        return OK;
    struct store_key from = key_place(args->channel, args->has.before ? args->before - 1 : UINT64_MAX);
    struct view_bulletin row;
    struct content content;
    struct listing listing;
    int64_t first_ms;
    uint64_t number;
    listing_down(&listing, asking->txn, TABLE_BULLETINS, asking->rows, &from, from.size - 8);
    while (listing_number(&listing, &number)) {
        if (!view_decode(asking->txn, listing.walk.value, &shape_view_bulletin, &row) ||
            !read_content(asking->txn, row.revision_seq, &content) ||
            !read_first_time(asking->txn, &row, &content, &first_ms))
            break;
        uint8_t room[LIMIT_ID_BYTES];
        struct buffer id = buffer_over(room, sizeof room);
        id_write(&id, args->channel, number);
        if (!take_headline(&content, &row, first_ms, buffer_bytes(&id), asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- one bulletin --- */

/* Ids for a row, with the room that they lie in. */
struct related {
    struct bytes ids[LIMIT_RELATED_SHOWN];
    size_t count;
    char rooms[LIMIT_RELATED_SHOWN][LIMIT_ID_BYTES];
    uint8_t encoded[LIMIT_RELATED_SHOWN * (LIMIT_ID_BYTES + 2) + 8];
};

struct relations {
    struct related there, erased;
};

/* Each once, and only what the reader may read. */
static void take_related(struct txn *txn, const struct actor *actor, struct bytes channel, uint64_t number,
                         struct related *related)
{
    if (related->count == LIMIT_RELATED_SHOWN || !channel_allows(txn, channel, RIGHT_READ, actor))
        return;
    struct buffer out = buffer_over(related->rooms[related->count], LIMIT_ID_BYTES);
    id_write(&out, channel, number);
    for (size_t i = 0; i < related->count; i++) {
        if (bytes_equal(related->ids[i], buffer_bytes(&out)))
            return;
    }
    related->ids[related->count++] = buffer_bytes(&out);
}

/* What this revision names. A relation to what was erased ends; that it was there is shown. */
static void take_named(struct txn *txn, const struct actor *actor, struct bytes ids,
                       struct relations *relations)
{
    struct view_bulletin row;
    struct bytes id, other;
    uint64_t number;
    for (size_t at = 0; words_next(ids, &at, &id);) {
        if (!id_split(id, &other, &number))
            continue;
        bool erased = view_bulletin(txn, other, number, &row) && row.has.erased;
        take_related(txn, actor, other, number, erased ? &relations->erased : &relations->there);
    }
}

/* The bulletins that name this one: those that were erased name none any more. */
static void take_namers(struct txn *txn, const struct actor *actor, struct bytes channel, uint64_t number,
                        struct related *related)
{
    struct store_key from = view_related_key(channel, number, 1, NULL, 0);
    struct bytes other;
    uint64_t other_number;
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_RELATED, key_of(&from));
    for (size_t looked = 0;
         looked < NAMERS_LOOKED_AT && related->count < LIMIT_RELATED_SHOWN && walk_next(&walk); looked++) {
        if (view_key_split(walk.key, &other, &other_number))
            take_related(txn, actor, other, other_number, related);
    }
    walk_end(&walk);
}

static bool add_ids(struct related *related, struct bytes *ids)
{
    struct buffer out = buffer_over(related->encoded, sizeof related->encoded);
    if (related->count == 0)
        return false;
    words_write(&out, related->ids, related->count);
    *ids = buffer_bytes(&out);
    return true;
}

/* Those that this revision names, then those that name the bulletin. */
static void add_related(struct txn *txn, const struct actor *actor, const struct content *content,
                        const struct view_bulletin *row, struct bytes channel, uint64_t number,
                        struct relations *relations, struct record_bulletin *record)
{
    relations->there.count = relations->erased.count = 0;
    if (content->said.has.related)
        take_named(txn, actor, content->said.related, relations);
    if (!row->has.erased)
        take_namers(txn, actor, channel, number, &relations->there);
    record->has.related = add_ids(&relations->there, &record->related);
    record->has.related_erased = add_ids(&relations->erased, &record->related_erased);
}

static void add_time(struct txn *txn, bool has_seq, uint64_t seq, bool *has, int64_t *time_ms)
{
    struct fact fact;
    if (!has_seq)
        return;
    if (!fact_needed(txn, seq, &fact))
        return;
    *has = true;
    *time_ms = fact.head.time_ms;
}

/* How far the reader's department has come with this revision. */
static void add_receipt(struct txn *txn, const struct actor *actor, struct bytes channel, uint64_t number,
                        struct record_bulletin *record)
{
    struct view_receipt row;
    struct bytes department = bytes_of_text(actor->department);
    if (department.size == 0 || !view_receipt(txn, channel, number, record->revision, department, &row))
        return;
    record->has.mine = record->mine = true;
    add_time(txn, row.has.delivered, row.delivered, &record->has.delivered, &record->delivered);
    add_time(txn, row.has.opened, row.opened, &record->has.opened, &record->opened);
    add_time(txn, row.has.signed_for, row.signed_for, &record->has.signed_for, &record->signed_for);
}

/* Whom it is addressed to: that stands in its first act alone. */
static void add_address(struct txn *txn, const struct view_bulletin *row, const struct content *shown,
                        struct record_bulletin *record)
{
    struct content read;
    const struct content *first = shown->fact.head.seq == row->seq ? shown : &read;
    if (first == &read && !read_content(txn, row->seq, &read))
        return;
    record->time = first->fact.head.time_ms;
    record->has.to = first->notice.has.to;
    record->to = first->notice.to;
    record->has.addressed = row->has.addressed && (first->said.has.addressed || row->addressed > 0);
    record->addressed = row->addressed;
    record->has.roster = row->has.roster;
    record->roster = row->roster;
    record->has.receipt = row->has.receipt;
    record->receipt = row->receipt;
}

/* What the act and the head of a revision say under the names that the row has. To whom it is addressed and
 * what it is related to is written over that. */
static struct record_bulletin record_of(const struct content *content, const struct view_bulletin *row,
                                        struct bytes id, uint64_t revision)
{
    const struct fact *fact = &content->fact;
    struct record_bulletin record = {
        .has = {.author = !fact->erased,
                .imported = content->imported,
                .revised = revision > 1,
                .in_force = out_of_force(row, revision == row->revision)},
        .id = id,
        .head = row->head,
        .time = fact->head.time_ms,
        .actor = fact->head.actor,
        .author = fact->act.act.author,
        .imported = content->imported,
        .revision = revision,
        .revisions = row->revision,
        .revision_head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .revised = fact->head.time_ms,
        .in_force = false,
    };
    shape_copy(&shape_view_notice, &content->notice, &shape_record_bulletin, &record);
    shape_copy(&shape_fact_bulletin_published, &content->said, &shape_record_bulletin, &record);
    return record;
}

/* The seq of the fact that made a revision. */
static bool find_revision(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                          uint64_t *seq)
{
    struct store_key key = key_nth(channel, number, revision);
    return view_number(txn, TABLE_REVISIONS, key_of(&key), seq);
}

enum error ask_read(const struct asking *asking, const struct args_read *args, struct record_count *ok)
{
    (void)ok;
    struct view_bulletin row;
    struct content content;
    struct relations relations;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_bulletin(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_ID, "id", args->id, 0);
    const uint64_t revision = args->has.revision ? args->revision : row.revision;
    uint64_t seq = row.revision_seq;
    if (revision != row.revision && !find_revision(asking->txn, channel, number, revision, &seq))
        return refuse(asking->why, ERR_UNKNOWN_REVISION, "revision", args->id, row.revision);
    if (!read_content(asking->txn, seq, &content))
        return refuse(asking->why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    struct record_bulletin record = record_of(&content, &row, args->id, revision);
    add_address(asking->txn, &row, &content, &record);
    add_related(asking->txn, asking->actor, &content, &row, channel, number, &relations, &record);
    add_receipt(asking->txn, asking->actor, channel, number, &record);
    if (row.has.withdrawn)
        fact_tell(asking->txn, row.withdrawn, &shape_record_bulletin, &record, "withdrawn");
    if (row.has.erased) /* its reason counts before that of the withdrawal */
        fact_tell(asking->txn, row.erased, &shape_record_bulletin, &record, "erased");
    rows_take(asking->rows, &record);
    return OK;
}
