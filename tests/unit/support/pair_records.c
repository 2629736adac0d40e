/* See pair_records.h. */
#include "tests/unit/support/pair_records.h"

#include <string.h>

#include <sodium.h>

#include "tests/unit/support/testing.h"

const uint8_t pair_record[PAIR_RECORD_BYTES] = {0x93, 0x01, 0xa4, 'p', 'i', 'n', 'g', 0x80};

void pair_assert_wiped(const struct link *link)
{
    assert_int_equal(link->state, LINK_BROKEN);
    assert_true(sodium_is_zero((const uint8_t *)&link->send, sizeof link->send));
    assert_true(sodium_is_zero((const uint8_t *)&link->receive, sizeof link->receive));
}

void pair_assert_ending(const struct link *link)
{
    assert_int_equal(link->state, LINK_ENDING);
    assert_true(link_can_seal(link));
    assert_true(sodium_is_zero((const uint8_t *)&link->receive, sizeof link->receive));
}

size_t pair_seal(struct link *from, uint8_t room[64])
{
    size_t size;
    memcpy(room + LINK_HEADER_BYTES, pair_record, PAIR_RECORD_BYTES);
    assert_int_equal(link_seal(from, room, PAIR_RECORD_BYTES, &size), OK);
    assert_int_equal(size, LINK_HEADER_BYTES + PAIR_RECORD_BYTES + LIMIT_TAG_BYTES);
    return size;
}

enum error pair_take(struct link *link, uint8_t *record, size_t size, size_t *used, struct bytes *plain)
{
    struct refusal why;
    enum error error = link_take(link, NULL, record, size, used, plain, NULL, &why);
    assert_int_equal(error, error == OK ? OK : why.code);
    return error;
}

void pair_pass(struct link *from, struct link *to)
{
    uint8_t room[64];
    size_t size = pair_seal(from, room), used;
    struct bytes plain;
    assert_int_equal(pair_take(to, room, size, &used, &plain), OK);
    assert_int_equal(used, size);
    assert_int_equal(plain.size, PAIR_RECORD_BYTES);
    assert_memory_equal(plain.at, pair_record, PAIR_RECORD_BYTES);
}

enum error pair_take_altered(struct link *from, struct link *to, size_t flipped)
{
    uint8_t room[64];
    size_t size = pair_seal(from, room), used;
    struct bytes plain;
    room[flipped] ^= 0x40;
    return pair_take(to, room, size, &used, &plain);
}
