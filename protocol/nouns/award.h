/* Awards: defined, given for an achievement, withdrawn: the vocabulary of one noun (nouns.h). It does not
 * know what departments did. */
#ifndef BULLETIN_NOUNS_AWARD_H
#define BULLETIN_NOUNS_AWARD_H

#define AWARD_CHOICES(CHOICE)

#define AWARD_ASKS(ASK)                                                                                      \
    ASK(award_titles, "award.titles", ALL_ROLES, ANYONE, award_title, count, LIMIT_ROWS,                     \
        "List the awards that can be given.")                                                                \
    ASK(award_list, "award.list", ALL_ROLES, ANYONE, award, count, LIMIT_ROWS,                               \
        "List the awards that were given, the newest first.")                                                \
    ASK(award_show, "award.show", ALL_ROLES, READS, award, count, LIMIT_ROWS, "Show an award that was given.")

#define AWARD_ACTS(ACT)                                                                                      \
    ACT(award_define, "award.define", COMMITTEES, ANYONE, REVERSIBLE, NULL,                                  \
        "Define an award that can be given from then on.")                                                   \
    ACT(award_give, "award.give", COMMITTEES, ANYONE, REVERSIBLE, NULL,                                      \
        "Give an award to a department or a named brand; an achievement counts once.")                       \
    ACT(award_withdraw, "award.withdraw", COMMITTEES, READS, FINAL, "award.show",                            \
        "Withdraw an award; its achievement can be counted again.")

#define AWARD_LINKS(LINK)

#define AWARD_FACTS(FACT)                                                                                    \
    FACT(award_defined, "award.defined", CONTENT, MADE(award_define, award), KEPT, "An award was defined.")  \
    FACT(award_given, "award.given", CONTENT, MADE(award_give, award), ERASED(erase, itself),                \
         "An award was given.")                                                                              \
    FACT(award_withdrawn, "award.withdrawn", CONTENT, MADE(award_withdraw, by_id), ERASED(erase, itself),    \
         "An award was withdrawn.")

#define AWARD_RECORDS(RECORD)                                                                                \
    RECORD(award, "an award that was given")                                                                 \
    RECORD(award_title, "an award that can be given")

#define AWARD_ERRORS(ERROR)                                                                                  \
    ERROR(UNKNOWN_AWARD, "unknown-award", STAYS, "There is no award '{name}'.")                              \
    ERROR(AWARD_EXISTS, "award-exists", STAYS, "There is already an award '{name}'.")                        \
    ERROR(AWARD_WITHDRAWN, "award-withdrawn", STAYS, "The award '{name}' has already been withdrawn.")       \
    ERROR(NO_ACHIEVEMENT, "no-achievement", STAYS,                                                           \
          "'{name}' is nothing that an award can honour. Name a bulletin or an activity.")                   \
    ERROR(ACHIEVEMENT_COUNTED, "achievement-counted", STAYS,                                                 \
          "This achievement is already counted in '{name}', and counts once. Name another one, or withdraw " \
          "that award first.")                                                                               \
    ERROR(HONOURED_TWICE, "honoured-twice", STAYS, "Give either a department or a brand, not both.")

#define AWARD_FEATURES(FEATURE) FEATURE("awards", "`award.give`, `award.list` and what goes with them")

/* --- what verbs are told --- */

#define FIELD_AWARD(F, S, needed, what) F(S, award, NAME, needed, 0, what)

#define FIELDS_award_titles(F, S)                                                                            \
    FIELD_AWARD(F, S, OPTIONAL, "only this one")                                                             \
    FIELDS_PAGE(F, S)
#define FIELDS_award_list(F, S)                                                                              \
    FIELD_YEAR(F, S, OPTIONAL, "only those of this year")                                                    \
    FIELD_AWARD(F, S, OPTIONAL, "only this award")                                                           \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only those of this department and of its brands")                      \
    F(S, brand, ID, OPTIONAL, 0, "only those of this brand")                                                 \
    FIELDS_PAGE(F, S)
#define FIELDS_award_show(F, S) FIELD_ID(F, S, "the award as it was given, such as brands/7")
#define FIELDS_award_define(F, S)                                                                            \
    FIELD_AWARD(F, S, REQUIRED, "its name, such as service-innovation")                                      \
    FIELD_TITLE(F, S, REQUIRED, "its title, such as Service Innovation Award")
#define FIELDS_award_give(F, S)                                                                              \
    FIELD_AWARD(F, S, REQUIRED, "which award")                                                               \
    FIELD_YEAR(F, S, REQUIRED, "the year for which it is given")                                             \
    F(S, ground, ID, REQUIRED, 0, "the bulletin on whose ground it is given")                                \
    F(S, achievement, ID, REQUIRED, 0, "what it honours: a bulletin or an activity")                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "to this department")                                                   \
    F(S, brand, ID, OPTIONAL, 0, "to this named brand")                                                      \
    FIELD_TEXT(F, S, "what is honoured, in words")
#define FIELDS_award_withdraw(F, S)                                                                          \
    FIELD_ID(F, S, "the award as it was given")                                                              \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")

/* --- what the server decided --- */

#define FACT_FIELDS_award_defined(F, S) FIELD_AWARD(F, S, REQUIRED, "its name")
#define FACT_FIELDS_award_given(F, S)                                                                        \
    FIELD_AWARD(F, S, REQUIRED, "which award")                                                               \
    FIELD_YEAR(F, S, REQUIRED, "the year for which it is given")                                             \
    F(S, ground, ID, REQUIRED, 0, "the bulletin on whose ground it is given")                                \
    F(S, achievement, ID, REQUIRED, 0, "what it honours")                                                    \
    F(S, honoured, NAME, REQUIRED, 0, "the department; of a brand, whose it is")                             \
    F(S, brand, ID, OPTIONAL, 0, "the brand, where it is given to one")
#define FACT_FIELDS_award_withdrawn(F, S) FIELD_ID(F, S, "the award as it was given")

/* --- rows and answers --- */

#define RECORD_FIELDS_award(F, S)                                                                            \
    FIELD_ID(F, S, "the award as it was given")                                                              \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_AWARD(F, S, REQUIRED, "which award")                                                               \
    FIELD_TITLE(F, S, REQUIRED, "its title")                                                                 \
    FIELD_YEAR(F, S, REQUIRED, "the year for which it is given")                                             \
    FIELD_DEPARTMENT(F, S, REQUIRED, "to whom; of a brand, whose it is")                                     \
    F(S, brand, ID, OPTIONAL, 0, "the brand, where it is given to one")                                      \
    F(S, ground, ID, REQUIRED, 0, "the bulletin on whose ground it is given")                                \
    F(S, achievement, ID, REQUIRED, 0, "what it honours")                                                    \
    FIELD_TEXT(F, S, "what is honoured, in words")                                                           \
    FIELD_ACTOR(F, S, "who gave it")                                                                         \
    FIELD_TIME(F, S, "when it was given")                                                                    \
    F(S, withdrawn, TIME, OPTIONAL, 0, "when it was withdrawn")                                              \
    F(S, withdrawn_by, NAME, OPTIONAL, 0, "who withdrew it")                                                 \
    FIELD_REASON(F, S, OPTIONAL, "why it was withdrawn")                                                     \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_award_title(F, S)                                                                      \
    FIELD_AWARD(F, S, REQUIRED, "its name")                                                                  \
    FIELD_TITLE(F, S, REQUIRED, "its title")                                                                 \
    F(S, given, NUMBER, REQUIRED, 0, "how many were given that stand")                                       \
    F(S, since, TIME, REQUIRED, 0, "when it was defined")

#endif
