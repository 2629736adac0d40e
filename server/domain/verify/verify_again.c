/* Decides acts a second time and holds the facts to what comes out. It does so over the views as they were
 * before their facts: so everything that a decision says is checked by the code that makes it. What the clock
 * or the time zone had a part in is left out, and so is whatever would be refused today: that rests on more
 * than the ledger has, such as the clock of that moment, uploads that have come to rest since, or texts that
 * are gone. */
#include <stdlib.h>

#include "server/domain/contract/noun.h"
#include "server/domain/verify/verify.h"

enum {
    LEADING_MOST = 3
}; /* facts of a decision that carry earlier acts and come before its own: new channels */

struct verify_again {
    struct decision decision;
    size_t next, count; /* of its drafts, the next to be met */
    uint64_t own;       /* where the search for an act's first fact has come to */
    uint64_t decided;   /* the first fact of the act that was last decided, or passed over */
};

/* Whether the verb of an act decides today as it always did, by what facts hold: its noun says so. */
static bool is_decided_again(const struct act *act)
{
    const struct verb *verb = verb_find(act->verb);
    const struct noun *noun;
    const struct noun_act *row = verb != NULL ? noun_act_find(verb, &noun) : NULL;
    return row != NULL && row->not_again == NULL && !noun->of_the_zone(act);
}

struct verify_again *verify_again_new(void)
{
    return calloc(1, sizeof(struct verify_again));
}

void verify_again_free(struct verify_again *again)
{
    free(again);
}

static bool same_value(const struct field *field, const void *one, const void *other)
{
    if (kind_choices(field->kind) != NULL || field->kind == KIND_NUMBER)
        return *(const uint64_t *)one == *(const uint64_t *)other;
    if (field->kind == KIND_FLAG)
        return *(const bool *)one == *(const bool *)other;
    return bytes_equal(*(const struct bytes *)one, *(const struct bytes *)other);
}

/* Whether two decisions of a kind say the same but for times. */
static bool same_decided(const struct shape *shape, struct bytes one, struct bytes other)
{
    alignas(max_align_t) uint8_t ones[SHAPE_BYTES], others[SHAPE_BYTES];
    struct refusal why;
    if (codec_decode_kept(shape, one, ones, &why) != OK ||
        codec_decode_kept(shape, other, others, &why) != OK)
        return false;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind == KIND_TIME)
            continue;
        if (field_present(ones, i) != field_present(others, i) ||
            (field_present(ones, i) && !same_value(field, ones + field->offset, others + field->offset)))
            return false;
    }
    return true;
}

/* The next fact that is the first of its act, from `seq` on; false when there is none that can be told. */
static bool find_own(struct verify_again *again, struct ledger_check *check, uint64_t seq, struct fact *own)
{
    const uint64_t most = seq + LIMIT_ACT_FACTS;
    uint64_t first;
    for (uint64_t at = again->own > seq ? again->own : seq; at < most; at++) {
        if (!ledger_read_bare(check->folded, at, own) || own->erased)
            return false;
        again->own = at;
        if (!ledger_taken(check->folded, own->head.act_time_ms, own->act.hash, &first))
            return true;
    }
    return false;
}

/* Whether a fact is one more of the act that the last decision was about, which nobody decided again. */
static bool is_more_of_it(const struct verify_again *again, struct ledger_check *check,
                          const struct fact *fact)
{
    uint64_t first;
    return ledger_taken(check->folded, fact->head.act_time_ms, fact->head.act_hash.at, &first) &&
           first == again->decided && first != 0;
}

/* Decides what made the fact that comes next. Where that cannot be told, nothing is expected of it. */
static void decide(struct verify_again *again, struct ledger_check *check, const struct fact *fact)
{
    struct decision *decision = &again->decision;
    struct actor actor;
    struct fact own;
    size_t carried = 0;
    uint64_t taken = 0;
    again->next = again->count = 0;
    if (is_more_of_it(again, check, fact) || !find_own(again, check, fact->head.seq, &own))
        return;
    if (own.head.seq == fact->head.seq)
        again->decided = own.head.seq;
    if (!is_decided_again(&own.act.act))
        return;
    decision_reset(decision);
    enum error error =
        domain_decide(check->folded, check->house, own.head.time_ms, &own.act, &actor, decision, &taken);
    if (txn_error(check->folded) != OK) { /* it would have to look at something that is gone */
        txn_forgive(check->folded);
        return;
    }
    while (carried < decision->draft_count && decision->drafts[carried].act_seq != 0)
        carried++;
    if (error == OK && taken == 0 && decision->already_seq == 0 && fact->head.seq + carried == own.head.seq) {
        again->count = decision->draft_count;
        again->decided = own.head.seq;
    }
}

bool verify_again(struct verify_again *again, struct ledger_check *check, const struct fact *fact)
{
    if (again->next == again->count)
        decide(again, check, fact);
    if (again->next == again->count)
        return true;
    const struct draft *draft = &again->decision.drafts[again->next++];
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    if (!bytes_equal(draft->channel, fact->head.channel) || !bytes_equal(draft->kind, fact->head.kind))
        return ledger_fault_of(check, &fact->head, "its act decides another fact");
    return same_decided(kind->decided, draft->decided, fact->head.decided) ||
           ledger_fault_of(check, &fact->head, "its act decides another thing than it says");
}
