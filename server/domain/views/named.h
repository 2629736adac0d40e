/* The texts and files that acts name: which, of any act, and how often each is named. It does not know what
 * they are for. */
#ifndef BULLETIN_DOMAIN_NAMED_H
#define BULLETIN_DOMAIN_NAMED_H

#include "protocol/tables.h"
#include "server/ledger/ledger.h"

/* What an act names: a text in its field `text_hash`, and files in fields of that kind. They are borrowed
 * from the fact. */
struct named {
    bool has_text;
    size_t count; /* the text is the first of them */
    struct {
        struct bytes hash;
        uint64_t size; /* of a file, as the act says it */
    } list[LIMIT_FILES + 1];
};
/* False when the fact's act names none, or was erased. */
bool named_by_fact(struct txn *txn, const struct fact *fact, struct named *named);

/* Folding: notes what the fact's act names, if the act is there and this is its first fact. */
void named_fold(struct txn *txn, const struct fact *fact);
/* Folding: an act is gone, and with it the rows that say what it names: a rebuild finds neither. Gives how
 * many hashes nothing else names, and these. */
size_t named_forget(struct txn *txn, uint64_t act_seq, uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES]);

#endif
