/* Tests of tidying: what nobody typed goes, everything else stays. */
#include <string.h>

#include "client/lib/tidy.h"
#include "tests/unit/support/testing.h"

static void what_nobody_typed_goes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *kept;
    } cases[] = {
        {"", ""},
        {"text", "text"},
        {"\n\n", ""},
        {"a\r\nb\r\n\r\n", "a\nb"},
        {"a\rb\r", "a\rb\r"}, /* no end of a line, and refused as what it is */
        {"\ufeff", ""},
        {"\ufeff\ufeff"
         "a",
         "\ufeff"
         "a"},
        {"a\ufeff", "a\ufeff"},
        {"\xef\xbb", "\xef\xbb"},
        {" a \n", " a "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[32];
        const size_t size = strlen(cases[i].text);
        memcpy(room, cases[i].text, size);
        const size_t kept = tidy_text(room, size);
        assert_int_equal(kept, strlen(cases[i].kept));
        assert_memory_equal(room, cases[i].kept, kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_nobody_typed_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
