/* `award show`: an award whole. The other verbs about awards need no code of their own. */
#include "client/shell/thing.h"
#include "client/shell/whole.h"

static const int shows[] = {FACT_award_given, COMMAND_SHOWS_END};

const struct command_plan plan_award_show = {
    .verb = &verbs[VERB_award_show],
    .help = "Show an award that was given.",
    .run = whole_run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};
