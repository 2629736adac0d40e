/* What departments have to do with a bulletin, and what they did: delivered, opened, signed: the vocabulary
 * of one noun (nouns.h). It does not know what a bulletin says. */
#ifndef BULLETIN_NOUNS_RECEIPT_H
#define BULLETIN_NOUNS_RECEIPT_H

#define RECEIPT_CHOICES(CHOICE)

#define RECEIPT_ASKS(ASK)                                                                                    \
    ASK(receipts, "receipts", ENROLLED, READS, receipt, count, LIMIT_ROWS,                                   \
        "Show how far each addressed department has come with a bulletin.")                                  \
    ASK(inbox, "inbox", ENROLLED, ANYONE, duty, count, LIMIT_ROWS,                                           \
        "List what my department still has to open or sign.")                                                \
    ASK(overdue, "overdue", ENROLLED, READS, overdue, count, LIMIT_ROWS,                                     \
        "List departments that are late with signing, where I may see the receipts.")

#define RECEIPT_ACTS(ACT)                                                                                    \
    ACT(deliver, "deliver", ENROLLED, ANYONE, REVERSIBLE, "read",                                            \
        "Report that a bulletin is on a disk of my department, texts and files included.")                   \
    ACT(open, "open", ENROLLED, ANYONE, REVERSIBLE, "read",                                                  \
        "Report that a bulletin was shown to a member of my department.")                                    \
    ACT(sign, "sign", ENROLLED, ANYONE, FINAL, "read", "Sign for a bulletin in my department's name.")

#define RECEIPT_LINKS(LINK)

#define RECEIPT_FACTS(FACT)                                                                                  \
    FACT(duty_assigned, "duty.assigned", CONTENT,                                                            \
         MADE(publish, addressed_by_channel) MADE(schedule_edit, addressed_by_scheduled)                     \
             MADE(revise, in_department),                                                                    \
         ERASED(erase, about) ERASED(account_leave, about_own),                                              \
         "A bulletin was addressed to the department.")                                                      \
    FACT(duty_ended, "duty.ended", CONTENT, MADE(withdraw, in_department), ERASED(erase, of_channel),        \
         "A bulletin need not be signed for any more.")                                                      \
    FACT(duty_reminded, "duty.reminded", CONTENT, MADE(schedule_run, due_remind), KEPT,                      \
         "The department was reminded to sign.")                                                             \
    FACT(duty_counted, "duty.counted", CONTENT, MADE(schedule_run, due_count), KEPT,                         \
         "How many departments have signed a bulletin.")                                                     \
    FACT(receipt_delivered, "receipt.delivered", CONTENT, MADE(deliver, in_department), KEPT,                \
         "A bulletin is on a disk of the department.")                                                       \
    FACT(receipt_opened, "receipt.opened", CONTENT, MADE(open, in_department), KEPT,                         \
         "A bulletin was shown to the department.")                                                          \
    FACT(receipt_signed, "receipt.signed", CONTENT, MADE(sign, in_department), ERASED(erase, itself),        \
         "The department signed for a bulletin.")

#define RECEIPT_RECORDS(RECORD)                                                                              \
    RECORD(receipt, "how far a department has come with a bulletin")                                         \
    RECORD(duty, "what a department still has to do")                                                        \
    RECORD(overdue, "a department that is late")

#define RECEIPT_ERRORS(ERROR)                                                                                \
    ERROR(NOT_SIGNER, "not-signer", STAYS,                                                                   \
          "You have no right to sign for the department '{name}'. Ask the operator.")                        \
    ERROR(NOT_ADDRESSED, "not-addressed", STAYS, "'{name}' is not addressed to your department.")            \
    ERROR(NO_RECEIPT, "no-receipt", STAYS, "'{name}' needs no signature. Opening it is enough.")             \
    ERROR(OLD_REVISION, "old-revision", STAYS,                                                               \
          "'{name}' has been revised: revision {limit} is current now. Read that one.")

#define RECEIPT_FEATURES(FEATURE)                                                                            \
    FEATURE("receipts", "`deliver`, `open`, `sign`, `receipts`, `inbox`, `overdue`; proofs")

/* --- what verbs are told --- */

#define FIELDS_receipts(F, S)                                                                                \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    F(S, revision, NUMBER, OPTIONAL, LIMIT_REVISIONS, "which revision; the newest by default")               \
    FIELDS_PAGE(F, S)
#define FIELDS_inbox(F, S)                                                                                   \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "whose; mine by default, another's for the committee")                  \
    FIELDS_PAGE(F, S)
#define FIELDS_overdue(F, S)                                                                                 \
    FIELD_CHANNEL(F, S, OPTIONAL, "only in this channel")                                                    \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only this department")                                                 \
    FIELDS_PAGE(F, S)
/* The head hash is that of the fact that made the revision: nobody signs what they did not see. */
#define FIELDS_deliver(F, S)                                                                                 \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION_HEAD(F, S, "the head of the revision that is there")
#define FIELDS_open(F, S)                                                                                    \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION_HEAD(F, S, "the head of the revision that was shown")
#define FIELDS_sign(F, S)                                                                                    \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION_HEAD(F, S, "the head of the revision that was shown")                                     \
    FIELD_COMMENT(F, S, "a comment of the department")

/* --- what the server decided --- */

#define FACT_FIELDS_duty_assigned(F, S)                                                                      \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION(F, S, "which revision of it")                                                             \
    F(S, receipt, FLAG, OPTIONAL, 0, "it must be signed for")                                                \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, remind, TIME, OPTIONAL, 0, "when reminding begins again, for a department that came later")         \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_duty_ended(F, S) FIELD_ID(F, S, "the bulletin")
#define FACT_FIELDS_duty_reminded(F, S)                                                                      \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION(F, S, "which revision of it")                                                             \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")
/* On the desk of the bulletin's channel. */
#define FACT_FIELDS_duty_counted(F, S)                                                                       \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION(F, S, "which revision of it")                                                             \
    F(S, due, TIME, REQUIRED, 0, "until when; it may have passed")                                           \
    F(S, addressed, NUMBER, REQUIRED, 0, "how many departments")                                             \
    F(S, signed_for, NUMBER, REQUIRED, 0, "how many of them have signed")                                    \
    F(S, missing, NAMES, OPTIONAL, LIMIT_COUNTED_NAMES, "who has not; the first of them when many")          \
    F(S, remind, TIME, OPTIONAL, 0, "when departments will be reminded next")
#define FACT_FIELDS_RECEIPT(F, S)                                                                            \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_REVISION(F, S, "which revision of it")
#define FACT_FIELDS_receipt_delivered(F, S) FACT_FIELDS_RECEIPT(F, S)
#define FACT_FIELDS_receipt_opened(F, S)    FACT_FIELDS_RECEIPT(F, S)
#define FACT_FIELDS_receipt_signed(F, S)    FACT_FIELDS_RECEIPT(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_receipt(F, S)                                                                          \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_DEPARTMENT(F, S, REQUIRED, "the department")                                                       \
    FIELD_REVISION(F, S, "which revision")                                                                   \
    F(S, committed, TIME, REQUIRED, 0, "when it was addressed to them and on the server's disk")             \
    F(S, delivered, TIME, OPTIONAL, 0, "when it was on a disk of theirs, files included")                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")                                         \
    F(S, signed_for, TIME, OPTIONAL, 0, "when it was signed for")                                            \
    F(S, opened_by, NAME, OPTIONAL, 0, "to whom it was shown")                                               \
    F(S, signed_by, NAME, OPTIONAL, 0, "who signed")                                                         \
    FIELD_COMMENT(F, S, "their comment")                                                                     \
    F(S, due, TIME, OPTIONAL, 0, "the deadline for signing")                                                 \
    F(S, late, FLAG, OPTIONAL, 0, "not signed when it was due")                                              \
    F(S, committed_id, ID, REQUIRED, 0, "the fact that says so")                                             \
    F(S, delivered_id, ID, OPTIONAL, 0, "the fact that says so")                                             \
    F(S, opened_id, ID, OPTIONAL, 0, "the fact that says so")                                                \
    F(S, signed_id, ID, OPTIONAL, 0, "the fact that says so")
#define RECORD_FIELDS_duty(F, S)                                                                             \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose duty it is")                                                     \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_REVISION(F, S, "which revision")                                                                   \
    FIELD_REVISION_HEAD(F, S, "of the fact that made this revision")                                         \
    F(S, committed, TIME, REQUIRED, 0, "when it was addressed to them")                                      \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, receipt, FLAG, OPTIONAL, 0, "it must be signed for")                                                \
    F(S, due, TIME, OPTIONAL, 0, "until when")                                                               \
    F(S, late, FLAG, OPTIONAL, 0, "that has passed")                                                         \
    F(S, delivered, TIME, OPTIONAL, 0, "when it was on a disk of theirs")                                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")
#define RECORD_FIELDS_overdue(F, S)                                                                          \
    FIELD_ID(F, S, "the bulletin")                                                                           \
    FIELD_DEPARTMENT(F, S, REQUIRED, "who is late")                                                          \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_REVISION(F, S, "which revision")                                                                   \
    F(S, due, TIME, REQUIRED, 0, "when it was due")                                                          \
    F(S, delivered, TIME, OPTIONAL, 0, "when it was on a disk of theirs")                                    \
    F(S, opened, TIME, OPTIONAL, 0, "when it was shown to a member")

#endif
