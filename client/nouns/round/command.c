/* `round show` and `round change`: a round whole, and as it stands with what was given in place of what
 * stood. The other verbs about rounds need no code of their own. */
#include "client/shell/amend.h"
#include "client/shell/whole.h"

static const int shows[] = {FACT_round_opened, COMMAND_SHOWS_END};

const struct command_plan plan_round_show = {
    .verb = &verbs[VERB_round_show],
    .help = "Show a round: its dates and conditions.",
    .run = whole_run,
    .shows = shows,
    .shows_by = "year",
};

static enum error judge(const struct amend *amend, const void *row, struct failure *failure)
{
    const struct record_round *round = row;
    return round->has.title || amend_decides(amend, "title")
               ? OK
               : failure_say(
                     failure, ERR_ERASED,
                     "The words of the round of %u have been erased. Give it new ones with --title, and "
                     "--conditions if there are any.",
                     (unsigned)round->year);
}

static enum error carry(struct amend *amend, const void *row, void *values, struct failure *failure)
{
    const struct record_round *round = row;
    (void)failure;
    amend_put_time(amend, values, "until", round->until);
    return OK;
}

static const char *const found[] = {"title", "until", NULL};

static const struct amend_way way = {
    .row = &shape_record_round,
    .unknown = ERR_UNKNOWN_ROUND,
    .judge = judge,
    .carry = carry,
};

const struct command_plan plan_round_change = {
    .verb = &verbs[VERB_round_change],
    .own = {.options = found, .drops = true},
    .help = "Change what a round says.",
    .doc = "Change what a round says. What is not given stays as it is; everyone is told that it was "
           "changed.\v"
           "--announced and --conditions replace the whole list; --no-announced and --no-conditions leave "
           "it out. Once departments may apply, --from can no longer be given; a later --until gives them "
           "more time, even when it was over. A round whose words were erased needs a new --title.",
    AMEND_COMMAND(&way),
};
