/* A text that was typed and is not published yet, with all it takes to go on: what was asked for, and the
 * signed act once there is one. It outlives whatever ends the program, and it is removed only when it is
 * done. It does not know what is done with it.
 *
 *   unsent/N/about  for whom and by which words
 *   unsent/N/text   as the editor left it
 *   unsent/N/act    signed and perhaps sent, not judged yet */
#ifndef BULLETIN_CLIENT_UNSENT_H
#define BULLETIN_CLIENT_UNSENT_H

#include "client/lib/home/home.h"

enum { UNSENT_WORDS = 256, UNSENT_NUMBER_MOST = 999 };

struct unsent {
    char folder[PATH_MAX];
    unsigned number;
    int lock; /* on the folder: whoever has it is alone with it */
};

/* What was asked for. Empty strings where something is not known. */
struct unsent_about {
    const char *server; /* its address, with the house key */
    const char *thing;  /* in hex: what the text is for, as its author saw it */
    const char *folder; /* paths in `words` are meant from here */
    size_t word_count;
    const char *words[UNSENT_WORDS]; /* the command line from the command on */
};

/* Makes one with this text, on disk when it is OK, and takes its lock. Errors: in words. */
enum error unsent_make(const struct home *home, const struct unsent_about *about, struct bytes text,
                       struct unsent *unsent, struct failure *failure);

/* Opens one and takes its lock; *busy says instead that another process has it. The strings of `about` lie in
 * `*room`, which the caller frees. An unsent text that is done, and was not removed to the end, is removed,
 * and as if it were not there. *found is false when it is not there. */
enum error unsent_open(const struct home *home, unsigned number, struct unsent *unsent,
                       struct unsent_about *about, uint8_t **room, bool *found, bool *busy,
                       struct failure *failure);
/* Gives the lock back; the text stays. */
void unsent_close(struct unsent *unsent);
/* Done: nothing of it is left. Closes it too. */
void unsent_remove(struct unsent *unsent);

void unsent_text_path(const struct unsent *unsent, char path[PATH_MAX]);
/* What an editor has left there, of at most one byte more than a text may have; on disk afterwards. The
 * caller frees *text. */
enum error unsent_read_text(const struct unsent *unsent, uint8_t **text, size_t *size,
                            struct failure *failure);

/* The args of `act` for a verb, before they are sent for the first time. */
enum error unsent_keep_act(const struct unsent *unsent, const struct verb *verb, struct bytes signed_act,
                           struct failure *failure);
/* Borrows from `*room`, which the caller frees. *found is false when there is none. *as_typed: the text is
 * still the one that was signed. */
enum error unsent_read_act(const struct unsent *unsent, const struct verb **verb, struct bytes *signed_act,
                           bool *as_typed, uint8_t **room, bool *found, struct failure *failure);
bool unsent_has_act(const struct unsent *unsent);
/* It has been judged: nobody took it. */
void unsent_drop_act(const struct unsent *unsent);

#endif
