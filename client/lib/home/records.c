/* Reads, mends and rewrites files of facts. It judges no fact. */
#include "client/lib/home/records.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/wire/scan.h"

static enum error records_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

enum error records_map(int file, const char *path, struct bytes *content, struct failure *failure)
{
    struct stat about;
    *content = (struct bytes){0};
    if (fstat(file, &about) != 0)
        return records_failed(failure, "read", path);
    if (about.st_size == 0)
        return OK;
    void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED)
        return records_failed(failure, "read", path);
    *content = bytes_of(at, (size_t)about.st_size);
    return OK;
}

void records_unmap(struct bytes content)
{
    if (content.at != NULL)
        munmap((void *)content.at, content.size);
}

bool records_read(struct bytes push_fact, struct push_fact *push, struct head *head)
{
    struct refusal why = {0};
    return scan_check(push_fact, &why) == OK &&
           codec_decode_known(&shape_push_fact, push_fact, push, &why) == OK &&
           head_read(push->head, head, &why) == OK && head->number != 0;
}

bool records_take(struct bytes *rest, struct bytes *push_fact)
{
    struct push_fact push;
    struct head head;
    if (rest->size < RECORD_SIZE_BYTES)
        return false;
    size_t size =
        (size_t)rest->at[0] << 24 | (size_t)rest->at[1] << 16 | (size_t)rest->at[2] << 8 | rest->at[3];
    if (size == 0 || size > RECORD_FACT_BYTES || size > rest->size - RECORD_SIZE_BYTES)
        return false;
    struct bytes record = bytes_of(rest->at + RECORD_SIZE_BYTES, size);
    if (!records_read(record, &push, &head))
        return false;
    *push_fact = record;
    *rest = bytes_skip(*rest, RECORD_SIZE_BYTES + size);
    return true;
}

size_t records_write(uint8_t *to, struct bytes push_fact)
{
    for (int i = 0; i < RECORD_SIZE_BYTES; i++)
        to[i] = (uint8_t)(push_fact.size >> (8 * (RECORD_SIZE_BYTES - 1 - i)));
    memcpy(to + RECORD_SIZE_BYTES, push_fact.at, push_fact.size);
    return RECORD_SIZE_BYTES + push_fact.size;
}

enum error records_mend(int file, const char *path, uint64_t cursor, uint64_t *last, struct failure *failure)
{
    struct bytes content, record;
    struct push_fact push;
    struct head head;
    enum error code = records_map(file, path, &content, failure);
    if (code != OK)
        return code;
    struct bytes rest = content;
    uint64_t newest = 0;
    while (records_take(&rest, &record) && records_read(record, &push, &head))
        newest = head.number;
    size_t good_bytes = content.size - rest.size;
    bool torn = good_bytes < content.size;
    records_unmap(content);
    if (newest != 0 && newest < cursor)
        return failure_say(
            failure, ERR_INTERNAL,
            "%s is damaged: its facts end at %llu, but the cursor stands at %llu. Move the folder "
            "of this watcher away and watch anew.",
            path, (unsigned long long)newest, (unsigned long long)cursor);
    if (torn && (ftruncate(file, (off_t)good_bytes) != 0 || fsync(file) != 0))
        return records_failed(failure, "cut", path);
    *last = newest;
    return OK;
}

struct bytes records_owner(struct bytes content, struct bytes id)
{
    struct bytes record, channel;
    struct push_fact push;
    struct head head;
    uint64_t number;
    if (!id_split(id, &channel, &number))
        return (struct bytes){0};
    while (records_take(&content, &record) && records_read(record, &push, &head)) {
        if (head.number == number && bytes_equal(head.channel, channel))
            return head.actor;
    }
    return (struct bytes){0};
}

void records_split(struct bytes content, const struct erasure *erasing, uint8_t *kept, size_t *kept_size,
                   uint8_t *gone, size_t *gone_size)
{
    struct bytes record;
    struct push_fact push;
    struct head head;
    *kept_size = *gone_size = 0;
    while (records_take(&content, &record) && records_read(record, &push, &head)) {
        if (!push.has.act || !erasure_takes(erasing, &head)) {
            *kept_size += records_write(kept + *kept_size, record);
            continue;
        }
        /* Shorter than it was, so it fits. */
        uint8_t room[RECORD_FACT_BYTES];
        struct buffer hole = buffer_over(room, sizeof room);
        *gone_size += records_write(gone + *gone_size, record);
        push.has.act = push.has.sig = false;
        codec_encode(&shape_push_fact, &push, &hole);
        *kept_size += records_write(kept + *kept_size, buffer_bytes(&hole));
    }
}
