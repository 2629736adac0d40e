/* `activity show`: an activity whole. The other verbs about activities need no code of their own. */
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"
#include "client/shell/thing.h"

/* What is shown, and the id of the activity when it was. */
struct shown_activity {
    const struct options *options;
    uint8_t id_room[LIMIT_ID_BYTES];
    struct buffer id;
};

static void take_activity(void *context, const struct shape *shape, const void *values)
{
    static uint8_t room[32 * 1024];
    struct shown_activity *shown = context;
    const struct record_activity *activity = values;
    struct buffer out = buffer_over(room, sizeof room);
    if (shown->options->json) {
        print_row((void *)(uintptr_t)shown->options, shape, values);
        return;
    }
    buffer_add(&shown->id, activity->id.at, activity->id.size);
    pager_begin(shown->options);
    nouns_whole(&out, shape, values, &(struct whole){.columns = width_of_terminal()});
    fwrite(out.at, 1, out.size, stdout);
    fflush(stdout);
    pager_end();
}

static enum error run(struct command *command)
{
    struct record_count count;
    struct shown_activity shown = {.options = command->options};
    const struct answer answer = {.row = take_activity, .context = &shown, .ok = &count};
    shown.id = buffer_over(shown.id_room, sizeof shown.id_room);
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK && shown.id.size > 0 && !print_failed())
        seen_tell(&command->session, buffer_bytes(&shown.id));
    return code;
}

static const int shows[] = {FACT_activity_announced, COMMAND_SHOWS_END};

const struct command_plan plan_activity_show = {
    .words = "activity show",
    .verb = &verbs[VERB_activity_show],
    .help = "Show an activity.",
    .run = run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
    .answered = "activity replies",
};
