/* The ballots that are made now are, byte for byte, those that strangers were given. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support/testing.h"
#include "tests/vectors/ballot.h"
#include "vectors/where.h"

static void ballots_are_the_published_ones(void **state)
{
    char *made = NULL;
    size_t made_size = 0;
    (void)state;
    FILE *out = open_memstream(&made, &made_size);
    assert_non_null(out);
    ballot_print(out);
    assert_int_equal(fclose(out), 0);

    FILE *published = fopen(BALLOT_VECTOR, "rb");
    assert_non_null(published);
    char *text = calloc(1, made_size + 2);
    assert_non_null(text);
    size_t size = fread(text, 1, made_size + 1, published);
    fclose(published);
    assert_int_equal(size, made_size);
    assert_true(memcmp(text, made, made_size) == 0);
    free(text);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ballots_are_the_published_ones)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
