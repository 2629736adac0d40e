/* What every command begins with: the options common to all, the home folder, and a conversation with the
 * right server under the right keys. Sentences for a person go to standard error from here. */
#ifndef BULLETIN_CLIENT_CLIENT_SESSION_H
#define BULLETIN_CLIENT_CLIENT_SESSION_H

#include <argp.h>

#include "client/lib/connect/client.h"
#include "client/lib/home/home.h"

struct options {
    const char *home;
    const char *server;
    bool json;
    bool quiet;
    int64_t timeout_ms;
};

/* The parser of the common options, to be a child of every command's; its input is a struct options. */
extern const struct argp options_argp;

/* Parses a command's arguments; argp says what is wrong and ends with EXIT_USAGE. `own` has options_argp
 * among its children and hands the input on. */
void options_parse(const struct argp *own, int argc, char **argv, void *input);

struct session {
    const struct options *options;
    struct home home;
    struct identity *identity; /* NULL: a guest */
    struct client *client;
};

/* Finds home, address and keys; dials nobody yet. `address` NULL: --server, BULLETIN_SERVER or the server
 * joined. `enrols`: the keys are made if there are none. End with session_close, also after an error. */
enum error session_prepare(struct session *session, const struct options *options, const char *address,
                           bool enrols, struct failure *failure);

/* Dials, and takes the server's zone for what is shown and typed; on a terminal asks about a house key that
 * is not known yet. */
enum error session_connect(struct session *session, struct failure *failure);

/* Both. */
enum error session_open(struct session *session, const struct options *options, struct failure *failure);
/* Who I am there, and where it stands; borrowed until the next question. */
enum error session_ask_status(struct client *client, struct record_status *status, struct failure *failure);
/* Names the zone, if a time was shown in one that is not the reader's. */
void session_close(struct session *session);

/* For what is shown without the server: its zone as it was last known. */
void session_use_kept_zone(const struct home *home);
/* The note of session_close, for who will show times as they come. It is said once. */
void session_say_zone(const struct options *options);

/* `bulletin: SENTENCE` on standard error. Notes are left out with --quiet. */
void say_note(const struct options *options, const char *format, ...) __attribute__((format(printf, 2, 3)));
void say_text(const char *sentence);
/* Says a failure; returns the exit code. */
int say_failure(const struct failure *failure);

#endif
