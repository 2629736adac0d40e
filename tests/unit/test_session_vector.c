/* The session that is made now is, byte for byte, the one that strangers were given. */
#include <stdlib.h>

#include "tests/unit/support/testing.h"
#include "tests/vectors/session.h"
#include "vectors/where.h"

static void session_is_the_published_one(void **state)
{
    (void)state;
    char *made = NULL;
    size_t made_size = 0;
    FILE *out = open_memstream(&made, &made_size);
    assert_non_null(out);
    session_print(out);
    assert_int_equal(fclose(out), 0);

    FILE *published = fopen(SESSION_VECTOR, "rb");
    assert_non_null(published);
    char *text = calloc(1, made_size + 2);
    assert_non_null(text);
    size_t size = fread(text, 1, made_size + 1, published);
    fclose(published);
    assert_string_equal(text, made);
    assert_int_equal(size, made_size);
    free(text);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(session_is_the_published_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
