/* See checked.h. */
#include "tests/unit/support/checked.h"

struct checked checked;

int checked_setup(void **state)
{
    chain_setup(state);
    checked.folder = *state;
    chain_begin(&checked.chain, "programme");
    checked.check = check_new(checked.chain.house.public_key, checked.folder);
    return 0;
}

int checked_teardown(void **state)
{
    check_free(checked.check);
    return chain_teardown(state);
}

void checked_begin(uint64_t number, const uint8_t *hash)
{
    assert_int_equal(check_begin(checked.check, bytes_of_text("programme"), number, hash, &checked.failure),
                     OK);
}

const uint8_t checked_zeros[LIMIT_HASH_BYTES];

enum error checked_take(struct bytes push_fact)
{
    struct fact_seen fact;
    bool followed;
    enum error code = fact_read(push_fact, &fact, &checked.failure);
    if (code == OK)
        code = check_fact(checked.check, &fact, &followed, &checked.failure);
    assert_true(code != OK || followed);
    return code;
}

void checked_says(const char *part)
{
    char text[1024] = "";
    struct buffer out = buffer_over(text, sizeof text - 1);
    failure_text(&checked.failure, &out);
    if (strstr(text, part) == NULL)
        fail_msg("'%s' does not say '%s'", text, part);
    assert_int_equal(failure_exit(&checked.failure), EXIT_PROOF);
}

enum error checked_take_checkpoint(uint64_t number, const uint8_t *hash, int64_t time_ms)
{
    struct chain_checkpoint head;
    chain_sign(&checked.chain, &head, number, hash, time_ms);
    return check_checkpoint(checked.check, &head.push, &checked.failure);
}
