/* `import`: seed files become departments, channels and bulletins of the past, and what a new house begins
 * with. Running it twice changes nothing: what is there already is passed over. */
#include "client/shell/body.h"
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/seeded.h"
#include "client/shell/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"
#include "client/lib/seeds.h"
#include "client/lib/tidy.h"

enum { FILE_LIMIT_BYTES = 64 * 1024 * 1024 };

struct import {
    const struct options *options;
    struct client *client;
    struct request *request;
    size_t total, made, already;
    int64_t now_ms;                  /* the server's, once it was asked; days are reckoned from it */
    char thread[LIMIT_ID_BYTES + 1]; /* in which a post will stand; empty while nobody was asked */
    bool progress;
};

static void add_audience(struct request *request, const char *field, struct bytes words)
{
    uint8_t room[2048];
    struct buffer list = buffer_over(room, sizeof room);
    for (size_t i = 0; i < words.size; i++) {
        if (words.at[i] != ' ')
            buffer_add(&list, &words.at[i], 1);
    }
    request_add(request, field, list.overflowed ? words : buffer_bytes(&list));
}

static enum error add_moment(struct import *import, const char *field, struct bytes word,
                             struct failure *failure)
{
    char moment[SEEDED_MOMENT_BYTES];
    if (word.at == NULL)
        return OK;
    enum error code = seeded_moment(word, import->now_ms, moment, failure);
    if (code == OK)
        request_add_text(import->request, field, moment);
    return code;
}

/* What is said from the day of loading on. */
static enum error add_days(struct import *import, const struct seed *seed, struct failure *failure)
{
    char month[SEEDED_MONTH_BYTES];
    if (seed->kind == SEED_IS_THEME) {
        enum error code = seeded_month(seed->headers[SEED_THEME], import->now_ms, month, failure);
        if (code == OK)
            request_add_text(import->request, "month", month);
        return code;
    }
    if (seed->kind == SEED_IS_ROUND) {
        char year[SEEDED_YEAR_BYTES];
        enum error code = seeded_year(seed->headers[SEED_ROUND], import->now_ms, year, failure);
        if (code == OK)
            request_add_text(import->request, "year", year);
        return code == OK ? add_moment(import, "until", seed->headers[SEED_UNTIL], failure) : code;
    }
    if (seed->kind != SEED_IS_ACTIVITY)
        return OK;
    enum error code = add_moment(import, "starts", seed->headers[SEED_STARTS], failure);
    return code == OK ? add_moment(import, "ends", seed->headers[SEED_ENDS], failure) : code;
}

/* Which header of which kind of record becomes which field. */
static const struct {
    enum seed_kind kind;
    enum seed_header header;
    const char *field;
    bool audience;
} seed_fields[] = {
    {.kind = SEED_IS_DEPARTMENT, .header = SEED_DEPARTMENT, .field = "department"},
    {.kind = SEED_IS_DEPARTMENT, .header = SEED_TITLE, .field = "title"},
    {.kind = SEED_IS_CHANNEL, .header = SEED_CHANNEL_NAME, .field = "channel"},
    {.kind = SEED_IS_CHANNEL, .header = SEED_TITLE, .field = "title"},
    {.kind = SEED_IS_CHANNEL, .header = SEED_READ, .field = "read", .audience = true},
    {.kind = SEED_IS_CHANNEL, .header = SEED_SPEAK, .field = "speak", .audience = true},
    {.kind = SEED_IS_CHANNEL, .header = SEED_PUBLISH, .field = "publish", .audience = true},
    {.kind = SEED_IS_CHANNEL, .header = SEED_MODERATE, .field = "moderate", .audience = true},
    {.kind = SEED_IS_BULLETIN, .header = SEED_CHANNEL, .field = "channel"},
    {.kind = SEED_IS_BULLETIN, .header = SEED_HEADLINE, .field = "headline"},
    {.kind = SEED_IS_BULLETIN, .header = SEED_DATE, .field = "dated"},
    {.kind = SEED_IS_BULLETIN, .header = SEED_SOURCE, .field = "source"},
    {.kind = SEED_IS_BULLETIN, .header = SEED_DEPARTMENT, .field = "department"},
    {.kind = SEED_IS_THREAD, .header = SEED_THREAD, .field = "channel"},
    {.kind = SEED_IS_THREAD, .header = SEED_HEADLINE, .field = "headline"},
    {.kind = SEED_IS_THEME, .header = SEED_HEADLINE, .field = "title"},
    {.kind = SEED_IS_ROUND, .header = SEED_HEADLINE, .field = "title"},
    {.kind = SEED_IS_ACTIVITY, .header = SEED_ACTIVITY, .field = "channel"},
    {.kind = SEED_IS_ACTIVITY, .header = SEED_HEADLINE, .field = "headline"},
    {.kind = SEED_IS_ACTIVITY, .header = SEED_KIND, .field = "kind"},
    {.kind = SEED_IS_ACTIVITY, .header = SEED_PLACE, .field = "place"},
    {.kind = SEED_IS_ACTIVITY, .header = SEED_INVITED, .field = "to", .audience = true},
};

static const int verb_of[] = {[SEED_IS_DEPARTMENT] = VERB_department_create,
                              [SEED_IS_CHANNEL] = VERB_channel_create,
                              [SEED_IS_BULLETIN] = VERB_import,
                              [SEED_IS_THREAD] = VERB_forum_open,
                              [SEED_IS_POST] = VERB_forum_post,
                              [SEED_IS_THEME] = VERB_theme_plan,
                              [SEED_IS_ACTIVITY] = VERB_activity_announce,
                              [SEED_IS_ROUND] = VERB_round_open};

static void add_headers(struct import *import, const struct seed *seed)
{
    for (size_t i = 0; i < sizeof seed_fields / sizeof seed_fields[0]; i++) {
        struct bytes value = seed->headers[seed_fields[i].header];
        if (seed_fields[i].kind != seed->kind || value.at == NULL)
            continue;
        if (seed_fields[i].audience)
            add_audience(import->request, seed_fields[i].field, value);
        else
            request_add(import->request, seed_fields[i].field, value);
    }
}

/* The text of a bulletin may be a long one. */
static enum error add_body(struct import *import, struct bytes text, struct failure *failure)
{
    struct body body;
    enum error code = body_check(text, failure);
    if (code == OK)
        code = body_place(import->client, import->options, text, &body, failure);
    if (code == OK && body.text.size > 0)
        request_put(import->request, "text", body.text);
    if (code == OK && body.hash.size > 0)
        request_put(import->request, "text_hash", body.hash);
    return code;
}

static enum error make_request(struct import *import, const struct seed *seed, bool uploads,
                               struct failure *failure)
{
    const bool short_text = seed->kind >= SEED_IS_THREAD;
    request_reset(import->request, &verbs[verb_of[seed->kind]]);
    add_headers(import, seed);
    if (short_text && seed->body.size > 0)
        request_add(import->request, seed->kind == SEED_IS_ROUND ? "conditions" : "text", seed->body);
    enum error code = add_days(import, seed, failure);
    if (code == OK && seed->kind == SEED_IS_POST)
        request_add_text(import->request, "id", import->thread[0] != '\0' ? import->thread : "any/1");
    if (code == OK)
        code = request_finish(import->request, failure);
    if (code == OK && !short_text && uploads && seed->body.size > 0) {
        code = add_body(import, seed->body, failure);
        if (code == OK)
            code = request_finish(import->request, failure);
    }
    return code;
}

static enum error bring_in(struct import *import, const struct seed *seed, struct failure *failure)
{
    struct record_done done = {.has = {0}};
    struct answer answer = {.ok = &done};
    bool looks = seed->kind == SEED_IS_THREAD || seed->kind == SEED_IS_POST || seed->kind == SEED_IS_ACTIVITY;
    bool there = false;
    enum error code = looks ? seeded_find(import->client, seed, import->thread, &there, failure) : OK;
    if (code == OK)
        code = make_request(import, seed, true, failure);
    if (code == OK && !there)
        code = request_call(import->request, import->client, &answer, NULL, NULL, failure);
    there = there || code == ERR_DEPARTMENT_EXISTS || code == ERR_CHANNEL_EXISTS ||
            code == ERR_THEME_EXISTS || code == ERR_ROUND_EXISTS || code == ERR_ROUND_OPEN ||
            (code == OK && done.has.already && done.already);
    if (code != OK && !there)
        return code;
    if (there)
        import->already++;
    else
        import->made++;
    if (import->progress)
        fprintf(stderr, "\r%zu of %zu", import->made + import->already, import->total);
    return OK;
}

/* Puts file and line before what went wrong. */
static enum error place_failure(struct failure *failure, const char *file, int line)
{
    char text[sizeof failure->text];
    struct buffer sentence = buffer_over(text, sizeof text - 1);
    enum error code = failure->code;
    bool said_by_server = failure->said_by_server;
    failure_text(failure, &sentence);
    text[sentence.size] = '\0';
    failure_write(failure, code, "%s:%d: %s", file, line, text);
    failure->said_by_server = said_by_server;
    return code;
}

/* Counts and checks the records of a file, or brings them in. */
static enum error read_file(struct import *import, const char *path, bool brings, struct failure *failure)
{
    uint8_t *content = NULL;
    size_t size = 0;
    bool more = true;
    enum error code = files_read(path, FILE_LIMIT_BYTES, &content, &size, failure);
    if (code == OK && content == NULL)
        code = failure_say(failure, ERR_INTERNAL, "There is no file %s.", path);
    if (code == OK)
        size = tidy_text(content, size);
    struct seeds seeds = seeds_begin(path, bytes_of(content, size));
    while (code == OK && more) {
        struct seed seed;
        code = seeds_next(&seeds, &seed, &more, failure);
        if (code != OK || !more)
            break;
        if (!brings)
            import->total++;
        code = brings ? bring_in(import, &seed, failure) : make_request(import, &seed, false, failure);
        if (code != OK)
            place_failure(failure, path, seed.line);
    }
    free(content);
    return code;
}

/* Days are the programme's, and so is the clock. */
static enum error take_clock(struct import *import, struct failure *failure)
{
    struct record_status status;
    enum error code = session_ask_status(import->client, &status, failure);
    if (code != OK)
        return code;
    import->now_ms = status.time;
    return status.has.zone ? zone_use(status.zone, failure) : OK;
}

static void print_summary(const struct import *import)
{
    if (import->options->json)
        print_json(
            json_pack("{s:I, s:I}", "new", (json_int_t)import->made, "already", (json_int_t)import->already));
    else
        printf("%llu new, %llu there already\n", (unsigned long long)import->made,
               (unsigned long long)import->already);
}

static enum error read_files(struct command *command, struct import *import, bool brings)
{
    enum error code = OK;
    for (size_t i = 0; code == OK && i < command->word_count; i++)
        code = read_file(import, command->words[i], brings, &command->failure);
    return code;
}

static enum error run(struct command *command)
{
    struct import import = {
        .options = command->options, .request = command->request, .now_ms = wait_wall_ms()};
    import.progress = !command->options->quiet && isatty(STDERR_FILENO);
    /* All files are read before anything is sent, so that a mistake in the last stops nothing halfway. */
    enum error code = read_files(command, &import, false);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    import.client = command->session.client;
    if (code == OK)
        code = take_clock(&import, &command->failure);
    if (code == OK)
        code = read_files(command, &import, true);
    if (import.progress && import.made + import.already > 0)
        fputc('\n', stderr);
    if (code == OK)
        print_summary(&import);
    return code;
}

const struct command_plan plan_import = {
    .verb = &verbs[VERB_import], /* until a record says which */
    .own.none = true,
    .help = "Load departments, channels and bulletins from seed files.",
    .doc = "Load departments, channels and bulletins of the past from seed files; threads, themes and "
           "activities and a round too. What exists already stays as it is.",
    .arguments = "FILE...",
    .no_word = "Name the files to import.",
    .run = run,
};
