/* One pass over a file of facts, with its chain held against the cursor. It keeps no state between passes. */
#include "client/lib/home/survey.h"

#include <string.h>

struct pass {
    struct survey *survey;
    struct bytes channel;
    const struct cursor_place *place;
    bool begun;
};

static uint64_t cursor_number(const struct pass *pass)
{
    return pass->place != NULL ? pass->place->number : 0;
}

static void miss(struct survey *survey, uint64_t first, uint64_t last)
{
    if (survey->missing == 0)
        survey->first_missing = first;
    survey->missing += last - first + 1;
}

static void begin(struct pass *pass, uint64_t number, const uint8_t *hash)
{
    struct survey *survey = pass->survey;
    pass->begun = true;
    survey->begin = survey->last = number;
    survey->has_hash = hash != NULL;
    if (hash != NULL)
        memcpy(survey->last_hash, hash, LIMIT_HASH_BYTES);
}

/* The cursor says where the file begins; the file itself only where the cursor is lost. */
static void take_beginning(struct pass *pass, const struct records_beginning *beginning)
{
    struct survey *survey = pass->survey;
    if (survey->has_beginning || survey->last != survey->begin ||
        !bytes_equal(beginning->channel, pass->channel) ||
        (pass->begun && beginning->number != survey->begin) ||
        (survey->has_hash && memcmp(beginning->hash, survey->last_hash, LIMIT_HASH_BYTES) != 0))
        return;
    survey->has_beginning = true;
    begin(pass, beginning->number, beginning->hash);
}

/* Whether it may stand next: not yet had, chained where the one before is known, and what the cursor says it
 * is. */
static bool follows(const struct pass *pass, const struct surveyed *fact)
{
    const struct survey *survey = pass->survey;
    if (!pass->begun)
        return true;
    if (fact->head.number <= survey->last)
        return false;
    bool next = fact->head.number == survey->last + 1;
    if (next && survey->has_hash && memcmp(fact->head.prev.at, survey->last_hash, LIMIT_HASH_BYTES) != 0)
        return false;
    if (pass->place == NULL)
        return true;
    const uint8_t *at_cursor = fact->head.number == pass->place->number       ? fact->hash
                               : fact->head.number == pass->place->number + 1 ? fact->head.prev.at
                                                                              : pass->place->hash;
    return memcmp(at_cursor, pass->place->hash, LIMIT_HASH_BYTES) == 0;
}

static void accept(struct pass *pass, const struct surveyed *fact)
{
    struct survey *survey = pass->survey;
    uint64_t number = fact->head.number;
    if (!pass->begun)
        begin(pass, number - 1, fact->head.prev.at);
    if (number > survey->last + 1)
        miss(survey, survey->last + 1, number - 1);
    survey->last = number;
    survey->has_hash = true;
    memcpy(survey->last_hash, fact->hash, LIMIT_HASH_BYTES);
    memcpy(survey->last_prev, fact->head.prev.at, LIMIT_HASH_BYTES);
}

/* Whether something is missing between the cursor and this fact: it comes again then, and this one
 * behind it. */
static bool is_beyond(const struct pass *pass, const struct surveyed *fact)
{
    uint64_t number = fact->head.number, cursor = cursor_number(pass);
    return pass->place != NULL && number > cursor + 1 && number > pass->survey->last + 1;
}

static bool read_fact(const struct pass *pass, struct bytes push_fact, struct surveyed *fact)
{
    struct push_fact push;
    fact->push_fact = push_fact;
    if (!records_read(push_fact, &push, &fact->head) || !bytes_equal(fact->head.channel, pass->channel))
        return false;
    hash_bytes(push.head, fact->hash);
    return true;
}

void survey(struct survey *survey, struct bytes channel, const struct cursor_place *place,
            struct bytes content, bool (*take)(void *context, const struct surveyed *fact), void *context)
{
    struct pass pass = {.survey = survey, .channel = channel, .place = place};
    struct record_taken record;
    struct surveyed fact;
    *survey = (struct survey){0};
    if (place != NULL)
        begin(&pass, place->begin, place->begin == place->number ? place->hash : NULL);
    for (struct bytes rest = content; records_take(&rest, &record);) {
        if (!record.is_fact)
            take_beginning(&pass, &record.beginning);
        else if (!read_fact(&pass, record.push_fact, &fact) || !follows(&pass, &fact) ||
                 is_beyond(&pass, &fact))
            continue;
        else
            accept(&pass, &fact);
        survey->good_bytes = content.size - rest.size;
        if (record.is_fact && take != NULL && !take(context, &fact))
            return;
    }
    if (survey->last < cursor_number(&pass))
        miss(survey, survey->last + 1, cursor_number(&pass));
}
