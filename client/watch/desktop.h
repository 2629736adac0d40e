/* Notifications on the desktop, over the session's D-Bus (org.freedesktop.Notifications). It knows what a
 * notification is; it does not know what a fact is or when one should be shown. */
#ifndef BULLETIN_CLIENT_DESKTOP_H
#define BULLETIN_CLIENT_DESKTOP_H

#include "client/lib/failure.h"
#include "protocol/tables.h"

struct desktop;

/* Connects to the session's bus. Errors: UNREACHABLE in words that say what to do. */
enum error desktop_open(struct desktop **desktop, struct failure *failure);
void desktop_close(struct desktop *desktop);

/* Shows a notification; one shown before under the same `id` is replaced. Title and body are plain text: what
 * would be markup is escaped. A lost bus is dialled again once. Errors: UNREACHABLE. */
enum error desktop_show(struct desktop *desktop, const char *id, const char *title, const char *body,
                        enum priority priority, struct failure *failure);

#endif
