/* Asks for the facts of a channel until the one comes that made a revision, and holds what is shown against
 * it. Long texts and files are judged by their hashes, by whoever fetches them. */
#include "client/lib/follow/revision.h"

#include "client/lib/follow/fact.h"

enum { FACT_ROOM = LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64 };

static enum error mismatch(struct failure *failure, struct bytes id)
{
    return failure_say(failure, ERR_HEAD_MISMATCH,
                       "What the server shows of %.*s is not what stands in its channel.", (int)id.size,
                       (const char *)id.at);
}

struct search {
    struct bytes id, channel, head_hash;
    uint64_t number; /* of the bulletin */
    uint64_t revision;
    uint64_t last; /* number of the fact seen last */
    bool found;
    struct revision_place place;
};

/* Whether the fact made the revision, by its head. */
static bool makes_it(const struct search *search, const struct fact_seen *fact)
{
    if (!bytes_equal(bytes_of(fact->hash, sizeof fact->hash), search->head_hash))
        return false;
    if (search->revision == 1)
        return fact_is_bulletin(fact) && fact->head.number == search->number;
    return fact_is_kind(fact, FACT_bulletin_revised) && fact->has_decided &&
           fact_revision(fact) == search->revision && bytes_equal(fact_about(fact), search->id);
}

static bool read_row(const struct shape *shape, const void *values, struct buffer *map,
                     struct fact_seen *fact)
{
    struct failure ignored;
    codec_encode(shape, values, map);
    return !map->overflowed && fact_read(buffer_bytes(map), fact, &ignored) == OK;
}

/* Facts come one after another; any other is left aside. */
static void look_at_head(void *context, const struct shape *shape, const void *values)
{
    struct search *search = context;
    uint8_t room[FACT_ROOM];
    struct buffer map = buffer_over(room, sizeof room);
    struct fact_seen fact;
    if (!read_row(shape, values, &map, &fact) || !bytes_equal(fact.head.channel, search->channel) ||
        fact.head.number != search->last + 1)
        return;
    search->last = fact.head.number;
    if (search->found || !makes_it(search, &fact))
        return;
    search->found = true;
    search->place.number = fact.head.number;
    memcpy(search->place.act_hash, fact.head.act_hash.at, LIMIT_HASH_BYTES);
}

enum error revision_find(struct client *client, struct bytes id, uint64_t revision, struct bytes head_hash,
                         struct revision_place *place, struct failure *failure)
{
    struct search search = {.id = id, .head_hash = head_hash, .revision = revision};
    if (!id_split(id, &search.channel, &search.number))
        return failure_refuse(failure, ERR_MALFORMED, NULL, id, 0);
    struct args_facts args = {
        .has = {.after = true, .heads = true, .limit = true},
        .channel = search.channel,
        .heads = true,
        .limit = revision == 1 ? 1 : LIMIT_ROWS,
    };
    struct answer answer = {.row = look_at_head, .context = &search};
    search.last = search.number - 1;
    do {
        args.after = search.last;
        enum error code = client_call_values(client, VERB_facts, &args, &answer, failure);
        if (code != OK)
            return code;
    } while (!search.found && search.last > args.after && revision != 1);
    if (!search.found)
        return mismatch(failure, id);
    *place = search.place;
    return OK;
}

struct comparison {
    const struct record_bulletin *row;
    struct bytes house;
    bool fits;
};

/* Without what does not come from the act and head of this revision. */
static void keep_own(struct record_bulletin *bulletin, const struct record_bulletin *other)
{
    bulletin->head = other->head;
    bulletin->time = other->time;
    bulletin->revisions = other->revisions;
    bulletin->has.withdrawn = bulletin->has.withdrawn_by = bulletin->has.reason = false;
    bulletin->has.erased = bulletin->has.erased_by = false;
    bulletin->has.related = bulletin->has.related_erased = bulletin->has.in_force = false;
    bulletin->has.to = bulletin->has.addressed = bulletin->has.roster = bulletin->has.receipt = false;
    bulletin->has.delivered = bulletin->has.opened = bulletin->has.signed_for = bulletin->has.mine = false;
}

static bool says_the_same(const struct fact_seen *fact, const struct record_bulletin *row)
{
    uint8_t shown_room[LIMIT_PLAIN_BYTES], said_room[LIMIT_PLAIN_BYTES];
    struct buffer shown_map = buffer_over(shown_room, sizeof shown_room);
    struct buffer said_map = buffer_over(said_room, sizeof said_room);
    struct record_bulletin shown = *row, said;
    fact_to_bulletin(fact, &said);
    keep_own(&said, &said);
    keep_own(&shown, &said);
    codec_encode(&shape_record_bulletin, &shown, &shown_map);
    codec_encode(&shape_record_bulletin, &said, &said_map);
    return !shown_map.overflowed && !said_map.overflowed &&
           bytes_equal(buffer_bytes(&shown_map), buffer_bytes(&said_map));
}

static void compare(void *context, const struct shape *shape, const void *values)
{
    struct comparison *comparison = context;
    const struct record_bulletin *row = comparison->row;
    uint8_t room[FACT_ROOM], act_hash[LIMIT_HASH_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    struct fact_seen fact;
    if (!read_row(shape, values, &map, &fact) || !fact.has_act || !fact.push.has.sig)
        return;
    hash_bytes(fact.push.act, act_hash);
    comparison->fits = bytes_equal(bytes_of(fact.hash, sizeof fact.hash), row->revision_head) &&
                       bytes_equal(bytes_of(act_hash, sizeof act_hash), fact.head.act_hash) &&
                       bytes_equal(fact.act.house, comparison->house) && fact_seen_fits(&fact) &&
                       act_verify(&fact.act, fact.push.act, fact.push.sig) && says_the_same(&fact, row);
}

enum error revision_check(struct client *client, const struct record_bulletin *row, struct failure *failure)
{
    struct revision_place place;
    struct bytes channel;
    uint64_t number;
    enum error code = revision_find(client, row->id, row->revision, row->revision_head, &place, failure);
    if (code != OK)
        return code;
    id_split(row->id, &channel, &number);
    struct comparison comparison = {.row = row, .house = bytes_of(client_house(client), LIMIT_KEY_BYTES)};
    struct args_facts args = {
        .has = {.after = true, .limit = true},
        .channel = channel,
        .after = place.number - 1,
        .limit = 1,
    };
    struct answer answer = {.row = compare, .context = &comparison};
    code = client_call_values(client, VERB_facts, &args, &answer, failure);
    return code != OK || comparison.fits ? code : mismatch(failure, row->id);
}
