/* Who acts or asks, and the one permission check: role, then the rights of a channel. It does not know what
 * any verb does. */
#include "server/domain/views.h"

#include <assert.h>

static void copy_name(char to[LIMIT_NAME_BYTES + 1], struct bytes name)
{
    assert(name.size <= LIMIT_NAME_BYTES);
    memcpy(to, name.at, name.size);
    to[name.size] = '\0';
}

void actor_of_key(struct txn *txn, const uint8_t *key, struct actor *actor)
{
    struct record_key key_row;
    struct record_account account;
    *actor = (struct actor){.role = ROLE_GUEST};
    if (key == NULL)
        return;
    actor->known_key = true;
    memcpy(actor->key, key, LIMIT_KEY_BYTES);
    if (!view_key(txn, bytes_of(key, LIMIT_KEY_BYTES), &key_row) ||
        !view_account(txn, key_row.account, &account))
        return;
    if (key_row.has.revoked || account.has.revoked) {
        actor->revoked = true;
        return;
    }
    actor->role = (enum role)account.role;
    actor->signs = account.has.signs && account.signs;
    copy_name(actor->account, account.account);
    if (account.has.department)
        copy_name(actor->department, account.department);
}

void actor_of_house(const uint8_t house[LIMIT_KEY_BYTES], struct actor *actor)
{
    *actor = (struct actor){.house = true, .known_key = true, .role = ROLE_OPERATOR};
    memcpy(actor->key, house, LIMIT_KEY_BYTES);
    copy_name(actor->account, bytes_of_text(ACTOR_HOUSE));
}

static bool role_allows(const struct verb *verb, const struct actor *actor)
{
    if (verb->roles == HOUSE_ONLY)
        return actor->house;
    return (verb->roles & ROLE_BIT(actor->role)) != 0;
}

/* The channel that the verb is about, and the bulletin when it names one. */
struct target {
    struct bytes channel;
    struct bytes id; /* none when the verb names the channel itself */
    uint64_t number;
};

static bool field_text(const struct verb *verb, const void *args, const char *name, struct bytes *value)
{
    int index = shape_find(verb->args, bytes_of_text(name));
    if (index < 0 || !field_present(args, (size_t)index))
        return false;
    memcpy(value, (const uint8_t *)args + verb->args->fields[index].offset, sizeof *value);
    return true;
}

static struct target target_of(const struct verb *verb, const void *args)
{
    struct target target = {0};
    if (field_text(verb, args, "channel", &target.channel))
        return target;
    bool found =
        field_text(verb, args, "id", &target.id) && id_split(target.id, &target.channel, &target.number);
    assert(found);
    (void)found;
    return target;
}

/* The seq of the fact that made what an id names; false when its channel has no such thing. */
static bool made_by(struct txn *txn, const struct target *target, uint64_t *seq)
{
    struct view_bulletin bulletin;
    struct view_activity activity;
    if (view_bulletin(txn, target->channel, target->number, &bulletin))
        *seq = bulletin.seq;
    else if (view_activity(txn, target->channel, target->number, &activity))
        *seq = activity.seq;
    else
        return false;
    return true;
}

static enum error permit_own(struct txn *txn, const struct actor *actor, const struct target *target,
                             struct refusal *why)
{
    struct fact fact;
    uint64_t seq;
    if (!made_by(txn, target, &seq)) /* what it should be, the verb says */
        return OK;
    if (channel_allows(txn, target->channel, RIGHT_MODERATE, actor))
        return OK;
    if (ledger_read(txn, seq, &fact) && bytes_equal_text(fact.head.actor, actor->account))
        return OK;
    return refuse(why, ERR_NOT_OWN, "id", target->id, 0);
}

enum error permit(struct txn *txn, const struct verb *verb, const struct actor *actor, const void *args,
                  struct refusal *why)
{
    struct bytes word = bytes_of_text(verb->word);
    if (actor->revoked)
        return refuse(why, ERR_REVOKED, NULL, (struct bytes){0}, 0);
    if (!role_allows(verb, actor))
        return refuse(why, actor->role == ROLE_GUEST ? ERR_NOT_ENROLLED : ERR_NOT_ALLOWED, NULL, word, 0);
    if (verb->scope == ANYONE)
        return OK;

    struct target target = target_of(verb, args);
    const char *field = target.id.size > 0 ? "id" : "channel";
    if (!channel_exists(txn, target.channel))
        return refuse(why, ERR_UNKNOWN_CHANNEL, field, target.channel, 0);
    if (verb->scope == PUBLISHES || verb->scope == SPEAKS) {
        const bool speaks = verb->scope == SPEAKS;
        if (channel_allows(txn, target.channel, speaks ? RIGHT_SPEAK : RIGHT_PUBLISH, actor))
            return OK;
        return refuse(why, speaks ? ERR_NOT_SPEAKER : ERR_NOT_PUBLISHER, field, target.channel, 0);
    }
    if (!channel_allows(txn, target.channel, RIGHT_READ, actor))
        return refuse(why, ERR_NOT_READER, field, target.channel, 0);
    if (verb->scope == MODERATES && !channel_allows(txn, target.channel, RIGHT_MODERATE, actor))
        return refuse(why, ERR_NOT_MODERATOR, field, target.channel, 0);
    return verb->scope == OWN ? permit_own(txn, actor, &target, why) : OK;
}
