/* What is scheduled as lines, and what is said of its facts. It does not know who may see it. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static void scheduled_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_scheduled *scheduled = values;
    struct line line;
    line_begin_id(&line, scheduled->id);
    buffer_add_text(&line.before, "at ");
    lines_time(&line.before, scheduled->at);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  (");
    lines_bytes(&line.after, scheduled->actor);
    buffer_add_text(&line.after, ")");
    lines_bytes_if(&line.after, scheduled->has.published, "  [published as ", scheduled->published, "]");
    if (scheduled->has.cancelled && scheduled->cancelled) {
        buffer_add_text(&line.after, "  [cancelled");
        lines_bytes_if(&line.after, scheduled->has.error || scheduled->has.reason, ": ",
                       scheduled->has.error ? scheduled->error : scheduled->reason, "");
        buffer_add_text(&line.after, "]");
    }
    lines_mark(&line.after, scheduled->has.erased && scheduled->erased, "  [erased]");
    line_end(out, &line, lines_standing(scheduled->has.headline, scheduled->headline, false), columns);
}

/* --- what is said of its facts --- */

TELLS_IN_WORDS(bulletin_scheduled, "Scheduled for {from at}: {words headline}", NEWS);

TELLS_IN_WORDS(bulletin_rescheduled, "Scheduled anew for {from at}, {id}: {words headline}", NEWS);

TELLS_IN_WORDS(bulletin_released, "Published: {id} as {published}", NEWS);

static void say_cancelled(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *code = fact_decided(fact, "error");
    enum error stopped = code != NULL ? error_find(*code) : OK;
    sentence_decided(out, "Cancelled: ", fact, "id");
    sentence_arg(out, ": ", fact, "reason");
    if (code == NULL)
        return;
    buffer_add_text(out, ": its time came, and its author was refused: ");
    buffer_add_text(out, stopped != OK ? error_kinds[stopped].word : "unknown");
}
TELLS(bulletin_cancelled, say_cancelled, NEWS);

SHOWS(scheduled, scheduled_line, NULL, .none = "Nothing is scheduled.");

const struct client_noun client_noun_schedule = CLIENT_NOUN(SCHEDULE);
