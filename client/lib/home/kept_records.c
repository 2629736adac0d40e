/* Reads, writes and rewrites files of facts. It judges no fact. */
#include "client/lib/home/kept_records.h"

#include <errno.h>
#include <fcntl.h>
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

enum error records_map_file(const char *path, struct bytes *content, struct failure *failure)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return records_failed(failure, "open", path);
    enum error error = records_map(file, path, content, failure);
    close(file);
    return error;
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

/* No byte c1 begins a value of MessagePack, so that little else looks like a mark; the sum decides. */
static const uint8_t fact_mark[RECORD_MARK_BYTES] = {0xc1, 'f', 'c', 't'};
static const uint8_t beginning_mark[RECORD_MARK_BYTES] = {0xc1, 'b', 'g', 'n'};

enum { BEGINNING_LEAST_BYTES = 8 + LIMIT_HASH_BYTES };

static uint64_t get_number(const uint8_t *at, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | at[i];
    return number;
}

static void put_number(uint8_t *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)(number >> (8 * (bytes - 1 - i)));
}

/* The record at the front, if there is a whole one. */
static bool take_here(struct bytes *rest, struct record_taken *taken)
{
    uint8_t sum[LIMIT_HASH_BYTES];
    if (rest->size < RECORD_AROUND_BYTES)
        return false;
    bool fact = memcmp(rest->at, fact_mark, RECORD_MARK_BYTES) == 0;
    if (!fact && memcmp(rest->at, beginning_mark, RECORD_MARK_BYTES) != 0)
        return false;
    size_t size = (size_t)get_number(rest->at + RECORD_MARK_BYTES, 4);
    if (size > RECORD_FACT_BYTES || size > rest->size - RECORD_AROUND_BYTES)
        return false;
    size_t summed = RECORD_MARK_BYTES + 4 + size;
    hash_bytes(bytes_of(rest->at, summed), sum);
    if (memcmp(rest->at + summed, sum, RECORD_SUM_BYTES) != 0)
        return false;
    struct bytes body = bytes_of(rest->at + RECORD_MARK_BYTES + 4, size);
    *taken = (struct record_taken){.is_fact = fact, .push_fact = body};
    if (!fact && size < BEGINNING_LEAST_BYTES)
        return false;
    if (!fact)
        taken->beginning = (struct records_beginning){.channel = bytes_skip(body, BEGINNING_LEAST_BYTES),
                                                      .number = get_number(body.at, 8),
                                                      .hash = body.at + 8};
    *rest = bytes_skip(*rest, summed + RECORD_SUM_BYTES);
    return true;
}

bool records_take(struct bytes *rest, struct record_taken *taken)
{
    struct bytes at = *rest;
    while (!take_here(&at, taken)) {
        const uint8_t *next = at.size > 1 ? memchr(at.at + 1, fact_mark[0], at.size - 1) : NULL;
        if (next == NULL)
            return false;
        at = bytes_skip(at, (size_t)(next - at.at));
    }
    *rest = at;
    return true;
}

static size_t write_record(uint8_t *to, const uint8_t mark[RECORD_MARK_BYTES], struct bytes front,
                           struct bytes back)
{
    uint8_t sum[LIMIT_HASH_BYTES];
    size_t size = front.size + back.size, summed = RECORD_MARK_BYTES + 4 + size;
    memcpy(to, mark, RECORD_MARK_BYTES);
    put_number(to + RECORD_MARK_BYTES, size, 4);
    memcpy(to + RECORD_MARK_BYTES + 4, front.at, front.size);
    if (back.size > 0)
        memcpy(to + RECORD_MARK_BYTES + 4 + front.size, back.at, back.size);
    hash_bytes(bytes_of(to, summed), sum);
    memcpy(to + summed, sum, RECORD_SUM_BYTES);
    return summed + RECORD_SUM_BYTES;
}

size_t records_write(uint8_t *to, struct bytes push_fact)
{
    return write_record(to, fact_mark, push_fact, (struct bytes){0});
}

size_t records_write_beginning(uint8_t *to, const struct records_beginning *beginning)
{
    uint8_t front[BEGINNING_LEAST_BYTES];
    put_number(front, beginning->number, 8);
    memcpy(front + 8, beginning->hash, LIMIT_HASH_BYTES);
    return write_record(to, beginning_mark, bytes_of(front, sizeof front), beginning->channel);
}

struct bytes records_owner(struct bytes content, struct bytes id)
{
    struct bytes channel;
    struct record_taken record;
    struct push_fact push;
    struct head head;
    uint64_t number;
    if (!id_split(id, &channel, &number))
        return (struct bytes){0};
    while (records_take(&content, &record)) {
        if (record.is_fact && records_read(record.push_fact, &push, &head) && head.number == number &&
            bytes_equal(head.channel, channel))
            return head.actor;
    }
    return (struct bytes){0};
}

void records_split(struct bytes content, const struct erasure *erasing, uint8_t *kept, size_t *kept_size,
                   uint8_t *gone, size_t *gone_size)
{
    struct record_taken record;
    struct push_fact push;
    struct head head;
    *kept_size = *gone_size = 0;
    while (records_take(&content, &record)) {
        if (!record.is_fact) {
            *kept_size += records_write_beginning(kept + *kept_size, &record.beginning);
            continue;
        }
        if (!records_read(record.push_fact, &push, &head))
            continue;
        if (!push.has.act || !erasure_takes(erasing, &head)) {
            *kept_size += records_write(kept + *kept_size, record.push_fact);
            continue;
        }
        /* Shorter than it was, so it fits. */
        uint8_t room[RECORD_FACT_BYTES];
        struct buffer hole = buffer_over(room, sizeof room);
        *gone_size += records_write(gone + *gone_size, record.push_fact);
        push.has.act = push.has.sig = false;
        codec_encode(&shape_push_fact, &push, &hole);
        *kept_size += records_write(kept + *kept_size, buffer_bytes(&hole));
    }
}
