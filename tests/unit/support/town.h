/* What the tests of the domain share: a founded house, and people who sign acts in the text form. It has a
 * store of its own and takes acts through decide, append and fold. It does not know what any test is
 * after. */
#ifndef BULLETIN_TESTS_TOWN_H
#define BULLETIN_TESTS_TOWN_H

#include "protocol/wire/text.h"
#include "server/domain/domain.h"
#include "tests/unit/support/scratch.h"
#include "tests/unit/support/times.h"

#define TOWN_BEGAN_MS INT64_C(1164844800000) /* 2006-11-30 */
enum { TOWN_HEX = 2 * LIMIT_HASH_BYTES + 1 };

struct town {
    struct scratch scratch;
    struct txn *txn;
    struct identity house, clerk, lin, wang, guest; /* an operator, committee, office of labour, nobody */
    int64_t now_ms;
    bool leaps; /* time passes in leaps that nobody lived through */
    uint32_t serial;
    struct decision decision;
    struct actor actor;
    struct scratch_act made; /* the last act; its own room is too small for long ones: */
    uint8_t act_room[LIMIT_ACT_BYTES];
    uint64_t taken_seq;
    size_t fact_count;      /* of the last act */
    char id[128];           /* of its first fact */
    char head[TOWN_HEX];    /* of its first fact, in hex */
    char answer[96 * 1024]; /* the rows of the last question, a line each */
    size_t row_count, room_for_rows;
    size_t steps_a_piece; /* of a question, until it is due; 0: never */
    size_t steps;         /* of the last one: how often it was asked whether it is due */
    bool more;
    uint8_t next[ROWS_NEXT_BYTES]; /* where the last question stopped */
    size_t next_size;
    bool goes_on; /* the next question begins there */
};

/* 32 bytes in hex, into `hex`, which is also returned. */
const char *town_hex(const uint8_t *at, char hex[TOWN_HEX]);

/* Of all that the store holds, shelf by shelf. */
void town_digest(struct town *town, uint8_t digest[3 * LIMIT_HASH_BYTES]);

/* The town lived through the time since it last did something: its server noted the hours. */
void town_lives(struct town *town);

/* Judges the act in town->made, and appends it when it was taken. */
enum error town_judge(struct town *town);

/* Makes town->made of these arguments, an encoded map. */
void town_sign(struct town *town, const struct identity *author, const uint8_t *house, int64_t time_ms,
               const char *verb, struct bytes args);

/* Signs an act of this verb and ` field=value …`, and judges it. */
enum error town_act(struct town *town, const struct identity *who, const char *verb, const char *line);

/* Lives until the next call. */
const char *town_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An act that is taken. */
#define ACTS(town, who, verb, ...) assert_int_equal(town_act(town, who, verb, town_line(__VA_ARGS__)), OK)

/* An act that is refused, and leaves no trace. */
#define REFUSED(town, who, error, verb, ...)                                                                 \
    do {                                                                                                     \
        uint8_t before[3 * LIMIT_HASH_BYTES], after[3 * LIMIT_HASH_BYTES];                                   \
        town_lives(town);                                                                                    \
        town_digest(town, before);                                                                           \
        assert_int_equal(town_act(town, who, verb, town_line(__VA_ARGS__)), ERR_##error);                    \
        town_digest(town, after);                                                                            \
        assert_memory_equal(before, after, sizeof before);                                                   \
    } while (0)

/* What the last refusal names. */
#define NAMES(town, text)    assert_true(bytes_equal_text((town)->decision.why.name, text))
#define FIELD_IS(town, text) assert_string_equal((town)->decision.why.field, text)

/* Where the rows of an answer go, as lines. */
struct town_rows {
    struct town *town;
    struct buffer out;
    const struct shape *shape;
};

/* For struct rows: takes one, unless there is no room for more. `context` is a struct town_rows. */
bool town_take(void *context, const void *row);

/* Who this is in the town's views; NULL is a guest. */
void town_actor(struct town *town, const struct identity *who, struct actor *actor);

/* Asks, as a shell does: permit, then the question. The refusal is left in town->decision.why; `ok` becomes
 * the last line of the answer for a verb without rows. */
enum error town_ask(struct town *town, const struct identity *who, const char *verb, const char *line);

/* Does what is due now, as the writer does; says how many entries of the schedule that were. */
size_t town_run(struct town *town);

/* Moves the clock to a moment; and does what is due then. */
void town_at(struct town *town, const char *moment);
size_t town_run_at(struct town *town, const char *moment);

/* As `bulletind verify` judges it, in the town's own open transaction. */
enum error town_verify(struct town *town, struct ledger_report *report, struct refusal *why);

/* How many facts have an act with these words. */
size_t town_acts_with(struct town *town, const char *words);

/* Folded again from the ledger, the views are the same bytes. */
void town_rebuilds_the_same(struct town *town);

/* The ledger verifies, and its views are those that it folds to. */
void town_is_sound(struct town *town);

#define ASKS(town, who, verb, ...) assert_int_equal(town_ask(town, who, verb, town_line(__VA_ARGS__)), OK)
#define ASK_REFUSED(town, who, error, verb, ...)                                                             \
    assert_int_equal(town_ask(town, who, verb, town_line(__VA_ARGS__)), ERR_##error)
#define SAYS(town, text)      assert_non_null(strstr((town)->answer, text))
#define SAYS_NOT(town, text)  assert_null(strstr((town)->answer, text))
#define ROWS_ARE(town, count) assert_int_equal((town)->row_count, count)

/* The hash that the last answer has first as this field, in hex. */
const char *town_hash_said(const struct town *town, const char *field, char hex[TOWN_HEX]);

/* The head of the one row that a question answers; the latter's lives until the next call. */
const char *town_head_of(struct town *town, const char *verb, const char *line, char head[TOWN_HEX]);
const char *town_head(struct town *town, const char *verb, const char *line);

/* A channel's newest fact: its number; and the fact as `kind decided...`, which lives until the next call. */
uint64_t town_tip(struct town *town, const char *channel);
const char *town_newest(struct town *town, const char *channel);

#define NEWEST(town, channel, text)                                                                          \
    do {                                                                                                     \
        if (strstr(town_newest(town, channel), text) == NULL)                                                \
            fail_msg("%s: %s", channel, town_newest(town, channel));                                         \
    } while (0)

/* An invitation code and its hash in hex. */
void town_code(uint8_t which, char code[LIMIT_CODE_BYTES + 1], char hash_hex[TOWN_HEX]);

/* Invites with these fields and joins with this key. */
void town_enrol(struct town *town, const struct identity *who, uint8_t which, const char *fields);

/* Joins with this key as somebody who has one already. */
void town_enrol_further(struct town *town, const struct identity *who, uint8_t which, const char *account);

/* Uploads a text, or the first `staged` bytes of it, and gives its hash in hex. */
void town_upload(struct town *town, const struct identity *who, struct bytes text, char hash_hex[TOWN_HEX]);
void town_upload_begin(struct town *town, const struct identity *who, struct bytes text, size_t staged,
                       char hash_hex[TOWN_HEX]);

/* A founded house with nobody in it. */
int town_found(void **state);

/* And with a clerk (operator), lin (committee), wang (office of labour, may sign) and a channel. */
int town_settle(void **state);

/* The end of either. */
int town_leave(void **state);

#endif
