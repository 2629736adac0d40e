/* `schedule edit`: what is scheduled, with what was given in place of what stood; and `schedule show`: the
 * whole of it. Listing and cancelling need no code of their own. */
#include "client/shell/amend.h"

#include <stdlib.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/show/lines.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"

static enum error judge(const struct amend *amend, const void *row, struct failure *failure)
{
    const struct record_scheduled *scheduled = row;
    (void)amend;
    return scheduled->has.headline ? OK : failure_refuse(failure, ERR_ERASED, NULL, scheduled->id, 0);
}

static enum error carry(struct amend *amend, const void *row, void *values, struct failure *failure)
{
    const struct record_scheduled *scheduled = row;
    (void)failure;
    amend_put_time(amend, values, "at", scheduled->at);
    return OK;
}

static void said(const struct amend *amend, const void *row)
{
    const struct record_scheduled *scheduled = row;
    say_note(amend->command->options, "%.*s is changed; it keeps this id.", (int)scheduled->id.size,
             (const char *)scheduled->id.at);
}

static const char *const found[] = {"headline", "at", NULL};

static const struct amend_way way = {
    .row = &shape_record_scheduled,
    .unknown = ERR_NOT_SCHEDULED,
    .has_notice = true,
    .judge = judge,
    .carry = carry,
    .said = said,
};

const struct command_plan plan_schedule_edit = {
    .verb = &verbs[VERB_schedule_edit],
    .own = {.hidden = notice_hidden, .options = found, .drops = true},
    .help = "Change what is scheduled.",
    .doc = "Change what is scheduled. ID is as shown by `schedule list`. What is not given stays as it is.\v"
           "--no-FIELD leaves a field out: --no-due, --no-to, --no-receipt, --no-attach. " AMEND_NOTICE_DOC,
    AMEND_NOTICE,
    AMEND_COMMAND(&way),
};

static void add_moment(struct buffer *out, const char *before, bool has, struct bytes moment)
{
    if (!has)
        return;
    buffer_add_text(out, before);
    lines_bytes(out, moment);
}

/* Its days are shown as they were typed; they are judged when it is published. */
static void print_scheduled(const struct options *options, const struct record_scheduled *scheduled,
                            struct bytes text)
{
    char room[512];
    struct buffer line = buffer_over(room, sizeof room);
    struct record_bulletin bulletin = {0};
    if (options->json) {
        print_row((void *)(uintptr_t)options, &shape_record_scheduled, scheduled);
        return;
    }
    if (scheduled->has.published)
        add_moment(&line, "Published as ", true, scheduled->published);
    else
        buffer_add_text(&line, scheduled->has.cancelled && scheduled->cancelled ? "CANCELLED" : "Scheduled");
    buffer_add_text(&line, scheduled->has.published ? ", scheduled for " : " for ");
    lines_time(&line, scheduled->at);
    add_moment(&line, ", due ", scheduled->has.due, scheduled->due);
    add_moment(&line, ", in force from ", scheduled->has.effective, scheduled->effective);
    add_moment(&line, ", in force until ", scheduled->has.expires, scheduled->expires);
    buffer_add_text(&line, ".");
    print_line(buffer_bytes(&line));
    shape_copy(&shape_record_scheduled, scheduled, &shape_record_bulletin, &bulletin);
    print_bulletin(options, &bulletin, scheduled->has.text ? scheduled->text : text);
}

static enum error show_it(struct command *command, const struct rows *rows)
{
    struct record_scheduled scheduled;
    uint8_t *long_text = NULL;
    size_t long_text_size = 0;
    enum error code = rows_first(rows, &shape_record_scheduled, &scheduled, &command->failure);
    if (code == OK && scheduled.has.text_hash)
        code = blob_download(command->session.client, scheduled.id, scheduled.text_hash, &long_text,
                             &long_text_size, &command->failure);
    if (code == OK)
        print_scheduled(command->options, &scheduled, bytes_of(long_text, long_text_size));
    free(long_text);
    return code;
}

static enum error show(struct command *command)
{
    struct record_count count;
    struct rows rows = {0};
    const struct answer answer = {.row = rows_take, .context = &rows, .ok = &count};
    request_add_text(command->request, "id", command->words[0]);
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        code = show_it(command, &rows);
    rows_free(&rows);
    return code;
}

static const int shows[] = {FACT_bulletin_scheduled, COMMAND_SHOWS_END};

const struct command_plan plan_schedule_show = {
    .words = "schedule show",
    .verb = &verbs[VERB_schedule_list],
    .own.none = true,
    .help = "Show a scheduled bulletin completely.",
    .doc = "Show a scheduled bulletin completely. ID is as shown by `schedule list`.",
    .arguments = "ID",
    .no_word = "Which one? Give its ID, as `schedule list` shows it.",
    .more_words = "One at a time.",
    .run = show,
    .shows = shows,
};
