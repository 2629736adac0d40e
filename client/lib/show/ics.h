/* A calendar as RFC 5545 writes it, for any calendar program. It knows nothing of servers, files and where
 * the dates come from. */
#ifndef BULLETIN_CLIENT_ICS_H
#define BULLETIN_CLIENT_ICS_H

#include "protocol/wire/buffer.h"

/* What stands in a calendar. Strings are borrowed; empty ones are left out. */
struct ics_event {
    struct bytes id;    /* never changes, as long as it is the same thing */
    struct bytes house; /* the server's key: ids are its own */
    struct bytes title;
    struct bytes place;
    struct bytes text;
    int64_t starts_ms;
    int64_t ends_ms; /* not part of it any more */
    int starts_minutes,
        ends_minutes; /* of whole days: what their zone is before UTC then, and at their end */
    bool days;        /* whole days, not hours */
    bool cancelled;
    int64_t made_ms;
    int64_t changed_ms; /* the newest word on it; made_ms if there is none since */
};

void ics_begin(struct buffer *out);
void ics_event(struct buffer *out, const struct ics_event *event);
void ics_end(struct buffer *out);

#endif
