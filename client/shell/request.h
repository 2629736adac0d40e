/* A verb with its fields as a person gave them: words that become a struct of the verb's args, checked by the
 * tables. The `head` or `revision_head` of what is changed is looked up when nobody gave one. */
#ifndef BULLETIN_CLIENT_REQUEST_H
#define BULLETIN_CLIENT_REQUEST_H

#include <stdalign.h>
#include <stddef.h>

#include "client/lib/connect/client.h"
#include "client/shell/agree.h"
#include "protocol/wire/text.h"

struct request {
    const struct verb *verb;
    struct text_words words; /* as they were given */
    /* Times as they were typed, borrowed. What they stand for rests on the zone, so they are read when the
     * request is finished, and again when the server has said its zone. */
    const char *moments[SHAPE_FIELDS];
    bool has_moments;
    struct bytes put[SHAPE_FIELDS]; /* values that are no words; where .at is NULL there is none */
    const char *twice;              /* a field that was given twice, or NULL */
    const char *needs_head;         /* what is to be looked up, by its field in the row; or NULL */
    uint64_t only_revision;         /* of --revision: what was seen; 0: whichever is the newest */
    bool revision_judged;           /* and it is the newest */
    bool has_head;                  /* it was: */
    uint8_t head[LIMIT_HASH_BYTES];
    const char *shown_by;      /* by this question; the verb's own unless the command knows a better one */
    const struct agree *agree; /* of a verb that is final; borrowed */
    struct buffer kept;        /* what the words borrow */
    struct buffer lent;        /* what the values borrow beside that */
    alignas(max_align_t) uint8_t values[SHAPE_BYTES]; /* a struct of the verb's args, after request_finish */
    uint8_t kept_room[LIMIT_LINE_BYTES];
    uint8_t lent_room[LIMIT_LINE_BYTES];
};

/* On the heap: it is large. Ends the program when there is no memory. */
struct request *request_new(const struct verb *verb);
void request_free(struct request *request);
/* Begins anew for another verb. */
void request_reset(struct request *request, const struct verb *verb);

/* Whether a field may be given several times: its kind is a list of lines or of items. */
bool request_takes_again(const struct field *field);

/* A word for a field, as the text form has it without quotes; copied. */
void request_add(struct request *request, const char *field, struct bytes word);
void request_add_text(struct request *request, const char *field, const char *word);
/* A value that the program has, of a field that is kept as bytes; copied. */
void request_put(struct request *request, const char *field, struct bytes value);
/* A time (MOMENT, TIME or MONTH) in the grammar of moment.h: `since` looks back, any other ahead. False, and
 * nothing is added, when it is none. */
bool request_add_moment(struct request *request, const struct field *field, const char *typed);
/* What a message says may be typed for it. */
const char *request_moment_forms(const struct field *field);
/* All of a line, ` field=value …`; borrowed. Errors: those of text_take_words. */
enum error request_take_line(struct request *request, struct bytes line, struct failure *failure);
bool request_has(const struct request *request, const char *field);

/* Checks everything and makes the values. Whoever uses them asks once more when a session is open: days are
 * the server's. Errors: those of text_to_values, FIELD_TWICE, FIELD_MISSING. */
enum error request_finish(struct request *request, struct failure *failure);

/* The same for whoever takes from what stands what was not given: only the first field, which names the
 * thing, is needed. */
enum error request_given(struct request *request, struct failure *failure);

/* A head that the command has looked up itself; nothing is then left to look up. */
void request_set_head(struct request *request, struct bytes head);

/* The number of a revision, as it was typed. What is none ends the program with EXIT_USAGE. */
uint64_t request_revision_typed(const char *word);

/* --revision, into a struct request: the act is sent only if the newest revision is the one that was seen. It
 * is for the verbs of which request_has_revisions says so: those shown by a row that has one. */
extern const struct option_row request_revision_options[];
bool request_has_revisions(const struct verb *verb);
/* Judges the row of what is to be changed by that. Errors: HEAD_CHANGED, UNKNOWN_REVISION. */
enum error request_judge_revision(struct request *request, const struct shape *shape, const void *values,
                                  struct failure *failure);

/* The row that showed the head, for whoever wants to say what is about to change. */
typedef void request_shown(void *context, const struct shape *shape, const void *values);

/* Looks up the head if it is missing (`shown` may be NULL), asks the person before what is final, unless the
 * thing is not there, then asks or acts. */
enum error request_call(struct request *request, struct client *client, const struct answer *answer,
                        request_shown *shown, void *context, struct failure *failure);

#endif
