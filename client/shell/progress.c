/* Draws `NAME [=====     ]  50%  of 16.0 MiB` again and again over itself, on standard error. */
#include "client/shell/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/width.h"

enum { PAUSE_MS = 100, BAR_COLUMNS = 24, NAME_COLUMNS = 32, SHORTEST_NAME = 4 };

static size_t columns_of_terminal(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static void draw(struct progress *progress, uint64_t bytes)
{
    char room[1024], tail[96], bar[BAR_COLUMNS + 4] = "";
    struct buffer line = buffer_over(room, sizeof room), whole = buffer_over(tail, sizeof tail - 1);
    uint64_t percent = progress->size > 0 ? bytes * 100 / progress->size : 100;
    /* The last column stays free: a cursor there would wrap. */
    size_t columns = columns_of_terminal() - 1;

    size_t filled = (size_t)(percent * BAR_COLUMNS / 100);
    memset(bar, ' ', BAR_COLUMNS + 2);
    bar[0] = '[';
    memset(bar + 1, '=', filled);
    bar[BAR_COLUMNS + 1] = ']';

    snprintf(tail, sizeof tail, " %3llu%%  of ", (unsigned long long)percent);
    whole.size = strlen(tail);
    lines_size(&whole, progress->size);
    size_t fixed = whole.size;
    bool has_bar = columns >= fixed + sizeof bar + SHORTEST_NAME;
    if (has_bar)
        fixed += BAR_COLUMNS + 3;
    if (columns >= fixed + SHORTEST_NAME) {
        size_t left = columns - fixed;
        width_fit(&line, progress->name, left < NAME_COLUMNS ? left : NAME_COLUMNS);
    }
    if (has_bar) {
        buffer_add_text(&line, " ");
        buffer_add(&line, bar, BAR_COLUMNS + 2);
    }
    width_fit(&line, buffer_bytes(&whole), columns);
    fprintf(stderr, "\r%.*s\033[K", (int)line.size, (const char *)line.at);
    fflush(stderr);
    progress->drawn = true;
}

void progress_begin(struct progress *progress, const struct options *options, struct bytes name,
                    uint64_t size)
{
    *progress =
        (struct progress){.shown = !options->quiet && isatty(STDERR_FILENO), .name = name, .size = size};
}

void progress_move(void *context, uint64_t bytes)
{
    struct progress *progress = context;
    int64_t now_ms = wait_now_ms();
    if (!progress->shown)
        return;
    if (progress->drawn && bytes < progress->size && now_ms - progress->drawn_ms < PAUSE_MS)
        return;
    progress->drawn_ms = now_ms;
    draw(progress, bytes);
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputc('\n', stderr);
    progress->drawn = false;
}
