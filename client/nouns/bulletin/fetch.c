/* `fetch`: the files of a bulletin, into a folder. It knows no bulletin's text. */
#include "client/shell/fetched.h"

static const int speaks[] = {VERB_blob_get, COMMAND_SHOWS_END};

const struct command_plan plan_fetch = {
    .words = "fetch",
    .verb = &verbs[VERB_read],
    .help = "Fetch the files of a bulletin.",
    .doc = "Fetch the files of a bulletin and print where they are. " FETCH_DOC,
    .no_word = "Name the bulletin.",
    .speaks = speaks,
    FETCH_COMMAND,
};
