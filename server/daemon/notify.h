/* One datagram to the service manager (sd_notify(3)): READY=1, STOPPING=1. Nothing where there is none. */
#ifndef BULLETIN_SERVER_NOTIFY_H
#define BULLETIN_SERVER_NOTIFY_H

void notify_manager(const char *state);

#endif
