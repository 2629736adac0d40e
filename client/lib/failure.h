/* What went wrong, kept by value so that it outlives the message that said it, and the exit code it gives.
 * It knows the table of errors; it does not print. */
#ifndef BULLETIN_CLIENT_FAILURE_H
#define BULLETIN_CLIENT_FAILURE_H

#include "protocol/tables.h"

/* Documented in bulletin(1); scripts rest on them. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_UNREACHABLE = 3,
    EXIT_IDENTITY = 4,
    EXIT_REFUSED = 5,
    EXIT_WAITED = 6,
    EXIT_PROOF = 7,
    EXIT_HOOK = 8,
};

struct failure {
    enum error code;
    bool said_by_server;
    bool own_words; /* `text` says it; otherwise the table's text with the fields below */
    uint64_t limit, line;
    int64_t time_ms;
    char field[LIMIT_WORD_BYTES + 1];
    char name[LIMIT_REASON_BYTES + 1];
    char text[LIMIT_REASON_BYTES + 1];
    const struct field *about;        /* as in struct refusal; static */
    char hint[LIMIT_WORD_BYTES + 64]; /* a sentence more, from whoever knows what was meant; "" */
};

/* Each fills `failure` and gives its code, so that `return failure_say(…)` reads well. failure_say is a macro
 * so that whoever reads the code, a checker too, sees that the code given is the code returned. */
#define failure_say(failure, code, ...) (failure_write(failure, code, __VA_ARGS__), (code))
void failure_write(struct failure *failure, enum error code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum error failure_take(struct failure *failure, const struct refusal *why);
enum error failure_from_server(struct failure *failure, const struct record_error *said);

static inline enum error failure_refuse(struct failure *failure, enum error code, const char *field,
                                        struct bytes name, uint64_t limit)
{
    struct refusal why = {.code = code, .field = field, .name = name, .limit = limit};
    failure_take(failure, &why);
    return code;
}

/* The sentence for a person; without a newline. */
void failure_text(const struct failure *failure, struct buffer *out);

/* The one place that decides what a script sees. */
enum exit_code failure_exit(const struct failure *failure);

/* Whether dialling again may help: nobody has judged the request, or the server asks to try again. */
bool failure_is_passing(const struct failure *failure);

/* Whether the server has judged the act and will never have taken it. What is said before it is looked at
 * (too much at once), or by a server that knows no more what it has, leaves open whether it was taken when it
 * was sent before. */
bool failure_is_judgement(const struct failure *failure);

#endif
