/* A file of facts: where it begins, then each fact, every record with a mark, a size and a sum of its own. It
 * knows what a record is and how to go on behind one that is damaged; it does not know whose file it is.
 *
 *   record    = mark (4 bytes) ‖ size of the body (u32, big-endian) ‖ body ‖ sum
 *   sum       = the first 16 bytes of BLAKE2b-256 over all before it
 *   beginning = number (u64, big-endian) ‖ hash (32 bytes) ‖ name of the channel: the fact before the first
 *   fact      = an encoded push_fact */
#ifndef BULLETIN_CLIENT_KEPT_RECORDS_H
#define BULLETIN_CLIENT_KEPT_RECORDS_H

#include "client/lib/failure.h"
#include "protocol/proof/erasure.h"

enum {
    RECORD_MARK_BYTES = 4,
    RECORD_SUM_BYTES = 16,
    RECORD_AROUND_BYTES = RECORD_MARK_BYTES + 4 + RECORD_SUM_BYTES,
    RECORD_FACT_BYTES = LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64,
    RECORD_BYTES = RECORD_AROUND_BYTES + RECORD_FACT_BYTES,
};

/* The bytes of an open file, until records_unmap. */
enum error records_map(int file, const char *path, struct bytes *content, struct failure *failure);
/* The same of a file that is there. */
enum error records_map_file(const char *path, struct bytes *content, struct failure *failure);
void records_unmap(struct bytes content);

struct records_beginning {
    struct bytes channel;
    uint64_t number;
    const uint8_t *hash; /* LIMIT_HASH_BYTES */
};

/* One whole record. Borrowed from the content. */
struct record_taken {
    bool is_fact;
    struct bytes push_fact;             /* of a fact */
    struct records_beginning beginning; /* of anything else */
};

/* The next record of `rest`, which moves behind it. Damaged bytes are passed over, wherever they are; false
 * when no whole record is left, and `rest` stays. */
bool records_take(struct bytes *rest, struct record_taken *taken);

/* Its parts. False when it cannot be read. */
bool records_read(struct bytes push_fact, struct push_fact *push, struct head *head);

/* Write a record of at most RECORD_BYTES; give its size. */
size_t records_write(uint8_t *to, struct bytes push_fact);
size_t records_write_beginning(uint8_t *to, const struct records_beginning *beginning);

/* The actor of the fact that made the thing, borrowed from `content`; empty when it is not there. */
struct bytes records_owner(struct bytes content, struct bytes id);

/* Copies all records into `kept`, those that are erased without their acts; and those that had one into
 * `gone` as they were. Both have the room of `content`. Damaged bytes are not copied. */
void records_split(struct bytes content, const struct erasure *erasing, uint8_t *kept, size_t *kept_size,
                   uint8_t *gone, size_t *gone_size);

#endif
