/* Guidance: a department follows the example of a named brand: the vocabulary of one noun (nouns.h). What is
 * said meanwhile is counsel, and a visit is an activity. */
#ifndef BULLETIN_NOUNS_GUIDE_H
#define BULLETIN_NOUNS_GUIDE_H

#define GUIDE_CHOICES(CHOICE)

#define GUIDE_ASKS(ASK)                                                                                      \
    ASK(guide_list, "guide.list", ENROLLED, ANYONE, guide, count, LIMIT_ROWS,                                \
        "List which departments follow which examples, as far as I read of it.")                             \
    ASK(guide_show, "guide.show", ENROLLED, READS, guide, count, LIMIT_ROWS, "Show a guidance.")

#define GUIDE_ACTS(ACT)                                                                                      \
    ACT(guide, "guide", COMMITTEES, ANYONE, REVERSIBLE, NULL,                                                \
        "Have a department follow the example of a named brand; both sides are told.")                       \
    ACT(guide_end, "guide.end", COMMITTEES, READS, FINAL, "guide.show", "End a guidance.")

#define GUIDE_LINKS(LINK)

#define GUIDE_FACTS(FACT)                                                                                    \
    FACT(guide_paired, "guide.paired", CONTENT, MADE(guide, in_guide), KEPT,                                 \
         "A department follows the example of a brand.")                                                     \
    FACT(guide_told, "guide.told", CONTENT, MADE(guide, to_guided), KEPT,                                    \
         "The department is told that it follows an example, or is one.")                                    \
    FACT(guide_ended, "guide.ended", CONTENT, MADE(guide_end, by_id), ERASED(erase, itself),                 \
         "A guidance ended.")

#define GUIDE_RECORDS(RECORD) RECORD(guide, "a guidance")

#define GUIDE_ERRORS(ERROR)                                                                                  \
    ERROR(UNKNOWN_GUIDE, "unknown-guide", STAYS,                                                             \
          "There is no guidance '{name}'. `guide list` lists those there are.")                              \
    ERROR(GUIDED, "guided", STAYS, "The department follows that example already: '{name}'.")                 \
    ERROR(GUIDES_ITSELF, "guides-itself", STAYS,                                                             \
          "'{name}' is the department's own brand. Name that of another department.")                        \
    ERROR(GUIDE_ENDED, "guide-ended", STAYS, "The guidance '{name}' has already ended.")                     \
    ERROR(TOO_MANY_GUIDES, "too-many-guides", STAYS,                                                         \
          "The department '{name}' has been guided {limit} times, the maximum.")

#define GUIDE_FEATURES(FEATURE) FEATURE("guides", "`guide`, `guide.list` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_guide_list(F, S)                                                                              \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "only where it is guided, or is the example")                           \
    FIELDS_PAGE(F, S)
#define FIELDS_guide_show(F, S) FIELD_ID(F, S, "the guidance")
#define FIELDS_guide(F, S)                                                                                   \
    FIELD_DEPARTMENT(F, S, REQUIRED, "who is to be guided")                                                  \
    F(S, by, ID, REQUIRED, 0, "the named brand whose example it follows")
#define FIELDS_guide_end(F, S)                                                                               \
    FIELD_ID(F, S, "the guidance")                                                                           \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")

/* --- what the server decided --- */

#define FACT_FIELDS_guide_paired(F, S)                                                                       \
    FIELD_DEPARTMENT(F, S, REQUIRED, "who is guided")                                                        \
    F(S, by, ID, REQUIRED, 0, "the brand whose example it follows")                                          \
    F(S, example, NAME, REQUIRED, 0, "the department whose brand that is")
#define FACT_FIELDS_guide_told(F, S)                                                                         \
    FIELD_ID(F, S, "the guidance")                                                                           \
    FACT_FIELDS_guide_paired(F, S)
#define FACT_FIELDS_guide_ended(F, S) FIELD_ID(F, S, "the guidance")

/* --- rows and answers --- */

#define RECORD_FIELDS_guide(F, S)                                                                            \
    FIELD_ID(F, S, "the guidance")                                                                           \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_DEPARTMENT(F, S, REQUIRED, "who is guided")                                                        \
    F(S, by, ID, REQUIRED, 0, "the brand whose example it follows")                                          \
    F(S, example, NAME, REQUIRED, 0, "the department whose brand that is")                                   \
    FIELD_HEADLINE(F, S, OPTIONAL, "the brand's name")                                                       \
    FIELD_ACTOR(F, S, "who paired them")                                                                     \
    FIELD_TIME(F, S, "when")                                                                                 \
    F(S, said, NUMBER, REQUIRED, 0, "how often they have spoken")                                            \
    F(S, last, TIME, OPTIONAL, 0, "when last")                                                               \
    F(S, last_by, NAME, OPTIONAL, 0, "who did")                                                              \
    F(S, ended, TIME, OPTIONAL, 0, "when it ended")                                                          \
    FIELD_REASON(F, S, OPTIONAL, "why it ended")

#endif
