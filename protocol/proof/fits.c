/* One small function for each way in which an act names its fact, and the walk over the table. It knows how
 * channels and ids are made up, and no state of any house. */
#include "protocol/proof/alike.h"

/* --- parts --- */

static const void *said(const struct fact_parts *parts, const char *field)
{
    return shape_value(parts->verb->args, parts->args, field);
}

static const void *told(const struct fact_parts *parts, const char *field)
{
    return shape_value(parts->kind->decided, parts->decided, field);
}

static struct bytes here(const struct fact_parts *parts)
{
    return parts->head->channel;
}

static bool is_here(const struct fact_parts *parts, const char *channel)
{
    return bytes_equal_text(here(parts), channel);
}

bool channel_has_prefix(struct bytes channel, const char *prefix, struct bytes *name)
{
    size_t size = strlen(prefix);
    if (channel.size <= size || memcmp(channel.at, prefix, size) != 0)
        return false;
    *name = bytes_skip(channel, size);
    return true;
}

bool channel_is_prefixed(struct bytes channel, const char *prefix, struct bytes name)
{
    struct bytes rest;
    return channel_has_prefix(channel, prefix, &rest) && bytes_equal(rest, name);
}

/* The channel of an id; false when there is no id. */
static bool channel_of(const struct bytes *id, struct bytes *channel)
{
    uint64_t number;
    return id != NULL && id_split(*id, channel, &number);
}

static bool equal(const struct bytes *one, const struct bytes *other)
{
    return one != NULL && other != NULL && bytes_equal(*one, *other);
}

/* The act and the fact name the same by this field. */
static bool same(const struct fact_parts *parts, const char *field)
{
    return equal(said(parts, field), told(parts, field));
}

static bool is_in_channel_of(const struct fact_parts *parts, const struct bytes *id)
{
    struct bytes channel;
    return channel_of(id, &channel) && bytes_equal(channel, here(parts));
}

static bool said_channel_is_here(const struct fact_parts *parts)
{
    const struct bytes *channel = said(parts, "channel");
    return channel != NULL && bytes_equal(*channel, here(parts));
}

static bool is_department(const struct fact_parts *parts)
{
    struct bytes department;
    return channel_has_prefix(here(parts), PREFIX_DEPARTMENT, &department);
}

/* What `to` says of the department in whose channel the fact stands. */
static bool is_addressed(const struct fact_parts *parts)
{
    const struct bytes *to = said(parts, "to");
    struct bytes department, word;
    size_t at = 0;
    if (to == NULL || !channel_has_prefix(here(parts), PREFIX_DEPARTMENT, &department))
        return false;
    if (words_count(*to) == 1 && words_next(*to, &at, &word) && bytes_equal_text(word, TO_ALL))
        return true;
    return words_have(*to, department);
}

static bool is_first_revision(const struct fact_parts *parts)
{
    const uint64_t *revision = told(parts, "revision");
    return revision == NULL || *revision == 1;
}

/* --- the house, accounts and channels --- */

static bool names_at_founding(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_KEYS) || is_here(parts, CHANNEL_DESK_KEYS) ||
           is_here(parts, CHANNEL_RESIDENTS) || is_here(parts, CHANNEL_BRANDS);
}

static bool names_on_desk_of_keys(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_DESK_KEYS);
}

static bool names_department_in_keys(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_KEYS) && same(parts, "department");
}

static bool names_as_channel(const struct fact_parts *parts)
{
    return said_channel_is_here(parts);
}

static bool names_as_desk(const struct fact_parts *parts)
{
    const struct bytes *channel = said(parts, "channel");
    return channel != NULL && channel_is_prefixed(here(parts), PREFIX_DESK, *channel);
}

static bool names_as_department(const struct fact_parts *parts)
{
    const struct bytes *department = said(parts, "department");
    return department != NULL && channel_is_prefixed(here(parts), PREFIX_DEPARTMENT, *department);
}

static bool names_account_invited(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_DESK_KEYS) && same(parts, "account");
}

/* Residents have a channel of their own. */
static bool is_among_keys(const struct fact_parts *parts)
{
    const uint64_t *role = told(parts, "role");
    if (role != NULL)
        return is_here(parts, *role == ROLE_RESIDENT ? CHANNEL_RESIDENTS : CHANNEL_KEYS);
    return is_here(parts, CHANNEL_KEYS) || is_here(parts, CHANNEL_RESIDENTS);
}

static bool names_account(const struct fact_parts *parts)
{
    return is_among_keys(parts) && same(parts, "account");
}

static bool names_by_code(const struct fact_parts *parts)
{
    const struct bytes *code = said(parts, "code"), *key = told(parts, "key");
    const struct bytes *code_hash = told(parts, "code_hash");
    uint8_t hash[LIMIT_HASH_BYTES];
    if (code == NULL || key == NULL || code_hash == NULL || !bytes_equal(parts->act->author, *key))
        return false;
    hash_code(*code, hash);
    return is_among_keys(parts) && bytes_equal(*code_hash, bytes_of(hash, sizeof hash));
}

static bool names_key(const struct fact_parts *parts)
{
    return is_among_keys(parts) && same(parts, "key");
}

static bool names_left(const struct fact_parts *parts)
{
    const struct bytes *account = told(parts, "account");
    return is_among_keys(parts) && account != NULL && bytes_equal(*account, parts->head->actor);
}

/* --- bulletins and their desks --- */

static bool names_in_channel(const struct fact_parts *parts)
{
    return said_channel_is_here(parts);
}

static bool names_thread(const struct fact_parts *parts)
{
    return said_channel_is_here(parts) && told(parts, "month") == NULL;
}

static bool is_on_desk_of_here(const struct fact_parts *parts, const struct bytes *id)
{
    struct bytes desk;
    return channel_of(id, &desk) && channel_is_prefixed(desk, PREFIX_DESK, here(parts));
}

static bool names_published(const struct fact_parts *parts)
{
    const struct bytes *scheduled = told(parts, "scheduled");
    const bool at = said(parts, "at") != NULL;
    return said_channel_is_here(parts) && at == (scheduled != NULL) &&
           (scheduled == NULL || is_on_desk_of_here(parts, scheduled));
}

static bool names_on_desk(const struct fact_parts *parts)
{
    return names_as_desk(parts) && said(parts, "at") != NULL;
}

static bool names_from_desk(const struct fact_parts *parts)
{
    const struct bytes *scheduled = told(parts, "scheduled");
    return equal(said(parts, "id"), scheduled) && is_on_desk_of_here(parts, scheduled);
}

static bool names_by_id(const struct fact_parts *parts)
{
    const struct bytes *id = said(parts, "id");
    return same(parts, "id") && is_in_channel_of(parts, id);
}

static bool names_post(const struct fact_parts *parts)
{
    return names_by_id(parts) && told(parts, "month") == NULL;
}

/* What is switched is the flag that the act and the fact share. */
static bool names_switched(const struct fact_parts *parts)
{
    const struct shape *decided = parts->kind->decided;
    for (size_t i = 0; i < decided->count; i++) {
        if (decided->fields[i].kind != KIND_FLAG)
            continue;
        const bool *wanted = said(parts, decided->fields[i].name);
        const bool *is = told(parts, decided->fields[i].name);
        if (is == NULL || *is != (wanted == NULL || *wanted))
            return false;
    }
    return names_by_id(parts);
}

static bool names_in_thread(const struct fact_parts *parts)
{
    const struct bytes *id = said(parts, "id");
    return equal(id, told(parts, "thread")) && is_in_channel_of(parts, id);
}

static bool names_erasing(const struct fact_parts *parts)
{
    return same(parts, "id");
}

/* Whose names they are is judged fact by fact (erasure.c). */
static bool names_of_names(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_KEYS) || is_here(parts, CHANNEL_RESIDENTS) ||
           is_here(parts, CHANNEL_DESK_KEYS);
}

/* What may go with it is judged fact by fact (erasure.c). */
static bool names_leaving(const struct fact_parts *parts)
{
    return told(parts, "id") != NULL;
}

/* --- what departments are told --- */

static bool names_addressed_by_channel(const struct fact_parts *parts)
{
    const struct bytes *channel = said(parts, "channel");
    struct bytes of_id;
    return is_addressed(parts) && is_first_revision(parts) && channel != NULL &&
           channel_of(told(parts, "id"), &of_id) && bytes_equal(of_id, *channel);
}

static bool names_addressed_by_scheduled(const struct fact_parts *parts)
{
    struct bytes desk, of_id;
    return is_addressed(parts) && is_first_revision(parts) && channel_of(said(parts, "id"), &desk) &&
           channel_of(told(parts, "id"), &of_id) && channel_is_prefixed(desk, PREFIX_DESK, of_id);
}

static bool names_in_department(const struct fact_parts *parts)
{
    return is_department(parts) && same(parts, "id");
}

static bool names_addressed_by_id(const struct fact_parts *parts)
{
    return names_in_department(parts) && is_addressed(parts);
}

static bool names_addressed_no_more(const struct fact_parts *parts)
{
    return names_in_department(parts) && !is_addressed(parts);
}

/* --- themes --- */

static bool names_month_on_desk(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_DESK_THEMES) && same(parts, "month");
}

static bool names_month_in_themes(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_THEMES) && same(parts, "month");
}

static bool names_month_in_forum(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_FORUM) && same(parts, "month");
}

/* That the threads are one, as the months are, fact_is_alike holds. */
static bool names_month_of_opened(const struct fact_parts *parts)
{
    return names_month_in_themes(parts) && is_in_channel_of(parts, told(parts, "id"));
}

static bool names_month_of_thread(const struct fact_parts *parts)
{
    return names_month_in_forum(parts) && equal(said(parts, "thread"), told(parts, "id")) &&
           is_in_channel_of(parts, told(parts, "id"));
}

/* --- awards --- */

static bool names_award(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_BRANDS) && same(parts, "award");
}

/* --- what the clock brings --- */

static bool is_due(const struct fact_parts *parts, enum transition what)
{
    const uint64_t *due = said(parts, "what");
    return due != NULL && *due == (uint64_t)what;
}

static bool names_due_publish(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_PUBLISH) && names_by_id(parts);
}

static bool names_due_effective(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_EFFECTIVE) && names_by_id(parts);
}

static bool names_due_expires(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_EXPIRES) && names_by_id(parts);
}

static bool names_due_remind(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_REMIND) && names_in_department(parts);
}

static bool names_due_count(const struct fact_parts *parts)
{
    struct bytes channel;
    return is_due(parts, TRANSITION_REMIND) && same(parts, "id") && channel_of(said(parts, "id"), &channel) &&
           channel_is_prefixed(here(parts), PREFIX_DESK, channel);
}

/* A theme is known to the schedule by the number of its plan; which month that is, the desk tells. */
static bool is_due_theme(const struct fact_parts *parts, enum transition what, const char *channel)
{
    struct bytes desk;
    return is_due(parts, what) && is_here(parts, channel) && channel_of(said(parts, "id"), &desk) &&
           bytes_equal_text(desk, CHANNEL_DESK_THEMES);
}

static bool names_due_turn(const struct fact_parts *parts)
{
    static const enum transition brought_by[STAGE_COUNT] = {
        [STAGE_PLANNED] = TRANSITION_COUNT,        [STAGE_OPEN] = TRANSITION_THEME_OPEN,
        [STAGE_CLOSING] = TRANSITION_THEME_REMIND, [STAGE_CLOSED] = TRANSITION_THEME_CLOSE,
        [STAGE_CANCELLED] = TRANSITION_COUNT,      [STAGE_MISSED] = TRANSITION_THEME_OPEN,
    };
    const uint64_t *stage = told(parts, "stage");
    return stage != NULL && *stage < STAGE_COUNT &&
           is_due_theme(parts, brought_by[*stage], CHANNEL_DESK_THEMES);
}

static bool names_due_closing(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_REMIND, CHANNEL_THEMES);
}

static bool names_due_closed(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_CLOSE, CHANNEL_THEMES);
}

static bool names_due_lock(const struct fact_parts *parts)
{
    const bool *locked = told(parts, "locked");
    return locked != NULL && *locked && is_in_channel_of(parts, told(parts, "id")) &&
           is_due_theme(parts, TRANSITION_THEME_CLOSE, CHANNEL_FORUM);
}

static bool names_due_check(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_CHECK, CHANNEL_DESK_THEMES);
}

/* --- rounds --- */

static bool names_year_in_brands(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_BRANDS) && told(parts, "year") != NULL;
}

/* A round is known to the schedule by the fact that opened it. */
static bool is_due_round(const struct fact_parts *parts, enum transition what)
{
    return is_due(parts, what) && is_here(parts, CHANNEL_BRANDS) && names_by_id(parts);
}

static bool names_due_round_begin(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_BEGIN);
}

static bool names_due_round_remind(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_REMIND);
}

/* When all of it was slept through, whatever was due first says that its time is over. */
static bool names_due_round_end(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_END) || is_due_round(parts, TRANSITION_ROUND_REMIND) ||
           is_due_round(parts, TRANSITION_ROUND_BEGIN);
}

static bool names_due_round_reminded(const struct fact_parts *parts)
{
    struct bytes channel;
    return is_due(parts, TRANSITION_ROUND_REMIND) && names_in_department(parts) &&
           channel_of(said(parts, "id"), &channel) && bytes_equal_text(channel, CHANNEL_BRANDS);
}

struct made {
    bool (*names)(const struct fact_parts *parts);
    enum alike alike;
};

#define MADE_ROW(symbol, how, words) {.names = names_##symbol, .alike = how},
static const struct made made_by[MADE_NAMING_COUNT] = {MADE_NAMINGS(MADE_ROW)};

bool fact_fits(const struct fact_parts *parts)
{
    const struct fact_kind *kind = parts->kind;
    if (kind == NULL)
        return true;
    if (parts->decided == NULL || parts->verb == NULL || parts->args == NULL)
        return false;
    if (parts->verb->roles == HOUSE_ONLY && !bytes_equal(parts->act->author, parts->act->house))
        return false;
    for (size_t i = 0; i < kind->maker_count; i++) {
        const struct made *made = &made_by[kind->makers[i].naming];
        if (kind->makers[i].verb == parts->verb && made->names(parts) && fact_is_alike(parts, made->alike))
            return true;
    }
    return false;
}
