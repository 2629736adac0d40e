/* What is erased by the id of a single fact. That is a reason, a comment or a name that somebody wrote beside
 * a thing, what was scheduled and never published, or a theme that never opened. Which facts may lose their
 * act, the table says. */
#include "server/domain/erase/erase.h"

#include "server/domain/base/rights.h"
#include "server/ledger/blob.h"

#include <stdalign.h>

#include "protocol/proof/fits.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/theme/theme.h"

enum { CARRIERS = LIMIT_ADDRESSEES + 2 };

/* Whether `erase` may take the act of such a fact when its own id is named. */
static bool is_erased_itself(const struct fact_kind *kind)
{
    for (size_t i = 0; kind != NULL && i < kind->eraser_count; i++) {
        if (kind->erasers[i].verb == &verbs[VERB_erase] && kind->erasers[i].naming == ERASED_itself)
            return true;
    }
    return false;
}

/* Whether somebody wrote words into the act of a fact. Without any there is nothing to take away but the
 * proof that it was done: a signature, an answer. */
static bool has_words(struct txn *txn, const struct fact *fact)
{
    const struct verb *verb = verb_find(fact->act.act.verb);
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    if (verb == NULL || !fact_args(txn, fact, verb->args, args))
        return false;
    for (size_t i = 0; i < verb->args->count; i++) {
        enum kind kind = verb->args->fields[i].kind;
        if ((kind == KIND_LINE || kind == KIND_TEXT || kind == KIND_NAMES) && field_present(args, i))
            return true;
    }
    return false;
}

/* The facts that carry the act of this one follow each other: what people say beside a thing is told at once
 * to all whom it concerns. Gives the seq of each. */
static size_t carriers(struct txn *txn, const struct fact *fact, uint64_t seqs[CARRIERS])
{
    uint8_t act_hash[LIMIT_HASH_BYTES];
    struct fact other;
    size_t count = 0;
    uint64_t seq = ledger_act_seq(txn, &fact->head);
    memcpy(act_hash, fact->head.act_hash.at, sizeof act_hash);
    while (count < CARRIERS && ledger_read(txn, seq, &other) &&
           bytes_equal(other.head.act_hash, bytes_of(act_hash, sizeof act_hash)))
        seqs[count++] = seq++;
    return count;
}

static void draft_carriers(struct txn *txn, const struct fact *fact, struct bytes id,
                           struct decision *decision)
{
    uint64_t seqs[CARRIERS];
    size_t count = carriers(txn, fact, seqs);
    struct fact other;
    if (count == 0) { /* the ledger does not have it */
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    decision_erase(decision, seqs[0]);
    for (size_t i = 0; i < count; i++) {
        if (!ledger_read(txn, seqs[i], &other)) {
            txn_fail(txn, ERR_INTERNAL);
            return;
        }
        erasable_draft_seqs(decision, other.head.channel, id, &seqs[i], 1);
    }
}

/* --- a plan that never opened --- */

/* The plan at this number of desk/themes, and its amendments: they stand behind it, up to another plan for
 * the month. */
static size_t plan_facts(struct txn *txn, const struct fact *plan, uint64_t facts[FORUM_TEXTS])
{
    const struct bytes desk = bytes_of_text(CHANNEL_DESK_THEMES);
    const uint64_t first = plan->head.number;
    char room[LIMIT_MONTH_BYTES];
    union {
        struct fact_theme_planned planned;
        struct fact_theme_amended amended;
    } decided;
    struct bytes month;
    struct fact fact;
    struct tip tip;
    size_t count = 0;
    facts[count++] = plan->head.seq;
    if (!fact_decided(txn, plan, &shape_fact_theme_planned, &decided.planned))
        return count;
    month = bytes_of(room, decided.planned.month.size);
    memcpy(room, decided.planned.month.at, month.size);
    ledger_tip(txn, desk, &tip);
    for (uint64_t number = first + 1; number <= tip.number && count < FORUM_TEXTS; number++) {
        if (!ledger_read_at(txn, desk, number, &fact))
            break;
        const struct fact_kind *kind = fact_kind_find(fact.head.kind);
        if (kind == &fact_kinds[FACT_theme_planned] &&
            fact_decided(txn, &fact, &shape_fact_theme_planned, &decided.planned) &&
            bytes_equal(decided.planned.month, month))
            break;
        if (kind == &fact_kinds[FACT_theme_amended] &&
            fact_decided(txn, &fact, &shape_fact_theme_amended, &decided.amended) &&
            bytes_equal(decided.amended.month, month))
            facts[count++] = fact.head.seq;
    }
    return count;
}

static void draft_plan(struct txn *txn, const struct fact *plan, struct bytes id, struct decision *decision)
{
    uint64_t facts[FORUM_TEXTS];
    struct fact fact;
    size_t count = plan_facts(txn, plan, facts);
    for (size_t i = 0; i < count; i++) {
        if (ledger_read(txn, facts[i], &fact))
            decision_erase(decision, ledger_act_seq(txn, &fact.head));
    }
    erasable_draft_seqs(decision, bytes_of_text(CHANNEL_DESK_THEMES), id, facts, count);
}

/* Once it has opened, the text is the thread's. */
static void find_plan(struct txn *txn, const struct fact *fact, struct erasable *found)
{
    struct fact_theme_planned planned;
    struct view_theme row;
    found->kind = ERASABLE_PLAN;
    found->acts = FORUM_TEXTS;
    if (fact_decided(txn, fact, &shape_fact_theme_planned, &planned) &&
        view_theme(txn, planned.month, &row) && row.desk == fact->head.number && row.has.thread)
        found->became = row.thread;
}

/* --- what was scheduled --- */

static void find_draft(struct txn *txn, const struct fact *fact, struct erasable *found)
{
    struct view_draft row;
    found->kind = ERASABLE_DRAFT;
    if (!view_draft(txn, fact->head.channel, fact->head.number, &row))
        return;
    found->acts = (size_t)row.edits;
    if (row.has.published)
        found->became = row.published;
}

/* --- any of them --- */

bool erasable_find_fact(struct txn *txn, struct erasable *found)
{
    uint64_t seqs[CARRIERS];
    struct fact fact;
    if (!ledger_read_at(txn, found->channel, found->number, &fact) ||
        !is_erased_itself(fact_kind_find(fact.head.kind)) || !(fact.erased || has_words(txn, &fact)))
        return false;
    memcpy(found->hash, fact.hash, sizeof found->hash);
    found->head = bytes_of(found->hash, sizeof found->hash);
    found->erased = fact.erased;
    found->drafts = found->acts = 1;
    found->kind = ERASABLE_FACT;
    if (fact_kind_find(fact.head.kind) == &fact_kinds[FACT_bulletin_scheduled])
        find_draft(txn, &fact, found);
    else if (fact_kind_find(fact.head.kind) == &fact_kinds[FACT_theme_planned])
        find_plan(txn, &fact, found);
    else
        found->drafts = carriers(txn, &fact, seqs);
    return true;
}

void erasable_draft_single(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct fact fact;
    if (!ledger_read_at(txn, found->channel, found->number, &fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    if (found->kind == ERASABLE_PLAN)
        draft_plan(txn, &fact, found->id, decision);
    else
        draft_carriers(txn, &fact, found->id, decision);
}

/* --- who may --- */

/* The channel that an id in `dept/NAME` is about. */
static bool about_channel(struct txn *txn, struct bytes channel, uint64_t number, struct bytes *about)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct fact fact;
    uint64_t other;
    if (!ledger_read_at(txn, channel, number, &fact))
        return false;
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    if (kind == NULL || !fact_decided(txn, &fact, kind->decided, decided))
        return false;
    const struct bytes *id = shape_value(kind->decided, decided, "id");
    return id != NULL && id_split(*id, about, &other);
}

bool erasable_may(struct txn *txn, struct bytes channel, uint64_t number, const struct actor *actor)
{
    struct bytes about = channel;
    if (bytes_equal_text(channel, CHANNEL_KEYS) || bytes_equal_text(channel, CHANNEL_RESIDENTS) ||
        bytes_equal_text(channel, CHANNEL_DESK_KEYS))
        return actor->role == ROLE_OPERATOR;
    if (channel_has_prefix(channel, PREFIX_DESK, &about) ||
        !channel_has_prefix(channel, PREFIX_DEPARTMENT, &about))
        return channel_allows(txn, about, RIGHT_MODERATE, actor);
    return about_channel(txn, channel, number, &about) && channel_allows(txn, about, RIGHT_MODERATE, actor);
}
