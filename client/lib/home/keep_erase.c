/* Taking erased acts out of a file of facts, with the texts and files that only they name. It does not judge
 * the erasure. */
#include "client/lib/home/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/home/kept_records.h"

/* Texts first: while the acts are there, whoever was killed in between finds them again. */
static enum error drop_acts(struct keep *keep, struct bytes channel, struct bytes content,
                            const struct erasure *erasing, struct failure *failure)
{
    char path[PATH_MAX];
    enum error code = OK;
    uint8_t *stays = malloc(content.size + 1), *goes = malloc(content.size + 1);
    size_t stays_size = 0, goes_size = 0;
    keep_facts_path(keep, channel, path);
    if (stays == NULL || goes == NULL)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    else
        records_split(content, erasing, stays, &stays_size, goes, &goes_size);
    /* Damaged bytes may hold what is to go, so they go, too. */
    if (code == OK && (goes_size > 0 || stays_size < content.size)) {
        code = keep_drop_texts(keep, channel, erasing, bytes_of(goes, goes_size), failure);
        if (code == OK)
            code = files_replace(path, bytes_of(stays, stays_size), 0600, failure);
        if (code == OK)
            code = keep_open_again(keep, channel, failure);
    }
    free(stays);
    free(goes);
    return code;
}

enum error keep_erase(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                      struct failure *failure)
{
    char path[PATH_MAX];
    struct bytes content;
    keep_facts_path(keep, channel, path);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return OK;
    enum error code = records_map_file(path, &content, failure);
    if (code != OK)
        return code;
    struct erasure owned = *erasing;
    owned.owner = records_owner(content, erasing->id);
    code = drop_acts(keep, channel, content, &owned, failure);
    records_unmap(content);
    return code;
}
