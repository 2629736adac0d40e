/* What commands have in common that change a part of what stands. It is shown by a question, whatever the
 * person gave is put in its place, and all of it together becomes the act. It knows no verb by name. */
#ifndef BULLETIN_CLIENT_AMEND_H
#define BULLETIN_CLIENT_AMEND_H

#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/notice_options.h"

struct amend;

/* How the verb of a plan amends; its args begin with what names the thing, and it has a `shown_by`. */
struct amend_way {
    const struct shape *row; /* of the question that shows what stands */
    enum error unknown;      /* when it shows nothing */
    bool has_notice; /* text and files may come as notice_options.h has them; who says the same is told so */
    /* Whether what stands can be amended. */
    enum error (*judge)(const struct amend *amend, const void *row, struct failure *failure);
    /* Puts into `values` (of the verb's args) what the row has in another form; fields of the same name and
     * kind are there already. The row and `values` borrow from what stays. */
    enum error (*carry)(struct amend *amend, const void *row, void *values, struct failure *failure);
    /* Says to a person what happened; without --quiet. May be NULL. */
    void (*said)(const struct amend *amend, const void *row);
};

enum { AMEND_MOMENTS = 4 };

/* The input of such a command. */
struct amend {
    struct notice notice; /* first: its options are notice_part */
    const struct amend_way *way;
    struct command *command;
    struct rows rows;  /* what stands */
    uint8_t *old_text; /* a long one that was fetched for the editor */
    size_t moment_count;
    uint8_t moments[AMEND_MOMENTS][LIMIT_DATED_BYTES];
    uint8_t related[LIMIT_RELATED * (LIMIT_ID_BYTES + 4)]; /* for a `carry` that finds them elsewhere */
};

/* Whether the person gave the field or left it out on purpose. */
bool amend_decides(const struct amend *amend, const char *field);

/* Puts a time into a MOMENT field. */
void amend_put_time(struct amend *amend, void *values, const char *field, int64_t time_ms);

/* Members of a plan that amends. */
#define AMEND_COMMAND(its_way)                                                                               \
    .way = (its_way), .input_size = sizeof(struct amend), .run = amend_run, .end = amend_end
/* And those of one whose way has a notice. */
#define AMEND_NOTICE .parts = {&notice_part}, .types = true
#define AMEND_NOTICE_DOC                                                                                     \
    "--related replaces the list; --attach adds a file, in the place of one with the same name. The text "   \
    "stays when neither --file nor standard input has one; on a terminal $EDITOR opens it."
enum error amend_run(struct command *command);
void amend_end(struct command *command);

#endif
