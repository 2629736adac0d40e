/* Folds kept facts of one channel into headlines and bulletins. It trusts them: they were checked before they
 * were kept. */
#include "client/lib/follow/kept.h"

#include <stdlib.h>

/* A fact with its own bytes. */
struct copied {
    uint8_t *bytes;
    struct fact_seen fact;
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

/* The number of the bulletin that this fact withdraws, or 0. */
static uint64_t withdraws(const struct fact_seen *fact)
{
    struct bytes channel;
    uint64_t number;
    const struct bytes *id = fact_is_kind(fact, FACT_bulletin_withdrawn) ? fact_decided(fact, "id") : NULL;
    return id != NULL && id_split(*id, &channel, &number) ? number : 0;
}

struct listing {
    uint64_t limit, before;
    uint64_t seen;       /* bulletins so far; the newest `limit` stand in the ring */
    struct copied *ring; /* bulletin k in ring[k % limit] */
    uint64_t *withdrawn; /* numbers */
    size_t withdrawn_count, withdrawn_capacity;
    bool no_memory;
};

static bool remember_withdrawn(struct listing *listing, uint64_t number)
{
    if (listing->withdrawn_count == listing->withdrawn_capacity) {
        size_t capacity = listing->withdrawn_capacity * 2 + 64;
        uint64_t *more = realloc(listing->withdrawn, capacity * sizeof *more);
        if (more == NULL)
            return false;
        listing->withdrawn = more;
        listing->withdrawn_capacity = capacity;
    }
    listing->withdrawn[listing->withdrawn_count++] = number;
    return true;
}

static bool take_listed(void *context, struct bytes push_fact)
{
    struct listing *listing = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) != OK || !fact_is_news(&fact))
        return true;
    uint64_t withdrawn = withdraws(&fact);
    bool remembered = true;
    if (withdrawn != 0)
        remembered = remember_withdrawn(listing, withdrawn);
    else if (listing->before == 0 || fact.head.number < listing->before)
        remembered = copy_fact(&listing->ring[listing->seen++ % listing->limit], push_fact);
    listing->no_memory = !remembered;
    return remembered;
}

static bool is_withdrawn(const struct listing *listing, uint64_t number)
{
    for (size_t i = 0; i < listing->withdrawn_count; i++) {
        if (listing->withdrawn[i] == number)
            return true;
    }
    return false;
}

enum error kept_headlines(const struct keep *keep, struct bytes channel, uint64_t limit, uint64_t before,
                          void (*row)(void *context, const struct shape *shape, const void *values),
                          void *context, uint64_t *given, struct failure *failure)
{
    struct listing listing = {.limit = limit > 0 && limit < LIMIT_ROWS ? limit : LIMIT_ROWS,
                              .before = before};
    enum error code = OK;
    listing.ring = calloc(listing.limit, sizeof *listing.ring);
    if (listing.ring != NULL)
        code = keep_walk(keep, channel, take_listed, &listing, failure);
    if (listing.ring == NULL || listing.no_memory)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    if (code != OK)
        goto out;
    uint64_t count = listing.seen < listing.limit ? listing.seen : listing.limit;
    for (uint64_t i = 1; i <= count; i++) {
        const struct fact_seen *fact = &listing.ring[(listing.seen - i) % listing.limit].fact;
        struct record_headline headline;
        fact_to_headline(fact, &headline);
        headline.has.withdrawn = headline.withdrawn = is_withdrawn(&listing, fact->head.number);
        row(context, &shape_record_headline, &headline);
    }
    *given = count;
out:
    for (uint64_t i = 0; listing.ring != NULL && i < listing.limit; i++)
        free(listing.ring[i].bytes);
    free(listing.ring);
    free(listing.withdrawn);
    return code;
}

struct kept_bulletin {
    uint64_t number;
    struct copied published, withdrawn;
    struct record_bulletin record;
    uint8_t *long_text;
    size_t long_text_size;
};

static bool take_wanted(void *context, struct bytes push_fact)
{
    struct kept_bulletin *wanted = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) != OK || !fact_is_news(&fact))
        return true;
    uint64_t withdrawn = withdraws(&fact);
    if (withdrawn == wanted->number)
        return copy_fact(&wanted->withdrawn, push_fact);
    if (withdrawn == 0 && fact.head.number == wanted->number)
        return copy_fact(&wanted->published, push_fact);
    return true;
}

static void add_withdrawal(struct record_bulletin *record, const struct fact_seen *withdrawal)
{
    const struct bytes *reason = fact_arg(withdrawal, "reason");
    record->has.withdrawn = record->has.withdrawn_by = true;
    record->withdrawn = withdrawal->head.time_ms;
    record->withdrawn_by = withdrawal->head.actor;
    record->head = bytes_of(withdrawal->hash, sizeof withdrawal->hash);
    if (reason != NULL) {
        record->has.reason = true;
        record->reason = *reason;
    }
}

enum error kept_find(const struct keep *keep, struct bytes id, struct kept_bulletin **found,
                     struct failure *failure)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number))
        return failure_refuse(failure, ERR_WRONG_KIND, "id", bytes_of_text(kind_words[KIND_ID]), 0);
    struct kept_bulletin *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    made->number = number;
    enum error code = keep_walk(keep, channel, take_wanted, made, failure);
    if (code == OK && made->published.bytes == NULL)
        code = failure_say(failure, ERR_UNKNOWN_ID, "The bulletin '%.*s' is not among what is kept.",
                           (int)id.size, (const char *)id.at);
    if (code == OK) {
        fact_to_bulletin(&made->published.fact, &made->record);
        if (made->withdrawn.bytes != NULL)
            add_withdrawal(&made->record, &made->withdrawn.fact);
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

void kept_free(struct kept_bulletin *bulletin)
{
    if (bulletin == NULL)
        return;
    free(bulletin->published.bytes);
    free(bulletin->withdrawn.bytes);
    free(bulletin->long_text);
    free(bulletin);
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
