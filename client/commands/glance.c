/* `bulletin` without a command, for somebody who has joined: one screen of what waits for them. */
#include "client/commands/commands.h"
#include "client/lib/connect/wait.h"
#include "client/lib/show/json.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/print.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS_UNLESS_TOLD = 80, COLUMNS_AT_LEAST = 12, INDENT = 2, ROWS_A_PART = 8 };

struct part {
    const struct options *options;
    const char *title; /* of what is printed; NULL once it has been */
    const char *is;    /* its name in JSON */
    bool to_answer;    /* activities: only those that wait for a reply; else only the others */
    size_t columns;    /* of a line behind its indent */
    size_t count;
};

static void begin(struct part *part)
{
    if (part->title != NULL)
        printf("%s\n", part->title);
    part->title = NULL;
}

/* A row has as many lines as it needs, and all of them stand below the title. */
static void print_part(struct part *part, struct bytes row)
{
    begin(part);
    while (row.size > 0) {
        const uint8_t *newline = memchr(row.at, '\n', row.size);
        size_t size = newline == NULL ? row.size : (size_t)(newline - row.at);
        printf("%*s", INDENT, "");
        print_line(bytes_of(row.at, size));
        row = bytes_skip(row, newline == NULL ? size : size + 1);
    }
}

/* What waits for a reply of my department comes first; that I know of what is ahead, later. */
static bool is_to_answer(const struct record_activity *activity)
{
    return activity->has.mine && activity->mine && !activity->has.replied && !activity->has.cancelled;
}

/* Whether the part shows this row. */
static bool belongs(const struct part *part, const struct shape *shape, const void *values)
{
    const struct record_channel *channel = values;
    if (shape == &shape_record_channel)
        return channel->has.unread && channel->unread > 0;
    return shape != &shape_record_activity || is_to_answer(values) == part->to_answer;
}

/* The line is there for how much is unread: where room is short the title goes, then the end of the name. */
static void add_channel(struct buffer *line, const struct record_channel *channel, size_t columns)
{
    enum { OF_A_TITLE = 8 }; /* less of it says nothing */
    uint8_t before_room[128], after_room[64];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    width_pad(&before, channel->channel, 20);
    buffer_add_text(&before, "  ");
    buffer_add_text(&after, "  ");
    lines_number(&after, channel->unread);
    size_t for_count = width_of(buffer_bytes(&after));
    if (width_of(buffer_bytes(&before)) + OF_A_TITLE + for_count <= columns) {
        width_line(line, buffer_bytes(&before), channel->title, buffer_bytes(&after), columns);
        return;
    }
    width_fit(line, channel->channel, columns > for_count ? columns - for_count : 1);
    buffer_add(line, after.at, after.size);
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct part *part = context;
    uint8_t room[8192];
    struct buffer line = buffer_over(room, sizeof room);
    if (!belongs(part, shape, values))
        return;
    if (part->options->json) {
        json_t *object = json_from_values(shape, values);
        json_object_set_new(object, "is", json_string(part->is));
        print_json(object);
        return;
    }
    if (shape != &shape_record_channel && part->count++ >= ROWS_A_PART)
        return;
    if (shape == &shape_record_channel)
        add_channel(&line, values, part->columns);
    else
        nouns_row(&line, shape, values, part->columns);
    print_part(part, buffer_bytes(&line));
}

static void take_theme(void *context, const struct shape *shape, const void *values)
{
    static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    struct part *part = context;
    const struct record_theme *theme = values;
    uint8_t before_room[64], after_room[64], room[1024];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room), line = buffer_over(room, sizeof room);
    if (part->options->json) {
        take_row(context, shape, values);
        return;
    }
    int64_t left_ms = theme->closes - wait_wall_ms();
    lines_bytes(&before, theme->month);
    buffer_add_text(&before, "  ");
    buffer_add_text(&after, "  [days left: ");
    lines_number(&after, left_ms > 0 ? (uint64_t)((left_ms + day_ms - 1) / day_ms) : 0);
    buffer_add_text(&after, theme->has.amended ? ", amended" : "");
    buffer_add_text(&after, theme->has.mine ? ", answered]" : "]");
    width_headline(&line, buffer_bytes(&before), theme->has.title ? theme->title : bytes_of_text("[erased]"),
                   buffer_bytes(&after), part->columns);
    print_part(part, buffer_bytes(&line));
}

/* A part that this person has no right to is left out, as one that is empty. */
static enum error ask(struct client *client, int verb, struct part *part,
                      void (*take)(void *context, const struct shape *shape, const void *values),
                      struct failure *failure)
{
    static const uint8_t nothing[SHAPE_BYTES];
    struct answer answer = {.row = take, .context = part};
    enum error code = client_call_values(client, verb, nothing, &answer, failure);
    return client_is_open(client) ? OK : code;
}

static size_t columns_of_a_line(void)
{
    size_t columns = width_of_terminal();
    if (columns == 0)
        columns = COLUMNS_UNLESS_TOLD;
    return (columns > COLUMNS_AT_LEAST ? columns : COLUMNS_AT_LEAST) - INDENT;
}

int command_glance(struct options *options)
{
    const size_t columns = columns_of_a_line();
    struct session session = {0};
    struct failure failure = {0};
    const struct {
        int verb;
        bool to_answer;
        const char *title, *is;
        void (*take)(void *context, const struct shape *shape, const void *values);
    } parts[] = {
        {.verb = VERB_inbox, .title = "To open and to sign", .is = "duty", .take = take_row},
        {.verb = VERB_activity_list,
         .to_answer = true,
         .title = "To answer",
         .is = "activity",
         .take = take_row},
        {.verb = VERB_channels, .title = "Unread", .is = "channel", .take = take_row},
        {.verb = VERB_theme_current, .title = "Theme", .is = "theme", .take = take_theme},
        {.verb = VERB_activity_list, .title = "Next activities", .is = "activity", .take = take_row},
    };
    bool printed = false;
    enum error code = session_open(&session, options, &failure);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == OK; i++) {
        struct part part = {.options = options,
                            .title = parts[i].title,
                            .is = parts[i].is,
                            .to_answer = parts[i].to_answer,
                            .columns = columns};
        code = ask(session.client, parts[i].verb, &part, parts[i].take, &failure);
        printed = printed || part.title == NULL;
    }
    if (code == OK && !printed && !options->json)
        say_note(options,
                 "Nothing is new, and nothing waits to be signed. `bulletin help` lists the commands.");
    session_close(&session);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}

bool glance_is_possible(const struct options *options)
{
    struct home home;
    struct failure ignored;
    struct address address;
    struct identity *identity = NULL;
    bool joined = false;
    if (home_find(options->home, &home, &ignored) != OK ||
        home_server(&home, &address, &joined, &ignored) != OK ||
        home_identity(&home, &identity, &ignored) != OK)
        return false;
    home_free_identity(identity);
    return joined && identity != NULL;
}
