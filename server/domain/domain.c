/* The three ways into the nouns: judge an act, fold a fact, answer a question; and folding everything anew.
 * It knows the order of the judgement that is the same for every verb, and no verb. */
#include "server/domain/domain.h"

#include <assert.h>
#include <stdlib.h>

#include "server/domain/handlers.h"
#include "server/domain/views.h"

/* Whose act it is. Refuses a key or an account that was revoked. */
static enum error decide_actor(struct txn *txn, const uint8_t *house, struct bytes author,
                               struct actor *actor, struct decision *decision)
{
    struct record_key key;
    if (memcmp(author.at, house, LIMIT_KEY_BYTES) == 0) {
        actor_of_house(house, actor);
        return OK;
    }
    actor_of_key(txn, author.at, actor);
    if (!actor->revoked)
        return OK;
    if (!view_key(txn, author, &key) || key.has.revoked)
        return decision_refuse(decision, ERR_KEY_REVOKED, NULL, (struct bytes){0});
    return decision_refuse(decision, ERR_ACCOUNT_REVOKED, NULL, key.account);
}

static enum error decide_verb(struct txn *txn, const struct act *act, int64_t now_ms,
                              const struct actor *actor, struct decision *decision)
{
    const struct verb *verb = verb_find(act->verb);
    union any_args args;
    if (verb == NULL)
        return decision_refuse(decision, ERR_UNKNOWN_VERB, NULL, act->verb);
    if (verb->kind != ACT)
        return decision_refuse(decision, ERR_ACT_VERB, NULL, act->verb);
    enum error error = codec_decode(verb->args, act->args, &args, &decision->why);
    if (error == OK)
        error = permit(txn, verb, actor, &args, &decision->why);
    if (error == OK)
        error = handler_decide(txn, verb, actor, now_ms, &args, decision);
    return error;
}

enum error domain_decide(struct txn *txn, const uint8_t house[LIMIT_KEY_BYTES], int64_t now_ms,
                         const struct signed_act *act, struct actor *actor, struct decision *decision,
                         uint64_t *taken_seq)
{
    if (!bytes_equal(act->act.house, bytes_of(house, LIMIT_KEY_BYTES)))
        return decision_refuse(decision, ERR_WRONG_HOUSE, NULL, (struct bytes){0});
    if (ledger_taken(txn, act->act.time_ms, act->hash, taken_seq))
        return OK;
    if (act->act.time_ms < now_ms - LIMIT_ACT_AGE_MS || act->act.time_ms > now_ms + LIMIT_ACT_AGE_MS) {
        decision_refuse(decision, ERR_ACT_TIME, NULL, (struct bytes){0});
        decision->why.time_ms = now_ms;
        return ERR_ACT_TIME;
    }
    enum error error = decide_actor(txn, house, act->act.author, actor, decision);
    if (error == OK)
        error = decide_verb(txn, &act->act, now_ms, actor, decision);
    if (txn_error(txn) != OK) /* whatever was judged, it was judged on half of what there is */
        error = decision_refuse(decision, txn_error(txn), NULL, (struct bytes){0});
    if (error == OK && decision->joins[0] != '\0')
        memcpy(actor->account, decision->joins, sizeof actor->account);
    assert(error != OK || decision->draft_count > 0 || decision->already_seq != 0);
    return error;
}

void domain_evolve(struct txn *txn, const struct fact *fact)
{
    /* Room for what any kind of fact decided. */
#define DECIDED_MEMBER(symbol, ...) struct fact_##symbol symbol;
    union {
        FACTS(DECIDED_MEMBER)
    } decided;
#undef DECIDED_MEMBER
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    if (kind == NULL)
        txn_fail(txn, ERR_LEDGER_BROKEN);
    else if (fact_decided(txn, fact, kind->decided, &decided))
        handler_evolve(txn, kind, fact, &decided);
}

enum error domain_ask(struct txn *txn, const struct verb *verb, const struct actor *actor, const void *args,
                      struct rows *rows, void *ok, struct refusal *why)
{
    memset(ok, 0, verb->ok->size);
    enum error error = handler_ask(txn, verb, actor, args, rows, ok, why);
    if (txn_error(txn) != OK)
        error = refuse(why, txn_error(txn), NULL, (struct bytes){0}, 0);
    return error;
}

void domain_done(const struct fact *fact, char id_room[LIMIT_ID_BYTES], struct record_done *done)
{
    struct buffer id = buffer_over(id_room, LIMIT_ID_BYTES);
    id_write(&id, fact->head.channel, fact->head.number);
    *done = (struct record_done){
        .has = {.id = true, .head = true, .time = true},
        .id = buffer_bytes(&id),
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .time = fact->head.time_ms,
    };
}

/* A fact that borrows nothing from the store, so that it can be read while the views are written. */
struct held_fact {
    struct fact fact;
    uint8_t head[LIMIT_HEAD_BYTES];
    uint8_t act[LIMIT_ACT_BYTES];
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
};

static bool hold(const struct fact *fact, struct held_fact *held)
{
    struct refusal why;
    if (fact->head_bytes.size > sizeof held->head || fact->act.bytes.size > sizeof held->act)
        return false;
    held->fact = *fact;
    memcpy(held->head, fact->head_bytes.at, fact->head_bytes.size);
    held->fact.head_bytes.at = held->head;
    if (head_read(held->fact.head_bytes, &held->fact.head, &why) != OK)
        return false;
    if (fact->erased)
        return true;
    memcpy(held->act, fact->act.bytes.at, fact->act.bytes.size);
    memcpy(held->signature, fact->act.signature.at, sizeof held->signature);
    held->fact.act.bytes.at = held->act;
    held->fact.act.signature = bytes_of(held->signature, sizeof held->signature);
    return act_read(held->fact.act.bytes, &held->fact.act.act, &why) == OK;
}

enum error domain_rebuild(struct txn *txn, void (*progress)(void *context, uint64_t done, uint64_t all),
                          void *context)
{
    struct held_fact *held = malloc(sizeof *held);
    struct fact fact;
    if (held == NULL) {
        txn_fail(txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    txn_drop_shelf(txn, SHELF_VIEWS);
    uint64_t last = ledger_last(txn);
    for (uint64_t seq = 1; seq <= last && txn_error(txn) == OK; seq++) {
        if (!ledger_read(txn, seq, &fact) || !hold(&fact, held)) {
            txn_fail(txn, ERR_LEDGER_BROKEN);
            break;
        }
        ledger_fold(txn, &held->fact);
        domain_evolve(txn, &held->fact);
        if (progress != NULL)
            progress(context, seq, last);
    }
    free(held);
    return txn_error(txn);
}
