/* Durations as people type them: 30s, 10m, 2h, 3d, 1w. It knows no clock. */
#ifndef BULLETIN_CLIENT_DURATION_H
#define BULLETIN_CLIENT_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/* A whole number and one of ms, s, m, h, d, w; without one it is seconds. At most ten thousand days. */
bool duration_read(const char *text, int64_t *duration_ms);

#endif
