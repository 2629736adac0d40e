/* What a single value of each kind may be: its size, characters and range are judged here, and those of lists
 * in check_lists.c. It does not know where a value comes from or what it is for. */
#include <strings.h>

#include "protocol/wire/check.h"
#include "protocol/wire/readable.h"
#include "protocol/wire/text_values.h"

static enum error check_size(const struct field *field, struct bytes value, uint64_t limit,
                             struct refusal *why)
{
    if (value.size == 0)
        return refuse(why, ERR_EMPTY, field->name, bytes_of(NULL, 0), 0);
    if (limit > 0 && value.size > limit)
        return refuse(why, ERR_TOO_LONG, field->name, bytes_of(NULL, 0), limit);
    return OK;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

bool is_name(struct bytes name)
{
    for (size_t i = 0; i < name.size; i++) {
        uint8_t byte = name.at[i];
        bool first = (byte >= 'a' && byte <= 'z') || is_digit(byte);
        if (!first && (i == 0 || (byte != '-' && byte != '.')))
            return false;
    }
    return name.size > 0;
}

enum error check_name(const struct field *field, struct bytes name, struct refusal *why)
{
    enum error error = check_size(field, name, LIMIT_NAME_BYTES, why);
    if (error == OK && !is_name(name))
        error = refuse(why, ERR_BAD_NAME, field->name, bytes_of(NULL, 0), 0);
    return error;
}

/* What is left of "2006-labour" behind the year. */
static struct bytes behind_year(struct bytes part)
{
    enum { YEAR_BYTES = 4 };
    for (size_t i = 0; i < YEAR_BYTES; i++) {
        if (i >= part.size || !is_digit(part.at[i]))
            return part;
    }
    return part.size > YEAR_BYTES && part.at[YEAR_BYTES] == '-' ? bytes_skip(part, YEAR_BYTES + 1) : part;
}

/* A name, or up to three with slashes between: dept/labour, desk/dept/labour. Behind a slash a year may stand
 * before it: brand/2006-labour. */
enum error check_channel(const struct field *field, struct bytes channel, struct refusal *why)
{
    enum error error = check_size(field, channel, LIMIT_CHANNEL_BYTES, why);
    for (int parts = 1; error == OK; parts++) {
        const uint8_t *slash = memchr(channel.at, '/', channel.size);
        struct bytes part = bytes_of(channel.at, slash == NULL ? channel.size : (size_t)(slash - channel.at));
        if (parts > 3 || !is_name(part))
            return refuse(why, ERR_BAD_NAME, field->name, bytes_of(NULL, 0), 0);
        error = check_size(field, parts > 1 ? behind_year(part) : part, LIMIT_NAME_BYTES, why);
        if (slash == NULL)
            break;
        channel = bytes_skip(channel, part.size + 1);
    }
    return error;
}

bool is_zone_name(struct bytes name)
{
    if (name.size == 0 || memmem(name.at, name.size, "..", 2) != NULL)
        return false;
    for (size_t i = 0; i < name.size; i++) {
        uint8_t byte = name.at[i];
        bool word = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte);
        if (!word && (i == 0 || memchr("/_+-", byte, 4) == NULL))
            return false;
    }
    return true;
}

/* Every way to write it has zeros and what stands between them, and IPv4 within IPv6 a fixed beginning. */
bool is_everywhere(struct bytes host)
{
    static const char mapped[] = "::ffff:";
    size_t size = sizeof mapped - 1;
    if (host.size > size && strncasecmp((const char *)host.at, mapped, size) == 0)
        host = bytes_skip(host, size);
    for (size_t i = 0; i < host.size; i++) {
        if (memchr("0.:xX*", host.at[i], 6) == NULL)
            return false;
    }
    return true;
}

/* From 1 to 2^64-1, without leading zeros, so that a thing has one id. */
static bool is_position(struct bytes digits)
{
    uint64_t number = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (!is_digit(digits.at[i]))
            return false;
        uint64_t digit = digits.at[i] - (uint64_t)'0';
        if (number > (UINT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    return digits.size > 0 && digits.at[0] != '0';
}

enum error check_id(const struct field *field, struct bytes id, struct refusal *why)
{
    enum error error = check_size(field, id, LIMIT_ID_BYTES, why);
    if (error != OK)
        return error;
    const uint8_t *slash = memrchr(id.at, '/', id.size);
    if (slash == NULL || slash == id.at)
        return refuse_value(why, field, id);
    size_t channel_size = (size_t)(slash - id.at);
    error = check_channel(field, bytes_of(id.at, channel_size), why);
    if (error == OK && !is_position(bytes_skip(id, channel_size + 1)))
        error = refuse_value(why, field, id);
    return error;
}

enum error check_text(const struct field *field, struct bytes text, bool said, struct refusal *why)
{
    struct readable readable = {.breaks = field->kind == KIND_TEXT, .said = said};
    enum error error = check_size(field, text, field->limit, why);
    return error == OK ? readable_check(&readable, text, field->name, why) : error;
}

/* A year or a month is a day or a time that was cut off: filled up, it must be a real one. */
static bool is_date(struct bytes dated)
{
    static const char rest[] = "0000-01-01T00:00:00Z";
    char whole[sizeof rest];
    int64_t time_ms;
    if (dated.size != 4 && dated.size != 7 && dated.size != 10)
        return text_to_time(dated, &time_ms);
    memcpy(whole, rest, sizeof rest);
    memcpy(whole, dated.at, dated.size);
    return text_to_time(bytes_of_text(whole), &time_ms);
}

static enum error check_dated(const struct field *field, struct bytes dated, struct refusal *why)
{
    enum error error = check_size(field, dated, field->limit, why);
    if (error == OK && !is_date(dated))
        error = refuse_value(why, field, dated);
    return error;
}

/* A day, a minute in the programme's time zone, or a whole time: filled up, it must be a real one. */
static enum error check_moment(const struct field *field, struct bytes moment, struct refusal *why)
{
    static const char rest[] = "0000-01-01T00:00:00Z";
    char whole[sizeof rest];
    int64_t time_ms;
    enum error error = check_size(field, moment, field->limit, why);
    if (error != OK)
        return error;
    if (moment.size != 10 && moment.size != 16)
        return text_to_time(moment, &time_ms) ? OK : refuse_value(why, field, moment);
    memcpy(whole, rest, sizeof rest);
    memcpy(whole, moment.at, moment.size);
    return text_to_time(bytes_of_text(whole), &time_ms) ? OK : refuse_value(why, field, moment);
}

static enum error check_month(const struct field *field, struct bytes month, struct refusal *why)
{
    return month.size == LIMIT_MONTH_BYTES && is_date(month) ? OK : refuse_value(why, field, month);
}

static enum error check_code(const struct field *field, struct bytes code, struct refusal *why)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    if (code.size != LIMIT_CODE_BYTES)
        return refuse_value(why, field, code);
    for (size_t i = 0; i < code.size; i++) {
        if (memchr(alphabet, code.at[i], sizeof alphabet - 1) == NULL)
            return refuse_value(why, field, code);
    }
    return OK;
}

static enum error check_exact(const struct field *field, struct bytes value, size_t size, struct refusal *why)
{
    return value.size == size ? OK : refuse(why, ERR_WRONG_SIZE, field->name, bytes_of(NULL, 0), size);
}

enum error check_range(const struct field *field, uint64_t number, uint64_t limit, struct refusal *why)
{
    if (limit > 0 && number > limit)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), limit);
    return OK;
}

static enum error check_time(const struct field *field, int64_t time_ms, struct refusal *why)
{
    if (time_ms < TIME_FIRST_MS || time_ms > TIME_LAST_MS)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), (uint64_t)TIME_LAST_MS);
    return OK;
}

enum error codec_check(const struct field *field, const void *value, struct refusal *why)
{
    /* Only the reading that fits the kind is looked at. */
    const struct bytes *bytes = value;
    const uint64_t *number = value;
    switch (field->kind) {
    case KIND_NAME:
        return check_name(field, *bytes, why);
    case KIND_CHANNEL:
        return check_channel(field, *bytes, why);
    case KIND_ID:
        return check_id(field, *bytes, why);
    case KIND_LINE:
    case KIND_TEXT:
        return check_text(field, *bytes, false, why);
    case KIND_DATED:
        return check_dated(field, *bytes, why);
    case KIND_MOMENT:
        return check_moment(field, *bytes, why);
    case KIND_MONTH:
        return check_month(field, *bytes, why);
    case KIND_CODE:
        return check_code(field, *bytes, why);
    case KIND_BYTES:
        return bytes->size == 0 ? OK : check_size(field, *bytes, field->limit, why);
    case KIND_HASH:
        return check_exact(field, *bytes, LIMIT_HASH_BYTES, why);
    case KIND_KEY:
        return check_exact(field, *bytes, LIMIT_KEY_BYTES, why);
    case KIND_SIGNATURE:
        return check_exact(field, *bytes, LIMIT_SIGNATURE_BYTES, why);
    case KIND_NUMBER:
        return check_range(field, *number, field->limit, why);
    case KIND_TIME:
        return check_time(field, *(const int64_t *)value, why);
        CHOICES(CHOICE_CASE)
        return check_range(field, *number, kind_choices(field->kind)->count - 1, why);
    case KIND_FLAG:
        return OK;
    default:
        return check_list(field, *bytes, false, why);
    }
}

enum error codec_check_said(const struct field *field, const void *value, struct refusal *why)
{
    const struct bytes *bytes = value;
    if (field->kind == KIND_LINE || field->kind == KIND_TEXT)
        return check_text(field, *bytes, true, why);
    return kind_is_list(field->kind) ? check_list(field, *bytes, true, why) : codec_check(field, value, why);
}
