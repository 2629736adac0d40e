/* Failures as values: from a local refusal, from an answer of the server, or in words of our own. It does not
 * know who will read them. */
#include "client/lib/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "protocol/wire/message.h"

/* Cuts between characters, so that what is shown stays valid UTF-8. */
static void copy_text(char *room, size_t capacity, struct bytes text)
{
    size_t size = text.size < capacity ? text.size : capacity - 1;
    if (size < text.size) {
        while (size > 0 && (text.at[size] & 0xC0) == 0x80)
            size--;
    }
    if (size > 0)
        memcpy(room, text.at, size);
    room[size] = '\0';
}

/* A character that is refused has its code for a name. */
static void copy_name(struct failure *failure, const struct refusal *why)
{
    uint8_t room[16];
    struct buffer name = buffer_over(room, sizeof room);
    if (why->code == ERR_CONTROL_CHARACTER && why->name.size == 0)
        refusal_name(why, &name);
    copy_text(failure->name, sizeof failure->name, name.size > 0 ? buffer_bytes(&name) : why->name);
}

enum error failure_take(struct failure *failure, const struct refusal *why)
{
    failure->code = why->code;
    failure->said_by_server = false;
    failure->own_words = false;
    failure->limit = why->limit;
    failure->line = why->line;
    failure->time_ms = why->time_ms;
    failure->about = why->about;
    failure->hint[0] = '\0';
    copy_text(failure->field, sizeof failure->field, bytes_of_text(why->field != NULL ? why->field : ""));
    copy_name(failure, why);
    failure->text[0] = '\0';
    return why->code;
}

void failure_write(struct failure *failure, enum error code, const char *format, ...)
{
    char text[sizeof failure->text];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    *failure = (struct failure){.code = code, .own_words = true};
    copy_text(failure->text, sizeof failure->text, bytes_of_text(text));
}

enum error failure_from_server(struct failure *failure, const struct record_error *said)
{
    enum error known = error_find(said->error);
    *failure = (struct failure){
        .code = known != OK ? known : ERR_INTERNAL,
        .said_by_server = true,
        .own_words = known == OK,
        .limit = said->has.limit ? said->limit : 0,
        .line = said->has.line ? said->line : 0,
        .time_ms = said->has.time ? said->time : 0,
    };
    if (said->has.field)
        copy_text(failure->field, sizeof failure->field, said->field);
    if (said->has.name)
        copy_text(failure->name, sizeof failure->name, said->name);
    copy_text(failure->text, sizeof failure->text, said->text);
    return failure->code;
}

/* The person's own. */
static int zone_at(int64_t time_ms)
{
    time_t time = (time_t)(time_ms / 1000);
    struct tm parts;
    return localtime_r(&time, &parts) == NULL ? 0 : (int)(parts.tm_gmtoff / 60);
}

static void add_sentence(const struct failure *failure, struct buffer *out)
{
    if (failure->own_words) {
        buffer_add_text(out, failure->text);
        return;
    }
    struct refusal why = {
        .code = failure->code,
        .field = failure->field,
        .name = bytes_of_text(failure->name),
        .limit = failure->limit,
        .line = failure->line,
        .time_ms = failure->time_ms,
        .zone_minutes = zone_at(failure->time_ms),
        .about = failure->about,
    };
    refusal_text(out, &why);
}

void failure_text(const struct failure *failure, struct buffer *out)
{
    add_sentence(failure, out);
    if (failure->hint[0] != '\0') {
        buffer_add_text(out, " ");
        buffer_add_text(out, failure->hint);
    }
}

/* Of any other error: the server refused, something is wrong with a field, or it failed. */
static enum exit_code exit_of_any(const struct failure *failure)
{
    const bool about_a_field = failure->code >= ERR_UNKNOWN_VERB && failure->code <= ERR_LINE_BROKEN;
    if (failure->said_by_server)
        return EXIT_REFUSED;
    return about_a_field ? EXIT_USAGE : EXIT_FAILED;
}

enum exit_code failure_exit(const struct failure *failure)
{
    switch (failure->code) {
    case OK:
        return EXIT_DONE;
    case ERR_UNREACHABLE:
    case ERR_HANDSHAKE_FAILED:
    case ERR_RECORD_BROKEN:
    case ERR_RECORDS_EXHAUSTED:
    case ERR_TIMED_OUT:
    case ERR_SERVER_STOPPING:
    case ERR_IDLE:
    case ERR_CROWDED:
    case ERR_UNREAD:
    case ERR_GOODBYE:
        return EXIT_UNREACHABLE;
    case ERR_IDENTITY_WRONG:
    case ERR_REVOKED:
    case ERR_KEY_REVOKED:
    case ERR_HOUSE_CHANGED:
    case ERR_HOUSE_UNKNOWN:
    case ERR_SEED_BROKEN:
        return EXIT_IDENTITY;
    /* Some commands see it coming and say it before the server would. */
    case ERR_NOT_ENROLLED:
    case ERR_NOT_ALLOWED:
    case ERR_NOT_MEMBER:
    case ERR_NOT_SIGNER:
    case ERR_HEAD_CHANGED:
    case ERR_WITHDRAWN:
    case ERR_ERASED:
    case ERR_GUIDE_ENDED:
        return EXIT_REFUSED;
    case ERR_GAP:
    case ERR_CHAIN_BROKEN:
    case ERR_ACT_MISMATCH:
    case ERR_ACT_MISSING:
    case ERR_PROOF_BROKEN:
    case ERR_HEAD_MISMATCH:
        return EXIT_PROOF;
    case ERR_MALFORMED:
    case ERR_ACT_BROKEN:
    case ERR_BAD_SIGNATURE:
    case ERR_WRONG_HOUSE:
    case ERR_BLOB_MISMATCH:
        return failure->said_by_server ? EXIT_REFUSED : EXIT_PROOF;
    default:
        return exit_of_any(failure);
    }
}

bool failure_is_judgement(const struct failure *failure)
{
    static const enum error open_still[] = {ERR_TOO_FAST, ERR_CLOCK_AHEAD, ERR_STORE_FAILED, ERR_INTERNAL};
    for (size_t i = 0; i < sizeof open_still / sizeof open_still[0]; i++) {
        if (failure->code == open_still[i])
            return false;
    }
    return failure->said_by_server && !failure_is_passing(failure);
}

bool failure_is_passing(const struct failure *failure)
{
    return failure_exit(failure) == EXIT_UNREACHABLE || failure->code == ERR_BUSY ||
           failure->code == ERR_NO_MEMORY;
}
