/* Keys of the tables, built part by part, and their usual shapes, each made in one place. It knows names and
 * numbers and in which order they sort; it does not know which table has which shape. */
#ifndef BULLETIN_SERVER_STORE_KEYS_H
#define BULLETIN_SERVER_STORE_KEYS_H

#include "protocol/wire/buffer.h"

/* A key under construction; at most STORE_KEY_BYTES, which every bounded name and number here respects
 * (asserted). */
enum { STORE_KEY_BYTES = 511 };
struct store_key {
    uint8_t at[STORE_KEY_BYTES];
    size_t size;
};
struct store_key key_empty(void);
void key_number(struct store_key *key, uint64_t number);   /* 8 bytes, big-endian */
void key_time(struct store_key *key, int64_t time_ms);     /* 8 bytes; those before 1970 come first */
void key_bytes(struct store_key *key, struct bytes bytes); /* as they are */
void key_name(struct store_key *key, struct bytes name);   /* and a zero byte, since something follows */
static inline struct bytes key_of(const struct store_key *key)
{
    return bytes_of(key->at, key->size);
}

/* "number": of a fact in the ledger, by its seq. */
struct store_key key_seq(uint64_t seq);
/* "name 0 number": a fact of a channel, or one of an account's. */
struct store_key key_place(struct bytes name, uint64_t number);
/* "name 0 number number": one of several things of a place. */
struct store_key key_nth(struct bytes name, uint64_t number, uint64_t nth);
/* "name 0 name 0 number": a place, as somebody has it. */
struct store_key key_place_of(struct bytes owner, struct bytes name, uint64_t number);
/* "name 0 name": two names, the second as it is. */
struct store_key key_pair(struct bytes name, struct bytes other);
/* "name 0": what all keys below that name begin with. */
struct store_key key_below(struct bytes name);
/* The first key that can come after this one: a zero byte more makes it higher, yet lower than all others
 * that begin so. */
struct store_key key_after(struct bytes key);

uint64_t number_at(const uint8_t at[8]); /* big-endian */
void number_write(uint8_t at[8], uint64_t number);
int64_t key_time_at(const uint8_t at[8]); /* as key_time wrote it */

#endif
