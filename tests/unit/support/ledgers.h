/* Two sound ledgers, a large one and a small one, whose records a test changes in a transaction that is never
 * committed. Chance comes from a seed, which is printed. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_LEDGERS_H
#define BULLETIN_TESTS_LEDGERS_H

#include "tests/unit/support/scratch.h"

enum {
    KEY_BYTES_MOST = 64,
    VALUE_BYTES_MOST = LIMIT_BLOB_CHUNK_BYTES,
    LARGE_FACTS = 1000,
    SMALL_FACTS = 7,
};

extern struct identity ledgers_house;
extern struct scratch ledgers_large, ledgers_small;

/* For a group of tests: both are built of the seed in SEED, or of one that is drawn; and removed. */
int ledgers_build(void **state);
int ledgers_close(void **state);

/* Below `bound`: the same numbers from the same seed. */
uint64_t ledgers_random(uint64_t bound);

/* --- changing them --- */

struct record {
    enum table table;
    size_t key_size, value_size;
    uint8_t key[KEY_BYTES_MOST], value[VALUE_BYTES_MOST];
};

/* Copies the record that stands at `index` of a table, or at any index. */
void ledgers_read(struct txn *txn, enum table table, uint64_t index, struct record *record);
void ledgers_random_record(struct txn *txn, enum table table, struct record *record);

void ledgers_put(struct txn *txn, const struct record *record);
void ledgers_delete(struct txn *txn, const struct record *record);

/* Changes one byte of a record, counted over its key and then its value. */
void ledgers_flip(struct txn *txn, struct record *record, uint64_t position, uint8_t mask);

/* --- what verification says --- */

typedef bool may_lack(void *context, const struct head *head);

/* As ledger_verify() does with these two, to its end. */
enum error ledgers_verify(struct txn *txn, struct ledger_report *report, may_lack *may, void *context,
                          struct refusal *why);

/* Verifies, expects a fault, and gives the transaction up. `words` may be NULL: then any fault will do. */
void ledgers_assert_found(struct txn *txn, const char *what, const struct record *record, const char *words);

/* Verifies and expects none. The transaction stays. */
void ledgers_assert_sound(struct txn *txn);

#endif
