/* Blobs: long texts and files, kept by their hash. They lie in chunks of LIMIT_BLOB_CHUNK_BYTES, first staged
 * by an owner in the notes, then adopted by the ledger with the act that names them. It does not judge who
 * may see one. */
#ifndef BULLETIN_SERVER_BLOB_H
#define BULLETIN_SERVER_BLOB_H

#include "server/ledger/ledger.h"

/* Takes one piece from `owner`: an account, so that all its keys share one quota. Pieces come in order, each
 * full-sized unless it is the last; a piece that is there already is passed over. `*next_offset` says where
 * the upload goes on (== size: complete, its hash checked). Errors: BLOB_OFFSET (limit = where it goes on),
 * WRONG_SIZE, BLOB_MISMATCH (the staged bytes are dropped), OUT_OF_RANGE, STAGED_FULL (limit). */
enum error blob_stage(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES],
                      uint64_t size, uint64_t offset, struct bytes piece, int64_t now_ms,
                      uint64_t *next_offset, struct refusal *why);
/* The size of a complete upload of this owner; false when there is none. */
bool blob_staged(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *size);
/* How far this owner's upload has come and what it is to be; false when there is none. */
bool blob_progress(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *done,
                   uint64_t *size);
/* Walks a complete upload chunk by chunk, for a check of its content. */
bool blob_staged_chunk(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES],
                       uint64_t chunk, struct bytes *piece);
/* Moves a complete upload into the ledger (or drops it when the ledger has these bytes already). */
void blob_adopt(struct txn *txn, struct bytes owner, const uint8_t hash[LIMIT_HASH_BYTES]);
/* Drops uploads that have waited longer than LIMIT_STAGED_AGE_MS; at most `most` of them. */
void blob_expire(struct txn *txn, int64_t now_ms, size_t most);

/* Drops a blob from the ledger: nothing names it any more. */
void blob_drop(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES]);
/* The size of a blob in the ledger; false when there is none. */
bool blob_size(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t *size);
/* A chunk in the ledger, borrowed from the transaction. */
bool blob_chunk(struct txn *txn, const uint8_t hash[LIMIT_HASH_BYTES], uint64_t chunk, struct bytes *piece);

#endif
