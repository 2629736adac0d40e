/* Tables for spreadsheets: comma-separated values in UTF-8, with a byte order mark. It does not know what
 * stands in them. */
#ifndef BULLETIN_CLIENT_CSV_H
#define BULLETIN_CLIENT_CSV_H

#include "protocol/wire/buffer.h"

/* What a file begins with: without the mark Excel takes UTF-8 for the encoding of the machine, and Chinese
 * for rubbish. */
#define CSV_MARK "\ufeff"

/* One cell, empty without a text; the last one ends its line. A spreadsheet takes what begins like a formula
 * for one: an apostrophe before it says that it is text. */
void csv_cell(struct buffer *out, bool has, struct bytes text, bool last);

#endif
