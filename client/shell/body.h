/* The text of a bulletin: from a file, standard input or an editor, and up to the server, short or long. */
#ifndef BULLETIN_CLIENT_BODY_H
#define BULLETIN_CLIENT_BODY_H

#include "client/shell/client_session.h"

/* Whether body_read would ask a person: no file, and standard input is a terminal; or it goes on with what
 * was typed before. */
bool body_asks(const char *file);
/* The same, or a person types it without being asked (`--file -` on a terminal). Whoever has a person type a
 * text dials first and finds out what can be known (may.h). */
bool body_is_typed(const char *file);

struct body_source {
    const char *file; /* "-": standard input; NULL: nobody said */
    const struct options *options;
    struct client *client; /* for what is typed; NULL where body_is_typed is false */
};

/* Reads the file, or with NULL: standard input when it is no terminal, else what $EDITOR makes of `old`. What
 * was typed is kept until it is done (typed.h); its connection is closed meanwhile. The caller frees *text,
 * which comes without newlines at its end and with \n for \r\n. Errors: INTERNAL in words; EMPTY when the
 * editor left nothing; *text and *size are as they were then. */
enum error body_read(const struct body_source *source, struct bytes old, uint8_t **text, size_t *size,
                     struct failure *failure);

/* Whether a bulletin may have this text. Errors: those of a TEXT field. */
enum error body_check(struct bytes text, struct failure *failure);

/* A checked text as an act names it: `text` or `text_hash`, the other without bytes; both when it
 * is empty. */
struct body {
    struct bytes text;
    uint8_t hash_room[LIMIT_HASH_BYTES];
    struct bytes hash;
};

/* Uploads the text if it is long. `body` must not move. Errors: those of the upload. */
enum error body_place(struct client *client, const struct options *options, struct bytes text,
                      struct body *body, struct failure *failure);

#endif
