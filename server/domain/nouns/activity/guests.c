/* Invitations are drafted for those who are known first, and then for those who are new. It decides nothing
 * else. */
#include "server/domain/nouns/activity/guests.h"

#include "server/domain/base/rights.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/bulletin/notice.h"

/* Gives every department that `to` means, in order for `all`; false to stop. */
typedef bool guest_taken(void *context, struct bytes department);
static void walk_guests(struct txn *txn, const struct args_activity_announce *said, guest_taken *take,
                        void *context)
{
    const struct view_notice address = {.has.to = said->has.to, .to = said->to};
    struct store_key first = key_empty();
    struct bytes department;
    struct walk walk;
    if (!said->has.to)
        return;
    if (!notice_to_all(&address)) {
        for (size_t at = 0; words_next(said->to, &at, &department) && take(context, department);)
            continue;
        return;
    }
    walk_up(&walk, txn, TABLE_DEPARTMENTS, key_of(&first));
    while (walk_next(&walk) && take(context, walk.key))
        continue;
    walk_end(&walk);
}

static void draft_invited(const struct inviting *inviting, struct bytes department, bool changed)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct fact_activity_invited invited = {
        .has = {.due = inviting->held->has_due, .changed = changed},
        .id = inviting->id,
        .starts = inviting->held->starts,
        .ends = inviting->held->ends,
        .due = inviting->held->due,
        .changed = changed,
    };
    decision_add(inviting->decision, channel_of_department(department, room),
                 &fact_kinds[FACT_activity_invited], &invited);
}

static void draft_uninvited(const struct inviting *inviting, struct bytes department)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct fact_activity_uninvited uninvited = {.id = inviting->id};
    decision_add(inviting->decision, channel_of_department(department, room),
                 &fact_kinds[FACT_activity_uninvited], &uninvited);
}

static bool invites(const struct args_activity_announce *said, struct bytes department)
{
    const struct view_notice address = {.has.to = said->has.to, .to = said->to};
    return said->has.to && (notice_to_all(&address) || words_have(said->to, department));
}

/* Whoever was invited is told how it stands now. */
static void draft_known(struct inviting *inviting)
{
    struct store_key of = key_place(inviting->channel, inviting->number);
    struct view_reply row;
    struct walk walk;
    walk_prefix(&walk, inviting->txn, TABLE_REPLIES, key_of(&of));
    while (view_next(&walk, &shape_view_reply, &row)) {
        struct bytes department = walk_rest(&walk);
        inviting->known++;
        if (!row.has.invited)
            continue;
        if (inviting->said != NULL && invites(inviting->said, department))
            draft_invited(inviting, department, true);
        else
            draft_uninvited(inviting, department);
    }
    walk_end(&walk);
}

static bool draft_new(void *context, struct bytes department)
{
    struct inviting *inviting = context;
    struct view_reply row;
    const bool known = activity_reply(inviting->txn, inviting->channel, inviting->number, department, &row);
    if (known && row.has.invited)
        return true;
    if (!known && inviting->known++ >= LIMIT_ADDRESSEES)
        return false;
    draft_invited(inviting, department, false);
    return true;
}

enum error guests_invite(struct inviting *inviting)
{
    draft_known(inviting);
    if (inviting->said != NULL)
        walk_guests(inviting->txn, inviting->said, draft_new, inviting);
    if (inviting->known <= LIMIT_ADDRESSEES)
        return OK;
    decision_refuse(inviting->decision, ERR_TOO_MANY_ADDRESSEES, "to", (struct bytes){0});
    inviting->decision->why.limit = LIMIT_ADDRESSEES;
    return ERR_TOO_MANY_ADDRESSEES;
}
