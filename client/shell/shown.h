/* One bulletin shown to a person: fetched with its long text, printed, and said to have been opened. `read`
 * and `sign` begin with it. */
#ifndef BULLETIN_CLIENT_SHOWN_H
#define BULLETIN_CLIENT_SHOWN_H

#include "client/shell/client_session.h"
#include "client/shell/request.h"

struct shown;

/* Asks `read` (`request` is one, finished) and downloads the long text. Errors: those of both. */
enum error shown_fetch(struct client *client, struct request *request, struct shown **shown,
                       struct failure *failure);
void shown_free(struct shown *shown);
const struct record_bulletin *shown_bulletin(const struct shown *shown);

/* That what will be shown is what its author signed, under the head that the row names; asked once. Errors:
 * those of revision_check. */
enum error shown_check(struct shown *shown, struct client *client, struct failure *failure);

void shown_print(const struct shown *shown, const struct options *options);

/* It has been shown: remembers that here, and says so to the server when it is addressed to my department and
 * nobody there had opened it. A failure is told and changes nothing else. */
void shown_tell(struct shown *shown, struct session *session);

#endif
