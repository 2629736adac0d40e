/* Messages: their frame there and back, and refusals that carry whatever a stranger sent. */
#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

#define BYTES(text) bytes_of(text, sizeof(text) - 1)

static uint8_t room[LIMIT_PLAIN_BYTES];

static void a_record_holds_many_messages(void **state)
{
    (void)state;
    struct buffer out = buffer_over(room, sizeof room);
    struct args_read args = {.has = {.id = true}, .id = bytes_of_text("programme/12")};
    message_write(&out, 7, "read", &shape_args_read, &args);
    message_write(&out, UINT64_MAX, "ping", NULL, NULL);
    message_write_raw(&out, 0, bytes_of_text("bye"), BYTES("\x80"));
    struct refusal why;
    struct message message;
    struct bytes rest = buffer_bytes(&out);
    assert_int_equal(scan_check(rest, &why), OK);

    assert_int_equal(message_take(&rest, &message, &why), OK);
    assert_int_equal(message.id, 7);
    assert_true(bytes_equal_text(message.word, "read"));
    struct args_read decoded;
    assert_int_equal(codec_decode(&shape_args_read, message.body, &decoded, &why), OK);
    assert_true(bytes_equal(decoded.id, args.id));

    assert_int_equal(message_take(&rest, &message, &why), OK);
    assert_true(message.id == UINT64_MAX);
    assert_true(bytes_equal(message.body, BYTES("\x80")));
    assert_int_equal(message_take(&rest, &message, &why), OK);
    assert_int_equal(message.id, 0);
    assert_true(bytes_equal_text(message.word, "bye"));
    assert_int_equal(rest.size, 0);
}

/* 240 departments with short names: their rows have more elements than a record may have before they have as
 * many bytes. */
static void a_record_stays_one_that_passes(void **state)
{
    (void)state;
    static uint8_t answer[256 * 1024], record[LIMIT_PLAIN_BYTES];
    const struct record_receipt row = {
        .has = {true, true, true, true, true, true, true, true, true, true, true, true, true, true, true,
                true},
        .id = bytes_of_text("n/2"),
        .department = bytes_of_text("ab"),
        .revision = 1,
        .committed_id = bytes_of_text("dept/ab/2"),
        .delivered_id = bytes_of_text("dept/ab/3"),
        .opened_id = bytes_of_text("dept/ab/4"),
        .signed_id = bytes_of_text("dept/ab/5"),
        .opened_by = bytes_of_text("li"),
        .signed_by = bytes_of_text("li"),
        .comment = bytes_of_text("ok"),
    };
    struct buffer out = buffer_over(answer, sizeof answer);
    for (size_t i = 0; i < LIMIT_ADDRESSEES; i++)
        message_write(&out, 1, "row", &shape_record_receipt, &row);
    assert_in_range(out.size, 1, LIMIT_PLAIN_BYTES);
    struct refusal why;
    struct bytes rest = buffer_bytes(&out);
    assert_int_equal(scan_check(rest, &why), ERR_MALFORMED); /* all in one would not pass */

    size_t records = 0, moved = 0;
    while (rest.size > 0) {
        struct buffer plain = buffer_over(record, sizeof record);
        struct push_ended ended = {.has = {true, true, true, true},
                                   .channel = bytes_of_text("n"),
                                   .error = bytes_of_text("x"),
                                   .text = bytes_of_text("x")};
        messages_move(&rest, &plain);
        moved += plain.size;
        message_write(&plain, 0, "ended", &shape_push_ended, &ended);
        assert_int_equal(scan_check(buffer_bytes(&plain), &why), OK);
        assert_in_range(++records, 1, 3);
    }
    assert_int_equal(moved, out.size);
}

static void a_record_takes_what_fits(void **state)
{
    (void)state;
    uint8_t from[64], to[32];
    struct buffer out = buffer_over(from, sizeof from), record = buffer_over(to, sizeof to);
    message_write(&out, 1, "ping", NULL, NULL);
    size_t one = out.size;
    while (!out.overflowed)
        message_write(&out, 1, "ping", NULL, NULL);
    struct bytes rest = buffer_bytes(&out);
    messages_move(&rest, &record);
    assert_int_equal(record.size, sizeof to / one * one);
    assert_int_equal(rest.size, out.size - record.size);
    assert_ptr_equal(rest.at, from + record.size);
}

static void refuses_other_frames(void **state)
{
    (void)state;
    const struct bytes wrong[] = {
        BYTES("\x01"),
        BYTES("\x80"),
        BYTES("\x90"),
        BYTES("\x92\x01\xa1x"),
        BYTES("\x94\x01\xa1x\x80\x01"),
        BYTES("\x93\xff\xa1x\x80"),
        BYTES("\x93\xa1x\x01\x80"),
        BYTES("\x93\x01\xc4\x01x\x80"),
        BYTES("\x93\x01\xa1x\x90"),
        BYTES("\x93\x01\xa1x\x05"),
        BYTES("\x93\xcb\0\0\0\0\0\0\0\0\xa1x\x80"),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct bytes rest = wrong[i];
        struct message message = {.id = 99};
        struct refusal why;
        assert_int_equal(scan_check(rest, &why), OK);
        assert_int_equal(message_take(&rest, &message, &why), ERR_MALFORMED);
        assert_int_equal(message.id, 99);
        assert_ptr_equal(rest.at, wrong[i].at);
    }
}

static void what_does_not_fit_leaves_what_was_there(void **state)
{
    (void)state;
    struct buffer out = buffer_over(room, sizeof room);
    message_write(&out, 1, "ping", NULL, NULL);
    size_t one = out.size;
    for (size_t capacity = one; capacity < 2 * one; capacity++) {
        out = buffer_over(room, capacity);
        message_write(&out, 1, "ping", NULL, NULL);
        message_write(&out, 2, "ping", NULL, NULL);
        assert_true(out.overflowed);
        assert_int_equal(out.size, one);
        out = buffer_over(room, capacity);
        message_write(&out, 1, "ping", NULL, NULL);
        message_write_raw(&out, 2, bytes_of_text("ping"), BYTES("\x80"));
        assert_true(out.overflowed);
        assert_int_equal(out.size, one);
    }
}

/* Writes a refusal as a message and reads it as a client would. */
static struct record_error sent(const struct refusal *why)
{
    struct buffer out = buffer_over(room, sizeof room);
    struct message message;
    struct record_error record;
    struct refusal broken = {.field = ""};
    message_write_refusal(&out, 5, why);
    struct bytes rest = buffer_bytes(&out);
    assert_int_equal(scan_check(rest, &broken), OK);
    assert_int_equal(message_take(&rest, &message, &broken), OK);
    assert_int_equal(message.id, 5);
    assert_true(bytes_equal_text(message.word, "error"));
    if (codec_decode(&shape_record_error, message.body, &record, &broken) != OK)
        fail_msg("%s %s", error_kinds[broken.code].word, broken.field);
    return record;
}

static void a_refusal_carries_its_fields(void **state)
{
    (void)state;
    struct record_error record = sent(
        &(struct refusal){.code = ERR_UNKNOWN_CHANNEL, .field = "channel", .name = bytes_of_text("nowhere")});
    assert_true(bytes_equal_text(record.error, "unknown-channel"));
    assert_true(bytes_equal_text(record.text, "There is no channel 'nowhere' that you may read."));
    assert_true(record.has.field && bytes_equal_text(record.field, "channel"));
    assert_true(record.has.name && bytes_equal_text(record.name, "nowhere"));
    assert_false(record.has.limit || record.has.time);

    record = sent(&(struct refusal){.code = ERR_TOO_LONG, .field = "text", .limit = 4096});
    assert_true(
        bytes_equal_text(record.text, "The field 'text' is too long: at most 4096 bytes. Shorten it."));
    assert_true(record.has.limit && record.limit == 4096);
    assert_false(record.has.name);

    /* A mark without a letter is no name: nobody could read the record that has it. */
    record = sent(&(struct refusal){.code = ERR_UNKNOWN_VERB, .name = bytes_of_text("\u074A")});
    assert_false(record.has.name);

    record = sent(&(struct refusal){.code = ERR_CODE_EXPIRED, .time_ms = 1164848400000});
    assert_true(
        bytes_equal_text(record.text, "This invitation expired at 2006-11-30 01:00 UTC. Ask for a new one."));
    assert_true(record.has.time && record.time == 1164848400000);
    assert_false(record.has.field);
}

static void a_refusal_is_clean_whatever_it_names(void **state)
{
    (void)state;
    struct record_error record =
        sent(&(struct refusal){.code = ERR_UNKNOWN_VERB, .name = BYTES("a\xff\x1b[1m\u202e\xe5\xb9\n")});
    assert_true(bytes_equal_text(record.name, "a?\?[1m?\?\?\?"));
    assert_true(bytes_equal_text(record.text, "There is no verb 'a?\?[1m?\?\?\?'. Try `help`."));

    record = sent(&(struct refusal){.code = ERR_UNKNOWN_VERB, .name = BYTES("  \u3000")});
    assert_false(record.has.name);

    /* 71 bytes, and then a character of three that would pass the bound */
    char name[LIMIT_ID_BYTES + 3];
    memset(name, 'x', LIMIT_ID_BYTES - 1);
    memcpy(name + LIMIT_ID_BYTES - 1, "\u5e7f", 4);
    record = sent(&(struct refusal){.code = ERR_UNKNOWN_VERB, .name = bytes_of_text(name)});
    assert_int_equal(record.name.size, LIMIT_ID_BYTES - 1);
}

static void every_error_can_be_sent(void **state)
{
    (void)state;
    for (int code = 1; code < ERROR_COUNT; code++) {
        char name[200];
        memset(name, 'n', sizeof name);
        struct record_error record = sent(&(struct refusal){.code = (enum error)code,
                                                            .field = "department",
                                                            .name = bytes_of(name, sizeof name),
                                                            .limit = UINT64_MAX,
                                                            .line = UINT64_MAX,
                                                            .time_ms = TIME_LAST_MS});
        assert_true(bytes_equal_text(record.error, error_kinds[code].word));
        assert_null(memchr(record.text.at, '{', record.text.size));
        uint8_t last = record.text.at[record.text.size - 1];
        assert_true(last == '.' || last == '?');
    }
}

static void a_text_for_a_person_has_the_whole_name(void **state)
{
    (void)state;
    char folder[200];
    memset(folder, 'f', sizeof folder);
    struct buffer out = buffer_over(room, sizeof room);
    refusal_text(&out, &(struct refusal){.code = ERR_STORE_MISSING, .name = bytes_of(folder, sizeof folder)});
    assert_non_null(memmem(room, out.size, folder, sizeof folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_holds_many_messages),
        cmocka_unit_test(a_record_stays_one_that_passes),
        cmocka_unit_test(a_record_takes_what_fits),
        cmocka_unit_test(refuses_other_frames),
        cmocka_unit_test(what_does_not_fit_leaves_what_was_there),
        cmocka_unit_test(a_refusal_carries_its_fields),
        cmocka_unit_test(a_refusal_is_clean_whatever_it_names),
        cmocka_unit_test(every_error_can_be_sent),
        cmocka_unit_test(a_text_for_a_person_has_the_whole_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
