/* What a watcher keeps and is asked of, until its words are erased: then they leave the disk. */
#include "tests/unit/support/keeping.h"

#include <sodium.h>

struct listed {
    int count;
    char headlines[8][32];
};

static void take_headline(void *context, const struct shape *shape, const void *values)
{
    struct listed *listed = context;
    const struct record_headline *headline = values;
    assert_ptr_equal(shape, &shape_record_headline);
    snprintf(listed->headlines[listed->count++], 32, "%.*s", (int)headline->headline.size,
             (const char *)headline->headline.at);
}

static void kept_facts_answer_questions(void **state)
{
    (void)state;
    struct listed listed = {0};
    struct kept_bulletin *bulletin = NULL;
    uint64_t given = 0;
    keeping_open();
    keeping_add("one", true);
    keeping_add("two", true);
    keeping_add("three", true);
    keeping_close();
    assert_int_equal(keep_open_to_read(&keeping.home, "desk", &keeping.keep, &keeping.failure), OK);
    assert_int_equal(kept_headlines(keeping.keep, keeping_channel(), 2, 0, take_headline, &listed, &given,
                                    &keeping.damage, &keeping.failure),
                     OK);
    assert_int_equal(given, 2);
    assert_string_equal(listed.headlines[0], "three");
    assert_string_equal(listed.headlines[1], "two");
    listed.count = 0;
    assert_int_equal(kept_headlines(keeping.keep, keeping_channel(), 0, 2, take_headline, &listed, &given,
                                    &keeping.damage, &keeping.failure),
                     OK);
    assert_int_equal(given, 1);
    assert_string_equal(listed.headlines[0], "one");

    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/2"), 0, &bulletin, &keeping.damage,
                               &keeping.failure),
                     OK);
    assert_true(bytes_equal_text(kept_record(bulletin)->headline, "two"));
    assert_true(bytes_equal_text(kept_record(bulletin)->department, "labour"));
    assert_true(bytes_equal_text(kept_text(bulletin), "The text 正文.\n"));
    kept_free(bulletin);
    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/4"), 0, &bulletin, &keeping.damage,
                               &keeping.failure),
                     ERR_UNKNOWN_ID);
}

/* A bulletin whose long text and file are kept, in any channel. */
static void add_long(struct chain *at, const char *headline, struct bytes text_hash, struct bytes file_hash)
{
    uint8_t room[256];
    struct buffer files = buffer_over(room, sizeof room);
    const struct file_named file = {bytes_of_text("表.pdf"), 7, file_hash};
    files_write(&files, &file, 1);
    struct args_publish publish = {
        .has = {.channel = true, .headline = true, .text_hash = true, .attach = true},
        .channel = bytes_of_text(at->channel),
        .headline = bytes_of_text(headline),
        .text_hash = text_hash,
        .attach = buffer_bytes(&files)};
    struct fact_bulletin_published decided = {.has = {.department = true},
                                              .department = bytes_of_text("labour")};
    const struct chain_making making = {
        "publish", "bulletin.published", &shape_args_publish, &shape_fact_bulletin_published, &publish,
        &decided};
    struct bytes fact = chain_make(at, &making, NULL);
    assert_int_equal(keep_fact(keeping.keep, bytes_of_text(at->channel), at->number, fact, &keeping.failure),
                     OK);
}

static bool find_words(void *context, struct bytes push_fact)
{
    const char *words = context;
    assert_null(memmem(push_fact.at, push_fact.size, words, strlen(words)));
    return true;
}

static void an_erased_act_leaves_the_disk(void **state)
{
    (void)state;
    uint8_t hashes[3][LIMIT_HASH_BYTES] = {0};
    struct bytes shared = bytes_of(hashes[0], LIMIT_HASH_BYTES), own = bytes_of(hashes[1], LIMIT_HASH_BYTES),
                 other = bytes_of(hashes[2], LIMIT_HASH_BYTES);
    uint8_t room[64];
    struct buffer seqs = buffer_over(room, sizeof room);
    const uint64_t seq = 2;
    struct chain elsewhere;
    char secret[] = "秘密";
    chain_begin(&elsewhere, "dept/labour");
    for (uint8_t i = 0; i < 3; i++)
        hash_bytes(bytes_of(&i, 1), hashes[i]);
    keeping_open();
    for (uint8_t i = 0; i < 3; i++)
        assert_int_equal(
            keep_text(keeping.keep, bytes_of(hashes[i], LIMIT_HASH_BYTES), bytes_of(&i, 1), &keeping.failure),
            OK);
    keeping_add("one", true);
    add_long(&keeping.chain, secret, own, shared);
    add_long(&keeping.chain, "three", other, other);
    add_long(&elsewhere, "the same file", other, shared);
    off_t before = keeping_facts_size();
    numbers_write(&seqs, &seq, 1);
    const struct erasure foreign = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/3"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keeping.keep, keeping_channel(), &foreign, &keeping.failure), OK);
    assert_int_equal(keeping_facts_size(), before); /* signed for another bulletin */
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/2"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keeping.keep, keeping_channel(), &erasure, &keeping.failure), OK);
    assert_true(keeping_facts_size() < before);
    assert_int_equal(keeping_walk().count, 3);
    assert_int_equal(keep_walk(keeping.keep, keeping_channel(), find_words, secret, NULL, &keeping.failure),
                     OK);
    assert_false(keep_has_text(keeping.keep, own));
    assert_true(keep_has_text(keeping.keep, shared)); /* another kept act names it */
    assert_true(keep_has_text(keeping.keep, other));

    /* It may be done twice, and the file goes on. */
    assert_int_equal(keep_erase(keeping.keep, keeping_channel(), &erasure, &keeping.failure), OK);
    keeping_add("four", true);
    assert_int_equal(keeping_walk().last, 4);
    keeping_close();
    keeping_open();
    assert_int_equal(keeping_walk().count, 4);
}

/* A process killed while it replaced a file leaves a copy, with what was to go. */
static void what_a_killed_process_left_goes(void **state)
{
    (void)state;
    char path[PATH_MAX], rest[PATH_MAX];
    uint8_t hash[LIMIT_HASH_BYTES], room[64];
    struct buffer seqs = buffer_over(room, sizeof room);
    const uint64_t seq = 1;
    struct bytes named = bytes_of(hash, sizeof hash);
    hash_bytes(bytes_of_text("long"), hash);
    keeping_open();
    assert_int_equal(keep_text(keeping.keep, named, bytes_of_text("long"), &keeping.failure), OK);
    add_long(&keeping.chain, "secret", named, named);
    assert_int_equal(keep_settle(keeping.keep, &keeping.failure), OK);
    keeping_facts_path(path);
    snprintf(rest, sizeof rest, "%.4000s~4711", path);
    struct bytes content = bytes_of_text("secret");
    assert_int_equal(files_replace(rest, content, 0600, &keeping.failure), OK);
    keeping_close();
    keeping_open();
    assert_int_equal(access(rest, F_OK), -1);
    assert_int_equal(access(path, F_OK), 0);

    /* One of this very process: it is no reason to keep a text. */
    assert_int_equal(link(path, rest), 0);
    numbers_write(&seqs, &seq, 1);
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/1"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keeping.keep, keeping_channel(), &erasure, &keeping.failure), OK);
    assert_false(keep_has_text(keeping.keep, named));
}

static struct bytes make_about(const char *verb, const char *kind, const struct shape *args_shape,
                               const void *args, const struct shape *decided_shape, const void *decided)
{
    const struct chain_making making = {verb, kind, args_shape, decided_shape, args, decided};
    return chain_make(&keeping.chain, &making, NULL);
}

static void keep_made(struct bytes fact)
{
    assert_int_equal(keep_fact(keeping.keep, keeping_channel(), keeping.chain.number, fact, &keeping.failure),
                     OK);
}

static void a_kept_bulletin_has_its_revisions_and_its_end(void **state)
{
    (void)state;
    uint8_t head[LIMIT_HASH_BYTES] = {0}, second_head[LIMIT_HASH_BYTES];
    struct kept_bulletin *bulletin = NULL;
    struct listed listed = {0};
    const uint64_t seqs[] = {1, 2};
    uint64_t given;
    struct args_revise revise = {.has = {.id = true, .seen = true, .headline = true, .text = true},
                                 .id = bytes_of_text("programme/1"),
                                 .seen = bytes_of(head, sizeof head),
                                 .headline = bytes_of_text("second 第二"),
                                 .text = bytes_of_text("new")};
    struct fact_bulletin_revised revised = {.has = {.id = true, .revision = true, .effective = true},
                                            .id = bytes_of_text("programme/1"),
                                            .revision = 2,
                                            .effective = 5};
    struct args_withdraw withdraw = {.has = {.id = true, .seen = true, .reason = true},
                                     .id = bytes_of_text("programme/1"),
                                     .seen = bytes_of(head, sizeof head),
                                     .reason = bytes_of_text("too early")};
    struct fact_bulletin_withdrawn withdrawn = {.has = {.id = true}, .id = bytes_of_text("programme/1")};
    keeping_open();
    keeping_add("first", true);
    keep_made(make_about("revise", "bulletin.revised", &shape_args_revise, &revise,
                         &shape_fact_bulletin_revised, &revised));
    memcpy(second_head, keeping.chain.tip, sizeof second_head);
    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/1"), 0, &bulletin, &keeping.damage,
                               &keeping.failure),
                     OK);
    const struct record_bulletin *record = kept_record(bulletin);
    assert_true(bytes_equal_text(record->headline, "second 第二"));
    assert_true(bytes_equal_text(record->id, "programme/1"));
    assert_int_equal(record->revision, 2);
    assert_int_equal(record->revisions, 2);
    assert_memory_equal(record->revision_head.at, second_head, LIMIT_HASH_BYTES);
    assert_true(record->has.revised && record->has.in_force && !record->in_force);
    kept_free(bulletin);
    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/1"), 1, &bulletin, &keeping.damage,
                               &keeping.failure),
                     OK);
    assert_true(bytes_equal_text(kept_record(bulletin)->headline, "first"));
    assert_int_equal(kept_record(bulletin)->revisions, 2);
    kept_free(bulletin);
    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/1"), 3, &bulletin, &keeping.damage,
                               &keeping.failure),
                     ERR_UNKNOWN_REVISION);

    keep_made(make_about("withdraw", "bulletin.withdrawn", &shape_args_withdraw, &withdraw,
                         &shape_fact_bulletin_withdrawn, &withdrawn));
    struct bytes erased = chain_erasure(&keeping.chain, "programme/1", "programme/1", seqs, 2, NULL);
    keep_made(erased);
    uint8_t room[64];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, seqs, 2);
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/1"), .seqs = buffer_bytes(&numbers)};
    assert_int_equal(keep_erase(keeping.keep, keeping_channel(), &erasure, &keeping.failure), OK);
    assert_int_equal(kept_find(keeping.keep, bytes_of_text("programme/1"), 0, &bulletin, &keeping.damage,
                               &keeping.failure),
                     OK);
    record = kept_record(bulletin);
    assert_true(record->has.withdrawn && record->has.erased && !record->has.headline && !record->has.text);
    assert_true(bytes_equal_text(record->erased_by, "li"));
    assert_true(bytes_equal_text(record->reason, "by order 依法"));
    kept_free(bulletin);
    assert_int_equal(kept_headlines(keeping.keep, keeping_channel(), 0, 0, take_headline, &listed, &given,
                                    &keeping.damage, &keeping.failure),
                     OK);
    assert_int_equal(given, 1);
    assert_string_equal(listed.headlines[0], "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, keeping_setup, keeping_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(kept_facts_answer_questions),
        CASE(an_erased_act_leaves_the_disk),
        CASE(what_a_killed_process_left_goes),
        CASE(a_kept_bulletin_has_its_revisions_and_its_end),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
