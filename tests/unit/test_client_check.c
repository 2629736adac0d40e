/* The proof: an honest chain passes, and whatever is wrong is caught and named. That is a gap, a repeat,
 * another history, a changed act, a wrong signature or house, and every contradiction of a signed head. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>

#include "client/lib/home/files.h"

static struct chain chain;
static struct check *check;
static struct failure failure;
static const char *heads;

static int setup(void **state)
{
    chain_setup(state);
    heads = *state;
    chain_begin(&chain, "programme");
    check = check_new(chain.house.public_key, heads);
    return 0;
}

static int teardown(void **state)
{
    check_free(check);
    return chain_teardown(state);
}

static void begin(uint64_t number, const uint8_t *hash)
{
    assert_int_equal(check_begin(check, bytes_of_text("programme"), number, hash, &failure), OK);
}

static const uint8_t zeros[LIMIT_HASH_BYTES];

static enum error take(struct bytes push_fact)
{
    struct fact_seen fact;
    bool followed;
    enum error code = fact_read(push_fact, &fact, &failure);
    if (code == OK)
        code = check_fact(check, &fact, &followed, &failure);
    assert_true(code != OK || followed);
    return code;
}

static void says(const char *part)
{
    char text[1024] = "";
    struct buffer out = buffer_over(text, sizeof text - 1);
    failure_text(&failure, &out);
    if (strstr(text, part) == NULL)
        fail_msg("'%s' does not say '%s'", text, part);
    assert_int_equal(failure_exit(&failure), EXIT_PROOF);
}

static enum error take_head(uint64_t number, const uint8_t *hash, int64_t time_ms)
{
    struct chain_head head;
    chain_sign_head(&chain, &head, number, hash, time_ms);
    return check_head(check, &head.push, &failure);
}

static void an_honest_chain_passes(void **state)
{
    (void)state;
    begin(0, zeros);
    for (int i = 0; i < 600; i++)
        assert_int_equal(take(chain_fact(&chain, "Headline 标题")), OK);
    const struct check_position *position = check_find(check, bytes_of_text("programme"));
    assert_int_equal(position->number, 600);
    assert_memory_equal(position->hash, chain.tip, LIMIT_HASH_BYTES);
    assert_int_equal(take_head(600, chain.tip, 1), OK);
}

static void a_channel_not_followed_is_passed_over(void **state)
{
    (void)state;
    struct fact_seen fact;
    bool followed = true;
    assert_int_equal(fact_read(chain_fact(&chain, "x"), &fact, &failure), OK);
    assert_int_equal(check_fact(check, &fact, &followed, &failure), OK);
    assert_false(followed);
    begin(0, zeros);
    check_forget(check, bytes_of_text("programme"));
    assert_int_equal(check_count(check), 0);
}

static void a_gap_is_named(void **state)
{
    (void)state;
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "one")), OK);
    chain_fact(&chain, "two, kept back");
    assert_int_equal(take(chain_fact(&chain, "three")), ERR_GAP);
    says("programme/3");
}

static void a_repeat_is_named(void **state)
{
    (void)state;
    begin(0, zeros);
    struct bytes fact = chain_fact(&chain, "one");
    assert_int_equal(take(fact), OK);
    assert_int_equal(take(fact), ERR_CHAIN_BROKEN);
    says("programme/1");
}

static void another_fact_before_is_named(void **state)
{
    (void)state;
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "one")), OK);
    chain.tip[5] ^= 1;
    assert_int_equal(take(chain_fact(&chain, "two")), ERR_CHAIN_BROKEN);
    says("programme/2");
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
        chain_begin(&chain, "programme");
        begin(0, zeros);
        assert_int_equal(take(chain_fact(&chain, "one")), OK);
        assert_int_equal(take(chain_lying_fact(&chain, "two", &lies[i].lie)), lies[i].code);
        says("programme/2");
        assert_int_equal(check_find(check, bytes_of_text("programme"))->number, 1);
    }
}

static void every_changed_byte_is_caught(void **state)
{
    (void)state;
    uint8_t room[8192], altered[8192];
    struct bytes first = chain_fact(&chain, "one");
    const size_t size = first.size;
    uint8_t tip[LIMIT_HASH_BYTES];
    memcpy(room, first.at, size);
    memcpy(tip, chain.tip, sizeof tip);
    struct bytes chain_next = chain_fact(&chain, "two");
    memcpy(chain.tip, tip, sizeof tip);
    for (size_t i = 0; i < size; i++) {
        struct refusal why;
        struct push_fact push;
        memcpy(altered, room, size);
        altered[i] ^= 0x01;
        begin(0, zeros);
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
        enum error code = fact_read(bytes_of(altered, size), &fact, &failure);
        if (code == OK)
            code = check_fact(check, &fact, &followed, &failure);
        /* A head is vouched for by the next fact and by the signed head, so its own bytes may pass until
         * then; one that names another channel is passed over and leaves a gap. */
        if (code == OK) {
            assert_true(in_head);
            if (followed)
                assert_int_equal(take_head(1, chain.tip, 1), ERR_HEAD_MISMATCH);
            else
                assert_int_equal(take(chain_next), ERR_GAP);
        }
        check_forget(check, bytes_of_text("programme"));
    }
}

static const struct chain_lie hole = {.without_act = true};

static void an_erased_act_is_explained_by_its_fact(void **state)
{
    (void)state;
    const uint64_t second[] = {2}, third[] = {3};
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "one")), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "two", &hole)), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "three", &hole)), OK);
    assert_int_equal(take(chain_fact(&chain, "four")), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/2", "programme/2", second, 1, NULL)), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/3", "programme/3", third, 1, NULL)), OK);
    assert_int_equal(take_head(6, chain.tip, 1), OK);
}

/* The house alone chooses the seqs: an order to erase one bulletin must not take another away. */
static void an_erasure_takes_no_other_bulletin(void **state)
{
    (void)state;
    const uint64_t seqs[] = {2, 3};
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "one")), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "two", &hole)), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "three", &hole)), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/2", "programme/2", seqs, 2, NULL)), OK);
    assert_int_equal(take_head(4, chain.tip, 1), ERR_ACT_MISSING);
    says("programme/3");
}

static void begin_in(const char *name)
{
    chain_begin(&chain, name);
    assert_int_equal(check_begin(check, bytes_of_text(name), 0, zeros, &failure), OK);
}

/* A true signature under a head that says something else: opened is not signed, and one bulletin
 * not another. */
static void an_act_must_be_one_that_makes_such_a_fact(void **state)
{
    (void)state;
    struct args_open open = {.has = {true, true},
                             .id = bytes_of_text("notices/7"),
                             .revision_head = bytes_of(zeros, LIMIT_HASH_BYTES)};
    struct args_sign sign = {.has = {.id = true, .revision_head = true},
                             .id = bytes_of_text("notices/7"),
                             .revision_head = bytes_of(zeros, LIMIT_HASH_BYTES)};
    struct fact_receipt_signed decided = {
        .has = {true, true}, .id = bytes_of_text("notices/7"), .revision = 1};
    const struct chain_making opened = {
        "open", "receipt.signed", &shape_args_open, &shape_fact_receipt_signed, &open, &decided};
    const struct chain_making made = {"sign", "receipt.signed", &shape_args_sign, &shape_fact_receipt_signed,
                                      &sign,  &decided};
    begin_in("dept/labour");
    assert_int_equal(take(chain_make(&chain, &made, NULL)), OK);
    assert_int_equal(take(chain_make(&chain, &opened, NULL)), ERR_ACT_MISMATCH);
    begin_in("dept/labour");
    decided.id = bytes_of_text("notices/8");
    assert_int_equal(take(chain_make(&chain, &made, NULL)), ERR_ACT_MISMATCH);
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
                                       .key = bytes_of(zeros, LIMIT_KEY_BYTES),
                                       .account = bytes_of_text("li")};
    const struct chain_making lies[] = {
        {"publish", "thread.opened", &shape_args_publish, &shape_fact_thread_opened, &publish, &opened},
        {"forum.post", "post.made", &shape_args_forum_post, &shape_fact_post_made, &post, &made},
        {"seen", "thread.locked", &shape_args_seen, &shape_fact_thread_locked, &seen, &locked},
        {"forum.post", "key.revoked", &shape_args_forum_post, &shape_fact_key_revoked, &post, &revoked},
    };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        begin_in("forum");
        assert_int_equal(take(chain_make(&chain, &lies[i], NULL)), ERR_ACT_MISMATCH);
        says("forum/1");
    }
    begin_in("forum");
    made.thread = post.id;
    assert_int_equal(take(chain_make(&chain, &lies[1], NULL)), OK); /* the truth */
}

static void a_hole_that_nothing_explains_is_named(void **state)
{
    (void)state;
    const uint64_t seqs[] = {2};
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "one")), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "two", &hole)), OK);
    assert_int_equal(take_head(2, chain.tip, 1), ERR_ACT_MISSING);
    says("programme/2");

    chain_begin(&chain, "other");
    assert_int_equal(check_begin(check, bytes_of_text("other"), 0, zeros, &failure), OK);
    assert_int_equal(take(chain_lying_fact(&chain, "one", &hole)), OK);
    assert_int_equal(take(chain_erasure(&chain, "other/1", "other/1", seqs, 1, NULL)), OK); /* another seq */
    assert_int_equal(take_head(2, chain.tip, 1), ERR_ACT_MISSING);
    says("other/1");
}

/* A head may come before the facts it speaks of; the hole must be explained when they have come. */
static void a_hole_before_a_head_that_lies_ahead_is_named(void **state)
{
    (void)state;
    uint8_t second[LIMIT_HASH_BYTES];
    begin(0, zeros);
    struct chain ahead = chain;
    chain_lying_fact(&ahead, "one", &hole);
    chain_fact(&ahead, "two");
    memcpy(second, ahead.tip, sizeof second);
    assert_int_equal(take(chain_lying_fact(&chain, "one", &hole)), OK);
    assert_int_equal(take_head(2, second, 1), OK);
    assert_int_equal(take(chain_fact(&chain, "two")), ERR_ACT_MISSING);
    says("programme/1");
}

static void what_says_that_an_act_was_erased_must_be_an_act_itself(void **state)
{
    (void)state;
    const uint64_t seqs[] = {1};
    begin(0, zeros);
    assert_int_equal(take(chain_lying_fact(&chain, "one", &hole)), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/1", "programme/1", seqs, 1, &hole)),
                     ERR_ACT_MISSING); /* a kind that is kept */
    says("programme/2");

    chain_begin(&chain, "programme");
    begin(0, zeros);
    assert_int_equal(take(chain_lying_fact(&chain, "one", &hole)), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/1", "programme/9", seqs, 1, NULL)),
                     ERR_ACT_MISMATCH); /* its act erased something else */
}

/* A watcher's cursor may stand behind a hole whose explanation was not there yet when it stopped. */
static void a_hole_of_an_earlier_process_is_remembered(void **state)
{
    (void)state;
    const uint64_t seqs[] = {1};
    struct fact_seen first;
    assert_int_equal(fact_read(chain_fact(&chain, "one"), &first, &failure), OK);
    const struct hole earlier = {.number = 1, .seq = 1, .head = first.push.head};
    begin(1, chain.tip);
    assert_int_equal(check_hole(check, bytes_of_text("programme"), &earlier, &failure), OK);
    assert_int_equal(take_head(1, chain.tip, 1), ERR_ACT_MISSING);
    begin(1, chain.tip);
    assert_int_equal(check_hole(check, bytes_of_text("programme"), &earlier, &failure), OK);
    assert_int_equal(take(chain_erasure(&chain, "programme/1", "programme/1", seqs, 1, NULL)), OK);
    assert_int_equal(take_head(2, chain.tip, 2), OK);
}

static void words_of_a_head_cannot_steer_a_terminal(void **state)
{
    (void)state;
    begin(0, zeros);
    const struct chain_lie lie = {.actor = "li\x1b[2J"};
    assert_int_equal(take(chain_lying_fact(&chain, "one", &lie)), ERR_MALFORMED);
}

static void an_anchor_must_be_the_position(void **state)
{
    (void)state;
    uint8_t hash[LIMIT_HASH_BYTES] = {7};
    struct record_anchor anchor = {.has = {.channel = true, .number = true, .hash = true},
                                   .channel = bytes_of_text("programme"),
                                   .number = 12,
                                   .hash = bytes_of(hash, sizeof hash)};
    begin(12, NULL);
    assert_int_equal(check_anchor(check, &anchor, &failure), OK);
    assert_memory_equal(check_find(check, bytes_of_text("programme"))->hash, hash, sizeof hash);
    hash[0]++;
    assert_int_equal(check_anchor(check, &anchor, &failure), ERR_HEAD_MISMATCH);
    says("programme/12");
    hash[0]--;
    anchor.number = 11;
    assert_int_equal(check_anchor(check, &anchor, &failure), ERR_HEAD_MISMATCH);
    begin(0, NULL);
    anchor.number = 0;
    assert_int_equal(check_anchor(check, &anchor, &failure), ERR_HEAD_MISMATCH);
}

/* As an export reads a channel: heads alone, held against what was signed before. */
static void heads_alone_are_held_against_the_kept_one(void **state)
{
    (void)state;
    uint8_t first[LIMIT_HASH_BYTES] = {1}, second[LIMIT_HASH_BYTES] = {2}, other[LIMIT_HASH_BYTES] = {3};
    struct bytes name = bytes_of_text("programme");
    begin(0, NULL);
    assert_int_equal(check_seen(check, name, 1, first, &failure), OK);
    assert_int_equal(check_seen(check, name, 2, second, &failure), OK);
    assert_int_equal(take_head(2, second, 10), OK);
    begin(0, NULL);
    assert_int_equal(check_seen(check, name, 1, first, &failure), OK);
    assert_int_equal(check_seen(check, name, 2, other, &failure), ERR_HEAD_MISMATCH);
    says("programme/2");
    begin(0, NULL);
    assert_int_equal(check_seen(check, name, 1, first, &failure), OK);
    assert_int_equal(take_head(1, first, 20), ERR_HEAD_MISMATCH); /* shorter than it was */
}

static void a_signed_head_must_fit_what_was_seen(void **state)
{
    (void)state;
    uint8_t second[LIMIT_HASH_BYTES], other[LIMIT_HASH_BYTES] = {1};
    begin(0, zeros);
    take(chain_fact(&chain, "one"));
    take(chain_fact(&chain, "two"));
    memcpy(second, chain.tip, sizeof second);
    take(chain_fact(&chain, "three"));
    assert_int_equal(take_head(3, other, 10), ERR_HEAD_MISMATCH);
    says("programme/3");
    assert_int_equal(take_head(2, other, 10), ERR_HEAD_MISMATCH); /* late, and still held against the facts */
    says("programme/2");
    assert_int_equal(take_head(2, second, 10), OK);
    assert_int_equal(take_head(3, chain.tip, 20), OK);
}

static void a_signed_head_binds_what_comes(void **state)
{
    (void)state;
    uint8_t other[LIMIT_HASH_BYTES] = {1};
    begin(0, zeros);
    take(chain_fact(&chain, "one"));
    assert_int_equal(take_head(2, other, 10), OK);
    assert_int_equal(take(chain_fact(&chain, "two")), ERR_HEAD_MISMATCH);
    says("programme/2");
}

static void a_head_of_less_signed_later_takes_back(void **state)
{
    (void)state;
    uint8_t five[LIMIT_HASH_BYTES] = {5}, four[LIMIT_HASH_BYTES] = {4};
    begin(3, five);
    assert_int_equal(take_head(5, five, 1000), OK);
    assert_int_equal(take_head(4, four, 900), OK); /* an older one that came late */
    assert_int_equal(take_head(4, four, 1000), ERR_HEAD_MISMATCH);
    says("programme/4");
    assert_int_equal(take_head(5, four, 2000), ERR_HEAD_MISMATCH);
}

static void a_head_of_others_is_refused(void **state)
{
    (void)state;
    struct chain_head head;
    begin(0, zeros);
    chain_sign_head(&chain, &head, 1, zeros, 1);
    head.signature[9] ^= 1;
    assert_int_equal(check_head(check, &head.push, &failure), ERR_BAD_SIGNATURE);
    chain.house = made_identity(8);
    assert_int_equal(take_head(1, zeros, 1), ERR_WRONG_HOUSE);
    assert_int_equal(failure_exit(&failure), EXIT_PROOF);
}

/* What one process saw, the next one knows. */
static void the_newest_head_outlives_the_process(void **state)
{
    (void)state;
    uint8_t other[LIMIT_HASH_BYTES] = {1};
    begin(0, zeros);
    take(chain_fact(&chain, "one"));
    assert_int_equal(take_head(1, chain.tip, 1000), OK);
    check_free(check);
    check = check_new(chain.house.public_key, heads);
    assert_int_equal(check_begin(check, bytes_of_text("programme"), 1, other, &failure), ERR_HEAD_MISMATCH);
    says("programme/1");

    /* A history written anew under the same house key. */
    chain_begin(&chain, "programme");
    begin(0, zeros);
    assert_int_equal(take(chain_fact(&chain, "another one")), ERR_HEAD_MISMATCH);
    says("programme/1");
    begin(0, zeros);
    assert_int_equal(take_head(0, zeros, 2000), ERR_HEAD_MISMATCH);
}

static void another_watcher_may_have_kept_a_newer_head(void **state)
{
    (void)state;
    uint8_t five[LIMIT_HASH_BYTES] = {5}, four[LIMIT_HASH_BYTES] = {4}, other[LIMIT_HASH_BYTES] = {6};
    struct check *second = check_new(chain.house.public_key, heads);
    struct check *first = check;
    begin(3, five);
    check = second;
    begin(3, five);
    assert_int_equal(take_head(5, five, 1000), OK);
    check = first;
    assert_int_equal(take_head(4, four, 900), OK);
    assert_int_equal(take_head(5, other, 1100), ERR_HEAD_MISMATCH);
    check_free(check);
    check = second;
    begin(5, five); /* the newer one still stands there */
}

static void a_damaged_kept_head_is_said(void **state)
{
    (void)state;
    char path[PATH_MAX];
    begin(0, zeros);
    assert_int_equal(take_head(1, zeros, 1), OK);
    files_join(path, heads, "programme");
    assert_int_equal(truncate(path, 20), 0);
    assert_int_equal(check_begin(check, bytes_of_text("programme"), 0, zeros, &failure), ERR_HEAD_MISMATCH);
    says(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

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
        CASE(words_of_a_head_cannot_steer_a_terminal),
        CASE(an_anchor_must_be_the_position),
        CASE(heads_alone_are_held_against_the_kept_one),
        CASE(a_signed_head_must_fit_what_was_seen),
        CASE(a_signed_head_binds_what_comes),
        CASE(a_head_of_less_signed_later_takes_back),
        CASE(a_head_of_others_is_refused),
        CASE(the_newest_head_outlives_the_process),
        CASE(another_watcher_may_have_kept_a_newer_head),
        CASE(a_damaged_kept_head_is_said),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
