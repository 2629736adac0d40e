/* `calendar`: what stands on a day, in a file that any calendar program reads. It knows neither which nouns
 * have dates nor how such a file is written. */
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/zone.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/home/files.h"
#include "client/lib/show/dates.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/usage.h"

enum { CALENDAR_BYTES = 16 * 1024 * 1024, FILE_MODE = 0644 };

struct input {
    const char *file; /* "-": standard output */
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, file, "ics", "FILE", "Write to FILE, or - for standard output"),
    {0},
};

static void check(struct command *command)
{
    const struct input *input = command->input;
    if (input->file == NULL)
        usage_end("Give --ics FILE, or --ics - for standard output.");
}

static enum error collect(struct calendar *calendar, struct failure *failure)
{
    struct record_status status;
    enum error code = session_ask_status(calendar->client, &status, failure);
    if (code != OK)
        return code;
    memcpy(calendar->house, status.house.at, sizeof calendar->house);
    calendar->has_inbox = status.has.department;
    if (status.has.zone) /* whole days are the programme's, wherever this machine stands */
        code = zone_use(status.zone, failure);
    calendar->now_ms = status.time;
    ics_begin(&calendar->out);
    if (code == OK)
        code = nouns_dates(calendar, failure);
    ics_end(&calendar->out);
    if (code == OK && calendar->out.overflowed)
        code = failure_say(failure, ERR_INTERNAL, "The calendar is larger than 16 MiB.");
    return code;
}

static enum error save(const struct input *input, struct bytes content, struct failure *failure)
{
    if (strcmp(input->file, "-") != 0)
        return files_replace(input->file, content, FILE_MODE, failure);
    fwrite(content.at, 1, content.size, stdout);
    return OK;
}

static enum error run(struct command *command)
{
    struct failure *failure = &command->failure;
    uint8_t *room = malloc(CALENDAR_BYTES);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct calendar calendar = {.out = buffer_over(room, CALENDAR_BYTES)};
    enum error code = session_open(&command->session, command->options, failure);
    calendar.client = command->session.client;
    if (code == OK)
        code = collect(&calendar, failure);
    if (code == OK)
        code = save(command->input, buffer_bytes(&calendar.out), failure);
    free(room);
    return code;
}

const struct command_plan plan_calendar = {
    .words = "calendar",
    .help = "Write activities, theme months, rounds and due dates as iCalendar.",
    .doc = "Write activities, theme months, rounds of brands and due dates as an iCalendar file.\v"
           "Example: bulletin calendar --ics bulletin.ics",
    COMMAND_OPTIONS(option_list, struct input),
    .check = check,
    .run = run,
};
