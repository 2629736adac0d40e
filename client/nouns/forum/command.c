/* `forum show`: a thread with its posts as a tree, and noting that it has been read. */
#include "client/lib/show/width.h"
#include "client/nouns/forum/show.h"
#include "client/shell/kept_rows.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/thing.h"

#include <stdlib.h>

enum {
    INDENT_COLUMNS = 4, /* an answer stands so much further in than what it answers */
    TEXT_COLUMNS = 32,  /* but so much is left for its text */
    COLUMNS_UNLESS_TOLD = 80,
    NOBODY = -1,
};

/* A post among those that came, by its place in the rows. */
struct node {
    uint64_t number;
    int first, last, next; /* answers, and the next answer to the same post; NOBODY */
    bool far;              /* what it answers is not among them */
};

static struct record_post post_at(const struct rows *rows, size_t index)
{
    struct record_post post = {.has = {0}};
    rows_read(rows, index, &shape_record_post, &post);
    return post;
}

static uint64_t number_of(struct bytes id)
{
    struct bytes channel;
    uint64_t number = 0;
    id_split(id, &channel, &number);
    return number;
}

/* Rows come by number, so what is answered stands before the answer. */
static int find_node(const struct node *nodes, size_t count, uint64_t number)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nodes[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && nodes[low].number == number ? (int)low : NOBODY;
}

static struct node *make_tree(const struct rows *rows)
{
    struct node *nodes = calloc(rows->count + 1, sizeof *nodes);
    for (size_t i = 0; nodes != NULL && i < rows->count; i++) {
        struct record_post post = post_at(rows, i);
        int parent = post.has.answers ? find_node(nodes, i, number_of(post.answers)) : NOBODY;
        nodes[i] = (struct node){
            .number = number_of(post.id), .first = NOBODY, .last = NOBODY, .next = NOBODY, .far = false};
        nodes[i].far = post.has.answers && parent == NOBODY && !bytes_equal(post.answers, post.thread);
        if (parent == NOBODY || !post.has.answers || bytes_equal(post.answers, post.thread))
            continue;
        if (nodes[parent].last == NOBODY)
            nodes[parent].first = (int)i;
        else
            nodes[nodes[parent].last].next = (int)i;
        nodes[parent].last = (int)i;
    }
    return nodes;
}

static bool is_answer(const struct node *nodes, const struct record_post *post, size_t index)
{
    return post->has.answers && !nodes[index].far && !bytes_equal(post->answers, post->thread);
}

static void print_post(const struct rows *rows, const struct node *nodes, size_t index, size_t depth,
                       size_t columns)
{
    static uint8_t room[64 * 1024];
    struct buffer out = buffer_over(room, sizeof room);
    size_t deepest = columns > TEXT_COLUMNS ? (columns - TEXT_COLUMNS) / INDENT_COLUMNS : 0;
    struct record_post post = post_at(rows, index);
    bool opening = bytes_equal(post.id, post.thread);
    if (opening)
        post_opening(&out, &post, columns);
    else
        post_below(&out, &post, (depth < deepest ? depth : deepest) * INDENT_COLUMNS,
                   nodes[index].far || depth > deepest, columns);
    fwrite(out.at, 1, out.size, stdout);
    fputc('\n', stdout);
}

/* Each with its answers below it; without recursion, since people may answer each other for ever. */
static void print_tree(const struct rows *rows, const struct node *nodes, size_t columns)
{
    int *path = calloc(rows->count + 1, sizeof *path);
    for (size_t i = 0; path != NULL && i < rows->count; i++) {
        struct record_post post = post_at(rows, i);
        size_t depth = 0;
        if (is_answer(nodes, &post, i))
            continue; /* below what it answers */
        path[0] = (int)i;
        for (bool down = true;;) {
            int at = path[depth];
            if (down)
                print_post(rows, nodes, (size_t)at, depth, columns);
            if (down && nodes[at].first != NOBODY) {
                path[++depth] = nodes[at].first;
            } else if (depth > 0 && nodes[at].next != NOBODY) {
                path[depth] = nodes[at].next;
                down = true;
            } else if (depth > 0) {
                depth--;
                down = false;
            } else {
                break;
            }
        }
    }
    free(path);
}

/* All pages, unless somebody said how many: each begins after the last. */
static enum error fetch(struct command *command, struct rows *rows, bool *more)
{
    struct args_forum_show args;
    struct record_count count = {0};
    memcpy(&args, command_args(command), sizeof args);
    const bool one_page = args.has.limit || args.has.before;
    do {
        size_t before = rows->count;
        const struct answer answer = {.row = rows_take, .context = rows, .ok = &count};
        enum error code = command_ask(command, VERB_forum_show, &args, &answer);
        if (code == OK)
            code = rows_whole(rows, &command->failure);
        if (code != OK)
            return code;
        if (rows->count == before)
            break;
        uint64_t last = number_of(post_at(rows, rows->count - 1).id);
        if (args.has.after && last <= args.after)
            return failure_refuse(&command->failure, ERR_MALFORMED, NULL,
                                  bytes_of_text("a list that has no end"), 0);
        args.has.after = true;
        args.after = last;
    } while (!one_page && count.has.more && count.more);
    *more = count.has.more && count.more;
    return OK;
}

/* Read to its end by somebody with an account: that is noted, for all of their machines. */
static void note_seen(const struct session *session, const struct rows *rows)
{
    struct record_post last = post_at(rows, rows->count - 1);
    struct args_seen seen = {.has = {.id = true}, .id = last.thread, .number = number_of(last.id)};
    struct failure ignored;
    struct answer answer = {.row = NULL};
    if (session->identity != NULL && !session->options->json && !print_failed())
        client_call_values(session->client, VERB_seen, &seen, &answer, &ignored);
}

/* Nothing shown is not nothing there. */
static void say_empty(const struct command *command)
{
    const struct args_forum_show *args = command_args(command);
    if (!command->options->json)
        say_note(command->options, "%s",
                 !args->has.limit || args->limit > 0 ? "There are no posts." : "No posts were asked for.");
}

static void print_posts(const struct options *options, const struct rows *rows, const struct node *nodes)
{
    const size_t columns = width_of_terminal();
    for (size_t i = 0; options->json && i < rows->count; i++) {
        struct record_post post = post_at(rows, i);
        print_row((void *)(uintptr_t)options, &shape_record_post, &post);
    }
    if (options->json)
        return;
    pager_begin(options);
    print_tree(rows, nodes, columns > 0 ? columns : COLUMNS_UNLESS_TOLD);
    pager_end();
}

static enum error show(struct command *command, struct rows *rows)
{
    const struct args_forum_show *args = command_args(command);
    bool more = false;
    enum error code = fetch(command, rows, &more);
    struct node *nodes = code == OK ? make_tree(rows) : NULL;
    if (code == OK && nodes == NULL)
        code = failure_say(&command->failure, ERR_INTERNAL, "There is no memory left.");
    if (code != OK)
        return code;
    print_posts(command->options, rows, nodes);
    if (more && rows->count > 0)
        say_note(command->options, "There are more: --after %llu goes on, --before %llu goes back.",
                 (unsigned long long)nodes[rows->count - 1].number, (unsigned long long)nodes[0].number);
    if (rows->count == 0)
        say_empty(command);
    else if (!args->has.before && !args->has.since)
        note_seen(&command->session, rows);
    free(nodes);
    return OK;
}

static enum error run(struct command *command)
{
    struct rows rows = {0};
    enum error code = command_open(command);
    if (code == OK)
        code = show(command, &rows);
    rows_free(&rows);
    return code;
}

static const int shows[] = {FACT_thread_opened, FACT_post_made, COMMAND_SHOWS_END};

const struct command_plan plan_forum_show = {
    .verb = &verbs[VERB_forum_show],
    .help = "Show a thread and its posts, and note that I have read it.",
    .run = run,
    .instead = thing_instead,
    .shows = shows,
    .shows_head = true,
};
