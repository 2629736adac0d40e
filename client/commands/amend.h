/* What `revise` and `schedule edit` have in common. What stands is shown by a question, whatever the person
 * gave is put in its place, and all of it together becomes the act. */
#ifndef BULLETIN_CLIENT_AMEND_H
#define BULLETIN_CLIENT_AMEND_H

#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/notice_options.h"

struct amend;

struct amend_plan {
    int verb;                 /* has a `head` and the fields of a bulletin's content */
    const struct shape *row;  /* of the question that shows what stands */
    enum error unknown;       /* when it shows nothing */
    const char *const *found; /* needed fields that are taken from the row when not given, up to a NULL */
    const char *doc;
    /* Puts into `values` (of the verb's args) what the row has in another form; fields of the same name and
     * kind are there already. The row and `values` are decoded from bytes that stay. */
    enum error (*carry)(struct amend *amend, void *row, void *values, struct failure *failure);
    /* Says to a person what happened; without --quiet. May be NULL. */
    void (*said)(const struct amend *amend, const void *row);
};

enum { AMEND_MOMENTS = 4 };

struct amend {
    const struct amend_plan *plan;
    struct options *options;
    struct request *request;
    struct fields fields;
    bool dropped[SHAPE_FIELDS];
    struct notice notice;
    struct session session;
    uint8_t *old_text; /* a long one that was fetched for the editor */
    size_t moment_count;
    uint8_t moments[AMEND_MOMENTS][LIMIT_DATED_BYTES];
    uint8_t related[LIMIT_RELATED * (LIMIT_ID_BYTES + 4)]; /* for a `carry` that finds them elsewhere */
};

/* Whether the person gave the field or left it out on purpose. */
bool amend_decides(const struct amend *amend, const char *field);

/* Puts a time into a MOMENT field. */
void amend_put_time(struct amend *amend, void *values, const char *field, int64_t time_ms);

int amend_run(const struct amend_plan *plan, struct options *options, int argc, char **argv);

#endif
