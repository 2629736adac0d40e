/* Texts that people and machines send, and what the rule says of each; said of short texts and of long ones
 * by their tests. It knows no floor above the protocol. */
#ifndef BULLETIN_TESTS_READABLE_CASES_H
#define BULLETIN_TESTS_READABLE_CASES_H

#include "protocol/wire/readable.h"

struct readable_case {
    const char *text;
    enum error error;
    uint32_t character; /* of CONTROL_CHARACTER */
    uint64_t line;      /* of it, and of NOT_UTF8 */
};

extern const struct readable_case readable_cases[];
extern const size_t readable_case_count;

#endif
