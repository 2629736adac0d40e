/* A file of facts: records of a u32 big-endian size and an encoded push_fact. It knows what a record is and
 * which part of a file a crash may have broken; it does not know whose file it is. */
#ifndef BULLETIN_CLIENT_RECORDS_H
#define BULLETIN_CLIENT_RECORDS_H

#include "client/lib/failure.h"
#include "protocol/proof/erasure.h"

enum {
    RECORD_SIZE_BYTES = 4,
    RECORD_FACT_BYTES = LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64,
    RECORD_BYTES = RECORD_SIZE_BYTES + RECORD_FACT_BYTES,
};

/* The bytes of an open file, until records_unmap. */
enum error records_map(int file, const char *path, struct bytes *content, struct failure *failure);
void records_unmap(struct bytes content);

/* The record at the front of `rest`, which moves behind it; false when it is not whole or cannot be read. */
bool records_take(struct bytes *rest, struct bytes *push_fact);

/* Its parts. False when it cannot be read. */
bool records_read(struct bytes push_fact, struct push_fact *push, struct head *head);

/* Writes a record of at most RECORD_FACT_BYTES; gives its size. */
size_t records_write(uint8_t *to, struct bytes push_fact);

/* Finds the last record that can be read, *last its number (0: none), and cuts off what follows it: a write
 * that a crash broke. What lies before the cursor was synced, so when that cannot be read the disk is at
 * fault, and nothing is cut. */
enum error records_mend(int file, const char *path, uint64_t cursor, uint64_t *last, struct failure *failure);

/* The actor of the fact that made the thing, borrowed from `content`; empty when it is not there. */
struct bytes records_owner(struct bytes content, struct bytes id);

/* Copies all records into `kept`, those that are erased without their acts; and those that had one into
 * `gone` as they were. Both have the room of `content`. */
void records_split(struct bytes content, const struct erasure *erasing, uint8_t *kept, size_t *kept_size,
                   uint8_t *gone, size_t *gone_size);

#endif
