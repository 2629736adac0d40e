/* Reads and replaces the cursor file. It does not know when a cursor may move. */
#include "client/lib/home/cursor.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/secure/identity.h"
#include "protocol/wire/text.h"

enum {
    CURSOR_LINE_BYTES = LIMIT_CHANNEL_BYTES + 1 + 20 + 1 + 2 * LIMIT_HASH_BYTES + 1 + 20 + 1 + 20 + 1,
    CURSOR_BYTES = (LIMIT_FOLLOWED + 1) * CURSOR_LINE_BYTES,
};

const struct cursor_place *cursor_find(const struct cursor *cursor, struct bytes channel)
{
    for (size_t i = 0; i < cursor->count; i++) {
        if (bytes_equal_text(channel, cursor->places[i].channel))
            return &cursor->places[i];
    }
    return NULL;
}

bool cursor_set(struct cursor *cursor, struct bytes channel, uint64_t number, const uint8_t *hash)
{
    size_t at = 0;
    while (at < cursor->count && !bytes_equal_text(channel, cursor->places[at].channel))
        at++;
    if (at == LIMIT_FOLLOWED || channel.size > LIMIT_CHANNEL_BYTES)
        return false;
    struct cursor_place *place = &cursor->places[at];
    if (at == cursor->count) {
        memcpy(place->channel, channel.at, channel.size);
        place->channel[channel.size] = '\0';
        place->begin = place->shown = number;
        cursor->count++;
    }
    place->number = number;
    if (place->shown > number)
        place->shown = number;
    memcpy(place->hash, hash, LIMIT_HASH_BYTES);
    return true;
}

void cursor_show(struct cursor *cursor, struct bytes channel, uint64_t number)
{
    struct cursor_place *place = (struct cursor_place *)cursor_find(cursor, channel);
    assert(place != NULL && number <= place->number);
    place->shown = number;
}

static bool parse_line(const char *line, struct cursor *cursor)
{
    char channel[LIMIT_CHANNEL_BYTES + 1], hex[2 * LIMIT_HASH_BYTES + 1];
    uint64_t number, begin, shown;
    int end = 0;
    uint8_t hash[LIMIT_HASH_BYTES];
    size_t size = sizeof hash;
    _Static_assert(LIMIT_CHANNEL_BYTES == 48 && LIMIT_HASH_BYTES == 32, "the widths in the format below");
    if (sscanf(line, "%48s %" SCNu64 " %64s %" SCNu64 " %" SCNu64 "%n", channel, &number, hex, &begin, &shown,
               &end) != 5 ||
        line[end] != '\0' || begin > shown || shown > number)
        return false;
    if (!text_to_hex(bytes_of_text(hex), hash, &size) || size != sizeof hash ||
        cursor_find(cursor, bytes_of_text(channel)) != NULL ||
        !cursor_set(cursor, bytes_of_text(channel), number, hash))
        return false;
    cursor->places[cursor->count - 1].begin = begin;
    cursor->places[cursor->count - 1].shown = shown;
    return true;
}

static const char sum_word[] = "sum ";

/* The line that ends the file. */
static void write_sum(struct bytes lines, char line[CURSOR_LINE_BYTES + 1])
{
    uint8_t hash[LIMIT_HASH_BYTES];
    char hex[2 * LIMIT_HASH_BYTES + 1];
    hash_bytes(lines, hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(line, CURSOR_LINE_BYTES + 1, "%s%s\n", sum_word, hex);
}

static bool parse(char *content, size_t size, struct cursor *cursor)
{
    char sum[CURSOR_LINE_BYTES + 1];
    size_t sum_size = strlen(sum_word) + 2 * LIMIT_HASH_BYTES + 1;
    if (size < sum_size || strlen(content) != size)
        return false;
    size_t lines_size = size - sum_size;
    write_sum(bytes_of(content, lines_size), sum);
    if (strcmp(content + lines_size, sum) != 0)
        return false;
    content[lines_size] = '\0';
    for (char *rest = content; *rest != '\0';) {
        char *line = strsep(&rest, "\n");
        if (rest == NULL || !parse_line(line, cursor))
            return false;
    }
    return true;
}

enum error cursor_load(const char *path, struct cursor *cursor, bool *there, bool *whole,
                       struct failure *failure)
{
    uint8_t *content = NULL;
    size_t size = 0;
    enum error code = files_read(path, CURSOR_BYTES, &content, &size, failure);
    if (code != OK)
        return code;
    cursor->count = 0;
    *there = content != NULL;
    *whole = content == NULL || parse((char *)content, size, cursor);
    if (!*whole)
        cursor->count = 0;
    free(content);
    return OK;
}

enum error cursor_save(const char *path, const struct cursor *cursor, struct failure *failure)
{
    char *text = malloc(CURSOR_BYTES + 1);
    if (text == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    size_t size = 0;
    for (size_t i = 0; i < cursor->count; i++) {
        const struct cursor_place *place = &cursor->places[i];
        char hex[2 * LIMIT_HASH_BYTES + 1];
        sodium_bin2hex(hex, sizeof hex, place->hash, LIMIT_HASH_BYTES);
        size += (size_t)snprintf(text + size, CURSOR_LINE_BYTES + 1,
                                 "%s %" PRIu64 " %s %" PRIu64 " %" PRIu64 "\n", place->channel, place->number,
                                 hex, place->begin, place->shown);
    }
    char sum[CURSOR_LINE_BYTES + 1];
    write_sum(bytes_of(text, size), sum);
    size += (size_t)snprintf(text + size, CURSOR_LINE_BYTES + 1, "%s", sum);
    enum error code = files_replace(path, bytes_of(text, size), 0600, failure);
    free(text);
    return code;
}
