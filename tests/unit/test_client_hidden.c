/* What the house says is hidden by now: its words are shown in no way, and the mark counts for nothing on
 * what nobody can hide. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>

#include "client/lib/show/json.h"
#include "client/nouns/client_nouns.h"

#define SAID "what was said 所言"

static const struct args_forum_open opening = {.has = {.channel = true, .headline = true, .text = true},
                                               .channel = {(const uint8_t *)"forum", 5},
                                               .headline = {(const uint8_t *)SAID, sizeof SAID - 1},
                                               .text = {(const uint8_t *)SAID, sizeof SAID - 1}};
static const struct args_forum_post post = {.has = {.id = true, .text = true},
                                            .id = {(const uint8_t *)"forum/1", 7},
                                            .text = {(const uint8_t *)SAID, sizeof SAID - 1}};
static const struct args_theme_plan plan = {.has = {.month = true, .title = true, .text = true},
                                            .month = {(const uint8_t *)"2006-12", 7},
                                            .title = {(const uint8_t *)SAID, sizeof SAID - 1},
                                            .text = {(const uint8_t *)SAID, sizeof SAID - 1}};
static const struct args_publish publish = {.has = {.channel = true, .headline = true, .text = true},
                                            .channel = {(const uint8_t *)"forum", 5},
                                            .headline = {(const uint8_t *)SAID, sizeof SAID - 1},
                                            .text = {(const uint8_t *)SAID, sizeof SAID - 1}};
static const struct fact_thread_opened opened = {.has = {0}};
static const struct fact_post_made made = {.has = {.thread = true},
                                           .thread = {(const uint8_t *)"forum/1", 7}};
static const struct fact_post_edited edited = {.has = {.thread = true, .id = true},
                                               .thread = {(const uint8_t *)"forum/1", 7},
                                               .id = {(const uint8_t *)"forum/2", 7}};
static const struct fact_theme_opened theme = {.has = {.month = true, .thread = true, .closes = true},
                                               .month = {(const uint8_t *)"2006-12", 7},
                                               .thread = {(const uint8_t *)"forum/1", 7}};
static const struct fact_theme_corrected corrected = {.has = {.month = true, .id = true, .thread = true},
                                                      .month = {(const uint8_t *)"2006-12", 7},
                                                      .id = {(const uint8_t *)"themes/2", 8},
                                                      .thread = {(const uint8_t *)"forum/1", 7}};
static const struct fact_post_edited amended = {.has = {.thread = true, .id = true, .month = true},
                                                .thread = {(const uint8_t *)"forum/1", 7},
                                                .id = {(const uint8_t *)"forum/1", 7},
                                                .month = {(const uint8_t *)"2006-12", 7}};
static const struct fact_bulletin_published published = {.has = {0}};

static const struct {
    int verb, kind;
    const void *args, *decided;
    bool can_be_hidden;
} rows[] = {
    {VERB_forum_open, FACT_thread_opened, &opening, &opened, true},
    {VERB_forum_post, FACT_post_made, &post, &made, true},
    {VERB_forum_post, FACT_post_edited, &post, &edited, true},
    {VERB_theme_plan, FACT_theme_opened, &plan, &theme, true},
    {VERB_theme_plan, FACT_theme_corrected, &plan, &corrected, true},
    {VERB_theme_plan, FACT_post_edited, &plan, &amended, true},
    {VERB_publish, FACT_bulletin_published, &publish, &published, false},
};

static char room[16384];

static const char *line_of(const struct fact_seen *fact)
{
    struct buffer out = buffer_over(room, sizeof room - 1);
    nouns_fact(&out, fact, 0);
    room[out.size] = '\0';
    return room;
}

static const char *text_form_of(const struct fact_seen *fact)
{
    struct buffer out = buffer_over(room, sizeof room - 1);
    lines_fact_text(&out, fact);
    room[out.size] = '\0';
    return room;
}

static const char *title_of(const struct fact_seen *fact)
{
    struct buffer out = buffer_over(room, sizeof room - 1);
    nouns_fact_title(&out, fact);
    room[out.size] = '\0';
    return room;
}

static const char *json_of(const struct fact_seen *fact)
{
    json_t *object = json_from_fact(fact);
    char *text = json_dumps(object, JSON_COMPACT);
    snprintf(room, sizeof room, "%s", text);
    free(text);
    json_decref(object);
    return room;
}

static const struct {
    const char *mark;
    const char *(*show)(const struct fact_seen *fact);
} ways[] = {{"[hidden]", line_of},
            {"[hidden]", title_of},
            {" hidden=yes", text_form_of},
            {"\"hidden\":true", json_of}};

static void what_is_hidden_is_shown_in_no_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct verb *verb = &verbs[rows[i].verb];
        const struct fact_kind *kind = &fact_kinds[rows[i].kind];
        const struct chain_making making = {verb->word,    kind->word,   verb->args,
                                            kind->decided, rows[i].args, rows[i].decided};
        struct chain chain;
        struct fact_seen fact;
        struct failure failure;
        chain_begin(&chain, "forum");
        assert_int_equal(fact_read(chain_make(&chain, &making, NULL), &fact, &failure), OK);
        assert_false(fact_is_hidden(&fact));
        for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
            fact.push.has.hidden = false;
            const char *plain = ways[way].show(&fact);
            if (strstr(plain, SAID) == NULL || strstr(plain, ways[way].mark) != NULL)
                fail_msg("%s, not hidden: %s", kind->word, plain);
            fact.push.has.hidden = fact.push.hidden = true;
            const char *shown = ways[way].show(&fact);
            if ((strstr(shown, SAID) == NULL) != rows[i].can_be_hidden ||
                (strstr(shown, ways[way].mark) != NULL) != rows[i].can_be_hidden)
                fail_msg("%s, hidden: %s", kind->word, shown);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_hidden_is_shown_in_no_way),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
