/* The rows of invitations. Accounts, keys and departments are kept as their records (base/views.h). It knows
 * no rule. */
#ifndef BULLETIN_DOMAIN_PEOPLE_VIEWS_H
#define BULLETIN_DOMAIN_PEOPLE_VIEWS_H

#include "server/domain/views/views.h"

#define PEOPLE_VIEWS(VIEW) VIEW(invite, "an invitation")

#define VIEW_FIELDS_invite(F, S)                                                                             \
    F(S, account, NAME, REQUIRED, 0, "the account's name")                                                   \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact; its act may say the person's name and office")              \
    F(S, role, ROLE, REQUIRED, 0, "its role")                                                                \
    F(S, department, NAME, OPTIONAL, 0, "its department")                                                    \
    F(S, signs, FLAG, OPTIONAL, 0, "may bind the department by signing")                                     \
    F(S, expires, TIME, REQUIRED, 0, "until when the code is good")                                          \
    F(S, further, FLAG, OPTIONAL, 0, "for a further key of an account that there is")                        \
    F(S, own, FLAG, OPTIONAL, 0, "given out by that account itself")                                         \
    F(S, used, FLAG, OPTIONAL, 0, "a key was enrolled with it")                                              \
    F(S, ended, FLAG, OPTIONAL, 0, "its code is void: another took its place, or a key was revoked")

PEOPLE_VIEWS(VIEW_DECLARED)

bool view_invite(struct txn *txn, struct bytes code_hash, struct view_invite *row);

#endif
