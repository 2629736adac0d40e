/* Reads an uploaded text through, chunk by chunk, before a bulletin may name it. It keeps nothing of it. */
#include "server/domain/nouns/bulletin/notice.h"

#include "protocol/wire/readable.h"
#include "server/domain/base/decision.h"
#include "server/ledger/blob.h"

static const char field[] = "text_hash";

enum { CHARACTER_BYTES = 4 }; /* the longest of UTF-8 */

struct reader {
    uint8_t carry[CHARACTER_BYTES]; /* the beginning of a character that goes on in the next chunk */
    size_t carry_size;
    struct readable readable;
};

/* How many bytes at the end are a character that is cut off. */
static size_t cut_size(struct bytes piece)
{
    for (size_t back = 1; back < CHARACTER_BYTES && back <= piece.size; back++) {
        uint8_t byte = piece.at[piece.size - back];
        if ((byte & 0xc0) == 0x80)
            continue;
        size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return whole > back ? back : 0;
    }
    return 0;
}

static enum error read_piece(struct reader *reader, struct bytes piece, bool last)
{
    enum error error = OK;
    while (reader->carry_size > 0 && piece.size > 0 && error == OK) {
        reader->carry[reader->carry_size++] = piece.at[0];
        piece = bytes_skip(piece, 1);
        struct bytes carried = bytes_of(reader->carry, reader->carry_size);
        if (cut_size(carried) == carried.size)
            continue;
        error = readable_on(&reader->readable, carried);
        reader->carry_size = 0;
    }
    if (error != OK)
        return error;
    size_t cut = last ? 0 : cut_size(piece);
    error = readable_on(&reader->readable, bytes_of(piece.at, piece.size - cut));
    if (error == OK && cut > 0) {
        memcpy(reader->carry, piece.at + piece.size - cut, cut);
        reader->carry_size = cut;
    }
    return error;
}

/* An upload that waits for its act, and how many pieces it has. */
struct staged {
    struct txn *txn;
    struct bytes owner;
    const uint8_t *hash;
    uint64_t chunks;
};

static enum error read_through(const struct staged *staged, struct reader *reader)
{
    enum error error = OK;
    for (uint64_t i = 0; i < staged->chunks && error == OK; i++) {
        struct bytes piece;
        if (!blob_staged_chunk(staged->txn, staged->owner, staged->hash, i, &piece))
            return ERR_BLOB_UNKNOWN;
        error = read_piece(reader, piece, i + 1 == staged->chunks);
    }
    if (error == OK && reader->carry_size > 0)
        error = ERR_NOT_UTF8;
    return error == OK ? readable_end(&reader->readable) : error;
}

/* What it looks like instead, or NULL. */
static const char *guess(const struct staged *staged)
{
    struct encoding encoding = {.begun = false};
    struct bytes piece;
    for (uint64_t i = 0; i < staged->chunks; i++) {
        if (blob_staged_chunk(staged->txn, staged->owner, staged->hash, i, &piece))
            encoding_on(&encoding, piece);
    }
    return encoding_guess(&encoding);
}

static enum error refuse_text(const struct staged *staged, const struct reader *reader, enum error error,
                              struct decision *decision)
{
    const char *looks = error == ERR_NOT_UTF8 || error == ERR_EMPTY ? guess(staged) : NULL;
    if (looks != NULL)
        return decision_refuse(decision, ERR_OTHER_ENCODING, field, bytes_of_text(looks));
    if (error == ERR_BLOB_UNKNOWN)
        return decision_refuse(decision, error, field, (struct bytes){0});
    return readable_refuse(&reader->readable, error, field, &decision->why);
}

enum error bulletin_text_check(struct txn *txn, struct bytes owner, struct bytes hash, uint64_t *size,
                               struct decision *decision)
{
    uint64_t staged;
    if (!blob_staged(txn, owner, hash.at, &staged))
        return decision_refuse(decision, ERR_BLOB_UNKNOWN, field, (struct bytes){0});
    if (staged > LIMIT_TEXT_BYTES) {
        decision_refuse(decision, ERR_TOO_LONG, field, (struct bytes){0});
        decision->why.limit = LIMIT_TEXT_BYTES;
        return ERR_TOO_LONG;
    }
    const struct staged upload = {.txn = txn,
                                  .owner = owner,
                                  .hash = hash.at,
                                  .chunks = (staged + LIMIT_BLOB_CHUNK_BYTES - 1) / LIMIT_BLOB_CHUNK_BYTES};
    struct reader reader = {.readable = {.breaks = true, .said = true}};
    enum error error = read_through(&upload, &reader);
    if (error != OK)
        return refuse_text(&upload, &reader, error, decision);
    *size = staged;
    return OK;
}
