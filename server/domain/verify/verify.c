/* Verifies what the ledger cannot know: which acts may be gone, that every text and file that an act names is
 * there and no other, and that the views are what the facts fold to. What a head may say stands in
 * verify_heads.c. It looks at facts, acts and blobs, and believes no view but those it folds itself. */
#include "server/domain/verify/verify.h"

#include <stdlib.h>

#include "protocol/proof/erasure.h"
#include "server/domain/views/named.h"

/* The act of `seq` is gone; `by` says so. */
struct hole {
    uint64_t seq, by;
};

struct verification {
    struct ledger_check *check;
    struct hole *holes; /* sorted */
    size_t hole_count, hole_room;
    uint64_t holes_to; /* the facts up to here have been asked */
    struct verify_again *again;
};

static bool is_erasing(const struct head *head)
{
    return bytes_equal_text(head->kind, fact_kinds[FACT_thing_erased].word);
}

/* --- which acts may be gone --- */

static int by_seq(const void *one, const void *other)
{
    const struct hole *a = one, *b = other;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static const struct hole *find_hole(const struct verification *all, uint64_t seq)
{
    struct hole wanted = {.seq = seq};
    if (all->hole_count == 0)
        return NULL;
    return bsearch(&wanted, all->holes, all->hole_count, sizeof wanted, by_seq);
}

/* Room for one more; the memory grows with what was erased and no further. */
static bool add_hole(struct verification *all, struct hole hole)
{
    if (all->hole_count == all->hole_room) {
        size_t room = all->hole_room == 0 ? 64 : 2 * all->hole_room;
        void *larger = realloc(all->holes, room * sizeof hole);
        if (larger == NULL) {
            txn_fail(all->check->live, ERR_NO_MEMORY);
            return false;
        }
        all->holes = larger;
        all->hole_room = room;
    }
    all->holes[all->hole_count++] = hole;
    return true;
}

/* What one fact says that it erased. A head that cannot be read is left to the ledger to name. */
static void collect_of(struct verification *all, struct bytes value)
{
    struct head head;
    struct fact_thing_erased erased;
    struct refusal why;
    size_t at = 0;
    uint64_t seq;
    if (head_read(value, &head, &why) != OK || !is_erasing(&head) ||
        codec_decode_kept(&shape_fact_thing_erased, head.decided, &erased, &why) != OK)
        return;
    while (numbers_next(erased.facts, &at, &seq) &&
           add_hole(all, (struct hole){.seq = seq, .by = head.seq})) {
    }
}

/* Collects what the next facts of erasing name. False when the snapshot has no more of them. */
static bool collect_some(struct verification *all, uint64_t most)
{
    const size_t before = all->hole_count;
    const uint64_t last = most > UINT64_MAX - all->holes_to ? UINT64_MAX : all->holes_to + most;
    struct store_key from = key_empty();
    struct walk walk;
    bool more = false;
    key_number(&from, all->holes_to + 1);
    walk_up(&walk, all->check->live, TABLE_HEADS, key_of(&from));
    while (!more && walk_next(&walk) && walk.key.size == sizeof(uint64_t)) {
        more = number_at(walk.key.at) >= last;
        all->holes_to = number_at(walk.key.at);
        collect_of(all, walk.value);
    }
    walk_end(&walk);
    if (all->hole_count > before)
        qsort(all->holes, all->hole_count, sizeof *all->holes, by_seq);
    return more;
}

/* An act may be gone before the walk comes to it: all that the snapshot says of erasing is known first. From
 * one slice to the next that is only what was appended meanwhile. */
static bool collect_rest(void *context)
{
    struct verification *all = context;
    collect_some(all, UINT64_MAX);
    return txn_error(all->check->live) == OK;
}

/* Before the first slice that is the whole ledger, and in slices too. */
static enum error collect_all(struct verification *all)
{
    enum { HEADS_A_SLICE = 8192 };
    struct txn *live = all->check->live;
    while (collect_some(all, HEADS_A_SLICE) && txn_error(live) == OK) {
        if (all->check->renews && txn_renew(live) != OK)
            break;
    }
    return txn_error(live);
}

/* The fact that erased it must come later, in the same channel. */
static bool may_lack_act(void *context, const struct head *head)
{
    struct verification *all = context;
    const struct fact_kind *kind = fact_kind_find(head->kind);
    const struct hole *hole = find_hole(all, head->seq);
    struct store_key key = key_empty();
    struct bytes value;
    struct head by;
    struct refusal why;
    if (hole == NULL || hole->by <= head->seq || !fact_can_be_erased(kind))
        return false;
    key_number(&key, hole->by);
    return txn_get(all->check->live, TABLE_HEADS, key_of(&key), &value) &&
           head_read(value, &by, &why) == OK && bytes_equal(by.channel, head->channel);
}

/* --- what acts name --- */

static bool check_name(struct verification *all, const struct head *head, struct bytes hash, bool has_size,
                       uint64_t size)
{
    uint64_t there;
    if (!blob_size(all->check->live, hash.at, &there))
        return ledger_fault_of(all->check, head, "a text or file that it names is missing");
    return !has_size || there == size ||
           ledger_fault_of(all->check, head, "a text or file that it names has another size");
}

static bool check_names(struct verification *all, const struct fact *fact)
{
    struct named named;
    named_by_fact(all->check->folded, fact, &named);
    for (size_t i = 0; i < named.count; i++) {
        const bool is_file = i > 0 || !named.has_text;
        if (!check_name(all, &fact->head, named.list[i].hash, is_file, named.list[i].size))
            return false;
    }
    return true;
}

static bool may_have_blob(void *context, const uint8_t hash[LIMIT_HASH_BYTES])
{
    const struct verification *all = context;
    struct bytes uses;
    return txn_get(all->check->folded, TABLE_BLOB_USES, bytes_of(hash, LIMIT_HASH_BYTES), &uses);
}

/* --- erasing --- */

/* Who made the thing that is erased. */
static struct bytes owner_of(struct txn *txn, struct bytes id)
{
    struct bytes channel;
    struct fact made;
    uint64_t number, seq;
    return id_split(id, &channel, &number) && ledger_place(txn, channel, number, &seq) &&
                   ledger_read_bare(txn, seq, &made)
               ? made.head.actor
               : (struct bytes){0};
}

/* A fact of erasing stands on an act that erases, and names facts of its channel before it that it
 * may take. */
static bool check_erasing(struct verification *all, const struct fact *fact, const struct fact_parts *parts)
{
    struct erasure erasure;
    size_t at = 0;
    uint64_t seq;
    if (!erasure_read(parts, &erasure))
        return ledger_fault_of(all->check, &fact->head, "it erases, but its act does not say so");
    erasure.owner = owner_of(all->check->folded, erasure.id);
    while (numbers_next(erasure.seqs, &at, &seq)) {
        struct fact gone;
        if (!ledger_read_bare(all->check->folded, seq, &gone) || !may_lack_act(all, &gone.head) ||
            !erasure_takes(&erasure, &gone.head))
            return ledger_fault_of(all->check, &fact->head, "it erases a fact that cannot be erased by it");
    }
    return true;
}

static bool meet(void *context, const struct fact *fact)
{
    struct verification *all = context;
    struct ledger_check *check = all->check;
    return fact_kind_find(fact->head.kind) == NULL || verify_again(all->again, check, fact);
}

static bool take(void *context, const struct fact *fact)
{
    struct verification *all = context;
    const struct head *head = &fact->head;
    struct verified_head held = {.fact = fact};
    if (!fact->erased && find_hole(all, head->seq) != NULL)
        return ledger_fault_of(all->check, head, "it was erased, but its act is there");
    if (!verify_head(all->check, &held) ||
        (is_erasing(head) && !fact->erased && !check_erasing(all, fact, &held.parts)))
        return false;
    /* An act is looked at once, with the first fact it became. */
    if (!fact->erased && ledger_act_seq(all->check->folded, head) == head->seq && !check_names(all, fact))
        return false;
    domain_fold(all->check->folded, fact);
    return true;
}

/* --- the index --- */

/* Whether something that the index has was erased by a fact that it does not have: then its words were there
 * when they were folded, and cannot be folded again. */
static bool forgets_yet(const struct verification *all, uint64_t indexed)
{
    for (size_t i = 0; i < all->hole_count; i++) {
        if (all->holes[i].seq <= indexed && all->holes[i].by > indexed)
            return true;
    }
    return false;
}

/* The index may trail behind the facts; it is held to what it says that it holds. */
static bool check_index(struct verification *all)
{
    static const enum table tables[] = {TABLE_FOLDED, TABLE_TOKENS, TABLE_TOKENS_OF};
    enum { FACTS_A_TIME = 1024, ROWS_A_TIME = 8192 };
    struct ledger_check *check = all->check;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct ledger_comparison comparison = {.table = tables[i]};
        while (!comparison.done) {
            if (!ledger_check_slice(check))
                return false;
            const uint64_t indexed = domain_indexed(check->live);
            if (indexed > check->seq)
                return ledger_fault(check, "index.folded: it says that it holds fact %llu, and there is none",
                                    (unsigned long long)indexed);
            check->report->index_left = indexed < domain_indexed(check->folded) ||
                                        forgets_yet(all, indexed) ||
                                        !domain_index_rests(check->live, check->folded);
            if (check->report->index_left)
                return true;
            while (domain_index_to(check->folded, indexed, FACTS_A_TIME)) {
            }
            if ((check->scratch_error = txn_error(check->folded)) != OK)
                return false;
            if (!ledger_compare(&comparison, check->live, check->folded, ROWS_A_TIME, check->report->words,
                                sizeof check->report->words))
                return false;
        }
    }
    return true;
}

enum error domain_verify(struct txn *txn, bool renews, struct store *scratch, struct ledger_report *report,
                         struct refusal *why)
{
#define VIEW_TABLE(symbol, name, shelf, what) TABLE_##symbol,
    static const enum table all_tables[] = {STORE_TABLES(VIEW_TABLE)};
#undef VIEW_TABLE
    enum table views[TABLE_COUNT];
    struct ledger_check check = {.live = txn, .renews = renews, .scratch = scratch, .report = report};
    struct verification all = {.check = &check, .again = verify_again_new()};
    if (all.again == NULL)
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    check.context = &all;
    check.may_lack_act = may_lack_act;
    check.may_have_blob = may_have_blob;
    check.meet = meet;
    check.take = take;
    check.renewed = collect_rest;
    check.tables = views;
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (store_table_shelf(all_tables[i]) == SHELF_VIEWS)
            views[check.table_count++] = all_tables[i];
    }
    enum error error = collect_all(&all);
    error = error != OK ? refuse(why, error, NULL, (struct bytes){0}, 0) : ledger_verify(&check, why);
    if (error == OK) {
        bool good = check_index(&all) && store_digest(check.folded, SHELF_VIEWS, report->views) == OK;
        error = ledger_check_end(&check, good, why);
    }
    verify_again_free(all.again);
    free(all.holes);
    return error;
}
