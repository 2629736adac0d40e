/* Tests of which facts an erasure may take, over the whole of the table. Each verb that stands in a kind's
 * row takes what it names, and nothing takes anything else. */
#include <stdalign.h>

#include "protocol/proof/erasure.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

/* One way in which a naming holds: the channel of the fact, what differs from the samples in what was
 * decided, and the id that is erased. */
struct way {
    enum erased_naming naming;
    const char *channel, *decided, *id;
    bool texts; /* needed */
    bool actor; /* whoever erases must be who said it */
};

static const struct way ways[] = {
    {ERASED_itself, "programme", "", "programme/12", false, false},
    {ERASED_about, "dept/labour", "id=programme/7", "programme/7", false, false},
    {ERASED_scheduled, "desk/programme", "", "programme/30", false, false},
    {ERASED_thread_of, "themes", "thread=forum/7", "forum/7", false, false},
    {ERASED_bulletin_of, "brand/2006-labour", "bulletin=programme/7", "programme/7", false, false},
    {ERASED_theme_plan, "desk/themes", "", "forum/7", false, false},
    {ERASED_of_channel, "dept/labour", "id=programme/7", "programme/30", false, false},
    {ERASED_name, "desk/keys", "account=li", "desk/keys/12", false, false},
    {ERASED_own, "programme", "", "programme/12", true, true},
    {ERASED_own_thread, "forum", "month=-", "forum/12", true, true},
    {ERASED_own_scheduled, "desk/programme", "", "programme/30", true, false},
    {ERASED_about_own, "dept/labour", "id=programme/7 revision=1", "programme/7", true, true},
    {ERASED_about_own_post, "forum", "id=forum/7 month=-", "forum/7", true, true},
    {ERASED_own_name, "desk/keys", "account=li", "desk/keys/12", false, true},
};
enum { WAYS = sizeof ways / sizeof ways[0], SEQ = 20 };

static struct {
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    uint8_t map[LIMIT_HEAD_BYTES], seqs[32];
    struct head head;
    struct erasure erasure;
} made;

static void write_decided(const struct fact_kind *kind)
{
    struct buffer map = buffer_over(made.map, sizeof made.map);
    codec_encode(kind->decided, made.decided, &map);
    assert_false(map.overflowed);
    made.head.decided = buffer_bytes(&map);
}

/* A fact of this kind and an erasure by this verb that names it, in the way given. */
static void make(const struct fact_kind *kind, const struct verb *verb, const struct way *way)
{
    static const uint64_t seqs[] = {3, SEQ};
    struct buffer numbers = buffer_over(made.seqs, sizeof made.seqs);
    numbers_write(&numbers, seqs, 2);
    sample_fill(kind->decided, true, 0, made.decided);
    sample_set(kind->decided, made.decided, way->decided);
    made.head = (struct head){
        .seq = SEQ,
        .channel = bytes_of_text(way->channel),
        .number = 12,
        .actor = bytes_of_text("li"),
        .kind = bytes_of_text(kind->word),
    };
    write_decided(kind);
    made.erasure = (struct erasure){
        .verb = verb,
        .actor = bytes_of_text("li"),
        .account = bytes_of_text("li"),
        .texts = true,
        .id = bytes_of_text(way->id),
        .seqs = buffer_bytes(&numbers),
    };
}

static void takes(bool expected, const char *what)
{
    if (erasure_takes(&made.erasure, &made.head) != expected)
        fail_msg("%.*s in %.*s by %s: %s", (int)made.head.kind.size, (const char *)made.head.kind.at,
                 (int)made.head.channel.size, (const char *)made.head.channel.at, made.erasure.verb->word,
                 what);
}

static const struct way *way_of(enum erased_naming naming)
{
    for (size_t i = 0; i < WAYS; i++) {
        if (ways[i].naming == naming)
            return &ways[i];
    }
    fail_msg("a naming without its way");
    return NULL;
}

static bool may_erase(const struct fact_kind *kind, const struct verb *verb)
{
    for (size_t i = 0; i < kind->eraser_count; i++) {
        if (kind->erasers[i].verb == verb)
            return true;
    }
    return false;
}

/* --- the tests --- */

static void a_verb_erases_what_its_row_says(void **state)
{
    (void)state;
    for (size_t k = 0; k < FACT_COUNT; k++) {
        const struct fact_kind *kind = &fact_kinds[k];
        for (size_t e = 0; e < kind->eraser_count; e++) {
            const struct way *way = way_of(kind->erasers[e].naming);
            make(kind, kind->erasers[e].verb, way);
            takes(true, "refused");
            made.erasure.id = bytes_of_text("elsewhere/12");
            takes(false, "takes another thing");
            make(kind, kind->erasers[e].verb, way);
            made.head.seq = SEQ + 1;
            takes(false, "takes what is not named");
            make(kind, kind->erasers[e].verb, way);
            made.erasure.texts = false;
            takes(!way->texts, "texts");
            make(kind, kind->erasers[e].verb, way);
            made.erasure.actor = made.erasure.owner = bytes_of_text("wang");
            if (shape_find(kind->decided, bytes_of_text("revision")) >= 0 ||
                kind->erasers[e].naming != ERASED_about_own)
                takes(!way->actor, "of somebody else");
        }
    }
}

static void no_other_verb_erases_it(void **state)
{
    (void)state;
    for (size_t k = 0; k < FACT_COUNT; k++) {
        for (size_t v = 0; v < VERB_COUNT; v++) {
            for (size_t w = 0; w < WAYS && !may_erase(&fact_kinds[k], &verbs[v]); w++) {
                make(&fact_kinds[k], &verbs[v], &ways[w]);
                takes(false, "taken");
            }
        }
    }
}

/* Who moderates may have revised it: that goes with what it belongs to, and with nobody else's. */
static void a_later_text_goes_with_whose_thing_it_is(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kinds[FACT_bulletin_revised];
    make(kind, &verbs[VERB_account_leave], way_of(ERASED_about_own));
    sample_set(kind->decided, made.decided, "revision=2");
    write_decided(kind);
    made.head.actor = bytes_of_text("wang");
    made.erasure.owner = bytes_of_text("li");
    takes(true, "a later text stays");
    made.erasure.owner = bytes_of_text("wang");
    takes(false, "takes the text of another's thing");
}

/* Operators take the names of one account and of no other. */
static void a_name_goes_with_its_account_alone(void **state)
{
    (void)state;
    make(&fact_kinds[FACT_account_changed], &verbs[VERB_account_erase], way_of(ERASED_name));
    takes(true, "refused");
    made.erasure.account = bytes_of_text("wang");
    takes(false, "takes another account's name");
}

static void a_theme_is_not_whose_name_it_has(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kinds[FACT_thread_opened];
    make(kind, &verbs[VERB_account_leave], way_of(ERASED_own_thread));
    sample_set(kind->decided, made.decided, "month=2006-11");
    write_decided(kind);
    takes(false, "takes a theme");
    make(&fact_kinds[FACT_post_edited], &verbs[VERB_account_leave], way_of(ERASED_about_own_post));
    sample_set(fact_kinds[FACT_post_edited].decided, made.decided, "month=2006-11");
    write_decided(&fact_kinds[FACT_post_edited]);
    takes(false, "takes an amended theme");
}

/* A thing.erased of its act, told as `id` and in the act as `named`. */
static bool reads(const char *verb_word, const char *id, const char *named)
{
    static alignas(max_align_t) uint8_t args[SHAPE_BYTES], decided[SHAPE_BYTES];
    const struct verb *verb = verb_find(bytes_of_text(verb_word));
    const struct fact_kind *kind = &fact_kinds[FACT_thing_erased];
    struct head head = {.seq = 9, .channel = bytes_of_text("programme"), .actor = bytes_of_text("li")};
    struct act act = {.verb = bytes_of_text(verb_word)};
    struct erasure erasure;
    sample_fill(verb->args, true, 0, args);
    sample_fill(kind->decided, true, 0, decided);
    sample_set(verb->args, args, named);
    sample_set(kind->decided, decided, id);
    const struct fact_parts parts = {&head, kind, decided, &act, verb, args};
    return erasure_read(&parts, &erasure) && bytes_equal_text(erasure.actor, "li") && erasure.verb == verb;
}

static void an_erasure_says_what_its_act_says(void **state)
{
    (void)state;
    assert_true(reads("erase", "id=programme/7", "id=programme/7"));
    assert_false(reads("erase", "id=programme/7", "id=programme/8"));
    assert_true(reads("account.leave", "id=programme/7", ""));
    assert_false(reads("withdraw", "id=programme/7", "id=programme/7"));
    assert_false(reads("account.revoke", "id=programme/7", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verb_erases_what_its_row_says),
        cmocka_unit_test(no_other_verb_erases_it),
        cmocka_unit_test(a_later_text_goes_with_whose_thing_it_is),
        cmocka_unit_test(a_name_goes_with_its_account_alone),
        cmocka_unit_test(a_theme_is_not_whose_name_it_has),
        cmocka_unit_test(an_erasure_says_what_its_act_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
