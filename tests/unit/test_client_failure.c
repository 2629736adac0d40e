/* Failures: what a script sees for each error, the sentence for a person, and what may be tried again. */
#include <stdlib.h>
#include <time.h>

#include "client/lib/failure.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/times.h"

static struct failure failure;

static const char *text(void)
{
    static char room[2048];
    struct buffer out = buffer_over(room, sizeof room - 1);
    failure_text(&failure, &out);
    room[out.size] = '\0';
    return room;
}

static void each_error_has_its_exit_code(void **state)
{
    (void)state;
    static const struct {
        enum error code;
        enum exit_code said_here, said_by_server;
    } codes[] = {
        {ERR_UNREACHABLE, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_SERVER_STOPPING, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_TIMED_OUT, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_IDLE, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_CROWDED, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_UNREAD, EXIT_UNREACHABLE, EXIT_UNREACHABLE},
        {ERR_HOUSE_CHANGED, EXIT_IDENTITY, EXIT_IDENTITY},
        {ERR_HOUSE_UNKNOWN, EXIT_IDENTITY, EXIT_IDENTITY},
        {ERR_REVOKED, EXIT_IDENTITY, EXIT_IDENTITY},
        {ERR_SEED_BROKEN, EXIT_IDENTITY, EXIT_IDENTITY},
        {ERR_NOT_ENROLLED, EXIT_REFUSED, EXIT_REFUSED},
        {ERR_NOT_SIGNER, EXIT_REFUSED, EXIT_REFUSED},
        {ERR_ERASED, EXIT_REFUSED, EXIT_REFUSED},
        {ERR_GAP, EXIT_PROOF, EXIT_PROOF},
        {ERR_HEAD_MISMATCH, EXIT_PROOF, EXIT_PROOF},
        {ERR_BAD_SIGNATURE, EXIT_PROOF, EXIT_REFUSED},
        {ERR_WRONG_HOUSE, EXIT_PROOF, EXIT_REFUSED},
        {ERR_FIELD_MISSING, EXIT_USAGE, EXIT_REFUSED},
        {ERR_BAD_NAME, EXIT_USAGE, EXIT_REFUSED},
        {ERR_UNKNOWN_VERB, EXIT_USAGE, EXIT_REFUSED},
        {ERR_LINE_BROKEN, EXIT_USAGE, EXIT_REFUSED},
        {ERR_UNKNOWN_CHANNEL, EXIT_FAILED, EXIT_REFUSED},
        {ERR_CODE_USED, EXIT_FAILED, EXIT_REFUSED},
        {ERR_INTERNAL, EXIT_FAILED, EXIT_REFUSED},
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        failure = (struct failure){.code = codes[i].code};
        assert_int_equal(failure_exit(&failure), codes[i].said_here);
        failure.said_by_server = true;
        assert_int_equal(failure_exit(&failure), codes[i].said_by_server);
    }
}

static void a_known_code_is_said_in_our_words(void **state)
{
    (void)state;
    struct record_error said = {.has = {.error = true, .text = true, .name = true, .field = true},
                                .error = bytes_of_text("unknown-channel"),
                                .text = bytes_of_text("什么频道?"),
                                .field = bytes_of_text("channel"),
                                .name = bytes_of_text("nowhere")};
    assert_int_equal(failure_from_server(&failure, &said), ERR_UNKNOWN_CHANNEL);
    assert_string_equal(text(), "There is no channel 'nowhere' that you may read.");
    assert_string_equal(failure.field, "channel");
}

/* A moment is said by the clock on the person's wall. */
static void a_time_is_said_where_the_person_is(void **state)
{
    (void)state;
    struct record_error said = {.has = {.error = true, .text = true, .limit = true, .time = true},
                                .error = bytes_of_text("too-fast"),
                                .text = bytes_of_text("x"),
                                .limit = 6,
                                .time = 1162774860000};
    times_zone("Asia/Shanghai");
    failure_from_server(&failure, &said);
    assert_string_equal(text(), "At most 6 a minute. Try again at 2006-11-06 09:01 UTC+8.");
    unsetenv("TZ");
    tzset();
}

static void an_unknown_code_is_said_in_the_servers_words(void **state)
{
    (void)state;
    struct record_error said = {.has = {.error = true, .text = true},
                                .error = bytes_of_text("too-much-snow"),
                                .text = bytes_of_text("It snows.")};
    assert_int_equal(failure_from_server(&failure, &said), ERR_INTERNAL);
    assert_string_equal(text(), "It snows.");
    assert_int_equal(failure_exit(&failure), EXIT_REFUSED);
}

static void a_failure_outlives_what_it_was_made_of(void **state)
{
    (void)state;
    char name[] = "nowhere";
    struct failure copy;
    failure_refuse(&failure, ERR_UNKNOWN_CHANNEL, "channel", bytes_of_text(name), 0);
    memset(name, 'x', sizeof name - 1);
    copy = failure;
    memset(&failure, 0, sizeof failure);
    failure = copy;
    assert_string_equal(text(), "There is no channel 'nowhere' that you may read.");
}

static void a_long_name_is_cut_between_characters(void **state)
{
    (void)state;
    char name[3 * LIMIT_REASON_BYTES + 1];
    for (size_t i = 0; i < LIMIT_REASON_BYTES; i++)
        memcpy(name + 3 * i, "牌", 3);
    failure_refuse(&failure, ERR_UNKNOWN_CHANNEL, NULL, bytes_of(name, 3 * LIMIT_REASON_BYTES), 0);
    assert_int_equal(strlen(failure.name), LIMIT_REASON_BYTES / 3 * 3);
}

static void what_passes_is_tried_again(void **state)
{
    (void)state;
    static const enum error passing[] = {ERR_UNREACHABLE, ERR_TIMED_OUT,     ERR_SERVER_STOPPING,
                                         ERR_BUSY,        ERR_RECORD_BROKEN, ERR_NO_MEMORY};
    static const enum error lasting[] = {ERR_HOUSE_CHANGED, ERR_REVOKED,    ERR_GAP,
                                         ERR_NOT_PUBLISHER, ERR_STORE_FULL, ERR_INTERNAL};
    for (size_t i = 0; i < 6; i++) {
        failure = (struct failure){.code = passing[i], .said_by_server = true};
        assert_true(failure_is_passing(&failure));
        failure.code = lasting[i];
        assert_false(failure_is_passing(&failure));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_error_has_its_exit_code),
        cmocka_unit_test(a_known_code_is_said_in_our_words),
        cmocka_unit_test(a_time_is_said_where_the_person_is),
        cmocka_unit_test(an_unknown_code_is_said_in_the_servers_words),
        cmocka_unit_test(a_failure_outlives_what_it_was_made_of),
        cmocka_unit_test(a_long_name_is_cut_between_characters),
        cmocka_unit_test(what_passes_is_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
