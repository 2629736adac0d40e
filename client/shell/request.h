/* A verb with its fields as a person gave them: words that become an encoded map, checked by the tables. The
 * `head` or `revision_head` of a verb that changes something is looked up when nobody gave one. */
#ifndef BULLETIN_CLIENT_REQUEST_H
#define BULLETIN_CLIENT_REQUEST_H

#include "client/lib/connect/client.h"
#include "client/shell/agree.h"

/* A time as it was typed. What it stands for rests on the zone, so it is written when the map is made, and
 * again when the server has said its zone. */
struct request_moment {
    size_t at; /* where it belongs in `line` */
    const struct field *field;
    const char *typed; /* borrowed */
};

struct request {
    const struct verb *verb;
    bool given[SHAPE_FIELDS];
    const char *needs_head;    /* the field that is to be looked up, or NULL */
    const char *shown_by;      /* by this question; the verb's own unless the command knows a better one */
    const struct agree *agree; /* of a verb that is final; borrowed */
    struct buffer line;        /* ` field=value …` in the text form, without the moments' values */
    size_t moment_count;
    struct request_moment moments[SHAPE_FIELDS];
    struct buffer settled; /* the line with them */
    struct buffer map;     /* after request_finish */
    uint8_t line_room[LIMIT_LINE_BYTES];
    uint8_t settled_room[LIMIT_LINE_BYTES];
    uint8_t map_room[LIMIT_PLAIN_BYTES];
};

/* On the heap: it is large. Ends the program when there is no memory. */
struct request *request_new(const struct verb *verb);
void request_free(struct request *request);
/* Begins anew for another verb. */
void request_reset(struct request *request, const struct verb *verb);

void request_add(struct request *request, const char *field, struct bytes value);
void request_add_text(struct request *request, const char *field, const char *value);
void request_add_hex(struct request *request, const char *field, const uint8_t *bytes, size_t size);
/* A time (MOMENT, TIME or MONTH) in the grammar of moment.h: `since` looks back, any other ahead. False, and
 * nothing is added, when it is none. */
bool request_add_moment(struct request *request, const struct field *field, const char *typed);
/* What a message says may be typed for it. */
const char *request_moment_forms(const struct field *field);
bool request_has(const struct request *request, const char *field);

/* Checks everything and makes the map. Whoever uses the map itself asks once more when a session is open:
 * days are the server's. Errors: those of text_to_map. */
enum error request_finish(struct request *request, struct failure *failure);

/* What was given, checked by itself: only the first field, which names the thing, is needed. `given` is of
 * the verb's args and borrows from the request. For whoever takes the rest from what stands; as
 * request_finish, once more when a session is open. */
enum error request_given(struct request *request, void *given, struct failure *failure);

/* For a head that the command has looked up itself; nothing is then left to look up. */
void request_set_head(struct request *request, const uint8_t head[LIMIT_HASH_BYTES]);

/* The row that showed the head, for whoever wants to say what is about to change. */
typedef void request_shown(void *context, const struct shape *shape, const void *values);

/* Looks up the head if it is missing (`shown` may be NULL), asks the person before what is final, unless the
 * thing is not there, then asks or acts. */
enum error request_call(struct request *request, struct client *client, const struct answer *answer,
                        request_shown *shown, void *context, struct failure *failure);

#endif
