/* A town with three more people, and a notice that departments are to sign for. It does not know what any
 * test is after. */
#ifndef BULLETIN_TESTS_DUTIES_H
#define BULLETIN_TESTS_DUTIES_H

#include "tests/unit/support/town.h"

/* Of labour, without the right to sign; of finance; of land. */
extern struct identity duties_zheng, duties_chen, duties_zhou;

/* Three departments with people in them. Ends with town_leave(). Days are judged in UTC. */
int duties_settle(void **state);

/* Publishes programme/2 to labour and finance, due in ten days, and keeps its head. */
void duties_notify(struct town *town, char head[TOWN_HEX]);

#endif
