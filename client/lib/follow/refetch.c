/* Copies what is whole into a new file and asks `facts` for what stands between. It keeps no memory of a
 * channel: one fact at a time passes through. */
#include "client/lib/follow/refetch.h"

#include "client/lib/follow/follow_check.h"

enum { FACT_ROOM = LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64 };

struct mending {
    struct client *client;
    struct bytes channel;
    const struct cursor_place *place;
    struct keep_rewriting *rewriting;
    struct refetched *mended;
    uint64_t last; /* the fact copied or fetched last, or given up */
    bool has_hash;
    uint8_t hash[LIMIT_HASH_BYTES];
    uint64_t until; /* what is asked for ends here */
    enum error code;
    struct failure failure;
};

static enum error contradicts(struct mending *mending, uint64_t number)
{
    return failure_say(&mending->failure, ERR_HEAD_MISMATCH,
                       "%.*s/%llu, as the server gives it, contradicts what is kept here.",
                       (int)mending->channel.size, (const char *)mending->channel.at,
                       (unsigned long long)number);
}

static void move_to(struct mending *mending, uint64_t number, const uint8_t *hash)
{
    mending->last = number;
    mending->has_hash = true;
    memcpy(mending->hash, hash, LIMIT_HASH_BYTES);
}

/* A fact from the server that is to stand behind the last. */
static enum error judge(struct mending *mending, const struct fact_seen *fact)
{
    if (fact->head.number != mending->last + 1 || !bytes_equal(fact->head.channel, mending->channel))
        return failure_refuse(&mending->failure, ERR_GAP, NULL, bytes_of_text(fact->id), 0);
    if (mending->has_hash && memcmp(fact->head.prev.at, mending->hash, LIMIT_HASH_BYTES) != 0)
        return contradicts(mending, fact->head.number);
    if (fact->head.number == mending->place->number &&
        memcmp(fact->hash, mending->place->hash, LIMIT_HASH_BYTES) != 0)
        return contradicts(mending, fact->head.number);
    return check_act(client_house(mending->client), fact, &mending->failure);
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct mending *mending = context;
    uint8_t room[FACT_ROOM];
    struct buffer map = buffer_over(room, sizeof room);
    struct fact_seen fact;
    if (mending->code != OK || mending->last == mending->until)
        return;
    codec_encode(shape, values, &map);
    mending->code = fact_read(buffer_bytes(&map), &fact, &mending->failure);
    if (mending->code == OK)
        mending->code = judge(mending, &fact);
    if (mending->code == OK)
        mending->code = keep_rewrite_add(mending->rewriting, buffer_bytes(&map), &mending->failure);
    if (mending->code != OK)
        return;
    move_to(mending, fact.head.number, fact.hash);
    mending->mended->fetched++;
}

/* The server does not give them. */
static void lose(struct mending *mending)
{
    if (mending->mended->lost == 0)
        mending->mended->first = mending->last + 1;
    mending->mended->lost += mending->until - mending->last;
    mending->last = mending->until;
    mending->has_hash = false;
}

/* All up to this number, which are not here. An answer may stop before its end, also without a row. */
static void fetch_until(struct mending *mending, uint64_t until)
{
    uint8_t next[LIMIT_NEXT_BYTES];
    struct args_facts args = {
        .has = {.after = true, .limit = true}, .channel = mending->channel, .after = mending->last};
    mending->until = until;
    while (mending->code == OK && mending->last < until) {
        uint64_t before = mending->last, left = until - before;
        struct record_count count = {0};
        struct answer answer = {.row = take_row, .context = mending, .ok = &count};
        struct failure failure;
        args.limit = left < LIMIT_ROWS ? left : LIMIT_ROWS;
        enum error code = client_call_values(mending->client, VERB_facts, &args, &answer, &failure);
        bool refused = code != OK && failure.said_by_server && !failure_is_passing(&failure);
        if (mending->code == OK && code != OK && !refused) {
            mending->failure = failure;
            mending->code = code;
        }
        args.has.next = code == OK && count.has.next;
        if (args.has.next) {
            memcpy(next, count.next.at, count.next.size);
            args.next = bytes_of(next, count.next.size);
        }
        if (mending->code == OK && mending->last < until && (refused || !args.has.next))
            lose(mending);
    }
}

static bool copy_fact(void *context, const struct surveyed *fact)
{
    struct mending *mending = context;
    fetch_until(mending, fact->head.number - 1);
    if (mending->code == OK && mending->has_hash &&
        memcmp(fact->head.prev.at, mending->hash, LIMIT_HASH_BYTES) != 0)
        mending->code = contradicts(mending, fact->head.number - 1);
    if (mending->code == OK)
        mending->code = keep_rewrite_add(mending->rewriting, fact->push_fact, &mending->failure);
    move_to(mending, fact->head.number, fact->hash);
    return mending->code == OK;
}

/* What is here, with what is fetched between. */
static enum error make_whole(const struct keep *keep, struct mending *mending, struct failure *failure)
{
    struct survey found;
    enum error code = keep_survey(keep, mending->channel, &found, copy_fact, mending, failure);
    if (code != OK)
        return code;
    if (mending->last < mending->place->number)
        fetch_until(mending, mending->place->number);
    if (mending->code != OK)
        *failure = mending->failure;
    return mending->code;
}

enum error refetch_channel(struct keep *keep, struct client *client, struct bytes channel,
                           struct refetched *mended, struct failure *failure)
{
    struct survey found;
    const struct cursor_place *place = cursor_find(keep_cursor(keep), channel);
    *mended = (struct refetched){0};
    if (place == NULL)
        return OK;
    enum error code = keep_survey(keep, channel, &found, NULL, NULL, failure);
    if (code != OK || (found.missing == 0 && found.has_beginning))
        return code;
    struct mending mending = {
        .client = client, .channel = channel, .place = place, .mended = mended, .last = place->begin};
    const uint8_t *begin_hash = place->begin == place->number ? place->hash : NULL;
    code = keep_rewrite_begin(keep, channel, begin_hash, &mending.rewriting, failure);
    if (code != OK)
        return code;
    code = make_whole(keep, &mending, failure);
    /* What could not be had stays as it is: somebody may read more from it than we do. */
    bool in_vain = mended->fetched == 0 && found.has_beginning;
    if (code == OK && !in_vain)
        return keep_rewrite_end(keep, mending.rewriting, failure);
    keep_rewrite_drop(mending.rewriting);
    return code;
}
