/* Erasing what somebody wrote, by law or order: the vocabulary of one noun (nouns.h). It does not know
 * how any noun keeps its texts: what may be erased, each fact says itself. */
#ifndef BULLETIN_NOUNS_ERASURE_H
#define BULLETIN_NOUNS_ERASURE_H

#define ERASURE_CHOICES(CHOICE)

#define ERASURE_ASKS(ASK)

#define ERASURE_ACTS(ACT)                                                                                    \
    ACT(erase, "erase", ENROLLED, ERASES, FINAL, "read",                                                     \
        "Erase what somebody wrote, by law or order; its texts and files cannot be restored.")

#define ERASURE_LINKS(LINK)

#define ERASURE_FACTS(FACT)                                                                                  \
    FACT(thing_erased, "thing.erased", CONTENT,                                                              \
         MADE(erase, erasing) MADE(account_erase, of_names) MADE(account_leave, leaving), KEPT,              \
         "The texts of a thing were erased.")

#define ERASURE_RECORDS(RECORD)

#define ERASURE_ERRORS(ERROR)                                                                                \
    ERROR(ERASED, "erased", STAYS, "'{name}' has been erased.")                                              \
    ERROR(NOT_ERASABLE, "not-erasable", STAYS,                                                               \
          "There is nothing at '{name}' that can be erased. Name the thing it belongs to.")                  \
    ERROR(ERASE_OTHER, "erase-other", STAYS, "Its text is now in '{name}'. Erase that one.")

#define ERASURE_FEATURES(FEATURE)

/* --- what verbs are told --- */

#define FIELDS_erase(F, S)                                                                                   \
    FIELD_ID(F, S, "the bulletin, post, activity or theme; or the fact with a reason or comment")            \
    F(S, seen, HASH, REQUIRED, 0, "its head as you saw it; the house, where it does not read: zeros")        \
    FIELD_REASON(F, S, REQUIRED, "the law or order")

/* --- what the server decided --- */

/* In every channel where acts of the thing stood. */
#define FACT_FIELDS_thing_erased(F, S)                                                                       \
    FIELD_ID(F, S, "the bulletin, post or activity; or the fact itself")                                     \
    F(S, facts, NUMBERS, REQUIRED, LIMIT_ERASED_FACTS,                                                       \
      "the seqs of the facts of this channel whose acts are gone")

#endif
