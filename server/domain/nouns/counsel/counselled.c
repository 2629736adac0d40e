/* What can be counselled: applications and guidances, by their rows. Another noun of this kind is a row of
 * the table below. It does not know what was said. */
#include "server/domain/nouns/counsel/counsel.h"

#include <assert.h>

#include "server/domain/base/rights.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/guide/guide.h"

static void copy_name(char to[LIMIT_NAME_BYTES + 1], struct bytes name)
{
    assert(name.size <= LIMIT_NAME_BYTES);
    memcpy(to, name.at, name.size);
    to[name.size] = '\0';
}

/* Of an application that is over nothing more is said. */
static bool find_brand(struct txn *txn, struct bytes channel, uint64_t number, struct counselled *found)
{
    struct view_brand row;
    if (!view_brand(txn, channel, number, &row))
        return false;
    copy_name(found->department, row.department);
    found->over = brand_is_over(&row);
    return true;
}

static bool find_guide(struct txn *txn, struct bytes channel, uint64_t number, struct counselled *found)
{
    struct view_guide row;
    if (!view_guide(txn, channel, number, &row))
        return false;
    copy_name(found->department, row.department);
    copy_name(found->example, row.example);
    found->over = row.has.ended;
    return true;
}

bool counselled_find(struct txn *txn, struct bytes channel, uint64_t number, struct counselled *found)
{
    static bool (*const finds[])(struct txn * txn, struct bytes channel, uint64_t number,
                                 struct counselled * found) = {find_brand, find_guide};
    *found = (struct counselled){.over = false};
    for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++) {
        if (finds[i](txn, channel, number, found))
            return true;
    }
    return false;
}

bool counselled_in(struct txn *txn, struct bytes channel, uint64_t *number)
{
    static const uint64_t numbers[] = {BRAND_NUMBER, GUIDE_NUMBER};
    struct counselled found;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *number = numbers[i];
        if (counselled_find(txn, channel, *number, &found))
            return true;
    }
    return false;
}

enum side counselled_side(const struct counselled *found, const struct actor *actor)
{
    return strcmp(actor->department, found->department) == 0 ? SIDE_DEPARTMENT : SIDE_COUNSEL;
}

struct bytes counselled_word(const struct counselled *found, enum side side, char room[LIMIT_CHANNEL_BYTES])
{
    const char *department = side == SIDE_DEPARTMENT ? found->department : found->example;
    if (department[0] == '\0')
        return bytes_of_text(role_words[ROLE_COMMITTEE]);
    return channel_word_of(bytes_of_text(department), room);
}
