/* The proof: an honest chain passes, and whatever is wrong is caught and named. That is a gap, a repeat,
 * another history, a changed act, a wrong signature or house. Checkpoints are a matter of another test. */
#include "tests/unit/support/checked.h"

#include <sodium.h>

#include "client/lib/home/files.h"

static void an_honest_chain_passes(void **state)
{
    (void)state;
    checked_begin(0, checked_zeros);
    for (int i = 0; i < 600; i++)
        assert_int_equal(checked_take(chain_fact(&checked.chain, "Headline 标题")), OK);
    const struct check_position *position = check_find(checked.check, bytes_of_text("programme"));
    assert_int_equal(position->number, 600);
    assert_memory_equal(position->hash, checked.chain.tip, LIMIT_HASH_BYTES);
    assert_int_equal(checked_take_checkpoint(600, checked.chain.tip, 1), OK);
}

static void a_channel_not_followed_is_passed_over(void **state)
{
    (void)state;
    struct fact_seen fact;
    bool followed = true;
    assert_int_equal(fact_read(chain_fact(&checked.chain, "x"), &fact, &checked.failure), OK);
    assert_int_equal(check_fact(checked.check, &fact, &followed, &checked.failure), OK);
    assert_false(followed);
    checked_begin(0, checked_zeros);
    check_forget(checked.check, bytes_of_text("programme"));
    assert_int_equal(check_count(checked.check), 0);
}

static void a_gap_is_named(void **state)
{
    (void)state;
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
    chain_fact(&checked.chain, "two, kept back");
    assert_int_equal(checked_take(chain_fact(&checked.chain, "three")), ERR_GAP);
    checked_says("programme/3");
}

static void a_repeat_is_named(void **state)
{
    (void)state;
    checked_begin(0, checked_zeros);
    struct bytes fact = chain_fact(&checked.chain, "one");
    assert_int_equal(checked_take(fact), OK);
    assert_int_equal(checked_take(fact), ERR_CHAIN_BROKEN);
    checked_says("programme/1");
}

static void another_fact_before_is_named(void **state)
{
    (void)state;
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
    checked.chain.tip[5] ^= 1;
    assert_int_equal(checked_take(chain_fact(&checked.chain, "two")), ERR_CHAIN_BROKEN);
    checked_says("programme/2");
}

static void a_changed_act_is_named(void **state)
{
    (void)state;
    struct identity stranger = made_identity(9);
    const struct {
        struct chain_lie lie;
        enum error code;
    } lies[] = {
        {{.other_act = true}, ERR_ACT_MISMATCH},      {{.other_time = true}, ERR_ACT_MISMATCH},
        {{.bad_signature = true}, ERR_BAD_SIGNATURE}, {{.act_house = stranger.public_key}, ERR_WRONG_HOUSE},
        {{.actor = "house"}, ERR_BAD_SIGNATURE}, /* but the house has not signed it */
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        chain_begin(&checked.chain, "programme");
        checked_begin(0, checked_zeros);
        assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
        assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "two", &lies[i].lie)), lies[i].code);
        checked_says("programme/2");
        assert_int_equal(check_find(checked.check, bytes_of_text("programme"))->number, 1);
    }
}

static void every_changed_byte_is_caught(void **state)
{
    (void)state;
    uint8_t room[8192], altered[8192];
    struct bytes first = chain_fact(&checked.chain, "one");
    const size_t size = first.size;
    uint8_t tip[LIMIT_HASH_BYTES];
    memcpy(room, first.at, size);
    memcpy(tip, checked.chain.tip, sizeof tip);
    struct bytes chain_next = chain_fact(&checked.chain, "two");
    memcpy(checked.chain.tip, tip, sizeof tip);
    for (size_t i = 0; i < size; i++) {
        struct refusal why;
        struct push_fact push;
        memcpy(altered, room, size);
        altered[i] ^= 0x01;
        checked_begin(0, checked_zeros);
        /* A changed name or length of a field is no push any more; the link's scan or the decoder says so. */
        if (codec_decode(&shape_push_fact, bytes_of(room, size), &push, &why) != OK)
            continue;
        size_t head_at = (size_t)(push.head.at - room), act_at = (size_t)(push.act.at - room),
               sig_at = (size_t)(push.sig.at - room);
        bool inside = (i >= head_at && i < head_at + push.head.size) ||
                      (i >= act_at && i < act_at + push.act.size) ||
                      (i >= sig_at && i < sig_at + push.sig.size);
        if (!inside)
            continue;
        bool in_head = i >= head_at && i < head_at + push.head.size, followed = false;
        struct fact_seen fact;
        enum error code = fact_read(bytes_of(altered, size), &fact, &checked.failure);
        if (code == OK)
            code = check_fact(checked.check, &fact, &followed, &checked.failure);
        /* A head is vouched for by the next fact and by the checkpoint, so its own bytes may pass until
         * then; one that names another channel is passed over and leaves a gap. */
        if (code == OK) {
            assert_true(in_head);
            if (followed)
                assert_int_equal(checked_take_checkpoint(1, checked.chain.tip, 1), ERR_HEAD_MISMATCH);
            else
                assert_int_equal(checked_take(chain_next), ERR_GAP);
        }
        check_forget(checked.check, bytes_of_text("programme"));
    }
}

static const struct chain_lie hole = {.without_act = true};

static void an_erased_act_is_explained_by_its_fact(void **state)
{
    (void)state;
    const uint64_t second[] = {2}, third[] = {3};
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "two", &hole)), OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "three", &hole)), OK);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "four")), OK);
    assert_int_equal(
        checked_take(chain_erasure(&checked.chain, "programme/2", "programme/2", second, 1, NULL)), OK);
    assert_int_equal(
        checked_take(chain_erasure(&checked.chain, "programme/3", "programme/3", third, 1, NULL)), OK);
    assert_int_equal(checked_take_checkpoint(6, checked.chain.tip, 1), OK);
}

/* The house alone chooses the seqs: an order to erase one bulletin must not take another away. */
static void an_erasure_takes_no_other_bulletin(void **state)
{
    (void)state;
    const uint64_t seqs[] = {2, 3};
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "two", &hole)), OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "three", &hole)), OK);
    assert_int_equal(checked_take(chain_erasure(&checked.chain, "programme/2", "programme/2", seqs, 2, NULL)),
                     OK);
    assert_int_equal(checked_take_checkpoint(4, checked.chain.tip, 1), ERR_ACT_MISSING);
    checked_says("programme/3");
}

static void begin_in(const char *name)
{
    chain_begin(&checked.chain, name);
    assert_int_equal(check_begin(checked.check, bytes_of_text(name), 0, checked_zeros, &checked.failure), OK);
}

/* A true signature under a head that says something else: opened is not signed, and one bulletin
 * not another. */
static void an_act_must_be_one_that_makes_such_a_fact(void **state)
{
    (void)state;
    struct args_open open = {.has = {true, true},
                             .id = bytes_of_text("notices/7"),
                             .revision_head = bytes_of(checked_zeros, LIMIT_HASH_BYTES)};
    struct args_sign sign = {.has = {.id = true, .revision_head = true},
                             .id = bytes_of_text("notices/7"),
                             .revision_head = bytes_of(checked_zeros, LIMIT_HASH_BYTES)};
    struct fact_receipt_signed decided = {
        .has = {true, true}, .id = bytes_of_text("notices/7"), .revision = 1};
    const struct chain_making opened = {
        "open", "receipt.signed", &shape_args_open, &shape_fact_receipt_signed, &open, &decided};
    const struct chain_making made = {"sign", "receipt.signed", &shape_args_sign, &shape_fact_receipt_signed,
                                      &sign,  &decided};
    begin_in("dept/labour");
    assert_int_equal(checked_take(chain_make(&checked.chain, &made, NULL)), OK);
    assert_int_equal(checked_take(chain_make(&checked.chain, &opened, NULL)), ERR_ACT_MISMATCH);
    begin_in("dept/labour");
    decided.id = bytes_of_text("notices/8");
    assert_int_equal(checked_take(chain_make(&checked.chain, &made, NULL)), ERR_ACT_MISMATCH);
}

/* A dishonest house shows a true act under a head that says something else. Which verbs fit which kinds is a
 * matter of test_fits.c; here, that a follower asks, whatever the kind, and ends with what a broken proof
 * does. */
static void no_kind_of_fact_takes_the_act_of_another(void **state)
{
    (void)state;
    struct args_publish publish = {.has = {.channel = true, .headline = true},
                                   .channel = bytes_of_text("forum"),
                                   .headline = bytes_of_text("x")};
    struct args_forum_post post = {
        .has = {.id = true, .text = true}, .id = bytes_of_text("forum/2"), .text = bytes_of_text("x")};
    struct args_seen seen = {
        .has = {.id = true, .number = true}, .id = bytes_of_text("forum/2"), .number = 3};
    struct fact_thread_opened opened = {.has = {.department = false}};
    struct fact_post_made made = {.has = {.thread = true}, .thread = bytes_of_text("forum/1")};
    struct fact_thread_locked locked = {
        .has = {.id = true, .locked = true}, .id = bytes_of_text("forum/2"), .locked = true};
    struct fact_key_revoked revoked = {.has = {.key = true, .account = true},
                                       .key = bytes_of(checked_zeros, LIMIT_KEY_BYTES),
                                       .account = bytes_of_text("li")};
    const struct chain_making lies[] = {
        {"publish", "thread.opened", &shape_args_publish, &shape_fact_thread_opened, &publish, &opened},
        {"forum.post", "post.made", &shape_args_forum_post, &shape_fact_post_made, &post, &made},
        {"seen", "thread.locked", &shape_args_seen, &shape_fact_thread_locked, &seen, &locked},
        {"forum.post", "key.revoked", &shape_args_forum_post, &shape_fact_key_revoked, &post, &revoked},
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        begin_in("forum");
        assert_int_equal(checked_take(chain_make(&checked.chain, &lies[i], NULL)), ERR_ACT_MISMATCH);
        checked_says("forum/1");
    }
    begin_in("forum");
    made.thread = post.id;
    assert_int_equal(checked_take(chain_make(&checked.chain, &lies[1], NULL)), OK); /* the truth */
}

static void a_hole_that_nothing_explains_is_named(void **state)
{
    (void)state;
    const uint64_t seqs[] = {2};
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "one")), OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "two", &hole)), OK);
    assert_int_equal(checked_take_checkpoint(2, checked.chain.tip, 1), ERR_ACT_MISSING);
    checked_says("programme/2");

    chain_begin(&checked.chain, "other");
    assert_int_equal(check_begin(checked.check, bytes_of_text("other"), 0, checked_zeros, &checked.failure),
                     OK);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "one", &hole)), OK);
    assert_int_equal(checked_take(chain_erasure(&checked.chain, "other/1", "other/1", seqs, 1, NULL)),
                     OK); /* another seq */
    assert_int_equal(checked_take_checkpoint(2, checked.chain.tip, 1), ERR_ACT_MISSING);
    checked_says("other/1");
}

/* A head may come before the facts it speaks of; the hole must be explained when they have come. */
static void a_hole_before_a_head_that_lies_ahead_is_named(void **state)
{
    (void)state;
    uint8_t second[LIMIT_HASH_BYTES];
    checked_begin(0, checked_zeros);
    struct chain ahead = checked.chain;
    chain_lying_fact(&ahead, "one", &hole);
    chain_fact(&ahead, "two");
    memcpy(second, ahead.tip, sizeof second);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "one", &hole)), OK);
    assert_int_equal(checked_take_checkpoint(2, second, 1), OK);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "two")), ERR_ACT_MISSING);
    checked_says("programme/1");
}

static void what_says_that_an_act_was_erased_must_be_an_act_itself(void **state)
{
    (void)state;
    const uint64_t seqs[] = {1};
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "one", &hole)), OK);
    assert_int_equal(
        checked_take(chain_erasure(&checked.chain, "programme/1", "programme/1", seqs, 1, &hole)),
        ERR_ACT_MISSING); /* a kind that is kept */
    checked_says("programme/2");

    chain_begin(&checked.chain, "programme");
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "one", &hole)), OK);
    assert_int_equal(checked_take(chain_erasure(&checked.chain, "programme/1", "programme/9", seqs, 1, NULL)),
                     ERR_ACT_MISMATCH); /* its act erased something else */
}

/* A watcher's cursor may stand behind a hole whose explanation was not there yet when it stopped. */
static void a_hole_of_an_earlier_process_is_remembered(void **state)
{
    (void)state;
    const uint64_t seqs[] = {1};
    struct fact_seen first;
    assert_int_equal(fact_read(chain_fact(&checked.chain, "one"), &first, &checked.failure), OK);
    const struct hole earlier = {.number = 1, .seq = 1, .head = first.push.head};
    checked_begin(1, checked.chain.tip);
    assert_int_equal(check_hole(checked.check, bytes_of_text("programme"), &earlier, &checked.failure), OK);
    assert_int_equal(checked_take_checkpoint(1, checked.chain.tip, 1), ERR_ACT_MISSING);
    checked_begin(1, checked.chain.tip);
    assert_int_equal(check_hole(checked.check, bytes_of_text("programme"), &earlier, &checked.failure), OK);
    assert_int_equal(checked_take(chain_erasure(&checked.chain, "programme/1", "programme/1", seqs, 1, NULL)),
                     OK);
    assert_int_equal(checked_take_checkpoint(2, checked.chain.tip, 2), OK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, checked_setup, checked_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_honest_chain_passes),
        CASE(a_channel_not_followed_is_passed_over),
        CASE(a_gap_is_named),
        CASE(a_repeat_is_named),
        CASE(another_fact_before_is_named),
        CASE(a_changed_act_is_named),
        CASE(every_changed_byte_is_caught),
        CASE(an_erased_act_is_explained_by_its_fact),
        CASE(an_erasure_takes_no_other_bulletin),
        CASE(an_act_must_be_one_that_makes_such_a_fact),
        CASE(no_kind_of_fact_takes_the_act_of_another),
        CASE(a_hole_that_nothing_explains_is_named),
        CASE(a_hole_before_a_head_that_lies_ahead_is_named),
        CASE(what_says_that_an_act_was_erased_must_be_an_act_itself),
        CASE(a_hole_of_an_earlier_process_is_remembered),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
