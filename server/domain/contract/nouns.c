/* The list of nouns, what a noun says that has nothing to say, and the walks over all of them. It knows none
 * by more than its name in the list. */
#include <assert.h>
#include <stdalign.h>
#include <stddef.h>

#include "server/domain/contract/noun.h"
#include "server/domain/views/views.h"

#define NOUN_LISTED(X, x, each) &noun_##x,
const struct noun *const nouns[] = {NOUNS(NOUN_LISTED, ) NULL};

/* --- nothing to say --- */

bool no_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    (void)txn, (void)channel, (void)number, (void)thing;
    return false;
}

bool no_addressed(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department)
{
    (void)txn, (void)channel, (void)number, (void)department;
    return false;
}

void no_erasable(struct txn *txn, struct erasable *found)
{
    (void)txn, (void)found;
}

void no_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    (void)txn, (void)found, (void)decision;
}

void no_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    (void)txn, (void)by, (void)gone;
}

void no_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    (void)txn, (void)actor, (void)take, (void)context;
}

void no_names_of(struct txn *txn, struct bytes account, owned_taken *take, void *context)
{
    (void)txn, (void)account, (void)take, (void)context;
}

bool no_searched(const struct fact_kind *kind, enum searched *in)
{
    (void)kind, (void)in;
    return false;
}

bool no_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    (void)txn, (void)fact, (void)said;
    return false;
}

bool no_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
               struct hit_standing *standing)
{
    (void)txn, (void)fact, (void)channel, (void)number, (void)standing;
    return false;
}

bool no_hidden(struct txn *txn, const struct head *head)
{
    (void)txn, (void)head;
    return false;
}

bool no_hides(struct txn *txn, struct bytes channel)
{
    (void)txn, (void)channel;
    return false;
}

bool no_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
            uint64_t number)
{
    (void)deciding, (void)args, (void)channel, (void)number;
    return false;
}

void no_for_department(const struct deciding *deciding, struct bytes department)
{
    (void)deciding, (void)department;
}

bool no_of_the_zone(const struct act *act)
{
    (void)act;
    return false;
}

/* --- what belongs to which --- */

const struct noun *noun_of_kind(const struct fact_kind *kind)
{
    for (size_t i = 0; nouns[i] != NULL; i++) {
        for (const int *fact = nouns[i]->facts; *fact != FACT_COUNT; fact++) {
            if (&fact_kinds[*fact] == kind)
                return nouns[i];
        }
    }
    assert(false); /* each kind stands in the list of a noun */
    return nouns[0];
}

const struct noun_act *noun_act_find(const struct verb *verb, const struct noun **noun)
{
    for (size_t i = 0; nouns[i] != NULL; i++) {
        for (const struct noun_act *act = nouns[i]->acts; act->verb != NULL; act++) {
            if (act->verb == verb) {
                *noun = nouns[i];
                return act;
            }
        }
    }
    return NULL;
}

/* NULL for a kind that is not in the table. */
static const struct noun *noun_of_word(struct bytes word, const struct fact_kind **kind)
{
    *kind = fact_kind_find(word);
    return *kind != NULL ? noun_of_kind(*kind) : NULL;
}

/* --- things by their rows --- */

bool thing_of_row(struct txn *txn, enum table table, const struct shape *shape, struct bytes place,
                  struct thing *thing)
{
    alignas(max_align_t) uint8_t row[SHAPE_BYTES];
    if (!view_get(txn, table, place, shape, row))
        return false;
    *thing = (struct thing){
        .seq = *(const uint64_t *)shape_value(shape, row, "seq"),
        .text_seq = *(const uint64_t *)shape_value(shape, row, "text_seq"),
        .texts = *(const uint64_t *)shape_value(shape, row, "texts"),
        .head = *(const struct bytes *)shape_value(shape, row, "head"),
        .erased = shape_value(shape, row, "erased") != NULL,
    };
    return true;
}

bool erasable_by_row(struct txn *txn, enum table table, const struct shape *shape, struct erasable *found)
{
    struct store_key place = key_place(found->channel, found->number);
    struct thing thing;
    if (!thing_of_row(txn, table, shape, key_of(&place), &thing))
        return false;
    erasable_is(found, thing.head, thing.erased, thing.texts);
    return true;
}

void erased_in_row(struct txn *txn, enum table table, const struct shape *shape, const struct fact *by,
                   uint64_t number)
{
    alignas(max_align_t) uint8_t row[SHAPE_BYTES];
    const struct store_key place = key_place(by->head.channel, number);
    const struct bytes head = bytes_of(by->hash, LIMIT_HASH_BYTES);
    if (!view_get(txn, table, key_of(&place), shape, row))
        return;
    shape_put(shape, row, "erased", &by->head.seq);
    shape_put(shape, row, "head", &head);
    view_put(txn, table, key_of(&place), shape, row);
}

/* --- walks --- */

bool thing_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    for (size_t i = 0; nouns[i] != NULL; i++) {
        if (nouns[i]->find(txn, channel, number, thing))
            return true;
    }
    return false;
}

bool thing_addressed(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department)
{
    for (size_t i = 0; nouns[i] != NULL && department.size > 0; i++) {
        if (nouns[i]->addressed(txn, channel, number, department))
            return true;
    }
    return false;
}

bool fact_searched(struct bytes word, enum searched *in)
{
    const struct fact_kind *kind;
    const struct noun *noun = noun_of_word(word, &kind);
    return noun != NULL && noun->searched(kind, in);
}

bool fact_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    const struct fact_kind *kind;
    const struct noun *noun = noun_of_word(fact->head.kind, &kind);
    enum searched in;
    *said = (struct said){.headline = {0}};
    return noun != NULL && !fact->erased && noun->searched(kind, &in) && noun->said(txn, fact, said);
}

bool fact_about(struct txn *txn, const struct fact *fact, struct bytes *channel, uint64_t *number)
{
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    if (kind == NULL)
        return false;
    if (shape_find(kind->decided, bytes_of_text("id")) < 0) {
        *channel = fact->head.channel;
        *number = fact->head.number;
        return true;
    }
    if (!fact_decided(txn, fact, kind->decided, decided))
        return false;
    const struct bytes *id = shape_value(kind->decided, decided, "id");
    return id != NULL && id_split(*id, channel, number);
}
