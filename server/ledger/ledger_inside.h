/* What the files of the ledger share of how its rows are kept: ledger.c, which writes them, and
 * ledger_read.c. Nobody else includes this. */
#ifndef BULLETIN_SERVER_LEDGER_INSIDE_H
#define BULLETIN_SERVER_LEDGER_INSIDE_H

#include "server/ledger/ledger.h"

enum { TIP_BYTES = 8 + 8 + LIMIT_HASH_BYTES };

static inline struct store_key taken_key(int64_t act_time_ms, const uint8_t act_hash[LIMIT_HASH_BYTES])
{
    struct store_key key = key_empty();
    key_time(&key, act_time_ms);
    key_bytes(&key, bytes_of(act_hash, LIMIT_HASH_BYTES));
    return key;
}

#endif
