/* Files of a thing, into a folder: what the commands that fetch have in common. It does not know of which
 * noun the thing is. */
#ifndef BULLETIN_CLIENT_FETCHED_H
#define BULLETIN_CLIENT_FETCHED_H

#include "client/shell/command.h"

/* The input of such a command. */
struct fetch {
    const struct options *options;
    const char *id, *name; /* name NULL: the only file */
    const char *revision;  /* as typed, or NULL: the newest */
    const char *folder;    /* of --to, or NULL: here */
    const char *output;    /* of -o, or NULL: the file's own name */
    bool all, force;
    bool fixed; /* nobody can say where else */
};

/* Fetches what is asked for of the files that the fields of a row name, by its `id`, and prints where each
 * is. A lost connection is made again; what an earlier try left is gone on with; nothing is put in place
 * before its hash was checked. Errors: INTERNAL in words, BLOB_MISMATCH, BLOB_UNKNOWN, FIELD_MISSING when it
 * is not clear which file is meant (they were listed), and those of the connection. */
enum error fetch_row(const struct fetch *fetch, struct client *client, const struct shape *shape,
                     const void *values, struct failure *failure);

extern const struct option_row fetch_options[];
void fetch_check(struct command *command);
enum error fetch_run(struct command *command);
/* The same where a row can be there without its files for whoever asks: `judge` says so, or is NULL. */
typedef enum error fetch_judge(const void *row, struct failure *failure);
enum error fetch_run_judged(struct command *command, fetch_judge *judge);
/* Says which command fetches the files of what the id names, if that is nothing of the command's own. */
bool fetch_instead(struct command *command);

/* Members of a plan that fetches; its verb shows a thing by `id` and `revision`. */
#define FETCH_COMMAND FETCH_COMMAND_BY(fetch_run)
#define FETCH_COMMAND_BY(run_)                                                                               \
    .own.none = true, .arguments = "ID [NAME]", COMMAND_OPTIONS(fetch_options, struct fetch),                \
    .check = fetch_check, .run = run_, .instead = fetch_instead
#define FETCH_DOC                                                                                            \
    "Without NAME it fetches the only file, or lists them if there are several (and ends with 2).\vWhat "    \
    "has arrived is kept in a hidden file beside it: a lost connection is made again, and the same command " \
    "goes on where an interrupted one stopped. A file is put in place after its hash was checked; if the "   \
    "hash is wrong the file is removed (and it ends with 7). An existing file is not replaced without "      \
    "--force."

#endif
