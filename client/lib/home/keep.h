/* What a named watcher keeps: its cursor, every fact it received, and their long texts and files. A fact is
 * on disk before the cursor moves past it. It does not judge facts; check.h has done so.
 *
 *   watch/NAME/lock             held by the one process that watches under this name
 *   watch/NAME/cursor           see cursor.h
 *   watch/NAME/facts/CHANNEL    see records.h
 *   watch/NAME/texts/HASH       long texts and files */
#ifndef BULLETIN_CLIENT_KEEP_H
#define BULLETIN_CLIENT_KEEP_H

#include "client/lib/home/cursor.h"
#include "client/lib/home/home.h"
#include "protocol/proof/erasure.h"

struct keep;

/* Opens or makes the folder and takes its lock. A torn record at the end of a file of facts is cut off.
 * Errors: BAD_NAME; in words: another process has the lock, or a file is damaged before the cursor. */
enum error keep_open(const struct home *home, const char *name, struct keep **keep, struct failure *failure);

/* Only to read what is kept; nothing is made, cut or locked. Errors: in words when there is no such watcher.
 */
enum error keep_open_to_read(const struct home *home, const char *name, struct keep **keep,
                             struct failure *failure);
void keep_close(struct keep *keep);

const char *keep_folder(const struct keep *keep);
const struct cursor *keep_cursor(const struct keep *keep);

/* Appends a fact; one that is kept already (the process was killed before it moved its cursor) is passed
 * over. It is on disk after keep_settle. */
enum error keep_fact(struct keep *keep, struct bytes channel, uint64_t number, struct bytes push_fact,
                     struct failure *failure);

/* Moves the cursor in memory; keep_settle writes it. */
enum error keep_move(struct keep *keep, struct bytes channel, uint64_t number, const uint8_t *hash,
                     struct failure *failure);

/* Facts to disk, first; then the cursor, if it moved. */
enum error keep_sync(struct keep *keep, struct failure *failure);
enum error keep_settle(struct keep *keep, struct failure *failure);

/* A long text or a file, by its hash. */
bool keep_has_text(const struct keep *keep, struct bytes hash);
enum error keep_text(struct keep *keep, struct bytes hash, struct bytes text, struct failure *failure);
/* *text is NULL when it is not kept; the caller frees it. */
enum error keep_read_text(const struct keep *keep, struct bytes hash, uint8_t **text, size_t *size,
                          struct failure *failure);

void keep_text_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX]);
/* Where a file grows until it is whole. */
void keep_part_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX]);

/* Drops the acts of the facts that are erased from the channel's file, and the texts and files that no other
 * kept act names. Once it is done nothing of them is left in the folder; it may be done twice. */
enum error keep_erase(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                      struct failure *failure);
/* The second half of it, done first: what the acts in these records (records.h) name is removed, unless an
 * act that stays names it. */
enum error keep_drop_texts(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                           struct bytes records, struct failure *failure);

/* Gives every fact kept of a channel, oldest first, as an encoded push_fact; `take` returns false to stop. */
enum error keep_walk(const struct keep *keep, struct bytes channel,
                     bool (*take)(void *context, struct bytes push_fact), void *context,
                     struct failure *failure);

#endif
