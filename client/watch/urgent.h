/* Bulletins of priority urgent, until they are opened, ended or replaced. It opens none. */
#ifndef BULLETIN_CLIENT_URGENT_H
#define BULLETIN_CLIENT_URGENT_H

#include "client/watch/watch_state.h"

struct urgents *urgents_new(void);
void urgents_free(struct urgents *urgents);
/* False when there is no memory. */
bool urgents_fold(struct watch *watch, const struct fact_seen *fact);
/* Shows again what has been due for it. */
void urgents_remind(struct watch *watch);
int64_t urgents_deadline_ms(const struct watch *watch);

#endif
