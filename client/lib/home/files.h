/* Files that survive a crash: written beside, synced, renamed, and the folder synced too. It knows nothing of
 * what the files are for. */
#ifndef BULLETIN_CLIENT_FILES_H
#define BULLETIN_CLIENT_FILES_H

#include <limits.h>
#include <sys/types.h>

#include "client/lib/failure.h"

/* Joins with '/'. False when the path would be too long. */
bool files_join(char path[PATH_MAX], const char *folder, const char *name);

/* Makes the folder (mode 0700) and those above it; content with one that is there. */
enum error files_make_folder(const char *path, struct failure *failure);

/* Replaces the file as a whole: after a crash the old bytes or the new ones stand there, never a mixture. */
enum error files_replace(const char *path, struct bytes content, mode_t mode, struct failure *failure);

/* The same, but a file that is there stays as it is and *existed says so. */
enum error files_write_new(const char *path, struct bytes content, mode_t mode, bool *existed,
                           struct failure *failure);

/* Reads a whole file of at most `limit_bytes` into `*content`, which the caller frees, with a zero byte after
 * its end. A missing file is OK with *content = NULL. */
enum error files_read(const char *path, size_t limit_bytes, uint8_t **content, size_t *size,
                      struct failure *failure);

/* Writes all of it there; false with errno when that cannot be. */
bool files_write_at(int file, uint64_t offset, struct bytes content);

enum error files_sync_folder(const char *path, struct failure *failure);
/* The folder that a file of this path lies in. */
enum error files_sync_folder_of(const char *path, struct failure *failure);

/* Removes from a folder what a process that was killed left of files it was replacing. Only for whoever is
 * alone in it. */
enum error files_sweep(const char *folder, struct failure *failure);
/* Whether a file of this name is such a rest. */
bool files_is_rest(const char *name);
/* Such a name for what will replace this file. False when it is too long. */
bool files_rest_path(const char *path, char temporary[PATH_MAX]);

/* The name of a channel as a file name: the slash of "dept/labour" becomes a plus. */
void files_channel_name(struct bytes channel, char name[LIMIT_CHANNEL_BYTES + 1]);
/* And back. False when no channel has that name. */
bool files_channel(const char *name, char channel[LIMIT_CHANNEL_BYTES + 1]);

#endif
