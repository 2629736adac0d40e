/* What a theme is to whatever walks nouns: a plan on its desk until it opens, and then the text of a thread
 * which stands in `themes`, too. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"

/* --- what erasing takes --- */

/* The month of the theme that a thread belongs to, when this is what opened it. */
static bool month_of_thread(struct txn *txn, const struct erasable *found, struct bytes *month)
{
    struct view_thread row;
    if (!view_thread(txn, found->channel, found->number, &row) || !row.has.month)
        return false;
    *month = row.month;
    return true;
}

/* The month that is planned, or whose plan is replaced, by a fact of this kind on the desk. */
static bool month_of_fact(struct txn *txn, const struct fact *fact, int kind, struct bytes *month)
{
    union {
        struct fact_theme_planned planned;
        struct fact_theme_amended amended;
    } decided;
    const struct shape *shape = fact_kinds[kind].decided;
    if (fact_kind_find(fact->head.kind) != &fact_kinds[kind] || !fact_decided(txn, fact, shape, &decided))
        return false;
    const struct bytes *told = shape_value(shape, &decided, "month");
    if (told == NULL)
        return false;
    *month = *told;
    return true;
}

/* The plan at this number of desk/themes, and its amendments: they stand behind it, up to another plan for
 * the month. */
static size_t plan_facts(struct txn *txn, uint64_t plan, struct bytes month, uint64_t facts[FORUM_TEXTS])
{
    const struct bytes desk = bytes_of_text(CHANNEL_DESK_THEMES);
    struct bytes told;
    struct fact fact;
    struct tip tip;
    size_t count = 0;
    ledger_tip(txn, desk, &tip);
    for (uint64_t number = plan; number <= tip.number && count < FORUM_TEXTS; number++) {
        if (!ledger_read_at(txn, desk, number, &fact))
            break;
        const bool again =
            number > plan && month_of_fact(txn, &fact, FACT_theme_planned, &told) && bytes_equal(told, month);
        if (again)
            break;
        if (number == plan ||
            (month_of_fact(txn, &fact, FACT_theme_amended, &told) && bytes_equal(told, month)))
            facts[count++] = fact.head.seq;
    }
    return count;
}

static void draft_plan(struct txn *txn, uint64_t plan, struct bytes month, struct bytes id,
                       struct decision *decision)
{
    uint64_t facts[FORUM_TEXTS];
    const size_t count = plan_facts(txn, plan, month, facts);
    erasable_draft_acts(txn, decision, bytes_of_text(CHANNEL_DESK_THEMES), id, facts, count);
}

/* What opened a theme's thread is the theme's own text: it goes wherever it stands. */
static void draft_opened(struct txn *txn, const struct erasable *found, struct bytes month,
                         struct decision *decision)
{
    struct view_theme row;
    if (!view_theme(txn, month, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    draft_plan(txn, row.desk, month, found->id, decision);
    erasable_draft_texts(txn, decision, bytes_of_text(CHANNEL_THEMES), row.opened, row.said, found->id);
}

/* The plan that an id names. */
static bool find_plan(struct txn *txn, const struct erasable *found, struct fact *fact, struct bytes *month)
{
    return bytes_equal_text(found->channel, CHANNEL_DESK_THEMES) &&
           ledger_read_at(txn, found->channel, found->number, fact) &&
           month_of_fact(txn, fact, FACT_theme_planned, month);
}

void theme_erasable(struct txn *txn, struct erasable *found)
{
    struct view_theme row;
    struct bytes month;
    struct fact fact;
    if (month_of_thread(txn, found, &month)) {
        found->besides = bytes_of_text(CHANNEL_THEMES);
        found->drafts += 2;
        found->acts += FORUM_TEXTS;
    } else if (find_plan(txn, found, &fact, &month)) {
        erasable_is_fact(found, &fact, FORUM_TEXTS);
        /* Once it has opened, the text is the thread's. */
        if (view_theme(txn, month, &row) && row.desk == found->number && row.has.thread)
            found->became = row.thread;
    }
}

void theme_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct bytes month;
    struct fact fact;
    if (month_of_thread(txn, found, &month))
        draft_opened(txn, found, month, decision);
    else if (find_plan(txn, found, &fact, &month))
        draft_plan(txn, found->number, month, found->id, decision);
}

/* --- what can be found --- */

bool theme_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_THEMES;
    return kind == &fact_kinds[FACT_theme_opened] || kind == &fact_kinds[FACT_theme_corrected];
}

bool theme_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct forum_text text;
    if (!forum_text_of(txn, fact, &text))
        return false;
    said->headline = text.headline;
    said->text = text.text;
    return true;
}

bool theme_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                  struct hit_standing *standing)
{
    union {
        struct fact_theme_opened opened;
        struct fact_theme_corrected corrected;
    } decided;
    const struct shape *shape = fact_kind_find(fact->head.kind)->decided;
    struct view_theme row;
    (void)channel, (void)number, (void)standing;
    if (!fact_decided(txn, fact, shape, &decided))
        return false;
    const struct bytes *month = shape_value(shape, &decided, "month");
    return month != NULL && view_theme(txn, *month, &row) && row.said_seq == fact->head.seq &&
           !forum_id_hidden(txn, row.thread);
}

bool theme_hides(struct txn *txn, struct bytes channel)
{
    (void)txn;
    return bytes_equal_text(channel, CHANNEL_THEMES);
}

/* Its words are hidden with the thread's. */
#define theme_hidden         forum_hidden
#define theme_find           no_find
#define theme_addressed      no_addressed
#define theme_texts_of       no_texts_of
#define theme_names_of       no_names_of
#define theme_for_department no_for_department
#define theme_of_the_zone    no_of_the_zone
#define AGAIN_theme_plan     AGAIN
#define AGAIN_theme_amend    AGAIN
#define AGAIN_theme_cancel   AGAIN
NOUN(THEME, theme);
