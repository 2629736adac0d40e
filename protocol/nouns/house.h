/* The house itself: its founding and its clock: the vocabulary of one noun (nouns.h). It does not know
 * what people say in it. */
#ifndef BULLETIN_NOUNS_HOUSE_H
#define BULLETIN_NOUNS_HOUSE_H

#define HOUSE_CHOICES(CHOICE)

#define HOUSE_ASKS(ASK)

#define HOUSE_ACTS(ACT)                                                                                      \
    ACT(clock_confirm, "clock.confirm", OPERATORS, ANYONE, REVERSIBLE, NULL,                                 \
        "Confirm that the server's clock is right, after it was found far ahead.")                           \
    ACT(house_found, "house.found", HOUSE_ONLY, ANYONE, REVERSIBLE, NULL, "Begin the ledger.")

#define HOUSE_LINKS(LINK)

#define HOUSE_FACTS(FACT)                                                                                    \
    FACT(house_founded, "house.founded", CONTENT, MADE(house_found, at_founding), KEPT, "The ledger began.") \
    FACT(clock_confirmed, "clock.confirmed", CONTENT, MADE(clock_confirm, on_desk_of_keys), KEPT,            \
         "An operator confirmed the server's clock.")

#define HOUSE_RECORDS(RECORD)

#define HOUSE_ERRORS(ERROR)                                                                                  \
    ERROR(CLOCK_AHEAD, "clock-ahead", STAYS,                                                                 \
          "The server's clock says {time}, far ahead of the last time it knows. No act is accepted until "   \
          "an operator sets the clock or runs `clock confirm`.")                                             \
    ERROR(CLOCK_DIFFERS, "clock-differs", STAYS,                                                             \
          "The server's clock says {time}, more than a day from the time you gave. Set the clock first.")

#define HOUSE_FEATURES(FEATURE)

/* --- what verbs are told --- */

#define FIELDS_clock_confirm(F, S)                                                                           \
    FIELD_TIME(F, S, "the current time by another clock; within a day of the server's")
#define FIELDS_house_found(F, S)

/* --- what the server decided --- */

#define FACT_FIELDS_house_founded(F, S)                                                                      \
    F(S, epoch, NUMBER, REQUIRED, 0, "1; rises when a backup is restored")                                   \
    F(S, format, NUMBER, REQUIRED, 0, "of the store")
/* On desk/keys. */
#define FACT_FIELDS_clock_confirmed(F, S)                                                                    \
    F(S, last, TIME, REQUIRED, 0, "the last time that the house had seen or noted")

#endif
