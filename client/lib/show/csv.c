/* Cells between quotes, as RFC 4180 has them. It prints nothing. */
#include "client/lib/show/csv.h"

#include <string.h>

void csv_cell(struct buffer *out, bool has, struct bytes text, bool last)
{
    buffer_add_text(out, "\"");
    if (has && text.size > 0 && strchr("=+-@\t\r", text.at[0]) != NULL)
        buffer_add_text(out, "'");
    for (size_t i = 0; has && i < text.size; i++) {
        buffer_add(out, &text.at[i], 1);
        if (text.at[i] == '"')
            buffer_add_text(out, "\"");
    }
    buffer_add_text(out, last ? "\"\r\n" : "\",");
}
