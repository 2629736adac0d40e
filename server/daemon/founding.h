/* Whether the house of a folder has been founded. Its key has its name only when its ledger is on disk, and a
 * mark beside it is on disk before anything can be acknowledged. So a first start that was cut off, which
 * promised nothing, is told from a history that is gone, which nobody may quietly replace. It must not know
 * what a store holds. */
#ifndef BULLETIN_SERVER_FOUNDING_H
#define BULLETIN_SERVER_FOUNDING_H

#include "protocol/wire/codec.h"

/* Before the store is opened, which would make a new one. `anew`: the operator gives up the old house.
 * Errors: STORE_GONE (there was a house and its store is gone, or with `anew` there is a store still). */
enum error founding_look(const char *folder, bool anew, struct refusal *why);

/* The store could not be opened for damage. Whether that is a first start that was cut off; then what it left
 * is set aside, and opening may be tried once more. Says so on stderr. */
bool founding_was_cut_off(const char *folder);

/* The store is open, locked, and holds no fact. Errors: STORE_GONE, STORE_UNWRITABLE. With `anew` the key of
 * the house that is given up is set aside. */
enum error founding_begin(const char *folder, bool anew, struct refusal *why);

/* The first commit is through: the mark is put on disk, unless it is there. Errors:
 * STORE_UNWRITABLE, STORE_FULL. */
enum error founding_mark(const char *folder, struct refusal *why);

#endif
