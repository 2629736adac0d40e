/* Verifies what the ledger cannot know: that acts make the facts they stand in, which acts may be gone, and
 * that every text and file that an act names is there, and no other. It looks at facts, acts and blobs, and
 * at no view of the domain. */
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/proof/erasure.h"
#include "protocol/wire/text.h"
#include "server/domain/notice.h"
#include "server/domain/views.h"

/* The act of `seq` is gone; `by` says so. */
struct hole {
    uint64_t seq, by;
};

struct verification {
    struct txn *txn;
    struct ledger_report *report;
    struct hole *holes; /* sorted when all are there */
    size_t hole_count, hole_room;
    uint8_t (*named)[LIMIT_HASH_BYTES]; /* by acts that are there; sorted at the end */
    size_t named_count, named_room;
};

/* Says what is wrong; always false. */
static bool fault(struct verification *all, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fault(struct verification *all, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(all->report->words, sizeof all->report->words, format, arguments);
    va_end(arguments);
    return false;
}

static bool fault_of(struct verification *all, const struct head *head, const char *what)
{
    return fault(all, "fact %llu (%.*s/%llu): %s", (unsigned long long)head->seq, (int)head->channel.size,
                 (const char *)head->channel.at, (unsigned long long)head->number, what);
}

/* Room for one more; the memory grows with what the ledger holds and no further. */
static bool grow(struct verification *all, void **items, size_t item_bytes, size_t count, size_t *room)
{
    if (count < *room)
        return true;
    size_t wanted = *room == 0 ? 64 : 2 * *room;
    void *larger = realloc(*items, wanted * item_bytes);
    if (larger == NULL) {
        txn_fail(all->txn, ERR_INTERNAL);
        return false;
    }
    *items = larger;
    *room = wanted;
    return true;
}

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

/* Collects what the facts of erasing name. Heads that cannot be read are left to ledger_verify to name. */
static void collect_holes(struct verification *all)
{
    struct walk walk;
    walk_up(&walk, all->txn, TABLE_HEADS, (struct bytes){0});
    while (walk_next(&walk)) {
        struct head head;
        struct fact_thing_erased erased;
        struct refusal why;
        size_t at = 0;
        uint64_t seq;
        if (head_read(walk.value, &head, &why) != OK || !is_erasing(&head) ||
            codec_decode_kept(&shape_fact_thing_erased, head.decided, &erased, &why) != OK)
            continue;
        while (numbers_next(erased.facts, &at, &seq)) {
            void *items = all->holes;
            bool grown = grow(all, &items, sizeof *all->holes, all->hole_count, &all->hole_room);
            all->holes = items;
            if (!grown)
                break;
            all->holes[all->hole_count++] = (struct hole){seq, head.seq};
        }
    }
    walk_end(&walk);
    if (all->hole_count > 0)
        qsort(all->holes, all->hole_count, sizeof *all->holes, by_seq);
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
    return txn_get(all->txn, TABLE_HEADS, key_of(&key), &value) && head_read(value, &by, &why) == OK &&
           bytes_equal(by.channel, head->channel);
}

static void report_progress(void *context, uint64_t done, uint64_t all_facts)
{
    const struct verification *all = context;
    all->report->progress(all->report->context, done, all_facts);
}

/* The ledger itself, with our word on what may be gone. */
static enum error verify_ledger(struct verification *all, struct refusal *why)
{
    struct ledger_report *report = all->report;
    struct ledger_report inner = {
        .may_lack_act = may_lack_act,
        .progress = report->progress != NULL ? report_progress : NULL,
        .context = all,
    };
    enum error error = ledger_verify(all->txn, &inner, why);
    report->facts = inner.facts;
    report->acts = inner.acts;
    report->blobs = inner.blobs;
    report->erased = inner.erased;
    memcpy(report->words, inner.words, sizeof report->words);
    if (error == ERR_LEDGER_BROKEN)
        why->name = bytes_of_text(report->words);
    return error;
}

/* --- what acts name --- */

static bool take_name(struct verification *all, const struct head *head, struct bytes hash, bool has_size,
                      uint64_t size)
{
    uint64_t there;
    if (!blob_size(all->txn, hash.at, &there))
        return fault_of(all, head, "a text or file that it names is missing");
    if (has_size && there != size)
        return fault_of(all, head, "a text or file that it names has another size");
    void *items = all->named;
    bool grown = grow(all, &items, sizeof *all->named, all->named_count, &all->named_room);
    all->named = items;
    if (grown)
        memcpy(all->named[all->named_count++], hash.at, LIMIT_HASH_BYTES);
    return grown;
}

static bool check_names(struct verification *all, const struct fact *fact)
{
    struct view_notice notice;
    struct file_named file;
    size_t at = 0;
    if (!notice_of_fact(all->txn, fact, &notice))
        return true;
    if (notice.has.text_hash && !take_name(all, &fact->head, notice.text_hash, false, 0))
        return false;
    while (notice.has.attach && files_next(notice.attach, &at, &file)) {
        if (!take_name(all, &fact->head, file.hash, true, file.size))
            return false;
    }
    return true;
}

/* --- what acts say --- */

/* A fact taken apart, with room for what is decoded. */
struct taken {
    struct fact_parts parts;
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES], args[SHAPE_BYTES];
};

static void take_apart(const struct fact *fact, struct taken *taken)
{
    struct refusal why;
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    const struct verb *verb = verb_find(fact->act.act.verb);
    taken->parts =
        (struct fact_parts){.head = &fact->head, .kind = kind, .act = &fact->act.act, .verb = verb};
    if (kind != NULL && codec_decode_kept(kind->decided, fact->head.decided, taken->decided, &why) == OK)
        taken->parts.decided = taken->decided;
    if (verb != NULL && codec_decode_kept(verb->args, fact->act.act.args, taken->args, &why) == OK)
        taken->parts.args = taken->args;
}

/* Who made the thing that is erased. */
static struct bytes owner_of(struct txn *txn, struct bytes id)
{
    struct bytes channel;
    struct fact made;
    uint64_t number;
    return id_split(id, &channel, &number) && ledger_read_at(txn, channel, number, &made) ? made.head.actor
                                                                                          : (struct bytes){0};
}

/* A fact of erasing stands on an act that erases, and names facts of its channel before it that it may take.
 */
static bool check_erasing(struct verification *all, const struct fact *fact, const struct fact_parts *parts)
{
    struct erasure erasure;
    size_t at = 0;
    uint64_t seq;
    if (!erasure_read(parts, &erasure))
        return fault_of(all, &fact->head, "it erases, but its act does not say so");
    erasure.owner = owner_of(all->txn, erasure.id);
    while (numbers_next(erasure.seqs, &at, &seq)) {
        struct fact gone;
        if (!ledger_read(all->txn, seq, &gone) || !may_lack_act(all, &gone.head) ||
            !erasure_takes(&erasure, &gone.head))
            return fault_of(all, &fact->head, "it erases a fact that cannot be erased by it");
    }
    return true;
}

/* An act is one that makes such a fact. */
static bool check_act(struct verification *all, const struct fact *fact)
{
    struct taken taken;
    take_apart(fact, &taken);
    if (taken.parts.kind == NULL)
        return fault_of(all, &fact->head, "there is no such kind of fact");
    if (!fact_fits(&taken.parts))
        return fault_of(all, &fact->head, "its act does not make such a fact");
    return !is_erasing(&fact->head) || check_erasing(all, fact, &taken.parts);
}

static bool check_facts(struct verification *all)
{
    struct fact fact;
    for (uint64_t seq = 1; seq <= all->report->facts; seq++) {
        if (!ledger_read(all->txn, seq, &fact))
            return false;
        if (!fact.erased && find_hole(all, seq) != NULL)
            return fault_of(all, &fact.head, "it was erased, but its act is there");
        if (!fact.erased && !check_act(all, &fact))
            return false;
        /* An act is looked at once, with the first fact it became. */
        if (!fact.erased && ledger_act_seq(all->txn, &fact.head) == seq && !check_names(all, &fact))
            return false;
    }
    return true;
}

static int by_bytes(const void *one, const void *other)
{
    return memcmp(one, other, LIMIT_HASH_BYTES);
}

static bool check_unnamed(struct verification *all)
{
    char hex_room[2 * LIMIT_HASH_BYTES];
    struct walk walk;
    bool good = true;
    if (all->named_count > 0)
        qsort(all->named, all->named_count, sizeof *all->named, by_bytes);
    walk_up(&walk, all->txn, TABLE_BLOBS, (struct bytes){0});
    while (good && walk_next(&walk)) {
        if (number_at(walk.key.at + LIMIT_HASH_BYTES) != 0)
            continue;
        good = all->named_count > 0 &&
               bsearch(walk.key.at, all->named, all->named_count, sizeof *all->named, by_bytes) != NULL;
        if (good)
            continue;
        struct buffer hex = buffer_over(hex_room, sizeof hex_room);
        text_from_hex(bytes_of(walk.key.at, LIMIT_HASH_BYTES), &hex);
        fault(all, "ledger.blobs: no act names the blob %.*s", (int)hex.size, hex_room);
    }
    walk_end(&walk);
    return good;
}

enum error domain_verify(struct txn *txn, struct ledger_report *report, struct refusal *why)
{
    struct verification all = {.txn = txn, .report = report};
    collect_holes(&all);
    enum error error = verify_ledger(&all, why);
    bool good = error == OK && check_facts(&all) && check_unnamed(&all);
    if (error == OK && txn_error(txn) != OK && txn_error(txn) != ERR_LEDGER_BROKEN)
        error = refuse(why, txn_error(txn), NULL, (struct bytes){0}, 0); /* the disk's or our own fault */
    else if (error == OK && !good)
        error = refuse(why, ERR_LEDGER_BROKEN, NULL, bytes_of_text(report->words), 0);
    free(all.holes);
    free(all.named);
    return error;
}
