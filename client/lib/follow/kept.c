/* Folds kept facts of one channel into headlines and bulletins. They were checked before they were kept; what
 * a disk has made of them since is checked when they are shown. */
#include "client/lib/follow/kept.h"

#include <stdlib.h>

#include "client/lib/follow/follow_check.h"

/* What became of one bulletin: the facts that say so, each with its own bytes. */
enum part { PUBLISHED, SHOWN, NEWEST, WITHDRAWAL, ERASURE, PART_COUNT };

struct copied {
    uint8_t *bytes; /* NULL: there is none */
    struct fact_seen fact;
};

struct kept_bulletin {
    uint64_t number;
    uint64_t revision; /* the one wanted; 0: the newest */
    bool no_memory;
    bool in_force, force_said; /* of the newest revision; said by a fact, not by its own times */
    struct copied parts[PART_COUNT];
    struct record_bulletin record;
    uint8_t *long_text;
    size_t long_text_size;
};

static bool copy_fact(struct copied *copied, struct bytes push_fact)
{
    struct failure ignored;
    uint8_t *bytes = malloc(push_fact.size);
    if (bytes == NULL)
        return false;
    memcpy(bytes, push_fact.at, push_fact.size);
    free(copied->bytes);
    copied->bytes = bytes;
    return fact_read(bytes_of(bytes, push_fact.size), &copied->fact, &ignored) == OK;
}

/* The number of the bulletin of this channel that the fact is about, or 0. */
static uint64_t number_about(const struct fact_seen *fact)
{
    struct bytes channel;
    uint64_t number;
    bool about = id_split(fact_about(fact), &channel, &number) && bytes_equal(channel, fact->head.channel);
    return about ? number : 0;
}

static bool fold_revision(struct kept_bulletin *kept, const struct fact_seen *fact, struct bytes push_fact)
{
    bool wanted = kept->revision == 0 || kept->revision == fact_revision(fact);
    kept->force_said = false;
    return (!fact_is_bulletin(fact) || copy_fact(&kept->parts[PUBLISHED], push_fact)) &&
           (!wanted || copy_fact(&kept->parts[SHOWN], push_fact)) &&
           copy_fact(&kept->parts[NEWEST], push_fact);
}

/* False when there is no memory. */
static bool fold(struct kept_bulletin *kept, const struct fact_seen *fact, struct bytes push_fact)
{
    if (fact_is_bulletin(fact) || fact_is_kind(fact, FACT_bulletin_revised))
        return fold_revision(kept, fact, push_fact);
    if (fact_is_kind(fact, FACT_bulletin_withdrawn))
        return copy_fact(&kept->parts[WITHDRAWAL], push_fact);
    if (fact_is_kind(fact, FACT_thing_erased))
        return copy_fact(&kept->parts[ERASURE], push_fact);
    if (fact_is_kind(fact, FACT_bulletin_effective) || fact_is_kind(fact, FACT_bulletin_expired)) {
        kept->force_said = true;
        kept->in_force = fact_is_kind(fact, FACT_bulletin_effective);
    }
    return true;
}

/* When, by whom and why something ended it, if it did. */
static bool add_fate(struct record_bulletin *record, const struct copied *part, int64_t *time_ms,
                     struct bytes *by)
{
    if (part->bytes == NULL)
        return false;
    const struct bytes *reason = fact_arg(&part->fact, "reason");
    record->head = bytes_of(part->fact.hash, sizeof part->fact.hash);
    *time_ms = part->fact.head.time_ms;
    *by = part->fact.head.actor;
    if (reason != NULL) {
        record->has.reason = true;
        record->reason = *reason;
    }
    return true;
}

static void add_fates(struct record_bulletin *record, const struct copied parts[PART_COUNT])
{
    record->has.withdrawn = record->has.withdrawn_by =
        add_fate(record, &parts[WITHDRAWAL], &record->withdrawn, &record->withdrawn_by);
    record->has.erased = record->has.erased_by =
        add_fate(record, &parts[ERASURE], &record->erased, &record->erased_by);
}

/* The record of the revision wanted, as the server would show it. Author, receipt and roster stay as they
 * were first published. */
static void make_record(struct kept_bulletin *kept)
{
    struct record_bulletin *record = &kept->record, first;
    const struct copied *published = &kept->parts[PUBLISHED];
    fact_to_bulletin(&kept->parts[SHOWN].fact, record);
    record->revisions = fact_revision(&kept->parts[NEWEST].fact);
    record->head = bytes_of(kept->parts[NEWEST].fact.hash, LIMIT_HASH_BYTES);
    if (kept->force_said) {
        record->has.in_force = !kept->in_force;
        record->in_force = kept->in_force;
    }
    if (published->bytes != NULL) {
        fact_to_bulletin(&published->fact, &first);
        record->time = first.time;
        record->has.to = first.has.to, record->to = first.to;
        record->has.addressed = first.has.addressed, record->addressed = first.addressed;
        record->has.roster = first.has.roster, record->roster = first.roster;
        record->has.receipt = first.has.receipt, record->receipt = first.receipt;
    }
    add_fates(record, kept->parts);
}

/* Whether all that it is shown from is what was signed. The chain was walked by whoever gave the facts. */
static enum error judge(const struct kept_bulletin *kept, struct failure *failure)
{
    static const uint8_t no_house[LIMIT_KEY_BYTES];
    enum error code = OK;
    for (size_t i = 0; code == OK && i < PART_COUNT; i++) {
        const struct fact_seen *fact = &kept->parts[i].fact;
        if (kept->parts[i].bytes != NULL)
            code = check_act(fact->has_act ? fact->act.house.at : no_house, fact, failure);
    }
    return code;
}

void kept_free(struct kept_bulletin *kept)
{
    if (kept == NULL)
        return;
    for (size_t i = 0; i < PART_COUNT; i++)
        free(kept->parts[i].bytes);
    free(kept->long_text);
    free(kept);
}

/* The newest bulletins of a channel: bulletin k of those seen stands in ring[k % limit]. What happens to one
 * that has been pushed out of the ring does not matter any more. */
struct listing {
    uint64_t limit, before, seen;
    struct kept_bulletin **ring;
    bool no_memory;
};

static struct kept_bulletin *find_listed(const struct listing *listing, uint64_t number)
{
    uint64_t count = listing->seen < listing->limit ? listing->seen : listing->limit;
    for (uint64_t i = 0; i < count; i++) {
        if (listing->ring[i]->number == number)
            return listing->ring[i];
    }
    return NULL;
}

static struct kept_bulletin *begin_listed(struct listing *listing, uint64_t number)
{
    struct kept_bulletin *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->number = number;
    struct kept_bulletin **place = &listing->ring[listing->seen++ % listing->limit];
    kept_free(*place);
    *place = made;
    return made;
}

static bool take_listed(void *context, struct bytes push_fact)
{
    struct listing *listing = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) != OK)
        return true;
    uint64_t number = number_about(&fact);
    if (number == 0 || (listing->before != 0 && number >= listing->before))
        return true;
    struct kept_bulletin *kept;
    if (fact_is_bulletin(&fact)) {
        kept = begin_listed(listing, number);
        listing->no_memory = kept == NULL;
    } else {
        kept = find_listed(listing, number);
    }
    if (kept != NULL && !fold(kept, &fact, push_fact))
        listing->no_memory = true;
    return !listing->no_memory;
}

static void damage_add(struct keep_damage *damage, uint64_t number)
{
    if (damage->missing == 0 || number < damage->first)
        damage->first = number;
    damage->missing++;
}

enum error kept_headlines(const struct keep *keep, struct bytes channel, uint64_t limit, uint64_t before,
                          void (*row)(void *context, const struct shape *shape, const void *values),
                          void *context, uint64_t *given, struct keep_damage *damage, struct failure *failure)
{
    struct failure ignored;
    struct listing listing = {.limit = limit > 0 && limit < LIMIT_ROWS ? limit : LIMIT_ROWS,
                              .before = before};
    enum error code = OK;
    *given = 0;
    *damage = (struct keep_damage){0};
    listing.ring = calloc(listing.limit, sizeof(struct kept_bulletin *));
    if (listing.ring != NULL)
        code = keep_walk(keep, channel, take_listed, &listing, damage, failure);
    if (listing.ring == NULL || listing.no_memory)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    if (code != OK)
        goto out;
    uint64_t count = listing.seen < listing.limit ? listing.seen : listing.limit;
    for (uint64_t i = 1; i <= count; i++) {
        struct kept_bulletin *kept = listing.ring[(listing.seen - i) % listing.limit];
        struct record_headline headline;
        if (judge(kept, &ignored) != OK) {
            damage_add(damage, kept->number);
            continue;
        }
        make_record(kept);
        headline_of_bulletin(&kept->record, &headline);
        row(context, &shape_record_headline, &headline);
        (*given)++;
    }
out:
    for (uint64_t i = 0; listing.ring != NULL && i < listing.limit; i++)
        kept_free(listing.ring[i]);
    free(listing.ring);
    return code;
}

static bool take_wanted(void *context, struct bytes push_fact)
{
    struct kept_bulletin *wanted = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) != OK || number_about(&fact) != wanted->number)
        return true;
    wanted->no_memory = !fold(wanted, &fact, push_fact);
    return !wanted->no_memory;
}

enum error kept_find(const struct keep *keep, struct bytes id, uint64_t revision,
                     struct kept_bulletin **found, struct keep_damage *damage, struct failure *failure)
{
    struct bytes channel;
    uint64_t number;
    *damage = (struct keep_damage){0};
    if (!id_split(id, &channel, &number))
        return failure_refuse(failure, ERR_WRONG_KIND, "id", bytes_of_text(kind_words[KIND_ID]), 0);
    struct kept_bulletin *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    made->number = number;
    made->revision = revision;
    enum error code = keep_walk(keep, channel, take_wanted, made, damage, failure);
    if (code == OK && made->no_memory)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    if (code == OK && made->parts[NEWEST].bytes == NULL)
        code = failure_say(failure, ERR_UNKNOWN_ID, "The bulletin '%.*s' is not among what is kept.",
                           (int)id.size, (const char *)id.at);
    if (code == OK && made->parts[SHOWN].bytes == NULL)
        code =
            failure_say(failure, ERR_UNKNOWN_REVISION, "Revision %llu of '%.*s' is not among what is kept.",
                        (unsigned long long)revision, (int)id.size, (const char *)id.at);
    if (code == OK)
        code = judge(made, failure);
    if (code == OK) {
        make_record(made);
        if (made->record.has.text_hash)
            code = keep_read_text(keep, made->record.text_hash, &made->long_text, &made->long_text_size,
                                  failure);
    }
    if (code != OK) {
        kept_free(made);
        return code;
    }
    *found = made;
    return OK;
}

const struct record_bulletin *kept_record(const struct kept_bulletin *bulletin)
{
    return &bulletin->record;
}

struct bytes kept_text(const struct kept_bulletin *bulletin)
{
    if (bulletin->record.has.text)
        return bulletin->record.text;
    return bytes_of(bulletin->long_text, bulletin->long_text_size);
}

bool kept_text_is_lost(const struct kept_bulletin *bulletin)
{
    return !bulletin->record.has.text && bulletin->record.has.text_hash && bulletin->long_text == NULL;
}
