/* Addresses: the right forms read and written back, every wrong part refused in words that show the form. */
#include "client/lib/connect/address.h"
#include "tests/unit/support/testing.h"

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static void forms_are_read_and_written_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "bulletin://127.0.0.1:7000",
        "bulletin://city.example:7000/" KEY,
        "bulletin://[::1]:65535/" KEY,
        "unix:/run/bulletind/control",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct address address;
        struct failure failure;
        char text[ADDRESS_TEXT_BYTES];
        assert_int_equal(address_parse(texts[i], &address, &failure), OK);
        address_write(&address, text);
        assert_string_equal(text, texts[i]);
    }
}

static void parts_are_told_apart(void **state)
{
    (void)state;
    struct address address;
    struct failure failure;
    assert_int_equal(address_parse("bulletin://[::1]:7000/" KEY, &address, &failure), OK);
    assert_string_equal(address.host, "::1");
    assert_string_equal(address.port, "7000");
    assert_true(address.has_key && !address.control);
    assert_int_equal(address.key[1], 0x11);
    assert_int_equal(address_parse("bulletin://h:1/", &address, &failure), OK);
    assert_false(address.has_key);
    assert_int_equal(address_parse("unix:relative/path", &address, &failure), OK);
    assert_true(address.control);
    assert_string_equal(address.path, "relative/path");
}

static void wrong_parts_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } wrong[] = {
        {"", "does not begin"},
        {"http://host:1", "does not begin"},
        {"host:7000", "does not begin"},
        {"bulletin://", "port is missing"},
        {"bulletin://host", "port is missing"},
        {"bulletin://:7000", "host is missing"},
        {"bulletin://host:", "port must be a number"},
        {"bulletin://host:0", "port must be a number"},
        {"bulletin://host:65536", "port must be a number"},
        {"bulletin://host:7x", "port must be a number"},
        {"bulletin://host:123456", "port must be a number"},
        {"bulletin://::1:7000", "brackets"},
        {"bulletin://[::1:7000", "bracket is not closed"},
        {"bulletin://[::1]7000", "port is missing"},
        {"bulletin://ho st:1", "a character"},
        {"bulletin://host:1/abc", "64 digits"},
        {"bulletin://host:1/" KEY "00", "64 digits"},
        {"bulletin://host:1/0011223344556677889"
         "9AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
         "64 digits"},
        {"unix:", "1 to 107"},
        {"unix:/"
         "123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
         "0"
         "12345678",
         "1 to 107"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct address address = {.port = "9"};
        struct failure failure = {0};
        assert_int_equal(address_parse(wrong[i].text, &address, &failure), ERR_BAD_VALUE);
        if (strstr(failure.text, wrong[i].said) == NULL)
            fail_msg("'%s' was refused as: %s", wrong[i].text, failure.text);
        assert_int_equal(failure_exit(&failure), EXIT_USAGE);
        assert_string_equal(address.port, "9");
    }
}

static void the_same_place_has_any_key(void **state)
{
    (void)state;
    struct address a, b, c;
    struct failure failure;
    assert_int_equal(address_parse("bulletin://host:1", &a, &failure), OK);
    assert_int_equal(address_parse("bulletin://host:1/" KEY, &b, &failure), OK);
    assert_int_equal(address_parse("bulletin://host:2", &c, &failure), OK);
    assert_true(address_same_place(&a, &b));
    assert_false(address_same_place(&a, &c));
}

static void a_fingerprint_stands_in_groups(void **state)
{
    (void)state;
    struct address address;
    struct failure failure;
    char text[ADDRESS_FINGERPRINT_BYTES];
    assert_int_equal(address_parse("bulletin://host:1/" KEY, &address, &failure), OK);
    address_fingerprint(address.key, text);
    assert_string_equal(text, "00112233 44556677 8899aabb ccddeeff 00112233 44556677 8899aabb ccddeeff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_read_and_written_back), cmocka_unit_test(parts_are_told_apart),
        cmocka_unit_test(wrong_parts_are_named),           cmocka_unit_test(the_same_place_has_any_key),
        cmocka_unit_test(a_fingerprint_stands_in_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
