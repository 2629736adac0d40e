/* The text that a person types for one command, from the editor's first line until the server has it. It lies
 * in the home folder all the while (lib/home/unsent.h), so nothing that goes wrong loses it. A process has
 * one. It does not know what the command does. */
#ifndef BULLETIN_CLIENT_TYPED_H
#define BULLETIN_CLIENT_TYPED_H

#include "client/shell/client_session.h"
#include "client/shell/option_rows.h"

/* main tells the command line, from the command's own words on, with what stood before it as --home, and at
 * the end how it went: done, the text is removed; else a person is told where it lies and how to go on. Gives
 * the exit code back. */
void typed_begin(const char *command, const char *home, int argc, char **argv);
int typed_end(int exit_code);

/* Goes on with a text that was kept, whose lock `unsent` has: typed_text gives it instead of asking, after
 * the editor if it `edits`. `thing` as unsent_about has it; borrowed for the life of the process. */
struct unsent;
void typed_resume(const struct unsent *unsent, const char *thing, bool edits);
bool typed_resumes(void);

/* For --help of the commands that read such a text; main takes --resume before they are parsed. They have no
 * input. */
extern const struct option_row typed_options[];

/* What it is written for, as it is now: the head of what it changes, the thread that it answers. Told before
 * typed_text. Errors: HEAD_CHANGED in words when it was another one when the text was typed. */
enum error typed_changes(struct bytes thing, struct failure *failure);

/* What $EDITOR makes of `old`, or what is gone on with. From then on the client keeps its acts beside it. The
 * caller frees *text. Errors: INTERNAL in words; EMPTY when nothing was left. */
enum error typed_text(const struct options *options, struct client *client, struct bytes old, uint8_t **text,
                      size_t *size, struct failure *failure);
/* The same for what was typed straight into standard input. */
enum error typed_keep(const struct options *options, struct client *client, struct bytes text,
                      struct failure *failure);

#endif
