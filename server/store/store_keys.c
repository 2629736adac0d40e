/* Keys of the tables, built part by part. It must not know which table has which. */
#include "server/store/store_keys.h"

#include <assert.h>
#include <string.h>

static const uint64_t sign_bit = UINT64_C(1) << 63;

struct store_key key_empty(void)
{
    struct store_key key;
    key.size = 0;
    return key;
}

void key_bytes(struct store_key *key, struct bytes bytes)
{
    assert(bytes.size <= sizeof key->at - key->size);
    if (bytes.size > 0)
        memcpy(key->at + key->size, bytes.at, bytes.size);
    key->size += bytes.size;
}

void key_number(struct store_key *key, uint64_t number)
{
    uint8_t at[8];
    number_write(at, number);
    key_bytes(key, bytes_of(at, sizeof at));
}

void key_time(struct store_key *key, int64_t time_ms)
{
    key_number(key, (uint64_t)time_ms ^ sign_bit);
}

void key_name(struct store_key *key, struct bytes name)
{
    key_bytes(key, name);
    key_bytes(key, bytes_of("", 1));
}

struct store_key key_seq(uint64_t seq)
{
    struct store_key key = key_empty();
    key_number(&key, seq);
    return key;
}

struct store_key key_place(struct bytes name, uint64_t number)
{
    struct store_key key = key_below(name);
    key_number(&key, number);
    return key;
}

struct store_key key_nth(struct bytes name, uint64_t number, uint64_t nth)
{
    struct store_key key = key_place(name, number);
    key_number(&key, nth);
    return key;
}

struct store_key key_place_of(struct bytes owner, struct bytes name, uint64_t number)
{
    struct store_key key = key_below(owner);
    key_name(&key, name);
    key_number(&key, number);
    return key;
}

struct store_key key_pair(struct bytes name, struct bytes other)
{
    struct store_key key = key_below(name);
    key_bytes(&key, other);
    return key;
}

struct store_key key_below(struct bytes name)
{
    struct store_key key = key_empty();
    key_name(&key, name);
    return key;
}

struct store_key key_after(struct bytes key)
{
    return key_below(key);
}

uint64_t number_at(const uint8_t at[8])
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | at[i];
    return number;
}

void number_write(uint8_t at[8], uint64_t number)
{
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(number >> (56 - 8 * i));
}

int64_t key_time_at(const uint8_t at[8])
{
    return (int64_t)(number_at(at) ^ sign_bit);
}
