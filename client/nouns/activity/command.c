/* `activity show`: an activity whole. The other verbs about activities need no code of their own. */
#include "client/commands/commands.h"
#include "client/commands/thing.h"
#include "client/lib/show/width.h"
#include "client/nouns/nouns.h"
#include "client/shell/fields.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"

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

int command_activity_show(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_activity_show]);
    struct fields_alone input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct record_count count;
    struct shown_activity shown = {.options = options};
    struct answer answer = {.row = take_activity, .context = &shown, .ok = &count};
    shown.id = buffer_over(shown.id_room, sizeof shown.id_room);
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = fields_alone_parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = request_call(request, session.client, &answer, NULL, NULL, &failure);
    if (code == OK && shown.id.size > 0 && !print_failed())
        seen_tell(&session, buffer_bytes(&shown.id));
    struct args_activity_show args;
    struct refusal why;
    int exit_code = EXIT_DONE;
    if (code != OK &&
        codec_decode(&shape_args_activity_show, buffer_bytes(&request->map), &args, &why) == OK &&
        thing_instead(options, session.client, VERB_activity_show, args.id, &failure, &exit_code))
        code = OK;
    session_close(&session);
    request_free(request);
    return code == OK ? exit_code : say_failure(&failure);
}
