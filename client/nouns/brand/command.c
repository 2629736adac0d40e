/* What commands about brands show and fetch. They change nothing. */
#include "client/nouns/brand/application.h"
#include "client/shell/fetched.h"
#include "client/shell/thing.h"
#include "client/shell/whole.h"

static const int shows[] = {FACT_brand_begun, COMMAND_SHOWS_END};

const struct command_plan plan_brand_show = {
    .verb = &verbs[VERB_brand_show],
    .help = "Show a brand, with all that I may read of it.",
    .doc =
        "Show a brand. Of one that is named everyone sees its name, slogan, logo, bulletin and awards; its "
        "department, the committee and the experts it invites see all that was handed in, too: the newest "
        "revision, or that of --revision.",
    .run = whole_run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};

static enum error judge(const void *row, struct failure *failure)
{
    return application_shown(row, failure);
}

static enum error fetch(struct command *command)
{
    return fetch_run_judged(command, judge);
}

const struct command_plan plan_brand_fetch = {
    .words = "brand fetch",
    .verb = &verbs[VERB_brand_show],
    .help = "Fetch the logo and the plan of an application.",
    .doc = "Fetch the logo and the plan of an application and print where they are. " FETCH_DOC,
    .no_word = "Name the application.",
    FETCH_COMMAND_BY(fetch),
};
