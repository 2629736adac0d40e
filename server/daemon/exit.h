/* Exit codes of bulletind, and which error leads to which. */
#ifndef BULLETIN_SERVER_EXIT_H
#define BULLETIN_SERVER_EXIT_H

#include "protocol/errors.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1, /* a port in use, no memory */
    EXIT_USAGE = 2,
    EXIT_STORE = 3,  /* the data folder: in use, newer, not writable, missing, full */
    EXIT_BROKEN = 4, /* the ledger or the disk is broken */
};

static inline int exit_status(enum error error)
{
    switch (error) {
    case OK:
        return EXIT_DONE;
    case ERR_STORE_LOCKED:
    case ERR_STORE_NEWER:
    case ERR_STORE_UNWRITABLE:
    case ERR_STORE_MISSING:
    case ERR_STORE_GONE:
    case ERR_STORE_FULL:
    case ERR_SEED_BROKEN:
        return EXIT_STORE;
    case ERR_LEDGER_BROKEN:
    case ERR_STORE_DAMAGED:
    case ERR_STORE_FAILED:
        return EXIT_BROKEN;
    default:
        return EXIT_FAILED;
    }
}

#endif
