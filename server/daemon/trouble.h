/* Why the program ends, and what goes to the log while it runs. Each cause is said once, and again at most
 * once a minute with how often it came meanwhile. Never what people said: only places in the sources and
 * words of the tables. */
#ifndef BULLETIN_SERVER_TROUBLE_H
#define BULLETIN_SERVER_TROUBLE_H

#include "protocol/wire/codec.h"

/* Why a command ends, in one line, with what lay behind it. Gives the exit status. */
int trouble_report(const struct refusal *why);

/* Any thread. `where` and `verb` are static texts; `where` may be NULL. */
void trouble_say(enum error error, const char *where, const char *verb);

#endif
