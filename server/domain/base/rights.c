/* The rights of a channel: who is meant by the words of an audience. It does not know what stands in a
 * channel. */
#include "server/domain/base/rights.h"

#include <assert.h>

#include "protocol/proof/fits.h"

bool channel_is_the_servers(struct bytes channel)
{
    static const char *const names[] = {CHANNEL_KEYS, CHANNEL_RESIDENTS, CHANNEL_BRANDS,  NAME_DESK,
                                        NAME_BRAND,   NAME_GUIDE,        NAME_DEPARTMENT, CHANNEL_VOTES,
                                        ACTOR_HOUSE,  NAME_RATING,       NAME_RATED,      CHANNEL_RATINGS};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (bytes_equal_text(channel, names[i]))
            return true;
    }
    return channel.size > 0 && memchr(channel.at, '/', channel.size) != NULL;
}

static bool word_means(struct bytes word, const struct actor *actor)
{
    struct bytes name;
    if (bytes_equal_text(word, AUDIENCE_EVERYONE))
        return true;
    if (channel_has_prefix(word, AUDIENCE_DEPARTMENT, &name))
        return bytes_equal_text(name, actor->department);
    if (channel_has_prefix(word, AUDIENCE_ACCOUNT, &name))
        return bytes_equal_text(name, actor->account);
    return bytes_equal_text(word, role_words[actor->role]);
}

bool view_allows(const struct view_channel *row, enum right right, const struct actor *actor)
{
    const struct bytes audiences[] = {
        [RIGHT_READ] = row->read,
        [RIGHT_SPEAK] = row->speak,
        [RIGHT_PUBLISH] = row->publish,
        [RIGHT_MODERATE] = row->moderate,
    };
    struct bytes audience = audiences[right], word;
    size_t at = 0;
    if (right != RIGHT_READ && actor->role == ROLE_GUEST)
        return false;
    while (words_next(audience, &at, &word)) {
        if (word_means(word, actor))
            return true;
    }
    return false;
}

bool channel_allows(struct txn *txn, struct bytes channel, enum right right, const struct actor *actor)
{
    struct view_channel row;
    return view_channel(txn, channel, &row) && view_allows(&row, right, actor);
}

bool channel_is_public(struct txn *txn, struct bytes channel)
{
    struct view_channel row;
    return view_channel(txn, channel, &row) && words_have(row.read, bytes_of_text(AUDIENCE_EVERYONE));
}

bool channel_exists(struct txn *txn, struct bytes channel)
{
    struct view_channel row;
    return view_channel(txn, channel, &row);
}

bool channel_oversees(struct txn *txn, struct bytes channel, const struct actor *actor)
{
    return actor->role == ROLE_COMMITTEE || actor->role == ROLE_OPERATOR ||
           channel_allows(txn, channel, RIGHT_PUBLISH, actor);
}

enum error channel_for(struct txn *txn, const struct actor *actor, struct bytes channel, enum right right,
                       const char *field, struct refusal *why)
{
    static const enum error refusals[] = {
        [RIGHT_READ] = ERR_UNKNOWN_CHANNEL,
        [RIGHT_SPEAK] = ERR_NOT_SPEAKER,
        [RIGHT_PUBLISH] = ERR_NOT_PUBLISHER,
        [RIGHT_MODERATE] = ERR_NOT_MODERATOR,
    };
    struct view_channel row;
    bool found = view_channel(txn, channel, &row);
    if (found && view_allows(&row, right, actor))
        return OK;
    const bool reads = found && view_allows(&row, RIGHT_READ, actor);
    return refuse(why, reads ? refusals[right] : ERR_UNKNOWN_CHANNEL, field, channel, 0);
}

bool channel_reads(struct txn *txn, struct bytes readers, struct bytes channel)
{
    struct view_channel row;
    struct bytes word, name;
    if (!view_channel(txn, channel, &row))
        return false;
    if (words_have(row.read, bytes_of_text(AUDIENCE_EVERYONE)))
        return true;
    for (size_t at = 0; words_next(readers, &at, &word);) {
        struct record_account account;
        struct actor one = {.role = ROLE_GUEST};
        if (words_have(row.read, word))
            continue;
        if (!channel_has_prefix(word, AUDIENCE_ACCOUNT, &name) || !view_account(txn, name, &account))
            return false;
        actor_of_account(&account, &one);
        if (!account.has.revoked && !view_allows(&row, RIGHT_READ, &one))
            return false;
    }
    return true;
}

struct bytes channel_enrolled(struct bytes audience, uint8_t room[LIMIT_AUDIENCE_BYTES])
{
    struct buffer out = buffer_over(room, LIMIT_AUDIENCE_BYTES);
    struct bytes words[LIMIT_AUDIENCE_WORDS], word;
    size_t count = 0;
    if (words_have(audience, bytes_of_text(AUDIENCE_EVERYONE))) {
        for (int role = ROLE_GUEST + 1; role < ROLE_COUNT; role++)
            words[count++] = bytes_of_text(role_words[role]);
    } else {
        for (size_t at = 0; words_next(audience, &at, &word);) {
            if (!bytes_equal_text(word, role_words[ROLE_GUEST]))
                words[count++] = word;
        }
    }
    words_write(&out, words, count);
    assert(!out.overflowed);
    return buffer_bytes(&out);
}

/* --- the channels beside its own --- */

struct bytes channel_prefixed(const char *prefix, struct bytes name, char room[LIMIT_CHANNEL_BYTES])
{
    struct buffer out = buffer_over(room, LIMIT_CHANNEL_BYTES);
    buffer_add_text(&out, prefix);
    buffer_add(&out, name.at, name.size);
    return buffer_bytes(&out);
}

struct bytes channel_of_department(struct bytes department, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(PREFIX_DEPARTMENT, department, room);
}

struct bytes channel_word_of(struct bytes department, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(AUDIENCE_DEPARTMENT, department, room);
}

struct bytes channel_word_of_account(struct bytes account, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(AUDIENCE_ACCOUNT, account, room);
}

struct bytes channel_of_desk(struct bytes channel, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(PREFIX_DESK, channel, room);
}

bool channel_department(struct bytes channel, struct bytes *department)
{
    return channel_has_prefix(channel, PREFIX_DEPARTMENT, department);
}

bool channel_desk(struct bytes channel, struct bytes *of)
{
    return channel_has_prefix(channel, PREFIX_DESK, of);
}
