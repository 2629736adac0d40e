/* One small function for each way in which an erasing act names a fact, and the walk over the table. It reads
 * heads alone: the acts are what is gone. */
#include "protocol/proof/erasure.h"

#include <stdalign.h>
#include <stddef.h>

bool erasure_read(const struct fact_parts *parts, struct erasure *erasure)
{
    if (parts->kind != &fact_kinds[FACT_thing_erased] || !fact_fits(parts))
        return false;
    const struct fact_thing_erased *erased = parts->decided;
    const bool *texts = shape_value(parts->verb->args, parts->args, "texts");
    const struct bytes *account = shape_value(parts->verb->args, parts->args, "account");
    *erasure = (struct erasure){
        .verb = parts->verb,
        .actor = parts->head->actor,
        .account = account != NULL ? *account : (struct bytes){0},
        .texts = texts != NULL && *texts,
        .id = erased->id,
        .seqs = erased->facts,
    };
    return true;
}

bool erasure_names(const struct erasure *erasure, uint64_t seq)
{
    uint64_t named;
    for (size_t at = 0; numbers_next(erasure->seqs, &at, &named);) {
        if (named == seq)
            return true;
    }
    return false;
}

/* A head with what was decided, by its kind. */
struct gone {
    const struct head *head;
    const struct fact_kind *kind;
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
};

static const void *told(const struct gone *gone, const char *field)
{
    return shape_value(gone->kind->decided, gone->decided, field);
}

static bool is_id(const struct erasure *erasure, const struct bytes *id)
{
    return id != NULL && bytes_equal(*id, erasure->id);
}

static bool is_actors(const struct erasure *erasure, const struct gone *gone)
{
    return bytes_equal(gone->head->actor, erasure->actor);
}

static bool takes_itself(const struct erasure *erasure, const struct gone *gone)
{
    struct bytes channel;
    uint64_t number;
    return id_split(erasure->id, &channel, &number) && number == gone->head->number &&
           bytes_equal(channel, gone->head->channel);
}

static bool takes_about(const struct erasure *erasure, const struct gone *gone)
{
    return is_id(erasure, told(gone, "id"));
}

/* What is scheduled does not say yet what it will become. */
static bool takes_scheduled(const struct erasure *erasure, const struct gone *gone)
{
    struct bytes channel;
    uint64_t number;
    return id_split(erasure->id, &channel, &number) &&
           channel_is_prefixed(gone->head->channel, PREFIX_DESK, channel);
}

static bool takes_thread_of(const struct erasure *erasure, const struct gone *gone)
{
    return is_id(erasure, told(gone, "thread"));
}

static bool takes_bulletin_of(const struct erasure *erasure, const struct gone *gone)
{
    return is_id(erasure, told(gone, "bulletin"));
}

/* A plan has a month and no thread yet. */
static bool takes_theme_plan(const struct erasure *erasure, const struct gone *gone)
{
    struct bytes channel;
    uint64_t number;
    return bytes_equal_text(gone->head->channel, CHANNEL_DESK_THEMES) &&
           id_split(erasure->id, &channel, &number) &&
           (bytes_equal_text(channel, CHANNEL_FORUM) || bytes_equal_text(channel, CHANNEL_DESK_THEMES));
}

/* What was said in a channel of something there is told to departments with the same act. */
static bool takes_of_channel(const struct erasure *erasure, const struct gone *gone)
{
    const struct bytes *id = told(gone, "id");
    struct bytes channel, about;
    uint64_t number;
    return id != NULL && id_split(erasure->id, &channel, &number) && id_split(*id, &about, &number) &&
           bytes_equal(channel, about);
}

static bool takes_name(const struct erasure *erasure, const struct gone *gone)
{
    const struct bytes *account = told(gone, "account");
    return account != NULL && bytes_equal(*account, erasure->account) && takes_itself(erasure, gone);
}

static bool takes_own(const struct erasure *erasure, const struct gone *gone)
{
    return erasure->texts && is_actors(erasure, gone) && takes_itself(erasure, gone);
}

static bool takes_own_thread(const struct erasure *erasure, const struct gone *gone)
{
    return takes_own(erasure, gone) && told(gone, "month") == NULL; /* a theme is the committee's */
}

/* Others who publish there may have replaced it. */
static bool takes_own_scheduled(const struct erasure *erasure, const struct gone *gone)
{
    return erasure->texts && takes_scheduled(erasure, gone);
}

/* Who moderates may have revised what somebody said; that goes with it. */
static bool takes_about_own(const struct erasure *erasure, const struct gone *gone)
{
    const uint64_t *revision = told(gone, "revision");
    if (!erasure->texts || !takes_about(erasure, gone))
        return false;
    if (is_actors(erasure, gone))
        return true;
    return (revision == NULL || *revision > 1) &&
           (erasure->owner.size == 0 || bytes_equal(erasure->owner, erasure->actor));
}

static bool takes_about_own_post(const struct erasure *erasure, const struct gone *gone)
{
    return erasure->texts && is_actors(erasure, gone) && takes_about(erasure, gone) &&
           told(gone, "month") == NULL; /* a theme is the committee's */
}

static bool takes_own_name(const struct erasure *erasure, const struct gone *gone)
{
    const struct bytes *account = told(gone, "account");
    return account != NULL && bytes_equal(*account, erasure->actor) && takes_itself(erasure, gone);
}

#define ERASED_TAKES(symbol, words) takes_##symbol,
static bool (*const takes[ERASED_NAMING_COUNT])(const struct erasure *erasure,
                                                const struct gone *gone) = {ERASED_NAMINGS(ERASED_TAKES)};

bool erasure_takes(const struct erasure *erasure, const struct head *head)
{
    struct gone gone = {.head = head, .kind = fact_kind_find(head->kind)};
    struct refusal why;
    if (!fact_can_be_erased(gone.kind) || !erasure_names(erasure, head->seq) ||
        codec_decode_known(gone.kind->decided, head->decided, gone.decided, &why) != OK)
        return false;
    for (size_t i = 0; i < gone.kind->eraser_count; i++) {
        const struct fact_eraser *eraser = &gone.kind->erasers[i];
        if (eraser->verb == erasure->verb && takes[eraser->naming](erasure, &gone))
            return true;
    }
    return false;
}

bool verb_can_erase(const struct verb *verb)
{
    for (size_t i = 0; i < FACT_COUNT; i++) {
        for (size_t k = 0; k < fact_kinds[i].eraser_count; k++) {
            if (fact_kinds[i].erasers[k].verb == verb)
                return true;
        }
    }
    return false;
}
