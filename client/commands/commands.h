/* The commands with code of their own. Each parses its arguments (argv[0] is its name for --help) and returns
 * an exit code. Every other verb of the table is a command by itself (verb.c). */
#ifndef BULLETIN_CLIENT_COMMANDS_H
#define BULLETIN_CLIENT_COMMANDS_H

#include "client/shell/client_session.h"

typedef int command_function(struct options *options, int argc, char **argv);

command_function command_activity_show, command_calendar, command_call, command_console, command_erase,
    command_fetch, command_forum_show, command_headlines, command_search, command_theme_amend,
    command_theme_current, command_theme_list, command_theme_say, command_theme_show, command_import,
    command_invite, command_key_invite, command_leave, command_lot, command_join, command_publish,
    command_read, command_receipts, command_revise, command_schedule_edit, command_schedule_show,
    command_sign, command_status, command_verify, command_watch;

/* What waits for somebody who has joined, and whether there is such a person here. */
int command_glance(struct options *options);
bool glance_is_possible(const struct options *options);

/* A verb with its fields and nothing else. */
int command_verb(struct options *options, const struct verb *verb, int argc, char **argv);

#endif
