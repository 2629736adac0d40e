/* The theme of the month for people: one of them whole, and a year at a glance. It changes nothing. */
#include "client/shell/command.h"
#include "client/lib/connect/wait.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/kept_rows.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"

#include <stdlib.h>
#include <time.h>

enum { COLUMNS_UNLESS_TOLD = 80 };

static void print_whole(const struct options *options, const struct record_theme *theme)
{
    static uint8_t room[32 * 1024];
    struct buffer out = buffer_over(room, sizeof room);
    size_t columns = width_of_terminal();
    if (options->json) {
        print_row((void *)(uintptr_t)options, &shape_record_theme, theme);
        return;
    }
    nouns_whole(&out, &shape_record_theme, theme,
                &(struct whole){.columns = columns > 0 ? columns : COLUMNS_UNLESS_TOLD});
    fwrite(out.at, 1, out.size, stdout);
    fflush(stdout);
}

/* Twelve lines: a month without a theme has one too. */
static void print_year(const struct options *options, const struct rows *rows, uint64_t year)
{
    size_t at = 0;
    for (unsigned month = 1; month <= 12; month++) {
        char name[16];
        struct record_theme theme = {.has = {0}};
        snprintf(name, sizeof name, "%04llu-%02u", (unsigned long long)year, month);
        if (at < rows->count)
            rows_read(rows, at, &shape_record_theme, &theme);
        if (at < rows->count && bytes_equal_text(theme.month, name)) {
            print_row((void *)(uintptr_t)options, &shape_record_theme, &theme);
            at++;
        } else {
            printf("%s  -\n", name);
        }
    }
    fflush(stdout);
}

/* The year that was asked for; the server's when nobody said one, or ours when it has no theme. */
static uint64_t year_of(const struct args_theme_list *args, const struct rows *rows)
{
    struct record_theme theme = {.has = {0}};
    if (args->has.year)
        return args->year;
    if (rows->count > 0) {
        rows_read(rows, 0, &shape_record_theme, &theme);
        return strtoull((const char *)theme.month.at, NULL, 10);
    }
    time_t now = (time_t)(wait_wall_ms() / 1000);
    struct tm parts;
    localtime_r(&now, &parts);
    return (uint64_t)parts.tm_year + 1900;
}

static void print_themes(const struct command *command, const struct rows *rows)
{
    if (command->plan->verb == &verbs[VERB_theme_list] && !command->options->json) {
        print_year(command->options, rows, year_of(command_args(command), rows));
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        struct record_theme theme = {.has = {0}};
        rows_read(rows, i, &shape_record_theme, &theme);
        print_whole(command->options, &theme);
    }
}

static enum error show(struct command *command)
{
    struct rows rows = {0};
    struct record_count count;
    const struct answer answer = {.row = rows_take, .context = &rows, .ok = &count};
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        code = rows_whole(&rows, &command->failure);
    if (code == OK) {
        pager_begin(command->options);
        print_themes(command, &rows);
        pager_end();
    }
    rows_free(&rows);
    return code;
}

const struct command_plan plan_theme_show = {
    .verb = &verbs[VERB_theme_show],
    .help = "Show the theme of a month.",
    .run = show,
};

const struct command_plan plan_theme_current = {
    .verb = &verbs[VERB_theme_current],
    .help = "Show the theme that is open now.",
    .run = show,
};

const struct command_plan plan_theme_list = {
    .verb = &verbs[VERB_theme_list],
    .help = "Show a year of themes at a glance.",
    .run = show,
};
