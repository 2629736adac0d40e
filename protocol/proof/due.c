/* How the house's acts of the schedule name their facts: by what was due, and where. It does not know when
 * anything is. */
#include "protocol/proof/fits_parts.h"

static bool is_due(const struct fact_parts *parts, enum transition what)
{
    const uint64_t *due = said(parts, "what");
    return due != NULL && *due == (uint64_t)what;
}

bool names_due_publish(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_PUBLISH) && names_by_id(parts);
}

bool names_due_effective(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_EFFECTIVE) && names_by_id(parts);
}

bool names_due_expires(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_EXPIRES) && names_by_id(parts);
}

bool names_due_remind(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_REMIND) && names_in_department(parts);
}

bool names_due_count(const struct fact_parts *parts)
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

bool names_due_turn(const struct fact_parts *parts)
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

bool names_due_closing(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_REMIND, CHANNEL_THEMES);
}

bool names_due_closed(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_CLOSE, CHANNEL_THEMES);
}

bool names_due_lock(const struct fact_parts *parts)
{
    const bool *locked = told(parts, "locked");
    return locked != NULL && *locked && is_in_channel_of(parts, told(parts, "id")) &&
           is_due_theme(parts, TRANSITION_THEME_CLOSE, CHANNEL_FORUM);
}

bool names_due_check(const struct fact_parts *parts)
{
    return is_due_theme(parts, TRANSITION_THEME_CHECK, CHANNEL_DESK_THEMES);
}

/* A round is known to the schedule by the fact that opened it. */
static bool is_due_round(const struct fact_parts *parts, enum transition what)
{
    return is_due(parts, what) && is_here(parts, CHANNEL_BRANDS) && names_by_id(parts);
}

bool names_due_round_begin(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_BEGIN);
}

bool names_due_round_remind(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_REMIND);
}

/* When all of it was slept through, whatever was due first says that its time is over. */
bool names_due_round_end(const struct fact_parts *parts)
{
    return is_due_round(parts, TRANSITION_ROUND_END) || is_due_round(parts, TRANSITION_ROUND_REMIND) ||
           is_due_round(parts, TRANSITION_ROUND_BEGIN);
}

bool names_due_round_reminded(const struct fact_parts *parts)
{
    struct bytes channel;
    return is_due(parts, TRANSITION_ROUND_REMIND) && names_in_department(parts) &&
           channel_of(said(parts, "id"), &channel) && bytes_equal_text(channel, CHANNEL_BRANDS);
}

bool names_due_brand_close(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_BRAND_CLOSE) && names_by_id(parts);
}

bool names_due_rating_answer(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_RATING_ANSWER) && names_by_id(parts);
}

bool names_due_rating_told(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_RATING_ANSWER) && names_to_rater(parts);
}

bool names_due_rating_closed(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_RATING_COUNT) && names_by_id(parts);
}

/* What everyone reads names nothing in the department's channel, which the act does by a number that is
 * always the same. */
bool names_due_rating_counted(const struct fact_parts *parts)
{
    return is_due(parts, TRANSITION_RATING_COUNT) && is_here(parts, CHANNEL_RATINGS) &&
           is_of_department_rated(parts, said(parts, "id"));
}
