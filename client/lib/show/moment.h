/* Moments as people type them: one grammar for every option that takes a time. It reads no clock: the hour
 * that it is comes from whoever asks, and the zone is the process's. */
#ifndef BULLETIN_CLIENT_MOMENT_H
#define BULLETIN_CLIENT_MOMENT_H

#include "protocol/wire/buffer.h"
#include "protocol/wire/calendar.h"

/* What a message says may be typed. */
extern const char moment_forms[];

/* Which way words without a date look from now: at what is to come, or at what was. */
enum moment_way { MOMENT_AHEAD, MOMENT_BACK };

/* Writes what a MOMENT field takes: a day, a minute of the zone, or a whole time.
 *
 *   2026-12-01  today  tomorrow  yesterday     a day
 *   monday … sunday, mon … sun                 the next such day (MOMENT_BACK: the last); today is one, too
 *   +14d                                       the day that lies 14 days from today
 *   DAY 17:00, DAYT17:00                       a minute of such a day
 *   17:00                                      the next time that it is 17:00 (MOMENT_BACK: the last)
 *   30m  2h  3d  2w                            so much from now (MOMENT_BACK: ago), to the second
 *   now                                        this second
 *   2026-12-01T17:00:05+08:00, …Z              a whole time; seconds may be left out
 *
 * Letters may be large or small. False, and nothing written, for anything else: nothing is guessed. Whether
 * an hour is left out that day is not judged here. */
bool moment_write(struct bytes typed, enum moment_way way, int64_t now_ms, struct buffer *out);

/* The same as a time; of a day its beginning, or the end of it. False also for an hour that is left out that
 * day when the clocks are put forward. */
bool moment_time(struct bytes typed, enum moment_way way, enum day_edge edge, int64_t now_ms,
                 int64_t *time_ms);

/* YYYY-MM, `this`, `next` or `last` as a month of the zone: YYYY-MM. False for anything else. */
bool moment_month(struct bytes typed, int64_t now_ms, char month[CALENDAR_MONTH_BYTES]);

#endif
