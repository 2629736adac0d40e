/* A line of those who wait for something by the clock, the longest waiting first. Each place is embedded in
 * who stands there, zeroed at its start. It knows neither clocks nor who they are. */
#ifndef BULLETIN_NET_LINE_H
#define BULLETIN_NET_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line_place {
    struct line_place *next, **at; /* `at` is NULL outside */
    struct line *line;
    uint64_t since_ms;
};

struct line {
    struct line_place *first, **end;
};

static inline void line_init(struct line *line)
{
    line->first = NULL;
    line->end = &line->first;
}

/* Nothing happens to one that stands nowhere. */
static inline void line_leave(struct line_place *place)
{
    if (place->at == NULL)
        return;
    *place->at = place->next;
    if (place->next != NULL)
        place->next->at = place->at;
    else
        place->line->end = place->at;
    *place = (struct line_place){0};
}

/* Goes to the end of this line, from wherever it stood. */
static inline void line_enter(struct line *line, struct line_place *place, uint64_t now_ms)
{
    line_leave(place);
    *place = (struct line_place){.at = line->end, .line = line, .since_ms = now_ms};
    *line->end = place;
    line->end = &place->next;
}

#endif
