/* A revision that a server shows, against the facts that it gives. A server in memory stands in for the
 * conversation and tells the lies of each test. */
#include "tests/unit/support/client_chain.h"

#include "client/lib/follow/revision.h"

enum { FACTS = 4 };

/* The channel of the server: one, two, the second revision of two, three. */
static struct {
    uint8_t rooms[FACTS][8192];
    struct bytes facts[FACTS];
    bool without_act, repeats;
    size_t calls;
} server;

static struct chain chain;
static struct failure failure;
static struct record_bulletin row;
static struct fact_seen shown;

static void take(size_t index, struct bytes fact)
{
    memcpy(server.rooms[index], fact.at, fact.size);
    server.facts[index] = bytes_of(server.rooms[index], fact.size);
}

static struct bytes revised(void)
{
    static const uint8_t head[LIMIT_HASH_BYTES];
    struct args_revise args = {.has = {.id = true, .seen = true, .headline = true, .text = true},
                               .id = bytes_of_text("programme/2"),
                               .seen = bytes_of(head, sizeof head),
                               .headline = bytes_of_text("two again"),
                               .text = bytes_of_text("new 新的文字\n")};
    struct fact_bulletin_revised decided = {.has = {.id = true, .revision = true, .due = true},
                                            .id = bytes_of_text("programme/2"),
                                            .revision = 2,
                                            .due = 1164848500000};
    const struct chain_making making = {
        "revise", "bulletin.revised", &shape_args_revise, &shape_fact_bulletin_revised, &args, &decided};
    return chain_make(&chain, &making, NULL);
}

/* The row as an honest server makes it from this fact. */
static void show(size_t index)
{
    assert_int_equal(fact_read(server.facts[index], &shown, &failure), OK);
    fact_to_bulletin(&shown, &row);
    row.revisions = 2;
    row.has.mine = row.mine = row.has.to = true;
    row.to = bytes_of("\x91\xa6labour", 8);
}

static int begin(void **state)
{
    (void)state;
    memset(&server, 0, sizeof server);
    memset(&failure, 0, sizeof failure);
    chain_begin(&chain, "programme");
    take(0, chain_fact(&chain, "one"));
    take(1, chain_fact(&chain, "two"));
    take(2, revised());
    take(3, chain_fact(&chain, "three"));
    return 0;
}

/* Both in the place of those in client.c, which the linker then leaves in the library. */
const uint8_t *client_house(const struct client *client)
{
    (void)client;
    return chain.house.public_key;
}

enum error client_call_values(struct client *client, int verb, const void *args, const struct answer *answer,
                              struct failure *why)
{
    const struct args_facts *asked = args;
    struct refusal ignored;
    (void)client, (void)why;
    assert_int_equal(verb, VERB_facts);
    assert_true(bytes_equal_text(asked->channel, "programme"));
    assert_true(server.calls++ < 8);
    uint64_t given = 0;
    for (uint64_t i = server.repeats ? 0 : asked->after; i < FACTS && given < asked->limit; i++, given++) {
        struct record_fact fact;
        assert_int_equal(codec_decode(&shape_record_fact, server.facts[i], &fact, &ignored), OK);
        if ((asked->has.heads && asked->heads) || server.without_act)
            fact.has.act = fact.has.sig = false;
        answer->row(answer->context, &shape_record_fact, &fact);
    }
    return OK;
}

static void assert_mismatch(void)
{
    char room[512];
    struct buffer text = buffer_over(room, sizeof room - 1);
    server.calls = 0;
    assert_int_equal(revision_check(NULL, &row, &failure), ERR_HEAD_MISMATCH);
    failure_text(&failure, &text);
    room[text.size] = '\0';
    assert_non_null(strstr(room, "programme/2"));
    assert_int_equal(failure_exit(&failure), EXIT_PROOF);
}

static void what_was_signed_passes(void **state)
{
    (void)state;
    show(1);
    assert_int_equal(revision_check(NULL, &row, &failure), OK);
    show(2);
    assert_int_equal(revision_check(NULL, &row, &failure), OK);
    struct revision_place place;
    assert_int_equal(revision_find(NULL, row.id, 2, row.revision_head, &place, &failure), OK);
    assert_int_equal(place.number, 3);
    assert_memory_equal(place.act_hash, shown.head.act_hash.at, LIMIT_HASH_BYTES);
}

static void other_words_than_the_author_signed_do_not(void **state)
{
    (void)state;
    static const uint8_t hash[LIMIT_HASH_BYTES] = {1};
    show(1);
    row.text = bytes_of_text("The text 假的.\n");
    assert_mismatch();
    show(1);
    row.headline = bytes_of_text("one");
    assert_mismatch();
    show(1);
    row.has.text = false;
    row.has.text_hash = true;
    row.text_hash = bytes_of(hash, sizeof hash);
    assert_mismatch();
    show(2);
    row.due++;
    assert_mismatch();
    show(2);
    row.has.due = false;
    assert_mismatch();
    show(2);
    row.actor = bytes_of_text("wang");
    assert_mismatch();
}

static void a_head_of_something_else_does_not(void **state)
{
    (void)state;
    show(3); /* another bulletin of the channel, shown under this id */
    row.id = bytes_of_text("programme/2");
    assert_mismatch();
    show(2); /* the newest text, said to be the first revision */
    row.revision = 1;
    assert_mismatch();
    show(1);
    row.revision = 2;
    assert_mismatch();
    uint8_t other[LIMIT_HASH_BYTES] = {9};
    show(2);
    row.revision_head = bytes_of(other, sizeof other);
    assert_mismatch();
}

static void an_act_that_is_no_proof_does_not(void **state)
{
    (void)state;
    show(1);
    server.without_act = true;
    assert_mismatch();
    server.without_act = false;
    const struct chain_lie lies[] = {
        {.bad_signature = true}, {.other_act = true}, {.act_house = chain.author.public_key}};
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        chain_begin(&chain, "programme");
        take(0, chain_fact(&chain, "one"));
        take(1, chain_lying_fact(&chain, "two", &lies[i]));
        show(1);
        assert_mismatch();
    }
}

/* One that gives the same facts for ever is left. */
static void a_server_that_never_comes_to_it_is_left(void **state)
{
    (void)state;
    uint8_t other[LIMIT_HASH_BYTES] = {9};
    show(2);
    row.revision_head = bytes_of(other, sizeof other);
    server.repeats = true;
    assert_mismatch();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_signed_passes, begin),
        cmocka_unit_test_setup(other_words_than_the_author_signed_do_not, begin),
        cmocka_unit_test_setup(a_head_of_something_else_does_not, begin),
        cmocka_unit_test_setup(an_act_that_is_no_proof_does_not, begin),
        cmocka_unit_test_setup(a_server_that_never_comes_to_it_is_left, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
