/* What a brand is to whatever walks nouns: its texts stand in its channel alone, and what was published when
 * it was named in another. It knows no counsel. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/brand/brand.h"

/* --- what stands there --- */

bool brand_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct view_brand row;
    if (!view_brand(txn, channel, number, &row))
        return false;
    *thing = (struct thing){
        .seq = row.seq,
        .text_seq = row.has.text_seq ? row.text_seq : row.seq,
        .texts = row.texts,
        .head = row.head,
        .erased = row.has.erased,
    };
    return true;
}

/* --- erasing --- */

/* The brands that a bulletin names, if it was published so; false for another. */
static bool named_with(struct txn *txn, const struct erasable *found, struct bytes *brands)
{
    struct args_brand_name args;
    struct fact fact;
    if (!ledger_read_at(txn, found->channel, found->number, &fact) || fact.erased ||
        fact_kind_find(fact.head.kind) != &fact_kinds[FACT_bulletin_published] ||
        !bytes_equal_text(fact.act.act.verb, verbs[VERB_brand_name].word) ||
        !fact_args(txn, &fact, &shape_args_brand_name, &args))
        return false;
    *brands = args.brands;
    return true;
}

void brand_erasable(struct txn *txn, struct erasable *found)
{
    struct view_brand row;
    struct bytes brands;
    if (view_brand(txn, found->channel, found->number, &row)) {
        if (row.texts > 0)
            erasable_is(found, row.head, row.has.erased, row.texts);
    } else if (named_with(txn, found, &brands)) {
        found->drafts += words_count(brands);
    }
}

/* Where its submission began it, too, that fact has the same act. */
static void draft_texts(struct txn *txn, const struct erasable *found, const struct view_brand *row,
                        struct decision *decision)
{
    uint64_t facts[LIMIT_REVISIONS + 1];
    size_t count = 0;
    struct fact first;
    if (!fact_needed(txn, row->submitted, &first))
        return;
    if (ledger_act_seq(txn, &first.head) == row->seq)
        facts[count++] = row->seq;
    for (uint64_t nth = 1; nth <= row->texts && nth <= LIMIT_REVISIONS; nth++) {
        if (!erasable_text_seq(txn, found->channel, found->number, nth, &facts[count++]))
            return;
    }
    erasable_draft_acts(txn, decision, found->channel, found->id, facts, count);
}

void brand_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct view_brand row;
    struct bytes brands, id, channel;
    uint64_t number;
    if (view_brand(txn, found->channel, found->number, &row)) {
        draft_texts(txn, found, &row, decision);
        return;
    }
    if (!named_with(txn, found, &brands))
        return;
    for (size_t at = 0; words_next(brands, &at, &id) && id_split(id, &channel, &number);) {
        if (view_brand(txn, channel, number, &row))
            erasable_draft_seqs(decision, channel, found->id, &row.named, 1);
    }
}

/* --- what can be found --- */

bool brand_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_BRANDS;
    return kind == &fact_kinds[FACT_brand_submitted] || kind == &fact_kinds[FACT_brand_revised];
}

static void say(struct said *said, bool there, struct bytes text)
{
    if (there && said->part_count < SAID_PARTS)
        said->parts[said->part_count++] = text;
}

/* All that people can read of it, item by item. */
bool brand_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct view_application application;
    struct item item;
    if (!brand_said_by(txn, fact, &application))
        return false;
    said->headline = application.name;
    say(said, application.has.slogan, application.slogan);
    say(said, application.has.meaning, application.meaning);
    say(said, application.has.vision, application.vision);
    say(said, application.has.position, application.position);
    say(said, application.has.strengths, application.strengths);
    say(said, application.has.plan, application.plan);
    say(said, application.has.answers, application.answers);
    for (size_t at = 0; application.has.items && items_next(application.items, &at, &item);) {
        for (size_t i = 0; i < ITEM_PARTS_COUNT; i++)
            say(said, true, item.parts[i]);
    }
    return true;
}

bool brand_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                  struct hit_standing *standing)
{
    struct view_brand row;
    if (!view_brand(txn, channel, number, &row) || row.has.erased)
        return false;
    standing->withdrawn = brand_is_over(&row);
    return row.has.text_seq && row.text_seq == fact->head.seq;
}

/* --- what the clock brings --- */

bool brand_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
               uint64_t number)
{
    const struct fact_brand_closed closed = {.id = args->id};
    (void)number;
    if (args->what != TRANSITION_BRAND_CLOSE)
        return false;
    decision_add(deciding->decision, channel, &fact_kinds[FACT_brand_closed], &closed);
    return true;
}

#define brand_addressed      no_addressed
#define brand_texts_of       no_texts_of
#define brand_names_of       no_names_of
#define brand_hidden         no_hidden
#define brand_hides          no_hides
#define brand_for_department no_for_department
#define brand_of_the_zone    no_of_the_zone
#define AGAIN_brand_begin    AGAIN
#define AGAIN_brand_submit   AGAIN
#define AGAIN_brand_revise   AGAIN
#define AGAIN_brand_withdraw AGAIN
#define AGAIN_brand_accept   AGAIN
#define AGAIN_brand_return   AGAIN
#define AGAIN_brand_evaluate AGAIN
#define AGAIN_brand_name     AGAIN
#define AGAIN_brand_review   AGAIN
#define AGAIN_brand_keep     AGAIN
#define AGAIN_brand_revoke   AGAIN
NOUN(BRAND, brand);
