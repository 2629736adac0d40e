/* What has come and was not shown, or taken by the hook. It does not know how it came. */
#ifndef BULLETIN_CLIENT_OWED_H
#define BULLETIN_CLIENT_OWED_H

#include "client/watch/watch_state.h"

struct owed *owed_new(void);
void owed_free(struct owed *owed);
/* For the hook. False when there is no memory. With --name it is kept, and the cursor of what is shown has
 * not moved past it. */
bool owed_add(struct watch *watch, const struct fact_seen *fact);
/* Before anything is followed: what an earlier watch kept and did not show is shown; a hook will get it. */
struct verdict owed_begin(struct watch *watch);
/* Looks after the hook: takes its end, starts it with the next. Does not wait. */
struct verdict owed_step(struct watch *watch);
/* Whether the hook runs, and whether anything is owed to it. */
bool owed_runs(const struct watch *watch);
bool owed_any(const struct watch *watch);
/* When owed_step is to be called: at the latest then, or when this can be read (-1: nothing). */
int64_t owed_deadline_ms(const struct watch *watch);
int owed_descriptor(const struct watch *watch);
/* Lets a hook that runs come to its end. */
struct verdict owed_finish(struct watch *watch);

#endif
