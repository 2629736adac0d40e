/* See duties.h. */
#include "tests/unit/support/duties.h"

struct identity duties_zheng, duties_chen, duties_zhou;

int duties_settle(void **state)
{
    times_zone("UTC");
    town_settle(state);
    struct town *town = *state;
    duties_zheng = made_identity(11);
    duties_chen = made_identity(12);
    duties_zhou = made_identity(13);
    ACTS(town, &town->house, "department.create", "department=finance title=财政局");
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    town_enrol(town, &duties_zheng, 11, "account=zheng role=office department=labour");
    town_enrol(town, &duties_chen, 12, "account=chen role=office department=finance signs=yes");
    town_enrol(town, &duties_zhou, 13, "account=zhou role=office department=land signs=yes");
    return 0;
}

void duties_notify(struct town *town, char head[TOWN_HEX])
{
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=通知 text=x to=labour,finance receipt=yes due=2006-12-10");
    assert_string_equal(town->id, "programme/2");
    assert_int_equal(town->fact_count, 3);
    memcpy(head, town->head, TOWN_HEX);
}
