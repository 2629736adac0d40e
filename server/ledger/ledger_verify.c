/* Checks everything that the ledger shelf holds, fact by fact and blob by blob. It folds the views anew
 * beside it, and holds those that stand against them. It must not know what any kind of fact means, nor
 * repair anything. */
#include "server/ledger/ledger.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    SLICE_FACTS = 512, /* verified in one snapshot */
    SLICE_ROWS = 8192, /* compared in one */
    BLOB_KEY_BYTES = LIMIT_HASH_BYTES + 8,
};

bool ledger_fault(struct ledger_check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->report->words, sizeof check->report->words, format, arguments);
    va_end(arguments);
    return false;
}

bool ledger_fault_of(struct ledger_check *check, const struct head *head, const char *what)
{
    return ledger_fault(check, "fact %llu (%.*s/%llu): %s", (unsigned long long)head->seq,
                        (int)head->channel.size, (const char *)head->channel.at,
                        (unsigned long long)head->number, what);
}

static bool check_meta(struct ledger_check *check)
{
    struct refusal why;
    struct ledger_seal seal;
    enum error error = ledger_check_format(check->live, &why);
    if (error == ERR_STORE_NEWER)
        return ledger_fault(check, "ledger.meta: its format is %llu, not %d", (unsigned long long)why.limit,
                            STORE_FORMAT);
    if (error != OK || txn_count(check->live, TABLE_META) != 3 || !ledger_house(check->live, check->house))
        return ledger_fault(check,
                            "ledger.meta: it must hold the format, the house's key and its word on where "
                            "the ledger ends, and nothing else");
    return ledger_seal_read(check->live, check->house, &seal) == SEAL_GOOD ||
           ledger_fault(check, "ledger.meta: the house did not sign where the ledger ends");
}

/* --- one fact --- */

static bool check_chain(struct ledger_check *check, const struct head *head)
{
    struct tip tip;
    ledger_tip(check->folded, head->channel, &tip);
    if (head->number <= tip.number)
        return ledger_fault_of(check, head, "its channel has a fact of this number already");
    if (head->number != tip.number + 1)
        return ledger_fault_of(check, head, "the fact before it in its channel is missing");
    return memcmp(head->prev.at, tip.hash, sizeof tip.hash) == 0 ||
           ledger_fault_of(check, head,
                           head->number == 1 ? "the first of its channel names one before it"
                                             : "it does not continue the chain of its channel");
}

static bool check_own_act(struct ledger_check *check, const struct head *head, struct bytes value)
{
    struct refusal why;
    struct act act;
    uint8_t hash[LIMIT_HASH_BYTES];
    if (value.size <= LIMIT_SIGNATURE_BYTES)
        return ledger_fault_of(check, head, "its act is cut");
    struct bytes signature = bytes_of(value.at, LIMIT_SIGNATURE_BYTES);
    struct bytes bytes = bytes_skip(value, LIMIT_SIGNATURE_BYTES);
    hash_bytes(bytes, hash);
    if (!bytes_equal(head->act_hash, bytes_of(hash, sizeof hash)))
        return ledger_fault_of(check, head, "its act is not the one its head names");
    if (act_read(bytes, &act, &why) != OK)
        return ledger_fault_of(check, head, "its act is not well-formed");
    if (act.time_ms != head->act_time_ms)
        return ledger_fault_of(check, head, "its head has another time for its act");
    if (!bytes_equal(act.house, bytes_of(check->house, sizeof check->house)))
        return ledger_fault_of(check, head, "its act was signed for another house");
    if (!act_verify(&act, bytes, signature))
        return ledger_fault_of(check, head, "the signature does not fit its act");
    check->report->acts++;
    return true;
}

/* A fact without its act: that is a fault unless something signed explains it. */
static bool check_hole(struct ledger_check *check, const struct head *head)
{
    return (check->may_lack_act != NULL && check->may_lack_act(check->context, head)) ||
           ledger_fault_of(check, head, "its act is missing");
}

/* An act stands with its first fact; a later one has it from there. */
static bool check_act(struct ledger_check *check, const struct head *head)
{
    uint64_t first;
    struct bytes value;
    struct store_key own = key_seq(head->seq);
    const bool later = ledger_taken(check->folded, head->act_time_ms, head->act_hash.at, &first);
    const bool stands = txn_get(check->live, TABLE_ACTS, key_of(&own), &value);
    if (later && stands)
        return ledger_fault_of(check, head, "its act is there twice");
    if (stands)
        return check_own_act(check, head, value);
    if (later) {
        struct store_key key = key_seq(first);
        return txn_get(check->live, TABLE_ACTS, key_of(&key), &value) || check_hole(check, head);
    }
    check->report->erased++;
    return check_hole(check, head);
}

static bool check_fact(struct ledger_check *check, uint64_t seq)
{
    struct refusal why;
    struct head head;
    struct bytes value;
    struct fact fact;
    struct store_key key = key_seq(seq);
    if (!txn_get(check->live, TABLE_HEADS, key_of(&key), &value))
        return ledger_fault(check, "fact %llu: it is missing", (unsigned long long)seq);
    if (head_read(value, &head, &why) != OK || head.seq != seq)
        return ledger_fault(check, "fact %llu: its head is not well-formed", (unsigned long long)seq);
    if (!check_chain(check, &head) || !check_act(check, &head) ||
        !ledger_read_bare(check->folded, seq, &fact) ||
        (check->meet != NULL && !check->meet(check->context, &fact)))
        return false;
    ledger_fold(check->folded, &fact);
    if (check->take != NULL && !check->take(check->context, &fact))
        return false;
    ledger_seal_add(check->sealed, value);
    check->seq = seq;
    check->report->facts = seq;
    return txn_error(check->folded) == OK || ledger_fault_of(check, &head, "it cannot be folded");
}

/* --- slices --- */

/* Old pages of the store are free again after this, and so is the memory that folding took. */
static bool renew(struct ledger_check *check)
{
    struct txn *folded = check->folded;
    check->folded = NULL;
    if (folded != NULL && (check->scratch_error = txn_commit(folded)) != OK)
        return false;
    if (check->renews && txn_renew(check->live) != OK)
        return false;
    check->folded = txn_over(check->scratch, check->live);
    check->scratch_error = check->folded == NULL ? ERR_STORE_FAILED : txn_error(check->folded);
    return check->scratch_error == OK && (check->renewed == NULL || check->renewed(check->context));
}

static bool check_to(struct ledger_check *check, uint64_t last)
{
    while (check->seq < last) {
        if (!check_fact(check, check->seq + 1))
            return false;
    }
    return true;
}

bool ledger_check_slice(struct ledger_check *check)
{
    return renew(check) && check_to(check, ledger_last(check->live));
}

static bool check_facts(struct ledger_check *check)
{
    const struct ledger_report *report = check->report;
    const uint64_t last = ledger_last(check->live);
    if (txn_error(check->live) == ERR_LEDGER_BROKEN)
        return ledger_fault(check, "ledger.heads: the last row is no head");
    while (check->seq < last) {
        const uint64_t left = last - check->seq;
        if (!renew(check) || !check_to(check, check->seq + (left < SLICE_FACTS ? left : SLICE_FACTS)))
            return false;
        if (report->progress != NULL)
            report->progress(report->context, check->seq, last);
    }
    return true;
}

/* Where the ledger ends is where the house says that it ends. */
static bool check_end(struct ledger_check *check)
{
    struct ledger_seal seal;
    if (!ledger_check_slice(check))
        return false;
    if (ledger_seal_read(check->live, check->house, &seal) != SEAL_GOOD)
        return ledger_fault(check, "ledger.meta: the house did not sign where the ledger ends");
    if (seal.seq > check->seq)
        return ledger_fault(check, "fact %llu: it is missing, with all up to %llu: the end was cut off",
                            (unsigned long long)check->seq + 1, (unsigned long long)seal.seq);
    if (seal.seq < check->seq || memcmp(seal.hash, check->sealed, sizeof seal.hash) != 0)
        return ledger_fault(check,
                            "ledger.meta: the house signed another ledger, or one that ends at fact %llu",
                            (unsigned long long)seal.seq);
    return txn_count(check->live, TABLE_HEADS) == check->seq ||
           ledger_fault(check, "ledger.heads: there are other rows than heads");
}

/* --- what is left over --- */

static bool check_owner(struct ledger_check *check, struct bytes key)
{
    uint64_t first;
    struct head head;
    struct refusal why;
    struct bytes value;
    if (key.size != 8)
        return ledger_fault(check, "ledger.acts: a key has not 8 bytes");
    if (txn_get(check->live, TABLE_HEADS, key, &value) && head_read(value, &head, &why) == OK &&
        ledger_taken(check->folded, head.act_time_ms, head.act_hash.at, &first) && first == number_at(key.at))
        return true;
    return ledger_fault(check, "ledger.acts: the act at %llu belongs to no fact",
                        (unsigned long long)number_at(key.at));
}

/* Reads the chunks of one blob, from where the walk stands; true when they are all there. `*more` says
 * whether the walk stands at another blob then. */
static bool check_blob(struct ledger_check *check, struct walk *walk, bool *more)
{
    uint8_t hash[LIMIT_HASH_BYTES], computed[LIMIT_HASH_BYTES];
    char hex[2 * LIMIT_HASH_BYTES + 1];
    memcpy(hash, walk->key.at, sizeof hash);
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof computed);
    size_t before_bytes = LIMIT_BLOB_CHUNK_BYTES;
    uint64_t chunk = 0;
    do {
        if (walk->key.size != BLOB_KEY_BYTES)
            return ledger_fault(check, "ledger.blobs: a key has not %d bytes", BLOB_KEY_BYTES);
        if (memcmp(walk->key.at, hash, sizeof hash) != 0)
            break;
        if (number_at(walk->key.at + sizeof hash) != chunk || before_bytes != LIMIT_BLOB_CHUNK_BYTES ||
            walk->value.size == 0 || walk->value.size > LIMIT_BLOB_CHUNK_BYTES)
            return ledger_fault(check, "ledger.blobs: chunk %llu of a blob is missing or has a wrong size",
                                (unsigned long long)chunk);
        crypto_generichash_update(&state, walk->value.at, walk->value.size);
        before_bytes = walk->value.size;
        chunk++;
        *more = walk_next(walk);
    } while (*more);
    crypto_generichash_final(&state, computed, sizeof computed);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    if (memcmp(hash, computed, sizeof hash) != 0)
        return ledger_fault(check, "ledger.blobs: the bytes of the blob %s do not fit their hash", hex);
    if (check->may_have_blob != NULL && !check->may_have_blob(check->context, hash))
        return ledger_fault(check, "ledger.blobs: no act names the blob %s", hex);
    check->report->blobs++;
    return true;
}

/* Looks through a slice of a table, from where the walk stands; true when all is well in it. `*more` says
 * whether there is more, and then `from` where. */
typedef bool check_rows(struct ledger_check *check, struct walk *walk, struct store_key *from, bool *more);

static bool check_table_rows(struct ledger_check *check, enum table table, check_rows *rows)
{
    struct store_key from = key_empty();
    bool good = true, more = true;
    while (good && more) {
        struct walk walk;
        if (!ledger_check_slice(check))
            return false;
        walk_up(&walk, check->live, table, key_of(&from));
        good = rows(check, &walk, &from, &more);
        walk_end(&walk);
    }
    return good;
}

static bool check_act_rows(struct ledger_check *check, struct walk *walk, struct store_key *from, bool *more)
{
    for (size_t rows = 0; rows < SLICE_ROWS && (*more = walk_next(walk)); rows++) {
        if (!check_owner(check, walk->key))
            return false;
        *from = key_seq(number_at(walk->key.at) + 1);
    }
    return true;
}

static bool check_blob_rows(struct ledger_check *check, struct walk *walk, struct store_key *from, bool *more)
{
    *more = walk_next(walk);
    if (*more && walk->key.size != BLOB_KEY_BYTES)
        return ledger_fault(check, "ledger.blobs: a key has not %d bytes", BLOB_KEY_BYTES);
    if (*more && !check_blob(check, walk, more))
        return false;
    if (*more) {
        *from = key_empty();
        key_bytes(from, walk->key);
    }
    return true;
}

bool ledger_check_table(struct ledger_check *check, enum table table)
{
    struct ledger_comparison comparison = {.table = table};
    struct ledger_report *report = check->report;
    while (!comparison.done) {
        if (!ledger_check_slice(check) || !ledger_compare(&comparison, check->live, check->folded, SLICE_ROWS,
                                                          report->words, sizeof report->words))
            return false;
    }
    return true;
}

static bool check_views(struct ledger_check *check)
{
    static const enum table own[] = {TABLE_TIPS, TABLE_PLACES, TABLE_TAKEN};
    const enum table *tables = check->tables != NULL ? check->tables : own;
    const size_t count = check->tables != NULL ? check->table_count : sizeof own / sizeof own[0];
    for (size_t i = 0; i < count; i++) {
        if (!ledger_check_table(check, tables[i]))
            return false;
    }
    return true;
}

/* An act may have been erased since it was looked at. */
static void count_erased(struct ledger_check *check)
{
    struct ledger_report *report = check->report;
    const uint64_t all = report->acts + report->erased;
    report->acts = txn_count(check->live, TABLE_ACTS);
    report->erased = all - report->acts;
}

enum error ledger_check_end(struct ledger_check *check, bool good, struct refusal *why)
{
    struct ledger_report *report = check->report;
    enum error error = txn_error(check->live), scratch = check->scratch_error;
    if (check->folded != NULL && scratch == OK)
        scratch = txn_error(check->folded);
    txn_end(check->folded);
    check->folded = NULL;
    if (error != OK && error != ERR_LEDGER_BROKEN)
        return refuse(why, error, NULL, bytes_of(NULL, 0), 0);
    if (error == OK && (scratch == ERR_STORE_FULL || scratch == ERR_STORE_FAILED))
        return refuse(why, scratch, NULL, bytes_of_text("the scratch"), 0);
    if (good && error == OK && scratch == OK) {
        count_erased(check);
        return OK;
    }
    if (report->words[0] == '\0')
        ledger_fault(check, "fact %llu: it cannot be read", (unsigned long long)check->seq + 1);
    return refuse(why, ERR_LEDGER_BROKEN, NULL, bytes_of_text(report->words), 0);
}

enum error ledger_verify(struct ledger_check *check, struct refusal *why)
{
    struct ledger_report *report = check->report;
    report->facts = report->acts = report->blobs = report->erased = 0;
    report->words[0] = '\0';
    bool good = check_meta(check) && renew(check) && check_facts(check) && check_end(check) &&
                check_table_rows(check, TABLE_ACTS, check_act_rows) &&
                check_table_rows(check, TABLE_BLOBS, check_blob_rows) && check_views(check);
    if (good && txn_error(check->live) == OK && txn_error(check->folded) == OK)
        return OK;
    return ledger_check_end(check, false, why);
}
