/* Days in the programme's time zone: moments as people write them become times, and whole days are counted
 * over changes of daylight time. The zone is the process's (TZ, set once by main before any thread); no clock
 * is read. */
#ifndef BULLETIN_WIRE_CALENDAR_H
#define BULLETIN_WIRE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/wire/buffer.h"

/* What a day without an hour means: its first moment, or the first moment after it. */
enum day_edge { DAY_BEGINS, DAY_ENDS };

/* A MOMENT that the codec has passed, as a time. An hour that daylight time leaves out does not exist: false.
 * One that comes twice is the first of the two. */
bool calendar_moment(struct bytes moment, enum day_edge edge, int64_t *time_ms);

/* `hour` o'clock of the day that lies `days` after (or before) the day of `time_ms`. An hour that is left out
 * that day is the first moment after it. */
int64_t calendar_hour(int64_t time_ms, int days, int hour);

/* The month that lies `months` after (or before) the month of `time_ms`: YYYY-MM and a zero byte; and the
 * first moment of a month that is written so. A year beyond 9999 is none: false. */
enum { CALENDAR_MONTH_BYTES = 8 };
bool calendar_month(int64_t time_ms, int months, char month[CALENDAR_MONTH_BYTES]);
bool calendar_month_begins(struct bytes month, int64_t *time_ms);
/* Whether a moment lies in that month by the calendar of any zone: from 12 hours behind UTC to 14 ahead. */
bool calendar_month_may_be(struct bytes month, int64_t time_ms);

#endif
