/* What publishing, revising and editing have in common: a text and files, from this machine into an act. It
 * works on any verb with the fields of a bulletin's content. */
#ifndef BULLETIN_CLIENT_NOTICE_OPTIONS_H
#define BULLETIN_CLIENT_NOTICE_OPTIONS_H

#include "client/shell/attach.h"
#include "client/shell/body.h"
#include "client/shell/option_rows.h"

struct notice {
    const struct options *options;
    const char *file; /* of --file, or NULL */
    size_t path_count;
    const char *paths[LIMIT_FILES + 1]; /* of --attach; one more than may be, so that it is noticed */
    const char *names[LIMIT_FILES + 1]; /* of --as; NULL: the last part of the path */
    struct attach attach;
    uint8_t *text; /* NULL: none was read */
    size_t text_size;
    struct body body;
    uint8_t files_room[2 * LIMIT_FILES * (LIMIT_FILE_NAME_BYTES + LIMIT_HASH_BYTES + 16)];
};

/* --file, --attach and --as, into a struct notice at the beginning of a command's input. */
extern const struct option_part notice_part;

/* Fields that come from these options and not from the table's, up to a NULL. */
extern const char *const notice_hidden[];

/* Opens and checks the files to be attached. End with notice_close, also after an error. Errors: those of
 * attach_open. */
enum error notice_open(struct notice *notice, struct failure *failure);
void notice_close(struct notice *notice);

/* Reads the text as body_read does and checks it. */
enum error notice_read_text(struct notice *notice, struct client *client, struct bytes old,
                            struct failure *failure);

/* Uploads what was read and opened, and names it in the values of the shape; `attach` of the values, if
 * there, holds the files to be kept. What it names is borrowed from the notice. */
enum error notice_place(struct notice *notice, struct client *client, const struct shape *shape, void *values,
                        struct failure *failure);

#endif
