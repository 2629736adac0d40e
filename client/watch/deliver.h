/* Duties of my department that lie on this disk, until the server knows. It opens and signs nothing. */
#ifndef BULLETIN_CLIENT_DELIVER_H
#define BULLETIN_CLIENT_DELIVER_H

#include "client/watch/watch_state.h"

struct deliveries *deliveries_new(void);
void deliveries_free(struct deliveries *deliveries);
/* False when there is no memory. Only what is on disk may come here. */
bool deliveries_fold(struct watch *watch, const struct fact_seen *fact);
/* Sends what is owed. What the server refuses is owed no more; after a lost connection it is tried again. */
struct verdict deliveries_send(struct watch *watch);
int64_t deliveries_deadline_ms(const struct watch *watch);

#endif
