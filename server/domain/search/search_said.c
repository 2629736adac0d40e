/* What a fact says that can be found, whatever its kind. It does not know how it is indexed. */
#include <string.h>

#include "server/domain/base/values.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/search/search.h"
#include "server/ledger/blob.h"

/* The kinds that say something, and the field that names what they are about (false: they make it). */
static const struct {
    int kind;
    enum searched in;
    bool names;
} kinds[] = {
    {FACT_bulletin_published, SEARCHED_BULLETINS, false},
    {FACT_bulletin_imported, SEARCHED_BULLETINS, false},
    {FACT_bulletin_revised, SEARCHED_BULLETINS, true},
    {FACT_thread_opened, SEARCHED_FORUM, false},
    {FACT_post_made, SEARCHED_FORUM, false},
    {FACT_post_edited, SEARCHED_FORUM, true},
    {FACT_theme_opened, SEARCHED_THEMES, false},
    {FACT_theme_corrected, SEARCHED_THEMES, true},
    {FACT_activity_announced, SEARCHED_ACTIVITIES, false},
    {FACT_activity_changed, SEARCHED_ACTIVITIES, true},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static size_t find_kind(struct bytes kind)
{
    size_t i = 0;
    while (i < KINDS && !bytes_equal_text(kind, fact_kinds[kinds[i].kind].word))
        i++;
    return i;
}

bool search_kind(struct bytes kind, enum searched *in)
{
    size_t i = find_kind(kind);
    if (i < KINDS)
        *in = kinds[i].in;
    return i < KINDS;
}

bool search_about(struct txn *txn, const struct fact *fact, struct bytes *channel, uint64_t *number)
{
    union {
        struct fact_bulletin_revised revised;
        struct fact_post_edited edited;
        struct fact_theme_corrected corrected;
        struct fact_activity_changed changed;
    } decided;
    size_t i = find_kind(fact->head.kind);
    if (i == KINDS)
        return false;
    if (!kinds[i].names) {
        *channel = fact->head.channel;
        *number = fact->head.number;
        return true;
    }
    const struct shape *shape = fact_kinds[kinds[i].kind].decided;
    if (!fact_decided(txn, fact, shape, &decided))
        return false;
    const struct bytes *id = shape_value(shape, &decided, "id");
    return id != NULL && id_split(*id, channel, number);
}

/* Of an activity: what it is and where. */
static bool said_of_activity(struct txn *txn, const struct fact *fact, struct said *said)
{
    static const int says[] = {VERB_activity_announce, VERB_activity_change};
    union any_args args;
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        const struct verb *verb = &verbs[says[i]];
        if (!bytes_equal_text(fact->act.act.verb, verb->word))
            continue;
        struct args_activity_announce activity = {.has = {0}};
        if (!fact_args(txn, fact, verb->args, &args))
            return false;
        shape_copy(verb->args, &args, &shape_args_activity_announce, &activity);
        said->headline = activity.headline;
        said->text = activity.has.text ? activity.text : activity.place;
        return true;
    }
    return false;
}

/* A thread whose text was edited keeps the headline of its first. */
static struct bytes kept_headline(struct txn *txn, const struct fact *fact)
{
    struct forum_text first;
    struct view_post row;
    struct bytes channel;
    struct fact made;
    uint64_t number;
    if (search_about(txn, fact, &channel, &number) && view_post(txn, channel, number, &row) &&
        ledger_read(txn, row.seq, &made) && forum_text_of(txn, &made, &first))
        return first.headline;
    return (struct bytes){0};
}

bool search_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct view_notice notice;
    struct forum_text text;
    size_t i = find_kind(fact->head.kind);
    if (i == KINDS || fact->erased)
        return false;
    *said = (struct said){.in = kinds[i].in};
    switch (said->in) {
    case SEARCHED_BULLETINS:
        if (!notice_of_fact(txn, fact, &notice))
            return false;
        said->headline = notice.headline;
        said->text = notice.text;
        said->text_hash = notice.text_hash;
        return true;
    case SEARCHED_ACTIVITIES:
        return said_of_activity(txn, fact, said);
    default:
        if (!forum_text_of(txn, fact, &text))
            return false;
        said->headline = text.has_headline ? text.headline : kept_headline(txn, fact);
        said->text = text.text;
        return true;
    }
}

static uint64_t blob_text_size(struct txn *txn, const struct said *said)
{
    uint64_t size;
    return blob_size(txn, said->text_hash.at, &size) && size <= LIMIT_TEXT_BYTES ? size : 0;
}

struct bytes search_text_at(struct txn *txn, const struct said *said, uint64_t offset,
                            uint8_t room[SEARCH_PIECE])
{
    size_t done = 0;
    if (said->text_hash.size == 0) {
        struct bytes rest =
            bytes_skip(said->text, offset < said->text.size ? (size_t)offset : said->text.size);
        return bytes_of(rest.at, rest.size < SEARCH_PIECE ? rest.size : SEARCH_PIECE);
    }
    const uint64_t size = blob_text_size(txn, said);
    while (done < SEARCH_PIECE && offset + done < size) {
        const uint64_t at = offset + done;
        struct bytes chunk;
        if (!blob_chunk(txn, said->text_hash.at, at / LIMIT_BLOB_CHUNK_BYTES, &chunk) ||
            chunk.size <= at % LIMIT_BLOB_CHUNK_BYTES)
            break;
        chunk = bytes_skip(chunk, at % LIMIT_BLOB_CHUNK_BYTES);
        const size_t fits = chunk.size < SEARCH_PIECE - done ? chunk.size : SEARCH_PIECE - done;
        memcpy(room + done, chunk.at, fits);
        done += fits;
    }
    return bytes_of(room, done);
}
