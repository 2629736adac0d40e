/* Answering a search: the index says which facts may have every word, the texts say which have them, and the
 * views which of them count and may be read. Newest first, block by block; one question costs so much and no
 * more. */
#include <stdlib.h>
#include <string.h>

#include "server/domain/forum.h"
#include "server/domain/handlers.h"
#include "server/domain/search.h"
#include "server/domain/views.h"

enum {
    CANDIDATES_BEST = 400, /* the newest hits, out of which the best are chosen */
    STEPS_MOST = 40000,    /* of about a microsecond: one for a row of the index, */
    STEPS_FACT = 8,        /* for a fact that is looked at, */
    STEPS_KIB = 6,         /* for each KiB of its text that is read, and one more for each term */
    HEADLINE_WORTH = 4,    /* a place in a headline, in places in a text */
    LINE_BEFORE = 120,     /* bytes of a long line that are shown before the hit */
};

/* A hit, as its row is made from it. */
struct hit {
    uint64_t seq;
    uint64_t worth;
};

struct search {
    struct txn *txn;
    const struct actor *actor;
    const struct args_search *args;
    struct rows *rows;
    struct query query;
    uint64_t steps;
    uint64_t unseen_steps; /* for what the asker may not see: they count at the end of a block */
    uint64_t limit, taken;
    uint64_t next; /* where the question goes on, when it has not come to its end */
    bool best, full, over;
    struct hit hits[CANDIDATES_BEST];
    size_t hit_count;
    char judged[LIMIT_CHANNEL_BYTES]; /* the channel whose right was asked for last, and what it was */
    size_t judged_size;
    bool allowed;
    uint8_t *text_room;
};

/* What was found, while it is judged and shown. */
struct found {
    struct fact fact;
    struct said said;
    struct bytes text;
    struct match in_headline, in_text;
    struct bytes channel; /* of the thing that the fact is about */
    uint64_t number;
    bool withdrawn;
    struct view_post post; /* of a post */
};

/* --- what counts --- */

static bool may_read(struct search *search, struct bytes channel)
{
    if (!bytes_equal(channel, bytes_of((const uint8_t *)search->judged, search->judged_size))) {
        memcpy(search->judged, channel.at, channel.size);
        search->judged_size = channel.size;
        search->allowed = channel_allows(search->txn, channel, RIGHT_READ, search->actor);
    }
    return search->allowed;
}

/* Whether the fact has the newest text of its thing, and that can be seen. */
static bool counts(struct search *search, struct found *found)
{
    struct txn *txn = search->txn;
    struct view_bulletin bulletin;
    struct view_activity activity;
    uint64_t hid;
    switch (found->said.in) {
    case SEARCHED_BULLETINS:
        if (!view_bulletin(txn, found->channel, found->number, &bulletin) || bulletin.has.erased)
            return false;
        found->withdrawn = bulletin.has.withdrawn;
        return bulletin.revision_seq == found->fact.head.seq;
    case SEARCHED_FORUM:
        return view_post(txn, found->channel, found->number, &found->post) && !found->post.has.erased &&
               found->post.text_seq == found->fact.head.seq &&
               !forum_hidden(txn, found->channel, &found->post, &hid);
    case SEARCHED_ACTIVITIES:
        if (!view_activity(txn, found->channel, found->number, &activity) || activity.has.erased)
            return false;
        found->withdrawn = activity.has.cancelled;
        return activity.text_seq == found->fact.head.seq;
    default:
        return true;
    }
}

/* Whether a fact that the index names is one that the asker may see, and looks for here. */
static bool may_see(struct search *search, uint64_t seq, struct found *found)
{
    const struct args_search *args = search->args;
    enum searched in;
    if (!ledger_read(search->txn, seq, &found->fact))
        return false;
    if (args->has.since && found->fact.head.time_ms < args->since) {
        search->over = true; /* those before it are older */
        return false;
    }
    return search_kind(found->fact.head.kind, &in) && (!args->has.in || in == args->in) &&
           search_about(search->txn, &found->fact, &found->channel, &found->number) &&
           (!args->has.channel || bytes_equal(found->channel, args->channel)) &&
           may_read(search, found->channel) && search_said(search->txn, &found->fact, &found->said) &&
           counts(search, found);
}

/* Whether it is a hit. */
static bool look_at(struct search *search, uint64_t seq, struct found *found)
{
    if (!may_see(search, seq, found)) {
        search->unseen_steps += STEPS_FACT;
        return false;
    }
    found->text = search_text(search->txn, &found->said, &search->text_room);
    search->steps += STEPS_FACT + (1 + found->text.size / 1024) * (STEPS_KIB + search->query.term_count);
    return query_match(&search->query, found->said.headline, found->text, &found->in_headline,
                       &found->in_text);
}

/* --- showing --- */

static bool is_tail(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The line with the first place, cut where it is long. */
static struct bytes line_of(struct bytes text, size_t offset, char room[LIMIT_HIT_BYTES])
{
    static const char cut[] = "…";
    struct buffer out = buffer_over(room, LIMIT_HIT_BYTES);
    size_t from = offset, to = offset;
    while (from > 0 && text.at[from - 1] != '\n')
        from--;
    while (to < text.size && text.at[to] != '\n')
        to++;
    bool before = offset - from > LINE_BEFORE;
    if (before)
        for (from = offset - LINE_BEFORE; is_tail(text.at[from]); from++) {
        }
    bool after = to - from > LIMIT_HIT_BYTES - 2 * (sizeof cut - 1);
    if (after)
        for (to = from + LIMIT_HIT_BYTES - 2 * (sizeof cut - 1); is_tail(text.at[to]); to--) {
        }
    if (before)
        buffer_add_text(&out, cut);
    for (; from < to; from++)
        buffer_add(&out, text.at[from] == '\t' ? (const uint8_t *)" " : text.at + from, 1);
    if (after)
        buffer_add_text(&out, cut);
    return buffer_bytes(&out);
}

/* The headline of the thread that a post stands in. */
static struct bytes thread_headline(struct search *search, const struct found *found)
{
    struct forum_text text;
    struct view_post opening;
    struct fact fact;
    if (view_post(search->txn, found->channel, found->post.thread, &opening) &&
        ledger_read(search->txn, opening.seq, &fact) && forum_text_of(search->txn, &fact, &text))
        return text.headline;
    return (struct bytes){0};
}

static struct bytes department_of(struct search *search, const struct found *found)
{
    union {
        struct fact_bulletin_published published;
        struct fact_thread_opened opened;
        struct fact_post_made made;
        struct fact_activity_announced announced;
    } decided;
    const struct bytes kind = found->fact.head.kind;
    struct txn *txn = search->txn;
    if (bytes_equal_text(kind, fact_kinds[FACT_thread_opened].word) &&
        fact_decided(txn, &found->fact, &shape_fact_thread_opened, &decided.opened))
        return decided.opened.department;
    if (bytes_equal_text(kind, fact_kinds[FACT_post_made].word) &&
        fact_decided(txn, &found->fact, &shape_fact_post_made, &decided.made))
        return decided.made.department;
    if (bytes_equal_text(kind, fact_kinds[FACT_bulletin_published].word) &&
        fact_decided(txn, &found->fact, &shape_fact_bulletin_published, &decided.published))
        return decided.published.department;
    return (struct bytes){0};
}

static bool show(struct search *search, struct found *found)
{
    char id_room[LIMIT_ID_BYTES], thread_room[LIMIT_ID_BYTES], line_room[LIMIT_HIT_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct buffer thread = buffer_over(thread_room, sizeof thread_room);
    const bool post = found->said.in == SEARCHED_FORUM && found->post.thread != found->number;
    id_write(&id, found->channel, found->number);
    if (post)
        id_write(&thread, found->channel, found->post.thread);
    struct bytes headline = post ? thread_headline(search, found) : found->said.headline;
    struct bytes department = department_of(search, found);
    struct record_hit hit = {
        .has = {.id = true,
                .seq = true,
                .in = true,
                .headline = headline.size > 0,
                .line = found->in_text.places > 0,
                .actor = true,
                .department = department.size > 0,
                .time = true,
                .thread = post,
                .withdrawn = found->withdrawn},
        .id = buffer_bytes(&id),
        .seq = found->fact.head.seq,
        .in = found->said.in,
        .headline = headline,
        .actor = found->fact.head.actor,
        .department = department,
        .time = found->fact.head.time_ms,
        .thread = buffer_bytes(&thread),
        .withdrawn = found->withdrawn,
    };
    if (hit.has.line)
        hit.line = line_of(found->text, found->in_text.offset, line_room);
    search->full = !rows_take(search->rows, &hit);
    search->taken += !search->full;
    return !search->full;
}

/* --- walking --- */

/* A fact that has every token. True while the question goes on.
 *
 * Where it stops, `next` tells the asker. So it stops at what the asker may see: a hit that has no room, or a
 * fact with which the question has become too dear. Stopping at any other fact would tell that there is one
 * with these words. */
static bool take_candidate(struct search *search, uint64_t seq)
{
    struct found found = {.withdrawn = false};
    uint64_t steps = search->steps;
    bool hit = look_at(search, seq, &found);
    if (search->over)
        return false;
    if (hit && search->best) {
        search->hits[search->hit_count++] =
            (struct hit){seq, found.in_headline.places * HEADLINE_WORTH + found.in_text.places};
        if (search->hit_count == CANDIDATES_BEST)
            search->next = seq;
    } else if (hit && (search->taken == search->limit || !show(search, &found))) {
        search->next = seq + 1;
    }
    if (search->next == 0 && search->steps > steps && search->steps > STEPS_MOST)
        search->next = seq;
    return search->next == 0;
}

/* The places of a block that have every token: ascending, in `places`. */
static size_t block_places(struct search *search, uint64_t block, uint16_t places[SEARCH_BLOCK])
{
    const struct query *query = &search->query;
    size_t count = 0;
    for (size_t i = 0; i < query->token_count; i++) {
        struct store_key key = search_token_key(block, &query->tokens[i]);
        struct bytes row;
        size_t kept = 0, at = 0;
        search->steps++;
        if (!txn_get(search->txn, TABLE_TOKENS, key_of(&key), &row))
            return 0;
        for (size_t k = 0; k + SEARCH_PLACE_BYTES <= row.size && (i == 0 || at < count);
             k += SEARCH_PLACE_BYTES) {
            uint16_t place = (uint16_t)(row.at[k] << 8 | row.at[k + 1]);
            while (i > 0 && at < count && places[at] < place)
                at++;
            if (i == 0 || (at < count && places[at] == place))
                places[kept++] = place;
        }
        count = kept;
    }
    return count;
}

/* False when the question is over. */
static bool walk_block(struct search *search, uint64_t block, uint64_t before)
{
    uint16_t places[SEARCH_BLOCK];
    for (size_t i = block_places(search, block, places); i > 0; i--) {
        uint64_t seq = block * SEARCH_BLOCK + places[i - 1];
        if (seq < before && !take_candidate(search, seq))
            return false;
    }
    search->steps += search->unseen_steps;
    search->unseen_steps = 0;
    return true;
}

static void walk_all(struct search *search, uint64_t before)
{
    uint64_t block = search_block(before);
    while (walk_block(search, block, before)) {
        if (block == 0)
            return;
        if (search->steps > STEPS_MOST) {
            search->next = block * SEARCH_BLOCK;
            return;
        }
        block--;
    }
}

/* The better first, and of equals the newer. */
static int compare_hits(const void *left, const void *right)
{
    const struct hit *one = left, *other = right;
    if (one->worth != other->worth)
        return one->worth > other->worth ? -1 : 1;
    return (one->seq < other->seq) - (one->seq > other->seq);
}

static void show_best(struct search *search)
{
    qsort(search->hits, search->hit_count, sizeof search->hits[0], compare_hits);
    for (size_t i = 0; i < search->hit_count && search->taken < search->limit; i++) {
        struct found found = {.withdrawn = false};
        if (look_at(search, search->hits[i].seq, &found) && !show(search, &found))
            break;
    }
    search->full = search->full || search->taken < search->hit_count || search->next > 0;
    search->next = 0; /* there is no page after the best */
}

enum error ask_search(struct txn *txn, const struct actor *actor, int64_t now_ms,
                      const struct args_search *args, struct rows *rows, struct record_searched *ok,
                      struct refusal *why)
{
    (void)now_ms;
    const uint64_t indexed = domain_indexed(txn), last = ledger_last(txn);
    struct search *search = calloc(1, sizeof *search);
    enum error error = OK;
    if (search == NULL)
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    *search = (struct search){
        .txn = txn,
        .actor = actor,
        .args = args,
        .rows = rows,
        .limit = rows->left,
        .best = args->has.order && args->order == ORDER_BEST,
    };
    if (!query_read(args->words, &search->query))
        error = refuse(why, ERR_TOO_SHORT, "words", (struct bytes){0}, 0);
    if (error == OK) {
        uint64_t before = args->has.before && args->before <= indexed ? args->before : indexed + 1;
        walk_all(search, rows->from.size == 8 ? number_at(rows->from.at) : before);
        if (search->best)
            show_best(search);
        *ok = (struct record_searched){.more = search->full || search->next > 0};
        if (search->next > 0) {
            uint8_t next[8];
            number_write(next, search->next);
            rows_stop(rows, bytes_of(next, sizeof next));
        }
        ok->has.behind = last > indexed;
        ok->behind = last - indexed;
    }
    free(search->text_room);
    free(search);
    return error;
}
