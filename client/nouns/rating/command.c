/* `rate`: a department's service is rated. `rating show`: a rating with all that was said, which is then
 * read. `rating figures`: how satisfied people were, as a table for spreadsheets, too. What may be said, the
 * server judges. */
#include "client/shell/command.h"
#include "client/lib/show/csv.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/kept_rows.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"
#include "client/shell/thing.h"
#include "client/shell/usage.h"

#include <stdio.h>
#include <stdlib.h>

/* --- rating --- */

enum { WORDS_LEAST = 2, WORDS_MOST = 3 };

static void check_rate(struct command *command)
{
    if (command->word_count < WORDS_LEAST)
        usage_end("Whose service, and how was it? `bulletin rate DEPARTMENT [ITEM] GRADE`; an ITEM of "
                  "several words is put in quotes.");
    if (command->word_count > WORDS_MOST)
        usage_end("The ITEM is one argument: put it in quotes.");
    if (command->word_count == WORDS_MOST && request_has(command->request, "item"))
        usage_end("Give the item once: as an argument, or as --item.");
}

static bool is_number(const char *word)
{
    return word[0] != '\0' && word[strspn(word, "0123456789")] == '\0';
}

/* The item of this number, as `rating items` lists them; where it lists none of it, the number itself is what
 * the service is called. */
static enum error find_item(struct command *command, const char *number)
{
    const struct args_rating_items args = {.has.department = true,
                                           .department = bytes_of_text(command->words[0])};
    const unsigned long long wanted = strtoull(number, NULL, 10);
    struct rows rows = {0};
    bool found = false;
    enum error code = rows_ask(&rows, command->session.client, VERB_rating_items, &args, &command->failure);
    for (size_t i = 0; code == OK && i < rows.count && !found; i++) {
        struct record_rating_item item;
        rows_read(&rows, i, &shape_record_rating_item, &item);
        found = item.number == wanted;
        if (found)
            request_add(command->request, "item", item.item);
    }
    if (code == OK && !found)
        request_add_text(command->request, "item", number);
    rows_free(&rows);
    return code;
}

static enum error rate(struct command *command)
{
    struct request *request = command->request;
    const char *item = command->word_count == WORDS_MOST ? command->words[1] : NULL;
    struct record_done done;
    const struct answer answer = {.ok = &done};
    request_add_text(request, "department", command->words[0]);
    request_add_text(request, "grade", command->words[command->word_count - 1]);
    if (item != NULL && !is_number(item))
        request_add_text(request, "item", item);
    enum error code = command_open(command);
    if (code == OK && item != NULL && is_number(item)) {
        code = find_item(command, item);
        if (code == OK)
            code = request_finish(request, &command->failure);
    }
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static const char *const rate_hidden[] = {"department", "grade", NULL};

const struct command_plan plan_rate = {
    .verb = &verbs[VERB_rate],
    .own.hidden = rate_hidden,
    .help = "Rate a department's service; a bad rating is answered.",
    .doc = "Rate a department's service: very-satisfied, satisfied, neutral, dissatisfied or "
           "very-dissatisfied. The department and the committee read it under your name; a bad one is "
           "answered, and you say whether it is settled. ITEM is one of its services, by name or by its "
           "number in `bulletin rating items DEPARTMENT`.",
    .arguments = "DEPARTMENT [ITEM] GRADE",
    .no_word = "Whose service, and how was it? `bulletin rate DEPARTMENT [ITEM] GRADE`",
    .check = check_rate,
    .run = rate,
};

/* --- showing --- */

static void print_whole(const struct command *command, const struct shape *shape, const void *values)
{
    static uint8_t room[32 * 1024];
    struct buffer out = buffer_over(room, sizeof room);
    if (command->options->json) {
        print_row((void *)(uintptr_t)command->options, shape, values);
        return;
    }
    nouns_whole(&out, shape, values, &(struct whole){.columns = width_of_terminal()});
    fwrite(out.at, 1, out.size, stdout);
}

/* What was said first stands with the rating itself. */
static void print_all(const struct command *command, const struct rows *rating, const struct rows *moves)
{
    struct record_rating one;
    struct record_rating_move move;
    pager_begin(command->options);
    if (rating->count > 0) {
        rows_read(rating, 0, &shape_record_rating, &one);
        print_whole(command, &shape_record_rating, &one);
    }
    for (size_t i = command->options->json ? 0 : 1; i < moves->count; i++) {
        rows_read(moves, i, &shape_record_rating_move, &move);
        if (!command->options->json)
            fputc('\n', stdout);
        print_whole(command, &shape_record_rating_move, &move);
    }
    fflush(stdout);
    pager_end();
}

static void note_seen(const struct command *command, const struct rows *moves)
{
    struct record_rating_move move;
    for (size_t i = 0; i < moves->count; i++) {
        rows_read(moves, i, &shape_record_rating_move, &move);
        if (move.has.unread && move.unread)
            seen_tell(&command->session, move.id);
    }
}

static enum error show(struct command *command)
{
    struct rows rating = {0}, moves = {0};
    struct record_count count;
    const struct answer answer = {.row = rows_take, .context = &rating, .ok = &count};
    enum error code = command_open(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        code = rows_whole(&rating, &command->failure);
    if (code == OK) {
        const struct args_rating_show *shown = command_args(command);
        const struct args_rating_history args = {.has.id = true, .id = shown->id};
        code = rows_ask(&moves, command->session.client, VERB_rating_history, &args, &command->failure);
    }
    if (code == OK)
        print_all(command, &rating, &moves);
    if (code == OK && !command->options->json && !print_failed())
        note_seen(command, &moves);
    rows_free(&rating);
    rows_free(&moves);
    return code;
}

static const int shows[] = {FACT_rating_given, COMMAND_SHOWS_END};

const struct command_plan plan_rating_show = {
    .verb = &verbs[VERB_rating_show],
    .help = "Show a rating with all that was said.",
    .run = show,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};

/* --- figures --- */

struct figures {
    bool csv;
};

static const struct option_row figures_options[] = {
    OPTION_FLAG(struct figures, csv, "csv",
                "Print the table as CSV (UTF-8 with a byte order mark), for spreadsheets"),
    {0},
};

static void check_figures(struct command *command)
{
    const struct figures *figures = command->input;
    if (figures->csv && command->options->json)
        usage_end("Either --csv or --json.");
}

static void add_number_cell(struct buffer *out, const char *format, uint64_t one, uint64_t other, bool last)
{
    char room[48];
    snprintf(room, sizeof room, format, (unsigned long long)one, (unsigned long long)other);
    csv_cell(out, true, bytes_of_text(room), last);
}

static void print_csv(const struct rows *rows)
{
    struct record_rating_figure figure;
    uint8_t room[1024];
    fputs(CSV_MARK "department,month,raters,mean\r\n", stdout);
    for (size_t i = 0; i < rows->count; i++) {
        struct buffer line = buffer_over(room, sizeof room);
        rows_read(rows, i, &shape_record_rating_figure, &figure);
        csv_cell(&line, true, figure.department, false);
        csv_cell(&line, true, figure.month, false);
        add_number_cell(&line, "%llu", figure.raters, 0, false);
        add_number_cell(&line, "%llu.%02llu", figure.mean / 100, figure.mean % 100, true);
        fwrite(line.at, 1, line.size, stdout);
    }
    fflush(stdout);
}

static void print_figures(const struct command *command, const struct rows *rows)
{
    struct record_rating_figure figure;
    pager_begin(command->options);
    for (size_t i = 0; i < rows->count; i++) {
        rows_read(rows, i, &shape_record_rating_figure, &figure);
        print_row((void *)(uintptr_t)command->options, &shape_record_rating_figure, &figure);
    }
    pager_end();
    if (rows->count == 0 && !command->options->json)
        say_note(command->options, "%s", nouns_none(&shape_record_rating_figure));
}

static enum error figures(struct command *command)
{
    const struct figures *input = command->input;
    struct rows rows = {0};
    enum error code = command_open(command);
    if (code == OK)
        code = rows_ask(&rows, command->session.client, VERB_rating_figures, command_args(command),
                        &command->failure);
    if (code == OK && input->csv)
        print_csv(&rows);
    else if (code == OK)
        print_figures(command, &rows);
    rows_free(&rows);
    return code;
}

static const char *const figures_hidden[] = {"limit", NULL};

const struct command_plan plan_rating_figures = {
    .verb = &verbs[VERB_rating_figures],
    .own.hidden = figures_hidden,
    .help = "List how satisfied people were, by department and month.",
    .doc = "List how satisfied people were with a department in a month: the mean of their grades, from 1 to "
           "5, where each counts once. A month is counted a week after its end and does not change any more; "
           "what fewer than five people rated is not shown.",
    COMMAND_OPTIONS(figures_options, struct figures),
    .check = check_figures,
    .run = figures,
};
