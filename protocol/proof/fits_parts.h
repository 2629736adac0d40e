/* The parts of which it is judged how an act names its fact, for the files that judge it. It knows how
 * channels and ids are made up, and no way of naming. */
#ifndef BULLETIN_PROOF_FITS_PARTS_H
#define BULLETIN_PROOF_FITS_PARTS_H

#include "protocol/proof/fact_parts.h"

static inline const void *said(const struct fact_parts *parts, const char *field)
{
    return shape_value(parts->verb->args, parts->args, field);
}

static inline const void *told(const struct fact_parts *parts, const char *field)
{
    return shape_value(parts->kind->decided, parts->decided, field);
}

static inline struct bytes here(const struct fact_parts *parts)
{
    return parts->head->channel;
}

static inline bool is_here(const struct fact_parts *parts, const char *channel)
{
    return bytes_equal_text(here(parts), channel);
}

/* The channel of an id; false when there is no id. */
static inline bool channel_of(const struct bytes *id, struct bytes *channel)
{
    uint64_t number;
    return id != NULL && id_split(*id, channel, &number);
}

static inline bool equal(const struct bytes *one, const struct bytes *other)
{
    return one != NULL && other != NULL && bytes_equal(*one, *other);
}

/* The act and the fact name the same by this field. */
static inline bool same(const struct fact_parts *parts, const char *field)
{
    return equal(said(parts, field), told(parts, field));
}

static inline bool is_in_channel_of(const struct fact_parts *parts, const struct bytes *id)
{
    struct bytes channel;
    return channel_of(id, &channel) && bytes_equal(channel, here(parts));
}

static inline bool said_channel_is_here(const struct fact_parts *parts)
{
    const struct bytes *channel = said(parts, "channel");
    return channel != NULL && bytes_equal(*channel, here(parts));
}

static inline bool is_department(const struct fact_parts *parts)
{
    struct bytes department;
    return channel_has_prefix(here(parts), PREFIX_DEPARTMENT, &department);
}

static inline bool names_by_id(const struct fact_parts *parts)
{
    const struct bytes *id = said(parts, "id");
    return same(parts, "id") && is_in_channel_of(parts, id);
}

static inline bool names_in_department(const struct fact_parts *parts)
{
    return is_department(parts) && same(parts, "id");
}

/* What the clock brings (due.c). */
bool names_due_publish(const struct fact_parts *parts);
bool names_due_effective(const struct fact_parts *parts);
bool names_due_expires(const struct fact_parts *parts);
bool names_due_remind(const struct fact_parts *parts);
bool names_due_count(const struct fact_parts *parts);
bool names_due_turn(const struct fact_parts *parts);
bool names_due_closing(const struct fact_parts *parts);
bool names_due_closed(const struct fact_parts *parts);
bool names_due_lock(const struct fact_parts *parts);
bool names_due_check(const struct fact_parts *parts);
bool names_due_round_begin(const struct fact_parts *parts);
bool names_due_round_remind(const struct fact_parts *parts);
bool names_due_round_end(const struct fact_parts *parts);
bool names_due_round_reminded(const struct fact_parts *parts);
bool names_due_brand_close(const struct fact_parts *parts);
bool names_due_rating_answer(const struct fact_parts *parts);
bool names_due_rating_told(const struct fact_parts *parts);
bool names_due_rating_closed(const struct fact_parts *parts);
bool names_due_rating_counted(const struct fact_parts *parts);

/* What stands in rated/ACCOUNT about something in rating/NAME of the department that it tells; and whether an
 * id is in such a channel of that department. */
bool names_to_rater(const struct fact_parts *parts);
bool is_of_department_rated(const struct fact_parts *parts, const struct bytes *id);

#endif
