/* What people read of bulletins: headlines, one bulletin, and pieces of a long text. Texts are read from the
 * acts in the ledger and never copied; of an act that was erased only the head is left. */
#include "server/domain/handlers.h"
#include "server/domain/views.h"

enum { HEADLINES_UNLESS_TOLD = 20 };

/* A bulletin as its fact says it, whether published or imported. */
struct content {
    struct fact fact;
    bool imported, has_headline, has_dated, has_source, has_text, has_text_hash, has_text_size;
    struct bytes headline, dated, source, text, text_hash, department; /* no department: size 0 */
    uint64_t text_size;
};

static bool read_published(struct txn *txn, struct content *content)
{
    struct fact_bulletin_published decided;
    struct args_publish args = {0};
    if (!fact_decided(txn, &content->fact, &shape_fact_bulletin_published, &decided))
        return false;
    if (decided.has.department)
        content->department = decided.department;
    content->has_text_size = decided.has.text_size;
    content->text_size = decided.text_size;
    if (!fact_args(txn, &content->fact, &shape_args_publish, &args))
        return content->fact.erased;
    content->has_headline = args.has.headline;
    content->headline = args.headline;
    content->has_dated = args.has.dated;
    content->dated = args.dated;
    content->has_text = args.has.text;
    content->text = args.text;
    content->has_text_hash = args.has.text_hash;
    content->text_hash = args.text_hash;
    return true;
}

static bool read_imported(struct txn *txn, struct content *content)
{
    struct fact_bulletin_imported decided;
    struct args_import args = {0};
    if (!fact_decided(txn, &content->fact, &shape_fact_bulletin_imported, &decided))
        return false;
    content->imported = true;
    if (decided.has.department)
        content->department = decided.department;
    content->has_text_size = decided.has.text_size;
    content->text_size = decided.text_size;
    if (!fact_args(txn, &content->fact, &shape_args_import, &args))
        return content->fact.erased;
    content->has_headline = args.has.headline;
    content->headline = args.headline;
    content->has_dated = args.has.dated;
    content->dated = args.dated;
    content->has_source = args.has.source;
    content->source = args.source;
    content->has_text = args.has.text;
    content->text = args.text;
    content->has_text_hash = args.has.text_hash;
    content->text_hash = args.text_hash;
    return true;
}

static bool read_content(struct txn *txn, uint64_t seq, struct content *content)
{
    *content = (struct content){0};
    if (!ledger_read(txn, seq, &content->fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    const struct fact_kind *kind = fact_kind_find(content->fact.head.kind);
    return kind == &fact_kinds[FACT_bulletin_imported] ? read_imported(txn, content)
                                                       : read_published(txn, content);
}

/* The bulletin that an id names. */
static bool find_id(struct txn *txn, struct bytes id, struct view_bulletin *row)
{
    struct bytes channel;
    uint64_t number;
    return id_split(id, &channel, &number) && view_bulletin(txn, channel, number, row);
}

static bool take_headline(const struct content *content, const struct view_bulletin *row, struct rows *rows)
{
    uint8_t room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    id_write(&id, content->fact.head.channel, content->fact.head.number);
    struct record_headline record = {
        .has = {.id = true,
                .headline = content->has_headline,
                .time = true,
                .dated = content->has_dated,
                .actor = true,
                .department = content->department.size > 0,
                .imported = content->imported,
                .withdrawn = row->has.withdrawn},
        .id = buffer_bytes(&id),
        .headline = content->headline,
        .time = content->fact.head.time_ms,
        .dated = content->dated,
        .actor = content->fact.head.actor,
        .department = content->department,
        .imported = content->imported,
        .withdrawn = row->has.withdrawn,
    };
    return rows->take(rows->context, &record);
}

enum error ask_headlines(struct txn *txn, const struct actor *actor, const struct args_headlines *args,
                         struct rows *rows, struct record_count *ok, struct refusal *why)
{
    (void)actor, (void)why;
    uint64_t left = args->has.limit ? args->limit : HEADLINES_UNLESS_TOLD;
    if (args->has.before && args->before == 0)
        return OK;
    struct store_key from =
        view_bulletin_key(args->channel, args->has.before ? args->before - 1 : UINT64_MAX);
    size_t prefix = from.size - 8;
    struct view_bulletin row;
    struct content content;
    struct walk walk;
    walk_down(&walk, txn, TABLE_BULLETINS, key_of(&from));
    while (!ok->more && walk_next(&walk) && walk.key.size == from.size &&
           memcmp(walk.key.at, from.at, prefix) == 0) {
        if (!view_decode(txn, walk.value, &shape_view_bulletin, &row) ||
            !read_content(txn, row.seq, &content))
            break;
        ok->has.more = ok->more = left == 0 || !take_headline(&content, &row, rows);
        left--;
    }
    walk_end(&walk);
    return OK;
}

/* By whom, when and why it was withdrawn. */
static void add_withdrawal(struct txn *txn, uint64_t seq, struct fact *fact, struct record_bulletin *record)
{
    struct args_withdraw args;
    if (!ledger_read(txn, seq, fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    record->has.withdrawn = record->has.withdrawn_by = true;
    record->withdrawn = fact->head.time_ms;
    record->withdrawn_by = fact->head.actor;
    if (fact_args(txn, fact, &shape_args_withdraw, &args)) {
        record->has.reason = true;
        record->reason = args.reason;
    }
}

enum error ask_read(struct txn *txn, const struct actor *actor, const struct args_read *args,
                    struct rows *rows, struct record_count *ok, struct refusal *why)
{
    (void)actor;
    struct view_bulletin row;
    struct content content;
    struct fact withdrawal;
    if (!find_id(txn, args->id, &row))
        return refuse(why, ERR_UNKNOWN_ID, "id", args->id, 0);
    if (!read_content(txn, row.seq, &content))
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    struct record_bulletin record = {
        .has = {.id = true,
                .head = true,
                .headline = content.has_headline,
                .time = true,
                .dated = content.has_dated,
                .actor = true,
                .department = content.department.size > 0,
                .author = !content.fact.erased,
                .source = content.has_source,
                .text = content.has_text,
                .text_hash = content.has_text_hash,
                .text_size = content.has_text_size,
                .imported = content.imported},
        .id = args->id,
        .head = row.head,
        .headline = content.headline,
        .time = content.fact.head.time_ms,
        .dated = content.dated,
        .actor = content.fact.head.actor,
        .department = content.department,
        .author = content.fact.act.act.author,
        .source = content.source,
        .text = content.text,
        .text_hash = content.text_hash,
        .text_size = content.text_size,
        .imported = content.imported,
    };
    if (row.has.withdrawn)
        add_withdrawal(txn, row.withdrawn, &withdrawal, &record);
    ok->has.more = ok->more = !rows->take(rows->context, &record);
    return OK;
}

enum error ask_blob_get(struct txn *txn, const struct actor *actor, const struct args_blob_get *args,
                        struct rows *rows, struct record_chunk *ok, struct refusal *why)
{
    (void)actor, (void)rows;
    struct view_bulletin row;
    struct content content;
    if (!find_id(txn, args->id, &row))
        return refuse(why, ERR_UNKNOWN_ID, "id", args->id, 0);
    if (!read_content(txn, row.seq, &content))
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    if (!content.has_text_hash || !bytes_equal(content.text_hash, args->hash))
        return refuse(why, ERR_BLOB_UNKNOWN, "hash", (struct bytes){0}, 0);
    if (args->offset % LIMIT_BLOB_CHUNK_BYTES != 0)
        return refuse(why, ERR_BAD_VALUE, "offset", bytes_of_text("inside a piece"), 0);
    if (args->offset >= content.text_size)
        return refuse(why, ERR_OUT_OF_RANGE, "offset", (struct bytes){0}, content.text_size - 1);
    struct bytes piece;
    if (!blob_chunk(txn, args->hash.at, args->offset / LIMIT_BLOB_CHUNK_BYTES, &piece)) {
        txn_fail(txn, ERR_INTERNAL);
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    }
    ok->has.size = ok->has.bytes = true;
    ok->size = content.text_size;
    ok->bytes = piece;
    return OK;
}
