/* Reads an uploaded text through, chunk by chunk, before a bulletin may name it. It keeps nothing of it. */
#include "server/domain/bulletin_text.h"

#include "protocol/wire/utf8.h"

static const char field[] = "text_hash";

enum { CHARACTER_BYTES = 4 }; /* the longest of UTF-8 */

struct reader {
    uint8_t carry[CHARACTER_BYTES]; /* the beginning of a character that goes on in the next chunk */
    size_t carry_size;
    bool visible; /* there was a character that is not blank */
};

/* Takes whole characters off `rest` until fewer than `left` bytes are there. */
static enum error take_characters(struct reader *reader, struct bytes *rest, size_t left)
{
    while (rest->size > left) {
        uint32_t character;
        if (!utf8_take(rest, &character))
            return ERR_NOT_UTF8;
        if (utf8_is_hidden(character) && character != '\n' && character != '\t')
            return ERR_CONTROL_CHARACTER;
        reader->visible = reader->visible || !utf8_is_blank(character);
    }
    return OK;
}

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
        error = take_characters(reader, &carried, 0);
        reader->carry_size = 0;
    }
    if (error != OK)
        return error;
    size_t cut = last ? 0 : cut_size(piece);
    error = take_characters(reader, &piece, cut);
    if (error == OK && piece.size > 0) {
        memcpy(reader->carry, piece.at, piece.size);
        reader->carry_size = piece.size;
    }
    return error;
}

static enum error read_through(struct txn *txn, struct bytes owner, const uint8_t *hash, uint64_t size)
{
    struct reader reader = {0};
    enum error error = OK;
    uint64_t chunks = (size + LIMIT_BLOB_CHUNK_BYTES - 1) / LIMIT_BLOB_CHUNK_BYTES;
    for (uint64_t i = 0; i < chunks && error == OK; i++) {
        struct bytes piece;
        if (!blob_staged_chunk(txn, owner, hash, i, &piece))
            return ERR_BLOB_UNKNOWN;
        error = read_piece(&reader, piece, i + 1 == chunks);
    }
    if (error == OK && reader.carry_size > 0)
        error = ERR_NOT_UTF8;
    return error == OK && !reader.visible ? ERR_EMPTY : error;
}

enum error bulletin_text_check(struct txn *txn, struct bytes owner, struct bytes hash, uint64_t *size,
                               struct decision *decision)
{
    uint64_t staged;
    if (!blob_staged(txn, owner, hash.at, &staged))
        return decision_refuse(decision, ERR_BLOB_UNKNOWN, field, (struct bytes){0});
    enum error error = ERR_TOO_LONG;
    if (staged <= LIMIT_TEXT_BYTES)
        error = read_through(txn, owner, hash.at, staged);
    if (error != OK) {
        decision_refuse(decision, error, field, (struct bytes){0});
        decision->why.limit = error == ERR_TOO_LONG ? LIMIT_TEXT_BYTES : 0;
        return error;
    }
    *size = staged;
    return OK;
}
