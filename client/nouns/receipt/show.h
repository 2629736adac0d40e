/* The table of receipts. It does not know who may see it. */
#ifndef BULLETIN_CLIENT_RECEIPT_SHOW_H
#define BULLETIN_CLIENT_RECEIPT_SHOW_H

#include "client/lib/show/lines.h"

/* Its title, and a line a department. `department_columns` is the width of the longest name, so that the
 * times stand under each other. Names are not cut, and of times the hours only where they do not fit: what is
 * said of who signed stands in a line of its own when `columns` (0: any number) are too few. No newline
 * behind. */
void receipt_title(struct buffer *out, size_t department_columns, size_t columns);
void receipt_row(struct buffer *out, const struct record_receipt *receipt, size_t department_columns,
                 size_t columns);

#endif
