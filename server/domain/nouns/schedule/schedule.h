/* What is to happen when. It does not know what happens then. */
#ifndef BULLETIN_DOMAIN_SCHEDULE_H
#define BULLETIN_DOMAIN_SCHEDULE_H

#include "protocol/tables.h"
#include "server/store/store.h"

/* The earliest entry of the schedule: false when there is none. `id` is borrowed from `room`. */
bool domain_schedule_next(struct txn *txn, char room[LIMIT_ID_BYTES], struct args_schedule_run *entry);

#endif
