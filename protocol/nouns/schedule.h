/* What waits for its time, and what the clock brings: the vocabulary of one noun (nouns.h). It does not know
 * what becomes of it then, which its noun knows. */
#ifndef BULLETIN_NOUNS_SCHEDULE_H
#define BULLETIN_NOUNS_SCHEDULE_H

/* At one moment they happen in this order: a theme closes before the next one opens. */
#define TRANSITIONS(ROW, X)                                                                                  \
    ROW(X, PUBLISH, "publish", "publishes what was scheduled")                                               \
    ROW(X, EFFECTIVE, "effective", "says that a bulletin is in force")                                       \
    ROW(X, EXPIRES, "expires", "says that a bulletin is no longer in force")                                 \
    ROW(X, REMIND, "remind", "reminds departments that have not signed, and tells the publishers")           \
    ROW(X, THEME_CLOSE, "theme-close", "closes a theme, locks its thread and sums it up")                    \
    ROW(X, THEME_OPEN, "theme-open", "opens the theme of the month and its thread")                          \
    ROW(X, THEME_REMIND, "theme-remind", "reminds everyone that a theme is about to close")                  \
    ROW(X, THEME_CHECK, "theme-check", "looks whether next month has a theme planned")                       \
    ROW(X, ROUND_BEGIN, "round-begin", "says that departments may apply for a brand")                        \
    ROW(X, ROUND_REMIND, "round-remind", "reminds departments that have not applied")                        \
    ROW(X, ROUND_END, "round-end", "says that the time for applying is over")                                \
    ROW(X, BRAND_CLOSE, "brand-close", "closes an application that was not accepted in its round")           \
    ROW(X, RATING_ANSWER, "rating-answer", "says that a bad rating was not answered in time")                \
    ROW(X, RATING_COUNT, "rating-count", "counts a department's ratings of a month")

#define SCHEDULE_CHOICES(CHOICE)                                                                             \
    CHOICE(TRANSITION, transition, "a transition", "transitions", "what the schedule does at its time",      \
           TRANSITIONS)

#define SCHEDULE_ASKS(ASK)                                                                                   \
    ASK(schedule_list, "schedule.list", ENROLLED, ON_DESK, scheduled, count, LIMIT_ROWS,                     \
        "List what is scheduled where I publish, and what became of it.")

#define SCHEDULE_ACTS(ACT)                                                                                   \
    ACT(schedule_edit, "schedule.edit", ENROLLED, ON_DESK, REVERSIBLE, "schedule.list",                      \
        "Replace a scheduled bulletin completely.")                                                          \
    ACT(schedule_cancel, "schedule.cancel", ENROLLED, ON_DESK, REVERSIBLE, "schedule.list",                  \
        "Cancel what is scheduled.")                                                                         \
    ACT(schedule_run, "schedule.run", HOUSE_ONLY, ANYONE, REVERSIBLE, NULL,                                  \
        "What the clock brings: the house does what is due.")

#define SCHEDULE_LINKS(LINK)

#define SCHEDULE_FACTS(FACT)                                                                                 \
    FACT(bulletin_scheduled, "bulletin.scheduled", CONTENT, MADE(publish, on_desk),                          \
         ERASED(erase, itself) ERASED(erase, scheduled) ERASED(account_leave, own_scheduled)                 \
             ERASED(account_leave, own),                                                                     \
         "A bulletin was scheduled.")                                                                        \
    FACT(bulletin_rescheduled, "bulletin.rescheduled", CONTENT, MADE(schedule_edit, by_id),                  \
         ERASED(erase, about) ERASED(erase, scheduled) ERASED(account_leave, own_scheduled)                  \
             ERASED(account_leave, about_own),                                                               \
         "What was scheduled was replaced.")                                                                 \
    FACT(bulletin_cancelled, "bulletin.cancelled", CONTENT,                                                  \
         MADE(schedule_cancel, by_id) MADE(schedule_run, due_publish), ERASED(erase, itself),                \
         "What was scheduled was cancelled.")                                                                \
    FACT(bulletin_released, "bulletin.released", CONTENT, MADE(schedule_run, due_publish), KEPT,             \
         "What was scheduled was published.")

#define SCHEDULE_RECORDS(RECORD) RECORD(scheduled, "what is scheduled")

#define SCHEDULE_ERRORS(ERROR)                                                                               \
    ERROR(NOT_SCHEDULED, "not-scheduled", STAYS, "There is nothing scheduled as '{name}'.")                  \
    ERROR(SCHEDULE_DONE, "schedule-done", STAYS, "'{name}' has already been published or cancelled.")        \
    ERROR(NOT_DUE, "not-due", STAYS, "Nothing of that kind is due for '{name}'.")

#define SCHEDULE_FEATURES(FEATURE) FEATURE("schedule", "`at`, `effective`, `expires`, `due`; `schedule.list`")

/* --- what verbs are told --- */

#define FIELDS_schedule_list(F, S)                                                                           \
    F(S, id, ID, OPTIONAL, 0, "only this one, by its id on the desk")                                        \
    FIELD_CHANNEL(F, S, OPTIONAL, "the channel; required without an id")                                     \
    FIELDS_PAGE(F, S)
#define FIELDS_schedule_edit(F, S)                                                                           \
    FIELD_ID(F, S, "what is scheduled, by its id on the desk")                                               \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_CONTENT(F, S)                                                                                     \
    FIELDS_ADDRESS(F, S)                                                                                     \
    F(S, at, MOMENT, REQUIRED, LIMIT_DATED_BYTES, "when; a day means its beginning")
#define FIELDS_schedule_cancel(F, S)                                                                         \
    FIELD_ID(F, S, "what is scheduled, by its id on the desk")                                               \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, OPTIONAL, "why")
#define FIELDS_schedule_run(F, S)                                                                            \
    F(S, what, TRANSITION, REQUIRED, 0, "what is due")                                                       \
    FIELD_ID(F, S, "the bulletin, or what was scheduled by its id on the desk")                              \
    FIELD_TIME(F, S, "when it was due")

/* --- what the server decided --- */

#define FACT_FIELDS_bulletin_scheduled(F, S)                                                                 \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    FACT_FIELD_SIGNERLESS(F, S)
#define FACT_FIELDS_bulletin_rescheduled(F, S)                                                               \
    FIELD_ID(F, S, "what was scheduled, by its id on the desk")                                              \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    FACT_FIELD_SIGNERLESS(F, S)
#define FACT_FIELDS_bulletin_cancelled(F, S)                                                                 \
    FIELD_ID(F, S, "what was scheduled, by its id on the desk")                                              \
    F(S, error, LINE, OPTIONAL, LIMIT_WORD_BYTES,                                                            \
      "of the error that stopped it at its time; missing when people cancelled it")
#define FACT_FIELDS_bulletin_released(F, S)                                                                  \
    FIELD_ID(F, S, "what was scheduled, by its id on the desk")                                              \
    F(S, published, ID, REQUIRED, 0, "the bulletin it became")

/* --- rows and answers --- */

/* Times are judged anew when it is published; `at` is when. */
#define RECORD_FIELDS_scheduled(F, S)                                                                        \
    FIELD_ID(F, S, "its id on the desk")                                                                     \
    FIELD_HEAD(F, S)                                                                                         \
    F(S, at, TIME, REQUIRED, 0, "when it will be published, or would have been")                             \
    FIELD_ACTOR(F, S, "who scheduled it, or edited it last")                                                 \
    FIELD_TIME(F, S, "when the server took that")                                                            \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_TEXT(F, S, "its text")                                                                             \
    F(S, text_hash, HASH, OPTIONAL, 0, "its longer text, fetched with blob.get")                             \
    FIELD_DATED(F, S)                                                                                        \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, fetched with blob.get")                               \
    FIELD_RELATED(F, S)                                                                                      \
    FIELD_PRIORITY(F, S)                                                                                     \
    F(S, effective, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it comes into force")                         \
    F(S, expires, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when it expires")                                    \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "the deadline for signing")                               \
    FIELD_TO(F, S, "departments it is addressed to, or `all`")                                               \
    F(S, receipt, FLAG, OPTIONAL, 0, "each of them must sign for it")                                        \
    F(S, roster, ROSTER, OPTIONAL, 0, "for `all`: fixed when missing")                                       \
    F(S, published, ID, OPTIONAL, 0, "the bulletin it became")                                               \
    F(S, cancelled, FLAG, OPTIONAL, 0, "it was cancelled")                                                   \
    F(S, error, LINE, OPTIONAL, LIMIT_WORD_BYTES, "the word of the error that stopped it at its time")       \
    FIELD_REASON(F, S, OPTIONAL, "why people cancelled it")                                                  \
    FIELD_ERASED(F, S)

#endif
