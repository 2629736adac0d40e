/* Room for what any row of the tables describes. */
#ifndef BULLETIN_DOMAIN_VALUES_H
#define BULLETIN_DOMAIN_VALUES_H

#include "protocol/tables.h"

/* Room for the decoded fields of any verb, and for any answer. */
#define ARGS_MEMBER(symbol, ...) struct args_##symbol symbol;
union any_args {
    VERBS(ARGS_MEMBER)
};
#undef ARGS_MEMBER
#define RECORD_MEMBER(symbol, ...) struct record_##symbol symbol;
union any_record {
    RECORDS(RECORD_MEMBER)
};
#undef RECORD_MEMBER

#endif
