/* Single values in the text form: words, times and hex. It does not know fields or lines. */
#include "protocol/wire/text_values.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

bool text_is_bare(uint8_t byte)
{
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("-_./:+@,", byte) != NULL);
}

void text_add_escaped(struct bytes word, struct buffer *out)
{
    for (size_t i = 0; i < word.size; i++) {
        if (word.at[i] == '\n')
            buffer_add_text(out, "\\n");
        else if (word.at[i] == '\t')
            buffer_add_text(out, "\\t");
        else if (word.at[i] == '"' || word.at[i] == '\\')
            buffer_add(out, (const char[]){'\\', (char)word.at[i]}, 2);
        else
            buffer_add(out, &word.at[i], 1);
    }
}

void text_from_word(struct bytes word, struct buffer *out)
{
    bool bare = word.size > 0;
    for (size_t i = 0; i < word.size; i++)
        bare = bare && text_is_bare(word.at[i]);
    if (bare) {
        buffer_add(out, word.at, word.size);
        return;
    }
    buffer_add_text(out, "\"");
    text_add_escaped(word, out);
    buffer_add_text(out, "\"");
}

/* Rounds down, also below zero, and gives what is left over. */
static int64_t divide(int64_t number, int64_t by, int64_t *left)
{
    *left = (number % by + by) % by;
    return number / by - (number % by < 0);
}

void text_from_time(int64_t time_ms, int zone_minutes, struct buffer *out)
{
    assert(abs(zone_minutes) < 24 * 60);
    int64_t milliseconds;
    time_t seconds = divide(time_ms, 1000, &milliseconds) + zone_minutes * 60;
    struct tm parts = {0};
    gmtime_r(&seconds, &parts);

    char date[64], fraction[8] = "", zone[16];
    if (milliseconds != 0)
        snprintf(fraction, sizeof fraction, ".%03d", (int)milliseconds);
    snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
             parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    snprintf(zone, sizeof zone, "%c%02d:%02d", zone_minutes < 0 ? '-' : '+', abs(zone_minutes) / 60,
             abs(zone_minutes) % 60);
    buffer_add_text(out, date);
    buffer_add_text(out, fraction);
    buffer_add_text(out, zone);
}

/* Takes `digits` digits, which make at most `most`, and then `after` if it is not '\0'. */
static bool take_digits(struct bytes *text, size_t digits, int most, char after, int *number)
{
    size_t size = digits + (after != '\0');
    if (text->size < size)
        return false;
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
        value = value * 10 + (text->at[i] - '0');
    }
    if (value > most || (after != '\0' && text->at[digits] != (uint8_t)after))
        return false;
    *text = bytes_skip(*text, size);
    *number = value;
    return true;
}

static bool take_date(struct bytes *text, struct tm *parts)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    if (!take_digits(text, 4, 9999, '-', &year) || !take_digits(text, 2, 12, '-', &month) || month < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    int last = days[month - 1] + (month == 2 && leap);
    if (!take_digits(text, 2, last, '\0', &day) || day < 1)
        return false;
    parts->tm_year = year - 1900;
    parts->tm_mon = month - 1;
    parts->tm_mday = day;
    return true;
}

/* What lies below a millisecond is left out. */
static bool take_fraction(struct bytes *text, int *milliseconds)
{
    *milliseconds = 0;
    if (text->size == 0 || text->at[0] != '.')
        return true;
    *text = bytes_skip(*text, 1);
    int digit;
    if (!take_digits(text, 1, 9, '\0', &digit))
        return false;
    int weight = 100;
    do {
        *milliseconds += digit * weight;
        weight /= 10;
    } while (take_digits(text, 1, 9, '\0', &digit));
    return true;
}

static bool take_zone(struct bytes *text, int *minutes)
{
    if (text->size == 0)
        return false;
    uint8_t sign = text->at[0];
    *text = bytes_skip(*text, 1);
    *minutes = 0;
    if (sign == 'Z' || sign == 'z')
        return true;
    int hours, rest;
    if ((sign != '+' && sign != '-') || !take_digits(text, 2, 23, ':', &hours) ||
        !take_digits(text, 2, 59, '\0', &rest))
        return false;
    *minutes = (hours * 60 + rest) * (sign == '-' ? -1 : 1);
    return true;
}

bool text_to_time(struct bytes text, int64_t *time_ms)
{
    struct tm parts = {0};
    int milliseconds, zone_minutes;
    if (!take_date(&text, &parts) || text.size == 0 || (text.at[0] != 'T' && text.at[0] != 't'))
        return false;
    text = bytes_skip(text, 1);
    if (!take_digits(&text, 2, 23, ':', &parts.tm_hour) || !take_digits(&text, 2, 59, ':', &parts.tm_min) ||
        !take_digits(&text, 2, 59, '\0', &parts.tm_sec) || !take_fraction(&text, &milliseconds) ||
        !take_zone(&text, &zone_minutes) || text.size > 0)
        return false;
    *time_ms = ((int64_t)timegm(&parts) - zone_minutes * 60) * 1000 + milliseconds;
    return true;
}

void text_from_hex(struct bytes bytes, struct buffer *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.size; i++) {
        const char pair[2] = {digits[bytes.at[i] >> 4], digits[bytes.at[i] & 15]};
        buffer_add(out, pair, sizeof pair);
    }
}

static int hex_digit(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

bool text_to_hex(struct bytes hex, uint8_t *out, size_t *size)
{
    if (hex.size % 2 != 0 || hex.size / 2 > *size)
        return false;
    for (size_t i = 0; i < hex.size; i++) {
        if (hex_digit(hex.at[i]) < 0)
            return false;
    }
    for (size_t i = 0; i < hex.size / 2; i++)
        out[i] = (uint8_t)(hex_digit(hex.at[2 * i]) << 4 | hex_digit(hex.at[2 * i + 1]));
    *size = hex.size / 2;
    return true;
}
