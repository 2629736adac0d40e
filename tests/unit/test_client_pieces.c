/* Tests of lists that come in pieces: what is asked for next, when there is enough, and what the end says. */
#include <string.h>

#include "client/lib/connect/pieces.h"
#include "tests/unit/support/testing.h"

static size_t shown;

static void count_row(void *context, const struct shape *shape, const void *values)
{
    (void)context, (void)shape, (void)values;
    shown++;
}

static void begin(struct pieces *pieces, int verb, const void *args, const struct answer *answer)
{
    uint8_t room[1024];
    struct buffer map = buffer_over(room, sizeof room);
    struct failure failure;
    codec_encode(verbs[verb].args, args, &map);
    assert_int_equal(pieces_begin(pieces, &verbs[verb], buffer_bytes(&map), answer, &failure), OK);
    shown = 0;
}

/* A piece of `rows` rows, with or without a place where the next begins. */
static void take(struct pieces *pieces, size_t rows, const char *next)
{
    const struct record_count end = {
        .has = {.rows = true, .more = true, .next = next != NULL},
        .rows = rows,
        .more = next != NULL,
        .next = bytes_of_text(next != NULL ? next : ""),
    };
    for (size_t i = 0; i < rows; i++)
        pieces_row(pieces, pieces->verb->row, &end);
    memcpy(pieces->ok, &end, sizeof end);
}

static void it_asks_for_the_rows_that_are_missing(void **state)
{
    (void)state;
    struct pieces pieces;
    struct record_count end;
    struct answer answer = {.row = count_row, .ok = &end};
    struct args_headlines args = {
        .has = {.channel = true, .limit = true}, .channel = bytes_of_text("programme"), .limit = 30};
    const struct args_headlines *asked = (const void *)pieces.question;
    begin(&pieces, VERB_headlines, &args, &answer);
    char next[] = "first";
    take(&pieces, 12, next);
    assert_true(pieces_next(&pieces));
    memset(next, 'x', sizeof next - 1); /* what the answer lent is gone */
    assert_int_equal(asked->limit, 18);
    assert_true(asked->has.next && bytes_equal_text(asked->next, "first"));
    take(&pieces, 0, "second");
    assert_true(pieces_next(&pieces));
    assert_int_equal(asked->limit, 18);
    assert_true(bytes_equal_text(asked->next, "second"));
    take(&pieces, 18, "third");
    assert_false(pieces_next(&pieces));
    pieces_end(&pieces);
    assert_int_equal(shown, 30);
    assert_int_equal(end.rows, 30);
    assert_true(end.more);
}

/* Of what is newest first one page is wanted, of all other lists the whole. */
static void without_a_limit_it_goes_to_the_end(void **state)
{
    (void)state;
    struct pieces pieces;
    struct record_count end;
    struct answer answer = {.row = count_row, .ok = &end};
    struct args_channels channels = {.has = {.since = true}, .since = 1};
    const struct args_channels *asked = (const void *)pieces.question;
    begin(&pieces, VERB_channels, &channels, &answer);
    for (int i = 0; i < 12; i++) {
        take(&pieces, LIMIT_ROWS, "on");
        assert_true(pieces_next(&pieces));
        assert_true(!asked->has.limit && asked->has.since);
    }
    take(&pieces, 3, NULL);
    assert_false(pieces_next(&pieces));
    pieces_end(&pieces);
    assert_int_equal(end.rows, 12 * LIMIT_ROWS + 3);
    assert_false(end.more);

    struct args_headlines headlines = {.has.channel = true, .channel = bytes_of_text("programme")};
    const struct args_headlines *page = (const void *)pieces.question;
    begin(&pieces, VERB_headlines, &headlines, &answer);
    take(&pieces, 5, "on");
    assert_true(pieces_next(&pieces));
    assert_int_equal(page->limit, LIMIT_NEWEST_ROWS - 5);
    take(&pieces, LIMIT_NEWEST_ROWS - 5, "on");
    assert_false(pieces_next(&pieces));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_asks_for_the_rows_that_are_missing),
        cmocka_unit_test(without_a_limit_it_goes_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
