/* The three ways into the nouns: judge an act, fold a fact, answer a question; and folding everything anew.
 * It knows the order of the judgement that is the same for every verb, and no verb. */
#include "server/domain/domain.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>

#include "server/domain/contract/handlers.h"
#include "server/domain/views/named.h"
#include "server/domain/views/views.h"

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
        error = handler_decide(
            &(struct deciding){.txn = txn, .actor = actor, .now_ms = now_ms, .decision = decision}, verb,
            &args);
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
    if (domain_clock_ahead(txn, now_ms) && !bytes_equal_text(act->act.verb, verbs[VERB_clock_confirm].word)) {
        decision_refuse(decision, ERR_CLOCK_AHEAD, NULL, (struct bytes){0});
        decision->why.time_ms = now_ms;
        return ERR_CLOCK_AHEAD;
    }
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

/* What the act names is counted, whatever it is. */
static void fold_fact(struct txn *txn, const struct fact_kind *kind, const struct fact *fact,
                      const void *decided)
{
    handler_fold(txn, kind, fact, decided);
    named_fold(txn, fact);
}

void domain_fold(struct txn *txn, const struct fact *fact)
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
        fold_fact(txn, kind, fact, &decided);
}

/* How many rows are wanted: as the question says, or as many as its verb gives. */
static uint64_t rows_wanted(const struct verb *verb, const void *args)
{
    const int index = shape_find(verb->args, bytes_of_text("limit"));
    uint64_t limit = verb->rows;
    if (index >= 0 && field_present(args, (size_t)index))
        memcpy(&limit, (const uint8_t *)args + verb->args->fields[index].offset, sizeof limit);
    return limit;
}

enum error domain_ask(struct txn *txn, const struct verb *verb, const struct actor *actor, int64_t now_ms,
                      const void *args, struct rows *rows, void *ok, struct refusal *why)
{
    memset(ok, 0, verb->ok->size);
    rows->left = rows_wanted(verb, args);
    rows->begun = false;
    rows->next.size = 0;
    enum error error =
        handler_ask(&(struct asking){.txn = txn, .actor = actor, .now_ms = now_ms, .rows = rows, .why = why},
                    verb, args, ok);
    if (txn_error(txn) != OK)
        error = refuse(why, txn_error(txn), NULL, (struct bytes){0}, 0);
    return error;
}

/* What whoever publishes is warned of; borrowed from the fact. */
static bool find_signerless(const struct fact *fact, struct bytes *names)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    const int index = kind != NULL ? shape_find(kind->decided, bytes_of_text("signerless")) : -1;
    struct refusal why;
    if (index < 0 || codec_decode_kept(kind->decided, fact->head.decided, decided, &why) != OK ||
        !field_present(decided, (size_t)index))
        return false;
    memcpy(names, decided + kind->decided->fields[index].offset, sizeof *names);
    return true;
}

void domain_done(const struct fact *fact, char id_room[LIMIT_ID_BYTES], struct record_done *done)
{
    struct buffer id = buffer_over(id_room, LIMIT_ID_BYTES);
    id_write(&id, fact->head.channel, fact->head.number);
    *done = (struct record_done){
        .id = buffer_bytes(&id),
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .time = fact->head.time_ms,
    };
    done->has.signerless = find_signerless(fact, &done->signerless);
}

/* Whose act a draft carries: that of the fact it names, or the one that was decided. */
static bool carried(struct txn *txn, const struct draft *draft, struct held_fact *held)
{
    struct fact fact;
    if (ledger_read(txn, draft->act_seq, &fact) && !fact.erased && ledger_hold(&fact, held))
        return true;
    txn_fail(txn, ERR_INTERNAL); /* it was decided over a fact that does not carry its act */
    return false;
}

void domain_append(struct txn *txn, const struct signed_act *act, const struct actor *actor, int64_t now_ms,
                   const struct decision *decision, fact_appended *appended, void *context)
{
    struct held_fact held;
    uint8_t head_room[LIMIT_HEAD_BYTES];
    domain_erase(txn, decision);
    for (size_t i = 0; i < decision->adopt_count; i++)
        blob_adopt(txn, bytes_of_text(actor->account), decision->adopts[i]);
    for (size_t i = 0; i < decision->draft_count; i++) {
        const struct draft *draft = &decision->drafts[i];
        struct buffer room = buffer_over(head_room, sizeof head_room);
        struct fact fact;
        if (draft->act_seq != 0 && !carried(txn, draft, &held))
            return;
        ledger_append(txn, draft->act_seq != 0 ? &held.fact.act : act, draft,
                      draft->act_seq != 0 ? held.fact.head.actor : bytes_of_text(actor->account), now_ms,
                      &room, &fact);
        if (txn_error(txn) == OK)
            domain_fold(txn, &fact);
        if (txn_error(txn) != OK)
            return;
        appended(context, &fact, draft->act_seq == 0);
    }
}

enum error domain_rebuild(struct txn *txn, void (*progress)(void *context, uint64_t done, uint64_t all),
                          void *context)
{
    struct held_fact *held = malloc(sizeof *held);
    struct fact fact;
    if (held == NULL) {
        txn_fail(txn, ERR_NO_MEMORY);
        return ERR_NO_MEMORY;
    }
    txn_drop_shelf(txn, SHELF_VIEWS);
    txn_drop_shelf(txn, SHELF_INDEX); /* folded again by domain_index */
    uint64_t last = ledger_last(txn);
    for (uint64_t seq = 1; seq <= last && txn_error(txn) == OK; seq++) {
        if (!ledger_read_bare(txn, seq, &fact) || !ledger_hold(&fact, held)) {
            txn_fail(txn, ERR_LEDGER_BROKEN);
            break;
        }
        ledger_fold(txn, &held->fact);
        domain_fold(txn, &held->fact);
        if (progress != NULL)
            progress(context, seq, last);
    }
    free(held);
    return txn_error(txn);
}
