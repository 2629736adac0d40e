/* What a command takes, said to somebody who typed it wrongly: a wrong option names the near one, a missing
 * argument shows the line. It knows argp's tables and no command. */
#ifndef BULLETIN_CLIENT_USAGE_H
#define BULLETIN_CLIENT_USAGE_H

#include <argp.h>

/* Looks at the words before argp does, which has no suggestions. An option that neither `own` nor its
 * children have ends the program with EXIT_USAGE. With the flag ARGP_IN_ORDER only those before the first
 * other word are looked at. What these words are called, and their line, is kept for usage_print. */
void usage_begin(const struct argp *own, int argc, char **argv, unsigned flags);

/* Says what is wrong with what was typed, shows the line, and ends with EXIT_USAGE. */
_Noreturn void usage_end(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `Usage: bulletin publish [OPTION...] CHANNEL HEADLINE`, on standard error; nothing before usage_begin. */
void usage_print(void);

#endif
