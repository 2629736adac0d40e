/* Service brands: applied for, checked, evaluated, named, reviewed: the vocabulary of one noun (nouns.h). It
 * does not know what is said in counselling, nor how anything is evaluated. */
#ifndef BULLETIN_NOUNS_BRAND_H
#define BULLETIN_NOUNS_BRAND_H

/* The last column is what is said to whoever would do something that cannot be done at that stage: anybody
 * may hear it, so it says who does what it names. */
#define BRAND_STAGES(ROW, X)                                                                                 \
    ROW(X, PREPARING, "preparing", "it can be counselled; nothing was handed in yet",                        \
        "Nothing has been handed in as '{name}' yet. Its department hands it in first: brand submit.")       \
    ROW(X, SUBMITTED, "submitted", "it was handed in and waits for the committee's check",                   \
        "'{name}' has been handed in and waits for the committee's check. Until then its department can "    \
        "revise it (brand revise) or withdraw it (brand withdraw).")                                         \
    ROW(X, RETURNED, "returned", "the committee returned it to be revised",                                  \
        "'{name}' was returned to its department, which revises it first: brand revise.")                    \
    ROW(X, ACCEPTED, "accepted", "it passed the committee's check and waits for its evaluation",             \
        "'{name}' has been accepted and waits for its evaluation. Say in counsel what is still to be "       \
        "done.")                                                                                             \
    ROW(X, EVALUATING, "evaluating", "it is being evaluated",                                                \
        "'{name}' is being evaluated. Wait for the result.")                                                 \
    ROW(X, PASSED, "passed", "it passed its evaluation and waits to be named",                               \
        "'{name}' has passed its evaluation and waits to be named.")                                         \
    ROW(X, FAILED, "failed", "it did not pass its evaluation",                                               \
        "'{name}' did not pass its evaluation. Its department can apply again in the next round.")           \
    ROW(X, NAMED, "named", "it is a service brand",                                                          \
        "'{name}' is already named. What is wrong with it now the committee reviews: brand review.")         \
    ROW(X, REVIEWING, "reviewing", "it is named and is being reviewed",                                      \
        "'{name}' is being reviewed. The committee keeps or revokes it next: brand keep, brand revoke.")     \
    ROW(X, KEPT, "kept", "it was reviewed and stays a service brand",                                        \
        "'{name}' was reviewed and kept. What is wrong with it now the committee reviews again: brand "      \
        "review.")                                                                                           \
    ROW(X, WITHDRAWN, "withdrawn", "its department withdrew it",                                             \
        "'{name}' was withdrawn by its department, which can apply again in the next round.")                \
    ROW(X, REVOKED, "revoked", "it was reviewed and is a service brand no more",                             \
        "'{name}' was revoked. Its department can apply again in the next round.")                           \
    ROW(X, CLOSED, "closed", "its round was closed before it was accepted",                                  \
        "'{name}' was closed with its round. Its department can apply again in the next one.")

#define BRAND_VERDICTS(ROW, X)                                                                               \
    ROW(X, EVALUATING, "evaluating", "the evaluation begins")                                                \
    ROW(X, PASSED, "passed", "the brand can be named")                                                       \
    ROW(X, FAILED, "failed", "the brand cannot be named")

#define BRAND_CHOICES(CHOICE)                                                                                \
    CHOICE(BRAND_STAGE, brand_stage, "a brand's stage", "stages of a brand", "what it means", BRAND_STAGES)  \
    CHOICE(BRAND_VERDICT, brand_verdict, "a verdict", "verdicts", "what it means", BRAND_VERDICTS)

/* Who makes a move: MOVER(SYMBOL, who). */
#define BRAND_MOVERS(MOVER)                                                                                  \
    MOVER(MEMBERS, "the department")                                                                         \
    MOVER(SIGNERS, "the department, by who may sign")                                                        \
    MOVER(COMMITTEE, "the committee")                                                                        \
    MOVER(HOUSE, "the house itself")

/* Every move that there is in the life of a brand: MOVE(from, by the act, to, who); NOTHING is before it
 * begins. What is not here cannot be done. */
#define BRAND_MOVES(MOVE)                                                                                    \
    MOVE(NOTHING, brand_begin, PREPARING, MEMBERS)                                                           \
    MOVE(NOTHING, brand_submit, SUBMITTED, SIGNERS)                                                          \
    MOVE(PREPARING, brand_submit, SUBMITTED, SIGNERS)                                                        \
    MOVE(SUBMITTED, brand_revise, SUBMITTED, SIGNERS)                                                        \
    MOVE(RETURNED, brand_revise, SUBMITTED, SIGNERS)                                                         \
    MOVE(SUBMITTED, brand_withdraw, WITHDRAWN, SIGNERS)                                                      \
    MOVE(RETURNED, brand_withdraw, WITHDRAWN, SIGNERS)                                                       \
    MOVE(ACCEPTED, brand_withdraw, WITHDRAWN, SIGNERS)                                                       \
    MOVE(EVALUATING, brand_withdraw, WITHDRAWN, SIGNERS)                                                     \
    MOVE(PASSED, brand_withdraw, WITHDRAWN, SIGNERS)                                                         \
    MOVE(SUBMITTED, brand_accept, ACCEPTED, COMMITTEE)                                                       \
    MOVE(SUBMITTED, brand_return, RETURNED, COMMITTEE)                                                       \
    MOVE(ACCEPTED, brand_evaluate, EVALUATING, HOUSE)                                                        \
    MOVE(EVALUATING, brand_evaluate, PASSED, HOUSE)                                                          \
    MOVE(EVALUATING, brand_evaluate, FAILED, HOUSE)                                                          \
    MOVE(PASSED, brand_name, NAMED, COMMITTEE)                                                               \
    MOVE(NAMED, brand_review, REVIEWING, COMMITTEE)                                                          \
    MOVE(KEPT, brand_review, REVIEWING, COMMITTEE)                                                           \
    MOVE(REVIEWING, brand_keep, KEPT, COMMITTEE)                                                             \
    MOVE(REVIEWING, brand_revoke, REVOKED, COMMITTEE)                                                        \
    MOVE(PREPARING, schedule_run, CLOSED, HOUSE)                                                             \
    MOVE(SUBMITTED, schedule_run, CLOSED, HOUSE)                                                             \
    MOVE(RETURNED, schedule_run, CLOSED, HOUSE)

#define BRAND_ASKS(ASK)                                                                                      \
    ASK(brand_list, "brand.list", ALL_ROLES, ANYONE, brand, count, LIMIT_ROWS,                               \
        "List brands: those that were named, and applications that I may read.")                             \
    ASK(brand_show, "brand.show", ALL_ROLES, ANYONE, brand, count, LIMIT_ROWS,                               \
        "Show a brand: what everyone may know of a named one, or all of it to who reads its channel.")       \
    ASK(brand_history, "brand.history", ALL_ROLES, READS, brand_move, count, LIMIT_ROWS,                     \
        "List what happened to a brand, with its revisions and the reasons.")                                \
    ASK(brand_examples, "brand.examples", ALL_ROLES, ANYONE, example, count, LIMIT_ROWS,                     \
        "List named brands with what there is to learn from them.")

#define BRAND_ACTS(ACT)                                                                                      \
    ACT(brand_begin, "brand.begin", ENROLLED, ANYONE, REVERSIBLE, NULL,                                      \
        "Begin my department's application, to be counselled before it is handed in.")                       \
    ACT(brand_submit, "brand.submit", ENROLLED, ANYONE, REVERSIBLE, NULL,                                    \
        "Hand in my department's application for a service brand.")                                          \
    ACT(brand_revise, "brand.revise", ENROLLED, READS, REVERSIBLE, "brand.show",                             \
        "Hand in a new revision of an application.")                                                         \
    ACT(brand_withdraw, "brand.withdraw", ENROLLED, READS, FINAL, "brand.show",                              \
        "Withdraw my department's application.")                                                             \
    ACT(brand_accept, "brand.accept", COMMITTEES, READS, FINAL, "brand.show",                                \
        "Accept an application: it is complete and can be evaluated.")                                       \
    ACT(brand_return, "brand.return", COMMITTEES, READS, FINAL, "brand.show",                                \
        "Return an application to its department, to be revised.")                                           \
    ACT(brand_evaluate, "brand.evaluate", HOUSE_ONLY, ANYONE, REVERSIBLE, "brand.show",                      \
        "What an evaluation brings: it begins, or a brand passed or failed it.")                             \
    ACT(brand_name, "brand.name", COMMITTEES, PUBLISHES, FINAL, NULL,                                        \
        "Name brands that passed their evaluation as one batch, and publish that.")                          \
    ACT(brand_review, "brand.review", COMMITTEES, READS, REVERSIBLE, "brand.show",                           \
        "Begin to review a named brand.")                                                                    \
    ACT(brand_keep, "brand.keep", COMMITTEES, READS, REVERSIBLE, "brand.show",                               \
        "Keep a brand after a review.")                                                                      \
    ACT(brand_revoke, "brand.revoke", COMMITTEES, READS, FINAL, "brand.show",                                \
        "Revoke a brand after a review: it is a service brand no more.")

#define BRAND_LINKS(LINK)

/* All stand in the brand's channel but what a review brought, which everyone is told in `brands`, too. */
#define BRAND_FACTS(FACT)                                                                                    \
    FACT(brand_begun, "brand.begun", CONTENT, MADE(brand_begin, in_brand) MADE(brand_submit, in_brand),      \
         ERASED(erase, itself), "A department's application has a channel.")                                 \
    FACT(brand_submitted, "brand.submitted", CONTENT, MADE(brand_submit, in_brand), ERASED(erase, about),    \
         "An application was handed in.")                                                                    \
    FACT(brand_revised, "brand.revised", CONTENT, MADE(brand_revise, by_id), ERASED(erase, about),           \
         "A new revision of an application was handed in.")                                                  \
    FACT(brand_withdrawn, "brand.withdrawn", CONTENT, MADE(brand_withdraw, by_id), ERASED(erase, itself),    \
         "The department withdrew its application.")                                                         \
    FACT(brand_accepted, "brand.accepted", CONTENT, MADE(brand_accept, by_id), KEPT,                         \
         "The committee accepted an application.")                                                           \
    FACT(brand_returned, "brand.returned", CONTENT, MADE(brand_return, by_id), ERASED(erase, itself),        \
         "The committee returned an application to be revised.")                                             \
    FACT(brand_evaluated, "brand.evaluated", CONTENT, MADE(brand_evaluate, by_id), KEPT,                     \
         "What an evaluation brought.")                                                                      \
    FACT(brand_named, "brand.named", CONTENT, MADE(brand_name, of_batch), ERASED(erase, bulletin_of),        \
         "The brand was named.")                                                                             \
    FACT(brand_reviewed, "brand.reviewed", CONTENT, MADE(brand_review, by_id), KEPT,                         \
         "A named brand is being reviewed.")                                                                 \
    FACT(brand_kept, "brand.kept", CONTENT, MADE(brand_keep, by_id), ERASED(erase, itself),                  \
         "A brand was reviewed and kept.")                                                                   \
    FACT(brand_revoked, "brand.revoked", CONTENT, MADE(brand_revoke, by_id), ERASED(erase, itself),          \
         "A brand was reviewed and revoked.")                                                                \
    FACT(brand_upheld, "brand.upheld", CONTENT, MADE(brand_keep, id_in_brands), ERASED(erase, of_channel),   \
         "Everyone is told that a brand was reviewed and kept.")                                             \
    FACT(brand_ended, "brand.ended", CONTENT, MADE(brand_revoke, id_in_brands), ERASED(erase, of_channel),   \
         "Everyone is told that a brand was reviewed and revoked.")                                          \
    FACT(brand_closed, "brand.closed", CONTENT, MADE(schedule_run, due_brand_close), KEPT,                   \
         "The application ended with its round.")

#define BRAND_RECORDS(RECORD)                                                                                \
    RECORD(brand, "a brand")                                                                                 \
    RECORD(brand_move, "something that happened to a brand")                                                 \
    RECORD(example, "a named brand that others can learn from")

#define BRAND_STAGE_ERROR(ERROR, SYMBOL, word, help, says) ERROR(BRAND_##SYMBOL, "brand-" word, STAYS, says)
#define BRAND_ERRORS(ERROR)                                                                                  \
    ERROR(UNKNOWN_BRAND, "unknown-brand", STAYS, "There is no brand '{name}'.")                              \
    ERROR(BRAND_EXISTS, "brand-exists", STAYS,                                                               \
          "Your department already has the application '{name}' in this round. Revise that one, or apply "   \
          "again in the next round.")                                                                        \
    ERROR(BRAND_NAME_TAKEN, "brand-name-taken", STAYS,                                                       \
          "There is already a brand called '{name}', in these or like letters. Choose another name.")        \
    ERROR(                                                                                                   \
        BRAND_NAME_OWN, "brand-name-own", STAYS,                                                             \
        "Your department's own '{name}' is called that already. Withdraw it first, if it is not named yet "  \
        "(brand withdraw), or choose another name.")                                                         \
    ERROR(BRAND_NAME_EMPTY, "brand-name-empty", STAYS,                                                       \
          "The field '{field}' has no letter and no Chinese character. Give the brand a name with some.")    \
    ERROR(BRAND_PLAN_TWICE, "brand-plan-twice", STAYS,                                                       \
          "Give the plan either as a text or as a file, not both.")                                          \
    ERROR(NO_LOGO, "no-logo", STAYS,                                                                         \
          "'{name}' begins like neither a PNG nor a JPEG. Save the picture as a PNG and upload that.")       \
    ERROR(BRAND_OTHERS, "brand-others", STAYS,                                                               \
          "'{name}' is another department's. Only its own members may do this.")                             \
    ERROR(BRAND_WORDLESS, "brand-wordless", STAYS,                                                           \
          "What was handed in as '{name}' has been erased, and there is nothing to read. Its department "    \
          "can revise it until it is accepted (brand revise), or withdraw it (brand withdraw).")             \
    ERROR(BRAND_REVISIONS, "brand-revisions", STAYS,                                                         \
          "The revisions of '{name}' are for its department, the committee and the experts it invites. Ask " \
          "for the brand without one.")                                                                      \
    ERROR(BRAND_NOT_NAMED, "brand-not-named", STAYS,                                                         \
          "'{name}' is not a named brand. Wait until it is named, or choose one of brand examples.")         \
    ERROR(                                                                                                   \
        BATCH_NUMBER, "batch-number", STAYS,                                                                 \
        "The next batch of that round is {limit}: batches are numbered in order, and each number is given "  \
        "once. What was named already brand list shows.")                                                    \
    ERROR(BATCH_ROUND, "batch-round", STAYS,                                                                 \
          "'{name}' is of another round than the first brand of the batch. Name it in a batch of its own "   \
          "round.")                                                                                          \
    ERROR(BATCH_LOGO, "batch-logo", STAYS,                                                                   \
          "The logo of '{name}' is not among the files. Attach the newest that was handed in.")              \
    ERROR(                                                                                                   \
        NO_NAMING_MEETING, "no-naming-meeting", STAYS,                                                       \
        "'{name}' is another kind of activity. Announce the naming meeting first (activity announce), and "  \
        "give its id.")                                                                                      \
    BRAND_STAGES(BRAND_STAGE_ERROR, ERROR)

#define BRAND_FEATURES(FEATURE) FEATURE("brands", "`brand.submit`, `brand.list` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_brand_list(F, S)                                                                              \
    FIELD_YEAR(F, S, OPTIONAL, "only of the round of this year")                                             \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only of this department")                                              \
    F(S, stage, BRAND_STAGE, OPTIONAL, 0, "only at this stage")                                              \
    FIELDS_PAGE(F, S)
#define FIELDS_brand_show(F, S)                                                                              \
    FIELD_ID(F, S, "the brand")                                                                              \
    F(S, revision, NUMBER, OPTIONAL, LIMIT_REVISIONS,                                                        \
      "which revision, for who reads its channel; the newest by default")
#define FIELDS_brand_history(F, S)                                                                           \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELDS_PAGE(F, S)
#define FIELDS_brand_examples(F, S)                                                                          \
    FIELD_YEAR(F, S, OPTIONAL, "only of the round of this year")                                             \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only of this department")                                              \
    FIELDS_PAGE(F, S)
/* What an application says. Who it is by, and in which round, the brand itself says. */
#define FIELDS_APPLICATION(F, S, needed)                                                                     \
    F(S, name, LINE, needed, LIMIT_TITLE_BYTES, "the brand's name")                                          \
    F(S, slogan, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "its slogan")                                         \
    F(S, logo, FILES, needed, 1, "its logo: one PNG or JPEG of at most 512 KiB, uploaded before")            \
    F(S, meaning, TEXT, needed, LIMIT_INLINE_TEXT_BYTES, "what it stands for")                               \
    F(S, vision, TEXT, needed, LIMIT_INLINE_TEXT_BYTES, "where the department wants to go with it")          \
    F(S, position, TEXT, needed, LIMIT_INLINE_TEXT_BYTES, "where the department stands, and for whom")       \
    F(S, strengths, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what the department is good at")               \
    F(S, items, ITEMS, needed, LIMIT_ITEMS, "its service items")                                             \
    F(S, plan, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "how it will be put into practice; or `plan_file`")  \
    F(S, plan_file, FILES, OPTIONAL, 1, "the same as a file, uploaded before")                               \
    F(S, answers, LINE, needed, LIMIT_TITLE_BYTES, "who answers for it")
/* Whoever signs says for which round: a signature binds to nothing that is filled in later. */
#define FIELDS_brand_begin(F, S) FIELD_YEAR(F, S, REQUIRED, "the year of the round")
#define FIELDS_brand_submit(F, S)                                                                            \
    FIELD_YEAR(F, S, REQUIRED, "the year of the round")                                                      \
    FIELDS_APPLICATION(F, S, REQUIRED)
#define FIELDS_brand_revise(F, S)                                                                            \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_APPLICATION(F, S, REQUIRED)
#define FIELDS_BRAND_SEEN(F, S)                                                                              \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_SEEN(F, S)
#define FIELDS_brand_withdraw(F, S)                                                                          \
    FIELDS_BRAND_SEEN(F, S)                                                                                  \
    FIELD_REASON(F, S, REQUIRED, "why")
#define FIELDS_brand_accept(F, S) FIELDS_BRAND_SEEN(F, S)
#define FIELDS_brand_return(F, S)                                                                            \
    FIELDS_BRAND_SEEN(F, S)                                                                                  \
    FIELD_REASON(F, S, REQUIRED, "what is missing or wrong")
#define FIELDS_brand_evaluate(F, S)                                                                          \
    FIELDS_BRAND_SEEN(F, S)                                                                                  \
    F(S, verdict, BRAND_VERDICT, REQUIRED, 0, "what the evaluation brings")
/* Nobody names what they did not see, so it has a head for each. The logos are among the files. */
#define FIELDS_BATCH(F, S)                                                                                   \
    F(S, batch, NUMBER, REQUIRED, 999, "the number of the batch in its round, from 1")                       \
    F(S, activity, ID, REQUIRED, 0, "the naming meeting")
#define FIELDS_brand_name(F, S)                                                                              \
    F(S, brands, IDS, REQUIRED, LIMIT_BATCH, "the brands, all of one round")                                 \
    F(S, heads, BYTES, REQUIRED, LIMIT_BATCH *LIMIT_HASH_BYTES,                                              \
      "their heads as you saw them, in the same order, one after another")                                   \
    FIELDS_BATCH(F, S)                                                                                       \
    FIELD_CHANNEL(F, S, REQUIRED, "where that is published")                                                 \
    FIELDS_CONTENT(F, S)
#define FIELDS_brand_review(F, S) FIELDS_BRAND_SEEN(F, S)
#define FIELDS_brand_keep(F, S)                                                                              \
    FIELDS_BRAND_SEEN(F, S)                                                                                  \
    FIELD_REASON(F, S, OPTIONAL, "why, for everyone to read")
#define FIELDS_brand_revoke(F, S)                                                                            \
    FIELDS_BRAND_SEEN(F, S)                                                                                  \
    FIELD_REASON(F, S, REQUIRED, "why, for everyone to read")

/* --- what the server decided --- */

#define FACT_FIELDS_brand_begun(F, S)                                                                        \
    FIELD_YEAR(F, S, REQUIRED, "the year of the round")                                                      \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose it is")
#define FACT_FIELDS_brand_submitted(F, S)                                                                    \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_YEAR(F, S, REQUIRED, "the year of the round")                                                      \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose it is")                                                          \
    FIELD_REVISION(F, S, "1")                                                                                \
    F(S, late, FLAG, OPTIONAL, 0, "it came after the last day for applying")
#define FACT_FIELDS_brand_revised(F, S)                                                                      \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose it is")                                                          \
    FIELD_REVISION(F, S, "2 and up")
#define FACT_FIELDS_brand_withdrawn(F, S) FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_accepted(F, S)                                                                     \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_REVISION(F, S, "which")
#define FACT_FIELDS_brand_returned(F, S)                                                                     \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_REVISION(F, S, "which")                                                                            \
    F(S, signerless, NAMES, OPTIONAL, LIMIT_SIGNERLESS, "the department, when nobody in it could sign then")
#define FACT_FIELDS_brand_evaluated(F, S)                                                                    \
    FIELD_ID(F, S, "the brand")                                                                              \
    F(S, verdict, BRAND_VERDICT, REQUIRED, 0, "what the evaluation brought")
#define FACT_FIELDS_brand_named(F, S)                                                                        \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELDS_BATCH(F, S)                                                                                       \
    F(S, bulletin, ID, REQUIRED, 0, "the bulletin that names the batch")
#define FACT_FIELDS_brand_reviewed(F, S) FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_kept(F, S)     FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_revoked(F, S)  FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_upheld(F, S)   FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_ended(F, S)    FIELD_ID(F, S, "the brand")
#define FACT_FIELDS_brand_closed(F, S)   FIELD_ID(F, S, "the brand")

/* --- rows and answers --- */

#define FIELDS_AWARDS(F, S)                                                                                  \
    F(S, awards, NAMES, OPTIONAL, LIMIT_AWARDS_SHOWN, "awards that it has")                                  \
    F(S, award_titles, LINES, OPTIONAL, LIMIT_AWARDS_SHOWN, "their titles, in the same order")
/* Of a brand that was named everyone sees its name, slogan, logo, batch and awards, and what a review brought
 * (moved, moved_by, reason); the rest, who reads its channel. */
#define RECORD_FIELDS_brand(F, S)                                                                            \
    FIELD_ID(F, S, "the brand")                                                                              \
    F(S, head, HASH, OPTIONAL, 0, "of the fact that last changed it, for who reads its channel")             \
    FIELD_YEAR(F, S, REQUIRED, "the year of its round")                                                      \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose it is")                                                          \
    F(S, stage, BRAND_STAGE, REQUIRED, 0, "its stage")                                                       \
    FIELDS_APPLICATION(F, S, OPTIONAL)                                                                       \
    F(S, revision, NUMBER, OPTIONAL, 0, "which revision this is; missing: nothing was handed in")            \
    F(S, revisions, NUMBER, OPTIONAL, 0, "how many there are")                                               \
    F(S, actor, NAME, OPTIONAL, 0, "who handed this revision in")                                            \
    F(S, time, TIME, OPTIONAL, 0, "when")                                                                    \
    F(S, submitted, TIME, OPTIONAL, 0, "when the first was handed in")                                       \
    F(S, late, FLAG, OPTIONAL, 0, "that was after the last day for applying")                                \
    F(S, moved, TIME, OPTIONAL, 0, "since when it is at its stage")                                          \
    F(S, moved_by, NAME, OPTIONAL, 0, "by whom")                                                             \
    F(S, mine, FLAG, OPTIONAL, 0, "it is my department's")                                                   \
    F(S, to_check, FLAG, OPTIONAL, 0, "it waits for my check, as one of the committee")                      \
    FIELD_REASON(F, S, OPTIONAL, "why it was returned, withdrawn, kept or revoked")                          \
    F(S, batch, NUMBER, OPTIONAL, 0, "the batch in which it was named")                                      \
    F(S, activity, ID, OPTIONAL, 0, "the meeting at which it was named")                                     \
    F(S, bulletin, ID, OPTIONAL, 0, "the bulletin that says so")                                             \
    FIELDS_AWARDS(F, S)                                                                                      \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_brand_move(F, S)                                                                       \
    FIELD_ID(F, S, "the fact that says so")                                                                  \
    F(S, stage, BRAND_STAGE, REQUIRED, 0, "what the brand became")                                           \
    F(S, revision, NUMBER, OPTIONAL, 0, "the revision that it is about")                                     \
    FIELD_TIME(F, S, "when")                                                                                 \
    FIELD_ACTOR(F, S, "by whom")                                                                             \
    F(S, late, FLAG, OPTIONAL, 0, "after the last day for applying")                                         \
    FIELD_REASON(F, S, OPTIONAL, "why")                                                                      \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_example(F, S)                                                                          \
    FIELD_ID(F, S, "the brand")                                                                              \
    FIELD_YEAR(F, S, REQUIRED, "the year of its round")                                                      \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose it is")                                                          \
    F(S, name, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "its name; missing when it was erased")                    \
    F(S, slogan, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "its slogan")                                         \
    F(S, logo, FILES, OPTIONAL, 1, "its logo")                                                               \
    F(S, meaning, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what it stands for")                             \
    F(S, vision, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "where the department wants to go with it")        \
    F(S, items, ITEMS, OPTIONAL, LIMIT_ITEMS, "its service items, with what is promised")                    \
    F(S, batch, NUMBER, REQUIRED, 0, "the batch in which it was named")                                      \
    FIELD_TIME(F, S, "when it was named")                                                                    \
    F(S, bulletin, ID, REQUIRED, 0, "the bulletin that says so")                                             \
    FIELDS_AWARDS(F, S)

#endif
