/* The data folder itself, for those whose files must be in it after a loss of power. It does not know which
 * files these are. */
#ifndef BULLETIN_SERVER_FOLDER_H
#define BULLETIN_SERVER_FOLDER_H

#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

/* Names that were given and taken away in it are on disk. False, with errno, when that failed. */
static inline bool folder_sync(const char *folder)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = opened >= 0 && fsync(opened) == 0;
    if (opened >= 0)
        close(opened);
    return synced;
}

#endif
