/* Fields that return, written once. A list of fields is F(S, member, KIND, OPTIONAL or REQUIRED, limit, what
 * it is) for each; S is the struct that the members belong to. It does not know which verb, fact or record
 * has them. */
#ifndef BULLETIN_PROTOCOL_FIELDS_H
#define BULLETIN_PROTOCOL_FIELDS_H

/* --- what something is, and how it was seen --- */

#define FIELD_ID(F, S, what) F(S, id, ID, REQUIRED, 0, what)
/* In an act, of what it changes: nobody changes what they did not see. */
#define FIELD_SEEN(F, S)           F(S, seen, HASH, REQUIRED, 0, "its head as you saw it")
#define FIELD_HEAD(F, S)           F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")
#define FIELD_REVISION(F, S, what) F(S, revision, NUMBER, REQUIRED, 0, what)
/* The hash of the head of the fact that made a revision: nobody signs what they did not see. */
#define FIELD_REVISION_HEAD(F, S, what) F(S, revision_head, HASH, REQUIRED, 0, what)
#define FIELD_THREAD(F, S, what)        F(S, thread, ID, REQUIRED, 0, what)
#define FIELD_MONTH(F, S)               F(S, month, MONTH, REQUIRED, 0, "the month")
/* People write a year with four digits: an act names one from YEAR_FIRST on. */
enum { YEAR_FIRST = 1000, YEAR_LAST = 9999 };
#define FIELD_YEAR(F, S, needed, what) F(S, year, NUMBER, needed, YEAR_LAST, what)

/* --- where, whose and when --- */

#define FIELD_CHANNEL(F, S, needed, what)    F(S, channel, CHANNEL, needed, 0, what)
#define FIELD_ACCOUNT(F, S, needed, what)    F(S, account, NAME, needed, 0, what)
#define FIELD_DEPARTMENT(F, S, needed, what) F(S, department, NAME, needed, 0, what)
#define FIELD_ACTOR(F, S, what)              F(S, actor, NAME, REQUIRED, 0, what)
#define FIELD_TIME(F, S, what)               F(S, time, TIME, REQUIRED, 0, what)
#define FIELD_TO(F, S, what)                 F(S, to, NAMES, OPTIONAL, LIMIT_ADDRESSEES, what)
#define FIELD_ROLE(F, S)                     F(S, role, ROLE, REQUIRED, 0, "its role")
#define FIELD_SIGNS(F, S)                    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")
/* What an account was, in a fact about it. */
#define FIELDS_MEMBER(F, S)                                                                                  \
    FIELD_ROLE(F, S) FIELD_DEPARTMENT(F, S, OPTIONAL, "its department") FIELD_SIGNS(F, S)

/* --- what is said --- */

#define FIELD_TITLE(F, S, needed, what)    F(S, title, LINE, needed, LIMIT_TITLE_BYTES, what)
#define FIELD_HEADLINE(F, S, needed, what) F(S, headline, LINE, needed, LIMIT_HEADLINE_BYTES, what)
#define FIELD_TEXT(F, S, what)             F(S, text, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, what)
#define FIELD_REASON(F, S, needed, what)   F(S, reason, LINE, needed, LIMIT_REASON_BYTES, what)
#define FIELD_COMMENT(F, S, what)          F(S, comment, LINE, OPTIONAL, LIMIT_REASON_BYTES, what)
#define FIELD_DATED(F, S)                  F(S, dated, DATED, OPTIONAL, LIMIT_DATED_BYTES, "a historical date")
#define FIELD_RELATED(F, S)                F(S, related, IDS, OPTIONAL, LIMIT_RELATED, "bulletins that it is related to")
#define FIELD_PRIORITY(F, S)               F(S, priority, PRIORITY, OPTIONAL, 0, "normal when missing")
#define FIELD_ERASED(F, S)                 F(S, erased, FLAG, OPTIONAL, 0, "its text is gone")

/* --- lists: what is asked of each, and what each answers --- */

#define FIELD_LIMIT(F, S) F(S, limit, NUMBER, OPTIONAL, LIMIT_ROWS, "the maximum number")
#define FIELD_NEXT(F, S)                                                                                     \
    F(S, next, BYTES, OPTIONAL, LIMIT_NEXT_BYTES, "where an earlier answer to this question stopped")
#define FIELDS_PAGE(F, S)        FIELD_LIMIT(F, S) FIELD_NEXT(F, S)
#define FIELD_BEFORE(F, S, what) F(S, before, NUMBER, OPTIONAL, 0, what)
#define FIELD_AFTER(F, S, what)  F(S, after, NUMBER, OPTIONAL, 0, what)
#define FIELD_SINCE(F, S, what)  F(S, since, TIME, OPTIONAL, 0, what)
#define FIELDS_COUNT(F, S)                                                                                   \
    F(S, rows, NUMBER, REQUIRED, 0, "rows in this answer")                                                   \
    F(S, more, FLAG, OPTIONAL, 0, "there may be more")                                                       \
    F(S, next, BYTES, OPTIONAL, LIMIT_NEXT_BYTES, "where to go on: given back as `next`")

/* --- facts --- */

/* Of a fact that carries an act which was judged before: whose it was is looked up as of then. */
#define FACT_FIELD_TAKEN(F, S)                                                                               \
    F(S, taken, NUMBER, OPTIONAL, 0,                                                                         \
      "the seq of the fact with which its act was taken, when that was an earlier one")
#define FACT_FIELD_SIGNERLESS(F, S)                                                                          \
    F(S, signerless, NAMES, OPTIONAL, LIMIT_SIGNERLESS,                                                      \
      "departments addressed in which nobody could sign then; the first of them when many")

/* --- what a server refuses --- */

#define FIELDS_REFUSED(F, S)                                                                                 \
    F(S, error, LINE, REQUIRED, LIMIT_WORD_BYTES, "a word of the table of errors")                           \
    F(S, text, LINE, REQUIRED, LIMIT_REASON_BYTES, "the same in a sentence")

#endif
