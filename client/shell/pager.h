/* Long output on a terminal goes through the reader's pager: $PAGER, or less where it is there. */
#ifndef BULLETIN_CLIENT_PAGER_H
#define BULLETIN_CLIENT_PAGER_H

#include "client/shell/client_session.h"

/* Standard output goes to the pager until pager_end, if it is a terminal and a person reads it. */
void pager_begin(const struct options *options);
void pager_end(void);

#endif
