/* Awards: what may be defined, given and withdrawn. It does not know how they are kept (fold.c) or shown
 * (read.c). */
#include <stdlib.h>

#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/award/views.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/channel/channel.h"

enum error decide_award_define(const struct deciding *deciding, const struct args_award_define *args)
{
    struct view_award_title row;
    if (view_award_title(deciding->txn, args->award, &row))
        return decision_refuse(deciding->decision, ERR_AWARD_EXISTS, "award", args->award);
    struct fact_award_defined defined = {.award = args->award};
    decision_add(deciding->decision, brands_channel(deciding->txn, deciding->decision),
                 &fact_kinds[FACT_award_defined], &defined);
    return OK;
}

/* --- what it rests on --- */

/* What somebody may not read is to them as if it were not there. */
static bool reads(const struct deciding *deciding, struct bytes id, struct bytes *channel, uint64_t *number)
{
    return id_split(id, channel, number) &&
           channel_allows(deciding->txn, *channel, RIGHT_READ, deciding->actor);
}

/* Everyone reads of an award, and so of what it rests on. */
static enum error judge_public(const struct deciding *deciding, const char *field, struct bytes id,
                               struct bytes channel)
{
    return channel_is_public(deciding->txn, channel)
               ? OK
               : decision_refuse(deciding->decision, ERR_NOT_PUBLIC, field, id);
}

static enum error judge_bulletin(const struct deciding *deciding, const char *field, struct bytes id,
                                 const struct view_bulletin *row)
{
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, field, id);
    return row->has.withdrawn ? decision_refuse(deciding->decision, ERR_WITHDRAWN, field, id) : OK;
}

static enum error judge_ground(const struct deciding *deciding, struct bytes id)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!reads(deciding, id, &channel, &number) || !view_bulletin(deciding->txn, channel, number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ID, "ground", id);
    enum error error = judge_public(deciding, "ground", id, channel);
    return error == OK ? judge_bulletin(deciding, "ground", id, &row) : error;
}

/* What was done, as it is known to the house: something that was published or that took place. */
static enum error judge_achievement(const struct deciding *deciding, struct bytes id)
{
    static const char field[] = "achievement";
    struct view_bulletin bulletin;
    struct view_activity activity;
    struct view_counted counted;
    struct bytes channel;
    uint64_t number;
    if (!reads(deciding, id, &channel, &number))
        return decision_refuse(deciding->decision, ERR_NO_ACHIEVEMENT, field, id);
    if (view_counted(deciding->txn, channel, number, &counted))
        return decision_refuse(deciding->decision, ERR_ACHIEVEMENT_COUNTED, field, counted.by);
    const bool is_bulletin = view_bulletin(deciding->txn, channel, number, &bulletin);
    if (!is_bulletin && !view_activity(deciding->txn, channel, number, &activity))
        return decision_refuse(deciding->decision, ERR_NO_ACHIEVEMENT, field, id);
    enum error error = judge_public(deciding, field, id, channel);
    if (error != OK)
        return error;
    return is_bulletin ? judge_bulletin(deciding, field, id, &bulletin)
                       : activity_decide_stands(deciding, field, id, &activity);
}

/* --- giving and withdrawing --- */

/* To whom it is given: a department, or whose brand it is. */
static enum error judge_honoured(const struct deciding *deciding, const struct args_award_give *args,
                                 struct bytes *honoured)
{
    struct record_department department;
    struct view_brand brand;
    if (args->has.department && args->has.brand)
        return decision_refuse(deciding->decision, ERR_HONOURED_TWICE, "brand", (struct bytes){0});
    if (!args->has.department && !args->has.brand)
        return decision_refuse(deciding->decision, ERR_EITHER_MISSING, "department", bytes_of_text("brand"));
    if (args->has.department) {
        *honoured = args->department;
        return view_department(deciding->txn, args->department, &department)
                   ? OK
                   : decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department",
                                     args->department);
    }
    if (!view_brand_of_id(deciding->txn, args->brand, &brand))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_BRAND, "brand", args->brand);
    *honoured = brand.department;
    if (!brand_is_named(&brand))
        return decision_refuse(deciding->decision, ERR_BRAND_NOT_NAMED, "brand", args->brand);
    return brand_is_known(deciding->txn, &brand)
               ? OK
               : decision_refuse(deciding->decision, ERR_ERASED, "brand", args->brand);
}

/* Of a year that has not begun there is nothing yet that could be honoured. */
static enum error judge_year(const struct deciding *deciding, uint64_t year)
{
    char month[CALENDAR_MONTH_BYTES];
    enum error error = decision_at_least(deciding->decision, "year", year, YEAR_FIRST);
    if (error != OK || !calendar_month(deciding->now_ms, 0, month))
        return error;
    const uint64_t this_year = strtoul(month, NULL, 10); /* "2006-12" */
    if (year <= this_year)
        return OK;
    decision_refuse(deciding->decision, ERR_OUT_OF_RANGE, "year", (struct bytes){0});
    deciding->decision->why.limit = this_year;
    return ERR_OUT_OF_RANGE;
}

enum error decide_award_give(const struct deciding *deciding, const struct args_award_give *args)
{
    struct view_award_title title;
    struct bytes honoured = {0};
    enum error error = judge_year(deciding, args->year);
    if (error != OK)
        return error;
    if (!view_award_title(deciding->txn, args->award, &title))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_AWARD, "award", args->award);
    error = judge_honoured(deciding, args, &honoured);
    if (error == OK)
        error = judge_ground(deciding, args->ground);
    if (error == OK)
        error = judge_achievement(deciding, args->achievement);
    if (error != OK)
        return error;
    struct fact_award_given given = {
        .has.brand = args->has.brand,
        .award = args->award,
        .year = args->year,
        .ground = args->ground,
        .achievement = args->achievement,
        .honoured = honoured,
        .brand = args->brand,
    };
    decision_add(deciding->decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_award_given], &given);
    return OK;
}

enum error decide_award_withdraw(const struct deciding *deciding, const struct args_award_withdraw *args)
{
    struct view_award row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_award(deciding->txn, channel, number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_AWARD, "id", args->id);
    if (row.has.withdrawn)
        return decision_refuse(deciding->decision, ERR_AWARD_WITHDRAWN, "id", args->id);
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->id);
    struct fact_award_withdrawn withdrawn = {.id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_award_withdrawn], &withdrawn);
    return OK;
}
