/* One small function for each way in which an act of people names its fact, and the walk over the table. It
 * knows how channels and ids are made up, and no state of any house. */
#include "protocol/proof/fits.h"
#include "protocol/proof/alike.h"
#include "protocol/proof/fits_parts.h"

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

/* Whether it stands in rated/ACCOUNT. */
static bool is_of_rater(const struct fact_parts *parts)
{
    struct bytes account;
    return channel_has_prefix(here(parts), PREFIX_RATED, &account);
}

/* --- the house, accounts and channels --- */

static bool names_at_founding(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_KEYS) || is_here(parts, CHANNEL_DESK_KEYS) ||
           is_here(parts, CHANNEL_RESIDENTS) || is_here(parts, CHANNEL_BRANDS) ||
           is_here(parts, CHANNEL_RATINGS) || is_of_rater(parts);
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

/* "YEAR-" before a department's name; the year has four digits. */
static bool is_brand_of(struct bytes channel, struct bytes department, uint64_t *year)
{
    enum { YEAR_DIGITS = 4 };
    struct bytes rest;
    if (!channel_has_prefix(channel, PREFIX_BRAND, &rest) || rest.size <= YEAR_DIGITS)
        return false;
    *year = 0;
    for (size_t i = 0; i < YEAR_DIGITS; i++) {
        if (rest.at[i] < '0' || rest.at[i] > '9')
            return false;
        *year = *year * 10 + (uint64_t)(rest.at[i] - '0');
    }
    return rest.at[YEAR_DIGITS] == '-' && bytes_equal(bytes_skip(rest, YEAR_DIGITS + 1), department);
}

static bool names_as_brand(const struct fact_parts *parts)
{
    const struct bytes *department = said(parts, "department");
    uint64_t year;
    return department != NULL && is_brand_of(here(parts), *department, &year);
}

/* guide/N/NAME */
static bool names_as_guide(const struct fact_parts *parts)
{
    const struct bytes *department = said(parts, "department");
    struct bytes rest;
    if (department == NULL || !channel_has_prefix(here(parts), PREFIX_GUIDE, &rest))
        return false;
    const uint8_t *slash = memchr(rest.at, '/', rest.size);
    return slash != NULL && bytes_equal(bytes_skip(rest, (size_t)(slash - rest.at) + 1), *department);
}

static bool names_in_guide(const struct fact_parts *parts)
{
    return names_as_guide(parts) && same(parts, "department");
}

/* Both sides are told. */
static bool names_to_guided(const struct fact_parts *parts)
{
    const struct bytes *example = told(parts, "example");
    return names_as_department(parts) ||
           (example != NULL && channel_is_prefixed(here(parts), PREFIX_DEPARTMENT, *example));
}

static bool names_of_id(const struct fact_parts *parts)
{
    return is_in_channel_of(parts, said(parts, "id"));
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

/* --- brands --- */

/* That the years are one, fact_is_alike holds. */
static bool names_in_brand(const struct fact_parts *parts)
{
    const struct bytes *department = told(parts, "department"), *id = told(parts, "id");
    const uint64_t *told_year = told(parts, "year");
    uint64_t year;
    return department != NULL && told_year != NULL && is_brand_of(here(parts), *department, &year) &&
           year == *told_year && (id == NULL || is_in_channel_of(parts, id));
}

/* --- ratings --- */

static bool names_as_ratings(const struct fact_parts *parts)
{
    const struct bytes *department = said(parts, "department");
    return department != NULL && channel_is_prefixed(here(parts), PREFIX_RATING, *department);
}

static bool names_in_rating(const struct fact_parts *parts)
{
    const uint64_t *said_grade = said(parts, "grade"), *told_grade = told(parts, "grade");
    return names_as_ratings(parts) && equal(said(parts, "department"), told(parts, "rated")) &&
           said_grade != NULL && told_grade != NULL && *said_grade == *told_grade;
}

bool is_of_department_rated(const struct fact_parts *parts, const struct bytes *id)
{
    const struct bytes *rated = told(parts, "rated");
    struct bytes channel;
    return rated != NULL && channel_of(id, &channel) && channel_is_prefixed(channel, PREFIX_RATING, *rated);
}

bool names_to_rater(const struct fact_parts *parts)
{
    return is_of_rater(parts) && same(parts, "id") && is_of_department_rated(parts, told(parts, "id"));
}

static bool names_in_ratings(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_RATINGS);
}

/* --- naming --- */

/* Of what one act names several, each is told in its own channel. */
static bool names_of_batch(const struct fact_parts *parts)
{
    const struct bytes *brands = said(parts, "brands"), *id = told(parts, "id");
    return brands != NULL && id != NULL && words_have(*brands, *id) && is_in_channel_of(parts, id);
}

static bool names_id_in_brands(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_BRANDS) && same(parts, "id");
}

/* --- awards --- */

static bool names_award(const struct fact_parts *parts)
{
    const struct bytes *department = said(parts, "department"), *honoured = told(parts, "honoured");
    if (department != NULL && honoured != NULL && !bytes_equal(*department, *honoured))
        return false;
    return is_here(parts, CHANNEL_BRANDS) && same(parts, "award") &&
           (said(parts, "brand") == NULL) == (told(parts, "brand") == NULL);
}

/* --- rounds --- */

static bool names_year_in_brands(const struct fact_parts *parts)
{
    return is_here(parts, CHANNEL_BRANDS) && told(parts, "year") != NULL;
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
