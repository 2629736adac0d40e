/* How many connections there may be for one more to stay, by who it is. Strangers cannot take the places of
 * those who are enrolled, nor these the operators'. It knows no connection. */
#ifndef BULLETIN_NET_SLOTS_H
#define BULLETIN_NET_SLOTS_H

#include "protocol/tables.h"

enum {
    SLOTS_ENROLLED = 16,   /* one in this many is kept for whoever has an account */
    SLOTS_OPERATORS = 128, /* one in this many for operators */
    SLOTS_ADDRESS = 8,     /* one in this many an address may have, where nothing is said */
};

/* How many connections there may be for the role, this one included, of `most` in all. Never 0 unless `most`
 * is. */
static inline size_t slots_for(size_t most, enum role role)
{
    if (role == ROLE_OPERATOR)
        return most;
    return most - most / (role == ROLE_GUEST ? SLOTS_ENROLLED : SLOTS_OPERATORS);
}

/* What one address may have by default: enough for one office where there are few places at all. */
static inline size_t slots_of_address(size_t most)
{
    return most / SLOTS_ADDRESS > 0 ? most / SLOTS_ADDRESS : 1;
}

#endif
