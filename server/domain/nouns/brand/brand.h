/* What other nouns need of brands: whose application there is in a round, how far it is, and closing what is
 * not finished. It does not say who may do what. */
#ifndef BULLETIN_DOMAIN_BRAND_H
#define BULLETIN_DOMAIN_BRAND_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/brand/views.h"

/* Every brand is begun by the second fact of its channel, brand/YEAR-DEPARTMENT. */
enum { BRAND_NUMBER = 2 };

/* The channel of a department's brand in a round, in `room`; what all those of a round begin with; and a
 * brand's id. */
struct bytes brand_channel(uint64_t year, struct bytes department, char room[LIMIT_CHANNEL_BYTES]);
struct bytes brand_channels_of(uint64_t year, char room[LIMIT_CHANNEL_BYTES]);
struct bytes brand_id(uint64_t year, struct bytes department, char room[LIMIT_ID_BYTES]);

/* A department's brand in a round; false when it has none. */
bool brand_of(struct txn *txn, uint64_t year, struct bytes department, struct view_brand *row);

/* Whether it is a service brand: named, in review or kept. */
bool brand_is_named(const struct view_brand *row);
/* Whether nothing more comes of it: withdrawn, failed, revoked or closed. */
bool brand_is_over(const struct view_brand *row);
/* Whether it was handed in and not withdrawn: such a department need not be reminded. */
bool brand_is_applied(const struct view_brand *row);

/* Whether something still says what it is: its application, or the bulletin that named it. False for one
 * whose words were all erased: nobody can follow or honour it any more. */
bool brand_is_known(struct txn *txn, const struct view_brand *row);

/* Whether it ends with its round: it is not accepted yet, nor over. */
bool brand_ends_with_round(const struct view_brand *row);

/* How many brands of a round end with it. */
uint64_t brand_count_unfinished(struct txn *txn, uint64_t year);

/* The number of the last batch that was named in a round; 0: none was. */
uint64_t brand_last_batch(struct txn *txn, uint64_t year);

/* Folding: its round is closed. Each brand of it that is not accepted yet is put into the schedule, to be
 * closed at `time_ms` by a fact of its own. */
void brand_close_with_round(struct txn *txn, uint64_t year, int64_t time_ms);

/* The stage to which a fact of a brand brought it; BRAND_STAGE_COUNT for other kinds. `decided` is what the
 * kind decides. */
enum brand_stage brand_stage_by(const struct fact_kind *kind, const void *decided);
enum brand_stage brand_stage_of_verdict(uint64_t verdict);

/* The hash of a name without case, accents, width, spaces and marks: names with the same one are the same.
 * False when there is nothing left of it. */
bool brand_name_hash(struct bytes name, uint8_t hash[LIMIT_HASH_BYTES]);

/* What the act of a fact says of a brand: brand.submit or brand.revise. False when it was erased or is of
 * another verb. */
bool brand_said_by(struct txn *txn, const struct fact *fact, struct view_application *application);

#endif
