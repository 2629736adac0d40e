/* Facts that are news as lines: what happened, in plain words. It does not judge which facts are shown. */
#include "client/lib/show/lines.h"

enum { SENTENCE_BYTES = LIMIT_HEADLINE_BYTES + LIMIT_REASON_BYTES + 2 * LIMIT_ID_BYTES + 2048 };

static void add_decided(struct buffer *out, const struct fact_seen *fact, const char *field)
{
    const struct bytes *value = fact_decided(fact, field);
    if (value != NULL)
        lines_bytes(out, *value);
}

static void add_arg(struct buffer *out, const struct fact_seen *fact, const char *before, const char *field)
{
    const struct bytes *value = fact_arg(fact, field);
    if (value == NULL)
        return;
    buffer_add_text(out, before);
    lines_bytes(out, *value);
}

static void add_due(struct buffer *out, const struct fact_seen *fact, const char *before)
{
    const int64_t *time_ms = fact_decided(fact, "due");
    if (time_ms == NULL)
        return;
    buffer_add_text(out, before);
    lines_deadline(out, *time_ms);
}

static void add_decided_number(struct buffer *out, const struct fact_seen *fact, const char *field)
{
    const uint64_t *number = fact_decided(fact, field);
    if (number != NULL)
        lines_number(out, *number);
}

static void add_revision(struct buffer *out, const struct fact_seen *fact)
{
    const uint64_t *revision = fact_decided(fact, "revision");
    if (revision == NULL || *revision < 2)
        return;
    buffer_add_text(out, " revision ");
    lines_number(out, *revision);
}

static void add_urgent(struct buffer *out, const struct fact_seen *fact)
{
    if (fact_is_urgent(fact))
        buffer_add_text(out, "URGENT ");
}

static void add_headline(struct buffer *out, const struct fact_seen *fact)
{
    buffer_add_text(out, ": ");
    const struct bytes *headline = fact_arg(fact, "headline");
    lines_bytes(out, headline != NULL ? *headline : bytes_of_text("[erased]"));
}

static void say_revised(struct buffer *out, const struct fact_seen *fact)
{
    add_urgent(out, fact);
    buffer_add_text(out, "Revised: ");
    add_decided(out, fact, "id");
    add_revision(out, fact);
    add_headline(out, fact);
    add_due(out, fact, ", due ");
}

static void say_assigned(struct buffer *out, const struct fact_seen *fact)
{
    const bool *receipt = fact_decided(fact, "receipt");
    add_urgent(out, fact);
    buffer_add_text(out, receipt != NULL && *receipt ? "To sign" : "For us");
    add_due(out, fact, " by ");
    buffer_add_text(out, ": ");
    add_decided(out, fact, "id");
    add_revision(out, fact);
    add_headline(out, fact);
}

static void say_reminded(struct buffer *out, const struct fact_seen *fact)
{
    const int64_t *due_ms = fact_decided(fact, "due");
    bool late = due_ms != NULL && *due_ms < fact->head.time_ms;
    buffer_add_text(out, "Reminder: ");
    add_decided(out, fact, "id");
    add_revision(out, fact);
    add_due(out, fact, late ? " is not signed for and was due " : " is not signed for and is due ");
}

static void say_counted(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *missing = fact_decided(fact, "missing");
    buffer_add_text(out, "Signed for ");
    add_decided(out, fact, "id");
    add_revision(out, fact);
    buffer_add_text(out, ": ");
    add_decided_number(out, fact, "signed_for");
    buffer_add_text(out, " of ");
    add_decided_number(out, fact, "addressed");
    add_due(out, fact, ", due ");
    if (missing != NULL) {
        buffer_add_text(out, "; missing: ");
        lines_words(out, *missing);
    }
}

static void say_cancelled(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *code = fact_decided(fact, "code");
    enum error stopped = code != NULL ? error_find(*code) : OK;
    buffer_add_text(out, "Cancelled: ");
    add_decided(out, fact, "id");
    add_arg(out, fact, ": ", "reason");
    if (code == NULL)
        return;
    buffer_add_text(out, ": its time came, and its author was refused: ");
    buffer_add_text(out, stopped != OK ? error_kinds[stopped].word : "unknown");
}

/* What to say of a kind: words, the thing it is about, and a field of the act behind a colon. */
static const struct said {
    int kind;
    const char *words;
    const char *arg;
    void (*say)(struct buffer *out, const struct fact_seen *fact);
} said[] = {
    {FACT_bulletin_withdrawn, "Withdrawn: ", "reason", NULL},
    {FACT_thing_erased, "Erased: ", "reason", NULL},
    {FACT_bulletin_effective, "In force now: ", NULL, NULL},
    {FACT_bulletin_expired, "No longer in force: ", NULL, NULL},
    {FACT_duty_ended, "Not to be signed for any more: ", NULL, NULL},
    {FACT_receipt_delivered, "Delivered: ", NULL, NULL},
    {FACT_receipt_opened, "Opened: ", NULL, NULL},
    {FACT_receipt_signed, "Signed: ", "comment", NULL},
    {FACT_bulletin_revised, NULL, NULL, say_revised},
    {FACT_bulletin_cancelled, NULL, NULL, say_cancelled},
    {FACT_duty_assigned, NULL, NULL, say_assigned},
    {FACT_duty_reminded, NULL, NULL, say_reminded},
    {FACT_duty_counted, NULL, NULL, say_counted},
};

static void say_schedule(struct buffer *out, const struct fact_seen *fact)
{
    if (fact_is_kind(fact, FACT_bulletin_released)) {
        buffer_add_text(out, "Published: ");
        add_decided(out, fact, "id");
        buffer_add_text(out, " as ");
        add_decided(out, fact, "published");
        return;
    }
    const int64_t *at_ms = fact_decided(fact, "at");
    bool anew = fact_is_kind(fact, FACT_bulletin_rescheduled);
    buffer_add_text(out, anew ? "Scheduled anew" : "Scheduled");
    if (at_ms != NULL) {
        buffer_add_text(out, " for ");
        lines_time(out, *at_ms);
    }
    if (anew) {
        buffer_add_text(out, ", ");
        add_decided(out, fact, "id");
    }
    add_headline(out, fact);
}

/* False for a kind that is shown as its headline, or by its name. */
static bool say(struct buffer *out, const struct fact_seen *fact)
{
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (!fact_is_kind(fact, said[i].kind))
            continue;
        if (said[i].say != NULL) {
            said[i].say(out, fact);
            return true;
        }
        buffer_add_text(out, said[i].words);
        add_decided(out, fact, "id");
        add_revision(out, fact);
        if (said[i].arg != NULL)
            add_arg(out, fact, ": ", said[i].arg);
        return true;
    }
    bool scheduled = fact_is_kind(fact, FACT_bulletin_scheduled) ||
                     fact_is_kind(fact, FACT_bulletin_rescheduled) ||
                     fact_is_kind(fact, FACT_bulletin_released);
    if (scheduled)
        say_schedule(out, fact);
    return scheduled || lines_say_spoken(out, fact);
}

void lines_fact_title(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *headline = fact_arg(fact, "headline");
    if (headline != NULL)
        lines_bytes(out, *headline);
    else if (fact_is_bulletin(fact))
        buffer_add_text(out, "[erased]");
    else if (!say(out, fact))
        lines_bytes(out, fact->head.kind);
}

void lines_fact(struct buffer *out, const struct fact_seen *fact, size_t columns)
{
    uint8_t room[SENTENCE_BYTES];
    struct buffer sentence = buffer_over(room, sizeof room);
    struct record_headline headline;
    if (fact_is_bulletin(fact)) {
        fact_to_headline(fact, &headline);
        lines_headline(out, &headline, columns);
        return;
    }
    headline = (struct record_headline){
        .has = {.headline = true},
        .id = bytes_of_text(fact->id),
        .headline = fact->head.kind,
        .time = fact->head.time_ms,
        .actor = fact->head.actor,
    };
    if (say(&sentence, fact))
        headline.headline = buffer_bytes(&sentence);
    lines_headline(out, &headline, columns);
}
