/* What is erased of each kind of thing: which acts, and in which channels facts carried them. It does not
 * judge why or by whom something is erased. */
#include "server/domain/erase/erase.h"

#include <stdlib.h>

#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/forum/forum.h"

void erasable_draft_seqs(struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *facts, size_t count)
{
    uint8_t room[16 * LIMIT_ERASED_FACTS];
    struct buffer numbers = buffer_over(room, sizeof room);
    numbers_write(&numbers, facts, count);
    struct fact_thing_erased erased = {
        .has = {.id = true, .facts = true}, .id = id, .facts = buffer_bytes(&numbers)};
    decision_add(decision, channel, &fact_kinds[FACT_thing_erased], &erased);
}

/* Reads a fact that a row names. */
static bool read_fact(struct txn *txn, uint64_t seq, struct fact *fact)
{
    if (ledger_read(txn, seq, fact))
        return true;
    txn_fail(txn, ERR_INTERNAL);
    return false;
}

static bool revision_seq(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                         uint64_t *seq)
{
    struct store_key key = key_nth(channel, number, revision);
    struct bytes value;
    if (!txn_get(txn, TABLE_REVISIONS, key_of(&key), &value) || value.size != 8) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    *seq = number_at(value.at);
    return true;
}

/* The facts of one channel that carry the acts of a thing, by TABLE_REVISIONS: revisions, or edits. */
static void erase_revisions(struct txn *txn, struct bytes channel, uint64_t number, uint64_t count,
                            struct bytes id, struct decision *decision)
{
    uint64_t facts[LIMIT_REVISIONS];
    struct fact fact;
    size_t found = 0;
    for (uint64_t i = 1; i <= count && found < LIMIT_REVISIONS; i++) {
        if (!revision_seq(txn, channel, number, i, &facts[found]) || !read_fact(txn, facts[found], &fact))
            return;
        decision_erase(decision, ledger_act_seq(txn, &fact.head));
        found++;
    }
    erasable_draft_seqs(decision, channel, id, facts, found);
}

/* --- a bulletin --- */

/* What it was scheduled as: the desk, and how many acts stand there. */
static bool find_draft(struct txn *txn, uint64_t seq, struct fact *fact, struct bytes *desk, uint64_t *number,
                       uint64_t *edits)
{
    struct fact_bulletin_published published;
    struct view_draft draft;
    if (!read_fact(txn, seq, fact) ||
        fact_kind_find(fact->head.kind) != &fact_kinds[FACT_bulletin_published] ||
        !fact_decided(txn, fact, &shape_fact_bulletin_published, &published) || !published.has.draft)
        return false;
    if (!id_split(published.draft, desk, number) || !view_draft(txn, *desk, *number, &draft)) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    *edits = draft.edits;
    return true;
}

struct duties {
    struct txn *txn;
    struct bytes id, channel;
    uint64_t number, revisions;
    struct decision *decision;
};

/* The duties of one department: one for each revision since it was addressed. */
static bool erase_duties(void *context, struct bytes department, const struct view_receipt *newest)
{
    const struct duties *duties = context;
    char room[LIMIT_CHANNEL_BYTES];
    uint64_t facts[LIMIT_REVISIONS];
    size_t found = 0;
    struct view_receipt row;
    (void)newest;
    for (uint64_t i = 1; i <= duties->revisions && found < LIMIT_REVISIONS; i++) {
        if (view_receipt(duties->txn, duties->channel, duties->number, i, department, &row))
            facts[found++] = row.assigned;
    }
    erasable_draft_seqs(duties->decision, channel_of_department(department, room), duties->id, facts, found);
    return true;
}

static void find_bulletin(struct txn *txn, const struct view_bulletin *row, struct erasable *found)
{
    struct bytes desk;
    struct fact fact;
    uint64_t number, edits;
    found->kind = ERASABLE_BULLETIN;
    found->head = row->head;
    found->erased = row->has.erased;
    found->drafts = 1 + (row->has.addressed ? (size_t)row->addressed : 0);
    found->acts = (size_t)row->revision;
    if (find_draft(txn, row->seq, &fact, &desk, &number, &edits)) {
        found->drafts++;
        found->acts += (size_t)edits;
    }
}

static void erase_bulletin(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct duties duties = {txn, found->id, found->channel, found->number, 0, decision};
    struct view_bulletin row;
    struct bytes desk;
    struct fact fact;
    uint64_t number, edits;
    if (!view_bulletin(txn, found->channel, found->number, &row))
        return;
    duties.revisions = row.revision;
    erase_revisions(txn, found->channel, found->number, row.revision, found->id, decision);
    if (find_draft(txn, row.seq, &fact, &desk, &number, &edits))
        erase_revisions(txn, desk, number, edits, found->id, decision);
    duty_walk(txn, found->channel, found->number, row.revision, erase_duties, &duties);
}

/* --- a post, or what opened a thread --- */

/* The month of the theme that a thread belongs to, when the post is what opened it. */
static bool theme_month(struct txn *txn, const struct erasable *found, struct bytes *month)
{
    struct view_thread row;
    if (!view_thread(txn, found->channel, found->number, &row) || !row.has.month)
        return false;
    *month = row.month;
    return true;
}

/* The facts on the desk that carry a theme's plan and its amendments: they follow each other there. */
static size_t theme_plans(struct txn *txn, const struct view_theme *theme, struct bytes month,
                          struct bytes desk, uint64_t facts[FORUM_TEXTS])
{
    struct fact_theme_amended amended;
    struct fact fact;
    struct tip tip;
    size_t count = 0;
    facts[count++] = theme->seq;
    ledger_tip(txn, desk, &tip);
    for (uint64_t number = theme->desk + 1; number <= tip.number && count < FORUM_TEXTS; number++) {
        if (ledger_read_at(txn, desk, number, &fact) &&
            fact_kind_find(fact.head.kind) == &fact_kinds[FACT_theme_amended] &&
            fact_decided(txn, &fact, &shape_fact_theme_amended, &amended) &&
            bytes_equal(amended.month, month))
            facts[count++] = fact.head.seq;
    }
    return count;
}

/* What opened a theme's thread is the theme's own text: it goes wherever it stands. */
static void erase_theme(struct txn *txn, const struct erasable *found, struct bytes month,
                        struct decision *decision)
{
    char desk_room[LIMIT_CHANNEL_BYTES];
    const struct bytes desk = channel_of_desk(bytes_of_text(CHANNEL_THEMES), desk_room);
    uint64_t facts[FORUM_TEXTS];
    struct view_theme theme;
    struct fact fact;
    if (!view_theme(txn, month, &theme)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    size_t count = theme_plans(txn, &theme, month, desk, facts);
    for (size_t i = 0; i < count; i++) {
        if (read_fact(txn, facts[i], &fact))
            decision_erase(decision, ledger_act_seq(txn, &fact.head));
    }
    erasable_draft_seqs(decision, desk, found->id, facts, count);
    erase_revisions(txn, bytes_of_text(CHANNEL_THEMES), theme.opened, theme.said, found->id, decision);
}

static void find_post(struct txn *txn, const struct view_post *row, struct erasable *found)
{
    struct bytes month;
    found->kind = ERASABLE_POST;
    found->theme = theme_month(txn, found, &month);
    found->head = row->head;
    found->erased = row->has.erased;
    found->drafts = found->theme ? 3 : 1;
    found->acts = (size_t)row->texts + (found->theme ? FORUM_TEXTS : 0);
}

static void erase_post(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    uint64_t facts[FORUM_TEXTS];
    struct bytes month;
    struct fact fact;
    size_t count;
    if (!forum_texts(txn, found->channel, found->number, facts, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        if (read_fact(txn, facts[i], &fact))
            decision_erase(decision, ledger_act_seq(txn, &fact.head));
    }
    erasable_draft_seqs(decision, found->channel, found->id, facts, count);
    if (theme_month(txn, found, &month))
        erase_theme(txn, found, month, decision);
}

/* --- an activity --- */

/* The facts of the departments that carry its acts, sorted in by department. */
struct guests {
    size_t count;
    struct {
        char channel[LIMIT_CHANNEL_BYTES];
        size_t channel_size, fact_count;
        uint64_t facts[LIMIT_EDITS + 1];
    } list[LIMIT_ADDRESSEES];
};

static void list_guests(struct txn *txn, const struct erasable *found, struct guests *guests)
{
    struct store_key from = activity_reply_key(found->channel, found->number, (struct bytes){0});
    struct walk walk;
    walk_up(&walk, txn, TABLE_REPLIES, key_of(&from));
    while (guests->count < LIMIT_ADDRESSEES && walk_next(&walk) && walk.key.size > from.size &&
           memcmp(walk.key.at, from.at, from.size) == 0) {
        struct bytes department = bytes_skip(walk.key, from.size);
        size_t i = guests->count++;
        guests->list[i].channel_size = channel_of_department(department, guests->list[i].channel).size;
    }
    walk_end(&walk);
}

static void add_guest_fact(struct guests *guests, const struct head *head)
{
    for (size_t i = 0; i < guests->count; i++) {
        if (!bytes_equal(head->channel, bytes_of(guests->list[i].channel, guests->list[i].channel_size)))
            continue;
        if (guests->list[i].fact_count <= LIMIT_EDITS)
            guests->list[i].facts[guests->list[i].fact_count++] = head->seq;
        return;
    }
}

/* Announcing or changing it made facts that follow each other in the ledger and carry one act. */
static void collect_guest_facts(struct txn *txn, uint64_t text_seq, struct guests *guests)
{
    uint8_t act_hash[LIMIT_HASH_BYTES];
    struct fact fact;
    if (!read_fact(txn, text_seq, &fact))
        return;
    memcpy(act_hash, fact.head.act_hash.at, sizeof act_hash);
    for (uint64_t seq = text_seq + 1;
         ledger_read(txn, seq, &fact) && bytes_equal(fact.head.act_hash, bytes_of(act_hash, sizeof act_hash));
         seq++)
        add_guest_fact(guests, &fact.head);
}

static void find_activity(struct txn *txn, const struct view_activity *row, struct erasable *found)
{
    struct store_key from = activity_reply_key(found->channel, found->number, (struct bytes){0});
    struct walk walk;
    found->kind = ERASABLE_ACTIVITY;
    found->head = row->head;
    found->erased = row->has.erased;
    found->drafts = 1;
    found->acts = (size_t)row->texts;
    walk_up(&walk, txn, TABLE_REPLIES, key_of(&from));
    while (walk_next(&walk) && walk.key.size > from.size && memcmp(walk.key.at, from.at, from.size) == 0)
        found->drafts++;
    walk_end(&walk);
}

static void erase_activity(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    struct guests *guests = calloc(1, sizeof *guests);
    struct view_activity row;
    uint64_t seq;
    if (guests == NULL || !view_activity(txn, found->channel, found->number, &row)) {
        txn_fail(txn, guests == NULL ? ERR_NO_MEMORY : ERR_INTERNAL);
        free(guests);
        return;
    }
    erase_revisions(txn, found->channel, found->number, row.texts, found->id, decision);
    list_guests(txn, found, guests);
    for (uint64_t i = 1; i <= row.texts && revision_seq(txn, found->channel, found->number, i, &seq); i++)
        collect_guest_facts(txn, seq, guests);
    for (size_t i = 0; i < guests->count; i++)
        erasable_draft_seqs(decision, bytes_of(guests->list[i].channel, guests->list[i].channel_size),
                            found->id, guests->list[i].facts, guests->list[i].fact_count);
    free(guests);
}

/* --- any of them --- */

bool erasable_find(struct txn *txn, struct bytes id, struct erasable *found)
{
    struct erasable thing = {.id = id};
    struct view_bulletin bulletin;
    struct view_post post;
    struct view_activity activity;
    if (!id_split(id, &thing.channel, &thing.number))
        return false;
    if (view_bulletin(txn, thing.channel, thing.number, &bulletin))
        find_bulletin(txn, &bulletin, &thing);
    else if (view_post(txn, thing.channel, thing.number, &post))
        find_post(txn, &post, &thing);
    else if (view_activity(txn, thing.channel, thing.number, &activity))
        find_activity(txn, &activity, &thing);
    else
        return *found = thing, erasable_find_fact(txn, found);
    *found = thing;
    return true;
}

void erasable_draft(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    switch (found->kind) {
    case ERASABLE_BULLETIN:
        erase_bulletin(txn, found, decision);
        return;
    case ERASABLE_POST:
        erase_post(txn, found, decision);
        return;
    case ERASABLE_ACTIVITY:
        erase_activity(txn, found, decision);
        return;
    case ERASABLE_DRAFT:
        erase_revisions(txn, found->channel, found->number, found->acts, found->id, decision);
        return;
    case ERASABLE_PLAN:
    case ERASABLE_FACT:
        erasable_draft_single(txn, found, decision);
    }
}

void erasable_draft_fact(struct txn *txn, const struct fact *fact, struct decision *decision)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    id_write(&id, fact->head.channel, fact->head.number);
    decision_erase(decision, ledger_act_seq(txn, &fact->head));
    erasable_draft_seqs(decision, fact->head.channel, buffer_bytes(&id), &fact->head.seq, 1);
}
