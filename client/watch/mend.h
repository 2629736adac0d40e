/* What is kept, as the disk has it now. What is damaged or gone is fetched again. */
#ifndef BULLETIN_CLIENT_MEND_H
#define BULLETIN_CLIENT_MEND_H

#include "client/watch/watch_state.h"

/* Fetches again the facts that are damaged or gone, and says so; a channel in which the server contradicts
 * what is kept is broken. */
enum error mend_facts(struct watch *watch, struct failure *failure);
/* The same for long texts and files. */
struct verdict mend_texts(struct watch *watch);

#endif
