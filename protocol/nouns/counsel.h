/* Counsel on an application or a guidance: the vocabulary of one noun (nouns.h). It does not know what an
 * application says. */
#ifndef BULLETIN_NOUNS_COUNSEL_H
#define BULLETIN_NOUNS_COUNSEL_H

#define SIDES(ROW, X)                                                                                        \
    ROW(X, DEPARTMENT, "department", "the department that applies, or that is guided")                       \
    ROW(X, COUNSEL, "counsel", "the committee and the invited experts; of a guidance, also the example")

#define COUNSEL_CHOICES(CHOICE) CHOICE(SIDE, side, "a side", "sides", "who that is", SIDES)

#define COUNSEL_ASKS(ASK)                                                                                    \
    ASK(counsel_show, "counsel.show", ENROLLED, READS, counsel, count, LIMIT_POST_ROWS,                      \
        "Show what was said about an application or a guidance, and its tasks, oldest first.")               \
    ASK(counsel_waiting, "counsel.waiting", ENROLLED, ANYONE, waiting, count, LIMIT_ROWS,                    \
        "List what waits for an answer of mine or of my department, and since when.")

#define COUNSEL_ACTS(ACT)                                                                                    \
    ACT(counsel, "counsel", ENROLLED, ANYONE, REVERSIBLE, NULL,                                              \
        "Say something about an application or a guidance to the other side.")                               \
    ACT(counsel_ask, "counsel.ask", ENROLLED, ANYONE, REVERSIBLE, NULL,                                      \
        "Give the other side a task: something that it still has to do.")                                    \
    ACT(counsel_done, "counsel.done", ENROLLED, ANYONE, REVERSIBLE, NULL,                                    \
        "Tick off a task, or open it again.")                                                                \
    ACT(counsel_invite, "counsel.invite", COMMITTEES, READS, REVERSIBLE, NULL,                               \
        "Invite experts to read an application or a guidance and to counsel.")                               \
    ACT(counsel_dismiss, "counsel.dismiss", COMMITTEES, READS, REVERSIBLE, NULL,                             \
        "Invite experts no longer: they read nothing more of it.")

#define COUNSEL_LINKS(LINK)

#define COUNSEL_FACTS(FACT)                                                                                  \
    FACT(counsel_said, "counsel.said", CONTENT, MADE(counsel, in_thread), ERASED(erase, itself),             \
         "Somebody said something about an application or a guidance.")                                      \
    FACT(counsel_asked, "counsel.asked", CONTENT, MADE(counsel_ask, in_thread), ERASED(erase, itself),       \
         "One side has a task for the other.")                                                               \
    FACT(counsel_done, "counsel.done", CONTENT, MADE(counsel_done, switched), ERASED(erase, itself),         \
         "A task was ticked off, or opened again.")                                                          \
    FACT(counsel_invited, "counsel.invited", CONTENT, MADE(counsel_invite, in_thread), KEPT,                 \
         "Experts were invited to counsel.")                                                                 \
    FACT(counsel_dismissed, "counsel.dismissed", CONTENT, MADE(counsel_dismiss, in_thread), KEPT,            \
         "Experts are no longer invited to counsel.")

#define COUNSEL_RECORDS(RECORD)                                                                              \
    RECORD(counsel, "what was said, or a task")                                                              \
    RECORD(waiting, "what waits for an answer")

#define COUNSEL_ERRORS(ERROR)                                                                                \
    ERROR(NO_COUNSEL, "no-counsel", STAYS,                                                                   \
          "You do not counsel about '{name}', or there is no such application or guidance. "                 \
          "The committee invites experts with `counsel invite`.")                                            \
    ERROR(UNKNOWN_COUNSEL, "unknown-counsel", STAYS,                                                         \
          "There is no text and no task '{name}'. `counsel show` lists those there are.")                    \
    ERROR(NOT_COUNSELLED, "not-counselled", STAYS,                                                           \
          "What is counselled about in that channel is '{name}'. Name that, and not what was said.")         \
    ERROR(COUNSEL_OVER, "counsel-over", STAYS, "'{name}' is over: nothing more is said about it.")           \
    ERROR(UNKNOWN_TASK, "unknown-task", STAYS, "There is no task '{name}'. `counsel show` lists the tasks.") \
    ERROR(TASK_DONE, "task-done", STAYS, "The task '{name}' has already been ticked off.")                   \
    ERROR(TASK_OPEN, "task-open", STAYS, "The task '{name}' has not been ticked off.")                       \
    ERROR(ANSWERED, "answered", STAYS, "'{name}' waits for no answer of yours.")                             \
    ERROR(NOT_EXPERT, "not-expert", STAYS,                                                                   \
          "'{name}' is no expert who could be invited: name accounts of the role `expert`.")                 \
    ERROR(EXPERT_INVITED, "expert-invited", STAYS, "'{name}' is invited already.")                           \
    ERROR(EXPERT_UNINVITED, "expert-uninvited", STAYS, "'{name}' is not invited.")                           \
    ERROR(TOO_MANY_EXPERTS, "too-many-experts", STAYS,                                                       \
          "At most {limit} experts counsel at a time. Dismiss some first.")

#define COUNSEL_FEATURES(FEATURE) FEATURE("counsel", "`counsel`, `counsel.show` and what goes with them")

/* --- what verbs are told --- */

#define FIELD_COUNSELLED(F, S) FIELD_ID(F, S, "the application or the guidance")

#define FIELDS_counsel_show(F, S)                                                                            \
    FIELD_ID(F, S, "the application or the guidance; or one text or task")                                   \
    F(S, tasks, FLAG, OPTIONAL, 0, "only the tasks that are not ticked off")                                 \
    FIELDS_PAGE(F, S)
#define FIELDS_counsel_waiting(F, S) FIELDS_PAGE(F, S)
#define FIELDS_counsel(F, S)                                                                                 \
    FIELD_COUNSELLED(F, S)                                                                                   \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "what you have to say")                              \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "files, uploaded before")
#define FIELDS_counsel_ask(F, S)                                                                             \
    FIELD_COUNSELLED(F, S)                                                                                   \
    F(S, text, LINE, REQUIRED, LIMIT_REASON_BYTES, "what is to be done")                                     \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "by when; a day means its end")
#define FIELDS_counsel_done(F, S)                                                                            \
    FIELD_ID(F, S, "the task")                                                                               \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "how it was done, or why not")                            \
    F(S, done, FLAG, OPTIONAL, 0, "no: open it again")
#define FIELDS_counsel_invite(F, S)                                                                          \
    FIELD_COUNSELLED(F, S)                                                                                   \
    F(S, experts, NAMES, REQUIRED, LIMIT_EXPERTS, "their accounts")
#define FIELDS_counsel_dismiss(F, S) FIELDS_counsel_invite(F, S)

/* --- what the server decided --- */

#define FACT_FIELDS_COUNSEL(F, S)                                                                            \
    FIELD_THREAD(F, S, "the application or the guidance")                                                    \
    F(S, side, SIDE, REQUIRED, 0, "for which side")                                                          \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")

#define FACT_FIELDS_counsel_said(F, S) FACT_FIELDS_COUNSEL(F, S)
#define FACT_FIELDS_counsel_asked(F, S)                                                                      \
    FACT_FIELDS_COUNSEL(F, S)                                                                                \
    F(S, due, TIME, OPTIONAL, 0, "by when it is to be done")
#define FACT_FIELDS_counsel_done(F, S)                                                                       \
    FIELD_ID(F, S, "the task")                                                                               \
    F(S, done, FLAG, REQUIRED, 0, "no: opened again")
#define FACT_FIELDS_counsel_invited(F, S)                                                                    \
    FIELD_THREAD(F, S, "the application or the guidance")                                                    \
    F(S, experts, NAMES, REQUIRED, LIMIT_EXPERTS, "who")
#define FACT_FIELDS_counsel_dismissed(F, S) FACT_FIELDS_counsel_invited(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_counsel(F, S)                                                                          \
    FIELD_ID(F, S, "what was said, or the task")                                                             \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_THREAD(F, S, "the application or the guidance")                                                    \
    FIELD_ACTOR(F, S, "who said it")                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then")                                                    \
    F(S, side, SIDE, REQUIRED, 0, "for which side")                                                          \
    FIELD_TIME(F, S, "when the server took it")                                                              \
    FIELD_TEXT(F, S, "what was said; missing when erased")                                                   \
    F(S, attach, FILES, OPTIONAL, LIMIT_FILES, "its files")                                                  \
    F(S, task, FLAG, OPTIONAL, 0, "it is a task for the other side")                                         \
    F(S, due, TIME, OPTIONAL, 0, "of a task: by when")                                                       \
    F(S, done, TIME, OPTIONAL, 0, "of a task: when it was ticked off")                                       \
    F(S, done_by, NAME, OPTIONAL, 0, "by whom")                                                              \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "what was noted then")                                    \
    F(S, unread, FLAG, OPTIONAL, 0, "I have not seen it")                                                    \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_waiting(F, S)                                                                          \
    FIELD_ID(F, S, "what waits: the first text without an answer, a task, or an invitation")                 \
    FIELD_THREAD(F, S, "the application or the guidance")                                                    \
    FIELD_HEADLINE(F, S, OPTIONAL, "what that is called")                                                    \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose application, or who is guided")                                  \
    F(S, side, SIDE, REQUIRED, 0, "of which side it waits for an answer")                                    \
    FIELD_ACTOR(F, S, "who said it")                                                                         \
    F(S, since, TIME, REQUIRED, 0, "since when it waits")                                                    \
    F(S, days, NUMBER, REQUIRED, 0, "how many whole days that is")                                           \
    FIELD_TEXT(F, S, "what was said")                                                                        \
    F(S, task, FLAG, OPTIONAL, 0, "it is a task")                                                            \
    F(S, due, TIME, OPTIONAL, 0, "of a task: by when")                                                       \
    F(S, invited, FLAG, OPTIONAL, 0, "an invitation to counsel: nothing was said on it yet")

#endif
