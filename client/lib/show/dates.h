/* What stands on a day, on its way into a calendar: what its nouns make their entries with. It does not know
 * which nouns have any. */
#ifndef BULLETIN_CLIENT_DATES_H
#define BULLETIN_CLIENT_DATES_H

#include "client/lib/connect/client.h"
#include "client/lib/show/ics.h"

struct calendar {
    struct client *client;
    struct buffer out;
    uint8_t house[LIMIT_KEY_BYTES];
    int64_t now_ms;
    bool has_inbox; /* whoever asks is in a department */
};

/* The programme's offset from UTC then; the zone of this process is the programme's by now. */
int dates_zone_at(int64_t time_ms);
/* An entry named by `before` and `rest`, which lie in `id` as long as it is needed. */
struct ics_event dates_begin(const struct calendar *calendar, char id[2 * LIMIT_ID_BYTES], const char *before,
                             struct bytes rest);
void dates_span(struct ics_event *event, int64_t starts_ms, int64_t ends_ms);
/* What was erased keeps its place. */
void dates_words(struct ics_event *event, bool has_title, struct bytes title, bool has_text,
                 struct bytes text);

#endif
