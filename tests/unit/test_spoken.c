/* Tests of what can be hidden, over the whole of the table. Every kind in which words of a thread or a theme
 * may stand names the post they are hidden with, and no other kind does. */
#include <stdalign.h>

#include "protocol/proof/spoken.h"
#include "protocol/tables.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

/* The verbs with which people say something in a thread, or what a thread is about. */
static const int says[] = {VERB_forum_open, VERB_forum_post, VERB_forum_edit, VERB_theme_plan,
                           VERB_theme_amend};

/* A plan stands on the desk, before there is a thread. */
static bool is_plan(const struct fact_kind *kind)
{
    return kind == &fact_kinds[FACT_theme_planned] || kind == &fact_kinds[FACT_theme_amended];
}

static bool says_something(const struct fact_kind *kind)
{
    for (size_t i = 0; i < kind->maker_count; i++) {
        for (size_t verb = 0; verb < sizeof says / sizeof says[0]; verb++) {
            if (kind->makers[i].verb == &verbs[says[verb]])
                return true;
        }
    }
    return false;
}

/* A fact forum/12 of this kind, about the thread forum/7 and the post forum/9 as far as it says so; gives the
 * post that it is hidden with. */
static bool named(const struct fact_kind *kind, struct buffer *id)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    uint8_t room[LIMIT_HEAD_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    sample_fill(kind->decided, true, 0, decided);
    if (shape_find(kind->decided, bytes_of_text("thread")) >= 0) {
        sample_set(kind->decided, decided, "thread=forum/7");
        if (shape_find(kind->decided, bytes_of_text("id")) >= 0)
            sample_set(kind->decided, decided, "id=forum/9");
    }
    codec_encode(kind->decided, decided, &map);
    assert_false(map.overflowed);
    return spoken_id(&(struct head){.channel = bytes_of_text("forum"),
                                    .number = 12,
                                    .kind = bytes_of_text(kind->word),
                                    .decided = buffer_bytes(&map)},
                     id);
}

static void every_kind_with_words_names_its_post(void **state)
{
    (void)state;
    static const struct {
        int kind;
        const char *id;
    } posts[] = {{FACT_thread_opened, "forum/12"},
                 {FACT_post_made, "forum/12"},
                 {FACT_post_edited, "forum/9"},
                 {FACT_theme_opened, "forum/7"},
                 {FACT_theme_corrected, "forum/7"}};
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const struct fact_kind *kind = &fact_kinds[i];
        uint8_t room[LIMIT_ID_BYTES];
        struct buffer id = buffer_over(room, sizeof room);
        bool wanted = says_something(kind) && !is_plan(kind);
        bool told = !wanted;
        if (named(kind, &id) != wanted)
            fail_msg("%s %s", kind->word, wanted ? "names no post" : "has no words of a thread");
        for (size_t row = 0; row < sizeof posts / sizeof posts[0]; row++) {
            if (i == (size_t)posts[row].kind)
                told = bytes_equal_text(buffer_bytes(&id), posts[row].id);
        }
        if (!told)
            fail_msg("%s names another post than it should, or this test does not know it", kind->word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_with_words_names_its_post),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
