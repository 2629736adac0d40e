/* What the nouns around a bulletin share of a notice: its act read back, whether that may be published, and
 * the drafts that publish it. All is in notice.c but the judging, which is notice_decide.c. publish, revise,
 * schedule.edit and the schedule all come through here. */
#ifndef BULLETIN_DOMAIN_NOTICE_H
#define BULLETIN_DOMAIN_NOTICE_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/bulletin/views.h"

/* What the act of a fact says of its bulletin: publish, revise, schedule.edit or import. False when the act
 * was erased, or is of another verb (as with the last, the transaction does not fail). */
bool notice_of_fact(struct txn *txn, const struct fact *fact, struct view_notice *notice);

/* A notice with its moments become times. */
struct notice_times {
    bool has_at, has_effective, has_expires, has_due;
    int64_t at, effective, expires, due;
};

/* Judges what a notice says, for publication at `now_ms` (or at `at`, when it says so): its text and files
 * are uploaded by this actor or named already by `known_id` (size 0: none), no file is incomplete; times in
 * order and in bounds; what it is related to exists and can be read by the author and by all who read this;
 * whom it is addressed to exists and can read the channel; receipt, due and roster go together. Notes what is
 * to be adopted in the decision. The schedule takes `at` out of a notice whose time has come. Errors:
 * TEXT_TWICE, BLOB_UNKNOWN, BLOB_INCOMPLETE, WRONG_SIZE, those of a text; IN_THE_PAST, WRONG_ORDER, TOO_LATE,
 * BAD_VALUE; UNKNOWN_ID, RELATED_HIDDEN; EMPTY, UNKNOWN_DEPARTMENT, CANNOT_READ, TOO_MANY_ADDRESSEES,
 * TOO_MANY_ROSTERS, NEEDS_FIELD. */
enum error notice_decide(const struct deciding *deciding, struct bytes channel,
                         const struct view_notice *notice, struct bytes known_id, struct notice_times *times,
                         uint64_t *text_size);
/* The same without whom it is addressed to and what it is related to. A revision's addressees are those of
 * the bulletin, so whether it has any is told. */
enum error notice_decide_related(const struct deciding *deciding, struct bytes channel, bool addressed,
                                 const struct view_notice *notice, struct bytes known_id);
enum error notice_decide_content(const struct deciding *deciding, const struct view_notice *notice,
                                 struct bytes known_id, struct notice_times *times, uint64_t *text_size);
/* A bulletin that an act names by this field is there, and its author may read it. Gives its channel. Errors:
 * UNKNOWN_ID. */
enum error notice_decide_named(const struct deciding *deciding, const char *field, struct bytes id,
                               struct bytes *channel);
/* Whether it is addressed to all departments. */
bool notice_to_all(const struct view_notice *notice);

/* What the head of a revision says by its notice: all fields that published and revised share. `receipt`:
 * it must be signed for. */
struct fact_bulletin_published notice_revision(const struct actor *actor, const struct view_notice *notice,
                                               const struct notice_times *times, uint64_t text_size,
                                               bool receipt, int64_t now_ms);

/* What is about to be published, judged, and by whom. */
struct notice_coming {
    const struct actor *author;
    struct bytes channel;
    const struct view_notice *notice;
    const struct notice_times *times;
    uint64_t text_size;
    struct bytes scheduled_id; /* what it was scheduled as; size 0: it was not */
    uint64_t taken_seq;        /* of the fact with which that was taken; 0: it was not scheduled */
};

/* Writes the departments addressed in which nobody may sign, the first of them; false when there are none, or
 * no signature is asked for. */
enum { NOTICE_SIGNERLESS_BYTES = LIMIT_SIGNERLESS * (LIMIT_NAME_BYTES + 2) + 8 };
bool notice_signerless(struct txn *txn, const struct view_notice *notice, struct buffer *out);

/* Drafts bulletin.published in the channel and duty.assigned for each department addressed. `id` is borrowed
 * from `id_room`. */
void notice_draft(const struct deciding *deciding, const struct notice_coming *coming,
                  char id_room[LIMIT_ID_BYTES], struct bytes *id);

/* The first reminder after `now_ms` for what is due at `due_ms`: at nine in the morning of the third and the
 * last day before the day it is due, of the day after, and seven and thirty days after. False when none is
 * left. */
bool notice_remind_after(int64_t due_ms, int64_t now_ms, int64_t *remind_ms);

/* Reads a complete upload of this owner through. It must be text by the rule for what is said
 * now (protocol/wire/readable.h), of at most LIMIT_TEXT_BYTES. Errors: BLOB_UNKNOWN, TOO_LONG, and those of
 * readable_check. */
enum error bulletin_text_check(struct txn *txn, struct bytes owner, struct bytes hash, uint64_t *size,
                               struct decision *decision);

#endif
