/* Tests of long texts in the index and in a search: what they cost is done in steps, each of which
 * is small. */
#include "tests/unit/support/town.h"

static void finds(struct town *town, const char *words, size_t count)
{
    ASKS(town, NULL, "search", "words=\"%s\"", words);
    ROWS_ARE(town, count);
}

/* A text as long as may be, from pieces of it. */
static char *fill(const char *format, size_t *size)
{
    char *text = malloc(LIMIT_TEXT_BYTES + 64);
    assert_non_null(text);
    for (int i = 0; *size < LIMIT_TEXT_BYTES - 64; i++)
        *size += (size_t)sprintf(text + *size, format, i);
    return text;
}

static void publish_long(struct town *town, struct bytes text)
{
    char hash[TOWN_HEX];
    town_upload(town, &town->lin, text, hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=long text_hash=%s", hash);
}

/* Asks until there is no further piece; says how many steps that were. */
static size_t ask_in_pieces(struct town *town, const char *line, size_t *rows)
{
    size_t steps = 0;
    *rows = 0;
    do {
        ASKS(town, NULL, "search", "%s", line);
        *rows += town->row_count;
        steps += 1 + town->steps; /* a piece does one step before it is asked whether it is due */
        assert_true(town->steps <= town->steps_a_piece); /* it stops when it is told to */
        assert_in_range(steps, 0, 1000000);
        town->goes_on = true;
    } while (town->next_size > 0);
    town->goes_on = false;
    return steps;
}

/* What made a guest's one question cost 286 ms: it is done in steps, each of which is small. */
static void a_dear_search_ends_its_piece(void **state)
{
    struct town *town = *state;
    static const char *const dear[] = {
        "words=\"line a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9\" limit=1",
        "words=\"line plain\" order=best limit=2",
        "words=\"\ufdfa x\" limit=1",
    };
    static const size_t hits[] = {0, 2, 0};
    size_t size = 0, folded = 0, rows;
    char *text = fill("a b c line plain %d\n", &size), *arabic = fill("\ufdfa %.0d", &folded);
    publish_long(town, bytes_of(text, size));
    publish_long(town, bytes_of(text, size - 1));
    publish_long(town, bytes_of(arabic, folded));
    while (domain_index(town->txn, 1000)) {
    }
    for (size_t i = 0; i < sizeof dear / sizeof dear[0]; i++) {
        town->steps_a_piece = SIZE_MAX;
        const size_t all = ask_in_pieces(town, dear[i], &rows);
        assert_int_equal(rows, hits[i]);
        assert_true(all >= size / 4096); /* so a step is no more than a page of a text */
        town->steps_a_piece = 40;
        assert_true(ask_in_pieces(town, dear[i], &rows) >= all);
        assert_int_equal(rows, hits[i]);
    }
    free(text);
    free(arabic);
}

/* The writer folds a text in transactions of a bounded size, and forgets it so. */
static void a_long_text_is_indexed_in_bounded_steps(void **state)
{
    enum { MOST = 20000 }; /* rows of the index that one transaction touches */
    struct town *town = *state;
    size_t size = 0, calls = 0;
    char head[TOWN_HEX], *text = fill("word%d \ufdfa ", &size);
    size += (size_t)sprintf(text + size, "the end 针");
    publish_long(town, bytes_of(text, size));
    free(text);
    for (bool more = true; more; calls++) {
        const uint64_t before = txn_count(town->txn, TABLE_TOKENS);
        more = domain_index(town->txn, 1000);
        assert_in_range(txn_count(town->txn, TABLE_TOKENS) - before, 0, MOST);
    }
    assert_in_range(calls, 10, 100);
    finds(town, "word0 word40000 end", 1);
    finds(town, "word40000x", 0);
    SAYS_NOT(town, "behind");
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=law",
         town_head_of(town, "read", "id=programme/2", head));
    calls = 0;
    for (bool more = true; more; calls++) {
        const uint64_t before = txn_count(town->txn, TABLE_TOKENS);
        more = domain_index(town->txn, 1000);
        assert_in_range(before - txn_count(town->txn, TABLE_TOKENS), 0, MOST);
    }
    assert_in_range(calls, 3, 100);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS), 0);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS_OF), 0);
}

/* The act of a text that is half folded is erased: what was folded goes all the same. */
static void a_text_that_is_erased_while_it_is_indexed(void **state)
{
    struct town *town = *state;
    size_t size = 0;
    char head[TOWN_HEX], *text = fill("word%d ", &size);
    publish_long(town, bytes_of(text, size));
    free(text);
    assert_true(domain_index(town->txn, 1000));
    assert_true(txn_count(town->txn, TABLE_TOKENS) > 0);
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=law",
         town_head_of(town, "read", "id=programme/2", head));
    ACTS(town, &town->lin, "publish", "channel=programme headline=next text=\"other words\"");
    while (domain_index(town->txn, 1000)) {
    }
    finds(town, "word1", 0);
    finds(town, "other words", 1);
    assert_int_equal(txn_count(town->txn, TABLE_TOKENS), 3);
    assert_int_equal(txn_count(town->txn, TABLE_FOLDED), 1);
}

/* Whoever folds until there is no more has an end, also where nothing can be written any more. */
static void a_transaction_that_failed_has_no_more(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=next text=\"other words\"");
    const uint64_t last = ledger_last(town->txn);
    assert_true(domain_indexed(town->txn) < last);
    txn_fail(town->txn, ERR_STORE_FULL);
    assert_false(domain_index(town->txn, last));
    assert_false(domain_index_to(town->txn, last, last));
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_dear_search_ends_its_piece),
        SETTLED(a_long_text_is_indexed_in_bounded_steps),
        SETTLED(a_text_that_is_erased_while_it_is_indexed),
        SETTLED(a_transaction_that_failed_has_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
