/* Records over a pair of links that are open, for tests. It checks that what should pass does, and says what
 * was refused; it does not know what any test is after. */
#ifndef BULLETIN_TESTS_PAIR_RECORDS_H
#define BULLETIN_TESTS_PAIR_RECORDS_H

#include "tests/unit/support/pair.h"

enum { PAIR_RECORD_BYTES = 8 };

/* What is said in each. */
extern const uint8_t pair_record[PAIR_RECORD_BYTES];

/* Seals one into `room`; how long it has become. */
size_t pair_seal(struct link *from, uint8_t room[64]);

/* Takes from an open link, which needs neither greeting nor answer. */
enum error pair_take(struct link *link, uint8_t *record, size_t size, size_t *used, struct bytes *plain);

/* One goes from the one to the other and arrives as it was. */
void pair_pass(struct link *from, struct link *to);

/* The same with a bit of byte `flipped` altered on the way; what the other end says. */
enum error pair_take_altered(struct link *from, struct link *to, size_t flipped);

/* Nothing goes any more, and no key is left. */
void pair_assert_wiped(const struct link *link);

/* After an error in an open session nothing more is taken, but the end can still be said. */
void pair_assert_ending(const struct link *link);

#endif
