/* The proof that nothing is missing and nothing was changed. It knows the position reached in each channel,
 * and the newest checkpoint of each, which outlives this process in a folder. Every fact and head passes
 * here before anybody sees it. It dials nobody and shows nothing. */
#ifndef BULLETIN_CLIENT_FOLLOW_CHECK_H
#define BULLETIN_CLIENT_FOLLOW_CHECK_H

#include "client/lib/follow/holes.h"

struct check;

struct check_position {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t number; /* of the last fact that passed */
    bool has_hash;   /* false: to be taken from the server's anchor */
    uint8_t hash[LIMIT_HASH_BYTES];
};

/* `checkpoints_folder` is where the newest checkpoints of this house lie (home_checkpoints_folder); it
 * exists. */
struct check *check_new(const uint8_t house[LIMIT_KEY_BYTES], const char *checkpoints_folder);
void check_free(struct check *check);

/* Follow a channel from behind this number; `hash` NULL when it is not known yet. Errors: HEAD_MISMATCH when
 * a head kept earlier says otherwise, TOO_MANY_SUBSCRIPTIONS. A channel followed already begins anew. */
enum error check_begin(struct check *check, struct bytes channel, uint64_t number, const uint8_t *hash,
                       struct failure *failure);
void check_forget(struct check *check, struct bytes channel);

/* The anchor that the server gave: must be the position reached. Errors: HEAD_MISMATCH. */
enum error check_anchor(struct check *check, const struct record_anchor *anchor, struct failure *failure);

/* Judges a fact as read by fact_read, and moves the position on. *followed is false, and nothing judged, when
 * its channel is not followed. A fact without its act passes as a hole when acts of its kind may be erased; a
 * later thing.erased that names its seq and may take it explains it. Errors: GAP, CHAIN_BROKEN,
 * ACT_MISMATCH, WRONG_HOUSE, BAD_SIGNATURE, HEAD_MISMATCH, and ACT_MISSING for a hole that may not be or is
 * still not explained where a checkpoint stands; each names the fact. */
enum error check_fact(struct check *check, const struct fact_seen *fact, bool *followed,
                      struct failure *failure);

/* The act of a fact by itself, for who has the chain from elsewhere: the one its head names, of a verb that
 * makes such a fact, for this house, signed. It may be missing where acts of the kind may be erased. Errors:
 * ACT_MISMATCH, ACT_MISSING, WRONG_HOUSE, BAD_SIGNATURE; each names the fact. */
enum error check_act(const uint8_t house[LIMIT_KEY_BYTES], const struct fact_seen *fact,
                     struct failure *failure);

/* A hole that an earlier process passed and that nothing had explained yet, at or before the position. */
enum error check_hole(struct check *check, struct bytes channel, const struct hole *hole,
                      struct failure *failure);

/* The next fact of a channel of which only the head is known, and judged elsewhere; it moves the position on.
 * Errors: HEAD_MISMATCH when a head kept earlier says otherwise. */
enum error check_seen(struct check *check, struct bytes channel, uint64_t number, const uint8_t *hash,
                      struct failure *failure);

/* Reads a pushed checkpoint, for check_checkpoint, and what the house signed in it. Errors: MALFORMED. */
enum error check_read_checkpoint(struct bytes body, struct push_checkpoint *push,
                                 struct checkpoint *checkpoint, struct failure *failure);
/* Judges a checkpoint and keeps it if it is the newest. By then every hole must be explained: the server
 * signs what is newest, so what erased an act lies before. Errors: MALFORMED, WRONG_HOUSE, BAD_SIGNATURE,
 * HEAD_MISMATCH, ACT_MISSING. */
enum error check_checkpoint(struct check *check, const struct push_checkpoint *push, struct failure *failure);

/* The positions, in no order; borrowed until the next call that changes them. */
size_t check_count(const struct check *check);
const struct check_position *check_at(const struct check *check, size_t index);
const struct check_position *check_find(const struct check *check, struct bytes channel);

#endif
