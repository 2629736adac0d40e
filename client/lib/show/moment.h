/* Moments ahead as people type them, brought into the form of a MOMENT field. It judges no day: whether it is
 * a real one is the field's matter, and in which zone it counts the server's. */
#ifndef BULLETIN_CLIENT_MOMENT_H
#define BULLETIN_CLIENT_MOMENT_H

#include "protocol/wire/buffer.h"

/* 2026-12-01, 2026-12-01T17:00 and whole times stay as they are. A blank may stand for the T; a whole time
 * may come without its seconds, and a time without a zone with seconds that are zero. 3d, 2h, 30m are so much
 * from now, written in the zone. Anything else is appended as it was typed. */
void moment_from_typed(struct bytes typed, int64_t now_ms, int zone_minutes, struct buffer *out);

#endif
