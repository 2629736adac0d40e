/* The text of a bulletin: from a file, standard input or an editor, and into a request, short or long. */
#ifndef BULLETIN_SHELL_BODY_H
#define BULLETIN_SHELL_BODY_H

#include "client/shell/request.h"

/* Reads `file` ("-": standard input), or with NULL: standard input when it is no terminal, else what $EDITOR
 * gives. The caller frees *text, which comes without newlines at its end and with \n for \r\n. */
enum error body_read(const char *file, uint8_t **text, size_t *size, struct failure *failure);

/* Adds the text to a request with the fields `text` and `text_hash`: as it is if it is short, else uploaded.
 * Errors: those of a TEXT field, and of the upload. */
enum error body_add(struct client *client, struct request *request, struct bytes text,
                    struct failure *failure);

#endif
