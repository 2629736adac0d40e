/* Checks everything that the ledger shelf holds, fact by fact and blob by blob, and that the ledger's own
 * views say the same. It must not know what any kind of fact means, nor repair anything. */
#include "server/ledger.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    PROGRESS_FACTS = 1024, /* between two calls of `progress` */
    BLOB_KEY_BYTES = LIMIT_HASH_BYTES + 8,
};

/* Where a verification stands. One pass over the heads, in step with one over the acts. */
struct verification {
    struct txn *txn;
    struct ledger_report *report;
    uint8_t house[LIMIT_KEY_BYTES];
    struct walk acts;
    bool act_left; /* `acts` stands at an act that no fact has claimed */
    uint64_t channels;
    int64_t time_ms; /* of the fact before */
};

/* Says what is wrong; always false. */
static bool fault(struct verification *all, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fault(struct verification *all, const char *format, ...)
{
    char *at = all->report->words;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(at, sizeof all->report->words, format, arguments);
    va_end(arguments);
    return false;
}

/* Says what is wrong with one fact; always false. */
static bool fault_of(struct verification *all, const struct head *head, const char *what)
{
    return fault(all, "fact %llu (%.*s/%llu): %s", (unsigned long long)head->seq, (int)head->channel.size,
                 (const char *)head->channel.at, (unsigned long long)head->number, what);
}

/* --- what stands beside the facts --- */

static bool check_meta(struct verification *all)
{
    struct refusal why;
    enum error error = ledger_check_format(all->txn, &why);
    if (error == ERR_STORE_NEWER)
        return fault(all, "ledger.meta: its format is %llu, not %d", (unsigned long long)why.limit,
                     STORE_FORMAT);
    if (error != OK || txn_count(all->txn, TABLE_META) != 2 || !ledger_house(all->txn, all->house))
        return fault(all, "ledger.meta: it must hold the format and the house's key and nothing else");
    return true;
}

/* Reads the chunks of one blob, from where the walk stands; true when they are all there. `*more` says
 * whether the walk stands at another blob then. */
static bool check_blob(struct verification *all, struct walk *walk, bool *more)
{
    uint8_t hash[LIMIT_HASH_BYTES], computed[LIMIT_HASH_BYTES];
    memcpy(hash, walk->key.at, sizeof hash);
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof computed);
    size_t before_bytes = LIMIT_BLOB_CHUNK_BYTES;
    uint64_t chunk = 0;
    do {
        if (walk->key.size != BLOB_KEY_BYTES)
            return fault(all, "ledger.blobs: a key has not %d bytes", BLOB_KEY_BYTES);
        if (memcmp(walk->key.at, hash, sizeof hash) != 0)
            break;
        if (number_at(walk->key.at + sizeof hash) != chunk || before_bytes != LIMIT_BLOB_CHUNK_BYTES ||
            walk->value.size == 0 || walk->value.size > LIMIT_BLOB_CHUNK_BYTES)
            return fault(all, "ledger.blobs: chunk %llu of a blob is missing or has a wrong size",
                         (unsigned long long)chunk);
        crypto_generichash_update(&state, walk->value.at, walk->value.size);
        before_bytes = walk->value.size;
        chunk++;
        *more = walk_next(walk);
    } while (*more);
    crypto_generichash_final(&state, computed, sizeof computed);
    if (memcmp(hash, computed, sizeof hash) != 0)
        return fault(all, "ledger.blobs: the bytes of a blob do not fit their hash");
    all->report->blobs++;
    return true;
}

static bool check_blobs(struct verification *all)
{
    struct walk walk;
    bool good = true;
    walk_up(&walk, all->txn, TABLE_BLOBS, bytes_of(NULL, 0));
    bool more = walk_next(&walk);
    while (good && more) {
        if (walk.key.size != BLOB_KEY_BYTES)
            good = fault(all, "ledger.blobs: a key has not %d bytes", BLOB_KEY_BYTES);
        else
            good = check_blob(all, &walk, &more);
    }
    walk_end(&walk);
    return good;
}

/* --- one fact --- */

static bool read_head(struct verification *all, uint64_t seq, struct bytes *bytes, struct head *head)
{
    struct refusal why;
    struct store_key key = key_empty();
    key_number(&key, seq);
    return txn_get(all->txn, TABLE_HEADS, key_of(&key), bytes) && head_read(*bytes, head, &why) == OK &&
           head->seq == seq;
}

/* The fact before this one in its channel was checked when the walk passed it, so its place is right. */
static bool check_chain(struct verification *all, const struct head *head)
{
    static const uint8_t nothing[LIMIT_HASH_BYTES];
    uint64_t place;
    if (!ledger_place(all->txn, head->channel, head->number, &place) || place != head->seq)
        return fault_of(all, head, "view.places does not say where it is");
    if (head->number == 1) {
        all->channels++;
        return bytes_equal(head->prev, bytes_of(nothing, sizeof nothing)) ||
               fault_of(all, head, "the first of its channel names one before it");
    }
    struct bytes before_bytes;
    struct head before;
    uint8_t hash[LIMIT_HASH_BYTES];
    if (head->number == 0 || !ledger_place(all->txn, head->channel, head->number - 1, &place) ||
        place >= head->seq || !read_head(all, place, &before_bytes, &before) ||
        !bytes_equal(before.channel, head->channel) || before.number != head->number - 1)
        return fault_of(all, head, "the fact before it in its channel is missing");
    hash_bytes(before_bytes, hash);
    return bytes_equal(head->prev, bytes_of(hash, sizeof hash)) ||
           fault_of(all, head, "it does not continue the chain of its channel");
}

static bool check_own_act(struct verification *all, const struct head *head, struct bytes value)
{
    struct refusal why;
    struct act act;
    uint8_t hash[LIMIT_HASH_BYTES];
    if (value.size <= LIMIT_SIGNATURE_BYTES)
        return fault_of(all, head, "its act is cut");
    struct bytes signature = bytes_of(value.at, LIMIT_SIGNATURE_BYTES);
    struct bytes bytes = bytes_skip(value, LIMIT_SIGNATURE_BYTES);
    hash_bytes(bytes, hash);
    if (!bytes_equal(head->act_hash, bytes_of(hash, sizeof hash)))
        return fault_of(all, head, "its act is not the one its head names");
    if (act_read(bytes, &act, &why) != OK)
        return fault_of(all, head, "its act is not well-formed");
    if (act.time_ms != head->act_time_ms)
        return fault_of(all, head, "its head has another time for its act");
    if (!bytes_equal(act.house, bytes_of(all->house, sizeof all->house)))
        return fault_of(all, head, "its act was signed for another house");
    if (!act_verify(&act, bytes, signature))
        return fault_of(all, head, "the signature does not fit its act");
    all->report->acts++;
    return true;
}

/* A fact without its act: that is a fault unless something signed explains it. */
static bool check_hole(struct verification *all, const struct head *head)
{
    const struct ledger_report *report = all->report;
    return (report->may_lack_act != NULL && report->may_lack_act(report->context, head)) ||
           fault_of(all, head, "its act is missing");
}

/* A later fact of an act, however far it lies from the first. */
static bool check_later(struct verification *all, const struct head *head, uint64_t first)
{
    struct bytes bytes;
    struct head first_head;
    if (!read_head(all, first, &bytes, &first_head) || !bytes_equal(first_head.act_hash, head->act_hash) ||
        first_head.act_time_ms != head->act_time_ms)
        return fault_of(all, head, "view.taken leads to another act");
    struct store_key key = key_empty();
    key_number(&key, first);
    return txn_get(all->txn, TABLE_ACTS, key_of(&key), &bytes) || check_hole(all, head);
}

/* An act stands with its first fact. TAKEN leads later ones to it: each entry is checked when the walk passes
 * its first fact, and the counts at the end leave no room for others. */
static bool check_act(struct verification *all, const struct head *head)
{
    uint64_t first;
    if (!ledger_taken(all->txn, head->act_time_ms, head->act_hash.at, &first))
        return fault_of(all, head, "view.taken does not have its act");
    uint64_t owner = 0;
    if (all->act_left) {
        if (all->acts.key.size != 8)
            return fault(all, "ledger.acts: a key has not 8 bytes");
        owner = number_at(all->acts.key.at);
        if (owner < head->seq)
            return fault(all, "ledger.acts: the act at %llu belongs to no fact", (unsigned long long)owner);
    }
    if (owner == head->seq) {
        if (first != head->seq)
            return fault_of(all, head, "its act is there twice, or view.taken is wrong");
        bool good = check_own_act(all, head, all->acts.value);
        all->act_left = walk_next(&all->acts);
        return good;
    }
    if (first < head->seq)
        return check_later(all, head, first);
    if (first > head->seq)
        return fault_of(all, head, "view.taken leads to a later fact");
    all->report->erased++;
    return check_hole(all, head);
}

static bool check_fact(struct verification *all, uint64_t seq, struct bytes key, struct bytes value)
{
    struct refusal why;
    struct head head;
    if (key.size != 8 || number_at(key.at) != seq)
        return fault(all, "fact %llu: it is missing", (unsigned long long)seq);
    if (head_read(value, &head, &why) != OK || head.seq != seq)
        return fault(all, "fact %llu: its head is not well-formed", (unsigned long long)seq);
    if (seq > 1 && head.time_ms < all->time_ms)
        return fault_of(all, &head, "it is older than the fact before it");
    all->time_ms = head.time_ms;
    return check_chain(all, &head) && check_act(all, &head);
}

static bool check_facts(struct verification *all)
{
    struct ledger_report *report = all->report;
    uint64_t count = txn_count(all->txn, TABLE_HEADS);
    struct walk heads;
    bool good = true;
    walk_up(&all->acts, all->txn, TABLE_ACTS, bytes_of(NULL, 0));
    all->act_left = walk_next(&all->acts);
    walk_up(&heads, all->txn, TABLE_HEADS, bytes_of(NULL, 0));
    while (good && walk_next(&heads)) {
        good = check_fact(all, report->facts + 1, heads.key, heads.value);
        report->facts++;
        if (report->progress != NULL && (report->facts % PROGRESS_FACTS == 0 || report->facts == count))
            report->progress(report->context, report->facts, count);
    }
    if (good && all->act_left)
        good = fault(all, "ledger.acts: an act belongs to no fact");
    walk_end(&heads);
    walk_end(&all->acts);
    return good;
}

/* --- the views as a whole --- */

static bool check_tip(struct verification *all, struct bytes channel)
{
    struct tip tip;
    uint64_t seq, beyond;
    struct bytes bytes;
    struct head head;
    uint8_t hash[LIMIT_HASH_BYTES];
    ledger_tip(all->txn, channel, &tip);
    if (tip.number == 0 || !ledger_place(all->txn, channel, tip.number, &seq) ||
        !read_head(all, seq, &bytes, &head) || ledger_place(all->txn, channel, tip.number + 1, &beyond))
        return false;
    hash_bytes(bytes, hash);
    return memcmp(hash, tip.hash, sizeof hash) == 0 && head.time_ms == tip.time_ms;
}

static bool check_views(struct verification *all)
{
    struct walk walk;
    bool good = true;
    walk_up(&walk, all->txn, TABLE_TIPS, bytes_of(NULL, 0));
    while (good && walk_next(&walk))
        if (walk.key.size > LIMIT_CHANNEL_BYTES || !check_tip(all, walk.key))
            good = fault(all, "view.tips: '%.*s' does not end where it says",
                         (int)(walk.key.size < LIMIT_CHANNEL_BYTES ? walk.key.size : LIMIT_CHANNEL_BYTES),
                         (const char *)walk.key.at);
    walk_end(&walk);
    if (good && txn_count(all->txn, TABLE_TIPS) != all->channels)
        good = fault(all, "view.tips: a channel is missing");
    if (good && txn_count(all->txn, TABLE_PLACES) != all->report->facts)
        good = fault(all, "view.places: it has a place without a fact");
    if (good && txn_count(all->txn, TABLE_TAKEN) != all->report->acts + all->report->erased)
        good = fault(all, "view.taken: it has an entry without an act");
    return good;
}

enum error ledger_verify(struct txn *txn, struct ledger_report *report, struct refusal *why)
{
    struct verification all = {.txn = txn, .report = report};
    report->facts = report->acts = report->blobs = report->erased = 0;
    report->words[0] = '\0';
    bool good = check_meta(&all) && check_blobs(&all) && check_facts(&all) && check_views(&all);
    /* A disk that fails is no fault of the ledger. */
    enum error error = txn_error(txn);
    if (error != OK && error != ERR_LEDGER_BROKEN)
        return refuse(why, error, NULL, bytes_of(NULL, 0), 0);
    if (!good)
        return refuse(why, ERR_LEDGER_BROKEN, NULL, bytes_of_text(report->words), 0);
    return OK;
}
