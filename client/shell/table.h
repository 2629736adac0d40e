/* Rows of one kind under titles, as wide as the terminal. It asks nothing. */
#ifndef BULLETIN_CLIENT_TABLE_H
#define BULLETIN_CLIENT_TABLE_H

#include "client/shell/kept_rows.h"

/* Whether rows of this shape are shown so. */
bool table_has(const struct shape *shape);

/* Prints them, fitted to `columns` (0: not at all). What does not fit is left out from the right, so the
 * first columns are those that matter most; the text that may be long is shortened before. */
void table_print(const struct shape *shape, const struct rows *rows, size_t columns);

#endif
