/* The lines of a form: how far they are indented, and which word they begin with. Only the files of this
 * folder include it. */
#ifndef BULLETIN_CLIENT_FORM_LINES_H
#define BULLETIN_CLIENT_FORM_LINES_H

#include "client/lib/form/form.h"

/* Columns of the spaces, tabs and Chinese spaces at the beginning. */
size_t line_indent(struct bytes line);

/* Takes as many of these columns away as there are, at most `columns`. */
struct bytes line_dedent(struct bytes line, size_t columns);

/* Without what cannot be seen at its beginning and its end. */
struct bytes line_trim(struct bytes line);
struct bytes line_trim_end(struct bytes line);

/* The field whose word and a colon the line begins with, behind its spaces; NULL: none. What stands behind
 * the colon goes to `rest`, trimmed. */
const struct form_field *line_key(struct bytes line, const struct form_field *fields, size_t count,
                                  struct bytes *rest);

/* What looks like a word before a colon; empty when nothing does. */
struct bytes line_word(struct bytes line);

#endif
