/* Measures first, then prints. It does not know what the columns mean. */
#include "client/shell/table.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>

#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/print.h"
#include "protocol/tables.h"

enum { COLUMNS_MOST = 12, GAP = 2, SHORTEST = 12, CELL_BYTES = 2048, LINE_BYTES = 16384 };

bool table_has(const struct shape *shape)
{
    return nouns_columns(shape) != NULL;
}

/* A table while it is measured and printed. */
struct table {
    const struct shape *shape;
    const struct column *columns;
    const struct rows *rows;
    size_t count; /* of columns that are shown */
    size_t shown[COLUMNS_MOST], fields[COLUMNS_MOST], widths[COLUMNS_MOST];
    bool filled[COLUMNS_MOST]; /* some row has it */
};

static void read_cell(const struct table *table, size_t column, const void *values, struct buffer *cell)
{
    cell->size = 0;
    if (field_present(values, table->fields[column]))
        lines_value(cell, table->shape, table->fields[column], values);
    if (bytes_equal_text(buffer_bytes(cell), "\"\"")) /* nobody */
        cell->size = 0;
}

static void measure(struct table *table)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    uint8_t room[CELL_BYTES];
    struct buffer cell = buffer_over(room, sizeof room);
    for (size_t i = 0; i < COLUMNS_MOST && table->columns[i].title != NULL; i++) {
        int field = shape_find(table->shape, bytes_of_text(table->columns[i].field));
        assert(field >= 0);
        table->fields[i] = (size_t)field;
        table->widths[i] = width_of(bytes_of_text(table->columns[i].title));
    }
    for (size_t row = 0; row < table->rows->count; row++) {
        rows_read(table->rows, row, table->shape, values);
        for (size_t i = 0; i < COLUMNS_MOST && table->columns[i].title != NULL; i++) {
            read_cell(table, i, values, &cell);
            size_t width = width_of(buffer_bytes(&cell));
            table->filled[i] = table->filled[i] || cell.size > 0;
            if (width > table->widths[i])
                table->widths[i] = width;
        }
    }
}

static size_t whole_width(const struct table *table)
{
    size_t all = 0;
    for (size_t i = 0; i < table->count; i++)
        all += table->widths[table->shown[i]] + (i > 0 ? GAP : 0);
    return all;
}

/* Takes away what is too much, as far as the column that may shrink can give it. */
static void shrink(struct table *table, size_t columns)
{
    for (size_t i = 0; i < table->count; i++) {
        size_t at = table->shown[i],
               too_much = whole_width(table) > columns ? whole_width(table) - columns : 0;
        if (!table->columns[at].shrinks || table->widths[at] <= SHORTEST)
            continue;
        size_t spare = table->widths[at] - SHORTEST;
        table->widths[at] -= too_much < spare ? too_much : spare;
    }
}

static void choose(struct table *table, size_t columns)
{
    for (size_t i = 0; i < COLUMNS_MOST && table->columns[i].title != NULL; i++) {
        if (i == 0 || table->filled[i])
            table->shown[table->count++] = i;
    }
    if (columns == 0)
        return;
    for (;;) {
        size_t before[COLUMNS_MOST];
        memcpy(before, table->widths, sizeof before);
        shrink(table, columns);
        if (whole_width(table) <= columns || table->count <= 1)
            return;
        memcpy(table->widths, before, sizeof before);
        table->count--;
    }
}

static void print_cells(const struct table *table, const void *values, size_t columns)
{
    uint8_t room[LINE_BYTES], cell_room[CELL_BYTES], fitted_room[CELL_BYTES];
    struct buffer line = buffer_over(room, sizeof room), cell = buffer_over(cell_room, sizeof cell_room);
    for (size_t i = 0; i < table->count; i++) {
        size_t at = table->shown[i];
        struct buffer fitted = buffer_over(fitted_room, sizeof fitted_room);
        cell.size = 0;
        if (values == NULL)
            buffer_add_text(&cell, table->columns[at].title);
        else
            read_cell(table, at, values, &cell);
        width_fit(&fitted, buffer_bytes(&cell), columns == 0 || i > 0 ? table->widths[at] : columns);
        if (i > 0)
            buffer_add_text(&line, "  ");
        width_pad(&line, buffer_bytes(&fitted), i + 1 < table->count ? table->widths[at] : 0);
    }
    while (line.size > 0 && line.at[line.size - 1] == ' ')
        line.size--;
    print_line(buffer_bytes(&line));
}

void table_print(const struct shape *shape, const struct rows *rows, size_t columns)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct table table = {.shape = shape, .columns = nouns_columns(shape), .rows = rows};
    assert(table.columns != NULL);
    if (rows->count == 0)
        return;
    measure(&table);
    choose(&table, columns);
    print_cells(&table, NULL, columns);
    for (size_t row = 0; row < rows->count; row++) {
        rows_read(rows, row, shape, values);
        print_cells(&table, values, columns);
    }
}
