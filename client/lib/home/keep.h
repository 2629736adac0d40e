/* What a named watcher keeps: its cursor, every fact it received, and their long texts and files. A fact is
 * on disk before the cursor moves past it. It does not judge facts; follow_check.h has done so. But it
 * believes no disk: what is read is held against its sums, its chain and its hash, and what does not fit is
 * not there (survey.h).
 *
 *   watch/NAME/lock             held by the one process that watches under this name
 *   watch/NAME/cursor           see cursor.h
 *   watch/NAME/facts/CHANNEL    see kept_records.h
 *   watch/NAME/texts/HASH       long texts and files
 *   watch/NAME/aside/           what its hook has not taken (aside.h) */
#ifndef BULLETIN_CLIENT_KEEP_H
#define BULLETIN_CLIENT_KEEP_H

#include "client/lib/home/cursor.h"
#include "client/lib/home/home.h"
#include "client/lib/home/survey.h"
#include "protocol/proof/erasure.h"

struct keep;

/* Opens or makes the folder and takes its lock. What a crash left behind the cursor is cut off; before it
 * nothing is. A cursor that is damaged or gone is made again from the files of facts, one fact before the end
 * of each: that one comes again. Errors: BAD_NAME; in words when another process has the lock. */
enum error keep_open(const struct home *home, const char *name, struct keep **keep, struct failure *failure);

/* Only to read what is kept; nothing is made, cut or locked. Errors: in words when there is no
 * such watcher. */
enum error keep_open_to_read(const struct home *home, const char *name, struct keep **keep,
                             struct failure *failure);
void keep_close(struct keep *keep);

const char *keep_folder(const struct keep *keep);
const struct cursor *keep_cursor(const struct keep *keep);
/* Whether it was damaged or gone and has been made again. */
bool keep_cursor_was_lost(const struct keep *keep);

/* Appends a fact; one that is kept already (the process was killed before it moved its cursor) is passed
 * over. It is on disk after keep_settle. */
enum error keep_fact(struct keep *keep, struct bytes channel, uint64_t number, struct bytes push_fact,
                     struct failure *failure);

/* Moves the cursor in memory; keep_settle writes it. A channel that is new is kept from behind
 * this number. */
enum error keep_move(struct keep *keep, struct bytes channel, uint64_t number, const uint8_t *hash,
                     struct failure *failure);

/* The same for what was shown: never past what is kept. */
void keep_show(struct keep *keep, struct bytes channel, uint64_t number);

/* Facts to disk, first; then the cursor, if it moved. */
enum error keep_sync(struct keep *keep, struct failure *failure);
enum error keep_settle(struct keep *keep, struct failure *failure);

/* A long text or a file, by its hash: whether it is there and is what the hash says. Reads all of it. */
bool keep_has_text(const struct keep *keep, struct bytes hash);
enum error keep_text(struct keep *keep, struct bytes hash, struct bytes text, struct failure *failure);
/* *text is NULL when it is not kept or damaged; the caller frees it. */
enum error keep_read_text(const struct keep *keep, struct bytes hash, uint8_t **text, size_t *size,
                          struct failure *failure);

void keep_text_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX]);
/* Where a file grows until it is whole. */
void keep_part_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX]);

/* Drops the acts of the facts that are erased from the channel's file, and the texts and files that no other
 * kept act names. Once it is done nothing of them is left in the folder; it may be done twice. */
enum error keep_erase(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                      struct failure *failure);
/* The second half of it, done first: what the acts in these records (kept_records.h) name is removed, unless
 * an act that stays names it. */
enum error keep_drop_texts(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                           struct bytes records, struct failure *failure);

/* What is wrong with what is kept of a channel. */
struct keep_damage {
    bool cursor;      /* the cursor is damaged or gone: nobody knows whether the newest facts are here */
    uint64_t missing; /* facts up to the cursor that are damaged or gone */
    uint64_t first;   /* the number of the first of them */
};

/* Gives every fact kept of a channel, oldest first, as an encoded push_fact; `take` returns false to stop.
 * `damage` may be NULL. */
enum error keep_walk(const struct keep *keep, struct bytes channel,
                     bool (*take)(void *context, struct bytes push_fact), void *context,
                     struct keep_damage *damage, struct failure *failure);

/* The same with all that is known of each, and of the file. */
enum error keep_survey(const struct keep *keep, struct bytes channel, struct survey *survey,
                       bool (*take)(void *context, const struct surveyed *fact), void *context,
                       struct failure *failure);

/* --- keep_rewrite.c: the file of a channel is made again, fact by fact, and takes the old one's place --- */

struct keep_rewriting;

/* From behind the number where the channel's keeping began; `hash` is of that fact, or NULL when nobody
 * knows. */
enum error keep_rewrite_begin(const struct keep *keep, struct bytes channel, const uint8_t *hash,
                              struct keep_rewriting **rewriting, struct failure *failure);
enum error keep_rewrite_add(struct keep_rewriting *rewriting, struct bytes push_fact,
                            struct failure *failure);
/* Frees it in any case. */
enum error keep_rewrite_end(struct keep *keep, struct keep_rewriting *rewriting, struct failure *failure);
void keep_rewrite_drop(struct keep_rewriting *rewriting);

/* For keep_rewrite.c: where the facts of a channel lie, and to open them again after they were replaced. */
void keep_facts_path(const struct keep *keep, struct bytes channel, char path[PATH_MAX]);
enum error keep_open_again(struct keep *keep, struct bytes channel, struct failure *failure);

#endif
