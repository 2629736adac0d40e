/* `schedule edit`: what is scheduled, with what was given in place of what stood. Listing and cancelling need
 * no code of their own. */
#include "client/commands/amend.h"

static enum error carry(struct amend *amend, void *row, void *values, struct failure *failure)
{
    const struct record_draft *draft = row;
    (void)failure;
    amend_put_time(amend, values, "at", draft->at);
    return OK;
}

static void said(const struct amend *amend, const void *row)
{
    const struct record_draft *draft = row;
    say_note(amend->options, "%.*s is changed; it keeps this id.", (int)draft->id.size,
             (const char *)draft->id.at);
}

int command_schedule_edit(struct options *options, int argc, char **argv)
{
    static const char *const found[] = {"headline", "at", NULL};
    static const struct amend_plan plan = {
        .verb = VERB_schedule_edit,
        .row = &shape_record_draft,
        .unknown = ERR_UNKNOWN_DRAFT,
        .found = found,
        .doc = "Change what is scheduled, ID as `schedule list` gives it. What is not given stays as it is.\v"
               "--no-FIELD leaves a field out: --no-due, --no-to, --no-receipt, --no-attach. --related "
               "replaces the list; --attach adds a file, in the place of one with the same name. The text "
               "stays when neither --file nor standard input has one; on a terminal $EDITOR opens it.",
        .carry = carry,
        .said = said,
    };
    return amend_run(&plan, options, argc, argv);
}
