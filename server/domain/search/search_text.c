/* The text of what can be found, piece by piece, wherever it is kept. It does not know how it is indexed, nor
 * what it says, which its noun knows. */
#include <string.h>

#include "server/domain/search/search.h"
#include "server/ledger/blob.h"

static uint64_t blob_text_size(struct txn *txn, const struct said *said)
{
    uint64_t size;
    return blob_size(txn, said->text_hash.at, &size) && size <= LIMIT_TEXT_BYTES ? size : 0;
}

/* The parts with a newline behind each, as if they were one text. */
static struct bytes parts_at(const struct said *said, uint64_t offset, uint8_t room[SEARCH_PIECE])
{
    static const char newline[] = "\n";
    struct buffer out = buffer_over(room, SEARCH_PIECE);
    uint64_t begins = 0;
    for (size_t i = 0; i < 2 * said->part_count && out.size < SEARCH_PIECE; i++) {
        struct bytes part = i % 2 == 0 ? said->parts[i / 2] : bytes_of(newline, 1);
        const uint64_t ends = begins + part.size;
        if (ends > offset) {
            part = bytes_skip(part, offset > begins ? (size_t)(offset - begins) : 0);
            const size_t left = SEARCH_PIECE - out.size;
            buffer_add(&out, part.at, part.size < left ? part.size : left);
        }
        begins = ends;
    }
    return buffer_bytes(&out);
}

struct bytes search_text_at(struct txn *txn, const struct said *said, uint64_t offset,
                            uint8_t room[SEARCH_PIECE])
{
    size_t done = 0;
    if (said->part_count > 0)
        return parts_at(said, offset, room);
    if (said->text_hash.size == 0) {
        struct bytes rest =
            bytes_skip(said->text, offset < said->text.size ? (size_t)offset : said->text.size);
        return bytes_of(rest.at, rest.size < SEARCH_PIECE ? rest.size : SEARCH_PIECE);
    }
    const uint64_t size = blob_text_size(txn, said);
    while (done < SEARCH_PIECE && offset + done < size) {
        const uint64_t at = offset + done;
        struct bytes chunk;
        if (!blob_chunk(txn, said->text_hash.at, at / LIMIT_BLOB_CHUNK_BYTES, &chunk) ||
            chunk.size <= at % LIMIT_BLOB_CHUNK_BYTES)
            break;
        chunk = bytes_skip(chunk, at % LIMIT_BLOB_CHUNK_BYTES);
        const size_t fits = chunk.size < SEARCH_PIECE - done ? chunk.size : SEARCH_PIECE - done;
        memcpy(room + done, chunk.at, fits);
        done += fits;
    }
    return bytes_of(room, done);
}
