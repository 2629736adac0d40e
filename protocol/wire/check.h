/* The checks that single values and lists share. Only the files of this folder that judge values include it;
 * others ask codec_check. */
#ifndef BULLETIN_WIRE_CHECK_H
#define BULLETIN_WIRE_CHECK_H

#include "protocol/wire/codec.h"

static inline enum error refuse_value(struct refusal *why, const struct field *field, struct bytes value)
{
    return refuse_form(why, ERR_BAD_VALUE, field, value);
}

bool is_name(struct bytes name);

/* One value each, of whatever field it stands in. Errors: those of codec_check. */
enum error check_name(const struct field *field, struct bytes name, struct refusal *why);
enum error check_channel(const struct field *field, struct bytes channel, struct refusal *why);
enum error check_id(const struct field *field, struct bytes id, struct refusal *why);
/* `said`: as codec_check_said. */
enum error check_text(const struct field *field, struct bytes text, bool said, struct refusal *why);
/* A limit of 0 is none. Errors: OUT_OF_RANGE. */
enum error check_range(const struct field *field, uint64_t number, uint64_t limit, struct refusal *why);

/* The kinds that are lists. */
enum error check_list(const struct field *field, struct bytes list, bool said, struct refusal *why);

#endif
