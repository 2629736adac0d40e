/* When the schedule does something with a round. It does not know what. */
#ifndef BULLETIN_DOMAIN_ROUND_DEADLINES_H
#define BULLETIN_DOMAIN_ROUND_DEADLINES_H

#include <stdbool.h>
#include <stdint.h>

/* When departments that have not applied are reminded of what ends then: at nine in the morning, seven days
 * and one day before its last day; the first of these that is after `after_ms`. False when none is left. */
bool round_remind_after(int64_t until_ms, int64_t after_ms, int64_t *remind_ms);

#endif
