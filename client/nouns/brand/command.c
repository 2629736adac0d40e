/* What commands about brands show and fetch. They change nothing. */
#include "client/shell/fetched.h"
#include "client/shell/thing.h"
#include "client/shell/whole.h"

static const int shows[] = {FACT_brand_begun, COMMAND_SHOWS_END};

const struct command_plan plan_brand_show = {
    .verb = &verbs[VERB_brand_show],
    .help = "Show a brand with all that was handed in.",
    .doc = "Show a brand with all that was handed in: its newest revision, or that of --revision.",
    .run = whole_run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};

const struct command_plan plan_brand_fetch = {
    .words = "brand fetch",
    .verb = &verbs[VERB_brand_show],
    .help = "Fetch the logo and the plan of an application.",
    .doc = "Fetch the logo and the plan of an application and print where they are. " FETCH_DOC,
    .no_word = "Name the application.",
    FETCH_COMMAND,
};
