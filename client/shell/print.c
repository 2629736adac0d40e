/* What a command gives, on standard output. It does not know which command it is. */
#include "client/shell/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/show/json.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

/* A bulletin's lines without its text: 240 departments, 64 related bulletins, 8 files. */
enum { BULLETIN_ROOM_BYTES = 32768 };

/* Half of what is shown would mislead. */
static _Noreturn void end_without_memory(void)
{
    fputs("bulletin: There is no memory left.\n", stderr);
    exit(EXIT_FAILED);
}

void print_line(struct bytes line)
{
    fwrite(line.at, 1, line.size, stdout);
    fputc('\n', stdout);
    fflush(stdout);
}

bool print_failed(void)
{
    return fflush(stdout) != 0 || ferror(stdout);
}

bool print_settled(void)
{
    if (print_failed())
        return false;
    /* What cannot be synced (a terminal, a pipe, a socket) or is no output at all has no disk to wait for. */
    return fdatasync(STDOUT_FILENO) == 0 || (errno != EIO && errno != ENOSPC && errno != EDQUOT);
}

void print_json(json_t *value)
{
    char *line = json_line(value);
    if (line == NULL)
        end_without_memory();
    fputs(line, stdout);
    fputc('\n', stdout);
    fflush(stdout);
    free(line);
}

void print_row(void *context, const struct shape *shape, const void *values)
{
    const struct options *options = context;
    uint8_t room[16384];
    struct buffer line = buffer_over(room, sizeof room);
    if (options->json) {
        print_json(json_from_values(shape, values));
        return;
    }
    nouns_row(&line, shape, values, width_of_terminal());
    print_line(buffer_bytes(&line));
}

/* It is published; but somebody should know now, and not when it is overdue. */
static void warn_of_signerless(const struct options *options, struct bytes departments)
{
    uint8_t room[LIMIT_SIGNERLESS * (LIMIT_NAME_BYTES + 2)];
    struct buffer names = buffer_over(room, sizeof room);
    lines_words(&names, departments);
    say_note(options, "Nobody can sign for: %.*s. Ask the operator to invite somebody who may.",
             (int)names.size, (const char *)names.at);
}

void print_ok(const struct options *options, const struct shape *shape, const void *values)
{
    if (shape == &shape_record_count) {
        const struct record_count *count = values;
        if (count->has.more && count->more)
            say_note(options, "There are more.");
        return;
    }
    if (shape->count == 0)
        return;
    if (options->json) {
        print_json(json_from_values(shape, values));
        return;
    }
    if (shape == &shape_record_done) {
        const struct record_done *done = values;
        print_line(done->id);
        if (done->has.signerless)
            warn_of_signerless(options, done->signerless);
        return;
    }
    uint8_t room[8192];
    struct buffer lines = buffer_over(room, sizeof room);
    lines_record(&lines, shape, values);
    fwrite(lines.at, 1, lines.size, stdout);
    fflush(stdout);
}

void print_fact(const struct options *options, const struct fact_seen *fact)
{
    uint8_t room[8192];
    struct buffer line = buffer_over(room, sizeof room);
    if (options->json) {
        print_json(json_from_fact(fact));
        return;
    }
    nouns_fact(&line, fact, width_of_terminal());
    print_line(buffer_bytes(&line));
}

/* In lines that break at words, as wide as the terminal. */
static void print_wrapped(struct bytes lines)
{
    const size_t columns = width_of_terminal();
    uint8_t *room = columns > 0 ? malloc(2 * lines.size + 1) : NULL;
    struct buffer wrapped = buffer_over(room, room != NULL ? 2 * lines.size + 1 : 0);
    if (columns > 0 && room == NULL)
        end_without_memory();
    if (columns > 0)
        width_wrap(&wrapped, lines, 0, columns);
    if (columns > 0 && !wrapped.overflowed)
        lines = buffer_bytes(&wrapped);
    fwrite(lines.at, 1, lines.size, stdout);
    fflush(stdout);
    free(room);
}

void print_bulletin(const struct options *options, const struct record_bulletin *bulletin, struct bytes text)
{
    if (options->json) {
        json_t *object = json_from_values(&shape_record_bulletin, bulletin);
        if (!bulletin->has.text && text.size > 0)
            json_object_set_new(object, "text", json_from_text(text));
        print_json(object);
        return;
    }
    size_t capacity = text.size + BULLETIN_ROOM_BYTES;
    uint8_t *room = malloc(capacity);
    if (room == NULL)
        end_without_memory();
    struct buffer lines = buffer_over(room, capacity);
    nouns_whole(&lines, &shape_record_bulletin, bulletin, &(struct whole){.text = text});
    print_wrapped(buffer_bytes(&lines));
    free(room);
}

void say_broken_channel(const char *channel, uint64_t number, const struct failure *failure)
{
    char reason[LIMIT_REASON_BYTES + 1], sentence[LIMIT_REASON_BYTES + LIMIT_CHANNEL_BYTES + 200];
    struct buffer words = buffer_over(reason, LIMIT_REASON_BYTES);
    failure_text(failure, &words);
    reason[words.size] = '\0';
    snprintf(
        sentence, sizeof sentence,
        "BROKEN PROOF in the channel '%s', after %llu: %s It is not followed any more. Show this to whoever "
        "runs the server, and to somebody who does not.",
        channel, (unsigned long long)number, reason);
    say_text(sentence);
}
