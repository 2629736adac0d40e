/* The theme of the month: the vocabulary of one noun (nouns.h). It does not know
 * how a thread is kept. */
#ifndef BULLETIN_NOUNS_THEME_H
#define BULLETIN_NOUNS_THEME_H

#define STAGES(ROW, X)                                                                                       \
    ROW(X, PLANNED, "planned", "it will open when its month begins")                                         \
    ROW(X, OPEN, "open", "people answer it")                                                                 \
    ROW(X, CLOSING, "closing", "it is open, and a reminder has gone out")                                    \
    ROW(X, CLOSED, "closed", "its thread is locked and summed up")                                           \
    ROW(X, CANCELLED, "cancelled", "it was cancelled")                                                       \
    ROW(X, MISSED, "missed", "its time was over before the server could open it")

#define THEME_CHOICES(CHOICE) CHOICE(STAGE, stage, "a stage", "stages of a theme", "what it means", STAGES)

#define THEME_ASKS(ASK)                                                                                      \
    ASK(theme_show, "theme.show", ALL_ROLES, READS_THEMES, theme, count, LIMIT_ROWS,                         \
        "Show the theme of a month.")                                                                        \
    ASK(theme_list, "theme.list", ALL_ROLES, READS_THEMES, theme, count, LIMIT_ROWS,                         \
        "List the themes of a year; planned ones only for those who plan.")                                  \
    ASK(theme_current, "theme.current", ALL_ROLES, READS_THEMES, theme, count, LIMIT_ROWS,                   \
        "Show the theme that is open now.")

#define THEME_ACTS(ACT)                                                                                      \
    ACT(theme_plan, "theme.plan", ENROLLED, PLANS_THEMES, REVERSIBLE, NULL, "Plan the theme of a month.")    \
    ACT(theme_amend, "theme.amend", ENROLLED, PLANS_THEMES, REVERSIBLE, "theme.show",                        \
        "Replace a planned theme completely; of an open theme, its words and end.")                          \
    ACT(theme_cancel, "theme.cancel", ENROLLED, PLANS_THEMES, REVERSIBLE, "theme.show",                      \
        "Cancel a planned theme.")

#define THEME_LINKS(LINK)

#define THEME_FACTS(FACT)                                                                                    \
    FACT(theme_planned, "theme.planned", CONTENT, MADE(theme_plan, month_on_desk),                           \
         ERASED(erase, itself) ERASED(erase, theme_plan), "The theme of a month was planned.")               \
    FACT(theme_amended, "theme.amended", CONTENT, MADE(theme_amend, month_on_desk),                          \
         ERASED(erase, theme_plan), "A theme was replaced.")                                                 \
    FACT(theme_cancelled, "theme.cancelled", CONTENT, MADE(theme_cancel, month_on_desk),                     \
         ERASED(erase, itself), "A planned theme was cancelled.")                                            \
    FACT(theme_checked, "theme.checked", CONTENT, MADE(schedule_run, due_check), KEPT,                       \
         "Whether next month has a theme.")                                                                  \
    FACT(theme_turned, "theme.turned", CONTENT, MADE(schedule_run, due_turn), KEPT,                          \
         "The schedule moved a theme on.")                                                                   \
    FACT(theme_opened, "theme.opened", CONTENT,                                                              \
         MADE(theme_plan, month_in_themes) MADE(theme_amend, month_in_themes), ERASED(erase, thread_of),     \
         "The theme of the month is open.")                                                                  \
    FACT(theme_corrected, "theme.corrected", CONTENT, MADE(theme_amend, month_of_opened),                    \
         ERASED(erase, thread_of), "The words of an open theme were amended.")                               \
    FACT(theme_closing, "theme.closing", CONTENT, MADE(schedule_run, due_closing), KEPT,                     \
         "The theme of the month is about to close.")                                                        \
    FACT(theme_closed, "theme.closed", CONTENT, MADE(schedule_run, due_closed), KEPT,                        \
         "The theme of the month is closed and summed up.")

#define THEME_RECORDS(RECORD) RECORD(theme, "the theme of a month")

#define THEME_ERRORS(ERROR)                                                                                  \
    ERROR(UNKNOWN_THEME, "unknown-theme", STAYS, "No theme is planned for '{name}'.")                        \
    ERROR(NO_THEME, "no-theme", STAYS, "No theme is open now.")                                              \
    ERROR(THEME_EXISTS, "theme-exists", STAYS, "'{name}' already has a theme. Amend or cancel it.")          \
    ERROR(THEME_OPEN, "theme-open", STAYS,                                                                   \
          "The theme of '{name}' is open: only its words and its end can be amended (theme amend).")         \
    ERROR(THEME_STAGE, "theme-stage", STAYS, "The theme of '{name}' is closed, cancelled or was missed.")    \
    ERROR(MONTH_PAST, "month-past", STAYS, "The month '{name}' is over, or nearly over.")                    \
    ERROR(NOT_IN_MONTH, "not-in-month", STAYS, "The field '{field}' must be in the month '{name}'.")

#define THEME_FEATURES(FEATURE) FEATURE("themes", "`theme.plan`, `theme.current` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_theme_show(F, S) FIELD_MONTH(F, S)
#define FIELDS_theme_list(F, S)                                                                              \
    FIELD_YEAR(F, S, OPTIONAL, "the year; this one by default")                                              \
    FIELDS_PAGE(F, S)
#define FIELDS_theme_current(F, S)
/* A theme's days lie in its month; its first moment and its last by default. */
#define FIELDS_THEME(F, S)                                                                                   \
    F(S, title, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                            \
    FIELD_TEXT(F, S, "what people are asked")                                                                \
    F(S, opens, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day means its beginning")                      \
    F(S, closes, MOMENT, OPTIONAL, LIMIT_DATED_BYTES, "when; a day means its end")
#define FIELDS_theme_plan(F, S)                                                                              \
    FIELD_MONTH(F, S)                                                                                        \
    FIELDS_THEME(F, S)
#define FIELDS_theme_amend(F, S)                                                                             \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_THEME(F, S)                                                                                       \
    F(S, thread, ID, OPTIONAL, 0, "where people read the words that these replace; needed once it is open")
#define FIELDS_theme_cancel(F, S)                                                                            \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")

/* --- what the server decided --- */

/* On desk/themes. */
#define FACT_FIELDS_theme_planned(F, S)                                                                      \
    FIELD_MONTH(F, S)                                                                                        \
    F(S, opens, TIME, REQUIRED, 0, "when it opens")                                                          \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")                              \
    F(S, check, TIME, OPTIONAL, 0, "when the next month is looked at first, if nobody did before")
#define FACT_FIELDS_theme_amended(F, S)                                                                      \
    FIELD_MONTH(F, S)                                                                                        \
    F(S, opens, TIME, REQUIRED, 0, "when it opens, or opened")                                               \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    F(S, remind, TIME, OPTIONAL, 0, "when everyone is reminded that it closes")
#define FACT_FIELDS_theme_cancelled(F, S) FIELD_MONTH(F, S)
#define FACT_FIELDS_theme_checked(F, S)                                                                      \
    F(S, month, MONTH, REQUIRED, 0, "the month that was looked at")                                          \
    F(S, missing, FLAG, OPTIONAL, 0, "no theme is planned for it")                                           \
    F(S, check, TIME, REQUIRED, 0, "when the one after it will be looked at")
#define FACT_FIELDS_theme_turned(F, S)                                                                       \
    FIELD_MONTH(F, S)                                                                                        \
    F(S, stage, STAGE, REQUIRED, 0, "what it is now")
/* In `themes`. */
#define FACT_FIELDS_theme_opened(F, S)                                                                       \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_THREAD(F, S, "where people answer")                                                                \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")                                                        \
    FACT_FIELD_TAKEN(F, S)
/* Its words have an act of their own; what it says of the end stands on the desk. */
#define FACT_FIELDS_theme_corrected(F, S)                                                                    \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_ID(F, S, "the `theme.opened` whose words it replaces")                                             \
    FIELD_THREAD(F, S, "where people answer")
#define FACT_FIELDS_theme_closing(F, S)                                                                      \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_THREAD(F, S, "where people answer")                                                                \
    F(S, closes, TIME, REQUIRED, 0, "when it closes")
#define FACT_FIELDS_SUMMARY(F, S)                                                                            \
    F(S, posts, NUMBER, OPTIONAL, 0, "in the thread, hidden ones left out")                                  \
    F(S, people, NUMBER, OPTIONAL, 0, "who posted")                                                          \
    F(S, took_part, NAMES, OPTIONAL, LIMIT_SUMMED_NAMES,                                                     \
      "departments that took part; the first of them when many")                                             \
    F(S, absent, NAMES, OPTIONAL, LIMIT_SUMMED_NAMES,                                                        \
      "departments that did not; the first of them when many")                                               \
    F(S, departments, NUMBER, OPTIONAL, 0, "how many took part")                                             \
    F(S, absent_count, NUMBER, OPTIONAL, 0, "how many did not")                                              \
    F(S, answered, IDS, OPTIONAL, LIMIT_SUMMED_POSTS, "the posts most answered, the most first")
#define FACT_FIELDS_theme_closed(F, S)                                                                       \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_THREAD(F, S, "where people answered")                                                              \
    FACT_FIELDS_SUMMARY(F, S)

/* --- rows and answers --- */

#define RECORD_FIELDS_theme(F, S)                                                                            \
    FIELD_MONTH(F, S)                                                                                        \
    FIELD_HEAD(F, S)                                                                                         \
    F(S, title, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                            \
    FIELD_TEXT(F, S, "what people are asked")                                                                \
    F(S, stage, STAGE, REQUIRED, 0, "its stage")                                                             \
    FIELD_ACTOR(F, S, "who planned it")                                                                      \
    F(S, opens, TIME, REQUIRED, 0, "when it opens, or opened")                                               \
    F(S, closes, TIME, REQUIRED, 0, "when it closes, or closed")                                             \
    F(S, amended, TIME, OPTIONAL, 0, "when its words were last amended after it had opened")                 \
    F(S, amended_by, NAME, OPTIONAL, 0, "who amended them last")                                             \
    F(S, thread, ID, OPTIONAL, 0, "where people answer")                                                     \
    F(S, mine, NUMBER, OPTIONAL, 0, "posts of mine in it")                                                   \
    F(S, hidden, FLAG, OPTIONAL, 0, "what opened its thread was hidden: title and text are missing")         \
    FIELD_REASON(F, S, OPTIONAL, "why it was cancelled")                                                     \
    FACT_FIELDS_SUMMARY(F, S)

#endif
