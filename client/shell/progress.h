/* A bar on the terminal for whatever takes its time. It does not know what is moved. */
#ifndef BULLETIN_CLIENT_PROGRESS_H
#define BULLETIN_CLIENT_PROGRESS_H

#include "client/shell/client_session.h"

struct progress {
    bool shown; /* standard error is a terminal, and nobody wants quiet */
    struct bytes name;
    uint64_t size;
    int64_t drawn_ms; /* when it was drawn last */
    bool drawn;
};

/* `name` is borrowed until progress_end. */
void progress_begin(struct progress *progress, const struct options *options, struct bytes name,
                    uint64_t size);
/* So many bytes of `size` are there; `context` is a struct progress (see struct blob_watch). */
void progress_move(void *context, uint64_t bytes);
/* Leaves the bar as it stands and begins a new line, if anything was drawn. */
void progress_end(struct progress *progress);

#endif
