/* Bulletins as lines: a headline, and one whole; and what is said of their facts. It does not know where the
 * text comes from. */
#include "client/nouns/client_nouns.h"

#include "client/lib/connect/wait.h"
#include "client/lib/show/sentence.h"
#include "protocol/wire/text.h"
#include "protocol/wire/utf8.h"

static void add_when(struct buffer *out, bool has_dated, struct bytes dated, int64_t time_ms)
{
    if (has_dated)
        lines_bytes(out, dated);
    else
        lines_time(out, time_ms);
}

/* Not in force: because that lies ahead, or because it is over. */
static bool lies_ahead(bool has_effective, int64_t effective_ms)
{
    return has_effective && effective_ms > wait_wall_ms();
}

static void add_force_mark(struct buffer *out, const struct record_headline *headline)
{
    if (!headline->has.in_force || headline->in_force)
        return;
    if (!lies_ahead(headline->has.effective, headline->effective)) {
        buffer_add_text(out, "  [no longer in force]");
        return;
    }
    buffer_add_text(out, "  [in force from ");
    lines_time(out, headline->effective);
    buffer_add_text(out, "]");
}

static void add_marks(struct buffer *out, const struct record_headline *headline)
{
    lines_mark(out, headline->has.priority && headline->priority == PRIORITY_URGENT, "  [urgent]");
    lines_revision(out, headline->has.revision ? headline->revision : 1);
    add_force_mark(out, headline);
    lines_deadline_if(out, headline->has.due, "  [due ", headline->due, "]");
    lines_mark(out, headline->has.withdrawn && headline->withdrawn, "  [withdrawn]");
    /* Where the headline stood, it says so already. */
    lines_mark(out, headline->has.erased && headline->erased && headline->has.headline, "  [erased]");
}

static void headline_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_headline *headline = values;
    struct line line;
    line_begin_id(&line, headline->id);
    add_when(&line.before, headline->has.dated, headline->dated, headline->time);
    buffer_add_text(&line.before, "  ");
    lines_bytes_if(&line.after, headline->has.department || !bytes_equal_text(headline->actor, ACTOR_HOUSE),
                   "  (", headline->has.department ? headline->department : headline->actor, ")");
    add_marks(&line.after, headline);
    line_end(out, &line, lines_standing(headline->has.headline, headline->headline, false), columns);
}

static void add_fate(struct buffer *out, const char *fate, int64_t time_ms, bool has_by, struct bytes by,
                     bool has_reason, struct bytes reason)
{
    buffer_add_text(out, fate);
    lines_time(out, time_ms);
    lines_bytes_if(out, has_by, " by ", by, "");
    lines_bytes_if(out, has_reason, ": ", reason, "");
    buffer_add_text(out, "\n");
}

static void add_fates(struct buffer *out, const struct record_bulletin *bulletin)
{
    /* There is one reason: that of what came last. */
    bool erased = bulletin->has.erased;
    if (erased)
        add_fate(out, "ERASED ", bulletin->erased, bulletin->has.erased_by, bulletin->erased_by,
                 bulletin->has.reason, bulletin->reason);
    if (bulletin->has.withdrawn)
        add_fate(out, "WITHDRAWN ", bulletin->withdrawn, bulletin->has.withdrawn_by, bulletin->withdrawn_by,
                 bulletin->has.reason && !erased, bulletin->reason);
}

static void add_origin(struct buffer *out, const struct record_bulletin *bulletin)
{
    lines_bytes(out, bulletin->id);
    buffer_add_text(out, "  ");
    add_when(out, bulletin->has.dated, bulletin->dated, bulletin->time);
    buffer_add_text(out, "  ");
    lines_author(out, bulletin->actor, bulletin->has.department, bulletin->department);
    if (bulletin->has.imported && bulletin->imported)
        buffer_add_text(out, "  imported");
    if (bulletin->has.priority && bulletin->priority != PRIORITY_NORMAL)
        buffer_add_text(out, bulletin->priority == PRIORITY_URGENT ? "  URGENT" : "  low priority");
    buffer_add_text(out, "\n");
}

static void add_revisions(struct buffer *out, const struct record_bulletin *bulletin)
{
    if (!bulletin->has.revisions || bulletin->revisions < 2)
        return;
    buffer_add_text(out, "Revision ");
    lines_number(out, bulletin->revision);
    buffer_add_text(out, " of ");
    lines_number(out, bulletin->revisions);
    lines_time_if(out, bulletin->has.revised, ", ", bulletin->revised, "");
    if (bulletin->revision < bulletin->revisions)
        buffer_add_text(out, ". It is not the newest");
    buffer_add_text(out, ".\n");
}

static void add_force(struct buffer *out, const struct record_bulletin *bulletin)
{
    if (!bulletin->has.effective && !bulletin->has.expires)
        return;
    bool out_of_force = bulletin->has.in_force && !bulletin->in_force;
    buffer_add_text(out, "In force");
    lines_time_if(out, bulletin->has.effective, " from ", bulletin->effective, "");
    lines_deadline_if(out, bulletin->has.expires, " until ", bulletin->expires, "");
    if (out_of_force)
        buffer_add_text(out, lies_ahead(bulletin->has.effective, bulletin->effective) ? ": not yet"
                                                                                      : ": no longer");
    buffer_add_text(out, ".\n");
}

static void add_rung(struct buffer *out, const char *word, bool reached, int64_t time_ms)
{
    buffer_add_text(out, reached ? " " : " not ");
    buffer_add_text(out, word);
    lines_time_if(out, reached, " ", time_ms, "");
}

static void add_address(struct buffer *out, const struct record_bulletin *bulletin)
{
    bool awaited = bulletin->has.receipt && bulletin->receipt && !bulletin->has.withdrawn;
    if (!bulletin->has.to)
        return;
    buffer_add_text(out, "To ");
    lines_words(out, bulletin->to);
    lines_number_if(out, bulletin->has.addressed && bulletin->addressed != 1, " (", bulletin->addressed,
                    " departments)");
    if (bulletin->has.roster && bulletin->roster == ROSTER_OPEN)
        buffer_add_text(out, ", and departments made later");
    if (awaited)
        buffer_add_text(out, bulletin->has.due ? ", to be signed for by " : ", to be signed for");
    if (awaited && bulletin->has.due)
        lines_deadline(out, bulletin->due);
    buffer_add_text(out, ".\n");
}

static void add_mine(struct buffer *out, const struct record_bulletin *bulletin)
{
    if (!bulletin->has.mine || !bulletin->mine)
        return;
    buffer_add_text(out, "My department:");
    add_rung(out, "delivered", bulletin->has.delivered, bulletin->delivered);
    buffer_add_text(out, ",");
    add_rung(out, "opened", bulletin->has.opened, bulletin->opened);
    if (bulletin->has.receipt && bulletin->receipt) {
        buffer_add_text(out, ",");
        add_rung(out, "signed", bulletin->has.signed_for, bulletin->signed_for);
    }
    buffer_add_text(out, ".\n");
}

/* A name as a shell takes it. */
static void add_shell_word(struct buffer *out, struct bytes word)
{
    size_t bare = 0;
    while (bare < word.size && text_is_bare(word.at[bare]))
        bare++;
    if (bare == word.size) {
        lines_bytes(out, word);
        return;
    }
    buffer_add_text(out, "'");
    for (size_t i = 0; i < word.size; i++) {
        if (word.at[i] == '\'')
            buffer_add_text(out, "'\\''");
        else
            buffer_add(out, &word.at[i], 1);
    }
    buffer_add_text(out, "'");
}

static void add_files(struct buffer *out, const struct record_bulletin *bulletin)
{
    struct file_named file;
    for (size_t at = 0; bulletin->has.attach && files_next(bulletin->attach, &at, &file);) {
        buffer_add_text(out, "File ");
        lines_bytes(out, file.name);
        buffer_add_text(out, ", ");
        lines_size(out, file.size);
        /* What is only scheduled has no revision yet, and is not fetched from. */
        if (bulletin->has.revision) {
            buffer_add_text(out, ":  bulletin fetch ");
            lines_bytes(out, bulletin->id);
            buffer_add_text(out, " ");
            add_shell_word(out, file.name);
        }
        buffer_add_text(out, "\n");
    }
}

/* A long text was never a field, so nobody has checked its characters yet. */
static void add_text(struct buffer *out, struct bytes text)
{
    while (text.size > 0) {
        size_t size = 0;
        while (size < text.size && text.at[size] != '\n' && text.at[size] != '\t')
            size++;
        utf8_add_clean(out, bytes_of(text.at, size));
        text = bytes_skip(text, size);
        if (text.size > 0) {
            buffer_add(out, text.at, 1);
            text = bytes_skip(text, 1);
        }
    }
}

/* What became of it, its headline, where it comes from, its times, whom it is addressed to, its files, what
 * is related, its text, which is cleaned of what terminals would obey. */
static void bulletin_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_bulletin *bulletin = values;
    const struct bytes text = how->text;
    if (how->named) {
        lines_bytes(out, bulletin->id);
        buffer_add_text(out, "  ");
    }
    add_fates(out, bulletin);
    lines_bytes(out, lines_standing(bulletin->has.headline, bulletin->headline, false));
    buffer_add_text(out, "\n");
    add_origin(out, bulletin);
    add_revisions(out, bulletin);
    add_force(out, bulletin);
    add_address(out, bulletin);
    add_mine(out, bulletin);
    lines_words_if(out, bulletin->has.related, "Related: ", bulletin->related, "\n");
    lines_words_if(out, bulletin->has.related_erased, "Related, and erased: ", bulletin->related_erased,
                   "\n");
    add_files(out, bulletin);
    if (text.size == 0)
        return;
    buffer_add_text(out, "\n");
    add_text(out, text);
    buffer_add_text(out, "\n");
}

/* --- what is said of their facts --- */

static void bulletin_fact_line(struct buffer *out, const struct fact_seen *fact, size_t columns)
{
    struct record_headline headline;
    fact_to_headline(fact, &headline);
    headline_line(out, &headline, columns);
}

TELLS_IN_WORDS(bulletin_published, "{words headline}", NEWS, .line = bulletin_fact_line,
               .urgency = URGENCY_REVISED);
TELLS_IN_WORDS(bulletin_imported, "{words headline}", NEWS, .line = bulletin_fact_line);

static void say_revised(struct buffer *out, const struct fact_seen *fact)
{
    sentence_urgent(out, fact);
    sentence_about(out, "Revised: ", fact, NULL);
    sentence_headline(out, fact);
    sentence_decided(out, ", due ", fact, "due");
}
TELLS(bulletin_revised, say_revised, NEWS, .urgency = URGENCY_REVISED);

TELLS_IN_WORDS(bulletin_withdrawn, "Withdrawn: {id}{revision}: {act reason}", NEWS, .urgency = URGENCY_OVER);

TELLS_IN_WORDS(bulletin_effective, "In force now: {id}{revision}", NEWS);

TELLS_IN_WORDS(bulletin_expired, "No longer in force: {id}{revision}", NEWS, .urgency = URGENCY_OVER);

SHOWS(headline, headline_line, NULL);
SHOWS(bulletin, NULL, bulletin_whole);

const struct client_noun client_noun_bulletin = CLIENT_NOUN(BULLETIN);
