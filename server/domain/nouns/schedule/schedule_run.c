/* What the clock brings: the entry that comes next, and what was scheduled to be published. An entry that is
 * there is never refused: it goes with the facts that it causes, which its noun knows. */
#include <assert.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/contract/permit.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/people/account.h"
#include "server/domain/nouns/schedule/views.h"
#include "server/domain/views/views.h"

bool domain_schedule_next(struct txn *txn, char room[LIMIT_ID_BYTES], struct args_schedule_run *entry)
{
    struct store_key from = key_empty();
    struct buffer id = buffer_over(room, LIMIT_ID_BYTES);
    struct bytes channel;
    uint64_t number;
    struct walk walk;
    walk_up(&walk, txn, TABLE_SCHEDULE, key_of(&from));
    bool found = walk_next(&walk) && view_key_split(walk.key, &channel, &number);
    if (found) {
        id_write(&id, channel, number);
        *entry = (struct args_schedule_run){
            .what = view_key_transition(walk.key),
            .id = buffer_bytes(&id),
            .time = view_key_time(walk.key),
        };
    }
    walk_end(&walk);
    return found;
}

/* --- publishing --- */

/* Whether the author may still publish there: the account, by whichever key it signed, so that whoever
 * changes machines keeps what they scheduled. The house is an author too. */
static enum error decide_author(struct txn *txn, struct bytes author, struct bytes channel,
                                struct actor *actor, struct refusal *why)
{
    uint8_t house[LIMIT_KEY_BYTES];
    struct record_key key;
    struct record_account account;
    if (ledger_house(txn, house) && bytes_equal(author, bytes_of(house, sizeof house))) {
        actor_of_house(house, actor);
    } else {
        actor_of_key(txn, author.at, actor);
        if (!view_key(txn, author, &key) || !view_account(txn, key.account, &account))
            return refuse(why, ERR_UNKNOWN_KEY, NULL, (struct bytes){0}, 0);
        if (account.has.revoked)
            return refuse(why, ERR_ACCOUNT_REVOKED, NULL, key.account, 0);
        if (key.has.revoked && account_keys(txn, key.account, 1) == 0)
            return refuse(why, ERR_KEY_REVOKED, NULL, (struct bytes){0}, 0);
        actor->revoked = false;
        actor_of_account(&account, actor);
    }
    struct args_publish args = {.has.channel = true, .channel = channel};
    return permit(txn, &verbs[VERB_publish], actor, &args, why);
}

/* What is to be published, and by whom. */
struct coming {
    struct actor author;
    struct view_notice notice; /* borrowed from the ledger */
    struct notice_times times;
    uint64_t text_size;
};

/* Judges what is scheduled as if its author sent it now. */
static enum error decide_scheduled(const struct deciding *deciding, struct bytes id, uint64_t seq,
                                   struct bytes channel, struct coming *coming)
{
    struct fact fact;
    if (!ledger_read(deciding->txn, seq, &fact) || !notice_of_fact(deciding->txn, &fact, &coming->notice))
        return ERR_ERASED;
    coming->notice.has.at = false; /* it has come */
    enum error error =
        decide_author(deciding->txn, fact.act.act.author, channel, &coming->author, &deciding->decision->why);
    if (error == OK)
        error = notice_decide(&(struct deciding){.txn = deciding->txn,
                                                 .actor = &coming->author,
                                                 .now_ms = deciding->now_ms,
                                                 .decision = deciding->decision},
                              channel, &coming->notice, id, &coming->times, &coming->text_size);
    deciding->decision->adopt_count = 0; /* its texts and files were adopted when it was scheduled */
    deciding->decision->why = (struct refusal){0};
    return error;
}

static void run_publish(const struct deciding *deciding, const struct args_schedule_run *args,
                        struct bytes desk, uint64_t number)
{
    char id_room[LIMIT_ID_BYTES];
    struct view_scheduled row;
    struct coming coming = {.text_size = 0};
    struct bytes channel, published;
    if (!channel_desk(desk, &channel) || !view_scheduled(deciding->txn, desk, number, &row)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return;
    }
    enum error error = decide_scheduled(deciding, args->id, row.seq, channel, &coming);
    if (error != OK) {
        struct fact_bulletin_cancelled cancelled = {
            .has = {.error = true}, .id = args->id, .error = bytes_of_text(error_kinds[error].word)};
        decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_cancelled], &cancelled);
        return;
    }
    decision_carry(deciding->decision, row.seq);
    struct notice_coming notice = {.author = &coming.author,
                                   .channel = channel,
                                   .notice = &coming.notice,
                                   .times = &coming.times,
                                   .text_size = coming.text_size,
                                   .scheduled_id = args->id,
                                   .taken_seq = ledger_first_of_act(deciding->txn, row.seq)};
    notice_draft(deciding, &notice, id_room, &published);
    decision_carry(deciding->decision, 0);
    struct fact_bulletin_released released = {.id = args->id, .published = published};
    decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_released], &released);
}

bool schedule_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes desk,
                  uint64_t number)
{
    if (args->what == TRANSITION_PUBLISH)
        run_publish(deciding, args, desk, number);
    return args->what == TRANSITION_PUBLISH;
}

/* --- whatever is due --- */

enum error decide_schedule_run(const struct deciding *deciding, const struct args_schedule_run *args)
{
    struct bytes channel, there;
    uint64_t number;
    if (!id_split(args->id, &channel, &number))
        return decision_refuse(deciding->decision, ERR_NOT_DUE, "id", args->id);
    enum transition what = (enum transition)args->what;
    struct store_key key = view_schedule_key(args->time, what, channel, number);
    if (args->time > deciding->now_ms || !txn_get(deciding->txn, TABLE_SCHEDULE, key_of(&key), &there))
        return decision_refuse(deciding->decision, ERR_NOT_DUE, "id", args->id);
    bool done = false;
    for (size_t i = 0; nouns[i] != NULL && !done; i++)
        done = nouns[i]->due(deciding, args, channel, number);
    assert(done); /* each transition is some noun's */
    return txn_error(deciding->txn) == OK
               ? OK
               : decision_refuse(deciding->decision, txn_error(deciding->txn), NULL, (struct bytes){0});
}
