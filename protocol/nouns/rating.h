/* Ratings of services in between, and their answer: the vocabulary of one noun (nouns.h). It does not know
 * which service a department promises, nor what an evaluation asks. */
#ifndef BULLETIN_NOUNS_RATING_H
#define BULLETIN_NOUNS_RATING_H

/* From the best to the worst. The last two are bad: a rating with one of them is a case, which wants an
 * answer. */
#define GRADES(ROW, X)                                                                                       \
    ROW(X, VERY_SATISFIED, "very-satisfied", "it was better than I hoped")                                   \
    ROW(X, SATISFIED, "satisfied", "it was good")                                                            \
    ROW(X, NEUTRAL, "neutral", "it was neither good nor bad")                                                \
    ROW(X, DISSATISFIED, "dissatisfied", "it was bad; the department answers")                               \
    ROW(X, VERY_DISSATISFIED, "very-dissatisfied", "it was very bad; the department answers")

/* The last column is what is said to whoever would do something that cannot be done at that stage. */
#define RATING_STAGES(ROW, X)                                                                                \
    ROW(X, NOTED, "noted", "it is no bad one, and nobody has to answer it",                                  \
        "'{name}' is not a bad rating: nobody has to answer it, and there is nothing to settle. Give "       \
        "another "                                                                                           \
        "one when something goes wrong: rate.")                                                              \
    ROW(X, OPEN, "open", "it waits for the department's answer",                                             \
        "'{name}' waits for the answer of the department: rating answer. Until then it can be settled by "   \
        "whoever gave it, or set aside by the committee.")                                                   \
    ROW(X, ANSWERED, "answered",                                                                             \
        "the department answered, and whoever gave it has not said whether it is settled",                   \
        "'{name}' has been answered. Whoever gave it says next whether it is settled: rating settle.")       \
    ROW(X, SETTLED, "settled", "whoever gave it said that it is settled",                                    \
        "'{name}' is settled, as whoever gave it said. What went wrong since is another rating: rate.")      \
    ROW(X, UNSETTLED, "unsettled", "whoever gave it said that it is not settled",                            \
        "'{name}' is not settled and waits for another answer of the department: rating answer.")            \
    ROW(X, SET_ASIDE, "set-aside", "the committee set it aside as mistaken or abusive",                      \
        "'{name}' was set aside by the committee. Whoever gave it can appeal once: rating appeal.")          \
    ROW(X, APPEALED, "appealed", "whoever gave it appealed against its being set aside",                     \
        "'{name}' waits for the committee, which decides about the appeal: rating uphold, rating restore.")  \
    ROW(X, UPHELD, "upheld", "it was set aside for good",                                                    \
        "'{name}' was set aside, and that was upheld. Nothing more can be done about it.")

#define RATING_CHOICES(CHOICE)                                                                               \
    CHOICE(GRADE, grade, "a grade", "grades", "what it means", GRADES)                                       \
    CHOICE(RATING_STAGE, rating_stage, "a rating's stage", "stages of a rating", "what it means",            \
           RATING_STAGES)

/* Who makes a move: MOVER(SYMBOL, who). */
#define RATING_MOVERS(MOVER)                                                                                 \
    MOVER(RATER, "whoever gave it")                                                                          \
    MOVER(RATED, "the department")                                                                           \
    MOVER(JUDGES, "the committee, but for whom it concerns")

/* Every move that there is in the life of a rating: MOVE(from, by the act, to, who); NOTHING is before it is
 * given. What is not here cannot be done, and nothing moves by itself: silence settles nothing. */
#define RATING_MOVES(MOVE)                                                                                   \
    MOVE(NOTHING, rate, NOTED, RATER)                                                                        \
    MOVE(NOTHING, rate, OPEN, RATER)                                                                         \
    MOVE(OPEN, rating_answer, ANSWERED, RATED)                                                               \
    MOVE(UNSETTLED, rating_answer, ANSWERED, RATED)                                                          \
    MOVE(OPEN, rating_settle, SETTLED, RATER)                                                                \
    MOVE(ANSWERED, rating_settle, SETTLED, RATER)                                                            \
    MOVE(UNSETTLED, rating_settle, SETTLED, RATER)                                                           \
    MOVE(ANSWERED, rating_settle, UNSETTLED, RATER)                                                          \
    MOVE(NOTED, rating_set_aside, SET_ASIDE, JUDGES)                                                         \
    MOVE(OPEN, rating_set_aside, SET_ASIDE, JUDGES)                                                          \
    MOVE(ANSWERED, rating_set_aside, SET_ASIDE, JUDGES)                                                      \
    MOVE(SETTLED, rating_set_aside, SET_ASIDE, JUDGES)                                                       \
    MOVE(UNSETTLED, rating_set_aside, SET_ASIDE, JUDGES)                                                     \
    MOVE(SET_ASIDE, rating_appeal, APPEALED, RATER)                                                          \
    MOVE(APPEALED, rating_uphold, UPHELD, JUDGES)                                                            \
    MOVE(APPEALED, rating_restore, NOTED, JUDGES)                                                            \
    MOVE(APPEALED, rating_restore, OPEN, JUDGES)                                                             \
    MOVE(APPEALED, rating_restore, ANSWERED, JUDGES)                                                         \
    MOVE(APPEALED, rating_restore, SETTLED, JUDGES)                                                          \
    MOVE(APPEALED, rating_restore, UNSETTLED, JUDGES)

#define RATING_ASKS(ASK)                                                                                     \
    ASK(rating_mine, "rating.mine", ENROLLED, ANYONE, rating, count, LIMIT_ROWS,                             \
        "List the ratings that I gave, the newest first.")                                                   \
    ASK(rating_list, "rating.list", ENROLLED, ANYONE, rating, count, LIMIT_ROWS,                             \
        "List ratings of my department; of all, as the committee.")                                          \
    ASK(rating_waiting, "rating.waiting", ENROLLED, ANYONE, rating, count, LIMIT_ROWS,                       \
        "List the ratings that wait for me: for an answer, for my word, for a decision.")                    \
    ASK(rating_show, "rating.show", ENROLLED, ANYONE, rating, count, LIMIT_ROWS, "Show a rating.")           \
    ASK(rating_history, "rating.history", ENROLLED, ANYONE, rating_move, count, LIMIT_ROWS,                  \
        "List what happened to a rating, and what was said.")                                                \
    ASK(rating_items, "rating.items", ALL_ROLES, ANYONE, rating_item, count, LIMIT_ROWS,                     \
        "List the service items of a department's named brands, which can be rated by themselves.")          \
    ASK(rating_figures, "rating.figures", ALL_ROLES, ANYONE, rating_figure, count, LIMIT_ROWS,               \
        "List how satisfied people were, by department and month.")                                          \
    ASK(rating_reasons, "rating.reasons", ALL_ROLES, ANYONE, rating_reason, count, LIMIT_ROWS,               \
        "List why ratings were set aside, the newest first.")

#define RATING_ACTS(ACT)                                                                                     \
    ACT(rate, "rate", ENROLLED, ANYONE, REVERSIBLE, NULL,                                                    \
        "Rate a department's service; a bad rating is answered.")                                            \
    ACT(rating_answer, "rating.answer", ENROLLED, ANYONE, REVERSIBLE, "rating.show",                         \
        "Answer a bad rating of my department.")                                                             \
    ACT(rating_settle, "rating.settle", ENROLLED, ANYONE, FINAL, "rating.show",                              \
        "Say whether my bad rating is settled.")                                                             \
    ACT(rating_set_aside, "rating.set-aside", COMMITTEES, ANYONE, FINAL, "rating.show",                      \
        "Set a mistaken or abusive rating aside, with a reason that everyone reads.")                        \
    ACT(rating_appeal, "rating.appeal", ENROLLED, ANYONE, FINAL, "rating.show",                              \
        "Appeal, once, against the setting aside of my rating.")                                             \
    ACT(rating_uphold, "rating.uphold", COMMITTEES, ANYONE, FINAL, "rating.show",                            \
        "Decide about an appeal: the rating stays set aside.")                                               \
    ACT(rating_restore, "rating.restore", COMMITTEES, ANYONE, FINAL, "rating.show",                          \
        "Decide about an appeal: the rating stands again.")                                                  \
    ACT(rating_term, "rating.term", COMMITTEES, ANYONE, REVERSIBLE, NULL,                                    \
        "Change in how many days departments answer bad ratings that are given from then on.")

#define RATING_LINKS(LINK)

/* What happens to a rating stands in `rating/DEPARTMENT`, which whoever gave it does not read. What others do
 * about it is told to them in `rated/ACCOUNT`. For everyone there is `ratings`. */
#define RATING_FACTS(FACT)                                                                                   \
    FACT(rating_given, "rating.given", CONTENT, MADE(rate, in_rating),                                       \
         ERASED(erase, itself) ERASED(account_leave, own), "Somebody rated the department.")                 \
    FACT(rating_answered, "rating.answered", CONTENT, MADE(rating_answer, by_id), ERASED(erase, itself),     \
         "The department answered a bad rating.")                                                            \
    FACT(rating_settled, "rating.settled", CONTENT, MADE(rating_settle, switched),                           \
         ERASED(erase, itself) ERASED(account_leave, own),                                                   \
         "Whoever gave the rating said whether it is settled.")                                              \
    FACT(rating_set_aside, "rating.set-aside", CONTENT, MADE(rating_set_aside, by_id),                       \
         ERASED(erase, itself), "The committee set a rating aside.")                                         \
    FACT(rating_appealed, "rating.appealed", CONTENT, MADE(rating_appeal, by_id),                            \
         ERASED(erase, itself) ERASED(account_leave, own),                                                   \
         "Whoever gave the rating appealed against its being set aside.")                                    \
    FACT(rating_upheld, "rating.upheld", CONTENT, MADE(rating_uphold, by_id), ERASED(erase, itself),         \
         "The rating stays set aside.")                                                                      \
    FACT(rating_restored, "rating.restored", CONTENT, MADE(rating_restore, by_id), ERASED(erase, itself),    \
         "The rating stands again.")                                                                         \
    FACT(rating_overdue, "rating.overdue", CONTENT, MADE(schedule_run, due_rating_answer), KEPT,             \
         "The department did not answer a bad rating in time.")                                              \
    FACT(rating_told, "rating.told", CONTENT,                                                                \
         MADE(rating_answer, to_rater) MADE(rating_set_aside, to_rater) MADE(rating_uphold, to_rater)        \
             MADE(rating_restore, to_rater) MADE(schedule_run, due_rating_told),                             \
         ERASED(erase, of_channel), "Whoever gave a rating is told what others did about it.")               \
    FACT(rating_closed, "rating.closed", CONTENT, MADE(schedule_run, due_rating_closed), KEPT,               \
         "The ratings of a month were counted.")                                                             \
    FACT(rating_counted, "rating.counted", CONTENT, MADE(schedule_run, due_rating_counted), KEPT,            \
         "How satisfied people were with a department in a month.")                                          \
    FACT(rating_term_set, "rating.term-set", CONTENT, MADE(rating_term, in_ratings), KEPT,                   \
         "The time in which departments answer bad ratings was changed.")

#define RATING_RECORDS(RECORD)                                                                               \
    RECORD(rating, "a rating")                                                                               \
    RECORD(rating_move, "something that happened to a rating")                                               \
    RECORD(rating_item, "a service item that can be rated")                                                  \
    RECORD(rating_figure, "how satisfied people were with a department in a month")                          \
    RECORD(rating_reason, "why a rating was set aside")

#define RATING_STAGE_ERROR(ERROR, SYMBOL, word, help, says)                                                  \
    ERROR(RATING_##SYMBOL, "rating-" word, STAYS, says)
#define RATING_ERRORS(ERROR)                                                                                 \
    ERROR(UNKNOWN_RATING, "unknown-rating", STAYS,                                                           \
          "There is no rating '{name}' that you may see. `rating mine` lists yours.")                        \
    ERROR(OWN_DEPARTMENT, "own-department", STAYS, "'{name}' is your own department. Rate another one.")     \
    ERROR(UNKNOWN_ITEM, "unknown-item", STAYS,                                                               \
          "'{name}' is no service item of this department. Choose one of `rating items`, or name none.")     \
    ERROR(RATED_ALREADY, "rated-already", STAYS,                                                             \
          "You already have an open case about this: '{name}'. Say there whether it is settled: rating "     \
          "settle.")                                                                                         \
    ERROR(TOO_MANY_CASES, "too-many-cases", STAYS,                                                           \
          "You have {limit} open cases with the department '{name}', the maximum. Say of some that they "    \
          "are settled: rating settle.")                                                                     \
    ERROR(TOO_MANY_RATINGS, "too-many-ratings", STAYS,                                                       \
          "You have given {limit} ratings in 24 hours, the maximum. You can give another one at {time}.")    \
    ERROR(RATING_OTHERS, "rating-others", STAYS,                                                             \
          "Only members of the department that '{name}' is about answer it.")                                \
    ERROR(RATING_NOT_YOURS, "rating-not-yours", STAYS, "Only whoever gave '{name}' may do this.")            \
    ERROR(RATING_PARTY, "rating-party", STAYS,                                                               \
          "'{name}' is about your own department, or was given by you. Leave it to somebody else.")          \
    ERROR(RATING_STANDS, "rating-stands", STAYS,                                                             \
          "'{name}' was restored after an appeal. It cannot be set aside again.")                            \
    RATING_STAGES(RATING_STAGE_ERROR, ERROR)

#define RATING_FEATURES(FEATURE) FEATURE("ratings", "`rate`, `rating.mine` and what goes with them")

/* --- what verbs are told --- */

#define FIELD_GRADE(F, S)              F(S, grade, GRADE, REQUIRED, 0, "how satisfied")
#define FIELD_ITEM(F, S, needed, what) F(S, item, LINE, needed, LIMIT_ITEM_BYTES, what)

#define FIELDS_rating_mine(F, S) FIELDS_PAGE(F, S)
#define FIELDS_rating_list(F, S)                                                                             \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only those of this department")                                        \
    F(S, stage, RATING_STAGE, OPTIONAL, 0, "only at this stage")                                             \
    FIELDS_PAGE(F, S)
#define FIELDS_rating_waiting(F, S) FIELDS_PAGE(F, S)
#define FIELDS_rating_show(F, S)    FIELD_ID(F, S, "the rating, such as rating/labour/7")
#define FIELDS_rating_history(F, S)                                                                          \
    FIELD_ID(F, S, "the rating")                                                                             \
    FIELDS_PAGE(F, S)
#define FIELDS_rating_items(F, S)                                                                            \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose")                                                                \
    FIELDS_PAGE(F, S)
#define FIELDS_rating_figures(F, S)                                                                          \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only those of this department")                                        \
    FIELD_YEAR(F, S, OPTIONAL, "only those of this year")                                                    \
    F(S, month, MONTH, OPTIONAL, 0, "only those of this month")                                              \
    FIELDS_PAGE(F, S)
#define FIELDS_rating_reasons(F, S)                                                                          \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only those of this department")                                        \
    FIELDS_PAGE(F, S)
#define FIELDS_rate(F, S)                                                                                    \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose service")                                                        \
    FIELD_GRADE(F, S)                                                                                        \
    FIELD_ITEM(F, S, OPTIONAL, "which of its services; one of `rating items`, where there are some")         \
    F(S, comment, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what was good or bad about it")
#define FIELDS_RATING_SEEN(F, S)                                                                             \
    FIELD_ID(F, S, "the rating")                                                                             \
    FIELD_SEEN(F, S)
#define FIELDS_rating_answer(F, S)                                                                           \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "the answer")
#define FIELDS_rating_settle(F, S)                                                                           \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    F(S, settled, FLAG, OPTIONAL, 0, "no: it is not settled")                                                \
    FIELD_TEXT(F, S, "what you have to say to the answer")
#define FIELDS_rating_set_aside(F, S)                                                                        \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    FIELD_REASON(F, S, REQUIRED, "why; everyone reads it, so it names nobody")
#define FIELDS_rating_appeal(F, S)                                                                           \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "why it should stand")
#define FIELDS_rating_uphold(F, S)                                                                           \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    FIELD_REASON(F, S, REQUIRED, "why it stays set aside")
#define FIELDS_rating_restore(F, S)                                                                          \
    FIELDS_RATING_SEEN(F, S)                                                                                 \
    FIELD_REASON(F, S, REQUIRED, "why it stands again")
#define FIELD_DAYS(F, S)         F(S, days, NUMBER, REQUIRED, LIMIT_RATING_TERM_MAX_DAYS, "in how many days")
#define FIELDS_rating_term(F, S) FIELD_DAYS(F, S)

/* --- what the server decided --- */

#define FACT_FIELD_ANSWER_DUE(F, S) F(S, due, TIME, OPTIONAL, 0, "until when the department answers")
#define FACT_FIELD_RATED(F, S)      F(S, rated, NAME, REQUIRED, 0, "which department was rated")
#define FACT_FIELD_OF_AUTHOR(F, S)  FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")
#define FACT_FIELDS_rating_given(F, S)                                                                       \
    FACT_FIELD_RATED(F, S)                                                                                   \
    FACT_FIELD_OF_AUTHOR(F, S)                                                                               \
    FIELD_GRADE(F, S)                                                                                        \
    FIELD_MONTH(F, S)                                                                                        \
    F(S, counts, TIME, REQUIRED, 0, "when the ratings of that month are counted")                            \
    FACT_FIELD_ANSWER_DUE(F, S)
#define FACT_FIELDS_rating_answered(F, S)                                                                    \
    FIELD_ID(F, S, "the rating")                                                                             \
    FACT_FIELD_OF_AUTHOR(F, S)
#define FACT_FIELDS_rating_settled(F, S)                                                                     \
    FIELD_ID(F, S, "the rating")                                                                             \
    FACT_FIELD_OF_AUTHOR(F, S)                                                                               \
    F(S, settled, FLAG, REQUIRED, 0, "no: it is not")                                                        \
    FACT_FIELD_ANSWER_DUE(F, S)
#define FACT_FIELDS_rating_set_aside(F, S) FIELD_ID(F, S, "the rating")
#define FACT_FIELDS_rating_appealed(F, S)                                                                    \
    FIELD_ID(F, S, "the rating")                                                                             \
    FACT_FIELD_OF_AUTHOR(F, S)
#define FACT_FIELDS_rating_upheld(F, S) FIELD_ID(F, S, "the rating")
#define FACT_FIELDS_rating_restored(F, S)                                                                    \
    FIELD_ID(F, S, "the rating")                                                                             \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "the stage that it is at again")                                  \
    FACT_FIELD_ANSWER_DUE(F, S)
#define FACT_FIELDS_rating_overdue(F, S)                                                                     \
    FIELD_ID(F, S, "the rating")                                                                             \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "the stage that it is at")
#define FACT_FIELDS_rating_told(F, S)                                                                        \
    FIELD_ID(F, S, "the rating")                                                                             \
    FACT_FIELD_RATED(F, S)                                                                                   \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "the stage that it is at now")
/* By a number that is always the same: what everyone reads does not tell how much a department's channel
 * has. */
#define FACT_FIELDS_rating_closed(F, S)                                                                      \
    FIELD_ID(F, S, "the channel's first fact")                                                               \
    FIELD_MONTH(F, S)
#define FACT_FIELDS_rating_counted(F, S)                                                                     \
    FACT_FIELD_RATED(F, S)                                                                                   \
    FIELD_MONTH(F, S)                                                                                        \
    FIELDS_FIGURE(F, S)
#define FACT_FIELDS_rating_term_set(F, S) FIELD_DAYS(F, S)

/* --- rows and answers --- */

#define FIELDS_FIGURE(F, S)                                                                                  \
    F(S, raters, NUMBER, REQUIRED, 0, "how many people rated it; each counts once, by the last word")        \
    F(S, mean, NUMBER, REQUIRED, 0,                                                                          \
      "the mean of their grades in hundredths, rounded half up: 500 is very satisfied, 100 very "            \
      "dissatisfied")

#define RECORD_FIELDS_rating(F, S)                                                                           \
    FIELD_ID(F, S, "the rating")                                                                             \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_DEPARTMENT(F, S, REQUIRED, "which department was rated")                                           \
    FIELD_GRADE(F, S)                                                                                        \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "its stage")                                                      \
    FIELD_ITEM(F, S, OPTIONAL, "which of its services")                                                      \
    FIELD_ACTOR(F, S, "who gave it")                                                                         \
    FIELD_TIME(F, S, "when")                                                                                 \
    F(S, comment, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what was good or bad")                           \
    F(S, due, TIME, OPTIONAL, 0, "until when the department answers")                                        \
    F(S, overdue, FLAG, OPTIONAL, 0, "that is over, and there is no answer")                                 \
    F(S, moved, TIME, REQUIRED, 0, "since when it is at its stage")                                          \
    F(S, moved_by, NAME, REQUIRED, 0, "by whom")                                                             \
    F(S, mine, FLAG, OPTIONAL, 0, "I gave it")                                                               \
    F(S, to_answer, FLAG, OPTIONAL, 0, "it waits for an answer of my department")                            \
    F(S, to_settle, FLAG, OPTIONAL, 0, "it waits for my word whether it is settled")                         \
    F(S, to_appeal, FLAG, OPTIONAL, 0, "I can appeal")                                                       \
    F(S, to_decide, FLAG, OPTIONAL, 0, "it waits for the committee: an appeal, or an answer overdue")        \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_rating_move(F, S)                                                                      \
    FIELD_ID(F, S, "the fact that says so, where I read it")                                                 \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "what the rating became")                                         \
    F(S, overdue, FLAG, OPTIONAL, 0, "no answer came in time")                                               \
    FIELD_TIME(F, S, "when")                                                                                 \
    FIELD_ACTOR(F, S, "by whom")                                                                             \
    FIELD_TEXT(F, S, "what was said")                                                                        \
    FIELD_REASON(F, S, OPTIONAL, "why")                                                                      \
    F(S, unread, FLAG, OPTIONAL, 0, "I have not read it")                                                    \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_rating_item(F, S)                                                                      \
    F(S, number, NUMBER, REQUIRED, 0, "by which `bulletin rate` takes it, too")                              \
    FIELD_ITEM(F, S, REQUIRED, "the item")                                                                   \
    F(S, brand, ID, REQUIRED, 0, "the brand that promises it")
#define RECORD_FIELDS_rating_figure(F, S)                                                                    \
    FIELD_DEPARTMENT(F, S, REQUIRED, "which department")                                                     \
    FIELD_MONTH(F, S)                                                                                        \
    FIELDS_FIGURE(F, S)
#define RECORD_FIELDS_rating_reason(F, S)                                                                    \
    FIELD_DEPARTMENT(F, S, REQUIRED, "whose rating was set aside")                                           \
    FIELD_TIME(F, S, "when")                                                                                 \
    FIELD_REASON(F, S, OPTIONAL, "why")                                                                      \
    F(S, appealed, FLAG, OPTIONAL, 0, "there was an appeal")                                                 \
    F(S, restored, FLAG, OPTIONAL, 0, "it stands again")                                                     \
    FIELD_ERASED(F, S)

#endif
