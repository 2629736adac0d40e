/* The round: when departments may apply for a service brand, and under which conditions: the vocabulary of
 * one noun (nouns.h). A round is known by its year. It does not know what an application says. */
#ifndef BULLETIN_NOUNS_ROUND_H
#define BULLETIN_NOUNS_ROUND_H

#define ROUND_STAGES(ROW, X)                                                                                 \
    ROW(X, ANNOUNCED, "announced", "departments may apply later")                                            \
    ROW(X, OPEN, "open", "departments may apply")                                                            \
    ROW(X, ENDED, "ended", "the time for applying is over; what comes now is late")                          \
    ROW(X, CLOSED, "closed", "nothing can be handed in any more")

#define ROUND_CHOICES(CHOICE)                                                                                \
    CHOICE(ROUND_STAGE, round_stage, "a stage of a round", "stages of a round", "what it means", ROUND_STAGES)

#define ROUND_ASKS(ASK)                                                                                      \
    ASK(round_show, "round.show", ALL_ROLES, ANYONE, round, count, LIMIT_ROWS,                               \
        "Show a round: its dates, its conditions, and where it was announced.")                              \
    ASK(round_list, "round.list", ALL_ROLES, ANYONE, round, count, LIMIT_ROWS,                               \
        "List all rounds, the newest year first.")                                                           \
    ASK(round_progress, "round.progress", COMMITTEES, ANYONE, progress, count, LIMIT_ROWS,                   \
        "Show how far each department has come in a round.")

#define ROUND_ACTS(ACT)                                                                                      \
    ACT(round_open, "round.open", COMMITTEES, ANYONE, REVERSIBLE, NULL,                                      \
        "Open a round: departments may apply for a service brand.")                                          \
    ACT(round_change, "round.change", COMMITTEES, ANYONE, REVERSIBLE, "round.show",                          \
        "Replace what a round says completely.")                                                             \
    ACT(round_close, "round.close", COMMITTEES, ANYONE, FINAL, "round.show",                                 \
        "Close a round: nothing can be handed in any more, and what is not accepted ends.")

#define ROUND_LINKS(LINK)

#define ROUND_FACTS(FACT)                                                                                    \
    FACT(round_opened, "round.opened", CONTENT, MADE(round_open, year_in_brands), ERASED(erase, itself),     \
         "A round was opened.")                                                                              \
    FACT(round_changed, "round.changed", CONTENT, MADE(round_change, year_in_brands), ERASED(erase, about),  \
         "A round was changed.")                                                                             \
    FACT(round_begun, "round.begun", CONTENT, MADE(schedule_run, due_round_begin), KEPT,                     \
         "Departments may apply from now on.")                                                               \
    FACT(round_closing, "round.closing", CONTENT, MADE(schedule_run, due_round_remind), KEPT,                \
         "The last days for applying have come.")                                                            \
    FACT(round_ended, "round.ended", CONTENT, MADE(schedule_run, due_round_end), KEPT,                       \
         "The time for applying is over.")                                                                   \
    FACT(round_closed, "round.closed", CONTENT, MADE(round_close, year_in_brands), ERASED(erase, itself),    \
         "A round was closed.")                                                                              \
    FACT(round_reminded, "round.reminded", CONTENT, MADE(schedule_run, due_round_reminded), KEPT,            \
         "The department was reminded that it has not applied.")

#define ROUND_RECORDS(RECORD)                                                                                \
    RECORD(round, "a round")                                                                                 \
    RECORD(progress, "how far a department has come in a round")

#define ROUND_ERRORS(ERROR)                                                                                  \
    ERROR(NO_ROUND, "no-round", STAYS, "No round is open. `round list` shows those that there were.")        \
    ERROR(UNKNOWN_ROUND, "unknown-round", STAYS, "There is no round of {limit}.")                            \
    ERROR(ROUND_EXISTS, "round-exists", STAYS,                                                               \
          "There was a round of {name}, and there is one a year. Give another year.")                        \
    ERROR(ROUND_OPEN, "round-open", STAYS, "The round of {name} is still open. Close it first.")             \
    ERROR(ROUND_NOT_BEGUN, "round-not-begun", STAYS,                                                         \
          "The round of {name} has not begun: departments may apply from {time} on.")                        \
    ERROR(ROUND_BEGUN, "round-begun", STAYS,                                                                 \
          "The round of {name} has begun: 'from' stays as it is. Leave it out.")                             \
    ERROR(ROUND_CLOSED, "round-closed", STAYS, "The round of {name} is closed.")

#define ROUND_FEATURES(FEATURE) FEATURE("rounds", "`round.open`, `round.show` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_round_show(F, S)                                                                              \
    FIELD_YEAR(F, S, OPTIONAL, "its year; by default the one that is open, or else the newest")
#define FIELDS_round_list(F, S) FIELDS_PAGE(F, S)
#define FIELDS_round_progress(F, S)                                                                          \
    FIELD_YEAR(F, S, OPTIONAL, "its year; by default the one that is open, or else the newest")              \
    FIELDS_PAGE(F, S)
/* What a round says. */
#define FIELDS_ROUND(F, S)                                                                                   \
    F(S, title, LINE, REQUIRED, LIMIT_HEADLINE_BYTES, "one line")                                            \
    F(S, until, MOMENT, REQUIRED, LIMIT_DATED_BYTES, "the last moment for applying; a day means its end")    \
    F(S, announced, IDS, OPTIONAL, LIMIT_RELATED,                                                            \
      "bulletins that announce it: the plan, the measures, the form")                                        \
    F(S, conditions, LINES, OPTIONAL, LIMIT_CONDITIONS, "who may apply and what is asked for, a line each")
#define FIELDS_round_open(F, S)                                                                              \
    FIELD_YEAR(F, S, REQUIRED, "its year")                                                                   \
    FIELDS_ROUND(F, S)                                                                                       \
    F(S, from, MOMENT, OPTIONAL, LIMIT_DATED_BYTES,                                                          \
      "when departments may apply; a day means its beginning; now by default")
#define FIELDS_round_change(F, S)                                                                            \
    FIELD_YEAR(F, S, REQUIRED, "its year")                                                                   \
    FIELD_SEEN(F, S)                                                                                         \
    FIELDS_ROUND(F, S)                                                                                       \
    F(S, from, MOMENT, OPTIONAL, LIMIT_DATED_BYTES,                                                          \
      "when departments may apply, if they may not yet; as it is by default")
#define FIELDS_round_close(F, S)                                                                             \
    FIELD_YEAR(F, S, REQUIRED, "its year")                                                                   \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")

/* --- what the server decided --- */

/* In `brands`; `id` is that of the round.opened. */
#define FACT_FIELD_ROUND(F, S) FIELD_ID(F, S, "the round") FIELD_YEAR(F, S, REQUIRED, "its year")
#define FACT_FIELDS_DATES(F, S)                                                                              \
    F(S, stage, ROUND_STAGE, REQUIRED, 0, "its stage now")                                                   \
    F(S, from, TIME, REQUIRED, 0, "when departments may apply")                                              \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")                                           \
    F(S, remind, TIME, OPTIONAL, 0, "when departments that have not applied are reminded next")
#define FACT_FIELDS_round_opened(F, S)                                                                       \
    FIELD_YEAR(F, S, REQUIRED, "its year")                                                                   \
    FACT_FIELDS_DATES(F, S)
#define FACT_FIELDS_round_changed(F, S)                                                                      \
    FACT_FIELD_ROUND(F, S)                                                                                   \
    FACT_FIELDS_DATES(F, S)
#define FACT_FIELDS_round_begun(F, S)                                                                        \
    FACT_FIELD_ROUND(F, S)                                                                                   \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")
#define FACT_FIELDS_round_closing(F, S)                                                                      \
    FACT_FIELD_ROUND(F, S)                                                                                   \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")                                           \
    F(S, remind, TIME, OPTIONAL, 0, "when departments that have not applied are reminded next")
#define FACT_FIELDS_round_ended(F, S)                                                                        \
    FACT_FIELD_ROUND(F, S)                                                                                   \
    F(S, departments, NUMBER, REQUIRED, 0, "how many departments there were")                                \
    F(S, applied, NUMBER, REQUIRED, 0, "how many of them had applied")
#define FACT_FIELDS_round_closed(F, S) FACT_FIELD_ROUND(F, S)
/* In dept/NAME. */
#define FACT_FIELDS_round_reminded(F, S)                                                                     \
    FACT_FIELD_ROUND(F, S)                                                                                   \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")

/* --- rows and answers --- */

#define RECORD_FIELDS_round(F, S)                                                                            \
    FIELD_YEAR(F, S, REQUIRED, "its year")                                                                   \
    FIELD_ID(F, S, "of the fact that opened it")                                                             \
    FIELD_HEAD(F, S)                                                                                         \
    F(S, title, LINE, OPTIONAL, LIMIT_HEADLINE_BYTES, "one line")                                            \
    F(S, stage, ROUND_STAGE, REQUIRED, 0, "its stage")                                                       \
    F(S, from, TIME, REQUIRED, 0, "when departments may apply, or might")                                    \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")                                           \
    F(S, announced, IDS, OPTIONAL, LIMIT_RELATED,                                                            \
      "bulletins that announce it: the plan, the measures, the form")                                        \
    F(S, conditions, LINES, OPTIONAL, LIMIT_CONDITIONS, "who may apply and what is asked for, a line each")  \
    FIELD_ACTOR(F, S, "who opened it")                                                                       \
    FIELD_TIME(F, S, "when it was opened")                                                                   \
    F(S, changed, TIME, OPTIONAL, 0, "when what it says was last changed")                                   \
    F(S, changed_by, NAME, OPTIONAL, 0, "who changed that last")                                             \
    F(S, departments, NUMBER, OPTIONAL, 0, "how many departments there were when its time was over")         \
    F(S, applied, NUMBER, OPTIONAL, 0, "how many of them had applied by then")                               \
    F(S, unfinished, NUMBER, OPTIONAL, 0,                                                                    \
      "for the committee: how many applications end when it is closed, as they are not accepted")            \
    F(S, closed, TIME, OPTIONAL, 0, "when it was closed")                                                    \
    FIELD_REASON(F, S, OPTIONAL, "why it was closed")                                                        \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_progress(F, S)                                                                         \
    FIELD_DEPARTMENT(F, S, REQUIRED, "the department")                                                       \
    F(S, brand, ID, OPTIONAL, 0, "its application")                                                          \
    F(S, stage, BRAND_STAGE, OPTIONAL, 0, "how far that is; missing: there is none")                         \
    F(S, applied, TIME, OPTIONAL, 0, "when it was first handed in")                                          \
    F(S, late, FLAG, OPTIONAL, 0, "that was after the last day for applying")                                \
    F(S, accepted, TIME, OPTIONAL, 0, "when the committee accepted it")                                      \
    F(S, texts, NUMBER, OPTIONAL, 0, "how much was said in its counsel")                                     \
    F(S, last, TIME, OPTIONAL, 0, "when the last word was said there")                                       \
    F(S, last_by, NAME, OPTIONAL, 0, "by whom")                                                              \
    F(S, verdict, BRAND_VERDICT, OPTIONAL, 0, "what its evaluation brought last")                            \
    F(S, named, TIME, OPTIONAL, 0, "when it was named")                                                      \
    F(S, guided, IDS, OPTIONAL, LIMIT_GUIDED, "the brands whose example the department follows")

#endif
