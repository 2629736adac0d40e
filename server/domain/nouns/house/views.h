/* The row of the house. It knows no clock. */
#ifndef BULLETIN_DOMAIN_HOUSE_VIEWS_H
#define BULLETIN_DOMAIN_HOUSE_VIEWS_H

#include "server/domain/views/views.h"

#define HOUSE_VIEWS(VIEW) VIEW(house, "what the house is")

#define VIEW_FIELDS_house(F, S) F(S, epoch, NUMBER, REQUIRED, 0, "rises when a backup is restored")

HOUSE_VIEWS(VIEW_DECLARED)

bool view_house(struct txn *txn, struct view_house *row);

#endif
