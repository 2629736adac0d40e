/* A verb with its fields as a person gave them: words that become an encoded map, checked by the tables. The
 * `head` or `revision_head` of a verb that changes something is looked up when nobody gave one. */
#ifndef BULLETIN_SHELL_REQUEST_H
#define BULLETIN_SHELL_REQUEST_H

#include "client/lib/connect/client.h"

struct request {
    const struct verb *verb;
    bool given[SHAPE_FIELDS];
    const char *needs_head; /* the field that is to be looked up, or NULL */
    const char *shown_by;   /* by this question; the verb's own unless the command knows a better one */
    struct buffer line;     /* ` field=value …` in the text form */
    struct buffer map;      /* after request_finish */
    uint8_t line_room[LIMIT_LINE_BYTES];
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
bool request_has(const struct request *request, const char *field);

/* Checks everything and makes the map. Errors: those of text_to_map. */
enum error request_finish(struct request *request, struct failure *failure);

/* For a head that the command has looked up itself; nothing is then left to look up. */
void request_set_head(struct request *request, const uint8_t head[LIMIT_HASH_BYTES]);

/* The row that showed the head, for whoever wants to say what is about to change. */
typedef void request_shown(void *context, const struct shape *shape, const void *values);

/* Looks up the head if it is missing (`shown` may be NULL), then asks or acts. */
enum error request_call(struct request *request, struct client *client, const struct answer *answer,
                        request_shown *shown, void *context, struct failure *failure);

#endif
