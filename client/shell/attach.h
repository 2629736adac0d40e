/* Files to be attached: checked before anything is sent, uploaded by pieces, and named in an act. A file is
 * never in memory as a whole. */
#ifndef BULLETIN_CLIENT_ATTACH_H
#define BULLETIN_CLIENT_ATTACH_H

#include <sys/stat.h>

#include "client/shell/client_session.h"

struct attach {
    bool renames; /* whoever has these files can give them other names, by --as */
    size_t count;
    struct attached {
        const char *path; /* borrowed, as its name */
        int file;
        struct stat seen; /* when it was hashed */
        uint8_t hash[LIMIT_HASH_BYTES];
        struct file_named named; /* as the act names it; borrows path and hash */
    } files[LIMIT_FILES];
};

/* Opens the file and takes its hash. Its name is `as`, or with NULL the last part of its path. End with
 * attach_close, also after an error. Errors: BAD_FILE_NAME and the others of a FILES field, NAMED_TWICE,
 * FILE_TOO_LARGE (named, with the limit), OUT_OF_RANGE; INTERNAL in words when it is no file, is empty,
 * cannot be read or is being written. `attach` must not move. */
enum error attach_open(struct attach *attach, const char *path, const char *as, struct failure *failure);
void attach_close(struct attach *attach);

/* Uploads all, each with a bar on a terminal; goes on where an earlier try stopped. Errors: those of
 * blob_send; INTERNAL in words when a file has changed since. */
enum error attach_upload(const struct attach *attach, struct client *client, const struct options *options,
                         struct failure *failure);

/* Writes a FILES value: those of `kept` (a FILES value, or without bytes) that no file here replaces by its
 * name, then these. Errors: OUT_OF_RANGE when that is too many. */
enum error attach_write(const struct attach *attach, struct bytes kept, struct buffer *out,
                        struct failure *failure);

#endif
