/* Rows as they are shown whole, and the mark that they were read. It does not know of which noun they are. */
#include "client/shell/whole.h"

#include <stdio.h>

#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"

/* What is shown, and the id of it when it was. */
struct shown {
    const struct options *options;
    uint8_t id_room[LIMIT_ID_BYTES];
    struct buffer id;
};

static void take(void *context, const struct shape *shape, const void *values)
{
    static uint8_t room[32 * 1024];
    struct shown *shown = context;
    const struct bytes *id = shape_value(shape, values, "id");
    struct buffer out = buffer_over(room, sizeof room);
    if (shown->options->json) {
        print_row((void *)(uintptr_t)shown->options, shape, values);
        return;
    }
    if (shown->id.size == 0 && id != NULL)
        buffer_add(&shown->id, id->at, id->size);
    pager_begin(shown->options);
    nouns_whole(&out, shape, values, &(struct whole){.columns = width_of_terminal()});
    fwrite(out.at, 1, out.size, stdout);
    fflush(stdout);
    pager_end();
}

enum error whole_run(struct command *command)
{
    struct record_count count;
    struct shown shown = {.options = command->options};
    const struct answer answer = {.row = take, .context = &shown, .ok = &count};
    shown.id = buffer_over(shown.id_room, sizeof shown.id_room);
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK && shown.id.size > 0 && !print_failed())
        seen_tell(&command->session, buffer_bytes(&shown.id));
    return code;
}
