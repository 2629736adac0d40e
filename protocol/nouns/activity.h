/* Activities: announced, replied to, attended: the vocabulary of one noun (nouns.h). It does not know
 * bulletins. */
#ifndef BULLETIN_NOUNS_ACTIVITY_H
#define BULLETIN_NOUNS_ACTIVITY_H

#define ACTIVITIES(ROW, X)                                                                                   \
    ROW(X, VISIT, "visit", "a visit to the grassroots")                                                      \
    ROW(X, STUDY_TRIP, "study-trip", "a study trip to another city")                                         \
    ROW(X, LECTURE, "lecture", "a lecture by an invited expert")                                             \
    ROW(X, TRAINING, "training", "a training class")                                                         \
    ROW(X, FORUM_MEETING, "forum-meeting", "a meeting to hear all sides")                                    \
    ROW(X, NAMING_MEETING, "naming-meeting", "the meeting at which brands are named")                        \
    ROW(X, PERFORMANCE, "performance", "a performance")

#define ACTIVITY_CHOICES(CHOICE)                                                                             \
    CHOICE(ACTIVITY, activity, "an activity's kind", "activities", "what it is", ACTIVITIES)

#define ACTIVITY_ASKS(ASK)                                                                                   \
    ASK(activity_list, "activity.list", ALL_ROLES, READS, activity, count, LIMIT_ROWS,                       \
        "List activities by date.")                                                                          \
    ASK(activity_show, "activity.show", ALL_ROLES, READS, activity, count, LIMIT_ROWS, "Show an activity.")  \
    ASK(activity_replies, "activity.replies", ENROLLED, READS, reply, count, LIMIT_ROWS,                     \
        "List which of the invited departments come.")

#define ACTIVITY_ACTS(ACT)                                                                                   \
    ACT(activity_announce, "activity.announce", ENROLLED, PUBLISHES, REVERSIBLE, NULL,                       \
        "Announce an activity and invite departments.")                                                      \
    ACT(activity_change, "activity.change", ENROLLED, OWN_PUBLISHED, REVERSIBLE, "activity.show",            \
        "Replace an activity completely; the invited departments are told.")                                 \
    ACT(activity_cancel, "activity.cancel", ENROLLED, OWN_PUBLISHED, FINAL, "activity.show",                 \
        "Cancel an activity; the invited departments are told.")                                             \
    ACT(activity_reply, "activity.reply", ENROLLED, ANYONE, REVERSIBLE, "activity.show",                     \
        "Reply whether my department comes, and how many people.")                                           \
    ACT(activity_attended, "activity.attended", ENROLLED, OWN_PUBLISHED, REVERSIBLE, "activity.show",        \
        "Record who attended.")

#define ACTIVITY_LINKS(LINK)

#define ACTIVITY_FACTS(FACT)                                                                                 \
    FACT(activity_announced, "activity.announced", CONTENT, MADE(activity_announce, in_channel),             \
         ERASED(erase, itself) ERASED(account_leave, own), "An activity was announced.")                     \
    FACT(activity_changed, "activity.changed", CONTENT, MADE(activity_change, by_id),                        \
         ERASED(erase, about) ERASED(account_leave, about_own), "An activity was changed.")                  \
    FACT(activity_cancelled, "activity.cancelled", CONTENT, MADE(activity_cancel, by_id),                    \
         ERASED(erase, itself), "An activity will not take place.")                                          \
    FACT(activity_attended, "activity.attended", CONTENT, MADE(activity_attended, by_id),                    \
         ERASED(erase, itself), "Who attended an activity.")                                                 \
    FACT(activity_invited, "activity.invited", CONTENT,                                                      \
         MADE(activity_announce, addressed_by_channel) MADE(activity_change, addressed_by_id),               \
         ERASED(erase, about) ERASED(account_leave, about_own), "The department was invited.")               \
    FACT(activity_uninvited, "activity.uninvited", CONTENT,                                                  \
         MADE(activity_change, addressed_no_more) MADE(activity_cancel, in_department),                      \
         ERASED(erase, about) ERASED(erase, of_channel) ERASED(account_leave, about_own),                    \
         "An activity to which the department was invited will not take place, or not with it.")             \
    FACT(activity_replied, "activity.replied", CONTENT, MADE(activity_reply, in_department),                 \
         ERASED(erase, itself), "The department says whether it comes.")

#define ACTIVITY_RECORDS(RECORD)                                                                             \
    RECORD(activity, "an activity")                                                                          \
    RECORD(reply, "whether a department comes")

#define ACTIVITY_ERRORS(ERROR)                                                                               \
    ERROR(UNKNOWN_ACTIVITY, "unknown-activity", STAYS, "There is no activity '{name}'.")                     \
    ERROR(ACTIVITY_CANCELLED, "activity-cancelled", STAYS, "The activity '{name}' has been cancelled.")      \
    ERROR(NOT_INVITED, "not-invited", STAYS, "Your department is not invited to '{name}'.")                  \
    ERROR(GUEST_UNINVITED, "guest-uninvited", STAYS,                                                         \
          "The department '{name}' was not invited. Name it in `uninvited`.")                                \
    ERROR(GUEST_INVITED, "guest-invited", STAYS,                                                             \
          "The department '{name}' was invited. Name it in `departments`.")                                  \
    ERROR(HELD, "held", STAYS, "'{name}' has already taken place: its attendance is recorded.")              \
    ERROR(NOT_YET, "not-yet", STAYS, "'{name}' has not begun yet: it begins at {time}.")

#define ACTIVITY_FEATURES(FEATURE)                                                                           \
    FEATURE("activities", "`activity.announce`, `activity.list` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_activity_list(F, S)                                                                           \
    FIELD_CHANNEL(F, S, OPTIONAL, "only in this channel")                                                    \
    F(S, from, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "only those that end after this; today by default")      \
    F(S, until, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "only those that begin before; a day means its end")    \
    F(S, whole, FLAG, OPTIONAL, 0, "with the text and everything that `activity show` gives")                \
    FIELDS_PAGE(F, S)
#define FIELDS_activity_show(F, S) FIELD_ID(F, S, "the activity")
#define FIELDS_activity_replies(F, S)                                                                        \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELDS_PAGE(F, S)
#define FIELDS_ACTIVITY(F, S)                                                                                \
    FIELD_HEADLINE(F, S, REQUIRED, "one line")                                                               \
    F(S, kind, ACTIVITY, REQUIRED, 0, "what it is")                                                          \
    F(S, starts, MOMENT, REQUIRED, LIMIT_DATED_BYTES, "when it begins; a day means the whole day")           \
    F(S, ends, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day means its end")                             \
    F(S, place, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "where")                                                  \
    FIELD_TEXT(F, S, "more about it")                                                                        \
    FIELD_TO(F, S, "departments invited, or `all`")                                                          \
    F(S, due, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "the deadline for replies; a day means its end")
#define FIELDS_activity_announce(F, S)                                                                       \
    FIELD_CHANNEL(F, S, REQUIRED, "where it is announced")                                                   \
    FIELDS_ACTIVITY(F, S)
#define FIELDS_activity_change(F, S)                                                                         \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_ACTIVITY(F, S)
#define FIELDS_activity_cancel(F, S)                                                                         \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")
#define FIELDS_activity_reply(F, S)                                                                          \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    F(S, coming, FLAG, REQUIRED, 0, "whether my department comes")                                           \
    F(S, people, NUMBER, OPTIONAL, 10000, "how many people; 1 by default")                                   \
    FIELD_COMMENT(F, S, "our comment")
#define FIELDS_activity_attended(F, S)                                                                       \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    F(S, departments, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "the invited departments that came")                \
    F(S, uninvited, NAMES, OPTIONAL, LIMIT_UNINVITED, "the other departments that came")                     \
    F(S, people, NUMBER, OPTIONAL, 1000000, "how many people came in total")                                 \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "notes to keep")

/* --- what the server decided --- */

#define FACT_FIELDS_HELD(F, S)                                                                               \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, due, TIME, OPTIONAL, 0, "the deadline for replies")
#define FACT_FIELDS_activity_announced(F, S)                                                                 \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")                                                         \
    FACT_FIELDS_HELD(F, S)
#define FACT_FIELDS_activity_changed(F, S)                                                                   \
    FIELD_ID(F, S, "the activity")                                                                           \
    FACT_FIELDS_HELD(F, S)
#define FACT_FIELDS_activity_cancelled(F, S) FIELD_ID(F, S, "the activity")
#define FACT_FIELDS_activity_attended(F, S)  FIELD_ID(F, S, "the activity")
#define FACT_FIELDS_activity_invited(F, S)                                                                   \
    FIELD_ID(F, S, "the activity")                                                                           \
    FACT_FIELDS_HELD(F, S)                                                                                   \
    F(S, changed, FLAG, OPTIONAL, 0, "they had been invited; it was changed")
#define FACT_FIELDS_activity_uninvited(F, S) FIELD_ID(F, S, "the activity")
#define FACT_FIELDS_activity_replied(F, S)                                                                   \
    FIELD_ID(F, S, "the activity")                                                                           \
    F(S, coming, FLAG, REQUIRED, 0, "whether they come")                                                     \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "after the deadline")

/* --- rows and answers --- */

#define RECORD_FIELDS_activity(F, S)                                                                         \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    F(S, kind, ACTIVITY, OPTIONAL, 0, "what it is")                                                          \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, days, FLAG, OPTIONAL, 0, "whole days, not hours")                                                   \
    F(S, place, LINE, OPTIONAL, LIMIT_TITLE_BYTES, "where")                                                  \
    FIELD_TEXT(F, S, "more about it")                                                                        \
    FIELD_ACTOR(F, S, "who announced it")                                                                    \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then")                                                    \
    FIELD_TIME(F, S, "when it was announced")                                                                \
    F(S, changed, TIME, OPTIONAL, 0, "when it was last changed")                                             \
    FIELD_TO(F, S, "departments invited, or `all`")                                                          \
    F(S, due, TIME, OPTIONAL, 0, "the deadline for replies")                                                 \
    F(S, invited, NUMBER, OPTIONAL, 0, "how many departments")                                               \
    F(S, coming, NUMBER, OPTIONAL, 0, "how many of them come")                                               \
    F(S, people, NUMBER, OPTIONAL, 0, "how many people come")                                                \
    F(S, mine, FLAG, OPTIONAL, 0, "my department is invited")                                                \
    F(S, replied, FLAG, OPTIONAL, 0, "what my department replied: whether it comes")                         \
    F(S, cancelled, TIME, OPTIONAL, 0, "when it was cancelled")                                              \
    FIELD_REASON(F, S, OPTIONAL, "why it was cancelled")                                                     \
    F(S, attended, NAMES, OPTIONAL, LIMIT_ADDRESSEES, "departments that came")                               \
    F(S, uninvited, NAMES, OPTIONAL, LIMIT_UNINVITED, "departments that came without being invited")         \
    F(S, attended_people, NUMBER, OPTIONAL, 0, "how many people came")                                       \
    F(S, note, LINE, OPTIONAL, LIMIT_REASON_BYTES, "notes that were kept")                                   \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_reply(F, S)                                                                            \
    FIELD_ID(F, S, "the activity")                                                                           \
    FIELD_DEPARTMENT(F, S, REQUIRED, "the department")                                                       \
    F(S, coming, FLAG, OPTIONAL, 0, "whether it comes; missing: it has not replied")                         \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "after the deadline")                                                      \
    FIELD_COMMENT(F, S, "their comment")                                                                     \
    F(S, actor, NAME, OPTIONAL, 0, "who replied")                                                            \
    F(S, time, TIME, OPTIONAL, 0, "when")

#endif
