/* `activity show`: an activity whole. The other verbs about activities need no code of their own. */
#include "client/shell/thing.h"
#include "client/shell/whole.h"

static const int shows[] = {FACT_activity_announced, COMMAND_SHOWS_END};

const struct command_plan plan_activity_show = {
    .verb = &verbs[VERB_activity_show],
    .help = "Show an activity.",
    .run = whole_run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
    .answered = "activity replies",
};
