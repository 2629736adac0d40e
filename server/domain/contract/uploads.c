/* Uploads beside an act, looked at while it is decided. It reads no more of them than it must. */
#include "server/domain/contract/uploads.h"

#include "server/domain/views/named.h"
#include "server/domain/views/views.h"
#include "server/ledger/blob.h"

static bool act_names(struct txn *txn, const struct fact *fact, struct bytes hash, bool as_text)
{
    struct named named;
    named_by_fact(txn, fact, &named);
    const size_t count = !as_text ? named.count : named.has_text ? 1 : 0;
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(named.list[i].hash, hash))
            return true;
    }
    return false;
}

bool upload_is_known(struct txn *txn, struct bytes known_id, struct bytes hash, bool as_text)
{
    struct fact fact;
    struct bytes channel;
    struct walk walk;
    uint64_t number, seq;
    bool found = false;
    if (!id_split(known_id, &channel, &number))
        return false;
    struct store_key of = key_place(channel, number);
    walk_prefix(&walk, txn, TABLE_REVISIONS, key_of(&of));
    while (!found && view_next_number(&walk, &seq))
        found = ledger_read(txn, seq, &fact) && act_names(txn, &fact, hash, as_text);
    walk_end(&walk);
    return found;
}

static enum error refuse_limit(const struct deciding *deciding, enum error code, const char *field,
                               struct bytes name, uint64_t limit)
{
    decision_refuse(deciding->decision, code, field, name);
    deciding->decision->why.limit = limit;
    return code;
}

static enum error decide_file(const struct deciding *deciding, const char *field,
                              const struct file_named *file, struct bytes known_id)
{
    uint64_t done = 0, size = 0;
    bool begun =
        blob_progress(deciding->txn, bytes_of_text(deciding->actor->account), file->hash.at, &done, &size);
    bool staged = begun && done == size;
    bool known = !staged && upload_is_known(deciding->txn, known_id, file->hash, false) &&
                 blob_size(deciding->txn, file->hash.at, &size);
    if (!staged && !known && begun)
        return refuse_limit(deciding, ERR_BLOB_INCOMPLETE, field, file->name, done);
    if (!staged && !known)
        return decision_refuse(deciding->decision, ERR_BLOB_UNKNOWN, field, file->name);
    if (size != file->size)
        return refuse_limit(deciding, ERR_WRONG_SIZE, field, file->name, size);
    if (staged)
        decision_adopt(deciding->decision, file->hash);
    return OK;
}

enum error upload_decide_files(const struct deciding *deciding, const char *field, struct bytes files,
                               struct bytes known_id)
{
    struct file_named file;
    enum error error = OK;
    for (size_t at = 0; error == OK && files_next(files, &at, &file);)
        error = decide_file(deciding, field, &file, known_id);
    return error;
}

struct bytes upload_beginning(const struct deciding *deciding, struct bytes hash)
{
    struct bytes piece;
    if (blob_staged_chunk(deciding->txn, bytes_of_text(deciding->actor->account), hash.at, 0, &piece) ||
        blob_chunk(deciding->txn, hash.at, 0, &piece))
        return piece;
    return (struct bytes){0};
}
