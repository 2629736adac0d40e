/* What every verb says of itself besides its fields: who may, where, and whether it can be taken back. Which
 * verbs there are, each noun says (nouns.h); from that come decoding, permission, dispatch, the text form,
 * help, completion and the reference. A verb without a handler does not compile. */
#ifndef BULLETIN_PROTOCOL_VERBS_H
#define BULLETIN_PROTOCOL_VERBS_H

#include "protocol/nouns.h"

/* ASK asks a question and changes nothing; ACT is a signed change that becomes facts; LINK is about this
 * connection, or about uploads that rest on it. */
enum verb_kind { ASK, ACT, LINK };

/* Whether an act cannot be taken back by another one: whoever sends a FINAL one for a person asks first. What
 * was withdrawn or cancelled stays so, a signature binds, and what was erased is gone; what is only planned
 * or scheduled can be planned again, and what was published can be withdrawn. Receipts are said by watchers,
 * of what lies on their disk, and by showing something; a clock is confirmed in answer to a question, which
 * names the time. */
enum finality { REVERSIBLE, FINAL };

/* The column `shown by` of an act is for verbs with a field that says what was seen (FIELD_SEEN,
 * FIELD_REVISION_HEAD): the question whose row has it for the thing to be changed; the first field of both
 * verbs names that thing. */

/* Whether an account of a role belongs to a department. Only who belongs to one climbs its rungs, and may
 * have the right to sign for it. */
enum belonging { BELONGS_NOWHERE, MAY_BELONG, MUST_BELONG };

#define ROLE_BIT(role) (1u << (role))
enum {
    ALL_ROLES = (1u << ROLE_COUNT) - 1,
    ENROLLED = ALL_ROLES & ~ROLE_BIT(ROLE_GUEST),
    OPERATORS = ROLE_BIT(ROLE_OPERATOR),
    COMMITTEES = ROLE_BIT(ROLE_COMMITTEE),
    HOUSE_ONLY = 0, /* acts of the house itself; nobody can ask for them */
};

/* ROW(X, SYMBOL, field, what those on that list of a channel may do) */
#define RIGHTS(ROW, X)                                                                                       \
    ROW(X, READ, "read", "read and follow all that stands in it")                                            \
    ROW(X, SPEAK, "speak", "open threads and post")                                                          \
    ROW(X, PUBLISH, "publish", "publish bulletins and notices, announce activities, schedule, see receipts") \
    ROW(X, MODERATE, "moderate", "hide, lock, pin, withdraw and erase")

enum right { RIGHTS(CHOICE_SYMBOL, RIGHT) RIGHT_COUNT };

/* Which channel a right is needed in. */
enum where {
    NOWHERE,
    NAMED, /* that of the field `channel` or of the id, or each of `channels`; none, if none is given */
    ADMINISTERED, /* the same, and operators need no right in those that people made */
    ADDRESSED,    /* the same, and members of a department that the bulletin is addressed to need none */
    OF_DESK,      /* the same; of an id on a desk, the channel whose desk it is */
    OF_THEMES,    /* `themes` */
    OF_MATTER, /* of what an id names on a desk or in a department's channel: the channel that it is about; in
                  the channels of accounts operators need no right, and the house needs none in any */
    WHERE_COUNT,
};

/* Whose the thing of the field `id` must be. */
enum ownership {
    ANYBODYS,
    AUTHORS,           /* of whoever acts */
    AUTHORS_OR_THEIRS, /* the same, or else whoever acts moderates the channel */
};

/* SCOPE(SYMBOL, where, right, whose, who may, in words): what a verb needs besides its roles, judged now.
 * What changes something of one's own needs the right that it took to make it. To do anything with what an id
 * names one must read its channel, whatever else is needed. */
#define SCOPES(SCOPE)                                                                                        \
    SCOPE(ANYONE, NOWHERE, READ, ANYBODYS, "")                                                               \
    SCOPE(READS, NAMED, READ, ANYBODYS, ", if they read the channel")                                        \
    SCOPE(SEES, ADMINISTERED, READ, ANYBODYS,                                                                \
          ", if they read the channel; operators in any case, if people made it")                            \
    SCOPE(READS_ADDRESSED, ADDRESSED, READ, ANYBODYS,                                                        \
          ", if they read the channel, or the bulletin is addressed to their department")                    \
    SCOPE(SPEAKS, NAMED, SPEAK, ANYBODYS, ", if they speak in the channel")                                  \
    SCOPE(PUBLISHES, NAMED, PUBLISH, ANYBODYS, ", if they publish in the channel")                           \
    SCOPE(MODERATES, NAMED, MODERATE, ANYBODYS, ", if they moderate the channel")                            \
    SCOPE(ERASES, OF_MATTER, MODERATE, ANYBODYS,                                                             \
          ", if they moderate the channel that it is about; operators in the channels of accounts; the "     \
          "house anywhere")                                                                                  \
    SCOPE(OWN_SPOKEN, NAMED, SPEAK, AUTHORS, ", if it is their own and they still speak in the channel")     \
    SCOPE(OWN_PUBLISHED, NAMED, PUBLISH, AUTHORS_OR_THEIRS,                                                  \
          ", if it is their own and they still publish in the channel, or if they moderate it")              \
    SCOPE(ON_DESK, OF_DESK, PUBLISH, ANYBODYS, ", if they publish in the channel whose desk it is")          \
    SCOPE(READS_THEMES, OF_THEMES, READ, ANYBODYS, ", if they read `themes`")                                \
    SCOPE(PLANS_THEMES, OF_THEMES, PUBLISH, ANYBODYS, ", if they publish in `themes`")

#define SCOPE_SYMBOL(symbol, ...) symbol,
enum scope { SCOPES(SCOPE_SYMBOL) SCOPE_COUNT };
#undef SCOPE_SYMBOL

#endif
