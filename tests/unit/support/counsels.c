/* See counsels.h. */
#include "tests/unit/support/counsels.h"

#include "tests/unit/support/brands.h"

struct identity zhao, qian, sun;

int counsels_settle(void **state)
{
    times_zone("UTC");
    town_settle(state); /* it is 2006-11-30, midnight */
    struct town *town = *state;
    zhao = made_identity(20);
    qian = made_identity(21);
    sun = made_identity(22);
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    town_enrol(town, &zhao, 20, "account=zhao role=office department=land signs=yes");
    town_enrol(town, &qian, 21, "account=qian role=expert");
    town_enrol(town, &sun, 22, "account=sun role=expert");
    ACTS(town, &town->lin, "round.open", "year=2006 title=\"第一届 The first round\" until=2006-12-31");
    ACTS(town, &town->wang, "brand.begin", "year=2006");
    return 0;
}

const char *counsels_head(struct town *town, const char *verb, const char *id)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, verb, "id=%s", id);
    return town_hash_said(town, "head", head);
}

void counsels_end(struct town *town)
{
    ACTS(town, &town->wang, "brand.submit", "year=2006 %s",
         brands_application(town, &town->wang, "热线 Our line"));
    ACTS(town, &town->wang, "brand.withdraw", "id=" APPLICATION " seen=%s reason=x",
         counsels_head(town, "brand.show", APPLICATION));
}

void counsels_name(struct town *town)
{
    ACTS(town, &zhao, "brand.submit", "year=2006 %s", brands_application(town, &zhao, "地图 The map"));
    ACTS(town, &town->lin, "brand.accept", "id=" EXAMPLE " seen=%s",
         counsels_head(town, "brand.show", EXAMPLE));
    ACTS(town, &town->house, "brand.evaluate", "id=" EXAMPLE " seen=%s verdict=evaluating",
         counsels_head(town, "brand.show", EXAMPLE));
    ACTS(town, &town->house, "brand.evaluate", "id=" EXAMPLE " seen=%s verdict=passed",
         counsels_head(town, "brand.show", EXAMPLE));
    brands_announce(town);
    ACTS(town, &town->lin, "brand.name", "batch=1 %s", brands_naming(town, &town->lin, EXAMPLE));
}
