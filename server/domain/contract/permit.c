/* The one permission check: role, then the rights of a channel. It does not know what
 * any verb does. */
#include "server/domain/contract/permit.h"

#include "server/domain/base/rights.h"
#include "server/domain/contract/erasing.h"
#include "server/domain/contract/noun.h"

static bool role_allows(const struct verb *verb, const struct actor *actor)
{
    if (verb->roles == HOUSE_ONLY)
        return actor->house;
    return (verb->roles & ROLE_BIT(actor->role)) != 0;
}

/* What the verb is about. */
struct target {
    const char *field; /* what named it; NULL: nothing did */
    struct bytes channel;
    struct bytes id; /* none when the verb names the channel itself */
    uint64_t number;
};

static const void *field_value(const struct verb *verb, const void *args, const char *name)
{
    int index = shape_find(verb->args, bytes_of_text(name));
    if (index < 0 || !field_present(args, (size_t)index))
        return NULL;
    return (const uint8_t *)args + verb->args->fields[index].offset;
}

static struct target target_of(const struct verb *verb, enum where where, const void *args)
{
    struct target target = {0};
    const struct bytes *channel = field_value(verb, args, "channel"), *id = field_value(verb, args, "id");
    if (where == OF_THEMES)
        target = (struct target){.field = "month", .channel = bytes_of_text(CHANNEL_THEMES)};
    else if (channel != NULL)
        target = (struct target){.field = "channel", .channel = *channel};
    else if (id != NULL && id_split(*id, &target.channel, &target.number)) /* the codec takes no other */
        target =
            (struct target){.field = "id", .channel = target.channel, .id = *id, .number = target.number};
    return target;
}

/* Its author with the right that it took to make it, judged now; or else who moderates, if that is enough. */
static enum error permit_own(struct txn *txn, const struct actor *actor, const struct scope_rule *rule,
                             const struct target *target, struct refusal *why)
{
    struct thing thing;
    struct fact fact;
    if (!thing_find(txn, target->channel, target->number, &thing)) /* what it should be, the verb says */
        return OK;
    const bool theirs = rule->whose == AUTHORS_OR_THEIRS;
    if (theirs && channel_allows(txn, target->channel, RIGHT_MODERATE, actor))
        return OK;
    if (!ledger_read(txn, thing.seq, &fact) || !bytes_equal_text(fact.head.actor, actor->account))
        return refuse(why, theirs ? ERR_NOT_OWN : ERR_NOT_AUTHOR, target->field, target->id, 0);
    return channel_for(txn, actor, target->channel, rule->right, target->field, why);
}

/* Every channel of the field `channels`, which only questions that read have. */
static enum error permit_positions(struct txn *txn, const struct actor *actor, struct bytes positions,
                                   struct refusal *why)
{
    struct bytes channel;
    uint64_t number;
    enum error error = OK;
    for (size_t at = 0; error == OK && positions_next(positions, &at, &channel, &number);)
        error = channel_for(txn, actor, channel, RIGHT_READ, "channels", why);
    return error;
}

static enum error permit_scope(struct txn *txn, const struct verb *verb, const struct scope_rule *rule,
                               const struct actor *actor, const void *args, struct refusal *why)
{
    const struct bytes *positions = field_value(verb, args, "channels");
    struct target target = target_of(verb, rule->where, args);
    struct bytes judged = target.channel;
    if (positions != NULL)
        return permit_positions(txn, actor, *positions, why);
    if (target.field == NULL)
        return OK;
    if (rule->where == ADMINISTERED && actor->role == ROLE_OPERATOR &&
        !channel_is_the_servers(target.channel) && channel_exists(txn, target.channel))
        return OK;
    /* A duty can be done to its end, though the channel is closed to the department by now. */
    if (rule->where == ADDRESSED &&
        thing_addressed(txn, target.channel, target.number, bytes_of_text(actor->department)))
        return OK;
    /* Nothing may stand in the way of the law, a list of readers neither; of what is erased nothing
     * is shown. */
    if (rule->where == OF_MATTER && actor->house && channel_exists(txn, target.channel))
        return OK;
    enum error error =
        target.id.size > 0 ? channel_for(txn, actor, target.channel, RIGHT_READ, target.field, why) : OK;
    if (error != OK)
        return error;
    if (rule->whose != ANYBODYS)
        return permit_own(txn, actor, rule, &target, why);
    if (rule->where == OF_MATTER)
        return erasing_may(txn, target.channel, target.number, actor)
                   ? OK
                   : refuse(why, ERR_NOT_MODERATOR, target.field, target.channel, 0);
    if (rule->where == OF_DESK && target.id.size > 0 && !channel_desk(target.channel, &judged))
        return OK; /* it is nothing on a desk, and so the verb says */
    return channel_for(txn, actor, judged, rule->right, target.field, why);
}

enum error permit(struct txn *txn, const struct verb *verb, const struct actor *actor, const void *args,
                  struct refusal *why)
{
    const struct scope_rule *rule = &scope_rules[verb->scope];
    struct bytes word = bytes_of_text(verb->word);
    if (actor->revoked)
        return refuse(why, ERR_REVOKED, NULL, (struct bytes){0}, 0);
    if (!role_allows(verb, actor))
        return refuse(why, actor->role == ROLE_GUEST ? ERR_NOT_ENROLLED : ERR_NOT_ALLOWED, NULL, word, 0);
    return rule->where == NOWHERE ? OK : permit_scope(txn, verb, rule, actor, args, why);
}
