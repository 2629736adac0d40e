/* What a watcher keeps: facts before the cursor, a torn tail cut off and nothing else, one process a name,
 * and the questions answered from it. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>
#include <sys/stat.h>

#include "client/lib/follow/kept.h"
#include "client/lib/home/kept_records.h"

static struct home home;
static struct chain chain;
static struct failure failure;
static struct keep *keep;
static struct keep_damage damage; /* as the last look found it */

static int setup(void **state)
{
    chain_setup(state);
    snprintf(home.path, sizeof home.path, "%s", (const char *)*state);
    chain_begin(&chain, "programme");
    keep = NULL;
    return 0;
}

static int teardown(void **state)
{
    keep_close(keep);
    return chain_teardown(state);
}

static struct bytes channel(void)
{
    return bytes_of_text("programme");
}

static void open_keep(void)
{
    assert_int_equal(keep_open(&home, "desk", &keep, &failure), OK);
}

static void close_keep(void)
{
    keep_close(keep);
    keep = NULL;
}

static void add(const char *headline, bool moves)
{
    struct bytes fact = chain_fact(&chain, headline);
    assert_int_equal(keep_fact(keep, channel(), chain.number, fact, &failure), OK);
    if (moves)
        assert_int_equal(keep_move(keep, channel(), chain.number, chain.tip, &failure), OK);
    assert_int_equal(keep_settle(keep, &failure), OK);
}

struct walked {
    int count;
    uint64_t last;
};

static bool count_fact(void *context, struct bytes push_fact)
{
    struct walked *walked = context;
    struct fact_seen fact;
    assert_int_equal(fact_read(push_fact, &fact, &failure), OK);
    walked->count++;
    walked->last = fact.head.number;
    return true;
}

static struct walked walk(void)
{
    struct walked walked = {0};
    assert_int_equal(keep_walk(keep, channel(), count_fact, &walked, &damage, &failure), OK);
    return walked;
}

static void facts_path(char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.200s/watch/desk/facts/programme", home.path);
}

static off_t facts_size(void)
{
    char path[PATH_MAX];
    struct stat about;
    facts_path(path);
    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

static void the_cursor_and_the_facts_outlive_the_process(void **state)
{
    (void)state;
    open_keep();
    assert_null(cursor_find(keep_cursor(keep), channel()));
    add("one", true);
    add("two", true);
    close_keep();
    open_keep();
    const struct cursor_place *place = cursor_find(keep_cursor(keep), channel());
    assert_non_null(place);
    assert_int_equal(place->number, 2);
    assert_memory_equal(place->hash, chain.tip, LIMIT_HASH_BYTES);
    assert_int_equal(walk().count, 2);
}

static void an_unsettled_cursor_is_not_written(void **state)
{
    (void)state;
    open_keep();
    add("one", true);
    struct bytes fact = chain_fact(&chain, "two");
    assert_int_equal(keep_fact(keep, channel(), 2, fact, &failure), OK);
    assert_int_equal(keep_move(keep, channel(), 2, chain.tip, &failure), OK);
    close_keep();
    open_keep();
    assert_int_equal(cursor_find(keep_cursor(keep), channel())->number, 1);
}

/* Killed after the fact was written and before the cursor was: the fact comes again and stands there once. */
static void a_fact_kept_already_is_passed_over(void **state)
{
    (void)state;
    open_keep();
    add("one", true);
    struct bytes fact = chain_fact(&chain, "two");
    assert_int_equal(keep_fact(keep, channel(), 2, fact, &failure), OK);
    assert_int_equal(keep_sync(keep, &failure), OK);
    close_keep();
    open_keep();
    assert_int_equal(keep_fact(keep, channel(), 2, fact, &failure), OK);
    struct walked walked = walk();
    assert_int_equal(walked.count, 2);
    assert_int_equal(walked.last, 2);
}

/* A crash may leave any part of the last record. Whatever is left, the facts before it stand and the next one
 * can follow. */
static void a_torn_tail_is_cut_off(void **state)
{
    (void)state;
    char path[PATH_MAX];
    facts_path(path);
    open_keep();
    add("one", true);
    off_t whole = facts_size();
    uint8_t tip[LIMIT_HASH_BYTES];
    memcpy(tip, chain.tip, sizeof tip);
    add("two", false);
    off_t both = facts_size();
    close_keep();
    for (off_t size = both - 1; size > whole; size--) {
        assert_int_equal(truncate(path, size), 0);
        open_keep();
        assert_int_equal(facts_size(), whole);
        assert_int_equal(walk().count, 1);
        close_keep();
        assert_int_equal(truncate(path, both), 0); /* now the tail is zeros */
    }
    open_keep();
    assert_int_equal(facts_size(), whole);
    chain.number = 1;
    memcpy(chain.tip, tip, sizeof tip);
    add("two again", true);
    assert_int_equal(walk().count, 2);
}

static uint8_t *read_whole(const char *path, size_t *size)
{
    uint8_t *content = NULL;
    assert_int_equal(files_read(path, 1 << 20, &content, size, &failure), OK);
    assert_non_null(content);
    return content;
}

static void write_whole(const char *path, const uint8_t *content, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(content, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static struct {
    size_t size;
    uint8_t bytes[8192];
} truth[8]; /* the facts by their numbers */

static void add_true(const char *headline)
{
    add(headline, true);
    struct push_fact push;
    struct head head;
    size_t size = 0;
    while (size < sizeof chain.room && !records_read(bytes_of(chain.room, size), &push, &head))
        size++;
    truth[chain.number].size = size;
    memcpy(truth[chain.number].bytes, chain.room, size);
}

static bool is_true(void *context, struct bytes push_fact)
{
    struct walked *walked = context;
    assert_true(count_fact(walked, push_fact));
    assert_true(bytes_equal(push_fact, bytes_of(truth[walked->last].bytes, truth[walked->last].size)));
    return true;
}

/* Whatever is given is what was kept, and what is not given is named. */
static void assert_nothing_false(bool may_lose_the_cursor)
{
    struct walked walked = {0};
    assert_int_equal(keep_walk(keep, channel(), is_true, &walked, &damage, &failure), OK);
    assert_true(may_lose_the_cursor || !damage.cursor);
    assert_int_equal((uint64_t)walked.count + damage.missing,
                     damage.cursor && walked.last < 4 ? walked.last : 4);
}

static void read_damaged(bool may_lose_the_cursor)
{
    assert_int_equal(keep_open_to_read(&home, "desk", &keep, &failure), OK);
    assert_nothing_false(may_lose_the_cursor);
    close_keep();
}

static void open_damaged(bool may_lose_the_cursor)
{
    read_damaged(may_lose_the_cursor);
    open_keep();
    assert_nothing_false(may_lose_the_cursor);
    const struct cursor_place *place = cursor_find(keep_cursor(keep), channel());
    assert_non_null(place);
    assert_true(place->number == 4 || (keep_cursor_was_lost(keep) && place->number == 3));
    close_keep();
}

/* Each byte changed, and each length that is less: nothing that was kept before the cursor is cut off, the
 * cursor stands or says that it does not, and no changed fact is given. */
static void damage_is_named_and_nothing_false_is_given(void **state)
{
    (void)state;
    static const char *const names[] = {"facts/programme", "cursor"};
    open_keep();
    const char *const headlines[] = {"one", "two", "three", "four"};
    for (size_t i = 0; i < 4; i++)
        add_true(headlines[i]);
    close_keep();
    for (size_t which = 0; which < 2; which++) {
        char path[PATH_MAX];
        size_t size;
        snprintf(path, sizeof path, "%.200s/watch/desk/%s", home.path, names[which]);
        uint8_t *whole = read_whole(path, &size);
        for (size_t at = 0; at < size; at++) {
            uint8_t *changed = malloc(size);
            memcpy(changed, whole, size);
            changed[at] ^= (uint8_t)(1 << at % 8);
            write_whole(path, changed, size);
            free(changed);
            /* Opening waits for the disk: some of them are enough, the looking is the same. */
            void (*look)(bool) = at % 64 == 5 ? open_damaged : read_damaged;
            look(which == 1);
            struct stat about;
            assert_int_equal(stat(path, &about), 0);
            assert_true((size_t)about.st_size == size || which == 1);
            write_whole(path, whole, at);
            look(which == 1);
            write_whole(path, whole, size);
        }
        assert_int_equal(unlink(path), 0);
        open_damaged(which == 1);
        write_whole(path, whole, size);
        free(whole);
    }
    open_keep();
    assert_nothing_false(false);
    assert_int_equal(damage.missing, 0);
}

static void a_name_has_one_watcher(void **state)
{
    (void)state;
    struct keep *second = NULL;
    open_keep();
    assert_int_equal(keep_open(&home, "desk", &second, &failure), ERR_INTERNAL);
    assert_non_null(strstr(failure.text, "'desk'"));
    assert_int_equal(keep_open(&home, "other", &second, &failure), OK);
    keep_close(second);
    close_keep();
    open_keep();
}

static void a_name_cannot_leave_the_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"..", "a/b", "", "A", ".x"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_not_equal(keep_open(&home, names[i], &keep, &failure), OK);
        assert_int_equal(failure_exit(&failure), EXIT_USAGE);
    }
}

/* What nothing is kept of cannot be found again; what something is kept of begins one fact before its end. */
static void a_lost_cursor_is_made_again(void **state)
{
    (void)state;
    char path[PATH_MAX];
    open_keep();
    add("one", true);
    uint8_t before[LIMIT_HASH_BYTES];
    memcpy(before, chain.tip, sizeof before);
    add("two", true);
    const uint8_t quiet[LIMIT_HASH_BYTES] = {7};
    assert_int_equal(keep_move(keep, bytes_of_text("dept/labour"), 17, quiet, &failure), OK);
    assert_int_equal(keep_settle(keep, &failure), OK);
    close_keep();
    snprintf(path, sizeof path, "%.200s/watch/desk/cursor", home.path);
    assert_int_equal(unlink(path), 0);
    for (int turn = 0; turn < 2; turn++) {
        open_keep();
        assert_int_equal(keep_cursor_was_lost(keep), turn == 0);
        const struct cursor_place *place = cursor_find(keep_cursor(keep), channel());
        assert_int_equal(place->number, 1);
        assert_int_equal(place->begin, 0);
        assert_memory_equal(place->hash, before, sizeof before);
        place = cursor_find(keep_cursor(keep), bytes_of_text("dept/labour"));
        assert_int_equal(place->number, 17);
        assert_memory_equal(place->hash, quiet, sizeof quiet);
        assert_int_equal(keep_settle(keep, &failure), OK);
        close_keep();
    }
}

static void a_long_text_is_kept_by_its_hash(void **state)
{
    (void)state;
    uint8_t hash[LIMIT_HASH_BYTES];
    uint8_t *text = NULL;
    size_t size;
    struct bytes content = bytes_of_text("长文");
    hash_bytes(content, hash);
    open_keep();
    assert_false(keep_has_text(keep, bytes_of(hash, sizeof hash)));
    assert_int_equal(keep_text(keep, bytes_of(hash, sizeof hash), content, &failure), OK);
    assert_true(keep_has_text(keep, bytes_of(hash, sizeof hash)));
    assert_int_equal(keep_read_text(keep, bytes_of(hash, sizeof hash), &text, &size, &failure), OK);
    assert_string_equal((char *)text, "长文");
    free(text);

    char path[PATH_MAX];
    keep_text_path(keep, bytes_of(hash, sizeof hash), path);
    for (size_t at = 0; at < content.size; at++) {
        uint8_t changed[16];
        memcpy(changed, content.at, content.size);
        changed[at] ^= 1;
        write_whole(path, changed, content.size);
        assert_false(keep_has_text(keep, bytes_of(hash, sizeof hash)));
        write_whole(path, content.at, at);
        assert_false(keep_has_text(keep, bytes_of(hash, sizeof hash)));
        assert_int_equal(keep_read_text(keep, bytes_of(hash, sizeof hash), &text, &size, &failure), OK);
        assert_null(text);
    }
}

static void nothing_is_made_by_reading(void **state)
{
    (void)state;
    char path[PATH_MAX];
    assert_int_equal(keep_open_to_read(&home, "desk", &keep, &failure), ERR_INTERNAL);
    assert_non_null(strstr(failure.text, "'desk'"));
    snprintf(path, sizeof path, "%.200s/watch", home.path);
    assert_int_equal(access(path, F_OK), -1);
}

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
    open_keep();
    add("one", true);
    add("two", true);
    add("three", true);
    close_keep();
    assert_int_equal(keep_open_to_read(&home, "desk", &keep, &failure), OK);
    assert_int_equal(kept_headlines(keep, channel(), 2, 0, take_headline, &listed, &given, &damage, &failure),
                     OK);
    assert_int_equal(given, 2);
    assert_string_equal(listed.headlines[0], "three");
    assert_string_equal(listed.headlines[1], "two");
    listed.count = 0;
    assert_int_equal(kept_headlines(keep, channel(), 0, 2, take_headline, &listed, &given, &damage, &failure),
                     OK);
    assert_int_equal(given, 1);
    assert_string_equal(listed.headlines[0], "one");

    assert_int_equal(kept_find(keep, bytes_of_text("programme/2"), 0, &bulletin, &damage, &failure), OK);
    assert_true(bytes_equal_text(kept_record(bulletin)->headline, "two"));
    assert_true(bytes_equal_text(kept_record(bulletin)->department, "labour"));
    assert_true(bytes_equal_text(kept_text(bulletin), "The text 正文.\n"));
    kept_free(bulletin);
    assert_int_equal(kept_find(keep, bytes_of_text("programme/4"), 0, &bulletin, &damage, &failure),
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
    assert_int_equal(keep_fact(keep, bytes_of_text(at->channel), at->number, fact, &failure), OK);
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
    open_keep();
    for (uint8_t i = 0; i < 3; i++)
        assert_int_equal(keep_text(keep, bytes_of(hashes[i], LIMIT_HASH_BYTES), bytes_of(&i, 1), &failure),
                         OK);
    add("one", true);
    add_long(&chain, secret, own, shared);
    add_long(&chain, "three", other, other);
    add_long(&elsewhere, "the same file", other, shared);
    off_t before = facts_size();
    numbers_write(&seqs, &seq, 1);
    const struct erasure foreign = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/3"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keep, channel(), &foreign, &failure), OK);
    assert_int_equal(facts_size(), before); /* signed for another bulletin */
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/2"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keep, channel(), &erasure, &failure), OK);
    assert_true(facts_size() < before);
    assert_int_equal(walk().count, 3);
    assert_int_equal(keep_walk(keep, channel(), find_words, secret, NULL, &failure), OK);
    assert_false(keep_has_text(keep, own));
    assert_true(keep_has_text(keep, shared)); /* another kept act names it */
    assert_true(keep_has_text(keep, other));

    /* It may be done twice, and the file goes on. */
    assert_int_equal(keep_erase(keep, channel(), &erasure, &failure), OK);
    add("four", true);
    assert_int_equal(walk().last, 4);
    close_keep();
    open_keep();
    assert_int_equal(walk().count, 4);
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
    open_keep();
    assert_int_equal(keep_text(keep, named, bytes_of_text("long"), &failure), OK);
    add_long(&chain, "secret", named, named);
    assert_int_equal(keep_settle(keep, &failure), OK);
    facts_path(path);
    snprintf(rest, sizeof rest, "%.4000s~4711", path);
    struct bytes content = bytes_of_text("secret");
    assert_int_equal(files_replace(rest, content, 0600, &failure), OK);
    close_keep();
    open_keep();
    assert_int_equal(access(rest, F_OK), -1);
    assert_int_equal(access(path, F_OK), 0);

    /* One of this very process: it is no reason to keep a text. */
    assert_int_equal(link(path, rest), 0);
    numbers_write(&seqs, &seq, 1);
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/1"), .seqs = buffer_bytes(&seqs)};
    assert_int_equal(keep_erase(keep, channel(), &erasure, &failure), OK);
    assert_false(keep_has_text(keep, named));
}

static struct bytes make_about(const char *verb, const char *kind, const struct shape *args_shape,
                               const void *args, const struct shape *decided_shape, const void *decided)
{
    const struct chain_making making = {verb, kind, args_shape, decided_shape, args, decided};
    return chain_make(&chain, &making, NULL);
}

static void keep_made(struct bytes fact)
{
    assert_int_equal(keep_fact(keep, channel(), chain.number, fact, &failure), OK);
}

static void a_kept_bulletin_has_its_revisions_and_its_end(void **state)
{
    (void)state;
    uint8_t head[LIMIT_HASH_BYTES] = {0}, second_head[LIMIT_HASH_BYTES];
    struct kept_bulletin *bulletin = NULL;
    struct listed listed = {0};
    const uint64_t seqs[] = {1, 2};
    uint64_t given;
    struct args_revise revise = {.has = {.id = true, .head = true, .headline = true, .text = true},
                                 .id = bytes_of_text("programme/1"),
                                 .head = bytes_of(head, sizeof head),
                                 .headline = bytes_of_text("second 第二"),
                                 .text = bytes_of_text("new")};
    struct fact_bulletin_revised revised = {.has = {.id = true, .revision = true, .effective = true},
                                            .id = bytes_of_text("programme/1"),
                                            .revision = 2,
                                            .effective = 5};
    struct args_withdraw withdraw = {.has = {.id = true, .head = true, .reason = true},
                                     .id = bytes_of_text("programme/1"),
                                     .head = bytes_of(head, sizeof head),
                                     .reason = bytes_of_text("too early")};
    struct fact_bulletin_withdrawn withdrawn = {.has = {.id = true}, .id = bytes_of_text("programme/1")};
    open_keep();
    add("first", true);
    keep_made(make_about("revise", "bulletin.revised", &shape_args_revise, &revise,
                         &shape_fact_bulletin_revised, &revised));
    memcpy(second_head, chain.tip, sizeof second_head);
    assert_int_equal(kept_find(keep, bytes_of_text("programme/1"), 0, &bulletin, &damage, &failure), OK);
    const struct record_bulletin *record = kept_record(bulletin);
    assert_true(bytes_equal_text(record->headline, "second 第二"));
    assert_true(bytes_equal_text(record->id, "programme/1"));
    assert_int_equal(record->revision, 2);
    assert_int_equal(record->revisions, 2);
    assert_memory_equal(record->revision_head.at, second_head, LIMIT_HASH_BYTES);
    assert_true(record->has.revised && record->has.in_force && !record->in_force);
    kept_free(bulletin);
    assert_int_equal(kept_find(keep, bytes_of_text("programme/1"), 1, &bulletin, &damage, &failure), OK);
    assert_true(bytes_equal_text(kept_record(bulletin)->headline, "first"));
    assert_int_equal(kept_record(bulletin)->revisions, 2);
    kept_free(bulletin);
    assert_int_equal(kept_find(keep, bytes_of_text("programme/1"), 3, &bulletin, &damage, &failure),
                     ERR_UNKNOWN_REVISION);

    keep_made(make_about("withdraw", "bulletin.withdrawn", &shape_args_withdraw, &withdraw,
                         &shape_fact_bulletin_withdrawn, &withdrawn));
    struct bytes erased = chain_erasure(&chain, "programme/1", "programme/1", seqs, 2, NULL);
    keep_made(erased);
    uint8_t room[64];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, seqs, 2);
    const struct erasure erasure = {
        .verb = &verbs[VERB_erase], .id = bytes_of_text("programme/1"), .seqs = buffer_bytes(&numbers)};
    assert_int_equal(keep_erase(keep, channel(), &erasure, &failure), OK);
    assert_int_equal(kept_find(keep, bytes_of_text("programme/1"), 0, &bulletin, &damage, &failure), OK);
    record = kept_record(bulletin);
    assert_true(record->has.withdrawn && record->has.erased && !record->has.headline && !record->has.text);
    assert_true(bytes_equal_text(record->erased_by, "li"));
    assert_true(bytes_equal_text(record->reason, "by order 依法"));
    kept_free(bulletin);
    assert_int_equal(kept_headlines(keep, channel(), 0, 0, take_headline, &listed, &given, &damage, &failure),
                     OK);
    assert_int_equal(given, 1);
    assert_string_equal(listed.headlines[0], "");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_cursor_and_the_facts_outlive_the_process),
        CASE(an_unsettled_cursor_is_not_written),
        CASE(a_fact_kept_already_is_passed_over),
        CASE(a_torn_tail_is_cut_off),
        CASE(damage_is_named_and_nothing_false_is_given),
        CASE(a_name_has_one_watcher),
        CASE(a_name_cannot_leave_the_folder),
        CASE(a_lost_cursor_is_made_again),
        CASE(a_long_text_is_kept_by_its_hash),
        CASE(nothing_is_made_by_reading),
        CASE(kept_facts_answer_questions),
        CASE(an_erased_act_leaves_the_disk),
        CASE(what_a_killed_process_left_goes),
        CASE(a_kept_bulletin_has_its_revisions_and_its_end),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
