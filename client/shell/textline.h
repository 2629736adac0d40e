/* One line of the text form sent to the server and its answer printed: what `call` and `console` have in
 * common. */
#ifndef BULLETIN_CLIENT_TEXTLINE_H
#define BULLETIN_CLIENT_TEXTLINE_H

#include "client/shell/client_session.h"
#include "client/shell/request.h"

struct textline {
    const struct options *options;
    struct client *client;
    struct request *request; /* used again for every line */
    /* Sees every row that is printed; may be NULL. */
    void (*row)(void *context, const struct shape *shape, const void *values);
    void *context;
};

/* The verb is in textline->request afterwards. A refusal, ours or the server's, is returned, not printed. */
enum error textline_run(struct textline *textline, struct bytes line, struct failure *failure);

/* `error CODE "TEXT" field=…` */
void textline_print_failure(const struct failure *failure);

#endif
